"""What nobody has compared with the organiser's page for some days, the most urgent first."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from pathlib import Path

from deadlines.app.check import among, places_of
from deadlines.app.project import OpenProject
from deadlines.domain.evidence import not_compared
from deadlines.domain.moment import as_written
from deadlines.domain.occurrences import horizon_at
from deadlines.domain.opportunity import Opportunity
from deadlines.domain.problem import Problem
from deadlines.domain.text import Sentence
from deadlines.domain.zone import zone
from deadlines.records import copies
from deadlines.records.loaded import Loaded


@dataclass(frozen=True)
class Stale:
    """What is to be looked at."""

    found: tuple[Problem, ...]
    unread: tuple[Problem, ...]
    """What is wrong in records that therefore nobody knows the dates of."""


def stale(
    project: OpenProject, days: int, now: datetime, paths: Sequence[Path] = (), *, at: datetime | None = None
) -> Stale:
    """Return what was not compared in the last ``days``, each with its place: all of it, or in the paths named.

    ``at`` is now, by the clock: then what is known of records is not read again. Raises ``Refusal`` where a path does
    not exist.
    """
    places = places_of(paths)
    today = now.astimezone(zone(project.settings.project.timezone)).date()
    loaded = project.load(now, words=False) if at is None else _as_known(project, now, at)
    found = [
        problem
        for one in not_compared(loaded.opportunities, today - timedelta(days=days), now)
        for problem in copies.located(project.root, one, _to_look_at(one, now, today))
    ]
    return Stale(
        tuple(among(project.root, found, places)),
        tuple(among(project.root, loaded.problems, places)),
    )


def _as_known(project: OpenProject, now: datetime, at: datetime) -> Loaded:
    """Return the same, as far as it is not over at ``now``."""
    from deadlines.app.indexed import IndexedProject

    loaded = IndexedProject(str(project.root), at).load(now)
    published = tuple(one for one in loaded.opportunities if not one.record.draft)
    return replace(loaded, opportunities=published).reaching(horizon_at(now))


def _to_look_at(opportunity: Opportunity, now: datetime, today: date) -> Problem:
    record, deadline = opportunity.record, opportunity.next_deadline(now)
    compared = Sentence("never compared with the organiser’s page")
    if record.verified is not None:
        compared = Sentence("compared with the organiser’s page on {day}", day=record.verified)
    message = Sentence("no date; {compared}", compared=compared)
    if deadline is not None:
        due = as_written(opportunity.shown(deadline.moment).written)
        message = Sentence("due {due}; {compared}", due=due, compared=compared)
        if record.status == "expected":
            message = Sentence("expected for {due}; {compared}", due=due, compared=compared)
    hint = Sentence("look at {url}, and write verified = {today}", url=record.url, today=today)
    return Problem(message, hint, ("url",) if record.verified is None else ("verified",))
