"""Entries as iCalendar (RFC 5545, RFC 7986), written by the icalendar library in the shape that calendar programs read.

Each entry is rendered once, however many feeds carry it; a feed is its head and the blocks of its entries, joined.
"""

from collections.abc import Iterable
from datetime import UTC, datetime, time, timedelta

from icalendar import Calendar, Event
from icalendar.prop import vText, vUri

from deadlines.domain.feed import Entry, Feed

PRODID = "-//deadlines//deadlines//EN"
REFRESH_EVERY = "PT6H"
BLOCK = timedelta(minutes=15)
"""A moment is shown as the quarter of an hour that ends at it, so that midnight of the 30th stays on the 30th."""
UNDATED = datetime(2000, 1, 1, tzinfo=UTC)
"""DTSTAMP of an entry whose record does not say when it was published: it must stay the same on every day."""

_END = b"END:VCALENDAR\r\n"


def render(entry: Entry) -> bytes:
    """Return an entry as a VEVENT (RFC 5545 §3.6.1): in UTC, or on its date with the next day as exclusive end."""
    event = Event()
    event.add("uid", entry.uid)
    event.add("dtstamp", _stamp(entry))
    event.add("sequence", entry.revision)
    event.add("status", entry.certainty)
    event.add("summary", entry.summary)
    if entry.moment.all_day:
        event.add("dtstart", entry.moment.day)
        event.add("dtend", entry.moment.day + timedelta(days=1))
    else:
        event.add("dtstart", entry.moment.instant - BLOCK)
        event.add("dtend", entry.moment.instant)
    event.add("description", entry.description)
    event.add("url", entry.url)
    event.add("categories", list(entry.categories))
    event.add("transp", "TRANSPARENT")
    event.add("x-microsoft-cdo-busystatus", "FREE")
    return bytes(event.to_ical())


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
    return bytes(calendar.to_ical()).removesuffix(_END)


def _stamp(entry: Entry) -> datetime:
    return UNDATED if entry.announced is None else datetime.combine(entry.announced, time(), tzinfo=UTC)
