"""Entries as iCalendar (RFC 5545, RFC 7986), in the shape that calendar programs read.

Each entry is rendered once, however many feeds carry it; a feed is its head and the blocks of its entries, joined. The
lines are in the order in which the icalendar library writes them, which is what was published since the first version.
"""

from collections.abc import Iterable, Iterator
from datetime import date, datetime

from deadlines.domain.feed import Entry
from deadlines.feeds.entries import span
from deadlines.feeds.published import END, PRODID

REFRESH_EVERY = "PT6H"

_END_OF_FEED = b"END:VCALENDAR\r\n"
_ESCAPE = ord("\\")
_ROOM = 74
"""Octets of a line beside the blank that a folded line begins with (RFC 5545 §3.1)."""


def render(entry: Entry, revision: int, modified: datetime) -> bytes:
    """Return an entry as a VEVENT (RFC 5545 §3.6.1).

    ``revision`` is its SEQUENCE (§3.8.7.4), ``modified`` the instant of its LAST-MODIFIED (§3.8.7.3) and, since
    there is no METHOD, of its DTSTAMP (§3.8.7.2).
    """
    return _lines(_event(entry, revision, modified))


def _event(entry: Entry, revision: int, modified: datetime) -> Iterator[str]:
    starts, ends = span(entry)
    yield "BEGIN:VEVENT"
    yield f"SUMMARY:{_text(entry.summary)}"
    yield f"DTSTART{_when(starts)}"
    yield f"DTEND{_when(ends)}"
    yield f"DTSTAMP{_when(modified)}"
    yield f"UID:{_text(entry.uid)}"
    yield f"SEQUENCE:{revision}"
    if entry.categories:
        yield f"CATEGORIES:{','.join(map(_text, entry.categories))}"
    yield f"DESCRIPTION:{_text(entry.description)}"
    yield f"LAST-MODIFIED{_when(modified)}"
    yield f"STATUS:{entry.certainty}"
    yield "TRANSP:TRANSPARENT"
    if entry.url:
        yield f"URL:{entry.url}"
    yield "X-MICROSOFT-CDO-BUSYSTATUS:FREE"
    yield "END:VEVENT"


def head(name: str, title: str, description: str, url: str | None) -> bytes:
    """Return the beginning of a feed, up to its first entry; ``url`` is the address of the published folder."""
    return _lines((
        *_BEGINNING,
        f"DESCRIPTION:{_text(description)}",
        f"X-WR-CALDESC:{_text(description)}",
        f"NAME:{_text(title)}",
        f"X-WR-CALNAME:{_text(title)}",
        f"REFRESH-INTERVAL;VALUE=DURATION:{REFRESH_EVERY}",
        *([f"SOURCE;VALUE=URI:{url}{name}.ics"] if url else ()),
        f"X-PUBLISHED-TTL:{REFRESH_EVERY}",
    ))  # fmt: skip


def head_alone(method: str | None = None) -> bytes:
    """Return the beginning of a calendar that is no feed: it has no name, and a ``METHOD`` where it is sent by iTIP.

    Mail programs show its description in the place of the entries' own.
    """
    return _lines((*_BEGINNING, *([f"METHOD:{method}"] if method else ())))


def organized(block: bytes, address: str) -> bytes:
    """Return an entry with the mail address of its organizer, which iTIP asks for."""
    return b"%s%s\r\n%s" % (block.removesuffix(END), fold_line(f"ORGANIZER:mailto:{address}"), END)


def assemble(head: bytes, blocks: Iterable[bytes]) -> bytes:
    """Return a feed: its head, the blocks of its entries, and its end."""
    return b"".join(parts_of(head, blocks))


def parts_of(head: bytes, blocks: Iterable[bytes]) -> tuple[bytes, ...]:
    """Return what a feed is put together of."""
    return head, *blocks, _END_OF_FEED


_BEGINNING = ("BEGIN:VCALENDAR", "VERSION:2.0", f"PRODID:{PRODID}", "CALSCALE:GREGORIAN")


def _lines(lines: Iterable[str]) -> bytes:
    return b"\r\n".join((*[fold_line(line) for line in lines], b""))


def _text(text: str) -> str:
    """Return TEXT (RFC 5545 §3.3.11)."""
    escaped = text.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    return escaped.replace("\r\n", "\n").replace("\r", "\n").replace("\n", "\\n")


def _when(when: date | datetime) -> str:
    """Return an instant in UTC (RFC 5545 §3.3.5) or a date (§3.3.4), as what follows the name of a property."""
    written = when.isoformat()[:19].replace("-", "").replace(":", "")
    return f":{written}Z" if isinstance(when, datetime) else f";VALUE=DATE:{written}"


def fold_line(line: str) -> bytes:
    """Return a content line in lines of at most 75 octets (RFC 5545 §3.1), not cut inside a character or an escape."""
    octets = line.encode()
    if len(octets) <= _ROOM:
        return octets
    pieces, start = [], 0
    while len(octets) - start > _ROOM:
        end = start + _ROOM
        while octets[end] & 0b1100_0000 == 0b1000_0000:
            end -= 1
        if octets[end - 1] == _ESCAPE:
            end -= (end - start - len(octets[start:end].rstrip(b"\\"))) % 2
        pieces.append(octets[start:end])
        start = end
    return b"\r\n ".join((*pieces, octets[start:]))
