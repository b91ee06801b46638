"""Entries as iCalendar (RFC 5545, RFC 7986), written by the icalendar library in the shape that calendar programs read.

Each entry is rendered once, however many feeds carry it; a feed is its head and the blocks of its entries, joined.
"""

from collections.abc import Iterable
from datetime import datetime

from icalendar import Calendar, Component, Event
from icalendar.prop import vCategory, vDDDTypes, vInt, vText, vUri

from deadlines.domain.feed import Entry
from deadlines.feeds.entries import span
from deadlines.feeds.published import PRODID

REFRESH_EVERY = "PT6H"

_END = b"END:VCALENDAR\r\n"
_ROOM = 74
"""Octets of a line beside the blank that a folded line begins with (RFC 5545 §3.1)."""


class _Text(vText):
    """TEXT (RFC 5545 §3.3.11). The library reads a backslash before an N, as in a path, as a line break."""

    def to_ical(self) -> bytes:
        """Return the text escaped; each of its parts by the library."""
        if r"\N" not in self:
            return super().to_ical()
        return rb"\\N".join(vText(part).to_ical() for part in self.split(r"\N"))


def render(entry: Entry, revision: int, modified: datetime) -> bytes:
    """Return an entry as a VEVENT (RFC 5545 §3.6.1).

    ``revision`` is its SEQUENCE (§3.8.7.4), ``modified`` the instant of its LAST-MODIFIED (§3.8.7.3) and, since
    there is no METHOD, of its DTSTAMP (§3.8.7.2).
    """
    starts, ends = span(entry)
    event = Event()
    event["UID"] = _Text(entry.uid)
    event["DTSTAMP"] = event["LAST-MODIFIED"] = vDDDTypes(modified)
    event["SEQUENCE"] = vInt(revision)
    event["STATUS"] = _Text(entry.certainty)
    event["SUMMARY"] = _Text(entry.summary)
    event["DTSTART"] = vDDDTypes(starts)
    event["DTEND"] = vDDDTypes(ends)
    event["DESCRIPTION"] = _Text(entry.description)
    if entry.url:
        event["URL"] = vUri(entry.url)
    if entry.categories:
        event["CATEGORIES"] = categories = vCategory([])
        categories.cats = [_Text(name) for name in entry.categories]
    event["TRANSP"] = _Text("TRANSPARENT")
    event["X-MICROSOFT-CDO-BUSYSTATUS"] = _Text("FREE")
    return _lines(event)


def head(name: str, title: str, description: str, url: str | None) -> bytes:
    """Return the beginning of a feed, up to its first entry; ``url`` is the address of the published folder."""
    calendar = _calendar()
    for key, text in (
        ("name", title),
        ("x-wr-calname", title),
        ("description", description),
        ("x-wr-caldesc", description),
    ):
        calendar.add(key, _Text(text))
    calendar.add("refresh-interval", _Text(REFRESH_EVERY), {"VALUE": "DURATION"})
    calendar.add("x-published-ttl", _Text(REFRESH_EVERY))
    if url:
        calendar.add("source", vUri(f"{url}{name}.ics"), {"VALUE": "URI"})
    return _lines(calendar).removesuffix(_END)


def head_alone(method: str | None = None) -> bytes:
    """Return the beginning of a calendar that is no feed: it has no name, and a ``METHOD`` where it is sent by iTIP.

    Mail programs show its description in the place of the entries' own.
    """
    calendar = _calendar()
    if method:
        calendar.add("method", method)
    return _lines(calendar).removesuffix(_END)


def organized(block: bytes, address: str) -> bytes:
    """Return an entry with the mail address of its organizer, which iTIP asks for."""
    end = b"END:VEVENT\r\n"
    return b"%s%s\r\n%s" % (block.removesuffix(end), fold_line(f"ORGANIZER:mailto:{address}"), end)


def assemble(head: bytes, blocks: Iterable[bytes]) -> bytes:
    """Return a feed: its head, the blocks of its entries, and its end."""
    return b"".join(parts_of(head, blocks))


def parts_of(head: bytes, blocks: Iterable[bytes]) -> tuple[bytes, ...]:
    """Return what a feed is put together of."""
    return head, *blocks, _END


def _calendar() -> Calendar:
    calendar = Calendar()
    calendar.add("prodid", PRODID)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    return calendar


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
