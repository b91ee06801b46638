"""Gather: a published folder, read once into plain values, with which an export is compared."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from deadlines.domain.feed import ALARMS, EVERYTHING, Feed
from deadlines.feeds.published import PublishedFeed, read_feeds, read_published
from deadlines.feeds.revisions import FILE, Revisions, revisions_in


@dataclass(frozen=True)
class PublishedFolder:
    """A folder as an export finds it."""

    feeds: Mapping[str, PublishedFeed] = field(default_factory=dict)
    """By name, those with alarms too."""
    table: bytes | None = None
    """The file of revisions; None where there is none."""

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
        """Each entry as the first of these feeds holds it, by UID."""
        found: dict[str, bytes] = {}
        for name in reversed(self.names):
            found |= self.feeds[name].blocks
        return found

    @property
    def uids(self) -> frozenset[str]:
        """The UIDs of all entries that are in a feed, as far as that can be read."""
        return self.revisions.present | (frozenset() if self.revisions.is_complete else self.blocks.keys())

    def blocks_in(self, name: str) -> Mapping[str, bytes]:
        """Return the entries of a feed, by UID; nothing where there is none of that name."""
        return self.feeds[name].blocks if name in self.feeds else {}


def gather(folder: Path, feeds: Iterable[Feed]) -> PublishedFolder:
    """Read what was published in a folder; ``feeds`` are those that are to be published there. Raises ``OSError``."""
    names = {f"{feed.name}{ending}" for feed in feeds for ending in ("", ALARMS)}
    return PublishedFolder(read_feeds(folder, names), read_published(folder, FILE))
