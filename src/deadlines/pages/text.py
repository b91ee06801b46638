"""Plain text to lines."""

from deadlines.pages.html import decoded
from deadlines.pages.page import Line, Page


def read_text(content: bytes, charset: str | None = None) -> Page:
    """Return the lines of a text; the first is its title."""
    lines = [" ".join(line.split()) for line in decoded(content, charset).splitlines()]
    shown = tuple(Line(line) for line in lines if line)
    return Page(shown[0].text if shown else "", shown)
