"""Reconcile: an entry as its record has it, with what the table and the feeds say was published of it."""

from dataclasses import replace
from datetime import date, datetime

from deadlines.domain.feed import EVERYTHING
from deadlines.domain.instant import stamp
from deadlines.domain.point import Point
from deadlines.domain.zone import zone
from deadlines.feeds.context import Publication
from deadlines.feeds.entries import entry_of
from deadlines.feeds.folder import PublishedFolder
from deadlines.feeds.neutral import neutral_entry
from deadlines.feeds.published import MOST_REVISIONS, number_in, revision_in
from deadlines.feeds.readback import entry_in, recover, restore
from deadlines.feeds.revise import Revised, history_of, revise, with_block
from deadlines.feeds.revisions import LEFT, REMOVED, PublishedRevision, digest
from deadlines.feeds.situation import Situation
from deadlines.feeds.withdrawn import is_notice, notice, removed


def reconcile(uid: str, situation: Situation) -> Revised | None:
    """Return an entry as it is to be published; None where nothing can be read of it any more."""
    last, block = last_published(uid, situation.published)
    if point := situation.points.get(uid):
        return reconcile_point(point, last, block, situation.publication, now=situation.now)
    if is_notice(uid):
        return _notice(uid, last, block, situation)
    if last is None or block is None:
        return None
    if digest(block) == last.block and (uid in situation.kept or last.state == REMOVED):
        return with_block(last, block)
    return _restored(uid, last, block, situation) if uid in situation.kept else _removed(uid, last, block, situation)


def reconcile_point(
    point: Point, last: PublishedRevision | None, block: bytes | None, publication: Publication, *, now: datetime
) -> Revised:
    """Return the entry of a point as it is to be published, where ``last`` and ``block`` were published last."""
    record, history = point.opportunity.record, history_of(point)
    if last is None and block is not None:  # its number is all that can be read of it
        history = max(history[0], min(number_in(block) + 1, MOST_REVISIONS)), now
    make = neutral_entry if publication.neutral else entry_of
    entry = make(point, publication.domain, publication.language)
    lead_times = publication.lead_times.get(record.kind, ())
    return revise(entry, record.status, last, block, history=history, lead_times=lead_times, now=now)


def last_published(uid: str, published: PublishedFolder) -> tuple[PublishedRevision | None, bytes | None]:
    """Return the line of an entry in the table and its block in the feeds.

    Where they do not agree, every feed is looked at, and the highest revision counts, of those with alarms too. Where
    two say the same of it and were revised at different instants, as after a merge, either may have been seen: it will
    rise above both.
    """
    last, block = published.revisions.rows.get(uid), published.blocks.get(uid)
    with_alarms = published.blocks_with_alarms.get(uid)
    number = number_in(block) if block else 0
    held = (published.blocks_in(name).get(uid) for name in published.names)
    found = [one for one in held if one is not None]
    if block is not None and (last is None or number > int(last.revision)):
        last = recover(uid, block, with_alarms) or (last and replace(last, revision=str(number), content=""))
    elif last and (intact := next((one for one in found if digest(one) == last.block), None)):
        block, modified = intact, revision_in(intact)[1]
        return _above_the_alarms(replace(last, modified=stamp(modified or last.at)), with_alarms), block
    if last and any(
        number == int(last.revision) and at not in (None, last.at) for number, at in map(revision_in, found)
    ):
        last = replace(last, content="")
    return last and _above_the_alarms(last, with_alarms), block


def _above_the_alarms(last: PublishedRevision, block: bytes | None) -> PublishedRevision:
    """Return a line that is not behind the entry in a feed with alarms, which was published later then."""
    ahead = number_in(block) - int(last.alarm_changes) if block else 0
    return last if ahead <= int(last.revision) else replace(last, revision=str(ahead), content="")


def _notice(uid: str, last: PublishedRevision | None, block: bytes | None, situation: Situation) -> Revised:
    publication, now = situation.publication, situation.now
    today = now.astimezone(zone(publication.timezone)).date()
    last_day = last.written if last and last.state != LEFT else today
    day = last_day if isinstance(last_day, date) else today
    entry = notice(uid, day, publication.url, publication.language)
    return revise(entry, "announced", last, block, history=(0, now), lead_times=(), now=now)


def _restored(uid: str, last: PublishedRevision, block: bytes, situation: Situation) -> Revised | None:
    published = entry_in(uid, block)
    return None if published is None else restore(published, last, now=situation.now)


def _removed(uid: str, last: PublishedRevision, block: bytes, situation: Situation) -> Revised | None:
    published, publication, now = entry_in(uid, block), situation.publication, situation.now
    if published is None:
        return None
    everything = f"{publication.url}{EVERYTHING}.ics" if publication.url and not publication.neutral else ""
    shown = removed(published, everything, publication.language, record_stays=situation.has_record(uid))
    gone = revise(shown, REMOVED, last, block, history=(0, now), lead_times=(), now=now)
    return replace(gone, row=replace(gone.row, moment=last.moment, timezone=last.timezone))
