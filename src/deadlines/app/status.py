"""The state of a project's reminders: whether the check runs, what comes next, and what did not arrive."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from deadlines.app.project import OpenProject
from deadlines.app.remind import known_to, ledger_exists, ledger_of
from deadlines.records.load import Loaded

if TYPE_CHECKING:
    from deadlines.reminders.explain import Reason
    from deadlines.reminders.ledger.facts import Overdue, Waiting

AHEAD = timedelta(days=7)
"""What is to come in this time is shown."""
BACK = timedelta(days=7)
"""What was refused or missed in this time is shown."""


@dataclass(frozen=True)
class Status:
    """What the ledger and the records say as of an instant."""

    now: datetime
    loaded: Loaded
    last_good_check: datetime | None
    interval: timedelta
    """How often a check is to run."""
    is_stale: bool
    """True when no good check ended within twice the interval."""
    upcoming: "tuple[Reason, ...]"
    retrying: "tuple[Waiting, ...]"
    dead: "tuple[Waiting, ...]"
    missed: "tuple[Overdue, ...]"


def status(project: OpenProject, now: datetime) -> Status:
    """Return how the reminders of a project stand at ``now``. Raises ``Refusal``."""
    from deadlines.reminders.explain import explain

    known = known_to(project, now)
    waiting: list[Waiting] = []
    missed: list[Overdue] = []
    if ledger_exists(project):
        with ledger_of(project) as ledger:
            waiting, missed = ledger.waiting(now - BACK), ledger.missed(now - BACK)
    soon = [
        reason
        for opportunity in known.opportunities
        if opportunity.id not in known.loaded.broken_ids
        for reason in explain(opportunity, known.people, known.facts, now)
        if reason.verdict in ("to come", "due") and reason.at is not None and reason.at <= now + AHEAD
    ]
    soon.sort(key=lambda reason: (reason.at or now, reason.opportunity.id, reason.recipient.id))
    interval = timedelta(minutes=project.settings.reminders.every_minutes)
    return Status(
        now=now,
        loaded=known.loaded,
        last_good_check=known.since,
        interval=interval,
        is_stale=known.since is None or now - known.since > 2 * interval,
        upcoming=tuple(soon),
        retrying=tuple(one for one in waiting if one.state == "open"),
        dead=tuple(one for one in waiting if one.state == "dead"),
        missed=tuple(missed),
    )
