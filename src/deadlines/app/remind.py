"""Reminders of a project: send what is due, or say what would be sent and why."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from deadlines.app.meant import record_meant
from deadlines.app.near import keep_outlook, published_names, remind_of_near
from deadlines.app.outlook import LastCheck
from deadlines.app.project import OpenProject
from deadlines.app.refusal import Refusal
from deadlines.app.reminded import Reminded, ping
from deadlines.domain.instant import nanoseconds
from deadlines.domain.occurrences import horizon_at
from deadlines.domain.opportunity import Opportunity
from deadlines.domain.reminder import Recipient
from deadlines.records.copies import changed_copies, restored
from deadlines.records.loaded import Loaded
from deadlines.reminders.recipients import NoHolidays, recipients

if TYPE_CHECKING:
    from deadlines.reminders.check import Suffices
    from deadlines.reminders.delivery import Write
    from deadlines.reminders.explain import Reason
    from deadlines.reminders.fact import Fact
    from deadlines.reminders.ledger.ledger import Ledger
    from deadlines.reminders.letter import Channel
    from deadlines.reminders.plan import Plan
    from deadlines.reminders.report import Report


@dataclass(frozen=True)
class Known:
    """What a check would start from: the records, the recipients, and what the ledger knows."""

    loaded: Loaded
    opportunities: tuple[Opportunity, ...]
    """The good records, and broken ones as they were when they were good."""
    people: tuple[Recipient, ...]
    facts: "tuple[Fact, ...]"
    since: datetime | None
    """When the last good check was."""


def remind(
    project: OpenProject,
    clock: Callable[[], datetime],
    environment: Mapping[str, str],
    stopped: Callable[[], bool] = lambda: False,
) -> Reminded:
    """Send what is due in a project, once, and report it; then ask the address that notices when no check runs.

    ``clock`` returns now, and is asked again before each message; ``environment`` holds the secrets; ``stopped`` is
    asked between messages. Raises ``Refusal``.
    """
    from deadlines.app.letters import Letters
    from deadlines.reminders.channels.registry import channels

    now = clock()
    people = people_of(project, now)
    with ledger_of(project) as ledger, ExitStack() as connections:
        ways = channels(project.settings, environment, clock, connections, {one.channel for one in people})
        started = Started(project, people, ledger, ways, Letters(project, now).write, clock, stopped)
        reminded = remind_of_near(started, now) or remind_of_all(started, now)
    failure = "" if reminded.report.busy or stopped() else ping(project.settings.reminders.ping)
    return replace(reminded, ping_failure=failure)


@dataclass(frozen=True)
class Started:
    """All that a check of a project starts from besides the records."""

    project: OpenProject
    people: tuple[Recipient, ...]
    ledger: "Ledger"
    ways: "Mapping[str, Channel]"
    write: "Write"
    clock: Callable[[], datetime]
    stopped: Callable[[], bool]

    def check(
        self,
        opportunities: Sequence[Opportunity],
        suffices: "Suffices | None" = None,
        everything: Callable[[], Sequence[Opportunity]] | None = None,
    ) -> "Report":
        """Send what is due of these; as ``reminders.check.check``."""
        from deadlines.reminders.check import check

        return check(
            opportunities, self.people, self.ledger, self.ways, self.write, clock=self.clock, stopped=self.stopped,
            suffices=suffices or (lambda *_: True), everything=everything,
        )  # fmt: skip

    def last_good(self, ids: Iterable[str], now: datetime) -> tuple[Opportunity, ...]:
        """Return broken records as they were when they were good."""
        return _last_good(self.project, ids, self.ledger, now)

    def everything(self, now: datetime) -> tuple[Opportunity, ...]:
        """Return all records as people know them, read again."""
        loaded = self.project.load(now)
        return _as_known(self.project, loaded, self.last_good(loaded.broken_ids, now))


def remind_of_all(started: Started, now: datetime) -> Reminded:
    """Read all records, and send what is due of them."""
    project, ledger = started.project, started.ledger
    last = LastCheck(project.root, now)
    before = last.before(published_names())
    loaded = project.load(now)
    _remember_good(project, loaded, started.people, ledger, now)
    revived = started.last_good(loaded.broken_ids, now)
    opportunities = _as_known(project, loaded, revived)
    report = started.check(opportunities)
    if before and not report.busy:
        keep_outlook(started, last, before, opportunities, loaded.problems, now)
    return Reminded(report, loaded.problems, tuple(opportunity.id for opportunity in revived))


def preview(project: OpenProject, now: datetime) -> "tuple[Loaded, Plan]":
    """Return what would be sent at ``now``; nothing is sent or recorded. Raises ``Refusal``."""
    from deadlines.reminders.plan import plan

    known = known_to(project, now)
    return known.loaded, plan(known.opportunities, known.people, known.facts, now=now, since=known.since)


def explain(project: OpenProject, typed: str, now: datetime) -> "tuple[Loaded, list[Reason]]":
    """Return what is due to whom of the record that is meant at ``now``, what is not, and why. Raises ``Refusal``."""
    from deadlines.reminders.explain import explain as reasons

    known = known_to(project, now)
    found = record_meant(typed, replace(known.loaded, opportunities=known.opportunities, drafts=()))
    return known.loaded, list(reasons(found, known.people, known.facts, now))


def known_to(project: OpenProject, now: datetime) -> Known:
    """Return what a check at ``now`` would start from; a ledger that does not exist yet is not made."""
    people = people_of(project, now)
    loaded = project.load(now)
    if not ledger_exists(project):
        return Known(loaded, _as_known(project, loaded), people, (), None)
    with ledger_of(project) as ledger:
        facts, since = tuple(ledger.facts(now)), ledger.last_good_check(now)
        opportunities = _as_known(project, loaded, _last_good(project, loaded.broken_ids, ledger, now))
    return Known(loaded, opportunities, people, facts, since)


def people_of(project: OpenProject, now: datetime) -> tuple[Recipient, ...]:
    """Return who is reminded. Raises ``Refusal`` where that is nobody, or their holidays cannot be known."""
    try:
        people = recipients(project.settings, now)
    except NoHolidays as unknown:
        raise Refusal(unknown.args[0]) from None
    if not people:
        raise Refusal('nobody is to be reminded; add [[recipients]] with id = "…" and email = "…" to deadlines.toml')
    return people


@contextmanager
def ledger_of(project: OpenProject) -> "Iterator[Ledger]":
    """Open the project's ledger for a while. Raises ``Refusal`` where it cannot be used."""
    from deadlines.reminders.ledger.database import LedgerError
    from deadlines.reminders.ledger.place import open_ledger

    try:
        ledger = open_ledger(project.settings, project.root)
        try:
            yield ledger
        finally:
            ledger.close()
    except LedgerError as error:
        raise Refusal(error.args[0]) from None


