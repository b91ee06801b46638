"""No sentence for people is forgotten by the catalogues: each text in the sources is one that they have, or named here."""

import ast
import re
from collections.abc import Iterable, Iterator

import pytest

from tests.wording.catalogues import KEYWORDS, SOURCES, in_the_sources

NOT_SAID = {
    "lint/": "in English, for those who make calendar programs",
    "words/": "what organisers write",
    "capture/": "what organisers write",
    "verify/about.py": "what web pages write",
    "wording/conventions.py": "of one language each",
    "pages/": "what a parser says, in a process of its own",
    "index/packed.py": "what was said elsewhere",
    "sources/": "not translated yet: what is no list of another system",
    "cli/shells.py": "scripts of shells",
    "server/app.py": "for programs over HTTP",
    "server/query.py": "for programs over HTTP",
    "domain/part.py": "for who reads the code",
    "domain/recurrence.py": "of lint",
    "domain/repeated.py": "what keys are for, which the catalogues have without its marks",
}
"""Files, and folders, of which not every text is said to a person who uses a command, and why."""
DATA = (
    "Example call: replace me",
    "Copy this file, take draft = true out of the copy, and change what it says.",
    "this stays what it is wherever it is shown",
    "your local time",
    "a date and a date-time in one entry",
    "deadlines extend {} {}",
    "does not take",
    "Cannot overwrite a value",
    "Expected '=' after a key",
    "Expected newline or end of document",
    "Invalid date or datetime",
)
"""Texts that are an example or a command, what other programs say, or what a mistake of ours would say."""
GIVEN = {
    "paragraph",
    "verb.summary",
    "described(field)",
    "message",
    "singular",
    "Sentence(sentence, **values)",
    "value.sentence",
    "*value.forms",
    "sentence.sentence",
    "fault.sentence",
    "text.sentence",
    "field.label",
    "field.hint",
    "key.heading",
    "kind",
    "KINDS[kind].plural",
    "APPLICANTS[applicant]",
    "said(text, self.language)",
    "said(value, language)",
    "said(Sentence(text), language)",
    "Sentence(text)",
    "_labels()[key]",
    "in_language('ar').say(sentence)",
    "status",
    "str(parts[0])",
}
"""What a function that says a sentence may be given instead of one, since it is collected elsewhere."""
SAYS = ("Problem", "refuse", "Undelivered", "LedgerError", "Unreachable", "Unreadable", "NotSent", "note")
"""What shows its text to people: in the place of a text there is a ``Sentence``."""

_WORD = r"(?:[^\W\d_]{2,}|\{\})[,:;.]?"
_SENTENCE = re.compile(rf"{_WORD} {_WORD} {_WORD}")
_CODE = re.compile(
    r"\s*(<|#|text/|from \{|uv pip |(\{\} )+\{\}$|[A-Z]+, [A-Z]+|[A-Z]{2,3} [A-Z]{2,3} |\w+ [=<] |"
    r"(ALTER|BEGIN|BIGSERIAL|CREATE|DELETE|DROP|FOR|INSERT|INTEGER|PRAGMA|SELECT|SET|UPDATE) )|.* UTC$"
)
_FLAT = re.compile(r"\.(message|hint)\}")
"""A sentence within an f-string is English for ever."""
_PATTERNS = ("compile", "fullmatch", "search", "match", "sub", "split")


def literals(nodes: Iterable[ast.AST]) -> Iterator[tuple[int, str]]:
    """Yield the texts of a module, ``{}`` for their values, without docstrings, patterns and types."""
    others: set[int] = set()
    for node in nodes:
        match node:
            case ast.Expr():
                others.add(id(node.value))
            case ast.Call() if _name(node) in _PATTERNS:
                others |= set(map(id, ast.walk(node)))
            case ast.JoinedStr():
                others |= set(map(id, node.values))
            case ast.arg() | ast.AnnAssign() if node.annotation:
                others |= set(map(id, ast.walk(node.annotation)))
            case ast.FunctionDef() if node.returns:
                others |= set(map(id, ast.walk(node.returns)))
    for node in nodes:
        if isinstance(node, ast.Constant | ast.JoinedStr) and id(node) not in others:
            text = _text(node)
            if text is not None:
                yield node.lineno, text


def _text(node: ast.AST) -> str | None:
    if isinstance(node, ast.Constant):
        return node.value if isinstance(node.value, str) else None
    if not isinstance(node, ast.JoinedStr):
        return None
    return "".join(str(part.value) if isinstance(part, ast.Constant) else "{}" for part in node.values)


