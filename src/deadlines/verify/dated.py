"""The dates of a page: which are deadlines, which were, and which are struck through."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, time

from deadlines.pages.page import Line, Page
from deadlines.words.announcements import languages_of, spoken_languages
from deadlines.words.clauses import Clause, clauses
from deadlines.words.dated import Dated as Purposed
from deadlines.words.dated import dated
from deadlines.words.found import FoundDate, FoundHour, Outcome
from deadlines.words.read import read

_BY_LETTERS = (
    (re.compile("[\u0600-\u06ff]"), frozenset({"ar"})),
    (re.compile("[\u0400-\u04ff]"), frozenset({"ru", "uk"})),
)
_SAMPLE = 20_000
_SHORT = 12
"""Words of a line that are too few to tell its language by."""


@dataclass(frozen=True)
class Dated:
    """A date in a clause of a page."""

    found: FoundDate
    clause: Clause
    sentence: str
    """The clause, with the label that stands above it."""
    is_deadline: bool = False
    """True where its clause, or the label above, says that it is one."""
    is_former: bool = False
    """True where it is said, or struck through as, what was one."""
    is_extended: bool = False
    """True where it is said that it is another than it was."""
    is_named: bool = False
    """True where it is called a deadline, and not only what one has to do by then."""

    def is_day(self, day: date) -> bool:
        """True where any reading of it is the day; a month alone is none."""
        return self.found.is_day(day) and any(reading.day for reading in self.found.readings)

    def is_month(self, day: date) -> bool:
        """True where it is a month and no day, that of a day."""
        return self.found.is_day(day) and not any(reading.day for reading in self.found.readings)

    def near(self, day: date) -> date | None:
        """Return the day that is meant; the year that is not said is the one in which it is nearest to another day."""
        days = {found for reading in self.found.readings if (found := reading.date)}
        if not days:
            readings = [one for one in self.found.readings if one.calendar == "gregorian" and one.day and not one.year]
            days = {
                found
                for one in readings
                for year in (day.year - 1, day.year, day.year + 1)
                if (found := one._replace(year=year).date)
            }
        return min(days, key=lambda one: (abs((one - day).days), one), default=None)

    @property
    def hour(self) -> FoundHour | None:
        """The hour of its clause, where there is exactly one."""
        return self.clause.words.hours[0] if len(self.clause.words.hours) == 1 else None

    @property
    def clock(self) -> time | None:
        """The time of day that is said beside it, where it can only be one."""
        return next(iter(self.hour.times)) if self.hour and len(self.hour.times) == 1 else None


@dataclass(frozen=True)
class Reading:
    """A page read: its clauses, each with the number of its line, and its dates."""

    page: Page
    clauses: tuple[tuple[int, Clause], ...]
    dates: tuple[Dated, ...]


def reading_of(page: Page, languages: tuple[str, ...] = ()) -> Reading:
    """Return what a page says, in its languages and in those that are named besides."""
    most = _spoken("\n".join(line.text for line in page.lines)[:_SAMPLE]) | {"en"}
    most |= {tag.partition("-")[0] for tag in languages} & spoken_languages()
    found = [
        (number, clause)
        for number, line in enumerate(page.lines)
        for clause in clauses(_live(line), most | _spoken(line.text))
    ]
    purposes = {(one.number, one.found.start): one for one in dated([clause for _, clause in found])}
    dates = [
        _dated(clause, date_, purposes.get((place, date_.start)))
        for place, (_, clause) in enumerate(found)
        if clause.has_digits
        for date_ in clause.words.dates
        if date_.outcome in (Outcome.SAID, Outcome.START)
    ]
    struck = (one for line in page.lines for one in _struck(line, most))
    return Reading(page, tuple(found), (*dates, *struck))


def _dated(clause: Clause, found: FoundDate, purposed: Purposed | None) -> Dated:
    if purposed is None:
        return Dated(found, clause, clause.text)
    is_deadline = purposed.purpose == "deadline"
    return Dated(
        found,
        clause,
        purposed.sentence,
        is_deadline,
        is_former=purposed.purpose == "former",
        is_extended=is_deadline and clause.has("extended"),
        is_named=is_deadline and bool(purposed.label or any(map(clause.has, ("deadline", "closes", "extended")))),
    )


def _spoken(text: str) -> frozenset[str]:
    """Return the languages of a text, by its commonest words and by its letters; any where it has few words."""
    if text.count(" ") < _SHORT:
        return spoken_languages()
    found = set(languages_of(text)) & spoken_languages()
    return frozenset(found.union(*(of for letters, of in _BY_LETTERS if letters.search(text))))


def _live(line: Line) -> str:
    """Return what is not struck through."""
    text, at = "", 0
    for start, end in line.struck:
        text += line.text[at:start]
        at = end
    return text + line.text[at:]


def _struck(line: Line, spoken: frozenset[str]) -> Iterator[Dated]:
    for start, end in _joined(line):
        text = line.text[start:end]
        for found in read(text).dates:
            yield Dated(found, Clause(text, start, spoken), line.text, is_former=True)


def _joined(line: Line) -> Iterator[tuple[int, int]]:
    """Yield what is struck through, where nothing but a blank parts two pieces as one."""
    first: tuple[int, int] | None = None
    for start, end in line.struck:
        if first and not line.text[first[1] : start].strip():
            first = first[0], end
        else:
            if first:
                yield first
            first = start, end
    if first:
        yield first
