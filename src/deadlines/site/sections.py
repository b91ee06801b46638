"""In which section of the page an opportunity is, and when that changes by the passing of time alone.

The page is made as of the last instant at which time alone changed it. So an export changes the page when time has
changed it, and between two such instants the same records give the same bytes on every day.
"""

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Literal

from deadlines.domain.moment import Moment
from deadlines.domain.opportunity import Opportunity

Section = Literal["dated", "undated", "rolling", "expected", "closed"]

RECENT = timedelta(days=30)
"""How long what has closed is still shown, as long as its calendar entry is."""
_BEFORE_ALL = datetime(1970, 1, 1, tzinfo=UTC)


def last_change(opportunities: Iterable[Opportunity], now: datetime) -> datetime:
    """Return the last instant, not after ``now``, at which the passing of time changed the page."""
    instants = (at for opportunity in opportunities for at in changes(opportunity))
    return max((at for at in instants if at <= now), default=_BEFORE_ALL)


def next_change(opportunities: Iterable[Opportunity], now: datetime) -> datetime | None:
    """Return the next instant, after ``now``, at which the passing of time changes the page."""
    instants = (at for opportunity in opportunities for at in changes(opportunity))
    return min((at for at in instants if at > now), default=None)


def section_of(opportunity: Opportunity, at: datetime) -> Section | None:
    """Return the section of an opportunity at an instant; None where it has closed long ago."""
    status = opportunity.status(at)
    if status in ("closed", "cancelled"):
        return "closed" if opportunity.deadlines and at < _last_day(opportunity) else None
    if status == "expected":
        return "expected"
    if opportunity.next_deadline(at):
        return "dated"
    return "rolling" if opportunity.record.rolling else "undated"


def in_order(opportunities: Iterable[Opportunity], section: Section, at: datetime) -> list[Opportunity]:
    """Return the opportunities of a section: soonest first, what has closed last first, what has no date by title."""

    def soonest(opportunity: Opportunity) -> tuple[datetime, str, str]:
        deadline = opportunity.next_deadline(at)
        when = deadline.moment.instant if deadline else _BEFORE_ALL
        return when, opportunity.record.title.casefold(), opportunity.id

    return sorted(opportunities, key=soonest, reverse=section == "closed")


def changes(opportunity: Opportunity) -> Iterator[datetime]:
    """Yield the instants at which the passing of time changes what is said of an opportunity."""
    for opening in opportunity.openings:
        yield opening.moment.starts_at
    for deadline in opportunity.deadlines:
        yield _passes_at(deadline.moment)
    if opportunity.deadlines:
        yield _last_day(opportunity)


def _last_day(opportunity: Opportunity) -> datetime:
    return max(_passes_at(deadline.moment) for deadline in opportunity.deadlines) + RECENT


def _passes_at(moment: Moment) -> datetime:
    """Return the first second at which a moment has passed: at 18:00:00 one can still apply."""
    return moment.instant if moment.all_day else moment.instant + timedelta(seconds=1)
