"""In which section of the page an opportunity is, and when that changes by the passing of time alone.

The page is made as of the last instant at which time alone changed it. So an export changes the page when time has
changed it, and between two such instants the same records give the same bytes on every day.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from sys import intern
from typing import Literal, get_args

from deadlines.domain.instant import stamp
from deadlines.domain.moment import Moment
from deadlines.domain.opportunity import Opportunity

Section = Literal["dated", "undated", "rolling", "expected", "closed"]

RECENT = timedelta(days=30)
"""How long what has closed is still shown, as long as its calendar entry is."""
_BEFORE_ALL = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Filed:
    """Where an opportunity stands in the lists of a language, as of an instant; all that these have to know of it."""

    id: str
    section: Section
    when: str
    """The instant of its next deadline, in UTC; empty where it has none."""
    title: str
    """By which it is filed among others of the same instant."""
    months: tuple[tuple[str, str, bool], ...]
    """Of each month in which it is due: the first instant, the month, and whether no other comes before."""
    is_public: bool
    made_of: str
    """What differs when its row, or its page, may."""

    @property
    def parts(self) -> tuple[str, ...]:
        """The names of the parts of a list in which it stands; see ``parts``."""
        return tuple(month for _, month, _ in self.months) if self.months else (self.section,)


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


def filed(opportunity: Opportunity, at: datetime, made_of: str) -> Filed | None:
    """Return where an opportunity stands at an instant; None where it has closed long ago."""
    section = section_of(opportunity, at)
    if section is None:
        return None
    deadline = opportunity.next_deadline(at)
    return Filed(
        opportunity.id,
        section,
        stamp(deadline.moment.instant) if deadline else "",
        opportunity.record.title.casefold(),
        _months(opportunity, at) if section == "dated" else (),
        opportunity.is_public,
        made_of,
    )


def in_order(filed: Iterable[Filed]) -> dict[Section, list[Filed]]:
    """Return what is in each section: soonest first, what has closed last first, what has no date by title."""
    found: dict[Section, list[Filed]] = {section: [] for section in get_args(Section)}
    for one in filed:
        found[one.section].append(one)
    for section, inside in found.items():
        inside.sort(key=lambda one: (one.when, one.title, one.id), reverse=section == "closed")
    return found


def _months(opportunity: Opportunity, at: datetime) -> tuple[tuple[str, str, bool], ...]:
    coming = sorted((one.moment for one in opportunity.coming(at)), key=lambda moment: moment.instant)
    months = {intern(moment.last_day.isoformat()[:7]): moment for moment in reversed(coming)}
    return tuple((stamp(moment.instant), month, moment is coming[0]) for month, moment in months.items())


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
