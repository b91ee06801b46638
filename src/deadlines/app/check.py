"""The check of records and settings: every problem of all files, in one run."""

import os
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from deadlines.app.examined import Examined, examine
from deadlines.app.project import OpenProject
from deadlines.app.refusal import Exit, Refusal
from deadlines.app.state import Unsure
from deadlines.domain.opportunity import Opportunity
from deadlines.domain.point import Point, record_id_in
from deadlines.domain.problem import Problem
from deadlines.domain.series import doubts
from deadlines.domain.text import Sentence
from deadlines.records.loaded import Loaded
from deadlines.settings.feeds import all_feeds
from deadlines.settings.load import load_settings, located
from deadlines.settings.root import FILE, OPPORTUNITIES
from deadlines.settings.tables import Settings


@dataclass(frozen=True)
class Checked:
    """What a check has found."""

    problems: tuple[Problem, ...]
    settings_are_good: bool
    records: int = 0
    """How many were checked."""


def check(root: Path, now: datetime, paths: Sequence[Path] = (), *, at: datetime | None = None) -> Checked:
    """Check the project in ``root`` as it is at ``now``: all of it, or only the records and folders named.

    ``at`` is now, by the clock: then records are not read that are known to be sound. Without it all are, as where one
    has just become another. Wrong settings do not keep the records from being checked. Raises ``Refusal`` where a path
    does not exist.
    """
    if at is not None:
        with suppress(Unsure):
            return _check(root, now, paths, at)
    return _check(root, now, paths, None)


def _check(root: Path, now: datetime, paths: Sequence[Path], at: datetime | None) -> Checked:
    loaded_settings = load_settings(root)
    settings = loaded_settings.settings
    zone_name = settings.project.timezone if settings else "UTC"
    records = examine(root, zone_name, at, whole=bool(settings and settings.recipients and not paths))
    loaded = records.loaded
    if paths:
        problems = [*(() if settings else loaded_settings.problems), *_within(root, paths, loaded, zone_name)]
    else:
        problems = [*loaded_settings.problems, *loaded.findings]
        if settings and not loaded.problems:
            problems += feeds_without_records(root, settings, records)
            problems += recipients_without_reminders(root, settings, records)
    if settings:
        problems += among(root, _warnings(OpenProject(root, settings), records, now), places_of(paths))
    return Checked(tuple(problems), settings is not None, _number_of_records(root, paths, loaded))


def _warnings(project: OpenProject, records: Examined, now: datetime) -> Iterator[Problem]:
    """Yield what is probably wrong in the records by what was published, by each other, and by the day."""
    from deadlines.app.identity import names_of
    from deadlines.feeds.identity import with_names
    from deadlines.feeds.revisions import load_revisions

    domain, loaded = project.settings.project.domain, records.loaded
    points = records.points(domain)
    matches, found = names_of(project, points, records.ids, loaded.broken_ids, complete=loaded.complete)
    moved = records.perhaps_moved(load_revisions(project.calendars).rows, matches, domain)
    yield from _renamed(found)
    yield from moves_without_history(project, tuple(with_names(moved, points, matches)), project.calendars)
    yield from withdrawn_drafts(project, loaded.drafts)
    yield from withdrawn_invitations(project, records.invited)
    yield from doubtful_editions(project.root, (*records.compared, *loaded.drafts), now)


def among(root: Path, problems: Iterable[Problem], places: Sequence[Path]) -> list[Problem]:
    """Return the problems of the files and folders named; all of them where none is."""
    return [one for one in problems if not places or any((root / one.path).is_relative_to(place) for place in places)]


def places_of(paths: Iterable[Path]) -> list[Path]:
    """Return where the paths are that were named. Raises ``Refusal`` where one does not exist."""
    for path in paths:
        if not path.exists() and not path.is_symlink():
            raise Refusal("there is no file {file}", Exit.USAGE, file=path)
    return [_place_of(path) for path in paths]


def doubtful_editions(root: Path, opportunities: Iterable[Opportunity], now: datetime) -> Iterator[Problem]:
    """Yield a warning, with its place, for what is probably wrong in an edition of a series."""
    from deadlines.records import copies

    for edition, warning in doubts(opportunities, now):
        yield from copies.located(root, edition, warning)


def moves_without_history(
    project: OpenProject, opportunities: Sequence[Opportunity], folder: Path
) -> Iterator[Problem]:
    """Yield a warning, with its place, for each deadline that was published otherwise and does not say so."""
    from deadlines.feeds.revisions import load_revisions
    from deadlines.feeds.revisions import moves_without_history as moves
    from deadlines.records import copies

    published = load_revisions(folder)
    for opportunity, warning in moves(published, opportunities, project.settings.project.domain):
        yield from copies.located(project.root, opportunity, warning)


