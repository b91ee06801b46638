"""What stands in a list under one heading: the deadlines of a month, or what has none. How much of it fits a page.

A list of few is one page. One of many begins on its page, and goes on in pages by month.
"""

import re
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import get_args

from deadlines.site.sections import Filed, Section
from deadlines.wording.language import Language

MOST = 200
"""Opportunities on one page: on a poor connection and an old phone, that many are there in two seconds."""

_MONTH = re.compile(r"\d{4}-\d\d", re.ASCII)

Line = tuple[str, bool]
"""The id of an opportunity, and whether this is the first of its lines; with deadlines in two months it has two."""


@dataclass(frozen=True)
class Part:
    """One heading, and what stands under it, in order."""

    name: str
    """A month, ``2026-03``, or the name of a section of what is not filed by its date."""
    lines: tuple[Line, ...]

    @property
    def month(self) -> date | None:
        """The first day of its month; None where it has no month."""
        return None if self.name in get_args(Section) else date.fromisoformat(f"{self.name}-01")

    def within(self, ids: Container[str]) -> "Part":
        """Return what it has of a list."""
        return replace(self, lines=tuple(line for line in self.lines if line[0] in ids))

    def pages(self) -> list[tuple[Line, ...]]:
        """Return its lines, a page of them after the other."""
        return [self.lines[at : at + MOST] for at in range(0, len(self.lines), MOST)]

    def heading(self, language: Language) -> str:
        """Return ``March 2026``, or in which state things are that have no month."""
        if self.month:
            said = language.month(self.month)
            return said[:1].upper() + said[1:]
        return {
            "undated": language.say("Open, the date of the deadline not stated"),
            "rolling": language.say("Open without a deadline"),
            "expected": language.say("Expected, not announced"),
            "closed": language.say("Recently closed"),
        }[self.name]


def parts_of(sections: Mapping[Section, Sequence[Filed]]) -> list[Part]:
    """Return everything under its headings: what has a date by months, soonest first, then the other sections."""
    months: dict[str, list[Line]] = {}
    for month, line in _dated(sections["dated"]):
        months.setdefault(month, []).append(line)
    parts = [Part(month, tuple(lines)) for month, lines in months.items()]
    others = {name: inside for name, inside in sections.items() if name != "dated"}
    return parts + [Part(name, tuple((one.id, True) for one in inside)) for name, inside in others.items()]


def is_part(name: str) -> bool:
    """True for what a part can be called."""
    return name in get_args(Section) or _MONTH.fullmatch(name) is not None


def size(parts: Iterable[Part]) -> int:
    """Return how many opportunities there are in parts, each counted once."""
    return sum(is_first for part in parts for _, is_first in part.lines)


def fit(parts: Iterable[Part]) -> bool:
    """True where a list is one page: it has no more than ``MOST`` that are open, nor than that which have closed."""
    counts = {"closed": 0, "open": 0}
    for part in parts:
        counts["closed" if part.name == "closed" else "open"] += size([part])
    return max(counts.values()) <= MOST


def beginning(parts: Iterable[Part]) -> list[Part]:
    """Return the first ``MOST`` opportunities of a list, under their headings."""
    found: list[Part] = []
    left = MOST
    for part in parts:
        if left <= 0:
            break
        lines = []
        for line in part.lines:
            if left <= 0:
                break
            left -= line[1]
            lines.append(line)
        found.append(replace(part, lines=tuple(lines)))
    return found


def _dated(filed: Iterable[Filed]) -> Iterator[tuple[str, Line]]:
    """Yield the month of each coming deadline with its line, soonest first; of several in one month, the first."""
    found = [
        (when, place, month, (one.id, is_first))
        for place, one in enumerate(filed)
        for when, month, is_first in one.months
    ]
    found.sort(key=lambda one: one[:2])
    yield from ((month, line) for _, _, month, line in found)
