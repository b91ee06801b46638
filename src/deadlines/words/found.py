"""What a text says: each date, weekday, hour and zone with the place where it stands and every reading of it."""

from datetime import date, time, timedelta
from enum import Enum
from typing import NamedTuple

from deadlines.words.calendars import GREGORIAN_MONTHS, day_of, month_of, year_of


class Outcome(Enum):
    """How a found thing may be used."""

    SAID = "said"
    """It is named, and no reading but those given is known."""
    START = "start"
    """It begins a range; what ends the range is found beside it."""
    RELATIVE = "relative"
    """Something is reckoned from it: "30 days after 31 March"."""
    UNSURE = "unsure"
    """It may be something else: a word of another language, a number."""


class Reading(NamedTuple):
    """One reading of a date; None for what is not said. The year is the calendar's own."""

    calendar: str
    year: int | None
    month: int
    day: int | None

    def is_day(self, day: date) -> bool:
        """Say whether a Gregorian date is this one, as far as it is said."""
        shift = GREGORIAN_MONTHS.get(self.calendar)
        if shift is not None:
            return (
                self.month == day.month
                and (self.day is None or self.day == day.day)
                and (self.year is None or self.year + shift == day.year)
            )
        latest = year_of(self.calendar, day)
        years = (latest - 1, latest, latest + 1) if self.year is None else (self.year,)
        if self.day is None:
            months = (month_of(self.calendar, year, self.month) for year in years)
            return any(month is not None and month[0] <= day <= month[1] for month in months)
        return any(day_of(self.calendar, year, self.month, self.day) == day for year in years)

    @property
    def date(self) -> date | None:
        """The Gregorian date, where day and year are said and it exists."""
        if self.year is None or self.day is None:
            return None
        return day_of(self.calendar, self.year, self.month, self.day)


class FoundDate(NamedTuple):
    """A date; more than one reading where a word is two months, or digits may be in two orders."""

    start: int
    end: int
    outcome: Outcome
    readings: tuple[Reading, ...]
    others: tuple[Reading, ...] = ()
    """Readings that are unlikely: digits that may be of another calendar, the other day of "3 or 4 May"."""
    before: bool = False
    """True after the word "before": some mean the day itself, some the day that precedes it."""

    def is_day(self, day: date) -> bool:
        """Say whether any reading is the date."""
        for reading in self.readings:
            if reading.is_day(day):
                return True
        if not self.others and not self.before:
            return False
        days = (day, day + timedelta(1)) if self.before else (day,)
        return any(reading.is_day(other) for reading in (*self.readings, *self.others) for other in days)

    @property
    def calendars(self) -> frozenset[str]:
        """The calendars of its likely readings."""
        return frozenset(reading.calendar for reading in self.readings)


class FoundWeekday(NamedTuple):
    """A weekday; Monday is 0. An abbreviation counts only beside a date."""

    start: int
    end: int
    weekdays: frozenset[int]
    beside: bool
    """True where it stands next to a date."""


class FoundZone(NamedTuple):
    """A zone that is named: minutes east of UTC, or places whose clocks are meant."""

    start: int
    end: int
    offsets: frozenset[int]
    places: tuple[str, ...] = ()
    """IANA names. Where there are offsets too, those of the abbreviation in the strict sense."""


class FoundHour(NamedTuple):
    """An hour; "5" without morning or afternoon is two readings, midnight 00:00 and 23:59."""

    start: int
    end: int
    times: frozenset[time]
    zone: FoundZone | None = None


class Words(NamedTuple):
    """All that was found in a text, each kind in the order in which it stands."""

    text: str
    dates: tuple[FoundDate, ...] = ()
    weekdays: tuple[FoundWeekday, ...] = ()
    hours: tuple[FoundHour, ...] = ()
    zones: tuple[FoundZone, ...] = ()

    @property
    def spans(self) -> list[tuple[int, int]]:
        """Where hours, zones and weekdays stand."""
        hours = [(one.start, one.end) for one in self.hours]
        zones = [(one.start, one.end) for one in self.zones]
        return [*hours, *zones, *((one.start, one.end) for one in self.weekdays)]

    def said(self, found: FoundDate | FoundWeekday | FoundHour | FoundZone) -> str:
        """Return the organiser's words for what was found."""
        return self.text[found.start : found.end].strip()
