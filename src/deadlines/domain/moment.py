"""A moment: a date, a month, or a local date-time with its zone, as written. An instant is its one point in UTC."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta, tzinfo
from functools import lru_cache

from deadlines.domain.month import Month
from deadlines.domain.text import Sentence
from deadlines.domain.zone import AOE, EARLIEST, LOCAL, zone

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Literal

    Precision = Literal["month", "day", "minute"]
    """How exactly a moment is known."""

Dated = date | datetime
"""A date, or a date-time without offset."""
Written = Dated | Month
"""What is written in the file of a deadline."""

FIRST_YEAR, LAST_YEAR = 1970, 2100
"""Any other cannot be meant."""


def day_of(written: Written) -> date:
    """Return the calendar date of what is written; of a month its 1st."""
    if isinstance(written, Month):
        return written.first_day
    return written.date() if isinstance(written, datetime) else written


class Moment:
    """A date, a month or a local date-time, as written, in a zone that exists or in the applicant's own.

    It never changes, and two that say the same are equal.
    """

    __slots__ = ("_instant", "reader", "written", "zone_name", "zone_stated")

    written: Written
    zone_name: str
    """``LOCAL`` for the applicant's own: then it is not over before it is over everywhere."""
    zone_stated: bool
    """False where the announcement names no zone and the project's is used."""
    reader: str | None
    """Of the applicant's own time: the zone of the one applicant who is meant; None for all of them."""
    _instant: datetime | None
    """``instant`` after it was asked for, which it is again and again."""

    def __init__(self, written: Written, zone_name: str, zone_stated: bool = True, reader: str | None = None) -> None:
        for name, value in zip(Moment.__slots__, (None, reader, written, zone_name, zone_stated), strict=True):
            object.__setattr__(self, name, value)

    @property
    def _values(self) -> tuple[Written, str, bool, str | None]:
        return self.written, self.zone_name, self.zone_stated, self.reader

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Moment) and self._values == other._values

    def __hash__(self) -> int:
        return hash(self._values)

    def __repr__(self) -> str:
        return f"Moment{self._values!r}"

    def __reduce__(self) -> tuple[type[Moment], tuple[Any, ...]]:
        return Moment, self._values

    def __setattr__(self, name: str, value: object) -> None:
        raise AttributeError(name)

    def __delattr__(self, name: str) -> None:
        raise AttributeError(name)

    @property
    def precision(self) -> Precision:
        """How exactly it is known."""
        if isinstance(self.written, Month):
            return "month"
        return "minute" if isinstance(self.written, datetime) else "day"

    @property
    def is_local(self) -> bool:
        """True for the applicant's own time, whoever that is."""
        return self.zone_name == LOCAL

    @property
    def all_day(self) -> bool:
        """True for a date alone, which lasts to the end of its day, and for a month, which lasts to its end."""
        return not isinstance(self.written, datetime)

    @property
    def day(self) -> date:
        """The calendar date, as written; of a month its 1st."""
        return day_of(self.written)

    @property
    def clock(self) -> time | None:
        """The local time of day, as written; None for a date and a month."""
        return self.written.time() if isinstance(self.written, datetime) else None

    @property
    def rules(self) -> tzinfo:
        """The zone whose clocks are meant; where it is that of every applicant, the last in which a day ends."""
        if self.is_local:
            return zone(self.reader) if self.reader else AOE
        return zone(self.zone_name)

    @property
    def last_day(self) -> date:
        """The calendar date to whose end it lasts: what ends at 00:00, where the next day begins, ends the day before.

        That holds for a deadline. An opening at 00:00 is the beginning of its ``day``.
        """
        if isinstance(self.written, Month):
            return self.written.last_day
        if self.all_day:
            return self.day
        return (self.instant - timedelta.resolution).astimezone(self.rules).date()

    @property
    def at_midnight(self) -> bool:
        """True for a date-time that is the very beginning of its day, which for a deadline is the end of another.

        That is 00:00, the first of two where a clock change doubles it, and where one skips it the hour that follows.
        """
        return not self.all_day and self.last_day != self.day

    @property
    def instant(self) -> datetime:
        """The last point in UTC; of a date or a month, the end of its last day, which is the start of the next.

        Of the applicant's own time it is the last of all: where it ends last, or for its ``reader``.
        """
        if self._instant is None:
            object.__setattr__(self, "_instant", self._reckoned())
        return self._instant  # type: ignore[return-value]

    def _reckoned(self) -> datetime:
        if isinstance(self.written, datetime):
            return self.written.replace(tzinfo=self.rules).astimezone(UTC)
        return _start_of(self.last_day + timedelta(days=1), self.rules)

    @property
    def starts_at(self) -> datetime:
        """The first point in UTC: the start of the first day without an hour, else the instant itself.

        Of the applicant's own time it is the first of all.
        """
        first = EARLIEST if self.is_local and not self.reader else self.rules
        if isinstance(self.written, datetime):
            return self.written.replace(tzinfo=first).astimezone(UTC)
        return _start_of(self.day, first)

    def has_passed(self, now: datetime) -> bool:
        """True when it is over at ``now``: after the minute stated, or on the day after the last."""
        return now >= self.instant if self.all_day else now > self.instant

    def read_by(self, zone_name: str) -> Moment:
        """Return the moment as it is for an applicant in a zone; only of the applicant's own time that is another."""
        return self.of_reader(zone_name) if self.is_local else self

    def of_reader(self, zone_name: str | None) -> Moment:
        """Return the same for the one applicant in a zone; with None, for all of them."""
        return Moment(self.written, self.zone_name, self.zone_stated, zone_name)

    def in_zone(self, name: str) -> datetime:
        """Return a date-time as the clocks of another zone show it. ``ValueError`` for what has no such form."""
        if self.all_day or self.is_local:
            raise ValueError("this stays what it is wherever it is shown")
        return self.instant.astimezone(zone(name))

    def seen_in(self, name: str) -> Moment:
        """Return the moment as the clocks of another zone show it; a date and the applicant's own time stay."""
        return self if self.all_day or self.is_local else Moment(self.in_zone(name).replace(tzinfo=None), name)


