"""An export after an edit: of the records that were edited, and of what is remembered of all others.

It writes what a full one would, and nothing else; whatever may reach further than an entry, its pages and the lists
that carry it, is for that.
"""

import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from deadlines.app.export import Exported, alone_in, in_the_way
from deadlines.app.identity import Identified
from deadlines.app.left import Files, Left, changed_at, shape_of
from deadlines.app.project import OpenProject
from deadlines.app.publication import Published, exports, next_change, publisher_of
from deadlines.app.refusal import Refusal
from deadlines.app.state import File, State, Unsure, described, file_at, files_in, state_of
from deadlines.app.unchanged import Edited, published_state
from deadlines.domain.folder import DATES
from deadlines.domain.occurrences import horizon_at
from deadlines.domain.opportunity import Opportunity
from deadlines.domain.point import points_of
from deadlines.feeds.context import ExportContext
from deadlines.feeds.edition import Edition, plan_editions
from deadlines.feeds.excerpt import Amended, Excerpts, NotAlone, amended
from deadlines.feeds.export import PlannedFile
from deadlines.feeds.identities import FILE as IDENTITIES
from deadlines.feeds.neutral import neutral
from deadlines.feeds.published import read_published
from deadlines.feeds.revisions import FILE as REVISIONS
from deadlines.feeds.revisions import moves_without_history
from deadlines.feeds.situation import is_past
from deadlines.files import write
from deadlines.records.load import load_file, named
from deadlines.records.loaded import Loaded
from deadlines.site.amended import AmendedSite
from deadlines.site.drawn import Drawn
from deadlines.site.others import Unknown, others_in
from deadlines.site.sections import changes
from deadlines.site.site import Site

MOST = 50
"""Records that were edited: of more, reading all is not much slower."""


@dataclass(frozen=True)
class AfterEdit:
    """An export that was made of the records that were edited."""

    exported: Exported
    left: Left
    published: State
    until: datetime
    """The next instant at which time alone changes something."""


def amend(project: OpenProject, edited: Edited, now: datetime, folder: Path) -> AfterEdit | None:
    """Export the records that were edited; None, and nothing written, where that may not be all that changes.

    Raises ``Refusal`` where the folder cannot be read or written.
    """
    if len(edited.records) > MOST:
        return None
    try:
        with alone_in(folder, project, remembers=True) as drawn:
            if drawn is None:
                return None
            drawn.is_partial = True
            there = list(files_in(folder))
            since = edited.published[1]
            if state_of(described(there, since), folder, since) != edited.published:
                return None
            return _amended(project, edited, now, folder, drawn, there)
    except (NotAlone, Unknown, Unsure):
        return None
    except OSError as error:
        raise Refusal(in_the_way(error, folder)) from None


