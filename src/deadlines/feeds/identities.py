"""The file of identities in the published folder: which entries go on under the UID by which they became known.

It is there only where a deadline has another label, or its record another id, than when it was published first.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from deadlines.domain.feed import EVERYTHING
from deadlines.feeds.published import UID, blocks_in, read_published
from deadlines.feeds.revisions import PublishedRevision, Revisions, load_revisions

FILE = "identities.tsv"

_HEAD = (
    "# Which entries go on under another UID than their record would give. Written by deadlines export; commit it.",
    "uid\tknown_as",
)
_ROW = re.compile(rf"({UID})\t({UID})")


@dataclass(frozen=True)
class Identities:
    """All lines of the file: the UIDs by which an entry is known, by the one that its record would give.

    There are several of one where a merge has left them.
    """

    known: Mapping[str, tuple[str, ...]]
    damaged: int = 0
    """How many lines could not be read."""


def identities_in(content: bytes | None) -> Identities:
    """Read the file, None where there is none; a line that is damaged, as by a merge, is counted and left out."""
    known: dict[str, tuple[str, ...]] = defaultdict(tuple)
    damaged = 0
    for line in (content or b"").decode("utf-8", "replace").replace("\r\n", "\n").split("\n"):
        if not line or line in _HEAD:
            continue
        if row := _ROW.fullmatch(line):
            known[row[1]] += (row[2],)
        else:
            damaged += 1
    return Identities(dict(known), damaged)


def dump(known: Mapping[str, str]) -> bytes:
    """Return the file: a line for each entry, by the UID that its record would give."""
    return "\n".join((*_HEAD, *(f"{uid}\t{its}" for uid, its in sorted(known.items())), "")).encode()


@dataclass(frozen=True)
class Memory:
    """What is remembered of the entries of a published folder."""

    revisions: Revisions
    identities: Identities
    read_blocks: Callable[[], Mapping[str, bytes]] = dict
    """Returns the published entries by UID: they are read only where they are needed."""

    @cached_property
    def blocks(self) -> Mapping[str, bytes]:
        """The published entries, by UID."""
        return self.read_blocks()

    @cached_property
    def rows(self) -> Mapping[str, PublishedRevision]:
        """What was published of each entry last; what the table has lost, as far as the entries themselves say it."""
        lost = self.blocks.keys() - self.revisions.rows.keys()
        if not lost:
            return self.revisions.rows
        from deadlines.feeds.readback import recover

        found = (recover(uid, self.blocks[uid], None) for uid in lost)
        return {**self.revisions.rows, **{row.uid: row for row in found if row}}


def remember(folder: Path, identities: Identities) -> Memory:
    """Return the memory of a folder. Raises ``OSError``."""

    def read() -> Mapping[str, bytes]:
        return blocks_in(read_published(folder, f"{EVERYTHING}.ics") or b"")

    return Memory(load_revisions(folder), identities, read)
