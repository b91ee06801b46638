"""What a document from outside shows, whatever its format."""

from dataclasses import dataclass
from typing import Any

BREAK = "\f"
"""The line that stands between two entries of a document that has several."""


@dataclass(frozen=True, slots=True)
class Line:
    """A block of text on one line, however the document breaks it."""

    text: str
    struck: tuple[tuple[int, int], ...] = ()
    """From where to where its letters are struck through."""
    heading: bool = False


@dataclass(frozen=True, slots=True)
class Page:
    """The lines of a document in the order in which they are read."""

    title: str
    lines: tuple[Line, ...]

    def text(self, *, apart: bool = False) -> str:
        """Return its lines as text, without what is struck through.

        A blank line stands before each heading, or, where each line is a paragraph, between all of them (``apart``).
        """
        if apart:
            return "\n\n".join(map(_kept, self.lines))
        return "\n".join(f"\n{_kept(line)}" if line.heading else _kept(line) for line in self.lines)

    def packed(self) -> list[Any]:
        """Return it as JSON can hold it."""
        return [self.title, [[line.text, line.struck, line.heading] for line in self.lines]]

    @classmethod
    def unpacked(cls, packed: Any) -> "Page":
        """Return the page of what ``packed`` returned. Raises ``ValueError`` or ``TypeError`` where it is none."""
        title, lines = packed
        return cls(
            str(title),
            tuple(
                Line(str(text), tuple((int(start), int(end)) for start, end in struck), heading is True)
                for text, struck, heading in lines
            ),
        )


def _kept(line: Line) -> str:
    pieces, at = [], 0
    for start, end in line.struck:
        pieces.append(line.text[at:start])
        at = end
    return "".join((*pieces, line.text[at:]))
