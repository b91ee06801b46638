"""The static site: what is published beside the feeds of all languages, compared with what was."""

import os
import re
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import datetime
from fnmatch import fnmatchcase
from importlib.resources import files
from pathlib import Path

from deadlines.domain.fields import fault_of_id
from deadlines.domain.folder import ASSETS, BROWSE, BY_MONTH, ENTRIES, FEEDS, OPPORTUNITIES
from deadlines.domain.opportunity import Opportunity
from deadlines.domain.point import record_id_in
from deadlines.feeds.context import ExportContext
from deadlines.feeds.edition import Edition
from deadlines.feeds.export import PlannedFile
from deadlines.feeds.published import blocks_in, read_published
from deadlines.files import write as write_file
from deadlines.site.content import Content, Publisher
from deadlines.site.drawn import Drawn
from deadlines.site.list_pages import REGIONS
from deadlines.site.machine_readable import feeds_json, is_sitemap, opportunities_json, sitemaps
from deadlines.site.pages import Made, Pages
from deadlines.site.parts import is_part
from deadlines.site.published import gather_site
from deadlines.site.sections import last_change

_CANONICAL = re.compile(rb'<link rel="canonical" href="([^"]*)">')
_OURS = b'<meta name="generator" content="deadlines">'
_COMMENT = re.compile(rb"^ *//.*\n", re.MULTILINE)
"""A line of a script that is for whoever changes it, and would travel to every reader."""


@dataclass(frozen=True)
class PlannedSite:
    """What the site should be. Its files are made one by one: all of them at once would fill the memory."""

    content: Content
    pages: tuple[Pages, ...]
    """Of each edition, that of the project first."""
    folder: Path

    def files(self) -> Iterator[PlannedFile]:
        """Yield each file, compared with the published one, in the order in which they are to be written.

        The lists come after what they lead to; what the next export compares with, to know what is news, is the last.
        """
        names = set[str]()
        for name, made in self._contents(names):
            names.add(name)
            yield compared(self.folder, name, made)

    def _contents(self, names: Set[str]) -> Iterator[tuple[str, Made]]:
        """Yield the content of each file by its name; ``names`` are those that were yielded before."""
        for own in self.pages:
            yield from own.placed(own.entries())
        for own in self.pages:
            yield from own.placed(_ended(self, own, f"{ENTRIES}/*.html", names))
        yield from _beside(self.content)
        for own in self.pages:
            yield from own.placed(own.lists_and_news())
        yield from _mapped(self.content, self.pages[0], names)
        for own in self.pages:
            yield from own.placed(_ended(self, own, "*.html", names))
            yield from own.placed(_ended(self, own, f"{BY_MONTH}/*/*.html", names))
        before, broken_ids = self.content.published.opportunities, self.content.context.broken_ids
        yield OPPORTUNITIES, opportunities_json(self.content.opportunities, self.content.as_of, before, broken_ids)


@dataclass(frozen=True)
class Site:
    """How the site was found."""

    pages: int
    """How many pages it has."""
    stale: tuple[str, ...]
    """Names of what was not as it should be."""
    as_of: datetime
    known: Mapping[str, Sequence[bytes]]
    """What is to be remembered of the lists, by the folder of the language; see ``Others.lines``."""


def plan_site(
    opportunities: Sequence[Opportunity],
    editions: Sequence[Edition],
    folder: Path,
    publisher: Publisher,
    context: ExportContext,
    drawn: Drawn,
) -> PlannedSite:
    """Return the site that the records make; nothing is written. ``drawn`` is what was drawn of them before.

    It is made as of the last instant at which time alone changed it, or, where time does not pass, as of that of the
    last export. Of records that cannot be read, what was published stays. Raises ``OSError``.
    """
    published = gather_site(folder, (edition.place for edition in editions), context.broken_ids)
    as_of = (None if context.time_passes else published.as_of) or last_change(opportunities, context.now)
    content = Content(tuple(opportunities), tuple(editions), published, publisher, as_of, context, drawn)
    return PlannedSite(content, tuple(Pages(content.read_in(edition), edition) for edition in editions), folder)


def compared(folder: Path, name: str, made: Made) -> PlannedFile:
    """Return a file of the site, compared with the published one."""
    published = read_published(folder, name)
    content = made(published) if callable(made) else made
    if isinstance(content, str):
        content = content.encode("utf-8", "replace")
    if published is not None and not isinstance(content, bytes):
        content = b"".join(content)
    return PlannedFile(name, (content,) if isinstance(content, bytes) else content, stale=content != published)


