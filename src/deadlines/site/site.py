"""The static site: what is published beside the feeds of all languages, compared with what was."""

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path

from deadlines.domain.fields import fault_of_id
from deadlines.domain.folder import ASSETS, BROWSE, ENTRIES, FEEDS, OPPORTUNITIES, SITEMAP
from deadlines.domain.opportunity import Opportunity
from deadlines.domain.point import record_id_in
from deadlines.feeds.context import ExportContext
from deadlines.feeds.edition import Edition
from deadlines.feeds.export import PlannedFile
from deadlines.feeds.published import blocks_in, read_published
from deadlines.files import write
from deadlines.site.content import Content, Publisher
from deadlines.site.machine_readable import feeds_json, opportunities_json, sitemap
from deadlines.site.pages import Pages
from deadlines.site.published import gather_site
from deadlines.site.sections import last_change

_CANONICAL = re.compile(rb'<link rel="canonical" href="([^"]*)">')
_OURS = b'<meta name="generator" content="deadlines">'


@dataclass(frozen=True)
class Site:
    """What the site should be."""

    files: tuple[PlannedFile, ...]
    leftovers: tuple[str, ...]
    """Files that nothing links to any more."""

    @property
    def stale(self) -> list[str]:
        """Names of what is not as it should be."""
        return [file.name for file in self.files if file.stale] + list(self.leftovers)


def plan_site(
    opportunities: Sequence[Opportunity],
    editions: Sequence[Edition],
    folder: Path,
    publisher: Publisher,
    context: ExportContext,
) -> Site:
    """Compare the site that the records make with the one in the folder; nothing is written.

    It is made as of the last instant at which time alone changed it, or, where time does not pass, as of that of the
    last export. Of records that cannot be read, what was published stays. Raises ``OSError``.
    """
    published = gather_site(folder, (edition.place for edition in editions), context.broken_ids)
    as_of = (None if context.time_passes else published.as_of) or last_change(opportunities, context.now)
    content = Content(tuple(opportunities), tuple(editions), published, publisher, as_of, context)
    pages = {edition.place: Pages(content.read_in(edition), edition) for edition in editions}
    planned: dict[str, str | bytes] = dict(_beside(content, pages[""]))
    for place, own in pages.items():
        planned |= {f"{place}{name}": text for name, text in own.contents()}
    for place, own in pages.items():
        for page in _ended(content, folder, place, planned):
            planned[f"{place}{page}"] = own.gone(page)
    compared = (
        (name, text if isinstance(text, bytes) else text.encode("utf-8", "replace")) for name, text in planned.items()
    )
    found = [PlannedFile(name, text, stale=text != read_published(folder, name)) for name, text in compared]
    return Site(tuple(found), tuple(_leftovers(content, folder, planned)))


def publish_site(site: Site, folder: Path) -> None:
    """Write what is stale, each file in one step, the lists after what they lead to; what nothing links to goes.

    What the next export compares with, to know what is news, is written last.

    The disk is not waited for, thousands of times: what a power failure takes, the next export makes again.
    """
    for file in sorted(site.files, key=lambda file: (f"{ENTRIES}/" not in file.name, file.name == OPPORTUNITIES)):
        if file.stale:
            write(folder / file.name, file.content, durably=False)
    for name in site.leftovers:
        (folder / name).unlink(missing_ok=True)


def _beside(content: Content, pages: Pages) -> Iterator[tuple[str, str | bytes]]:
    """Yield what there is once for all languages."""
    publisher, as_of = content.publisher, content.as_of
    for name in ASSETS:
        yield name, (files(__package__) / "static" / name).read_bytes()
    before = content.published.opportunities
    yield OPPORTUNITIES, opportunities_json(content.opportunities, as_of, before, content.context.broken_ids)
    yield FEEDS, feeds_json(content.editions, publisher.name, publisher.url, as_of)
    if publisher.url:
        names = [listing.page for listing in pages.lists() if listing.group != "access"]
        names += [BROWSE, *(f"{ENTRIES}/{found.id}.html" for found in content.public)]
        languages = [(edition.language.tag, edition.place) for edition in content.editions if edition.listed]
        yield SITEMAP, sitemap(publisher.url, names, languages)


def _ended(content: Content, published: Path, place: str, planned: Collection[str]) -> Iterator[str]:
    """Yield the pages of an edition that were published and have nothing to show; those of broken records stay."""
    folder = published / place
    for file in sorted((*folder.glob("*.html"), *folder.glob(f"{ENTRIES}/*.html"))):
        name = file.relative_to(folder).as_posix()
        if f"{place}{name}" in planned or ("/" in name and _stays(content, file)):
            continue
        page = b"" if fault_of_id(file.stem) else file.read_bytes()
        address = _CANONICAL.search(page)
        if _OURS in page and (address is None or address[1].endswith(f"/{name}".encode())):  # else it is a copy
            yield name


def _leftovers(content: Content, folder: Path, planned: Collection[str]) -> Iterator[str]:
    """Yield calendar files of single opportunities that are gone, as far as an export wrote them under their names."""
    for edition in content.editions:
        for file in sorted((folder / edition.place).glob(f"{ENTRIES}/*.ics")):
            name = file.relative_to(folder).as_posix()
            if name in planned or _stays(content, file):
                continue
            of = map(record_id_in, blocks_in(read_published(folder, name) or b""))
            if file.stem in of or file.stem in content.published.ids:
                yield name


def _stays(content: Content, file: Path) -> bool:
    """True for a file of an opportunity whose record may still be there and cannot be read."""
    return file.stem in content.context.broken_ids or not content.context.complete
