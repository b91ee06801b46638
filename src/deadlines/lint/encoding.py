"""Rules about bytes and lines (RFC 5545 §3.1)."""

import re
from collections.abc import Iterator

from deadlines.lint.components import Stray
from deadlines.lint.findings import REFUSED, Found, Spot
from deadlines.lint.lines import LONGEST, MOST_LINES, Blank, ContentLine, Line, TooMany

_SIGNS = (
    *(bytes([code]) for code in (*range(0x20), 0x7F) if code not in b"\t\r\n"),
    *(character.encode() for character in "\x85\u2028\u2029"),
)
_CONTROL = re.compile(b"|".join(map(re.escape, _SIGNS)))


def line_is_as_the_rfc_asks(line: Line) -> Iterator[Found]:
    """RFC 5545 §3.1: it ends in CR LF, and is no longer than 75 octets."""
    yield from _ends_in_crlf(line, line.end)
    if len(line.content) > 75:
        yield Found("the line is longer than 75 octets (RFC 5545 §3.1)", "fold it at 75 octets", line)


def no_control_characters(line: Line) -> Iterator[Found]:
    """RFC 5545 §3.1: CONTROL is in no text; and what Unicode takes for the end of a line."""
    if _CONTROL.search(line.content) is None:
        return
    for sign in _SIGNS:
        if not (times := line.content.count(sign)):
            continue
        at = line.content.find(sign)
        name = f"U+{ord(sign.decode()):04X}"
        if sign == b"\0":
            message = "the text holds NUL: Evolution and KDE show nothing of the calendar"
        elif len(sign) > 1:
            message = f"the text holds {name}: khal, through vdirsyncer, cuts the title there"
        else:
            message = f"the text holds the control character {name}: {REFUSED}"
        before = len(line.content[:at].decode("utf-8", "replace"))
        yield Found(message, "take it out", Spot(line.place_of(before, 1)), times=times)


def no_blank_lines(blank: Blank) -> Iterator[Found]:
    """RFC 5545 §3.1: a blank line is not a content line."""
    if blank.leads and not blank.trails:
        message, warning = (
            "the calendar begins with a blank line: Ruby's reader refuses it, and calcurse finds nothing",
            False,
        )
    elif blank.trails:
        message, warning = "the calendar ends in a blank line, which is not a content line (RFC 5545 §3.1)", True
    else:
        message, warning = "a blank line is not a content line (RFC 5545 §3.1): Google refuses the calendar", False
    yield Found(message, "take it out", blank.first, warning, blank.count)
    if blank.ends < blank.count:
        yield from _ends_in_crlf(blank.first, b"\n", blank.count - blank.ends)


def characters_are_whole(line: ContentLine) -> Iterator[Found]:
    """RFC 5545 §3.1, §3.1.4."""
    if line.broken and line.utf8:
        message = "the fold is inside a character: ical.js and Home Assistant show broken letters"
        yield Found(message, "fold between characters", line.broken)
    elif line.broken:
        message = "the line is not UTF-8: Ruby's reader refuses the calendar, and others show broken letters"
        yield Found(message, "save it as UTF-8", line.broken)
    if not line.whole:
        message = f"the line is longer than {LONGEST:,} octets, unfolded; its value was not examined"
        yield Found(message, "give the address of what is attached", line.first, warning=True)


def line_is_a_content_line(stray: Stray) -> Iterator[Found]:
    """RFC 5545 §3.1."""
    if stray.outside:
        yield Found("this is outside of any calendar: ical.js refuses the file", "take it out", stray.line)
    else:
        message = f"this is not a line of a calendar: {REFUSED}"
        yield Found(message, "take it out; is a fold missing, or a quotation mark?", stray.line)


def file_has_an_end(beyond: TooMany) -> Iterator[Found]:
    """What is examined is bounded."""
    message = f"the calendar has more than {MOST_LINES:,} lines; what follows was not examined"
    yield Found(message, "offer smaller ones", beyond.first)


def _ends_in_crlf(line: Line, end: bytes, times: int = 1) -> Iterator[Found]:
    if end == b"\r":
        message = "the line ends in CR alone: ical.js and Home Assistant refuse the calendar"
        yield Found(message, "end lines in CRLF", line, times=times)
    elif end == b"":
        yield Found("the last line does not end in CRLF (RFC 5545 §3.1)", "end lines in CRLF", line, warning=True)
    elif end != b"\r\n":
        yield Found("the line does not end in CRLF (RFC 5545 §3.1)", "end lines in CRLF", line, times=times)