def ledger_exists(project: OpenProject) -> bool:
    """True where there is a ledger already: what only looks makes none."""
    from deadlines.reminders.ledger.place import ledger_file

    file: Path | None = ledger_file(project.settings, project.root)
    return file is None or file.exists()


def _remember_good(
    project: OpenProject, loaded: Loaded, people: Sequence[Recipient], ledger: "Ledger", now: datetime
) -> None:
    """Keep records that somebody may be reminded of, for the day on which one of them is broken."""
    remembered = ledger.good_records()
    ahead = {found.id: found for found in loaded.opportunities if _is_ahead(found, now) and _concerns(found, people)}
    known = {(id_, path, stamp) for id_, (path, stamp) in remembered.items()}
    copies = changed_copies(project.root, ahead.values(), known, nanoseconds(now))
    fresh = [(copy.id, copy.path, copy.stamp, copy.text) for copy in copies]
    gone = remembered.keys() - ahead.keys() - loaded.broken_ids if loaded.complete else set[str]()
    if fresh or gone:
        ledger.remember(fresh, gone)


def _last_good(project: OpenProject, ids: Iterable[str], ledger: "Ledger", now: datetime) -> tuple[Opportunity, ...]:
    """Return broken records as they were when they were good."""
    kept = [found for id_ in sorted(ids) if (found := ledger.good_record(id_))]
    again = (restored(path, content, project.settings.project.timezone) for path, content in kept)
    return tuple(found.reaching(horizon_at(now)) for found in again if found)


def _as_known(project: OpenProject, loaded: Loaded, revived: Sequence[Opportunity] = ()) -> tuple[Opportunity, ...]:
    """Return the records, and broken ones as they were, under the names by which people were reminded of them."""
    from deadlines.app.identity import as_known

    return as_known(project, (*loaded.opportunities, *revived), loaded.broken_ids, complete=loaded.complete)


def _is_ahead(opportunity: Opportunity, now: datetime) -> bool:
    return any(deadline.moment.day >= now.date() - timedelta(days=2) for deadline in opportunity.deadlines)


def _concerns(opportunity: Opportunity, people: Sequence[Recipient]) -> bool:
    return any(one.selection.matches(opportunity) for one in people)