def withdrawn_drafts(project: OpenProject, drafts: Sequence[Opportunity]) -> Iterator[Problem]:
    """Yield a warning, with its place, for each draft that is in the feeds: an export takes it out."""
    warning = Problem(
        Sentence("it is published, but a draft is not: subscribers will see it as removed for thirty days"),
        Sentence('take draft out; where the organiser has withdrawn it, write status = "cancelled"'),
        ("draft",),
        warning=True,
    )
    yield from _if_published(project, drafts, warning)


def withdrawn_invitations(project: OpenProject, invited: Sequence[Opportunity]) -> Iterator[Problem]:
    """Yield a warning, with its place, for what is in the feeds and now by invitation: an export takes it out."""
    warning = Problem(
        Sentence(
            "it is published, and what is by invitation is in no feed: "
            "subscribers will see it as removed for thirty days"
        ),
        Sentence("take access out where everybody may apply"),
        ("access",),
        warning=True,
    )
    yield from _if_published(project, invited, warning)


def _if_published(project: OpenProject, found: Sequence[Opportunity], warning: Problem) -> Iterator[Problem]:
    from deadlines.feeds.revisions import LEFT, REMOVED, load_revisions
    from deadlines.records import copies

    if not found:
        return
    rows = load_revisions(project.calendars).rows
    published = {record_id_in(uid) for uid, row in rows.items() if row.state not in (LEFT, REMOVED)}
    for opportunity in found:
        if opportunity.id in published:
            yield from copies.located(project.root, opportunity, warning)


def feeds_without_records(root: Path, settings: Settings, opportunities: Iterable[Opportunity]) -> list[Problem]:
    """Return a problem for each declared feed that selects nothing."""
    return located(
        root,
        (
            Problem(
                Sentence('the feed "{name}" selects nothing', name=feed.name),
                Sentence("correct its words, or take it out"),
                ("feeds", feed.name),
            )
            for feed in all_feeds(settings)
            if feed.declared and not any(feed.selection.matches(opportunity) for opportunity in opportunities)
        ),
    )


def recipients_without_reminders(root: Path, settings: Settings, opportunities: Iterable[Opportunity]) -> list[Problem]:
    """Return a problem for each recipient to whom nothing would ever be sent, a warning for each idle lead time."""
    if not settings.recipients:
        return []
    from deadlines.reminders.recipients import problems_of

    return located(root, problems_of(settings, opportunities))


def _renamed(found: Sequence[tuple[str, Point]]) -> Iterator[Problem]:
    """Yield a warning for each record that was published under another id, and is not remembered under this one yet."""
    former = {point.opportunity: old for uid, point in found if (old := record_id_in(uid)) != point.opportunity.id}
    for opportunity, old in former.items():
        hint = Sentence(
            "rename it back to {id}.toml; else its entry goes on under the old id, and its page has another address",
            id=old,
        )
        yield Problem(Sentence('it was published as "{id}"', id=old), hint, path=opportunity.path, warning=True)


def _number_of_records(root: Path, paths: Sequence[Path], loaded: Loaded) -> int:
    """Return how many records a check of these paths looks at, drafts and broken ones too."""
    if not paths:
        return loaded.files + len(loaded.drafts)
    files = (path if path.is_file() else path.rglob("*.toml") for path in map(_place_of, paths))
    named = {file for found in files for file in ([found] if isinstance(found, Path) else found)}
    return len(named - {root / FILE})


def _within(root: Path, paths: Sequence[Path], loaded: Loaded, zone_name: str) -> list[Problem]:
    """Return the problems of the files named; one outside the project's records is read by itself."""
    from deadlines.records.load import findings_in, load

    problems: list[Problem] = []
    unique = tuple(dict.fromkeys(paths))
    for path, full in zip(unique, places_of(unique), strict=True):
        if full.is_relative_to(root / OPPORTUNITIES):
            named = full.relative_to(root).as_posix()
            problems += [found for found in loaded.findings if f"{found.path}/".startswith(f"{named}/")]
        elif full == root / FILE:
            problems += load_settings(root).problems
        elif path.is_dir():
            problems += load(path, zone_name, shown_from=path.parent).findings
        else:
            problems += findings_in(path, path.as_posix(), zone_name)
    return problems


def _place_of(path: Path) -> Path:
    """Return where a path is, which of a link is not where it leads."""
    if path.is_symlink():
        return Path(os.path.realpath(path.parent)) / path.name
    return Path(os.path.realpath(path))
