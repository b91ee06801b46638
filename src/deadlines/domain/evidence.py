"""Which opportunities somebody should look at again, since nobody has compared them with the organiser's page."""

from collections.abc import Iterable
from datetime import UTC, date, datetime

from deadlines.domain.opportunity import Opportunity


def not_compared(opportunities: Iterable[Opportunity], since: date, now: datetime) -> list[Opportunity]:
    """Return what one can still apply to, or will, and nobody has compared since a day: the most urgent first.

    That is a deadline of which no date is known, then what has none, then the soonest. A day to come on which it is
    said to have been compared is a mistake, and counts as none.
    """
    coming = (one for one in opportunities if one.status(now) not in ("closed", "cancelled"))
    stale = (one for one in coming if not _was_compared(one, since, now))
    return sorted(stale, key=lambda one: (*_urgency(one, now), one.id))


def _was_compared(opportunity: Opportunity, since: date, now: datetime) -> bool:
    # It is the next day east of us already: Kiribati is 14 hours ahead of UTC.
    verified = opportunity.record.verified
    return verified is not None and since <= verified <= date.fromordinal(now.astimezone(UTC).toordinal() + 1)


def _urgency(opportunity: Opportunity, now: datetime) -> tuple[bool, bool, datetime]:
    deadline = opportunity.next_deadline(now)
    return not opportunity.undated, deadline is not None, deadline.moment.instant if deadline else now
