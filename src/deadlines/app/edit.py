"""Records changed without an editor: a deadline that moves, an opportunity that ends early or is withdrawn."""

import os
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path, PurePath
from typing import TYPE_CHECKING, Any

from deadlines.app.meant import name_meant, record_meant
from deadlines.app.project import OpenProject
from deadlines.app.refusal import Exit, Refusal
from deadlines.domain.moment import Moment, Written, as_written, day_of
from deadlines.domain.month import Month
from deadlines.domain.opportunity import Deadline, Opportunity
from deadlines.domain.problem import Keys, Problem
from deadlines.domain.status import RecordStatus
from deadlines.domain.text import fold
from deadlines.files import write
from deadlines.records import edit, rewrite
from deadlines.records.load import load_file
from deadlines.records.rewrite import Present

if TYPE_CHECKING:
    from deadlines.domain.feed import Entry


@dataclass(frozen=True)
class Shown:
    """What subscribers see of a dated point once it is exported."""

    title: str
    moment: Moment


@dataclass(frozen=True)
class Edited:
    """A record that was changed or begun."""

    path: str
    opportunity: Opportunity
    shown: tuple[Shown, ...]
    """Entries that are new, or look otherwise than before."""
    dropped: tuple[tuple[str, str], ...] = ()
    """Keys that were taken out, since they are of what was before, and what they said."""


def extend(
    project: OpenProject,
    typed: str,
    due: Written,
    *,
    label: str | None = None,
    stated: str | None = None,
    instead_of: date | None = None,
) -> Edited:
    """Move a deadline of the record that is meant, to a date, a month or a local time in the zone that it has.

    The present value goes into ``previously``, unless it is none, or the month in which the new one lies. Of what
    repeats, the date ``instead_of`` moves, or else the one nearest to the new one. ``label`` tells which of several
    deadlines; ``stated`` are the organiser's new words. Raises ``Refusal``, and writes nothing
    then, where the record would be wrong.
    """
    found = record_meant(typed, project.load())
    number = _number_of(found, label)
    table = found.record.deadlines[number]
    its = _occurrence(found, number, due, instead_of) if table.repeats else None
    before = its.moment.written if its else table.due
    if before == due and type(before) is type(due):
        raise Refusal("{id} is due {due} already; nothing was written", Exit.FOUND, id=found.id, due=as_written(due))
    if isinstance(before, datetime) and not isinstance(due, datetime | Month):
        raise Refusal(
            "{id} is due at {time}, and {day} names no time; write {day}T{time}, or {day}T23:59 for the end of the day",
            Exit.USAGE,
            id=found.id,
            time=f"{before:%H:%M}",
            day=due,
        )
    zone_name = project.settings.project.timezone
    file = project.root / found.path
    if its and its.day and not isinstance(due, Month):
        change = edit.move(file, found.path, zone_name, number, its.day, due, stated)
    else:
        change = edit.extend(file, found.path, zone_name, number, due, stated)
    return _write(project, found.path, found, change)


def _occurrence(found: Opportunity, number: int, due: Written, instead_of: date | None) -> Deadline:
    """Return the date of a deadline that repeats which is meant: the one that is named, else the nearest."""
    if isinstance(due, Month):
        raise Refusal("{id} repeats on days, and {month} is a month; write the day", Exit.USAGE, id=found.id, month=due)
    last = max(day_of(due), instead_of or day_of(due)) + timedelta(days=3 * 366)
    dates = [
        one for one in found.reaching(min(last + timedelta(days=3 * 366), date.max)).deadlines if one.number == number
    ]
    named = [one for one in dates if one.day == instead_of]
    if instead_of and not named:
        raise Refusal("{day} is none of the dates of {id}", Exit.USAGE, day=instead_of, id=found.id)
    return min(named or dates, key=lambda one: abs(one.moment.day - day_of(due)))


def end(project: OpenProject, typed: str, status: RecordStatus, note: str | None = None) -> Edited:
    """Give the record that is meant a status in which one cannot apply any more, and say why in ``note``.

    Raises ``Refusal``, and writes nothing then, where the record would be wrong.
    """
    found = record_meant(typed, project.load())
    if found.record.status == status and note in (None, found.record.status_note):
        raise Refusal("{id} is {status} already; nothing was written", Exit.FOUND, id=found.id, status=status)
    zone_name = project.settings.project.timezone
    return _write(project, found.path, found, edit.end(project.root / found.path, found.path, zone_name, status, note))


@dataclass(frozen=True)
class Listed:
    """A record among others."""

    id: str
    path: str
    opportunity: Opportunity | None
    """None where something is wrong in it."""


