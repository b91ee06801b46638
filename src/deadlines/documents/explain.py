"""From what pydantic found to problems in the file's own words: key, table, date."""

import difflib
from collections.abc import Iterable
from typing import Any

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from deadlines.domain.key import field_at, key_of, table_at
from deadlines.domain.problem import Keys, Problem
from deadlines.domain.text import Sentence

MOST_MISTAKES = 200
"""What is named of a file; where there are more, somebody took another file for a record."""
_NAMES = {
    str: Sentence("text"),
    bool: Sentence("true or false"),
    int: Sentence("a number"),
    float: Sentence("a number"),
    list: Sentence("a list"),
    dict: Sentence("a table"),
}


def explain(error: ValidationError, model: type[BaseModel]) -> list[Problem]:
    """Return one problem for each mistake; a misspelt key is one mistake, though pydantic reports it twice."""
    details = error.errors(include_url=False)[:MOST_MISTAKES]
    missing = {_keys(detail) for detail in details if detail["type"] == "missing"}
    problems = []
    for detail in details:
        if detail["type"] == "extra_forbidden":
            problem, meant = _unknown_key(_keys(detail), known_keys(model, _keys(detail)[:-1]), missing)
            missing.discard(meant)
            problems.append(problem)
    problems += [
        Problem(
            Sentence("{key} is missing", key=keys[-1]),
            Sentence("add {key} = {value}", key=keys[-1], value=_example(model, keys)),
            keys[:-1],
        )
        for keys in missing
    ]
    problems += [_other(detail, model) for detail in details if detail["type"] not in ("missing", "extra_forbidden")]
    if more := error.error_count() - len(details):
        problems.append(Problem(Sentence("there are {n} more mistakes", n=more), Sentence("correct the others first")))
    return problems


def known_keys(model: type[BaseModel], keys: Keys) -> list[str]:
    """Return the keys that the table at ``keys`` may have."""
    table = table_at(model, keys)
    return list(table.model_fields) if table else []


def nearest(word: str, known: Iterable[str]) -> str | None:
    """Return the known word that is probably meant, or None."""
    near = difflib.get_close_matches(word.lower().replace("-", "_"), list(known), n=1, cutoff=0.6)
    return near[0] if near else None


def _unknown_key(keys: Keys, known: list[str], missing: set[Keys]) -> tuple[Problem, Keys]:
    absent = [str(gone[-1]) for gone in missing if gone[:-1] == keys[:-1]]
    word = str(keys[-1])
    meant = nearest(word, absent) or nearest(word, known)
    hint = Sentence("known keys: {words}", words=", ".join(known)) if known else ""
    if meant:
        hint = Sentence('did you mean "{name}"?', name=meant)
    message = Sentence('"{word}" is not a known key of {table}', word=word, table=_table(keys[:-1]))
    return Problem(message, hint, keys, at_key=True), (
        *keys[:-1],
        meant or "",
    )


def _other(detail: ErrorDetails, model: type[BaseModel]) -> Problem:
    keys, context = _keys(detail), detail.get("ctx", {})
    given: Any = detail["input"]
    if not keys:
        return Problem(Sentence("a key holds half a character"), Sentence("write its name again"))
    if detail["type"] == "string_unicode":
        return Problem(Sentence("{key} holds half a character", key=_label(keys)), Sentence("write it again"), keys)
    if detail["type"] == "refused":
        of_key = keys[-1] == "[key]"  # So pydantic says that the key itself is wrong.
        return Problem(context["message"], context["hint"], keys[:-1] if of_key else keys, at_key=of_key)
    if detail["type"] == "literal_error" and isinstance(given, str):
        return _not_one_of(str(context["expected"]), given, keys)
    wanted = {
        "string_type": (_NAMES[str], Sentence('write it in quotes: "…"')),
        "literal_error": (_NAMES[str], Sentence('write it in quotes: "…"')),
        "bool_type": (_NAMES[bool], Sentence("write true or false, without quotes")),
        "int_type": (_NAMES[int], Sentence("write a number, without quotes")),
        "tuple_type": (
            _NAMES[list],
            Sentence("write it in brackets: {example}", example=_example_list(model, keys, given)),
        ),
    }.get(detail["type"], (_NAMES[dict], Sentence("write {value}", value=_header(keys))))
    named = _NAMES.get(type(given), Sentence("a date"))
    message = Sentence("{key} must be {wanted}, but this is {found}", key=_label(keys), wanted=wanted[0], found=named)
    return Problem(message, wanted[1], keys)


def _not_one_of(expected: str, given: str, keys: Keys) -> Problem:
    words = expected.replace("'", "").replace(" or ", ", ").split(", ")
    meant = nearest(given, words)
    hint = Sentence("write one of {words}", words=", ".join(words))
    if meant:
        hint = Sentence('did you mean "{name}"?', name=meant)
    if keys[-1] == "[key]":  # So pydantic says that the key itself is wrong.
        noun = str(keys[-3]).removesuffix("s")
        return Problem(Sentence('"{word}" is not a {noun}', word=given, noun=noun), hint, keys[:-1], at_key=True)
    named = next(key for key in reversed(keys) if isinstance(key, str))
    return Problem(Sentence('"{word}" is not a value of {key}', word=given, key=named), hint, keys)


def _keys(detail: ErrorDetails) -> Keys:
    return tuple(detail["loc"])


def _table(keys: Keys) -> str:
    names = [key for key in keys if isinstance(key, str)]
    return _header(keys) if names else Sentence("the file")


def _header(keys: Keys) -> str:
    dotted = ".".join(key for key in keys if isinstance(key, str))
    return f"[[{dotted}]]" if keys and isinstance(keys[-1], int) else f"[{dotted}]"


def _label(keys: Keys) -> str:
    if isinstance(keys[-1], int):
        return Sentence("each of {key}", key=keys[-2]) if len(keys) > 1 else Sentence("it")
    return str(keys[-1])


def _example(model: type[BaseModel], keys: Keys) -> str:
    field = field_at(model, keys)
    key = key_of(field) if field else None
    return (key and key.example) or '"…"'


def _example_list(model: type[BaseModel], keys: Keys, given: object) -> str:
    if table_at(model, keys):
        return f"[[{keys[-1]}]]"
    return f'["{given}"]' if isinstance(given, str) else '["…"]'
