"""Identity: that a deadline is the entry that was published, although its label or its record's id is another. Pure.

A point whose own UID was never published is compared with the entries that have no point any more. What is the
same goes on under the UID by which it is known; what could be one of several is nobody's.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass

from deadlines.domain.feed import Entry
from deadlines.domain.moment import Moment
from deadlines.domain.opportunity import Opportunity
from deadlines.domain.point import InRecord, Point, name_in, points_of, record_id_in
from deadlines.feeds.entries import span
from deadlines.feeds.identities import Memory
from deadlines.feeds.revisions import LEFT, REMOVED, PublishedRevision, content_of
from deadlines.feeds.titles import without_deadline
from deadlines.feeds.withdrawn import is_notice

Shown = Callable[[Point], Entry]
"""From a point to what subscribers see of it, in the language in which it was published."""


@dataclass(frozen=True)
class Resolved:
    """The opportunities, each with the UIDs by which its points are known."""

    opportunities: tuple[Opportunity, ...]
    known: Mapping[str, str]
    """The UID by which an entry is known, by the one that its record would give."""
    names: Collection[str]
    """The UIDs that the records would give."""
    found: tuple[tuple[str, Point], ...] = ()
    """What was not remembered before: the UID that goes on, and the point whose it is now."""


def resolve(
    opportunities: Iterable[Opportunity],
    memory: Memory,
    *,
    domain: str,
    shown: Shown | None,
    broken_ids: Collection[str] = (),
    complete: bool = True,
    former: Mapping[str, Collection[str]] | None = None,
) -> Resolved:
    """Find out under which UIDs the points of opportunities are known.

    ``broken_ids`` are those of records that cannot be read, ``complete`` is False where not all could be looked for:
    their entries are not free to be another's. ``former`` are known earlier ids of records. Without ``shown`` a
    record is not recognised under another id by what it says.
    """
    opportunities = tuple(opportunities)
    points = {point.own_name.uid(domain): point for found in opportunities for point in points_of(found)}
    ids = {found.id for found in opportunities}
    matches = matched(points, ids, memory, shown=shown, broken_ids=broken_ids, complete=complete, former=former)
    return Resolved(
        tuple(with_names(opportunities, points, matches)),
        matches,
        points.keys(),
        tuple(new_in(matches, points, memory)),
    )


def matched(
    points: Mapping[str, Point],
    ids: Collection[str],
    memory: Memory,
    *,
    shown: Shown | None,
    broken_ids: Collection[str] = (),
    complete: bool = True,
    former: Mapping[str, Collection[str]] | None = None,
) -> dict[str, str]:
    """Return the UIDs under which points are known, where these are others, by those that their records would give.

    ``points`` are by these, and only those are looked at that were never published under them; ``ids`` are those of
    all records. See ``resolve``.
    """
    search = _Search(points, memory, ids, broken_ids, former or {})
    if search.nameless or memory.identities.known:
        search.remembered()
    if search.nameless and search.free:
        search.same_record()
        if complete and shown:
            search.same_content(shown)
        search.same_record()
    return search.matches


def with_names(
    opportunities: Iterable[Opportunity], points: Mapping[str, Point], matches: Mapping[str, str]
) -> Iterator[Opportunity]:
    """Yield opportunities, each with the UIDs by which its points are known."""
    by_record: dict[str, dict[InRecord, str]] = defaultdict(dict)
    for uid, known_as in matches.items():
        point = points[uid]
        by_record[point.opportunity.id][point.own_name.in_record] = known_as
    return (one._replace(known_as=by_record[one.id]) if one.id in by_record else one for one in opportunities)


def new_in(matches: Mapping[str, str], points: Mapping[str, Point], memory: Memory) -> Iterator[tuple[str, Point]]:
    """Yield what was not remembered before: the UID that goes on, and the point whose it is now."""
    known = memory.identities.known
    return ((its, points[uid]) for uid, its in matches.items() if its not in known.get(uid, ()))


class _Search:
    """The points that were never published under their own names, and the entries that have no point."""

    def __init__(
        self,
        points: Mapping[str, Point],
        memory: Memory,
        ids: Collection[str],
        broken_ids: Collection[str],
        former: Mapping[str, Collection[str]],
    ) -> None:
        self._points, self._memory, self._ids, self._broken = points, memory, ids, broken_ids
        self._former: dict[str, set[str]] = defaultdict(set, {id_: set(its) for id_, its in former.items()})
        for uid, its in memory.identities.known.items():
            self._former[record_id_in(uid)].update(map(record_id_in, its))
        self.nameless = [uid for uid in points if uid not in memory.revisions.rows]
        if self.nameless:
            self.nameless = [uid for uid in self.nameless if uid not in memory.rows]
        self.matches: dict[str, str] = {}

    def is_free(self, uid: str) -> bool:
        """True for the UID of an entry that was published, if that can be known, and that is no point's."""
        known = uid in self._memory.rows or not self._memory.revisions.is_complete
        return known and uid not in self._points and uid not in self.matches.values()

    @property
    def free(self) -> dict[str, PublishedRevision]:
        """The entries in the feeds that have no point, as far as their records are not merely broken."""
        taken = set(self.matches.values())
        return {
            uid: row
            for uid, row in self._memory.rows.items()
            if uid not in self._points
            and uid not in taken
            and row.state not in (REMOVED, LEFT)
            and record_id_in(uid) not in self._broken
            and not is_notice(uid)
        }

    def remembered(self) -> None:
        """Match what was found before; of several points with one memory, the one whose moment is the same."""
        claims: dict[str, list[str]] = defaultdict(list)
        for uid in self.nameless:
            for known_as in self._memory.identities.known.get(uid, ()):
                if self.is_free(known_as):
                    claims[known_as].append(uid)
                    break
        rows = self._memory.rows
        for known_as, uids in claims.items():
            last = rows.get(known_as)
            same = [uid for uid in uids if last and _when(self._points[uid].moment) == _published(last)]
            self._match({min(same or uids): known_as})

    def same_record(self) -> None:
        """Match points with entries of the same record by their moments, then by what ``previously`` says."""
        for moments in (_now, _earlier):
            wanted = {
                uid: [(id_, point.role, when) for id_ in self._ids_of(point) for when in moments(point)]
                for uid, point in self._open()
            }
            offered: dict[str, Hashable] = {
                uid: (name.record, name.role, _published(row))
                for uid, row in self.free.items()
                if (name := name_in(uid))
            }
            self._match(_unique(wanted, offered))

    def same_content(self, shown: Shown) -> None:
        """Match points with entries of records that are gone: what subscribers see, else title, address and moment."""
        gone = {uid: row for uid, row in self.free.items() if record_id_in(uid) not in self._ids}
        if not gone:
            return
        from deadlines.feeds.readback import entry_in

        entries = {uid: shown(point) for uid, point in self._open()}
        contents = {uid: [content_of(entry)] for uid, entry in entries.items()}
        self._match(_unique(contents, {uid: row.content for uid, row in gone.items()}))
        left = {uid: [_looks(entry)] for uid, entry in entries.items() if uid not in self.matches}
        blocks = self._memory.blocks if left else {}
        published = {uid: entry_in(uid, blocks[uid]) for uid in self.free.keys() & gone.keys() & blocks.keys()}
        self._match(_unique(left, {uid: _looks(entry) for uid, entry in published.items() if entry}))

    def _open(self) -> Iterator[tuple[str, Point]]:
        return ((uid, self._points[uid]) for uid in self.nameless if uid not in self.matches)

    def _ids_of(self, point: Point) -> set[str]:
        """Return the id of a point's record, and those that it had."""
        return {point.opportunity.id} | (self._former.get(point.opportunity.id, set()) - set(self._ids))

    def _match(self, found: Mapping[str, str]) -> None:
        self.matches |= found
        for uid, known_as in found.items():
            self._former[self._points[uid].opportunity.id].add(record_id_in(known_as))


