"""A lead time: how long before a moment, as people say it: ``30d``, ``2 weeks``, ``3h``, ``5 working days``."""

import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Literal

from deadlines.domain.moment import Moment
from deadlines.domain.zone import zone

Unit = Literal["hours", "days", "working days"]

MORNING = time(9)
"""When one is told of a date, which has no hour of its own."""

_SAID = re.compile(r"([1-9]\d{0,3}) ?(h|hours?|d|days?|w|weeks?|working days?)")
_SATURDAY = 5


@dataclass(frozen=True, slots=True)
class LeadTime:
    """So many hours, days or working days before."""

    amount: int
    unit: Unit

    @classmethod
    def parse(cls, said: str) -> "LeadTime":
        """Read a lead time as people write it; a week is seven days. Raises ``ValueError`` with what to type."""
        found = _SAID.fullmatch(said)
        if not found:
            raise ValueError(f'"{said}" is not a lead time; write "30d", "2 weeks", "3h" or "5 working days"')
        amount, unit = int(found[1]), found[2]
        if unit.startswith("working"):
            return cls(amount, "working days")
        if unit.startswith("h"):
            return cls(amount, "hours")
        return cls(amount * (7 if unit.startswith("w") else 1), "days")

    def __str__(self) -> str:
        return f"{self.amount}{ {'hours': 'h', 'days': 'd', 'working days': 'wd'}[self.unit] }"

    def day_before(self, day: date, days_off: Collection[date] = ()) -> date:
        """Return the day so many calendar or working days before; for hours, the day itself.

        Working days are Monday to Friday without the ``days_off``.
        """
        if self.unit == "hours":
            return day
        if self.unit == "days":
            return day - timedelta(days=self.amount)
        left = self.amount
        while left:
            day -= timedelta(days=1)
            left -= day.weekday() < _SATURDAY and day not in days_off
        return day

    def before(self, moment: Moment, days_off: Collection[date] = ()) -> datetime:
        """Return the instant, in UTC, that lies so long before a moment.

        Days are calendar days in the moment's zone: the wall time stays, although the clocks change between them; a
        wall time that a clock change skips is read with the offset before it, one that it doubles is the first.
        Hours are hours. Of a date, it is nine in the morning of the day so long before.
        """
        where = zone(moment.zone_name)
        day = self.day_before(moment.day, days_off)
        if moment.clock is None:
            return datetime.combine(day, MORNING, tzinfo=where).astimezone(UTC)
        if self.unit == "hours":
            return moment.instant - timedelta(hours=self.amount)
        return datetime.combine(day, moment.clock, tzinfo=where).astimezone(UTC)
