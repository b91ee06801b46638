"""Dates, date-times and durations as iCalendar writes them (RFC 5545 §3.3)."""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from deadlines.lint.lines import Property

_DATE = re.compile(r"\d{8}")
_DATE_TIME = re.compile(r"\d{8}T\d{6}Z?")
_NUMBER = re.compile(r"\d{1,9}", re.ASCII)
_DURATION = re.compile(r"[+-]?P(\d+W|\d+D(T(\d+H)?(\d+M)?(\d+S)?)?|T(?=\d)(\d+H)?(\d+M)?(\d+S)?)(?<!T)")


@dataclass(frozen=True, slots=True)
class Point:
    """A value of DTSTART or DTEND: a date, or a wall time with UTC, with a named zone, or floating."""

    value: date
    zone: str | None

    @property
    def all_day(self) -> bool:
        """True for a date."""
        return not isinstance(self.value, datetime)

    @property
    def floating(self) -> bool:
        """True for a wall time without a zone."""
        return not self.all_day and self.zone is None

    def comparable(self) -> date:
        """Return what can be compared with another point of the same kind: in UTC where the zone is known."""
        where = known_zone(self.zone) if self.zone else None
        if where is None or not isinstance(self.value, datetime):
            return self.value
        return self.value.replace(tzinfo=where).astimezone(UTC).replace(tzinfo=None)


def known_zone(name: str) -> ZoneInfo | None:
    """Return the zone of an IANA name, also of one that no record should use, or None."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None


def point(found: Property) -> Point | None:
    """Return what a property says, or None where it is no date and no date-time."""
    text = found.value
    try:
        if _DATE.fullmatch(text):
            return Point(date.fromisoformat(text), None)
        if _DATE_TIME.fullmatch(text):
            local = datetime.fromisoformat(text.removesuffix("Z"))
            return Point(local, "UTC" if text.endswith("Z") else found.parameters.get("TZID"))
    except ValueError:
        return None
    return None


def is_number(text: str) -> bool:
    """True for a revision (RFC 5545 §3.8.7.4) that a program can hold."""
    return _NUMBER.fullmatch(text) is not None


def is_duration(text: str) -> bool:
    """True for a duration (RFC 5545 §3.3.6)."""
    return _DURATION.fullmatch(text) is not None


def next_day(day: date) -> str:
    """Return the day after, as iCalendar writes it: the exclusive end of an entry on one day."""
    return f"{day + timedelta(days=1):%Y%m%d}"
