"""Lines that are right beyond doubt, run without Typer: help, and what is typed many times a day.

The table of ``grammar`` says what may be typed. Of any other line Typer says what is wrong, in the words it has.
"""

from __future__ import annotations

import os
import sys
from collections import namedtuple

from deadlines.cli.grammar import Grammar, grammar
from deadlines.cli.guard import guarded
from deadlines.cli.verbs import VERBS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from deadlines.cli.source import Place

    _Options = tuple[dict[str, Any], list[str]]
    """Those that were typed, by their names, and the other words of a line."""


class Asked(namedtuple("Asked", ("command", "before", "values", "wants_help"))):
    """What a line asks for."""

    __slots__ = ()

    command: str
    """Empty for what there is before a command."""
    before: dict[str, Any]
    """The options before the command that were typed, by their names."""
    values: dict[str, Any]
    """Of the options and arguments of the command, those that were typed; None where only its help is asked for."""
    wants_help: bool


def run(line: list[str]) -> int | None:
    """Run a line and return its exit code; None where Typer has to."""
    asked = read(line)
    if asked is None:
        return None
    if asked.wants_help:
        return guarded(_print_help, asked.command)
    return guarded(_RUN[asked.command], _place(asked), _all_values(asked))


def read(line: list[str]) -> Asked | None:
    """Return what a line asks for; None where it is not as the help says, or asks for what is not run here."""
    if os.name == "nt" or (first := _options(line, grammar(""), interspersed=False)) is None:
        return None
    before, words = first
    if "version" in before:
        return None
    if "help" in before:
        return Asked("", before, {}, wants_help=True)
    if not words or words[0] not in VERBS or ("from_" in before and words[0] not in _READ):
        return None
    command = words[0]
    if (second := _options(words[1:], grammar(command))) is None:
        return None
    values, words = second
    if "help" in values:
        return Asked(command, before, values, wants_help=True)
    if command not in _RUN or not _placed(words, grammar(command), values):
        return None
    return Asked(command, before, values, wants_help=False)


def _options(line: list[str], its: Grammar, *, interspersed: bool = True) -> tuple[dict[str, Any], list[str]] | None:
    """Return the options of a line; None for what is not as the help says.

    Where options may not be ``interspersed``, the first word ends them.
    """
    known = {name: one for one in its.parameters for name in one.names}
    given: dict[str, Any] = {}
    words: list[str] = []
    ahead = iter(line)
    for word in ahead:
        if word == "--":
            break
        if len(word) < 2 or not word.startswith("-"):
            words.append(word)
            if interspersed:
                continue
            break
        name, has_value, value = word.partition("=") if word.startswith("--") else (word, "", "")
        option = known.get(name)
        if option is None or (option.takes == "flag" and has_value):
            return None
        if option.takes == "flag":
            given[option.name] = True
            continue
        if not has_value:
            if (following := next(ahead, None)) is None:
                return None
            value = following
        if option.takes == "values":
            given.setdefault(option.name, []).append(value)
        else:
            given[option.name] = value
    return given, [*words, *ahead]


def _placed(words: list[str], its: Grammar, values: dict[str, Any]) -> bool:
    """Put the other words of a line into their places; false where they are too few or too many."""
    for one in its.parameters:
        if one.part != "argument":
            continue
        if one.takes in ("any", "several"):
            found: Any = words
            words = []
        else:
            found, words = words[:1] and words[0], words[1:]
        if found:
            values[one.name] = found
        elif one.takes in ("one", "several"):
            return False
    return not words


def _place(asked: Asked) -> Place:
    """Return where a command reads; what names it may stand before the command, or after it."""
    from deadlines.cli.source import Place

    named = asked.values.get("from_") or asked.before.get("from_")
    return Place(asked.before.get("directory") or ".", named)


def _all_values(asked: Asked) -> dict[str, Any]:
    """Return all values that a command is given, also of what was not typed."""
    its = (one for one in grammar(asked.command).parameters if one.name not in ("from_", "help"))
    return {one.name: asked.values.get(one.name, False if one.takes == "flag" else None) for one in its}


def _print_help(command: str) -> int:
    from deadlines.cli.help_page import help_of
    from deadlines.cli.reader import columns

    called = _called()
    print(help_of(f"{called} {command}" if command else called, grammar(command), columns()))
    return 0


def _called() -> str:
    """Return how the program was called: by its name, or as a module."""
    package = getattr(sys.modules["__main__"], "__package__", None)
    return f"python -m {package}" if package else os.path.basename(sys.argv[0])  # noqa: PTH119


def _list(place: Place, values: dict[str, Any]) -> int:
    from deadlines.cli.listing import print_list

    return print_list(place, **values)


def _show(place: Place, values: dict[str, Any]) -> int:
    from deadlines.cli.showing import print_opportunity

    return print_opportunity(place, **values)


def _remind(place: Place, values: dict[str, Any]) -> int:
    from pathlib import Path

    from deadlines.cli.reminding import remind_or_look

    return remind_or_look(Path(place.directory), **values)


def _export(place: Place, values: dict[str, Any]) -> int:
    from pathlib import Path

    from deadlines.cli.exporting import export_from

    return export_from(Path(place.directory), **values)


def _check(place: Place, values: dict[str, Any]) -> int:
    from pathlib import Path

    from deadlines.cli.checking import check_from

    return check_from(Path(place.directory), **values)


_RUN = {"list": _list, "show": _show, "remind": _remind, "export": _export, "check": _check}
"""What is run here. It is given where it reads, and its values by the names of its options."""
_READ = ("list", "show")
"""What reads the records of others, too."""
