"""An export: what is to be written into a published folder, and what a coordinator has to know of it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from deadlines.domain.feed import MOST_BYTES, MOST_ENTRIES, Feed
from deadlines.domain.opportunity import Opportunity
from deadlines.domain.text import Sentence
from deadlines.feeds.clock_rules import RulesChange
from deadlines.feeds.context import ExportContext, Publication
from deadlines.feeds.published import read_feeds
from deadlines.feeds.revise import Revised
from deadlines.feeds.revisions import PublishedRevision, Revisions
from deadlines.files import write


@dataclass(frozen=True)
class PlannedFile:
    """A file as it should be, and whether it is so already."""

    name: str
    parts: Iterable[bytes | memoryview]
    """The blocks of entries are in many feeds: they are put together when a feed is written, and held once."""
    stale: bool
    entries: int = 0
    rolling: int = 0
    undated: int = 0
    """How many it lists of whose deadlines one has no date."""
    ended: bool = False
    """True for a feed to which nothing comes any more."""
    size: int = 0
    """Of a feed: how many bytes there are."""

    @property
    def content(self) -> bytes:
        """Its bytes."""
        return b"".join(self.parts)

    @property
    def over_budget(self) -> bool:
        """True when calendar programs may not read all of it."""
        return self.entries > MOST_ENTRIES or self.size > MOST_BYTES


@dataclass(frozen=True)
class Removal:
    """An entry that was published and whose record is gone, and the record that says the same under another id."""

    uid: str
    renamed_to: str | None
    record_stays: bool
    """True where only this date is gone from the record, or has another label."""


@dataclass(frozen=True)
class Export:
    """What an export writes, and what a coordinator has to know; values alone."""

    revisions: PlannedFile
    """The table of revisions."""
    files: tuple[PlannedFile, ...]
    """The feeds, each followed by the same feed with alarms."""
    empty: tuple[Feed, ...]
    """Feeds without an entry that were never published; no file is written for them (RFC 5545 §3.6)."""
    kept: frozenset[str]
    """Ids of broken records whose last published entries stay."""
    removals: tuple[Removal, ...]
    """Entries that are published as cancelled from now on, since their record is gone."""
    deselected: tuple[tuple[str, str], ...]
    """Feed and UID of entries that a feed does not select any more."""
    absent: tuple[Opportunity, ...]
    """What is in no feed: its dates are long past, or there is no entry that a rolling one could be listed beside."""
    is_first: bool
    """True where nothing was published before."""
    lost: tuple[str, ...]
    """What of the published folder could not be read."""
    copies: tuple[str, ...]
    """Names of files that an export wrote under another name, without their ending: they are left alone."""
    rules: tuple[RulesChange, ...]
    """What moved although the records did not, since clock rules changed."""
    entries: Mapping[str, Revised]
    """Every entry that is published, by UID."""
    without_record: frozenset[str]
    """UIDs of those for which no record speaks."""
    left: Mapping[str, PublishedRevision]
    """What was published last of the entries that are in no feed any more, by UID."""
    opportunities: tuple[Opportunity, ...]
    """What it was made of."""
    publication: Publication
    context: ExportContext


def refusal(revisions: Revisions, folder: Path, domain: str, files: int) -> str:
    """Return why nothing must be exported: it would withdraw all that people rely on. Empty when all is well.

    ``files`` is how many records there are; ``domain`` that of the settings. Raises ``OSError``.
    """
    published = set(revisions.present)
    if not published or not revisions.is_complete:
        published.update(uid for feed in read_feeds(folder)[0].values() for uid in feed.blocks)
    domains = sorted({uid.rpartition("@")[2] for uid in published})
    if domains and domain not in domains:
        return Sentence(
            'the domain of what is published is "{domain}", and never changes; write domain = "{domain}"',
            domain=domains[0],
        )
    if published and not files:
        return Sentence("there is no record; what is published is not withdrawn all at once")
    return ""


def publish(export: Export, folder: Path) -> None:
    """Write what is stale, each file in one step, the revisions first; what would not change is not touched.

    After a crash in between, the table knows the revisions that some feeds do not have yet, and never the reverse.
    """
    for file in (export.revisions, *export.files):
        if file.stale:
            write(folder / file.name, file.parts)
