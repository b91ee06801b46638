"""Revisions: unchanged, the bytes of an entry stay; changed in what a subscriber sees, its revision rises."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from deadlines.domain.feed import Entry
from deadlines.domain.instant import instant, stamp
from deadlines.domain.lead_time import LeadTime
from deadlines.domain.moment import as_written
from deadlines.domain.point import Point
from deadlines.feeds.alarms import alarms_of, triggers
from deadlines.feeds.entries import announced_at
from deadlines.feeds.ical import render
from deadlines.feeds.published import END, MOST_REVISIONS
from deadlines.feeds.revisions import PublishedRevision, content_of, digest

_SEQUENCE = re.compile(rb"^SEQUENCE:\d+", re.MULTILINE)
_STAMPS = re.compile(rb"^(DTSTAMP|LAST-MODIFIED):\w+", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Revised:
    """An entry as it is published: its line in the table of revisions, and what it is in a feed.

    The feed with alarms has the same and some lines more; what is in many feeds is held once.
    """

    row: PublishedRevision
    body: bytes
    """Its block in a feed, but for the last line."""
    alarms: bytes
    """What it has more in the feed with alarms."""

    @property
    def parts(self) -> tuple[bytes, ...]:
        """What its block in a feed is put together of."""
        return self.body, END

    @property
    def parts_with_alarms(self) -> tuple[bytes, ...]:
        """The same for the feed with alarms, whose revision is ahead when these have changed alone."""
        row, body = self.row, self.body
        if row.alarm_changes != "0":
            modified = max(row.at, instant(row.alarms_modified)) if row.alarms_modified else row.at
            revision = min(int(row.revision) + int(row.alarm_changes), MOST_REVISIONS)
            body = _STAMPS.sub(rb"\g<1>:" + f"{modified:%Y%m%dT%H%M%SZ}".encode(), body)
            body = _SEQUENCE.sub(b"SEQUENCE:%d" % revision, body, count=1)
        return body, self.alarms, END

    @property
    def block(self) -> bytes:
        """Its block in a feed."""
        return b"".join(self.parts)

    @property
    def with_alarms(self) -> bytes:
        """Its block in the feed with alarms."""
        return b"".join(self.parts_with_alarms)


def history_of(point: Point) -> tuple[int, datetime]:
    """Return revision and instant of the last change as the record has them: for what was never published."""
    return len(point.deadline.previously) if point.deadline else 0, announced_at(point.opportunity.record)


def revise(
    entry: Entry,
    state: str,
    last: PublishedRevision | None,
    block: bytes | None,
    *,
    history: tuple[int, datetime],
    lead_times: Iterable[LeadTime],
    now: datetime,
) -> Revised:
    """Compare an entry with what was published of it last, and return it as it is to be published.

    ``block`` are its bytes in the folder; ``history`` is the revision and instant of an entry that was never
    published. Alarms are decided while an entry is still to come; one that is past keeps what it has, and gets no new
    ones.
    """
    content = content_of(entry)
    past = entry.moment.has_passed(now)
    if last is not None and last.content == content:
        if block is None or digest(block) != last.block:
            block = render(entry, int(last.revision), last.at)
        alarms = last.alarms if past else " ".join(triggers(entry, lead_times))
        row = replace(
            last,
            state=state,
            moment=as_written(entry.moment.written),
            timezone=entry.moment.zone_name,
            block=digest(block),
        )
        if alarms != last.alarms:
            changes = str(next_number(last.alarm_changes))
            row = replace(row, alarms=alarms, alarm_changes=changes, alarms_modified=stamp(max(now, last.at)))
        return with_block(row, block)
    revision, modified = history
    if last is not None:
        revision, modified = max(next_number(last.revision), revision), max(now, last.at)
    block = render(entry, revision, modified)
    row = PublishedRevision(
        uid=entry.uid,
        revision=str(revision),
        modified=stamp(modified),
        moment=as_written(entry.moment.written),
        timezone=entry.moment.zone_name,
        state=state,
        content=content,
        block=digest(block),
        alarms="" if past else " ".join(triggers(entry, lead_times)),
        alarm_changes=last.alarm_changes if last else "0",
        alarms_modified=last.alarms_modified if last else "",
    )
    return with_block(row, block)


def next_number(last: str) -> int:
    """Return the number after another; beyond the highest, programs go by the instant of the change."""
    return min(int(last) + 1, MOST_REVISIONS)


def with_block(row: PublishedRevision, block: bytes) -> Revised:
    """Return an entry whose block is known, and with it its alarms."""
    body = block.removesuffix(END)
    return Revised(row, body, alarms_of(body, row.uid, row.alarms.split()) if row.alarms else b"")
