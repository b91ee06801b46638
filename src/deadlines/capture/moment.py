"""A deadline as far as the words say it: day, hour and zone; what is derived, and what has to be asked."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Literal

from deadlines.capture.hour import clock_of, hour_of, place_of, words_of_zone, zone_of
from deadlines.domain.month import Month
from deadlines.domain.text import Sentence
from deadlines.words.dated import Dated
from deadlines.words.found import FoundHour, FoundWeekday, FoundZone, Reading

Certainty = Literal["stated", "derived", "unknown"]
"""Whether all of a moment stands there, was concluded, or is open."""
_LONGEST_MONTH = 31
_FARTHEST = 300
"""Days after the publication at which a date without a year may be meant."""
_DAY_FIRST = frozenset(("fr", "es", "pt", "it", "ca", "de", "nl", "ar", "ru", "uk", "sv", "da", "no", "fi", "pl", "tr"))
"""Languages in which 03/09 is never the ninth of March."""


@dataclass(frozen=True)
class Due:
    """When a deadline is, as far as it is known. ``year``, ``month`` and ``day`` are of the Gregorian calendar."""

    year: int | None
    month: int | None
    day: int | None
    clock: str | None = None
    """``18:00``; ``24:00`` for midnight at the end of the day."""
    zone_stated: str | None = None
    timezone: str | None = None
    """IANA name, where the words name one zone."""
    certainty: Certainty = "stated"
    derived_from: Sentence | None = None
    asked: tuple[Sentence, ...] = field(default=())
    """What the words leave open."""
    stated: str = ""
    """The words of the moment alone."""

    @property
    def date(self) -> date | None:
        """The day, where all of it is known."""
        if self.year is None or self.month is None or self.day is None:
            return None
        return date(self.year, self.month, self.day)

    @property
    def written(self) -> str | None:
        """What is known: ``2026-03-06T18:00``, ``2026-03-06``, ``2026-03``, ``--03-06``, ``--03``, ``---06``."""
        if (on := self.date) is not None:
            return f"{on}T{self.clock}" if self.clock else f"{on}"
        if self.month is None:
            return f"{self.year}" if self.year else f"---{self.day:02}" if self.day else None
        if self.day is None:
            return f"{self.year}-{self.month:02}" if self.year else f"--{self.month:02}"
        return f"--{self.month:02}-{self.day:02}"

    @property
    def whole_month(self) -> Month | None:
        """The month, where that is all that is known of the day."""
        return Month(f"{self.year:04}-{self.month:02}") if self.year and self.month and self.day is None else None

    @property
    def local(self) -> datetime | None:
        """The local time, where the hour is known; midnight is 00:00 of the next day."""
        on = self.date
        if on is None or self.clock is None:
            return None
        if self.clock == "24:00":
            return datetime.combine(on + timedelta(1), datetime.min.time())
        return datetime.fromisoformat(f"{on}T{self.clock}")


@dataclass(frozen=True)
class Around:
    """What is known of an announcement besides a date's own words."""

    language: str
    published: date | None
    """Published or read on: ``--as-of``, the head of a mail, the page's own words."""
    editions: tuple[int, ...] = ()
    """Years that the title names."""
    beside: Callable[[], tuple[date, ...]] = tuple
    """Whole dates beside the one that is read."""


def due_of(one: Dated, around: Around) -> Due:
    """Return what a dated clause says, and what follows from it; never an hour, zone or year that it does not give."""
    weekday = _weekday(one)
    hour = hour_of(one)
    zone = (hour.zone if hour else None) or zone_of(one)
    clock, asked = clock_of(one, hour)
    readings = _readings(one, weekday)
    year, month, day, certainty, why, more = _day(
        readings, weekday, around, dotted="." in one.clause.words.said(one.found)
    )
    asked += more
    due = Due(
        year,
        month,
        day,
        clock if day else None,
        words_of_zone(one, zone),
        None,
        certainty,
        why,
        (),
        _stated(one, weekday, hour, zone),
    )
    if weekday and due.date and due.date.weekday() not in weekday.weekdays:
        asked.append(
            Sentence(
                'the words say "{weekday}", and {day} is another day of the week',
                weekday=one.clause.words.said(weekday),
                day=due.date,
            )
        )
    timezone, more = place_of(zone, due.date, due.local, due.zone_stated or "")
    asked += more
    if clock and zone is None:
        asked.append(Sentence("the hour has no zone: whose clocks are meant?"))
    return Due(
        due.year, due.month, due.day, due.clock, due.zone_stated, timezone, certainty, why, tuple(asked), due.stated
    )


def _readings(one: Dated, weekday: FoundWeekday | None) -> list[Reading]:
    """Return the readings of a date; those that its weekday contradicts only where none agrees with it."""
    readings = [reading for reading in one.found.readings if reading.calendar == "gregorian"] or list(
        one.found.readings
    )
    if weekday and len(readings) > 1:
        agreeing = [one for one in readings if one.date and one.date.weekday() in weekday.weekdays]
        return agreeing or readings
    return readings


