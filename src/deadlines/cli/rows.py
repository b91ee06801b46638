"""What ``list`` lists: each deadline of an opportunity that is still to come, within a window, in an order."""

from __future__ import annotations

from collections import namedtuple
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime

from deadlines.domain.moment import Dated, Moment, as_written, day_for_reader, days_left
from deadlines.domain.status import Status
from deadlines.domain.zone import zone

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from deadlines.domain.opportunity import Deadline, Opportunity, Undated

COLUMNS = ("days_left", "due", "timezone", "due_here", "kind", "title", "organisation", "status", "id")
"""Of a list for programs."""


class Row(namedtuple("Row", ("opportunity", "deadline", "status", "undated"), defaults=(None,))):
    """An opportunity with one of its deadlines; None where it has none, or none that is still to come."""

    __slots__ = ()

    opportunity: Opportunity
    deadline: Deadline | None
    status: Status
    undated: Undated | None
    """In the place of a deadline that has a date."""


class Window(namedtuple("Window", ("after", "before", "within", "now", "here"))):
    """From when to when a deadline may be; in the reader's zone, both ends outside."""

    __slots__ = ()

    after: Dated | None
    before: Dated | None
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

    def _compare(self, moment: Moment, limit: Dated) -> float:
        moment = moment.read_by(self.here)
        if isinstance(limit, datetime) and moment.precision == "month":
            limit = limit.date()
        if isinstance(limit, datetime):
            return (moment.instant - limit.replace(tzinfo=zone(self.here)).astimezone(UTC)).total_seconds()
        return (day_for_reader(moment, self.here) - limit).days


def rows_of(opportunity: Opportunity, window: Window) -> Iterator[Row]:
    """Yield a row for each deadline inside the window that has not passed, soonest first; of what repeats, the next.

    Then, where any will do, one for each of which no date is known. Of what has only passed deadlines, the last one is
    listed; of what has none, or goes on without one, the opportunity, where any will do.
    """
    status = opportunity.status(window.now)
    inside = [deadline for deadline in opportunity.deadlines if window.includes(deadline.moment)]
    inside.sort(key=lambda deadline: deadline.moment.instant)
    coming = [deadline for deadline in inside if not deadline.moment.has_passed(window.now)]
    first = {deadline.number: deadline for deadline in reversed(coming)}
    coming = [deadline for deadline in coming if deadline.day is None or deadline is first[deadline.number]]
    undated = opportunity.undated if window.is_open else ()
    yield from (Row(opportunity, deadline, status) for deadline in coming)
    yield from (Row(opportunity, None, status, one) for one in undated)
    if coming or undated:
        return
    if opportunity.record.rolling or not opportunity.deadlines:
        yield from [Row(opportunity, None, status)] if window.is_open else ()
    elif status == "closed" or window.is_open:
        yield from (Row(opportunity, deadline, status) for deadline in inside[-1:])


_NEVER = datetime.max.replace(tzinfo=UTC)


def _instant(row: Row) -> datetime:
    return row.deadline.moment.instant if row.deadline else _NEVER


def _title(row: Row) -> str:
    return row.opportunity.record.title.casefold()


def rank(row: Row) -> int:
    """Return what comes first: what has a date, what has one that is not known, what has none."""
    return 0 if row.deadline else 1 if row.undated else 2


_ORDERS: dict[str, Callable[[Row], tuple[Any, ...]]] = {
    "deadline": lambda row: (rank(row), _instant(row), _title(row), row.opportunity.id),
    "title": lambda row: (_title(row), row.opportunity.id, _instant(row)),
    "organisation": lambda row: (row.opportunity.record.organisation.casefold(), *_ORDERS["deadline"](row)),
    "kind": lambda row: (row.opportunity.record.kind, *_ORDERS["deadline"](row)),
    "published": lambda row: (row.opportunity.record.published or date.min, row.opportunity.id, _instant(row)),
}
SORTS = tuple(_ORDERS)


def in_order(rows: list[Row], order: str) -> list[Row]:
    """Return rows in one of ``SORTS``."""
    return sorted(rows, key=_ORDERS[order])


def cells(row: Row, now: datetime, here: str) -> tuple[str, ...]:
    """Return a row as programs read it, in the order of ``COLUMNS``."""
    record, dates = row.opportunity.record, ("", row.undated.stated if row.undated else "", "", "")
    if row.deadline:
        moment = row.deadline.moment
        dates = (
            str(days_left(moment, now, here)),
            as_written(moment.written),
            moment.zone_name if moment.zone_stated else "not stated",
            as_written(moment.written)
            if moment.all_day or moment.is_local
            else moment.in_zone(here).isoformat(timespec="minutes"),
        )
    return *dates, record.kind, record.title, record.organisation, row.status, row.opportunity.id
