"""A file as content lines, one after another (RFC 5545 §3.1). Nothing is refused, and one line is held at a time."""

import re
from codecs import getincrementaldecoder
from collections.abc import Iterator
from dataclasses import dataclass

from deadlines.domain.problem import Place

BYTE_ORDER_MARK = b"\xef\xbb\xbf"
MOST_LINES = 1_000_000
LONGEST = 1_000_000
"""Octets of one content line, unfolded, that are read: what is longer is an attachment."""

_LONGEST_SHOWN = 2_000
_LINE = re.compile(rb"([\r\n]+)|([^\r\n]+)(\r\n|\n|\r|\Z)")
_ORDINARY = re.compile(rb"[\t\x20-\x7e]*")


@dataclass(slots=True)
class Line:
    """A line of the file with its end."""

    number: int
    content: bytes
    end: bytes

    @property
    def place(self) -> Place:
        """Where it is."""
        return self.place_of(0, None)

    def place_of(self, at: int, width: int | None) -> Place:
        """Return the place of what begins at a character of this line; ``width`` None is to its end."""
        text = self.content[: _LONGEST_SHOWN * 4].decode("utf-8", "replace")[:_LONGEST_SHOWN]
        wide = len(text) - at if width is None else width
        return Place(self.number, at + 1, max(1, wide), text if at < len(text) else "")

    @property
    def ordinary(self) -> bool:
        """True where the bytes of this line are as RFC 5545 §3.1 asks, and ASCII."""
        return len(self.content) <= 75 and self.end == b"\r\n" and _ORDINARY.fullmatch(self.content) is not None


@dataclass(slots=True)
class Blank:
    """Blank lines, one after another."""

    first: Line
    count: int
    ends: int
    """How many of them end in CR LF."""
    leads: bool
    trails: bool


@dataclass(slots=True)
class ContentLine:
    """One content line, unfolded."""

    first: Line
    text: str
    whole: bool
    """False where it was longer than is read."""
    broken: Line | None
    """The first of its lines that is no UTF-8 by itself."""
    utf8: bool
    """True where it is UTF-8 once it is unfolded."""


@dataclass(slots=True)
class TooMany:
    """The file goes on after the last line that is read."""

    first: Line


def physical_lines(content: bytes) -> Iterator[Line | Blank | TooMany]:
    """Yield the lines of a file after its byte order mark; blank ones together."""
    number, start = 1, len(BYTE_ORDER_MARK) if content.startswith(BYTE_ORDER_MARK) else 0
    for match in _LINE.finditer(content, start):
        if number > MOST_LINES:
            yield TooMany(Line(number, match[2] or b"", b""))
            return
        if (blank := match[1]) is not None:
            ends = blank.count(b"\r\n")
            count = blank.count(b"\n") + blank.count(b"\r") - ends
            yield Blank(Line(number, b"", b""), count, ends, match.start() == start, match.end() == len(content))
            number += count
        else:
            yield Line(number, match[2], match[3])
            number += 1


class Unfolding:
    """Puts lines together again (RFC 5545 §3.1): a line that begins with a space goes on the one before."""

    def __init__(self, first: Line) -> None:
        self._first = first
        self._content = bytearray()
        self._broken: Line | None = None
        self._whole = True
        self._append(first, first.content)

    def append(self, line: Line) -> None:
        """Add a line that begins with a space or a tab."""
        self._append(line, line.content[1:])

    def finish(self) -> ContentLine:
        """Return the content line."""
        text = self._content.decode("utf-8", "replace")
        return ContentLine(self._first, text, self._whole, self._broken, self._broken is None or self._is_utf8())

    def _append(self, line: Line, content: bytes) -> None:
        if not content.isascii() and self._broken is None and not _is_utf8(line.content):
            self._broken = line
        if len(self._content) + len(content) > LONGEST:
            self._whole = False
        else:
            self._content += content

    def _is_utf8(self) -> bool:
        return _is_utf8(self._content)


def _is_utf8(content: bytes | bytearray) -> bool:
    decoder, view = getincrementaldecoder("utf-8")(), memoryview(content)
    try:
        for at in range(0, len(view), LONGEST):
            decoder.decode(view[at : at + LONGEST])
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True