def _day(
    readings: list[Reading], weekday: FoundWeekday | None, around: Around, *, dotted: bool
) -> tuple[int | None, int | None, int | None, Certainty, Sentence | None, list[Sentence]]:
    readings = [one for one in readings if one.year is None or not one.day or one.date] or readings[:1]
    first = readings[0]
    if first.year is not None and first.day and first.date is None:
        return None, None, None, "unknown", None, [Sentence("there is no such day")]
    if first.calendar != "gregorian" and first.date:
        on = first.date
        why = Sentence("reckoned from another calendar")
        return on.year, on.month, on.day, "derived", why, []
    if len(readings) > 1:
        if dotted and first.year is not None:
            why = Sentence("day and month in the order that is usual with dots")
            return first.year, first.month, first.day, "derived", why, []
        if around.language in _DAY_FIRST and first.year is not None:
            why = Sentence("day and month in the order of the announcement’s language")
            return first.year, first.month, first.day, "derived", why, []
        both = [str(one.date) for one in readings if one.date]
        question = Sentence("day and month may be in either order: {days}?", days=", ".join(both))
        return first.year, None, None, "unknown", None, [question]
    if first.month == 0 and first.day:
        return _next_day(first.day, weekday, around.published)
    if first.year is not None:
        return first.year, first.month, first.day, "stated", None, []
    year, derived_from = _year(first, weekday, around)
    if year is None:
        return None, first.month, first.day, "unknown", None, [Sentence("the year is not stated")]
    return year, first.month, first.day, "derived", derived_from, []


def _next_day(
    day: int, weekday: FoundWeekday | None, published: date | None
) -> tuple[int | None, int | None, int | None, Certainty, Sentence | None, list[Sentence]]:
    """Return the next day of that number after the publication, on the weekday that is named."""
    if published is not None:
        for ahead in range(_LONGEST_MONTH):
            on = published + timedelta(ahead)
            if on.day == day and (weekday is None or on.weekday() in weekday.weekdays):
                why = Sentence("the next such day after the publication on {day}", day=published)
                return on.year, on.month, on.day, "derived", why, []
    return None, None, day, "unknown", None, [Sentence("month and year are not stated")]


def _year(reading: Reading, weekday: FoundWeekday | None, around: Around) -> tuple[int | None, Sentence | None]:
    """Return the year in which a date without one falls, and from what that follows."""
    if reading.day is None:
        return _year_of_month(reading.month, around.published)
    if (published := around.published) is not None:
        return _year_after(reading, weekday, around, published)
    if weekday:
        years = [year for year in around.editions if _falls(reading, year, weekday)]
        if len(years) == 1:
            return years[0], Sentence("the year by the weekday, and the year in the title")
    beside = {on.year for on in around.beside() if _month_and_day(reading) <= (on.month, on.day)}
    years = [year for year in beside if weekday is None or _falls(reading, year, weekday)]
    if len(years) == 1:
        return years[0], Sentence("the year of the date beside it")
    return None, None


def _year_of_month(month: int, published: date | None) -> tuple[int | None, Sentence | None]:
    if published is None:
        return None, None
    why = Sentence("the next such month after the publication on {day}", day=published)
    return published.year + (month < published.month), why


def _year_after(
    reading: Reading, weekday: FoundWeekday | None, around: Around, published: date
) -> tuple[int | None, Sentence | None]:
    if around.editions and max(around.editions) < published.year:
        return None, None
    if weekday:
        near = [
            year for year in (published.year, published.year + 1, published.year - 1) if _falls(reading, year, weekday)
        ]
        if near:
            why = Sentence("the year by the weekday and the day of publication, {day}", day=published)
            return near[0], why
        return None, None
    for year in range(published.year, published.year + 5):
        on = _on(reading, year)
        if on and (on - published).days > _FARTHEST:
            break
        if on and on >= published:
            return year, Sentence("the next such day after the publication on {day}", day=published)
    return None, None


def _falls(reading: Reading, year: int, weekday: FoundWeekday) -> bool:
    on = _on(reading, year)
    return on is not None and on.weekday() in weekday.weekdays


def _on(reading: Reading, year: int) -> date | None:
    return reading._replace(year=year).date


def _month_and_day(reading: Reading) -> tuple[int, int]:
    return reading.month, reading.day or 0


def _weekday(one: Dated) -> FoundWeekday | None:
    """Return the weekday that stands beside a date."""
    found = one.found
    for weekday in one.clause.words.weekdays:
        if weekday.beside and (0 <= found.start - weekday.end <= 12 or 0 <= weekday.start - found.end <= 6):
            return weekday
    return None


def _stated(one: Dated, weekday: FoundWeekday | None, hour: FoundHour | None, zone: FoundZone | None) -> str:
    """Return the words of a moment: from the first to the last of its date, weekday, hour and zone."""
    parts = [part for part in (one.found, weekday, hour, zone) if part is not None]
    start, end = min(part.start for part in parts), max(part.end for part in parts)
    if words := words_of_zone(one, zone):
        end = max(end, (zone.start if zone else 0) + len(words))
    text = one.clause.text[start:end].strip()
    return " ".join((text + ")" * (text.count("(") > text.count(")"))).split())
