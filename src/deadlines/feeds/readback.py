"""Entries read back from what was published, where their record or their line in the table cannot speak for them."""

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any, get_args

from deadlines.domain.characters import UNSAFE
from deadlines.domain.feed import Certainty, Entry
from deadlines.domain.instant import stamp
from deadlines.domain.moment import FIRST_YEAR, LAST_YEAR, Moment, as_written
from deadlines.domain.point import Role, is_of_deadline
from deadlines.feeds.ical import render
from deadlines.feeds.published import revision_in
from deadlines.feeds.revise import Revised, next_number, with_block
from deadlines.feeds.revisions import REMOVED, PublishedRevision, content_of, digest
from deadlines.feeds.titles import is_removed


def entry_in(uid: str, block: bytes) -> Entry | None:
    """Return the entry that a published block shows, or None where the block is damaged.

    What is read here is published again: nothing is taken that no export has written.
    """
    from icalendar import Event  # Which few need: most entries are spoken for.

    try:
        event: Any = Event.from_ical(block)
        starts, ends = event["DTSTART"].dt, event["DTEND"].dt
        role: Role = "deadline" if is_of_deadline(uid) else "milestone"
        if isinstance(starts, datetime):
            at = (ends if role == "deadline" else starts).astimezone(UTC).replace(tzinfo=None)
            moment, days = Moment(at, "UTC"), 1
        else:
            moment, days = Moment(_day(starts), "UTC"), (_day(ends) - starts).days
        entry = Entry(
            uid=uid,
            role=role,
            summary=str(event["SUMMARY"]),
            description=str(event["DESCRIPTION"]),
            url=str(event.get("URL", "")),
            moment=moment,
            certainty=str(event["STATUS"]),  # type: ignore[arg-type]
            categories=tuple(map(str, event["CATEGORIES"].cats)) if "CATEGORIES" in event else (),
            days=days,
        )
    except (KeyError, ValueError, TypeError, AttributeError, IndexError, OverflowError):
        return None
    return entry if _is_sound(entry) else None


def _is_sound(entry: Entry) -> bool:
    texts = (entry.summary, entry.description, entry.url, *entry.categories)
    return (
        entry.certainty in get_args(Certainty)
        and FIRST_YEAR <= entry.moment.day.year <= LAST_YEAR
        and entry.days > 0
        and all((entry.summary, entry.description, *entry.categories))
        and bool(entry.url or not entry.categories)  # only an entry that names nothing has neither
        and not any(UNSAFE.search(text) or "\N{REPLACEMENT CHARACTER}" in text for text in texts)
        and "\n" not in "".join((entry.summary, entry.url, *entry.categories))
    )


def restore(entry: Entry, last: PublishedRevision, *, now: datetime) -> Revised:
    """Return the entry of a record that cannot be read, whose published bytes are damaged, as far as they can be read.

    Where a subscriber sees it otherwise than it was published last, its revision rises.
    """
    if (content := content_of(entry)) != last.content:
        modified = stamp(max(now, last.at))
        last = replace(last, revision=str(next_number(last.revision)), modified=modified, content=content)
    block = render(entry, int(last.revision), last.at)
    return with_block(replace(last, block=digest(block)), block)


def recover(uid: str, block: bytes, with_alarms: bytes | None) -> PublishedRevision | None:
    """Return the line of the table of which a block speaks, and its block in the feed with alarms; None if damaged."""
    entry = entry_in(uid, block)
    revision, modified = revision_in(block)
    if entry is None or modified is None:
        return None
    row = PublishedRevision(
        uid=uid,
        revision=str(revision),
        modified=stamp(modified),
        moment=as_written(entry.moment.written),
        timezone="UTC",
        state=_state(entry),
        content=content_of(entry),
        block=digest(render(entry, revision, modified)),
    )
    if with_alarms is None:
        return row
    ahead, alarms_modified = revision_in(with_alarms)
    if ahead > revision:
        row = replace(
            row, alarm_changes=str(ahead - revision), alarms_modified=stamp(alarms_modified) if alarms_modified else ""
        )
    return replace(row, alarms=" ".join(_triggers_in(with_alarms)))


def _state(entry: Entry) -> str:
    if entry.certainty == "CANCELLED":
        return REMOVED if is_removed(entry.summary) else "cancelled"
    return "expected" if entry.certainty == "TENTATIVE" else "announced"


def _triggers_in(block: bytes) -> list[str]:
    return [line[len(b"TRIGGER:") :].decode() for line in block.split(b"\r\n") if line.startswith(b"TRIGGER:")]


def _day(value: date) -> date:
    if isinstance(value, datetime):
        raise ValueError("a date and a date-time in one entry")
    return value
