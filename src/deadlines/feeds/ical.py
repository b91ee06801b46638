"""Entries as iCalendar (RFC 5545, RFC 7986), written by the icalendar library in the shape that calendar programs read.

Each entry is rendered once, however many feeds carry it; a feed is its head and the blocks of its entries, joined.
"""

from collections.abc import Iterable
from datetime import UTC, datetime, time, timedelta

from icalendar import Calendar, Component, Event
from icalendar.prop import vCategory, vDDDTypes, vInt, vText, vUri

from deadlines.domain.feed import Entry, Feed

PRODID = "-//deadlines//deadlines//EN"
REFRESH_EVERY = "PT6H"
BLOCK = timedelta(minutes=15)
"""A moment is shown as the quarter of an hour that ends at it, so that midnight of the 30th stays on the 30th."""
UNDATED = datetime(2000, 1, 1, tzinfo=UTC)
"""DTSTAMP of an entry whose record does not say when it was published: it must stay the same on every day."""

_END = b"END:VCALENDAR\r\n"
_ROOM = 74
"""Octets of a line beside the blank that a folded line begins with (RFC 5545 §3.1)."""


def render(entry: Entry) -> bytes:
    """Return an entry as a VEVENT (RFC 5545 §3.6.1): in UTC, or on its date with the next day as exclusive end."""
    moment = entry.moment
    starts, ends = (
        (moment.day, moment.day + timedelta(days=1)) if moment.all_day else (moment.instant - BLOCK, moment.instant)
    )
    event = Event()
    event["UID"] = vText(entry.uid)
    event["DTSTAMP"] = vDDDTypes(_stamp(entry))
    event["SEQUENCE"] = vInt(entry.revision)
    event["STATUS"] = vText(entry.certainty)
    event["SUMMARY"] = vText(entry.summary)
    event["DTSTART"] = vDDDTypes(starts)
    event["DTEND"] = vDDDTypes(ends)
    event["DESCRIPTION"] = vText(entry.description)
    event["URL"] = vUri(entry.url)
    event["CATEGORIES"] = vCategory(list(entry.categories))
    event["TRANSP"] = vText("TRANSPARENT")
    event["X-MICROSOFT-CDO-BUSYSTATUS"] = vText("FREE")
    return _lines(event)


def assemble(feed: Feed, blocks: Iterable[bytes], url: str | None) -> bytes:
    """Return a whole feed of rendered entries; ``url`` is the address of the published folder."""
    return b"".join((_head(feed, url), *blocks, _END))


def _head(feed: Feed, url: str | None) -> bytes:
    calendar = Calendar()
    calendar.add("prodid", PRODID)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    description = f"Deadlines: {feed.title}. A deadline with an hour is shown as the 15 minutes that end at it."
    for name, text in (
        ("name", feed.title),
        ("x-wr-calname", feed.title),
        ("description", description),
        ("x-wr-caldesc", description),
    ):
        calendar.add(name, vText(text))
    calendar.add("refresh-interval", vText(REFRESH_EVERY), {"VALUE": "DURATION"})
    calendar.add("x-published-ttl", vText(REFRESH_EVERY))
    if url:
        calendar.add("source", vUri(f"{url}{feed.name}.ics"), {"VALUE": "URI"})
    return _lines(calendar).removesuffix(_END)


def _lines(component: Component) -> bytes:
    return b"".join(fold_line(line) + b"\r\n" for line in component.content_lines() if line)


def fold_line(line: str) -> bytes:
    """Return a content line in lines of at most 75 octets (RFC 5545 §3.1), never cut inside a character or an escape.

    The icalendar library folds letter by letter, which for texts beyond ASCII takes longer than all its other work.
    """
    octets = line.encode()
    pieces, start = [], 0
    while len(octets) - start > _ROOM:
        end = start + _ROOM
        while octets[end] & 0b1100_0000 == 0b1000_0000:
            end -= 1
        end -= (end - len(octets[:end].rstrip(b"\\"))) % 2
        pieces.append(octets[start:end])
        start = end
    return b"\r\n ".join((*pieces, octets[start:]))


def _stamp(entry: Entry) -> datetime:
    return UNDATED if entry.announced is None else datetime.combine(entry.announced, time(), tzinfo=UTC)
