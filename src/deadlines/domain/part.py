"""What the keys of a record are for: the part of it to which each belongs, and how that part is shown."""

from __future__ import annotations

from collections import namedtuple
from functools import cache

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Protocol

    class OfARecord(Protocol):
        """A table of a record, whoever holds its values."""

        @classmethod
        def purposes(cls) -> tuple[tuple[str, Key], ...]:
            """Return the names and purposes of its keys, in the order of its model."""


class Part:
    """What a key is for. In this order they are options of ``add``.

    What belongs to ``IDENTITY``, ``DATES`` or ``STATE`` has a place of its own wherever an opportunity is shown. Every
    other key is shown by its heading, without a line of code of its own.
    """

    IDENTITY = "what it is, by whom, and of which series"
    DATES = "when"
    DETAIL = "more about one deadline"
    STATE = "whether one can apply"
    OFFER = "what is offered, and to whom"
    SEARCH = "what lists are narrowed down by; not in mails"
    APPLY = "how to apply"
    PROVENANCE = "where it was learned and when it was compared; on the page and in show"
    TRANSLATION = "what stands in the place of its texts for readers of another language"


PARTS: tuple[str, ...] = tuple(part for name, part in vars(Part).items() if name.isupper())
"""All of them."""


class Key(
    namedtuple(
        "Key",
        ("part", "heading", "option", "searched", "translated", "example"),
        defaults=("", "", False, False, ""),
    )
):
    """What a key of a record is for."""

    __slots__ = ()

    part: str
    heading: str
    """The words before its value, and its label in a form, in English; the catalogues have the other languages."""
    option: str
    """Its option of ``add``, without the dashes, where that is not its own name; a list has one for each value."""
    searched: bool
    """True where the words of a search may be in it."""
    translated: bool
    """True for a text that a record may give in further languages."""
    example: str
    """A value as TOML writes it, for the hint where it is missing."""


@cache
def keys_in(table: type[OfARecord], *parts: str) -> tuple[tuple[str, Key], ...]:
    """Return the names and purposes of the keys of a table that belong to the parts, in the order of its model."""
    return tuple((name, key) for name, key in table.purposes() if key.part in parts)


@cache
def searched_in(table: type[OfARecord]) -> tuple[str, ...]:
    """Return the keys of a table whose texts are searched."""
    return tuple(name for name, key in table.purposes() if key.searched)


@cache
def translated_in(table: type[OfARecord]) -> tuple[str, ...]:
    """Return the keys of a table whose texts may be given in further languages."""
    return tuple(name for name, key in table.purposes() if key.translated)
