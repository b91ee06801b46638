"""The rows of ``list`` for programs out of records in brief: the same as ``rows`` and ``listing`` make of the records.

Here nothing is made of a record but its line, since there may be a hundred thousand.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from datetime import UTC, date, datetime, timedelta
from functools import cache
from operator import itemgetter

from deadlines.cli.rows import Window, cells, rank, rows_of
from deadlines.domain.matching import Wanted
from deadlines.domain.status import AFTERWARDS, OVER, Status
from deadlines.domain.zone import zone
from deadlines.index.brief import NEVER, Brief, Due, number_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from deadlines.domain.opportunity import Opportunity
    from deadlines.index.looked import Looked, Where

    Line = tuple[tuple[Any, ...], str]
    """What a line is sorted by, and the line."""

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_KEYS: dict[str, Callable[[int, int, Brief], tuple[Any, ...]]] = {
    "deadline": lambda rank, instant, its: (rank, instant, its[2].casefold(), its[0]),
    "title": lambda rank, instant, its: (its[2].casefold(), its[0], instant),
    "organisation": lambda rank, instant, its: (its[3].casefold(), rank, instant, its[2].casefold(), its[0]),
    "kind": lambda rank, instant, its: (its[1], rank, instant, its[2].casefold(), its[0]),
    "published": lambda rank, instant, its: (its[8], its[0], instant),
}
"""For each of ``SORTS``, the key of a line: its rank, its instant, and the record in brief."""


def is_enough(wanted: Wanted) -> bool:
    """True where records in brief tell whether they are wanted."""
    return wanted == Wanted(kind=wanted.kind, access=wanted.access)


class Briefly:
    """What makes lines of records in brief, as of the window's now."""

    def __init__(
        self, wanted: Wanted, accesses: Collection[str], shown: Collection[Status], window: Window, order: str
    ):
        self._kinds, self._accesses, self._shown, self._window = wanted.kind, accesses, shown, window
        self._key = _KEYS[order]
        self._now = number_of(window.now)
        self._here, self._is_open = zone(window.here), window.is_open
        self._with_the_past = not AFTERWARDS.isdisjoint(shown)
        self._today = cache(self._today_in)

    def _today_in(self, zone_name: str) -> int:
        return self._window.now.astimezone(zone(zone_name)).date().toordinal()

    def lines_of(self, looked: Looked) -> list[str]:
        """Return the lines of all records in their order."""
        found: list[Line] = []
        others: dict[Where, Brief] = {}
        for where, brief in looked.briefs(None if self._with_the_past else self._now):
            if self._leaves_out(brief):
                continue
            if brief[10] is None:
                others[where] = brief
            else:
                found += self._lines(brief, brief[10])
        if others:
            from deadlines.domain.occurrences import (
                horizon_at,
            )  # Few lists have a record of which more has to be known.

            horizon = horizon_at(self._window.now)
            for where, opportunity in looked.opportunities(others):
                found += self._lines_in_full(opportunity.reaching(horizon), others[where])
        return [line for _, line in sorted(found, key=itemgetter(0))]

    def _lines_in_full(self, opportunity: Opportunity, brief: Brief) -> Iterator[Line]:
        for row in rows_of(opportunity, self._window):
            if row.status in self._shown:
                instant = number_of(row.deadline.moment.instant) if row.deadline else NEVER
                line = map(_cell, cells(row, self._window.now, self._window.here))
                yield self._key(rank(row), instant, brief), "\t".join(line)

    def _leaves_out(self, brief: Brief) -> bool:
        """True where a record has no line, whatever its dates are."""
        return bool(self._kinds and brief[1] not in self._kinds) or brief[7] not in self._accesses

    def _lines(self, brief: Brief, dues: tuple[Due, ...]) -> Iterator[Line]:
        """Yield what ``rows_of`` does."""
        id_, kind, title, organisation, _, _, rolling, _, _, _, _, undated = brief
        now = self._now
        coming = [due for due in dues if (now < due[0] if due[1] else now <= due[0])]
        status = self._status(brief, coming)
        if status not in self._shown:
            return
        about = f"{kind}\t{_cell(title)}\t{_cell(organisation)}\t{status}\t{id_}"
        if not self._is_open:
            dues, coming, undated = tuple(filter(self._includes, dues)), list(filter(self._includes, coming)), ()
        for due in coming:
            yield self._key(0, due[0], brief), f"{self._dates(due)}\t{about}"
        for stated, _ in undated:
            yield self._key(1, NEVER, brief), f"\t{_cell(stated)}\t\t\t{about}"
        if coming or undated:
            return
        if rolling or not brief[10]:
            if self._is_open:
                yield self._key(2, NEVER, brief), f"\t\t\t\t{about}"
        elif status == "closed" or self._is_open:
            for due in dues[-1:]:
                yield self._key(0, due[0], brief), f"{self._dates(due)}\t{about}"

    def _status(self, brief: Brief, coming: list[Due]) -> Status:
        """Return what ``Opportunity.status`` does."""
        stage, draft, rolling, opens, undated = brief[4], brief[5], brief[6], brief[9], brief[11]
        if draft:
            return "draft"
        if stage in OVER:
            return "cancelled" if stage == "cancelled" else "closed"
        if brief[10] and not coming and not rolling and not undated:
            return "closed"
        if stage == "expected":
            return "expected"
        if opens is not None and self._now < opens:
            return "upcoming"
        if rolling:
            return "rolling"
        if undated or any(due[5] is not None for due in coming):
            openings = [*(due[5] for due in coming), *(one[1] for one in undated)]
            if all(one is not None and self._now < one for one in openings):
                return "upcoming"
        return "open"

    def _last_day(self, due: Due) -> int:
        """Return the day that the reader sees, as ``day_for_reader`` does: 00:00 is the end of the day before."""
        if due[1]:
            return due[1]
        return (_EPOCH + timedelta(microseconds=due[0] - 1)).astimezone(self._here).date().toordinal()

    def _days_left(self, due: Due) -> int:
        instant, day, _, zone_name, _, _ = due
        if day:
            days, has_passed = day - self._today(zone_name), self._now >= instant
        else:
            days, has_passed = self._last_day(due) - self._today(self._window.here), self._now > instant
        return days if has_passed or days > 0 else 0

    def _dates(self, due: Due) -> str:
        instant, day, written, zone_name, stated, _ = due
        here = written
        if not day:
            seen = (_EPOCH + timedelta(microseconds=instant)).astimezone(self._here)
            here = seen.isoformat(timespec="minutes")
        return f"{self._days_left(due)}\t{written}\t{zone_name if stated else 'not stated'}\t{here}"

    def _includes(self, due: Due) -> bool:
        window = self._window
        if self._is_open:
            return True
        if window.after is not None and not self._past(due, window.after) > 0:
            return False
        if window.before is not None and not self._past(due, window.before) < 0:
            return False
        return window.within is None or 0 <= self._days_left(due) <= window.within

    def _past(self, due: Due, limit: date | datetime) -> int:
        if isinstance(limit, datetime):
            return due[0] - number_of(limit.replace(tzinfo=self._here))
        return self._last_day(due) - limit.toordinal()


def _cell(text: str) -> str:
    """Return the text of a good record as a cell: a tabulator is the only character of it that cannot stand there."""
    return text.replace("\t", " ") if "\t" in text else text