def publish_site(site: PlannedSite, *, write: bool) -> Site:
    """Compare the site with what is published and, with ``write``, write what is stale, each file in one step.

    What nothing links to goes. The disk is not waited for, thousands of times: what a power failure takes, the next
    export makes again. Raises ``OSError``.
    """
    names, stale = list[str](), list[str]()
    for file in site.files():
        names.append(file.name)
        if file.stale:
            stale.append(file.name)
            if write:
                write_file(os.path.join(site.folder, file.name), file.parts, durably=False)  # noqa: PTH118
    leftovers = list(_leftovers(site, set(names)))
    if write:
        for name in leftovers:
            (site.folder / name).unlink(missing_ok=True)
    stale.sort(key=lambda name: f"{ENTRIES}/" in name)
    pages, known = sum(name.endswith(".html") for name in names), {own.place: own.known for own in site.pages}
    return Site(pages, (*stale, *leftovers), site.content.as_of, known)


def _beside(content: Content) -> Iterator[tuple[str, str | bytes]]:
    """Yield what there is once for all languages, but for the opportunities."""
    publisher = content.publisher
    for name in ASSETS:
        asset = (files(__package__) / "static" / name).read_bytes()
        yield name, _COMMENT.sub(b"", asset) if name.endswith(".js") else asset
    yield FEEDS, feeds_json(content.editions, publisher.name, publisher.url, content.as_of)


def _mapped(content: Content, pages: Pages, names: Set[str]) -> Iterator[tuple[str, str]]:
    """Yield the sitemap, of what is shown to all; ``names`` are those of all files but what has ended."""
    if url := content.publisher.url:
        found = [listing.page for listing in pages.lists if listing.group != "access"]
        found += [BROWSE, *(f"{ENTRIES}/{id_}.html" for id_ in sorted(found.id for found in content.public))]
        found += sorted(name for name in names if name.startswith(f"{BY_MONTH}/") and name.endswith(".html"))
        languages = [(edition.language.tag, edition.place) for edition in content.editions if edition.listed]
        yield from sitemaps(url, found, languages)


def _ended(site: PlannedSite, pages: Pages, pattern: str, names: Set[str]) -> Iterator[tuple[str, str]]:
    """Yield what is shown instead of the pages that were published and have nothing to show any more.

    The pages of broken records stay.
    """
    folder = site.folder / pages.place
    for name in _found(folder, pattern):
        if f"{pages.place}{name}" in names:
            continue
        file = folder / name
        if file.parent.name == ENTRIES and _stays(site.content, file):
            continue
        page = b"" if fault_of_id(file.stem) else file.read_bytes()
        address = _CANONICAL.search(page)
        if _OURS in page and (address is None or address[1].endswith(f"/{name}".encode())):  # else it is a copy
            yield name, pages.gone(name)


def _leftovers(site: PlannedSite, names: Set[str]) -> Iterator[str]:
    """Yield data of months that no list has any more, and calendar files of single opportunities that are gone.

    Of these, as far as an export wrote them under their names.
    """
    content, folder = site.content, site.folder
    maps = (file.name for file in sorted(folder.glob("sitemap-*.xml")) if is_sitemap(file.name))
    yield from (name for name in maps if name not in names)
    for edition in content.editions:
        data = sorted((folder / edition.place).glob(f"{BY_MONTH}/*.json"))
        ours = (file.relative_to(folder).as_posix() for file in data if file.stem == REGIONS or is_part(file.stem))
        yield from (name for name in ours if name not in names)
        calendars = (f"{edition.place}{name}" for name in _found(folder / edition.place, f"{ENTRIES}/*.ics"))
        for name in (name for name in calendars if name not in names):
            file = folder / name
            if _stays(content, file):
                continue
            of = map(record_id_in, blocks_in(read_published(folder, name) or b""))
            if file.stem in of or file.stem in content.published.ids:
                yield name


def _found(folder: Path, pattern: str) -> list[str]:
    """Return the names of files within a folder, in their order; of thousands in one place no paths are made."""
    place, _, last = pattern.rpartition("/")
    if "*" in place:
        return [file.relative_to(folder).as_posix() for file in sorted(folder.glob(pattern))]
    try:
        names = sorted(os.listdir(folder / place))  # noqa: PTH208
    except (FileNotFoundError, NotADirectoryError, PermissionError):
        return []
    return [f"{place}/{name}" if place else name for name in names if fnmatchcase(name, last)]


def _stays(content: Content, file: Path) -> bool:
    """True for a file of an opportunity whose record may still be there and cannot be read."""
    return file.stem in content.context.broken_ids or not content.context.complete
