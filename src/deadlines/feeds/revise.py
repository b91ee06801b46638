"""Revisions: unchanged, the bytes of an entry stay; changed in what a subscriber sees, its revision rises."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from deadlines.domain.feed import Entry
from deadlines.domain.lead_time import LeadTime
from deadlines.feeds.alarms import triggers, with_alarms
from deadlines.feeds.ical import render
from deadlines.feeds.revisions import PublishedRevision, content_of, digest, instant, stamp

_SEQUENCE = re.compile(rb"^SEQUENCE:\d+", re.MULTILINE)
_STAMPS = re.compile(rb"^(DTSTAMP|LAST-MODIFIED):\w+", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Revised:
    """An entry as it is published: in a feed, in its twin, and in the memory."""

    told: PublishedRevision
    quiet: bytes
    loud: bytes


def revise(
    entry: Entry,
    state: str,
    told: PublishedRevision | None,
    block: bytes | None,
    *,
    history: tuple[int, datetime],
    lead_times: Iterable[LeadTime],
    now: datetime,
) -> Revised:
    """Compare an entry with what was told of it, and return it as it is to be published.

    ``block`` is what stands in the folder; ``history`` is the revision and moment of an entry that was never told.
    Whether an entry rings is decided while it is still to come: one that is past keeps what it has, and gets none new.
    """
    content = content_of(entry)
    past = entry.moment.has_passed(now)
    if told is not None and told.content == content:
        quiet = block if block is not None and digest(block) == told.block else None
        rings = told.alarms if past else " ".join(triggers(entry, lead_times))
        if quiet is None:
            quiet = render(entry, int(told.revision), told.at)
        row = replace(
            told,
            state=state,
            moment=entry.moment.written.isoformat(),
            timezone=entry.moment.zone_name,
            block=digest(quiet),
        )
        if rings != told.alarms:
            changes = str(int(told.alarm_changes) + 1)
            row = replace(row, alarms=rings, alarm_changes=changes, alarms_modified=stamp(max(now, told.at)))
    else:
        revision, modified = history
        if told is not None:
            revision, modified = max(int(told.revision) + 1, revision), max(now, told.at)
        quiet = render(entry, revision, modified)
        row = PublishedRevision(
            uid=entry.uid,
            revision=str(revision),
            modified=stamp(modified),
            moment=entry.moment.written.isoformat(),
            timezone=entry.moment.zone_name,
            state=state,
            content=content,
            block=digest(quiet),
            alarms="" if past else " ".join(triggers(entry, lead_times)),
            alarm_changes=told.alarm_changes if told else "0",
            alarms_modified=told.alarms_modified if told else "",
        )
    return as_told(row, quiet)


def as_told(told: PublishedRevision, quiet: bytes) -> Revised:
    """Return an entry whose bytes stay as they are, with its twin."""
    loud = with_alarms(quiet, told.uid, told.alarms.split()) if told.alarms else quiet
    if told.alarm_changes != "0":
        modified = max(told.at, instant(told.alarms_modified)) if told.alarms_modified else told.at
        revision = int(told.revision) + int(told.alarm_changes)
        loud = _STAMPS.sub(rb"\g<1>:" + f"{modified:%Y%m%dT%H%M%SZ}".encode(), loud)
        loud = _SEQUENCE.sub(b"SEQUENCE:%d" % revision, loud, count=1)
    return Revised(told, quiet, loud)