def listed(project: OpenProject) -> list[Listed]:
    """Return all records, broken ones too, in the order of their titles."""
    loaded = project.load(words=False)
    good = [Listed(found.id, found.path, found) for found in loaded.good]
    paths = {problem.path for problem in loaded.problems if problem.path.endswith(".toml")}
    broken = [Listed(PurePath(path).stem, path, None) for path in sorted(paths)]
    return sorted((*good, *broken), key=lambda one: fold(one.opportunity.record.title if one.opportunity else one.id))


def record_named(project: OpenProject, typed: str) -> str:
    """Return the id of the record that is meant, right or wrong. Raises ``Refusal``."""
    return name_meant(typed.removesuffix(".toml"), {one.id for one in listed(project)}, "record")


def opened(project: OpenProject, record_id: str) -> tuple[str, Present]:
    """Return the path of a record, and what its file says, right or wrong.

    Raises ``Refusal`` where there is no such record or two of them, and, with the problems, where it is no TOML.
    """
    found = [one for one in listed(project) if one.id == record_id]
    if len(found) != 1:
        problems = tuple(problem for problem in project.load().problems if PurePath(problem.path).stem == record_id)
        raise Refusal('there is no record "{typed}"', Exit.FOUND, problems if found else (), typed=record_id)
    path = found[0].path
    said = rewrite.present(project.root / path, path, project.settings.project.timezone)
    if isinstance(said, list):
        raise Refusal("", Exit.FOUND, tuple(said))
    return path, said


def change(
    project: OpenProject, record_id: str, digest: str, table: dict[str, Any], removed: Collection[Keys] = ()
) -> Edited:
    """Make a record say ``table``, where its file is still the one of this digest.

    ``removed`` are the deadlines and milestones that are taken out, by their places in the file. Raises ``Refusal``,
    and writes nothing then, where the file has changed or the record would be wrong.
    """
    path, _ = opened(project, record_id)
    file, zone_name = project.root / path, project.settings.project.timezone
    before = load_file(file, path, zone_name)
    changed = rewrite.rewrite(file, path, zone_name, table, removed)
    if rewrite.digest_of(file.read_bytes()) != digest:
        raise Refusal("the file has changed since it was opened; nothing was written", Exit.FOUND)
    return _write(project, path, before if isinstance(before, Opportunity) else None, changed)


def shown_of(project: OpenProject, opportunity: Opportunity, before: Opportunity | None = None) -> tuple[Shown, ...]:
    """Return the entries of an opportunity, in the project's language, that ``before`` had not; a draft has none."""
    earlier = {(entry.summary, entry.moment) for entry in _entries(project, before)} if before else set()
    entries = _entries(project, opportunity)
    return tuple(Shown(one.summary, one.moment) for one in entries if (one.summary, one.moment) not in earlier)


def _entries(project: OpenProject, opportunity: Opportunity) -> "Iterator[Entry]":
    from deadlines.domain.point import points_of
    from deadlines.domain.translation import in_language
    from deadlines.feeds.entries import entry_of
    from deadlines.feeds.revisions import load_revisions
    from deadlines.wording.language import language

    settings = project.settings.project
    if opportunity.repeats:
        moved = (move.day for table in opportunity.record.deadlines for move in table.moved)
        horizon = max(filter(None, (load_revisions(project.calendars).horizon, *moved)), default=None)
        opportunity = opportunity.reaching(horizon) if horizon else opportunity
    for point in points_of(in_language(opportunity, settings.language)):
        if point.role == "deadline" and not opportunity.record.draft:
            yield entry_of(point, settings.domain, language(settings.language))


def _number_of(found: Opportunity, label: str | None) -> int:
    """Return which deadline of a record is meant."""
    labels = [table.label for table in found.record.deadlines]
    if not labels:
        raise Refusal("{id} has no deadline that could move; it is rolling", Exit.USAGE, id=found.id)
    if label is None and len(labels) == 1:
        return 0
    exact = [number for number, its in enumerate(labels) if its is not None and label and fold(its) == fold(label)]
    near = exact or [number for number, its in enumerate(labels) if its and label and fold(its).startswith(fold(label))]
    if len(near) == 1:
        return near[0]
    which = ", ".join(f'--label "{its}"' for its in labels if its is not None)
    if not which:
        raise Refusal("{id} has one deadline, without a label; leave --label out", Exit.USAGE, id=found.id)
    raise Refusal("which deadline of {id} is meant? {which}", Exit.USAGE, id=found.id, which=which)


def _write(project: OpenProject, path: str, before: Opportunity | None, change: edit.Change | list[Problem]) -> Edited:
    if isinstance(change, list):
        raise Refusal("nothing was written", Exit.FOUND, tuple(change))
    file = Path(os.path.realpath(project.root / path))
    write(file, change.content, mode=file.stat().st_mode & 0o777)
    after = change.opportunity
    return Edited(after.path, after, shown_of(project, after, before), change.dropped)
