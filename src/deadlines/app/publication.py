"""Everything that an export publishes: the feeds of each language, and the site around them."""

import os
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from deadlines.app.identity import Identified, identify
from deadlines.app.state import Unsure, digest, made_by
from deadlines.domain.folder import DATES
from deadlines.domain.opportunity import Opportunity
from deadlines.feeds.context import ExportContext
from deadlines.feeds.edition import Edition, plan_editions
from deadlines.feeds.export import Export, publish
from deadlines.feeds.identities import FILE as IDENTITIES
from deadlines.feeds.situation import next_departure
from deadlines.files import write as write_file
from deadlines.settings.tables import Settings

if TYPE_CHECKING:
    from deadlines.app.export import Exported
from deadlines.site import sections
from deadlines.site.content import Publisher
from deadlines.site.drawn import Drawn, drawn_in
from deadlines.site.site import PlannedSite, Site, plan_site, publish_site
from deadlines.web.cache import cache_folder


@dataclass(frozen=True)
class PlannedPublication:
    """What is to be published; the feeds are compared with what is, the site is made when it is written."""

    editions: tuple[Edition, ...]
    site: PlannedSite
    identified: Identified


@dataclass(frozen=True)
class Published:
    """What is published as it should be, compared with what was."""

    editions: tuple[Edition, ...]
    site: Site
    identified: Identified

    @property
    def own(self) -> Export:
        """The feeds in the language of the project."""
        return self.editions[0].export

    @property
    def exports(self) -> Iterator[tuple[str, Export]]:
        """Each set of feeds with its folder within the published one."""
        return exports(self.editions)

    @property
    def stale(self) -> list[str]:
        """Names of the files that are not as they should be."""
        feeds = [
            f"{place}{file.name}"
            for place, export in self.exports
            for file in (*export.files, export.revisions)
            if file.stale
        ]
        return [*([IDENTITIES] if self.identified.is_stale else ()), *feeds, *self.site.stale]

    @property
    def again(self) -> "Published | None":
        """What the next export finds if nothing changes; None where this one says what is said once alone."""
        once = self.identified.found or self.identified.damaged
        if once or any(one.lost or one.removals or one.deselected or one.rules for _, one in self.exports):
            return None
        editions = tuple(
            replace(one, export=_unchanged(one.export), neutral=one.neutral and _unchanged(one.neutral))
            for one in self.editions
        )
        return replace(self, editions=editions, site=replace(self.site, stale=()))


def plan_publication(
    opportunities: Sequence[Opportunity],
    settings: Settings,
    folder: Path,
    *,
    now: datetime,
    broken_ids: Collection[str] = (),
    complete: bool = True,
    time_passes: bool = True,
    horizon: date | None = None,
    drawn: Drawn | None = None,
) -> PlannedPublication:
    """Plan all that is to be published; ``ExportContext`` says what those before ``drawn`` mean."""
    identified = identify(opportunities, settings, folder, broken_ids=broken_ids, complete=complete)
    context = ExportContext(now, identified.broken_ids, complete, time_passes, horizon)
    known = identified.opportunities
    editions = tuple(plan_editions(known, identified.neutral, settings, folder, context))
    site = plan_site(known, editions, folder, publisher_of(settings), context, drawn or Drawn())
    return PlannedPublication(editions, site, identified)


def publisher_of(settings: Settings) -> Publisher:
    """Return who publishes, and where."""
    project = settings.project
    return Publisher(project.name, project.domain, project.url, project.language, project.contact, project.timezone)


@contextmanager
def drawn_before(root: Path, folder: Path) -> Iterator[Drawn]:
    """Yield what was drawn at earlier exports of a project into a folder, and keep what is drawn now."""
    name = digest(os.fsencode(f"{root}\0{folder}"))
    try:
        program = made_by()
    except (OSError, Unsure):
        yield Drawn()
        return
    with drawn_in(cache_folder() / "exports" / f"{name}.sqlite3", program) as drawn:
        yield drawn


def publish_planned(planned: PlannedPublication, folder: Path, *, write: bool) -> Published:
    """Compare what is planned with what is published and, with ``write``, write what is stale.

    Which entries are the same ones is written before the feeds, and these before the pages. Raises ``OSError``.
    """
    if write:
        if planned.identified.is_stale and planned.identified.content is not None:
            write_file(folder / IDENTITIES, planned.identified.content)
        for place, export in exports(planned.editions):
            publish(export, folder / place)
    return Published(planned.editions, publish_site(planned.site, write=write), planned.identified)


def exports(editions: Iterable[Edition]) -> Iterator[tuple[str, Export]]:
    """Yield each set of feeds with its folder within the published one."""
    for edition in editions:
        yield edition.place, edition.export
        if edition.neutral:
            yield f"{edition.place}{DATES}/", edition.neutral


def next_change(exported: "Exported", now: datetime) -> datetime | None:
    """Return the next instant at which the passing of time alone changes a page or a feed, dates of rules left out."""
    opportunities = exported.loaded.opportunities
    rows = (entry.row for _, export in exported.publication.exports for entry in export.entries.values())
    changes = sections.next_change(opportunities, now), next_departure(opportunities, rows, now)
    return min(filter(None, changes), default=None)


def _unchanged(export: Export) -> Export:
    """Return an export that finds everything as this one left it."""
    return replace(export, files=tuple(replace(file, stale=False) for file in export.files), is_first=False)
