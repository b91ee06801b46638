"""The state of a project in one look: its feeds, its reminders, its records."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from deadlines.app.project import OpenProject
from deadlines.app.refusal import Refusal
from deadlines.app.remind import known_to, ledger_exists, ledger_of
from deadlines.domain.series import ToAnnounce, to_announce
from deadlines.records.loaded import Loaded

if TYPE_CHECKING:
    from deadlines.reminders.explain import Reason
    from deadlines.reminders.ledger.facts import Overdue, Waiting

AHEAD = timedelta(days=7)
"""What is to come in this time is shown."""
BACK = timedelta(days=7)
"""What was refused or missed in this time is shown."""


@dataclass(frozen=True)
class Reminding:
    """What the ledger and the records say of reminders."""

    last_good_check: datetime | None
    interval: timedelta
    """How often a check is to run."""
    is_stale: bool
    """True when no good check ended within twice the interval."""
    upcoming: "tuple[Reason, ...]"
    retrying: "tuple[Waiting, ...]"
    dead: "tuple[Waiting, ...]"
    missed: "tuple[Overdue, ...]"


@dataclass(frozen=True)
class Feeds:
    """What is published."""

    number: int
    written: datetime | None
    """When an export wrote something last; None where there was none yet."""
    stale: tuple[str, ...]
    """Files that are not as the records say."""
    trouble: str = ""
    """Why nothing can be exported."""


@dataclass(frozen=True)
class Alarm:
    """What an organiser's page said that somebody has to look at."""

    id: str
    verdict: str
    to: str | None
    """Where the deadline has moved to, as TOML writes it."""
    at: datetime
    """When that was seen last."""


@dataclass(frozen=True)
class Pages:
    """What ``verify`` has seen of the organisers' pages of the records that there are."""

    asked: int
    last: datetime | None
    """When a page was asked last."""
    alarms: tuple[Alarm, ...]


@dataclass(frozen=True)
class Status:
    """How a project stands at an instant."""

    now: datetime
    loaded: Loaded
    feeds: Feeds
    to_announce: tuple[ToAnnounce, ...]
    pages: Pages
    reminding: Reminding | None
    """None where nobody is to be reminded."""

    @property
    def needs_somebody(self) -> bool:
        """True when a record is broken, or reminders are not checked, refused or missed."""
        its = self.reminding
        return bool(self.loaded.problems) or (its is not None and bool(its.is_stale or its.dead or its.missed))


def status(project: OpenProject, now: datetime) -> Status:
    """Return how a project stands at ``now``. Raises ``Refusal`` where its ledger cannot be used."""
    loaded = project.load(now)
    return Status(
        now=now,
        loaded=loaded,
        feeds=_feeds(project, now),
        to_announce=tuple(to_announce(loaded.opportunities, now)),
        pages=_pages(project, loaded),
        reminding=_reminding(project, now) if project.settings.recipients else None,
    )


def _pages(project: OpenProject, loaded: Loaded) -> Pages:
    from deadlines.app.evidence import known_evidence
    from deadlines.verify.verdict import ALARMS

    ids = {one.id for one in loaded.good}
    known = {id_: one for id_, one in known_evidence(project).items() if id_ in ids}
    alarms = (
        Alarm(id_, seen.verdict, seen.to, seen.last)
        for id_, one in known.items()
        for seen in one.seen
        if seen.verdict in ALARMS
    )
    return Pages(len(known), max((one.asked for one in known.values()), default=None), tuple(alarms))


def _feeds(project: OpenProject, now: datetime) -> Feeds:
    from deadlines.app.export import export

    written = _written(project)
    try:
        planned = export(project, now, write=False, time_passes=False).publication
    except Refusal as refusal:
        return Feeds(0, written, (), refusal.message)
    return Feeds(len(planned.own.files) // 2, written, tuple(planned.stale) if written else ())


def _written(project: OpenProject) -> datetime | None:
    files = project.calendars.iterdir() if project.calendars.is_dir() else ()
    times = [file.stat().st_mtime for file in files if file.is_file() and not file.name.startswith(".")]
    return datetime.fromtimestamp(max(times), UTC) if times else None


def _reminding(project: OpenProject, now: datetime) -> Reminding:
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
    return Reminding(
        last_good_check=known.since,
        interval=interval,
        is_stale=known.since is None or now - known.since > 2 * interval,
        upcoming=tuple(soon),
        retrying=tuple(one for one in waiting if one.state == "open"),
        dead=tuple(one for one in waiting if one.state == "dead"),
        missed=tuple(missed),
    )
