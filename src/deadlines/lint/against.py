"""What a subscriber would experience between two states of a calendar."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from deadlines.domain.feed import PAST_STAYS
from deadlines.domain.problem import START
from deadlines.lint.components import Component, pieces
from deadlines.lint.findings import Found, Spot, quoted
from deadlines.lint.values import is_revision, point

_UNSEEN = ("DTSTAMP", "LAST-MODIFIED", "SEQUENCE", "CREATED")
_MOST = 100_000
"""Entries of one state that are compared."""


@dataclass(frozen=True, slots=True)
class _Entry:
    """What is kept of an entry."""

    summary: str
    start: str
    cancelled: bool
    ends_on: int | None
    """The ordinal of its last day."""
    revision: int
    modified: str
    stamp: str
    seen: bytes
    """A digest of what subscribers see."""
    where: Spot


class Feed:
    """The entries of one state, by UID and RECURRENCE-ID."""

    def __init__(self, content: bytes = b"") -> None:
        self.entries: dict[str, _Entry] = {}
        for piece in pieces(content):
            if isinstance(piece, Component):
                self.add(piece)

    def add(self, component: Component) -> None:
        """Keep an event."""
        name = " ".join(filter(None, (component.text("UID"), component.text("RECURRENCE-ID"))))
        if component.name == "VEVENT" and len(self.entries) < _MOST and name not in self.entries:
            self.entries[name] = _entry(component)


def compare(old: Feed, new: Feed, now: datetime) -> Iterator[Found]:
    """Yield what changed for subscribers otherwise than a feed may change; places are in the new calendar.

    An entry may leave when it was cancelled, or a year after it ended; ``now`` decides which.
    """
    before, after = old.entries, new.entries
    arrived = {(entry.summary, entry.start): entry for uid, entry in after.items() if uid not in before}
    for uid, entry in before.items():
        if uid in after:
            yield from _changed(entry, after[uid])
        elif renamed := arrived.get((entry.summary, entry.start)):
            message = "the entry had another UID before: subscribers see it vanish and come back, or twice"
            yield Found(message, f"keep the UID of an entry for ever: {quoted(uid)}", renamed.where)
        elif not entry.cancelled and len(after) < _MOST and not _is_long_past(entry, now):
            what = f'"{quoted(entry.summary)}" ({quoted(uid)})'
            message = f"{what} is lost: an entry that leaves the feed leaves every calendar"
            yield Found(message, "publish it with STATUS:CANCELLED for a while", Spot(START))


def _changed(before: _Entry, after: _Entry) -> Iterator[Found]:
    changed = before.seen != after.seen
    stamps_changed = (before.modified, before.stamp) != (after.modified, after.stamp)
    if after.revision < before.revision:
        message = "the revision of the entry fell: programs take it for an old state"
        yield Found(message, f"write SEQUENCE:{before.revision + changed}", after.where)
    elif changed and before.revision == after.revision:
        message = "the entry has changed, and its revision has not risen: Google ignores the change"
        yield Found(message, f"write SEQUENCE:{before.revision + 1}", after.where)
    elif changed and before.modified == after.modified:
        message = "the entry has changed, and its LAST-MODIFIED has not: Google ignores the change"
        yield Found(message, "write the moment of the change", after.where)
    elif not changed and (stamps_changed or before.revision != after.revision):
        message = "the entry says that it has changed, and has not: Nextcloud writes it anew at every refresh"
        yield Found(message, "keep DTSTAMP, LAST-MODIFIED and SEQUENCE as they were", after.where)


def _entry(component: Component) -> _Entry:
    revision, uid = component.text("SEQUENCE"), component.first("UID")
    ends = component.first("DTEND") or component.first("DTSTART")
    at = point(ends) if ends else None
    return _Entry(
        summary=component.text("SUMMARY")[:200],
        start=component.text("DTSTART")[:200],
        cancelled=component.text("STATUS") == "CANCELLED",
        ends_on=at.value.toordinal() if at else None,
        revision=int(revision) if is_revision(revision) else 0,
        modified=component.text("LAST-MODIFIED")[:200],
        stamp=component.text("DTSTAMP")[:200],
        seen=_digest(component),
        where=Spot((uid or component).place),
    )


def _digest(component: Component) -> bytes:
    rows = [(found.name, sorted(found.parameters.items()), found.value) for found in component.properties]
    rows = [row for row in rows if row[0] not in _UNSEEN]
    for part in component.inside():
        rows += [
            (f"{part.name} {found.name}", sorted(found.parameters.items()), found.value) for found in part.properties
        ]
    return hashlib.sha256(repr(sorted(rows)).encode()).digest()


def _is_long_past(entry: _Entry, now: datetime) -> bool:
    return entry.ends_on is not None and entry.ends_on + PAST_STAYS / timedelta(days=1) <= now.toordinal()
