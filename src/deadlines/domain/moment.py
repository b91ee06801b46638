"""A moment: a date, or a local date-time with its zone, as written. An instant is its one point in UTC."""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from enum import Enum

from deadlines.domain.text import Sentence, end_of_day_in
from deadlines.domain.zone import zone

Written = date | datetime
"""What is written in the file: a date, or a date-time without offset."""

_TYPED = re.compile(r"\d{4}-\d\d-\d\d([T ]\d\d:\d\d(:\d\d)?)?")


class LocalTime(Enum):
    """What a clock change does to a local time."""

    ONCE = "happens once"
    SKIPPED = "is skipped"
    DOUBLED = "happens twice"


def occurrence(written: Written, where: tzinfo) -> LocalTime:
    """Say whether a local date or date-time happens once, never or twice in a zone (PEP 495)."""
    if not isinstance(written, datetime):
        noon = occurrence(datetime.combine(written, time(12)), where)
        return LocalTime.SKIPPED if noon is LocalTime.SKIPPED else LocalTime.ONCE
    first, second = (written.replace(tzinfo=where, fold=fold).utcoffset() for fold in (0, 1))
    if first == second:
        return LocalTime.ONCE
    there_and_back = written.replace(tzinfo=where).astimezone(UTC).astimezone(where).replace(tzinfo=None, fold=0)
    return LocalTime.DOUBLED if there_and_back == written else LocalTime.SKIPPED


@dataclass(frozen=True, slots=True)
class Moment:
    """A date or local date-time, as written, in a zone that exists."""

    written: Written
    zone_name: str
    zone_stated: bool = True
    """False where the announcement names no zone and the project's is used."""

    @property
    def all_day(self) -> bool:
        """True for a date alone, which lasts to the end of its day."""
        return not isinstance(self.written, datetime)

    @property
    def day(self) -> date:
        """The calendar date, as written."""
        return self.written.date() if isinstance(self.written, datetime) else self.written

    @property
    def clock(self) -> time | None:
        """The local time of day, as written; None for a date."""
        return self.written.time() if isinstance(self.written, datetime) else None

    @property
    def last_day(self) -> date:
        """The calendar date to whose end it lasts: what ends at 00:00, where the next day begins, ends the day before.

        That holds for a deadline. An opening at 00:00 is the beginning of its ``day``.
        """
        if self.all_day:
            return self.day
        return (self.instant - timedelta.resolution).astimezone(zone(self.zone_name)).date()

    @property
    def at_midnight(self) -> bool:
        """True for a date-time that is the very beginning of its day, which for a deadline is the end of another.

        That is 00:00, the first of two where a clock change doubles it, and where one skips it the hour that follows.
        """
        return self.last_day != self.day

    @property
    def instant(self) -> datetime:
        """The last point in UTC; of a date, the end of that day in its zone, which is the start of the next."""
        if isinstance(self.written, datetime):
            return self.written.replace(tzinfo=zone(self.zone_name)).astimezone(UTC)
        return start_of_day(self.written + timedelta(days=1), self.zone_name)

    @property
    def starts_at(self) -> datetime:
        """The first point in UTC: the start of the day for a date, the instant itself for a date-time."""
        return start_of_day(self.day, self.zone_name) if self.all_day else self.instant

    def has_passed(self, now: datetime) -> bool:
        """True when it is over at ``now``: after the minute stated, or on the day after the date."""
        return now >= self.instant if self.all_day else now > self.instant

    def in_zone(self, name: str) -> datetime:
        """Return a date-time as the clocks of another zone show it. Dates have no such form: ``ValueError``."""
        if self.all_day:
            raise ValueError("a date stays a date wherever it is shown")
        return self.instant.astimezone(zone(name))

    def seen_in(self, name: str) -> "Moment":
        """Return the moment as the clocks of another zone show it; a date stays what it is."""
        return self if self.all_day else Moment(self.in_zone(name).replace(tzinfo=None), name)


def start_of_day(day: date, zone_name: str) -> datetime:
    """Return the instant at which a day begins in a zone, in UTC; where a clock change skips midnight, its end."""
    return datetime.combine(day, time(), tzinfo=zone(zone_name)).astimezone(UTC)


def days_left(moment: Moment, now: datetime, here: str, *, begins: bool = False) -> int:
    """Return the days from today to a moment as a difference of calendar dates.

    A date is counted in its own zone, so that it is 0 on its last day and negative only when it has passed; a
    date-time in the reader's zone ``here``. ``begins`` is for what is no deadline: ``day_for_reader`` says why.
    """
    today = now.astimezone(zone(moment.zone_name if moment.all_day else here)).date()
    days = (day_for_reader(moment, here, begins=begins) - today).days
    return days if moment.has_passed(now) else max(days, 0)


def day_for_reader(moment: Moment, here: str, *, begins: bool = False) -> date:
    """Return the calendar date a reader sees: a date stays what it is, a date-time may fall on another day there.

    A deadline at 00:00 is the end of the day before. What ``begins`` then, such as an opening, is of the new day.
    """
    seen = moment.seen_in(here)
    return seen.day if begins else seen.last_day


def as_written(written: Written) -> str:
    """Return a date or date-time as TOML writes it: ``2026-04-30``, ``2026-03-06T18:00:00``."""
    return written.isoformat()


def parse_written(text: str) -> Written:
    """Read a date or local date-time as people type it: ``2026-04-30``, ``2026-03-06T18:00``, ``2026-03-06 18:00``.

    Raises ``ValueError`` with what to type instead.
    """
    typed = text.strip()
    if not _TYPED.fullmatch(typed):
        raise ValueError(Sentence('"{text}" is not a date; write 2026-04-30 or 2026-03-06T18:00', text=text))
    if midnight := end_of_day_in(typed):
        raise ValueError(Sentence('"{text}" has the time 24:00; {hint}', text=text, hint=midnight[2]))
    try:
        return datetime.fromisoformat(typed) if len(typed) > len("2026-04-30") else date.fromisoformat(typed)
    except ValueError:
        raise ValueError(Sentence('"{text}" does not exist; check day, month and time', text=text)) from None
