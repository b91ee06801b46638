"""Clock rules that changed: the same hour of the same place is not the instant that was published. Pure."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta

from deadlines.domain.moment import Moment, as_written
from deadlines.domain.point import Point
from deadlines.feeds.published import instant_in
from deadlines.feeds.revisions import PublishedRevision, digest


@dataclass(frozen=True, slots=True)
class RulesChange:
    """Entries of one zone that moved by the same time, although nobody moved them."""

    zone_name: str
    later: timedelta
    """Negative where they are earlier now."""
    deadlines: int
    others: int
    """Openings and milestones."""


def moved_by_rules(
    points: Mapping[str, Point], rows: Mapping[str, PublishedRevision], blocks: Mapping[str, bytes]
) -> tuple[RulesChange, ...]:
    """Compare the instants of the published entries with those of the same moments now, by zone and difference.

    All three are by UID: points of the records, what the table says was published, and the entries in the feeds. Dates
    have no instant in a feed.
    """
    found = Counter(_moved(points, rows, blocks))
    groups = sorted({(zone_name, later) for zone_name, later, _ in found})
    return tuple(RulesChange(*group, deadlines=found[*group, True], others=found[*group, False]) for group in groups)


def _moved(
    points: Mapping[str, Point], rows: Mapping[str, PublishedRevision], blocks: Mapping[str, bytes]
) -> Iterator[tuple[str, timedelta, bool]]:
    for uid, point in _timed(points):
        last, block = rows.get(uid), blocks.get(uid)
        if last is None or block is None or digest(block) != last.block or not _is_the_same(point.moment, last):
            continue
        of_deadline = point.role == "deadline"
        published = instant_in(block, end=of_deadline)
        if published and published != point.moment.instant:
            yield point.moment.zone_name, point.moment.instant - published, of_deadline


def _timed(points: Mapping[str, Point]) -> Iterable[tuple[str, Point]]:
    return ((uid, point) for uid, point in points.items() if not (point.moment.all_day or point.moment.is_local))


def _is_the_same(moment: Moment, last: PublishedRevision) -> bool:
    """True where the record says of its moment what it said when it was published."""
    return (as_written(moment.written), moment.zone_name) == (last.moment, last.timezone)
