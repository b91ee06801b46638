"""Values as iCalendar writes them (RFC 5545 §3.3)."""

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache

from deadlines.lint.components import Property

_DATE = re.compile(r"\d{8}", re.ASCII)
_DATE_TIME = re.compile(r"\d{8}T\d{6}Z?", re.ASCII)
_NUMBER = re.compile(r"[+-]?\d{1,10}", re.ASCII)
_REVISION = re.compile(r"\d{1,9}", re.ASCII)
_DURATION = re.compile(
    r"([+-]?)P(?:(\d+)W|(\d+)D(?:T(?=\d)(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?|T(?=\d)(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)",
    re.ASCII,
)
_OFFSET = re.compile(r"([+-])(\d\d)([0-5]\d)([0-5]\d)?", re.ASCII)
_LONGEST_POINT = len("20260306T170000Z")
_LONGEST_DURATION = 15


@dataclass(frozen=True, slots=True)
class Point:
    """A value of DTSTART or DTEND: a date, or a wall time in UTC, in a zone of this name, or floating (§3.3.5)."""

    value: date
    utc: bool
    zone: str

    @property
    def all_day(self) -> bool:
        """True for a date."""
        return not isinstance(self.value, datetime)

    @property
    def floating(self) -> bool:
        """True for a wall time without a zone; a name that is empty is none."""
        return not self.all_day and not self.utc and not self.zone

    @property
    def kind(self) -> str:
        """What it is, as a message says it."""
        return "a date" if self.all_day else "a floating time" if self.floating else "a date-time"


def point(found: Property, text: str | None = None) -> Point | None:
    """Return what a property says, or one of its values, or None where it is no date and no date-time that exists."""
    said = found.value if text is None else text
    return _point(said, found.parameter("TZID")) if len(said) <= _LONGEST_POINT else None


@lru_cache(maxsize=1_000)
def _point(text: str, zone: str) -> Point | None:
    try:
        if _DATE.fullmatch(text):
            return Point(date(int(text[:4]), int(text[4:6]), int(text[6:])), utc=False, zone=zone)
        if _DATE_TIME.fullmatch(text):
            return Point(datetime.fromisoformat(text[:15]), utc=text.endswith("Z"), zone=zone)
    except ValueError:
        return None
    return None


def duration(text: str) -> timedelta | None:
    """Return a duration (§3.3.6), or None where it is none; one beyond all calendars is the longest there is."""
    found = _DURATION.fullmatch(text)
    if found is None:
        return None
    if len(text) > _LONGEST_DURATION:
        return timedelta.max if any(digit in "123456789" for digit in text) else timedelta(0)
    weeks, days, *times = (int(part or 0) for part in found.groups()[1:])
    hours, minutes, seconds = (first + second for first, second in zip(times[:3], times[3:], strict=True))
    try:
        length = timedelta(weeks=weeks, days=days, hours=hours, minutes=minutes, seconds=seconds)
    except OverflowError:
        return timedelta.max
    return -length if found[1] == "-" else length


def offset(text: str) -> timedelta | None:
    """Return an offset from UTC (§3.3.14), or None where it is none; ``-0000`` is none."""
    found = _OFFSET.fullmatch(text)
    if found is None or int(found[2]) > 23 or text in ("-0000", "-000000"):
        return None
    length = timedelta(hours=int(found[2]), minutes=int(found[3]), seconds=int(found[4] or 0))
    return -length if found[1] == "-" else length


def is_number(text: str) -> bool:
    """True for an integer (§3.3.8)."""
    return _NUMBER.fullmatch(text) is not None


def is_revision(text: str) -> bool:
    """True for a revision (§3.8.7.4) that a program can hold."""
    return _REVISION.fullmatch(text) is not None


def next_day(day: date) -> str:
    """Return the day after, as iCalendar writes it: the exclusive end of an entry on one day."""
    return f"{day + timedelta(days=1):%Y%m%d}" if day < date.max else "99991231"
