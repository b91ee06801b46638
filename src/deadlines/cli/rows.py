"""What ``list`` lists: each deadline of an opportunity that is still to come, within a window, in an order."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from deadlines.domain.moment import Moment, Written, day_for_reader, days_left
from deadlines.domain.opportunity import Deadline, Opportunity
from deadlines.domain.status import Status
from deadlines.domain.zone import zone


@dataclass(frozen=True)
class Row:
    """An opportunity with one of its deadlines; None where it has none."""

    opportunity: Opportunity
    deadline: Deadline | None
    status: Status


@dataclass(frozen=True)
class Window:
    """From when to when a deadline may be; in the reader's zone, both ends outside."""

    after: Written | None
    before: Written | None
    within: int | None
    now: datetime
    here: str

    @property
    def is_open(self) -> bool:
        """True when any deadline will do, and none as well."""
        return self.after is None and self.before is None and self.within is None

    def includes(self, moment: Moment) -> bool:
        """True when a moment is inside the window."""
        if self.after is not None and not self._compare(moment, self.after) > 0:
            return False
        if self.before is not None and not self._compare(moment, self.before) < 0:
            return False
        return self.within is None or 0 <= days_left(moment, self.now, self.here) <= self.within

    def _compare(self, moment: Moment, limit: Written) -> float:
        if isinstance(limit, datetime):
            return (moment.instant - limit.replace(tzinfo=zone(self.here)).astimezone(UTC)).total_seconds()
        return (day_for_reader(moment, self.here) - limit).days


def rows_of(opportunity: Opportunity, window: Window) -> Iterator[Row]:
    """Yield a row for each deadline inside the window that has not passed, soonest first.

    Of what has only passed deadlines, the last one is listed; of what has none, the opportunity, where any will do.
    """
    status = opportunity.status(window.now)
    if not opportunity.deadlines:
        yield from [Row(opportunity, None, status)] if window.is_open else ()
        return
    inside = [deadline for deadline in opportunity.deadlines if window.includes(deadline.moment)]
    inside.sort(key=lambda deadline: deadline.moment.instant)
    coming = [deadline for deadline in inside if not deadline.moment.has_passed(window.now)]
    listed = coming or (inside[-1:] if status == "closed" or window.is_open else [])
    yield from (Row(opportunity, deadline, status) for deadline in listed)


_NEVER = datetime.max.replace(tzinfo=UTC)


def _instant(row: Row) -> datetime:
    return row.deadline.moment.instant if row.deadline else _NEVER


def _title(row: Row) -> str:
    return row.opportunity.record.title.casefold()


_ORDERS: dict[str, Callable[[Row], tuple[Any, ...]]] = {
    "deadline": lambda row: (row.deadline is None, _instant(row), _title(row), row.opportunity.id),
    "title": lambda row: (_title(row), row.opportunity.id, _instant(row)),
    "organisation": lambda row: (row.opportunity.record.organisation.casefold(), *_ORDERS["deadline"](row)[1:]),
    "kind": lambda row: (row.opportunity.record.kind, *_ORDERS["deadline"](row)[1:]),
    "published": lambda row: (row.opportunity.record.published or date.min, row.opportunity.id, _instant(row)),
}
SORTS = tuple(_ORDERS)


def in_order(rows: list[Row], order: str) -> list[Row]:
    """Return rows in one of ``SORTS``."""
    return sorted(rows, key=_ORDERS[order])
