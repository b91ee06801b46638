"""A check for reminders that reads only the records of which something may be due, by what an earlier one has found."""

import marshal
import os
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime
from pathlib import PurePath
from typing import TYPE_CHECKING, Any

from deadlines.app.outlook import Before, LastCheck, Names, Outlook
from deadlines.app.reminded import Reminded
from deadlines.app.state import Unsure, digest
from deadlines.domain.opportunity import Opportunity

if TYPE_CHECKING:
    from deadlines.app.project import OpenProject
    from deadlines.app.remind import Started
    from deadlines.domain.problem import Problem
    from deadlines.reminders.ledger.ledger import Ledger


def published_names() -> tuple[str, ...]:
    """Return the names of the published files by which records are known under other names."""
    from deadlines.domain.feed import EVERYTHING
    from deadlines.feeds.identities import FILE
    from deadlines.feeds.revisions import FILE as REVISIONS

    return FILE, REVISIONS, f"{EVERYTHING}.ics"


def remind_of_near(started: "Started", now: datetime) -> Reminded | None:
    """Check for reminders of the records near ``now``; None where it is not known that these are all that matter."""
    from deadlines.reminders.check import TooFew

    outlook = LastCheck(started.project.root, now).outlook()
    if outlook is None or outlook.copies != started.ledger.edition():
        return None
    try:
        opportunities = list(read_near(started.project, outlook, now))
        revived = list(_revived(started, outlook, now))
        report = started.check([*opportunities, *revived], outlook.suffices, lambda: started.everything(now))
    except (Unsure, TooFew):
        return None
    return Reminded(report, outlook.all_problems(), tuple(one.id for one in revived))


def keep_outlook(
    started: "Started",
    last: LastCheck,
    before: Before,
    opportunities: Sequence[Opportunity],
    problems: "Sequence[Problem]",
    now: datetime,
) -> None:
    """Remember what a check at ``now`` that went through has found of all these, for the rest of the day.

    The last good states of the records with ``problems`` are among the opportunities.
    """
    from deadlines.index.packed import NotPlain, plain_problem
    from deadlines.reminders.ledger.place import owner
    from deadlines.reminders.near import Window, ids_of, near

    settings, ledger = started.project.settings, started.ledger
    at = started.clock()
    facts, since = ledger.facts(at), ledger.last_good_check(at)
    if since is None:
        return
    recorded = {fact.record for fact in facts}
    broken = {PurePath(problem.path).stem for problem in problems}
    revived = {one.id: one for one in opportunities if one.id in broken}
    good = [one for one in opportunities if one.id not in broken]
    found = near(good, Window.at(now, since, started.people), recorded)
    try:
        wrong = marshal.dumps(list(map(plain_problem, problems))).hex() if problems else ""
    except NotPlain:
        return
    its = owner(settings, started.project.root)
    outlook = Outlook(
        day=now.astimezone(UTC).date().isoformat(),
        since=since.isoformat(),
        near=[(one.path, list(_names(one))) for one in found],
        ids=sorted(recorded.union(id_ for one in (*found, *revived.values()) for id_ in ids_of(one))),
        copies=ledger.edition(),
        ledger=settings.ledger.url,
        owner=[its.id, its.domain, its.name, its.url, its.root],
        ping=settings.reminders.ping,
        broken=[
            (id_, _copy(ledger, id_), list(_names(revived[id_])) if id_ in revived else []) for id_ in sorted(broken)
        ],
        problems=wrong,
    )
    last.keep(before, outlook)


def read_near(project: "OpenProject", outlook: Outlook, now: datetime) -> Iterator[Opportunity]:
    """Yield the records of an outlook out of their files. Raises ``Unsure`` for one that is not as it was."""
    from deadlines.domain.occurrences import horizon_at
    from deadlines.records.load import in_tree
    from deadlines.records.tree import Found

    root, horizon = os.path.realpath(project.opportunities), horizon_at(now)
    for path, names in outlook.near:
        found, _ = in_tree(Found(str(project.root / path), path, None), root, project.settings.project.timezone)
        if not isinstance(found, Opportunity) or found.record.draft:
            raise Unsure(path)
        found = found.reaching(horizon)
        yield found._replace(known_as=dict(_known_as(names))) if names else found


def _revived(started: "Started", outlook: Outlook, now: datetime) -> Iterator[Opportunity]:
    """Yield broken records as they were when they were good. Raises ``Unsure`` where that is another state by now."""
    for id_, copy, names in outlook.broken:
        if _copy(started.ledger, id_) != copy:
            raise Unsure(id_)
        for found in started.last_good([id_], now):
            yield found._replace(known_as=dict(_known_as(names)))


def _copy(ledger: "Ledger", id_: str) -> str | None:
    """Return the digest of the last good state of a record; None where there is none."""
    found = ledger.good_record(id_)
    return digest("\n".join(found).encode()) if found else None


def _names(opportunity: Opportunity) -> Iterator[tuple[str, str | None, str | None, str]]:
    for (role, label, day), uid in opportunity.known_as.items():
        yield role, label, day.isoformat() if day else None, uid


def _known_as(names: Names) -> Iterator[tuple[tuple[Any, str | None, date | None], str]]:
    for role, label, day, uid in names:
        yield (role, label, date.fromisoformat(day) if day else None), uid