def _unique(wanted: Mapping[str, Iterable[Hashable]], offered: Mapping[str, Hashable]) -> dict[str, str]:
    """Return pairs of points and entries that have a key in common, and none with any other."""
    holders: dict[Hashable, list[str]] = defaultdict(list)
    for uid, key in offered.items():
        holders[key].append(uid)
    pairs = {uid: {held for key in keys for held in holders.get(key, ())} for uid, keys in wanted.items()}
    count: dict[str, int] = defaultdict(int)
    for held in pairs.values():
        for uid in held:
            count[uid] += 1
    return {uid: one for uid, held in pairs.items() if len(held) == 1 for one in held if count[one] == 1}


def _when(moment: Moment) -> Hashable:
    """Return what two moments have in common that are the same: the date, or the instant."""
    return moment.written if moment.all_day else moment.instant


def _published(row: PublishedRevision) -> Hashable:
    return _when(Moment(row.written, row.timezone))


def _now(point: Point) -> Iterable[Hashable]:
    return (_when(point.moment),)


def _earlier(point: Point) -> Iterable[Hashable]:
    return map(_when, point.deadline.previously) if point.deadline else ()


def _looks(entry: Entry) -> Hashable:
    return entry.role == "deadline", without_deadline(entry.summary), entry.url, span(entry)
