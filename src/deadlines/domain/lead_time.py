"""A lead time: how long before a moment, as people write it: ``30d``, ``2 weeks``, ``3h``, ``5 working days``."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from deadlines.domain.moment import Moment
from deadlines.domain.text import Sentence
from deadlines.domain.weekend import SATURDAY_AND_SUNDAY, DaysOff

MORNING = time(9)
"""When a reminder of a date goes out, which has no hour of its own."""

_WRITTEN = re.compile(r"([1-9]\d{0,8}) ?([a-z]+(?: [a-z]+)*)")


@dataclass(frozen=True, eq=False, slots=True)
class Unit:
    """A unit of lead times. Whatever depends on the unit is here; a new one is an entry of ``UNITS``."""

    abbreviation: str
    """Written after the amount in settings, JSON and the ledger; it never changes."""
    words: Mapping[str, int]
    """What people may type after an amount, each with how many of the unit it stands for."""
    examples: tuple[str, ...]
    """What a hint proposes."""
    day_before: Callable[[date, int, DaysOff], date]
    """Return the day so many before another."""
    most_days: Callable[[int, DaysOff], int]
    """Return how many days so many are at most, so that what is further ahead need not be looked at."""
    longest: int
    """How many of it a lead time may have, so that it ends in no other century."""
    length: timedelta | None = None
    """Of a unit that is counted on the clock and not on the calendar."""
    skips_days_off: bool = False
    """True where weekends and public holidays make a difference."""


def _working_day_before(day: date, amount: int, days_off: DaysOff) -> date:
    """Return the day so many working days before."""
    while amount:
        day -= timedelta(days=1)
        amount -= day not in days_off
    return day


DAYS = Unit(
    "d",
    {"d": 1, "day": 1, "days": 1, "w": 7, "week": 7, "weeks": 7},
    ("30d", "2 weeks"),
    day_before=lambda day, amount, _: day - timedelta(days=amount),
    most_days=lambda amount, _: amount,
    longest=3650,
)
HOURS = Unit(
    "h",
    {"h": 1, "hour": 1, "hours": 1},
    ("3h",),
    day_before=lambda day, *_: day,
    most_days=lambda amount, _: amount // 24 + 1,
    longest=8760,
    length=timedelta(hours=1),
)
WORKING_DAYS = Unit(
    "wd",
    {"wd": 1, "working day": 1, "working days": 1},
    ("5 working days",),
    day_before=_working_day_before,
    most_days=lambda amount, days_off: days_off.most_days(amount),
    longest=2500,
    skips_days_off=True,
)
UNITS = (DAYS, HOURS, WORKING_DAYS)


@dataclass(frozen=True, slots=True)
class LeadTime:
    """So many of a unit before a moment."""

    amount: int
    unit: Unit

    @classmethod
    def parse(cls, written: str) -> "LeadTime":
        """Read a lead time as people write it; a week is seven days.

        Raises ``ValueError`` with what is wrong, and with what to type.
        """
        if found := _WRITTEN.fullmatch(written):
            for unit in UNITS:
                if size := unit.words.get(found[2]):
                    if (amount := int(found[1]) * size) <= unit.longest:
                        return cls(amount, unit)
                    longest = f"{unit.longest // size} {found[2]}"
                    raise ValueError(
                        Sentence('"{text}" is too long', text=written), Sentence('write at most "{text}"', text=longest)
                    )
        examples = tuple(f'"{example}"' for unit in UNITS for example in unit.examples)
        raise ValueError(
            Sentence('"{text}" is not a lead time', text=written),
            Sentence("write one of {words}", words=", ".join(examples)),
        )

    def __str__(self) -> str:
        return f"{self.amount}{self.unit.abbreviation}"

    def most_days(self, days_off: DaysOff = SATURDAY_AND_SUNDAY) -> int:
        """Return how many days this is at most, the difference between two zones not counted."""
        return self.unit.most_days(self.amount, days_off)

    def day_before(self, day: date, days_off: DaysOff = SATURDAY_AND_SUNDAY) -> date:
        """Return the day that lies so long before another; for hours, the day itself."""
        return self.unit.day_before(day, self.amount, days_off)

    def before(self, moment: Moment, days_off: DaysOff = SATURDAY_AND_SUNDAY) -> datetime:
        """Return the instant, in UTC, that lies so long before a moment.

        Days are calendar days in the moment's zone: the wall time stays, although the clocks change between them; a
        wall time that a clock change skips is read with the offset before it, one that it doubles is the first.
        Hours are hours. Of a date, and of the 1st of a month, it is nine in the morning of the day so long before.
        """
        if moment.clock is not None and self.unit.length is not None:
            return moment.instant - self.amount * self.unit.length
        day = self.day_before(moment.day, days_off)
        return datetime.combine(day, moment.clock or MORNING, tzinfo=moment.rules).astimezone(UTC)
