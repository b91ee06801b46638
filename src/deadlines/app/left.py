"""What an export left, as far as the next needs it that reads only the records that were edited since.

It is written as lines of JSON, so that it can be made and read piece by piece, however many records there are.
"""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from deadlines.app.export import Exported
from deadlines.app.state import Described, State, digest, made_by
from deadlines.domain.instant import instant, stamp
from deadlines.domain.opportunity import Opportunity
from deadlines.domain.translation import in_language
from deadlines.feeds.edition import Edition
from deadlines.feeds.export import PlannedFile
from deadlines.site.others import in_chunks, line
from deadlines.site.sections import changes

Files = Mapping[str, tuple[PlannedFile, ...]]
"""The feeds of each set, without their content, by its folder within the published one."""


@dataclass(frozen=True)
class Left:
    """What an export left."""

    published: str
    """Digest of the state of the published folder."""
    program: str
    """Digest of what made it."""
    inputs: Sequence[Described]
    """The settings and the records; see ``state.described``."""
    shapes: Mapping[str, str]
    """What each opportunity is to feeds and lists, by its id; see ``shape_of``."""
    notes: str
    """What it said beside of the feeds."""
    code: int
    files: Files
    as_of: datetime
    """As of when the pages are."""
    since: Sequence[str]
    """The ids of what changed at that instant."""
    horizon: date | None
    pages: int
    """How many pages there are."""
    others: Mapping[str, Sequence[bytes]]
    """What is remembered for the pages, by the folder of the language; see ``Others.lines``."""

    def lines(self) -> Iterator[bytes]:
        """Yield it as lines."""
        files = {
            place: [[file.name, file.entries, file.rolling, file.undated, file.size] for file in some]
            for place, some in self.files.items()
        }
        about = [self.published, self.program, self.notes, self.code, stamp(self.as_of), list(self.since), self.pages]
        horizon = self.horizon and self.horizon.isoformat()
        inputs, shapes = (list(in_chunks(some)) for some in (self.inputs, list(self.shapes.items())))
        yield line(
            [
                *about,
                horizon,
                files,
                [(place, len(its)) for place, its in self.others.items()],
                len(inputs),
                len(shapes),
            ]
        )
        yield from map(line, (*inputs, *shapes))
        for its in self.others.values():
            yield from its


def left_in(lines: Sequence[bytes]) -> Left:
    """Return what lines say that ``Left.lines`` wrote. Raises ``ValueError``, ``LookupError`` or ``TypeError``."""
    published, made_by, notes, code, as_of, since, pages, horizon, files, places, inputs, shapes = json.loads(lines[0])
    end = 1 + inputs + shapes
    others, at = {}, end
    for place, count in places:
        others[place] = lines[at : at + count]
        at += count
    return Left(
        published,
        made_by,
        [tuple(one) for chunk in lines[1 : 1 + inputs] for one in json.loads(chunk)],
        {id_: shape for chunk in lines[1 + inputs : end] for id_, shape in json.loads(chunk)},
        notes,
        code,
        {
            place: tuple(
                PlannedFile(name, (), False, entries, rolling, undated, size=size)
                for name, entries, rolling, undated, size in some
            )
            for place, some in files.items()
        },
        instant(as_of),
        since,
        horizon and date.fromisoformat(horizon),
        pages,
        others,
    )


def left_by(exported: Exported, inputs: Sequence[Described], published: State, notes: str, code: int) -> Left | None:
    """Return what an export left, whose ``inputs`` are described and whose folder is as ``published``.

    None where something of it is not as an edit would leave it: a record that cannot be read, a feed that has ended,
    what goes on under another name.
    """
    publication, opportunities = exported.publication, exported.loaded.opportunities
    identified = publication.identified
    sets = dict(publication.exports)
    if exported.loaded.problems or not exported.loaded.complete or identified.content is not None:
        return None
    if any(its.copies or its.kept or any(file.ended for file in its.files) for its in sets.values()):
        return None
    if "region" in exported.project.settings.project.feeds_by:  # What is in such a feed, others' regions decide.
        return None
    if any(_keeps_its_last(edition) for edition in publication.editions):
        return None
    site = publication.site
    return Left(
        published=published[0],
        program=made_by(),
        inputs=inputs,
        shapes={one.id: shape_of(one, publication.editions) for one in opportunities},
        notes=notes,
        code=code,
        files={place: tuple(replace(file, parts=(), stale=False) for file in its.files) for place, its in sets.items()},
        as_of=site.as_of,
        since=changed_at(site.as_of, opportunities),
        horizon=publication.own.context.horizon,
        pages=site.pages,
        others=site.known,
    )


def _keeps_its_last(edition: Edition) -> bool:
    """True where a feed holds an entry although it selects nothing any more: an empty calendar is invalid."""
    names, opportunities = {file.name for file in edition.export.files}, edition.export.opportunities
    feeds = (feed for feed in edition.feeds if f"{feed.name}.ics" in names)
    return not all(any(True for _ in feed.select(opportunities)) for feed in feeds)


def changed_at(at: datetime, opportunities: Iterable[Opportunity]) -> list[str]:
    """Return the ids of the opportunities of which something changed at an instant, by the passing of time alone."""
    return [one.id for one in opportunities if at in changes(one)]


def shape_of(opportunity: Opportunity, editions: Sequence[Edition]) -> str:
    """Return what differs when an opportunity comes into another feed or list, or when these say of it more than where.

    It does not differ by what it says else, nor by its dates.
    """
    record = opportunity.original.record
    selected = [
        (edition.place, feed.name)
        for edition in editions
        for feed in edition.feeds
        if feed.declared
        and feed.selection.matches(in_language(opportunity, edition.language.tag, edition.export.publication.topics))
    ]
    where = record.kind, record.organisation, record.topics, record.languages, record.regions, record.countries
    text = repr((where, opportunity.is_public, opportunity.goes_on, opportunity.repeats, selected))
    return digest(text.encode("utf-8", "surrogatepass"))
