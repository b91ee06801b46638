"""What an export is decided from: the points of the records beside what was published, as plain values."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import chain

from deadlines.domain.feed import PAST_STAYS
from deadlines.domain.opportunity import Opportunity
from deadlines.domain.point import Point, points_of, record_id_in
from deadlines.feeds.context import ExportContext, Publication
from deadlines.feeds.folder import PublishedFolder
from deadlines.feeds.revisions import REMOVED, PublishedRevision
from deadlines.feeds.withdrawn import is_notice

WITHDRAWN_STAYS = timedelta(days=30)
"""How long a cancelled entry stays after its date, and a removed one after it was removed."""


@dataclass(frozen=True)
class Situation:
    """What there is to publish, and what becomes of what was published and has no record any more."""

    opportunities: tuple[Opportunity, ...]
    points: Mapping[str, Point]
    """By UID."""
    uids: Mapping[str, tuple[str, ...]]
    """Of the points of each opportunity, by its id."""
    past: frozenset[str]
    """The points whose entries time takes out of the feeds."""
    kept: frozenset[str]
    """Entries whose record cannot be read: they stay as they are."""
    gone: frozenset[str]
    """Entries whose record, or whose date in it, is gone: they are published as removed."""
    published: PublishedFolder
    publication: Publication
    context: ExportContext

    @property
    def now(self) -> datetime:
        """The instant of the export, in whole seconds."""
        return self.context.instant

    def has_record(self, uid: str) -> bool:
        """True when there is a good record of the id from which a UID was made."""
        return record_id_in(uid) in self.uids

    def has_left(self, uid: str, feed: str) -> bool:
        """True when time has taken the entry of a point out of a feed."""
        return uid in self.past and (self.context.time_passes or uid not in self.published.blocks_in(feed))

    def without_record(self, feed: str) -> frozenset[str]:
        """Return the entries of a published feed for which no record speaks."""
        orphans = self.kept | self.gone
        return orphans & self.published.blocks_in(feed).keys() if orphans else orphans


def situation_of(
    opportunities: Iterable[Opportunity], published: PublishedFolder, publication: Publication, context: ExportContext
) -> Situation:
    """Compare the records with what was published; what is broken, or may be where nobody could look, is kept."""
    opportunities = tuple(opportunities)
    own = {found.id: {point.uid(publication.domain): point for point in points_of(found)} for found in opportunities}
    points = {uid: point for by_uid in own.values() for uid, point in by_uid.items()}
    now = context.instant
    rows = published.revisions.rows
    orphans = {
        uid
        for uid in published.uids - points.keys()
        if (uid in rows or uid.endswith(f"@{publication.domain}"))
        and not is_notice(uid)
        and not (context.time_passes and _is_over(rows.get(uid), now))
    }
    kept = {uid for uid in orphans if not context.complete or record_id_in(uid) in context.broken_ids}
    return Situation(
        opportunities=opportunities,
        points=points,
        uids={id_: tuple(by_uid) for id_, by_uid in own.items()},
        past=frozenset(uid for uid, point in points.items() if is_past(point, now)),
        kept=frozenset(kept),
        gone=frozenset(orphans - kept),
        published=published,
        publication=publication,
        context=context,
    )


def is_past(point: Point, now: datetime) -> bool:
    """True when the entry of a point has stayed long enough in the feeds."""
    return _leaves_at(point) <= now


def next_departure(
    opportunities: Iterable[Opportunity], rows: Iterable[PublishedRevision], now: datetime
) -> datetime | None:
    """Return the next instant, after ``now``, at which time takes an entry out of the feeds."""
    points = (_leaves_at(point) for found in opportunities for point in points_of(found))
    removed = (_is_over_at(row) for row in rows if row.state == REMOVED)
    return min((at for at in chain(points, removed) if at > now), default=None)


def _leaves_at(point: Point) -> datetime:
    stays = WITHDRAWN_STAYS if point.opportunity.record.status == "cancelled" else PAST_STAYS
    return point.moment.instant + stays


def _is_over(row: PublishedRevision | None, now: datetime) -> bool:
    return row is not None and row.state == REMOVED and _is_over_at(row) <= now


def _is_over_at(row: PublishedRevision) -> datetime:
    return row.at + WITHDRAWN_STAYS
