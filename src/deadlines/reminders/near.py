"""What may be due: told by days, which is quick, before instants are made of them. What is far from now is left out."""

from collections.abc import Iterable, Iterator
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from deadlines.domain.opportunity import Opportunity
from deadlines.domain.point import record_id_in
from deadlines.domain.reminder import Recipient

_ZONE_MARGIN = timedelta(days=2)
"""More than any zone is away from any other."""


@dataclass(frozen=True, slots=True)
class Window:
    """The days on which something may be due, or have been missed since the last check."""

    first: date
    last: date

    @classmethod
    def at(cls, now: datetime, since: datetime | None, recipients: Iterable[Recipient]) -> "Window":
        """Return the window of a check at ``now``; ``since`` is when the last good one was."""
        longest = max(
            (
                lead.most_days(one.days_off)
                for one in recipients
                for leads in (*one.lead_times.values(), one.opens)
                for lead in leads
            ),
            default=0,
        )
        today = now.astimezone(UTC).date()
        first = min(today, today if since is None else since.date())
        return cls(first - _ZONE_MARGIN, today + timedelta(days=longest) + _ZONE_MARGIN)


def near(opportunities: Iterable[Opportunity], window: Window, known: AbstractSet[str]) -> list[Opportunity]:
    """Return what has a point in a window, and what is one of the ``known`` records, by the ids in the ledger."""
    return [
        opportunity
        for opportunity in opportunities
        if not known.isdisjoint(ids_of(opportunity))
        or any(window.first <= end and day <= window.last for day, end in _days(opportunity))
    ]


def ids_of(opportunity: Opportunity) -> Iterator[str]:
    """Yield the id of a record, and those by which its points are known."""
    yield opportunity.id
    yield from map(record_id_in, opportunity.known_as.values())


def _days(opportunity: Opportunity) -> Iterator[tuple[date, date]]:
    """Yield the first and the last day of each point that one can be reminded of; to make the points takes longer."""
    for deadline in opportunity.deadlines:
        moment = deadline.moment
        yield moment.day, moment.last_day if moment.precision == "month" else moment.day
    for opening in opportunity.openings:
        yield opening.moment.day, opening.moment.day