def _name(call: ast.Call) -> str:
    return str(getattr(call.func, "attr", getattr(call.func, "id", "")))


def forgotten(nodes: Iterable[ast.AST]) -> list[str]:
    """Return the sentences of a module that no catalogue has."""
    return [
        f"{line}: {text}"
        for line, text in literals(nodes)
        if _SENTENCE.search(text) and text not in DATA and not _CODE.match(text) and not _is_said(text)
    ]


def _is_said(text: str) -> bool:
    """True where the catalogues have it: of the help of an option, with its values."""
    pattern = re.compile(re.escape(text).replace(r"\{\}", ".+"))
    return text in SAID or ("{}" in text and any(map(pattern.fullmatch, SAID)))


def unsaid(nodes: Iterable[ast.AST]) -> list[str]:
    """Return what shows people a text, however short, that no catalogue can have."""
    found = []
    for call in (node for node in nodes if isinstance(node, ast.Call) and node.args):
        name, first, text = _name(call), call.args[0], _text(call.args[0])
        if name == "said" and isinstance(call.func, ast.Attribute):
            continue
        if name == "Refusal":
            is_wrong = isinstance(first, ast.JoinedStr)
        elif name in KEYWORDS and name != "count":
            is_wrong = not isinstance(first, ast.Constant) and not {ast.unparse(first), ast.unparse(call)} & GIVEN
        else:
            is_word = any(map(str.isalpha, (text or "").replace("deadlines", "").replace("{}", "")))
            is_wrong = name in (*SAYS, "print", "log") and is_word
        if is_wrong:
            found.append(ast.unparse(call))
    joined = (node for node in nodes if isinstance(node, ast.JoinedStr))
    return found + [one for one in map(ast.unparse, joined) if _FLAT.search(one) and one not in GIVEN]


def hidden(nodes: Iterable[ast.AST]) -> list[str]:
    """Return what is said where the catalogues do not see it: a call inside of an f-string, for one."""
    found = []
    for call in (node for node in nodes if isinstance(node, ast.Call) and _name(node) in KEYWORDS):
        texts = [getattr(argument, "value", None) for argument in call.args]
        wanted = len(KEYWORDS[_name(call)] or (1,))
        said = [text for text in texts[:wanted] if isinstance(text, str)]
        if len(said) == wanted and not {text for text in said if any(map(str.isalpha, text))} <= SAID:
            found.append(ast.unparse(call))
    return found


def nodes_of(source: str) -> list[ast.AST]:
    return list(ast.walk(ast.parse(source)))


SAID = {text for one in in_the_sources() for text in ([one.id] if isinstance(one.id, str) else one.id)}


def test_no_sentence_is_forgotten_said_as_it_is_or_hidden() -> None:
    found = {}
    for file in sorted(SOURCES.rglob("*.py")):
        name = file.relative_to(SOURCES).as_posix()
        if not name.startswith(tuple(NOT_SAID)):
            nodes = nodes_of(file.read_text())
            if some := [*forgotten(nodes), *unsaid(nodes), *hidden(nodes)]:
                found[name] = some
    assert found == {}, "make each a Sentence, or name it above"


@pytest.mark.parametrize(
    "code", ['x = "the moon is red"', 'x = f"the moon is {x}"', 'f(x or "it is late")', 'd = {1: "mend it now"}']
)
def test_a_forgotten_sentence_would_be_seen(code: str) -> None:
    assert len(forgotten(nodes_of(code))) == 1


@pytest.mark.parametrize(
    "code",
    [
        'tell(f"no {x}")',
        'Refusal(f"no {x}")',
        'print(f"no {x}")',
        'log("no")',
        "said(sentence)",
        'Problem("no", x)',
        'f"{one.hint}"',
    ],
)
def test_a_text_that_is_shown_as_it_is_would_be_seen(code: str) -> None:
    assert len(unsaid(nodes_of(code))) == 1


def test_a_sentence_that_no_catalogue_has_would_be_seen() -> None:
    assert len(hidden(nodes_of("f\"{said('the moon is red')}\""))) == 1


@pytest.mark.parametrize(
    "code",
    [
        'tell("{place}: {reason}", x=x)',
        "print(line)",
        'print(f"{line}")',
        "said(verb.summary)",
        'Problem(Sentence("now"))',
    ],
)
def test_what_is_said_is_none(code: str) -> None:
    nodes = nodes_of(code)
    assert forgotten(nodes) == unsaid(nodes) == hidden(nodes) == []


def test_each_file_that_is_named_is_there() -> None:
    assert [name for name in NOT_SAID if not (SOURCES / name).exists()] == []
