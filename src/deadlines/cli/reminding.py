"""A check as the commands make it: the project's records, its people, its ledger and its channels, put together."""

import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from deadlines import clock
from deadlines.cli.project import OpenProject, Stop
from deadlines.documents.document import parse
from deadlines.domain.moment import Moment
from deadlines.domain.opportunity import Opportunity
from deadlines.domain.reminder import Notice, Recipient
from deadlines.records.load import Loaded, read_record
from deadlines.reminders.recipients import NoHolidays, recipients

if TYPE_CHECKING:
    from deadlines.reminders.check import Report, Write
    from deadlines.reminders.ledger.ledger import Ledger
    from deadlines.reminders.letter import Letter


@dataclass(frozen=True)
class Checked:
    """A check that was made: what it did, and the records it started from."""

    report: "Report"
    loaded: Loaded
    revived: tuple[str, ...]
    """Ids of broken records of which the last good state was used."""


def people_of(project: OpenProject, now: datetime) -> tuple[Recipient, ...]:
    """Return who is reminded; without anybody there is nothing to do, and that is said."""
    try:
        people = recipients(project.settings, now)
    except NoHolidays as unknown:
        raise Stop(str(unknown), 3) from None
    if not people:
        raise Stop('nobody is to be reminded; add [[recipients]] with id = "…" and email = "…" to deadlines.toml', 3)
    return people


@contextmanager
def ledger_of(project: OpenProject) -> Iterator["Ledger"]:
    """Open the project's ledger; what is wrong with it is one line and exit code 3."""
    from deadlines.reminders.ledger.database import LedgerError
    from deadlines.reminders.ledger.place import open_ledger

    try:
        ledger = open_ledger(project.settings, project.root)
        try:
            yield ledger
        finally:
            ledger.close()
    except LedgerError as error:
        raise Stop(str(error), 3) from None


def check_project(project: OpenProject, stopped: Callable[[], bool] = lambda: False) -> Checked:
    """Send what is due in a project, once."""
    from deadlines.reminders.channels.registry import channels
    from deadlines.reminders.check import check

    now = clock.now()
    people = people_of(project, now)
    loaded = project.load()
    with ledger_of(project) as ledger, ExitStack() as connections:
        remember_good(project, loaded, people, ledger, now)
        revived = last_good(project, loaded, ledger)
        opportunities = (*loaded.opportunities, *revived)
        ways = channels(project.settings, os.environ, clock.now, connections)
        write = _writer(project, now)
        report = check(opportunities, people, ledger, ways, write, clock=clock.now, stopped=stopped)
    return Checked(report, loaded, tuple(opportunity.id for opportunity in revived))


def remember_good(
    project: OpenProject, loaded: Loaded, people: Sequence[Recipient], ledger: "Ledger", now: datetime
) -> None:
    """Keep records that somebody may be reminded of, for the day on which one of them is broken."""
    remembered = ledger.good_records()
    ahead = {found.id: found for found in loaded.opportunities if _is_ahead(found, now) and _concerns(found, people)}
    fresh = []
    for found in ahead.values():
        try:
            about = (project.root / found.path).stat()
            stamp = f"{about.st_mtime_ns} {about.st_size}"
            if remembered.get(found.id) != (found.path, stamp):
                fresh.append((found.id, found.path, stamp, (project.root / found.path).read_text(encoding="utf-8-sig")))
        except (OSError, UnicodeError):
            continue
    gone = remembered.keys() - ahead.keys() - loaded.broken_ids if loaded.complete else set[str]()
    if fresh or gone:
        ledger.remember(fresh, gone)


def last_good(project: OpenProject, loaded: Loaded, ledger: "Ledger") -> tuple[Opportunity, ...]:
    """Return broken records as they were when they were good."""
    kept = [found for id_ in sorted(loaded.broken_ids) if (found := ledger.good_record(id_))]
    zone_name = project.settings.project.timezone
    again = (read_record(parse(content.encode(), path), zone_name) for path, content in kept)
    return tuple(found for found in again if isinstance(found, Opportunity))


def _is_ahead(opportunity: Opportunity, now: datetime) -> bool:
    moments: list[Moment] = [deadline.moment for deadline in opportunity.deadlines]
    return any(moment.day >= now.date() - timedelta(days=2) for moment in moments)


def _concerns(opportunity: Opportunity, people: Sequence[Recipient]) -> bool:
    return any(one.selection.matches(opportunity) for one in people)


def _writer(project: OpenProject, now: datetime) -> "Write":
    from deadlines.feeds.attached import Attachments
    from deadlines.reminders.compose import compose
    from deadlines.wording.language import language

    settings = project.settings.project
    own = language(settings.language)
    published = {own.tag: project.calendars} | {
        tag: project.calendars / tag for tag in settings.languages if tag != own.tag
    }

    @cache
    def attachments(tag: str) -> Attachments:
        return Attachments(published[tag], settings.domain, settings.name, language(tag), now=now)

    def write(notices: Sequence[Notice], to: Recipient, id_: str, created: datetime, at: datetime) -> "Letter":
        tag = language(to.language).tag
        edition = attachments(tag if tag in published else own.tag)
        calendar = edition.calendar((one.point.opportunity, one.point.role, one.point.label) for one in notices)
        return compose(notices, to, id=id_, date=created, now=at, calendar=calendar, sender=settings.name)

    return write


def ledger_exists(project: OpenProject) -> bool:
    """True where there is a ledger already: what only looks makes none."""
    from deadlines.reminders.ledger.place import ledger_file

    file: Path | None = ledger_file(project.settings, project.root)
    return file is None or file.exists()
