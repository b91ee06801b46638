"""Reconcile: an entry as its record has it, with what the table and the feeds say was published of it."""

from dataclasses import replace
from datetime import datetime

from deadlines.domain.feed import ALARMS, EVERYTHING
from deadlines.domain.point import Point
from deadlines.domain.zone import zone
from deadlines.feeds.context import Publication
from deadlines.feeds.entries import entry_of
from deadlines.feeds.folder import PublishedFolder
from deadlines.feeds.neutral import neutral_entry
from deadlines.feeds.published import revision_in
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
        history = max(history[0], revision_in(block)[0] + 1), now
    make = neutral_entry if publication.neutral else entry_of
    entry = make(point, publication.domain, publication.language)
    lead_times = publication.lead_times.get(record.kind, ())
    return revise(entry, record.status, last, block, history=history, lead_times=lead_times, now=now)


def last_published(uid: str, published: PublishedFolder) -> tuple[PublishedRevision | None, bytes | None]:
    """Return the line of an entry in the table and its block in the feeds.

    Where they do not agree, every feed is looked at, and the highest revision counts. Where two say the same of it
    and were revised at different instants, as after a merge, either may have been seen: it will rise above both.
    """
    last, block = published.revisions.rows.get(uid), published.blocks.get(uid)
    if last and block and digest(block) == last.block:
        return last, block
    found = [block for name in published.names if (block := published.feeds[name].blocks.get(uid))]
    if last and (intact := next((block for block in found if digest(block) == last.block), None)):
        return last, intact
    best = max(found, key=lambda block: revision_in(block)[0], default=None)
    if best is not None and (last is None or revision_in(best)[0] > int(last.revision)):
        last = recover(uid, best, _with_alarms(uid, published)) or last
    if last and any(
        number == int(last.revision) and at not in (None, last.at) for number, at in map(revision_in, found)
    ):
        last = replace(last, content="")
    return last, best


def _with_alarms(uid: str, published: PublishedFolder) -> bytes | None:
    """Return the block of an entry in the first feed with alarms that holds it."""
    found = (published.blocks_in(name + ALARMS).get(uid) for name in published.names)
    return next(filter(None, found), None)


def _notice(uid: str, last: PublishedRevision | None, block: bytes | None, situation: Situation) -> Revised:
    publication, now = situation.publication, situation.now
    today = now.astimezone(zone(publication.timezone)).date()
    day = last.written if last and last.state != LEFT else today
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
