"""What each command takes, as plain data: what is typed, and what the help says of it.

The functions of the commands are where it is defined. ``data/grammar.tsv`` has the same, so that what is needed at once
waits neither for them nor for the command line that is made of them; ``python -m tests.cli.grammar`` writes it.
"""

from __future__ import annotations

from collections import namedtuple
from collections.abc import Iterable, Iterator
from functools import cache

from deadlines.domain.enclosed import enclosed

PARAGRAPHS = " ¶ "


class Parameter(namedtuple("Parameter", ("part", "name", "names", "takes", "shown", "choices", "purpose"))):
    """An option or an argument."""

    __slots__ = ()

    part: str
    """``option`` or ``argument``."""
    name: str
    """By which the command is given its value."""
    names: tuple[str, ...]
    """How an option is typed."""
    takes: str
    """``flag``, ``value``, ``values``: an option without a value, with one, with one each time that it is typed;
    ``one``, ``perhaps``, ``several``, ``any``: an argument that is needed, that is not, of which there may be more."""
    shown: str
    """What the help has for it."""
    choices: str
    """The words that its value may be, where ``shown`` has no room for them."""
    purpose: tuple[str, ...]
    """What it is for, in paragraphs."""


class Grammar(namedtuple("Grammar", ("name", "usage", "purpose", "parameters"))):
    """A command, or under no name what comes before one."""

    __slots__ = ()

    name: str
    usage: str
    purpose: tuple[str, ...]
    parameters: tuple[Parameter, ...]


@cache
def grammar(name: str) -> Grammar:
    """Return what a command takes. ``KeyError`` where there is none of that name."""
    return read(_blocks()[name])


@cache
def _blocks() -> dict[str, str]:
    return {block.partition("\t")[0]: block for block in blocks(enclosed(__package__, "data", "grammar.tsv").decode())}


def blocks(table: str) -> list[str]:
    """Return the parts of a table, one for each command."""
    return table.strip("\n").split("\n\n")


def read(block: str) -> Grammar:
    """Return the command of a part of the table: a line of its own, and one for each thing that it takes."""
    (name, usage, purpose), *rows = (line.split("\t") for line in block.split("\n"))
    return Grammar(name, usage, _paragraphs(purpose), tuple(map(_parameter, rows)))


def _parameter(cells: list[str]) -> Parameter:
    part, name, names, takes, shown, choices, purpose = cells
    return Parameter(part, name, tuple(names.split()), takes, shown, choices, _paragraphs(purpose))


def _paragraphs(text: str) -> tuple[str, ...]:
    return tuple(text.split(PARAGRAPHS)) if text else ()


def written(found: Iterable[Grammar]) -> str:
    """Return the table of some commands."""
    return "\n".join("".join("\t".join(cells) + "\n" for cells in _rows(one)) for one in found)


def _rows(grammar: Grammar) -> Iterator[tuple[str, ...]]:
    yield grammar.name, grammar.usage, PARAGRAPHS.join(grammar.purpose)
    for one in grammar.parameters:
        its = PARAGRAPHS.join(one.purpose)
        yield one.part, one.name, " ".join(one.names), one.takes, one.shown, one.choices, its