def _amended(
    project: OpenProject, edited: Edited, now: datetime, folder: Path, drawn: Drawn, there: list[File]
) -> AfterEdit:
    """Write what the records change of a folder in which all is as it was left; ``there`` are its files.

    Raises ``NotAlone``, ``Unknown`` or ``Unsure`` before anything is written, and ``OSError``.
    """
    left, settings = edited.left, project.settings
    opportunities = tuple(_read(project, edited))
    _refuse(opportunities, left, now, folder)
    context, excerpts = ExportContext(now, horizon=left.horizon), Excerpts(opportunities)
    has_neutral = settings.project.neutral_feed or (folder / DATES / REVISIONS).exists()
    plain = tuple(neutral(found) for found in opportunities if found.deadlines) if has_neutral else ()
    editions = tuple(plan_editions(opportunities, plain, settings, folder, context, excerpts))
    if any(left.shapes.get(one.id) != shape_of(one, editions) for one in opportunities):
        raise NotAlone
    if any(moves_without_history(excerpts.of[folder].revisions, opportunities, settings.project.domain)):
        raise NotAlone
    feeds = {place: tuple(amended(export, excerpts.of[folder / place])) for place, export in exports(editions)}
    files = {place: tuple(_as_they_are(left.files[place], its)) for place, its in feeds.items()}
    editions = tuple(_with_files(edition, files) for edition in editions)
    publisher = publisher_of(settings)
    others = {place: others_in(lines) for place, lines in left.others.items()}
    site = AmendedSite(opportunities, editions, others, folder, publisher, left.as_of, context, drawn)
    pages = [file for file in site.files() if file.stale]
    names = [f"{place}{file.name}" for place, its in feeds.items() for file in its if file.changes]
    names += [file.name for file in pages]
    paths = {str(folder / name) for name in names}
    if not paths <= {path for path, _ in there}:
        raise NotAlone
    for place, its in feeds.items():
        for file in its:
            if file.changes:
                write(folder / place / file.name, file.parts(read_published(folder / place, file.name) or b""))
    for page in pages:
        write(folder / page.name, page.parts, durably=False)
    there = [file_at(path, os.lstat(path)) if path in paths else (path, its) for path, its in there]
    published = published_state(folder, there)
    identified = Identified(opportunities, plain, frozenset(), (), 0, None, None)
    found = Site(left.pages, tuple(page.name for page in pages), left.as_of, site.known)
    exported = Exported(
        project,
        folder,
        True,
        Published(editions, found, identified),
        Loaded(opportunities, (), len(left.shapes)),
        (),
        (),
    )
    return AfterEdit(
        exported,
        replace(
            left,
            published=published[0],
            inputs=edited.inputs.files,
            files=files,
            since=[
                *set(left.since).difference(one.id for one in opportunities),
                *changed_at(left.as_of, opportunities),
            ],
            others=site.known,
        ),
        published,
        min(filter(None, (edited.until, next_change(exported, now)))),
    )


def _read(project: OpenProject, edited: Edited) -> Iterator[Opportunity]:
    """Yield the opportunities of the records that were edited.

    Raises ``NotAlone`` where one is not good, or is another than when it was looked at.
    """
    top = named(project.opportunities, project.root)
    for file in edited.records:
        path = Path(file).relative_to(project.opportunities).as_posix()
        found = load_file(Path(file), f"{top}/{path}", project.settings.project.timezone)
        (looks,) = described([file_at(file, os.lstat(file))], edited.inputs.state[1])
        if not isinstance(found, Opportunity) or found.record.draft or looks not in edited.inputs.files:
            raise NotAlone
        yield found


def _refuse(opportunities: tuple[Opportunity, ...], left: Left, now: datetime, folder: Path) -> None:
    """Raise ``NotAlone`` where pages or feeds may be another of which these opportunities are no part."""
    ids = {one.id for one in opportunities}
    if left.horizon and left.horizon < horizon_at(now):
        raise NotAlone
    if left.since and ids.issuperset(left.since):
        raise NotAlone
    if any(one.goes_on or one.repeats for one in opportunities):
        raise NotAlone
    if any(left.as_of < at <= now for one in opportunities for at in changes(one)):
        raise NotAlone
    if any(is_past(point, now) for one in opportunities for point in points_of(one)):
        raise NotAlone
    if (folder / IDENTITIES).exists():
        raise NotAlone


def _as_they_are(files: Iterable[PlannedFile], changed: Iterable[Amended]) -> Iterator[PlannedFile]:
    """Yield the feeds of a folder as they are to be."""
    growth = {file.name: (file.growth, bool(file.changes)) for file in changed}
    for file in files:
        more, stale = growth.get(file.name, (0, False))
        yield replace(file, size=file.size + more, stale=stale)


def _with_files(edition: Edition, files: Files) -> Edition:
    own = replace(edition.export, files=files[edition.place])
    neutral_one = edition.neutral and replace(edition.neutral, files=files[f"{edition.place}{DATES}/"])
    return replace(edition, export=own, neutral=neutral_one)
