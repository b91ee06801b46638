"""What tables of a record answer, whoever holds their values: the model that checked them, or what was kept of it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


class RecordAnswers:
    """Of a record."""

    @property
    def opens_zone(self) -> str | None:
        """The zone `opens` is read in: that of the first deadline which names one."""
        tables: Any = getattr(self, "deadlines")  # noqa: B009
        zones: Iterator[str] = (table.timezone for table in tables if table.timezone)
        return next(zones, None)


class RepeatedAnswers:
    """Of a deadline that may repeat."""

    @property
    def excepted(self) -> tuple[date, ...]:
        """The dates of the rule on which it does not come."""
        days: tuple[date, ...] = getattr(self, "except")
        return days


class MoveAnswers:
    """Of one date of a deadline that repeats."""

    @property
    def day(self) -> date:
        """The date by the rule."""
        day: date = getattr(self, "from")
        return day
