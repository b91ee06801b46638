"""Plain text to lines."""

import re

from deadlines.pages.page import Line, Page

_DECLARED = re.compile(rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([\w.:-]{1,40})""", re.IGNORECASE)
_MARKS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
_HEAD = 4096


def read_text(content: bytes, charset: str | None = None) -> Page:
    """Return the lines of a text; the first is its title."""
    lines = [" ".join(line.split()) for line in decoded(content, charset).splitlines()]
    shown = tuple(Line(line) for line in lines if line)
    return Page(shown[0].text if shown else "", shown)


def decoded(content: bytes, charset: str | None = None) -> str:
    """Return the text of bytes: by their mark, by what HTTP or the page declares, as UTF-8, else as Windows-1252.

    A browser reads the first 1024 bytes for a declaration (WHATWG HTML §13.2.3.2); here it may stand a little later.
    XML declarations of an encoding are taken out, since they are void once a text is decoded.
    """
    marked = next((name for mark, name in _MARKS if content.startswith(mark)), None)
    declared = _DECLARED.search(content[:_HEAD])
    for name in (marked, charset, declared[1].decode("ascii") if declared else None, "utf-8"):
        try:
            if name:
                return _without_declaration(content.decode(name))
        except (LookupError, UnicodeError):
            continue
    return _without_declaration(content.decode("cp1252", "replace"))


def _without_declaration(text: str) -> str:
    text = text.replace("\0", "")
    return text.partition("?>")[2] if text.lstrip("\ufeff \r\n\t").startswith("<?xml") else text
