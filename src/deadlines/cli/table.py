"""The table of ``list``, in the columns that a terminal has: what gives way, in which order, and what never does."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from deadlines.cli.columns import filled, isolated, width_of, wrapped
from deadlines.cli.reader import Terminal

GAP = "   "
NARROWEST = 28
"""The room that a title has to have beside the other columns, before one of them gives way."""
LAYOUTS = (("left", "due", "yours"), ("left", "due_and_here"), ("all",), ())
"""Which columns stand before that of the opportunity. In this order they give way: the reader's own time, which then
stands below a deadline that has an hour; the days left, which then stand above it; the deadline, so that all stands
below each other."""

SOON, NEAR, FAINT = "1;31", "33", "2"
"""How the days left look (ECMA-48): bold red, yellow, faint."""


@dataclass(frozen=True)
class Entry:
    """A deadline of an opportunity, or one without any, in words that are safe to print."""

    left: tuple[str, ...]
    due: tuple[str, ...]
    """The date, and below it the zone; nothing where there is none."""
    yours: tuple[str, ...]
    title: str
    about: str
    id: str
    """Never broken, so that it can be copied."""
    url: str
    look: str = ""
    """One of ``SOON``, ``NEAR`` and ``FAINT``, or none."""
    here: tuple[str, ...] = ()
    """The reader's own time, named as such; nothing where it is that of ``due``."""

    @property
    def due_and_here(self) -> tuple[str, ...]:
        """The deadline, and what it is for the reader."""
        return (*self.due, *self.here)

    @property
    def all(self) -> tuple[str, ...]:
        """The days left, the deadline, and what it is for the reader."""
        return (*self.left, *self.due, *self.here)


def draw(entries: Sequence[Entry], headings: dict[str, str], terminal: Terminal) -> Iterator[str]:
    """Yield the lines of a table, with a heading by column for each of ``LAYOUTS[0]`` and for ``opportunity``."""
    headings = headings | {"due_and_here": headings["due"], "all": headings["due"]}
    longest_id = max(width_of(entry.id) for entry in entries)
    for columns in LAYOUTS:
        widths = [max(map(width_of, {headings[column], *_lines(entries, column)})) for column in columns]
        room = terminal.columns - sum(widths) - len(widths) * len(GAP)
        if room >= max(NARROWEST, longest_id) or not columns:
            break
    if columns:
        yield GAP.join([*map(filled, (headings[column] for column in columns), widths), headings["opportunity"]])
        needed = max(width_of(line) for entry in entries for line in (entry.title, entry.about, entry.id))
        yield ("─" if terminal.lines else "-") * (terminal.columns - max(0, room - needed))
    for number, entry in enumerate(entries):
        if columns:
            yield from _beside(entry, columns, widths, room, terminal)
        else:
            yield from [""] * bool(number)
            yield from _below(entry, terminal)


def _lines(entries: Sequence[Entry], column: str) -> Iterator[str]:
    return (line for entry in entries for line in getattr(entry, column))


def _beside(
    entry: Entry, columns: Sequence[str], widths: Sequence[int], room: int, terminal: Terminal
) -> Iterator[str]:
    cells = [getattr(entry, column) for column in columns]
    whole = _opportunity(entry, room, terminal)
    depth = max(map(len, cells))
    for number in range(depth):
        parts = []
        for column, cell, width in zip(columns, cells, widths, strict=True):
            text = filled(isolated(cell[number]), width) if number < len(cell) else " " * width
            parts.append(_painted(text, entry, terminal) if number == 0 and column in ("left", "all") else text)
        yield GAP.join((*parts, whole[number] if number < len(whole) else "")).rstrip(" ")
    blank = " " * (sum(widths) + len(widths) * len(GAP))
    yield from ((blank + line).rstrip(" ") for line in whole[depth:])


def _below(entry: Entry, terminal: Terminal) -> Iterator[str]:
    for line in wrapped(", ".join(entry.all), terminal.columns):
        yield _painted(isolated(line), entry, terminal)
    yield from _opportunity(entry, terminal.columns, terminal)


def _opportunity(entry: Entry, room: int, terminal: Terminal) -> list[str]:
    title = [_linked(isolated(line), entry, terminal) for line in wrapped(entry.title, room)]
    return [*title, *map(isolated, wrapped(entry.about, room)), entry.id]


def _painted(text: str, entry: Entry, terminal: Terminal) -> str:
    if not (terminal.colours and entry.look and text.strip()):
        return text
    words = text.rstrip(" ")
    return f"\x1b[{entry.look}m{words}\x1b[0m{text[len(words) :]}"


def _linked(text: str, entry: Entry, terminal: Terminal) -> str:
    """Return a text as a hyperlink (OSC 8); the lines of one title are one link, by the id."""
    if not terminal.links:
        return text
    from urllib.parse import quote  # Most terminals have no links.

    address = quote(entry.url, safe="!#$%&'()*+,/:;=?@[]~")
    return f"\x1b]8;id={entry.id};{address}\x1b\\{text}\x1b]8;;\x1b\\"
