"""An excerpt of a published folder: what it has of a few records, and how their new lines take the place of the old."""

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from mmap import ACCESS_READ, mmap
from pathlib import Path

from deadlines.domain.feed import ALARMS, Feed
from deadlines.domain.opportunity import Opportunity
from deadlines.feeds.export import Export
from deadlines.feeds.folder import PublishedFolder
from deadlines.feeds.ical import assemble, fold_line
from deadlines.feeds.neutral import neutral_id
from deadlines.feeds.published import BEGIN, END, PublishedFeed, blocks_in, read_published
from deadlines.feeds.revisions import FILE, PublishedRevision, columns_of

Change = tuple[bytes, bytes]
"""What stands in a file once, and what is to stand there instead."""


class NotAlone(Exception):  # noqa: N818
    """More differs than the entries of some records as such."""


@dataclass(frozen=True)
class Amended:
    """A file of which a part is to be another."""

    name: str
    changes: tuple[Change, ...]

    @property
    def growth(self) -> int:
        """By how many bytes it becomes longer."""
        return sum(len(new) - len(old) for old, new in self.changes)

    def parts(self, published: bytes) -> list[memoryview | bytes]:
        """Return what is to stand in it, in pieces. Raises ``NotAlone`` where it is not what it was."""
        return replaced(published, self.changes)


class Excerpts:
    """Reads of folders, in the place of ``gather``, what they have of some opportunities."""

    def __init__(self, opportunities: Sequence[Opportunity]) -> None:
        self._opportunities = opportunities
        self._ids = {name for one in opportunities for name in (one.id, neutral_id(one.id))}
        self.of: dict[Path, PublishedFolder] = {}
        """What was read, by the folder."""

    def __call__(self, folder: Path, feeds: Iterable[Feed]) -> PublishedFolder:
        """Read the feeds of a folder that select one of them."""
        rows = list(_rows_of(read_published(folder, FILE) or b"", self._ids))
        uids = [row.partition(b"\t")[0].decode() for row in rows]
        found = {}
        for name in (feed.name for feed in feeds if any(map(feed.selection.matches, self._opportunities))):
            for file in (name, name + ALARMS):
                if (feed := _excerpt(folder / f"{file}.ics", uids)) is not None:
                    found[file] = PublishedFeed(feed)
        self.of[folder] = PublishedFolder(found, b"\n".join((*rows, b"")))
        return self.of[folder]


def amended(export: Export, published: PublishedFolder) -> Iterator[Amended]:
    """Yield the files that are to be another, the table first, where the entries alone differ of which it is made.

    Raises ``NotAlone`` where more does: an entry comes, goes, or is in another feed, or there is something to say of
    it.
    """
    before, entries = published.revisions.rows, export.entries
    if any((export.lost, export.removals, export.deselected, export.rules, export.kept, export.copies)):
        raise NotAlone
    if entries.keys() | export.left.keys() != before.keys() or any(
        before[uid] != row for uid, row in export.left.items()
    ):
        raise NotAlone
    if {f"{name}.ics" for name, feed in published.feeds.items() if feed.blocks} != {file.name for file in export.files}:
        raise NotAlone
    rows = [(before[uid], one.row) for uid, one in entries.items() if before[uid] != one.row]
    yield Amended(FILE, tuple((_line(old), _line(new)) for old, new in rows))
    for file in export.files:
        old, new = published.blocks_in(file.name.removesuffix(".ics")), blocks_in(file.content)
        if old.keys() != new.keys():
            raise NotAlone
        yield Amended(file.name, tuple((old[uid], new[uid]) for uid in new if old[uid] != new[uid]))


def replaced(content: bytes, changes: Iterable[Change]) -> list[memoryview | bytes]:
    """Return a content with its changes, in pieces. Raises ``NotAlone`` where it has not what is to be changed."""
    whole, pieces, end = memoryview(content), list[memoryview | bytes](), 0
    for place, old, new in sorted((content.find(old), old, new) for old, new in changes):
        if place < end:
            raise NotAlone
        pieces += [whole[end:place], new]
        end = place + len(old)
    return [*pieces, whole[end:]]


def _rows_of(table: bytes, ids: Collection[str]) -> Iterator[bytes]:
    """Yield the lines of the entries of some records, as their UIDs begin."""
    for id_ in ids:
        for found in re.finditer(rb"^%s[.+@][^\n]*$" % re.escape(id_.encode()), table, re.MULTILINE):
            yield found[0]


def _excerpt(file: Path, uids: Iterable[str]) -> bytes | None:
    """Return a feed as far as it holds some entries, without reading all of it; None where there is none."""
    try:
        opened = file.open("rb")
    except FileNotFoundError:
        return None
    blocks = []
    with opened, mmap(opened.fileno(), 0, access=ACCESS_READ) as feed:
        for uid in uids:
            at = feed.find(b"\r\n%s\r\n" % fold_line(f"UID:{uid}"))
            if at >= 0:
                end = feed.find(END, at) + len(END)
                blocks.append(feed[feed.rfind(BEGIN, 0, at) : end])
        return assemble(feed[: feed.find(BEGIN)], blocks)


def _line(row: PublishedRevision) -> bytes:
    return "\n{}".format("\t".join(columns_of(row))).encode()
