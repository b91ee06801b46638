"""Literals from which an export is decided, without a disk."""

from collections.abc import Iterable
from datetime import UTC, date, datetime
from typing import Any

from deadlines.domain.feed import Feed
from deadlines.domain.opportunity import Opportunity
from deadlines.domain.record import Record
from deadlines.domain.selection import Selection
from deadlines.feeds.context import ExportContext, Publication
from deadlines.feeds.export import Export
from deadlines.feeds.folder import PublishedFolder
from deadlines.feeds.plan import plan
from deadlines.feeds.published import PublishedFeed

NOW = datetime(2026, 2, 1, 12, tzinfo=UTC)
ALL = Feed("all", "All", Selection())
JOBS = Feed("jobs", "Jobs", Selection(kind=("job",)))
PUBLICATION = Publication("x.org", "UTC", url="https://x.org/")
NOTHING = PublishedFolder()


def opportunity(name: str, due: date = date(2026, 3, 6), **more: Any) -> Opportunity:
    table = {"title": f"Call {name}", "kind": "call", "organisation": "O", "url": "https://example.org/"} | more
    table.setdefault("deadlines", [{"due": due}])
    record = Record.model_validate(table)
    return Opportunity.of(record, id=name, path=f"{name}.toml", project_zone="Europe/Brussels")


def export(
    opportunities: Iterable[Opportunity],
    published: PublishedFolder = NOTHING,
    feeds: tuple[Feed, ...] = (ALL, JOBS),
    *,
    now: datetime = NOW,
    **context: Any,
) -> Export:
    return plan(opportunities, feeds, published, PUBLICATION, ExportContext(now, **context))


def folder(made: Export) -> PublishedFolder:
    """The folder as it is when an export was published."""
    feeds = {file.name.removesuffix(".ics"): PublishedFeed(file.content) for file in made.files}
    return PublishedFolder(dict(sorted(feeds.items())), made.revisions.content)


def revisions(made: Export) -> dict[str, tuple[int, str]]:
    """The revision and the state of each entry that is in a feed."""
    return {uid: (int(entry.row.revision), entry.row.state) for uid, entry in made.entries.items()}


def uids(made: Export, name: str) -> list[str]:
    """The entries of a feed, in their order."""
    return list(folder(made).blocks_in(name))