def start_of_day(day: date, zone_name: str) -> datetime:
    """Return the instant at which a day begins in a zone, in UTC; where a clock change skips midnight, its end."""
    return _start_of(day, zone(zone_name))


def _start_of(day: date, where: tzinfo) -> datetime:
    return datetime.combine(day, time(), tzinfo=where).astimezone(UTC)


def shift(before: Moment, now: Moment) -> int:
    """Return -1 where a moment moved to an earlier one, 1 for a later one, 0 where it did not move.

    A day in the month that was stated before is no move: more is known.
    """
    if "month" in (before.precision, now.precision):
        return (now.day > before.last_day) - (now.last_day < before.day)
    return (now.instant > before.instant) - (now.instant < before.instant)


def is_more_exact(due: object, before: object) -> bool:
    """True for a day in the month that was known before, as values of a file."""
    return isinstance(before, str) and isinstance(due, date) and f"{due:%Y-%m}" == before


def days_left(moment: Moment, now: datetime, here: str, *, begins: bool = False) -> int:
    """Return the days from today to a moment as a difference of calendar dates.

    A date is counted in its own zone, so that it is 0 on its last day and negative only when it has passed; a
    date-time, and what is in the applicant's own time, in the reader's zone ``here``. To a month it is the days to its
    1st, and 0 until it ends. ``begins`` is for what is no deadline: ``day_for_reader`` says why.
    """
    moment = moment.read_by(here)
    today = _date_in(moment.rules if moment.all_day else zone(here), now)
    if moment.has_passed(now):
        last = moment.last_day if moment.precision == "month" else day_for_reader(moment, here, begins=begins)
        return (last - today).days
    return max((day_for_reader(moment, here, begins=begins) - today).days, 0)


@lru_cache(maxsize=128)
def _date_in(where: tzinfo, now: datetime) -> date:
    return now.astimezone(where).date()


def day_for_reader(moment: Moment, here: str, *, begins: bool = False) -> date:
    """Return the calendar date a reader sees: a date stays what it is, a date-time may fall on another day there.

    A deadline at 00:00 is the end of the day before. What ``begins`` then, such as an opening, is of the new day. A
    month is its 1st.
    """
    if isinstance(moment.written, datetime) and not moment.is_local:
        last = moment.instant if begins else moment.instant - timedelta.resolution
        return last.astimezone(zone(here)).date()
    return moment.day if begins or moment.precision == "month" else moment.last_day


@lru_cache(maxsize=4096, typed=True)
def as_written(written: Written) -> str:
    """Return a date, date-time or month as text: ``2026-04-30``, ``2026-03-06T18:00:00``, ``2027-04``."""
    return str(written) if isinstance(written, str) else written.isoformat()


def in_a_record(written: Written) -> str:
    """Return a date, date-time or month as it stands in the file of a record: a month is in quotes."""
    return f'"{written}"' if isinstance(written, Month) else as_written(written)


def parse_due(text: str) -> Written:
    """Read what a deadline may be: a month, ``2027-04``, or what ``parse_written`` reads. Raises ``ValueError``."""
    try:
        return Month(text.strip())
    except ValueError:
        return parse_written(text)


def parse_written(text: str) -> Dated:
    """Read a date or local date-time as people type it: ``2026-04-30``, ``2026-03-06T18:00``, ``2026-03-06 18:00``.

    Raises ``ValueError`` with what to type instead.
    """
    import re  # Who types no date waits for nothing.

    from deadlines.domain.characters import end_of_day_in

    typed = text.strip()
    if not re.fullmatch(r"\d{4}-\d\d-\d\d([T ]\d\d:\d\d(:\d\d)?)?", typed):
        raise ValueError(Sentence('"{text}" is not a date; write 2026-04-30 or 2026-03-06T18:00', text=text))
    if midnight := end_of_day_in(typed):
        raise ValueError(Sentence('"{text}" has the time 24:00; {hint}', text=text, hint=midnight[2]))
    try:
        return datetime.fromisoformat(typed) if len(typed) > len("2026-04-30") else date.fromisoformat(typed)
    except ValueError:
        raise ValueError(Sentence('"{text}" does not exist; check day, month and time', text=text)) from None
