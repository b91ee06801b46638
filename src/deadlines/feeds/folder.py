"""Gather: a published folder, read once into plain values, with which an export is compared."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from deadlines.domain.feed import ALARMS, EVERYTHING, Feed
from deadlines.feeds.published import PublishedFeed, number_in, read_feeds, read_published
from deadlines.feeds.revisions import FILE, Revisions, revisions_in


@dataclass(frozen=True)
class PublishedFolder:
    """A folder as an export finds it."""

    feeds: Mapping[str, PublishedFeed] = field(default_factory=dict)
    """By name, those with alarms too."""
    table: bytes | None = None
    """The file of revisions; None where there is none."""
    copies: tuple[str, ...] = ()
    """Names of files that an export wrote under another name: they are left alone."""

    @cached_property
    def revisions(self) -> Revisions:
        """What was published of each entry last."""
        return revisions_in(self.table)

    @cached_property
    def names(self) -> tuple[str, ...]:
        """Of our feeds without alarms, the one of all first."""
        names = (name for name, feed in self.feeds.items() if feed.is_ours and not name.endswith(ALARMS))
        return tuple(sorted(names, key=lambda name: (name != EVERYTHING, name)))

    @cached_property
    def blocks(self) -> dict[str, bytes]:
        """Each entry as one of these feeds holds it, by UID: the highest revision, and of equal ones the first."""
        return self._newest(self.names)

    @cached_property
    def blocks_with_alarms(self) -> dict[str, bytes]:
        """The same for the feeds with alarms."""
        return self._newest(f"{name}{ALARMS}" for name in self.names)

    def _newest(self, names: Iterable[str]) -> dict[str, bytes]:
        found: dict[str, bytes] = {}
        for name in names:
            for uid, block in self.blocks_in(name).items():
                known = found.get(uid)
                if known is None or (block != known and number_in(block) > number_in(known)):
                    found[uid] = block
        return found

    @property
    def is_new(self) -> bool:
        """True where nothing was published."""
        return not self.names and not self.revisions.rows

    @property
    def uids(self) -> frozenset[str]:
        """The UIDs of all entries that are in a feed, as far as that can be read."""
        return self.revisions.present | (self.blocks.keys() - self.revisions.rows.keys())

    def blocks_in(self, name: str) -> Mapping[str, bytes]:
        """Return the entries of a feed, by UID; nothing where there is none of that name."""
        return self.feeds[name].blocks if name in self.feeds else {}


def gather(folder: Path, feeds: Iterable[Feed]) -> PublishedFolder:
    """Read what was published in a folder; ``feeds`` are those that are to be published there. Raises ``OSError``."""
    table = read_published(folder, FILE)
    known = revisions_in(table)
    names = {f"{name}{ending}" for name in known.feeds.union(feed.name for feed in feeds) for ending in ("", ALARMS)}
    found, copies = read_feeds(folder, names, others=not known.feeds or not known.is_complete)
    return PublishedFolder(found, table, tuple(copies))
