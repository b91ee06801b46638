"""Which entries each feed carries, and where a feed ends."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace

from deadlines.domain.feed import ALARMS, Feed
from deadlines.domain.opportunity import Opportunity
from deadlines.domain.point import Point
from deadlines.feeds import titles
from deadlines.feeds.published import start_in
from deadlines.feeds.situation import Situation
from deadlines.feeds.withdrawn import notice_uid


@dataclass(frozen=True)
class Carried:
    """A feed and what it carries."""

    name: str
    title: str
    uids: frozenset[str]
    going_on: tuple[Opportunity, ...] = ()
    """What it lists beside its entries, since no date closes it."""
    ended: bool = False
    """True where nothing comes to it any more."""


def carried_by(feed: Feed, situation: Situation) -> Carried:
    """Return what a feed carries. Where nothing is left, its latest entry stays: an empty calendar is invalid."""
    selected = tuple(feed.select(situation.opportunities))
    points = {
        uid: point
        for opportunity in selected
        for uid in situation.uids[opportunity.id]
        if (point := situation.points[uid]).role == "deadline" or point.role in feed.include
    }
    uids = frozenset(uid for uid in points if not situation.has_left(uid, feed.name))
    uids |= situation.without_record(feed.name)
    if not uids:
        uids = latest_of(points) if points else _last_in(feed.name, situation)
    return Carried(feed.name, feed.title, uids, going_on_among(selected))


def latest_of(points: dict[str, Point]) -> frozenset[str]:
    """Return the UID of the latest of some points."""
    return frozenset((max(points, key=lambda uid: (points[uid].moment.instant, uid)),))


def going_on_among(opportunities: Collection[Opportunity]) -> tuple[Opportunity, ...]:
    """Return those that no date closes: open without a deadline, or with one of which no date is stated."""
    return tuple(one for one in opportunities if one.goes_on and one.record.status == "announced")


def former_feeds(situation: Situation, names: Collection[str]) -> Iterator[Carried]:
    """Yield each published feed that is none of ``names`` any more: what it has stays true, and nothing new comes."""
    feeds = situation.published.feeds
    for name in dict.fromkeys(name.removesuffix(ALARMS) for name in feeds):
        found = next((one for one in (name, name + ALARMS) if one in feeds and feeds[one].is_ours), None)
        if name in names or found is None:
            continue
        held = feeds[found].blocks.keys() & situation.points.keys()
        uids = frozenset(uid for uid in held if not situation.has_left(uid, found)) | situation.without_record(found)
        title = feeds[found].title or found
        yield Carried(name, title if found == name else titles.without_alarms(title), uids)


def ended(former: Carried, situation: Situation, readable: Collection[str]) -> Carried:
    """Return a former feed with the notice that says where to go.

    There is no such notice while it holds what has no record to speak for it, since it may be a feed again when that
    is mended.
    """
    if not situation.context.complete or any(uid in readable for uid in former.uids & situation.kept):
        return former
    return replace(former, uids=former.uids | {notice_uid(former.name, situation.publication.domain)}, ended=True)


def deselected(carried: Carried, situation: Situation) -> Iterator[str]:
    """Yield the entries that leave a feed because it does not select them any more, not by time or a lost record."""
    for uid in sorted(situation.published.blocks_in(carried.name).keys() - carried.uids):
        if uid in situation.points and not situation.has_left(uid, carried.name):
            yield uid


def _last_in(name: str, situation: Situation) -> frozenset[str]:
    """Return the latest entry of a published feed."""
    blocks = situation.published.blocks_in(name)
    return frozenset((max(blocks, key=lambda uid: (start_in(blocks[uid]), uid)),)) if blocks else frozenset()
