"""Occurrences: the dates on which a deadline that repeats falls, each of which is a deadline of its own.

Days and wall times are reckoned without a zone and then read in it (RFC 5545 §3.3.10): 17:00 stays 17:00 across the
clock changes. An occurrence is known by the day that the rule gives it, however far ahead one looks.
"""

from collections import namedtuple
from collections.abc import Collection, Iterator, Mapping
from datetime import UTC, date, datetime, time, timedelta
from itertools import islice, takewhile

from deadlines.domain.local_time import LocalTime, occurrence
from deadlines.domain.moment import Dated, Moment, day_of

MONTHS_AHEAD = 18
"""How far ahead occurrences are deadlines: so many months after the present one, to its last day."""
MOST_AHEAD = 400
"""Occurrences of one record in so many months."""
YEARS_OF_SEARCH = 40
"""What does not come in so many years never does: weekdays, leap days and the missing one of 2100 have come round."""


class Occurrence(namedtuple("Occurrence", ("day", "by_rule", "written"))):
    """One date of a deadline that repeats."""

    __slots__ = ()

    day: date
    """By the rule, whatever has become of it: this is what it is known by."""
    by_rule: Dated
    """When the rule says; of a wall time that a clock change doubles, the first is meant."""
    written: Dated
    """Another than ``by_rule`` where it was moved."""

    @property
    def was_moved(self) -> bool:
        """True where it is not due when the rule says."""
        return (type(self.written), self.written) != (type(self.by_rule), self.by_rule)


def horizon_at(now: datetime) -> date:
    """Return the last day whose occurrences are deadlines as of ``now``: the same on all days of a month, in UTC."""
    today = now.astimezone(UTC)
    return _first_of_month(today.date(), MONTHS_AHEAD + 1) - timedelta(days=1)


def occurrences(
    rule: str,
    first: Dated,
    zone_name: str,
    *,
    excepted: Collection[date] = (),
    moved: Mapping[date, Dated] | None = None,
    horizon: date,
) -> Iterator[Occurrence]:
    """Yield the occurrences from ``first`` to the horizon, by the days of a rule that was checked.

    Where none is in its last months, the next one follows: what comes every four years is not over. ``excepted`` and
    ``moved`` name occurrences by the day that the rule gives them.
    """
    since, one_is_near = _first_of_month(horizon, 1 - MONTHS_AHEAD), False
    last = min(horizon.year + YEARS_OF_SEARCH, date.max.year)
    for by_rule in recurrences(rule, first, zone_name, last=date(last, 12, 31)):
        day = day_of(by_rule)
        if day in excepted:
            continue
        if day > horizon and one_is_near:
            break
        shown = _on_the_clocks(by_rule, zone_name)
        yield Occurrence(day, shown, (moved or {}).get(day, shown))
        one_is_near = day >= since
        if day > horizon:
            break


def recurrences(rule: str, first: Dated, zone_name: str, *, last: date) -> Iterator[Dated]:
    """Yield the dates or wall times of a rule that was checked, from ``first`` to the day ``last``.

    ``first`` is one of them: dateutil looks for the next date to the year 9999, which is long where there is none.
    """
    from dateutil.rrule import rrulestr  # Only few records repeat.

    from deadlines.domain.recurrence import parts_of

    parts = {name: value for name, _, value in parts_of(rule)}
    count, until = parts.pop("COUNT", None), parts.pop("UNTIL", None)
    start = first if isinstance(first, datetime) else datetime.combine(first, time())
    found: Iterator[Dated] = iter(rrulestr(";".join(f"{name}={value}" for name, value in parts.items()), dtstart=start))
    if not isinstance(first, datetime):
        found = (at.date() for at in found if isinstance(at, datetime))
    if count is not None:
        found = islice(found, int(count))
    if until is not None:
        ends = end_in(until)
        found = takewhile(lambda written: _is_within(written, ends, zone_name), found)
    return takewhile(lambda written: day_of(written) <= last, found)


def end_in(until: str) -> Dated:
    """Return the value of UNTIL: a date, a wall time, or an instant with its zone, UTC. Raises ``ValueError``."""
    if len(until) == len("20271231"):
        return datetime.strptime(until, "%Y%m%d").date()  # noqa: DTZ007
    if until.endswith("Z"):
        return datetime.strptime(until, "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)
    return datetime.strptime(until, "%Y%m%dT%H%M%S")  # noqa: DTZ007


def _is_within(written: Dated, ends: Dated, zone_name: str) -> bool:
    if isinstance(ends, datetime) and ends.tzinfo is not None:
        return Moment(written, zone_name).instant <= ends
    return written <= ends


def _on_the_clocks(written: Dated, zone_name: str) -> Dated:
    """Return a wall time as the clocks show it, which a clock change may skip (RFC 5545 §3.3.5)."""
    where = Moment(written, zone_name).rules
    if not isinstance(written, datetime) or occurrence(written, where) is not LocalTime.SKIPPED:
        return written
    return written.replace(tzinfo=where).astimezone(UTC).astimezone(where).replace(tzinfo=None, fold=0)


def _first_of_month(day: date, months_later: int) -> date:
    months = day.year * 12 + day.month - 1 + months_later
    return date(months // 12, months % 12 + 1, 1)
