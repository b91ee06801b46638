"""What a subscriber would experience between two states of a calendar."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from deadlines.domain.feed import PAST_STAYS
from deadlines.domain.problem import START, Place
from deadlines.lint.lines import Component, Parsed
from deadlines.lint.rules import Found
from deadlines.lint.values import is_number, point

_UNSEEN = {"DTSTAMP", "LAST-MODIFIED", "SEQUENCE", "CREATED"}


def compare(old: Parsed, new: Parsed, now: datetime) -> Iterator[Found]:
    """Yield what changed for subscribers otherwise than a feed may change; places are in the new calendar.

    An entry may leave when it was cancelled, or a year after it ended; ``now`` decides which.
    """
    before, after = _by_uid(old), _by_uid(new)
    arrived = {_name(entry): entry for uid, entry in after.items() if uid not in before}
    for uid, entry in before.items():
        if uid in after:
            yield from _changed(entry, after[uid])
        elif twin := arrived.get(_name(entry)):
            message = "the entry had another UID before: subscribers see it vanish and come back, or twice"
            yield message, f"keep the UID of an entry for ever: {uid}", _place(twin)
        elif entry.text("STATUS") != "CANCELLED" and not _is_long_past(entry, now):
            message = f'"{entry.text("SUMMARY")}" ({uid}) is lost: an entry that leaves the feed leaves every calendar'
            yield message, "publish it with STATUS:CANCELLED for a while", START


def _changed(before: Component, after: Component) -> Iterator[Found]:
    changed = _seen(before) != _seen(after)
    old, new = (_revision(entry) for entry in (before, after))
    stamps = [(entry.text("LAST-MODIFIED"), entry.text("DTSTAMP")) for entry in (before, after)]
    if new < old:
        message = "the revision of the entry fell: programs take it for an old state"
        yield message, f"write SEQUENCE:{old + changed}", _place(after)
    elif changed and old == new:
        message = "the entry has changed, and its revision has not risen: Google ignores the change"
        yield message, f"write SEQUENCE:{old + 1}", _place(after)
    elif changed and stamps[0][0] == stamps[1][0]:
        message = "the entry has changed, and its LAST-MODIFIED has not: Google ignores the change"
        yield message, "write the moment of the change", _place(after)
    elif not changed and (stamps[0] != stamps[1] or old != new):
        message = "the entry says that it has changed, and has not: Nextcloud writes it anew at every refresh"
        yield message, "keep DTSTAMP, LAST-MODIFIED and SEQUENCE as they were", _place(after)


def _by_uid(parsed: Parsed) -> dict[str, Component]:
    found: dict[str, Component] = {}
    for calendar in parsed.calendars:
        for event in calendar.walk("VEVENT"):
            name = " ".join(filter(None, (event.text("UID"), event.text("RECURRENCE-ID"))))
            found.setdefault(name, event)
    return found


def _seen(entry: Component) -> list[tuple[str, str, str]]:
    inside = [
        (f"{part.name} {found.name}", str(sorted(found.parameters.items())), found.value)
        for part in entry.components
        for found in part.properties
    ]
    own = [
        (found.name, str(sorted(found.parameters.items())), found.value)
        for found in entry.properties
        if found.name not in _UNSEEN
    ]
    return sorted(own + inside)


def _name(entry: Component) -> tuple[str, str]:
    return entry.text("SUMMARY"), entry.text("DTSTART")


def _revision(entry: Component) -> int:
    text = entry.text("SEQUENCE")
    return int(text) if is_number(text) else 0


def _is_long_past(entry: Component, now: datetime) -> bool:
    found = entry.first("DTEND") or entry.first("DTSTART")
    at = point(found) if found else None
    return at is not None and at.value.toordinal() + PAST_STAYS / timedelta(days=1) <= now.toordinal()


def _place(entry: Component) -> Place:
    found = entry.first("UID")
    return found.place if found else entry.place
