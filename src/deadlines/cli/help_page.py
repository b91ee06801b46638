"""The help of a command, in the reader's language and in the columns of the terminal."""

from collections.abc import Iterable, Iterator
from textwrap import TextWrapper

from deadlines.cli.grammar import Grammar, Parameter
from deadlines.cli.present import said
from deadlines.cli.verbs import VERBS

NARROWEST, WIDEST = 50, 78
"""Columns of a line."""
_WIDEST_NAME, _GAP = 30, 2
"""Columns of what is typed, before what it is for; longer ones have a line of their own."""
_LEAST_USAGE = 20
_INDENT = "  "


class _Wrapper(TextWrapper):
    """Wraps text so that a word which is longer than a line begins in the line where it stands."""

    def _handle_long_word(self, reversed_chunks: list[str], cur_line: list[str], cur_len: int, width: int) -> None:
        room = max(width - cur_len, 1)
        cur_line.append(reversed_chunks[-1][:room])
        reversed_chunks[-1] = reversed_chunks[-1][room:]


def help_of(path: str, grammar: Grammar, columns: int) -> str:
    """Return the help of a command that is called by ``path``, or of all, on a terminal of so many columns."""
    width = max(min(columns - 2, WIDEST), NARROWEST)
    lines = list(_usage(said("Usage: "), path, grammar.usage, width))
    for paragraph in grammar.purpose:
        lines += ["", *_wrapped(said(paragraph), width, _INDENT)]
    for heading, part in ((said("Arguments:"), "argument"), (said("Options:"), "option")):
        lines += _section(heading, [_described(one) for one in grammar.parameters if one.part == part], width)
    if not grammar.name:
        lines += _section(said("Commands:"), [(name, said(verb.summary)) for name, verb in VERBS.items()], width)
    return "\n".join(lines)


def spoken(paragraphs: Iterable[str]) -> str:
    """Return paragraphs in the reader's language, one after the other."""
    return " ".join(map(said, paragraphs))


def _described(parameter: Parameter) -> tuple[str, str]:
    """Return what is typed, and what it is for."""
    purpose = spoken(parameter.purpose)
    choice = said("One of: {words}.", words=parameter.choices) if parameter.choices else ""
    return parameter.shown, f"{purpose} {choice}" if choice else purpose


def _usage(prefix: str, path: str, usage: str, width: int) -> Iterator[str]:
    before = f"{prefix}{path} "
    if width >= len(before) + _LEAST_USAGE:
        yield from _wrapped(usage, width, before, " " * len(before))
    else:
        yield before
        yield from _wrapped(usage, width, " " * (len(prefix) + 4))


def _section(heading: str, rows: list[tuple[str, str]], width: int) -> Iterator[str]:
    """Yield a heading, and below it what may be typed with what it is for; nothing where there is none."""
    if not rows:
        return
    column = min(max(len(typed) for typed, _ in rows), _WIDEST_NAME) + _GAP
    yield from ("", heading)
    for typed, purpose in rows:
        first, *others = _wrapped(purpose, max(width - column - len(_INDENT), 10)) or [""]
        if len(typed) > column - _GAP and first:
            yield _INDENT + typed
            typed = ""
        yield _INDENT + (f"{typed:{column}}{first}" if first else typed)
        yield from (_INDENT + " " * column + line for line in others)


def _wrapped(text: str, width: int, first: str = "", others: str | None = None) -> list[str]:
    return _Wrapper(
        width, initial_indent=first, subsequent_indent=first if others is None else others, replace_whitespace=False
    ).wrap(text)
