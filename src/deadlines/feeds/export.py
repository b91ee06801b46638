"""Export: the opportunities into every feed that carries them."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from pathlib import Path

from deadlines.domain.feed import Feed
from deadlines.domain.opportunity import Opportunity
from deadlines.feeds.entries import entries_of
from deadlines.feeds.ical import assemble, render
from deadlines.feeds.published import blocks_in, read_published, write


@dataclass(frozen=True)
class PlannedFile:
    """A feed's file as it should be, and whether it is so already."""

    name: str
    content: bytes
    entries: int
    stale: bool


@dataclass(frozen=True)
class Export:
    """What an export writes, and what it leaves out."""

    files: tuple[PlannedFile, ...]
    empty: tuple[Feed, ...]
    """Feeds without an entry; no file is written for them, since a calendar without entries is invalid."""
    kept: frozenset[str]
    """Ids of broken records whose last published entries stay."""


def plan(
    opportunities: Iterable[Opportunity],
    feeds: Iterable[Feed],
    folder: Path,
    *,
    domain: str,
    url: str | None,
    broken_ids: Collection[str] = (),
) -> Export:
    """Render every entry once and lay out all feeds; nothing is written.

    A record in ``broken_ids`` keeps the entries that the published folder still holds of it.
    """
    rendered = [
        (opportunity, {entry.uid: render(entry) for entry in entries_of(opportunity, domain)})
        for opportunity in opportunities
    ]
    files, empty, kept = [], [], set[str]()
    for feed in feeds:
        published = read_published(folder, f"{feed.name}.ics")
        blocks: dict[str, bytes] = {}
        if published and broken_ids:
            for uid, block in blocks_in(published).items():
                if (broken := uid.rpartition("@")[0].partition(".")[0]) in broken_ids:
                    blocks[uid] = block
                    kept.add(broken)
        for opportunity, own in rendered:
            if own and feed.selection.matches(opportunity):
                blocks.update(own)
        if not blocks:
            empty.append(feed)
            continue
        content = assemble(feed, (blocks[uid] for uid in sorted(blocks)), url)
        files.append(PlannedFile(f"{feed.name}.ics", content, len(blocks), stale=content != published))
    return Export(tuple(files), tuple(empty), frozenset(kept))


def publish(export: Export, folder: Path) -> None:
    """Write the files that are stale, each in one step; what would not change is not touched."""
    for file in export.files:
        if file.stale:
            write(folder, file.name, file.content)
