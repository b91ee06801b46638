"""Any file as components and properties (RFC 5545 §3.1, §3.6), handed on when they are complete and then forgotten."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from deadlines.domain.problem import Place
from deadlines.lint.lines import Blank, ContentLine, Line, TooMany, Unfolding, physical_lines

ENTRIES = ("VEVENT", "VTODO", "VJOURNAL")
MOST_PARTS = 10_000
"""Properties and components of one entry that are kept."""

_DEEPEST = 8
"""Components inside one another; iCalendar has three (RFC 5545 §3.6)."""
_STAND_IN_CALENDARS = (*ENTRIES, "VFREEBUSY", "VTIMEZONE")
_NAME = re.compile(r"[A-Za-z0-9-]+")
_PARAMETER = re.compile(r';([A-Za-z0-9-]+)=((?:"[^"]*"|[^";:,]*)(?:,(?:"[^"]*"|[^";:,]*))*)(?=[;:])')
_PARAMETER_VALUE = re.compile(r'"[^"]*"|[^,]+')
_MOST_REPEATED = 5
"""Parameters that are there again, of one property, that are named."""
_NO_PARAMETERS: dict[str, tuple[str, ...]] = {}


@dataclass(slots=True)
class Property:
    """One property; its names in capitals, its parameters without quotes."""

    name: str
    parameters: dict[str, tuple[str, ...]]
    value: str
    written: str
    """The line up to the value, as it is written."""
    line: Line
    whole: bool
    """False where the value is longer than is read."""
    repeated: tuple[str, ...] = ()
    """Parameters that are there again; the first counts."""

    def parameter(self, name: str) -> str:
        """Return the first value of a parameter, or nothing."""
        values = self.parameters.get(name)
        return values[0] if values else ""

    @property
    def place(self) -> Place:
        """Where the value is, or the whole line where the value begins on a later one."""
        at = len(self.written) + 1
        return self.line.place_of(at, None) if at < len(self.line.content) else self.line.place


@dataclass(slots=True)
class Component:
    """What is between BEGIN and END."""

    name: str
    begin: Property
    properties: list[Property] = field(default_factory=list)
    components: list["Component"] = field(default_factory=list)
    ended: bool = False
    left_out: int = 0
    """Properties and components beyond those that are kept."""

    @property
    def place(self) -> Place:
        """Where it begins."""
        return self.begin.place

    def first(self, name: str) -> Property | None:
        """Return the first property of a name."""
        return next((found for found in self.properties if found.name == name), None)

    def all(self, name: str) -> list[Property]:
        """Return the properties of a name."""
        return [found for found in self.properties if found.name == name]

    def text(self, name: str) -> str:
        """Return the value of the first property of a name, or nothing."""
        found = self.first(name)
        return found.value if found else ""

    def inside(self) -> Iterator["Component"]:
        """Yield the components in it, at any depth."""
        for component in self.components:
            yield component
            yield from component.inside()


@dataclass(slots=True)
class Stray:
    """A line that is none of iCalendar's, or that is outside of any calendar."""

    line: Line
    outside: bool = False


@dataclass(slots=True)
class Opened:
    """A calendar begins here; what is handed on until it is complete is in it."""

    calendar: Component


Piece = Line | Blank | TooMany | ContentLine | Stray | Opened | Component


def pieces(content: bytes) -> Iterator[Piece]:
    """Yield, in the order of the file, lines whose bytes need a look, strays, and each component when it is complete.

    Components that are in an entry or a zone are handed on with it; a calendar comes after all that is in it.
    """
    tree = _Tree()
    for piece in _content_lines(content):
        if not isinstance(piece, ContentLine):
            yield piece
            continue
        if piece.broken or not piece.whole:
            yield piece
        found = _property(piece)
        if found is None:
            yield Stray(piece.first)
        else:
            yield from tree.take(found)
    yield from tree.close(0)


def _content_lines(content: bytes) -> Iterator[Line | Blank | TooMany | ContentLine]:
    unfolding: Unfolding | None = None
    for piece in physical_lines(content):
        if isinstance(piece, Line):
            if not piece.ordinary:
                yield piece
            if unfolding is not None and piece.content[0] in b" \t":
                unfolding.append(piece)
                continue
        if unfolding is not None:
            yield unfolding.finish()
        unfolding = Unfolding(piece) if isinstance(piece, Line) else None
        if not isinstance(piece, Line):
            yield piece
    if unfolding is not None:
        yield unfolding.finish()


class _Tree:
    """The components that are open."""

    def __init__(self) -> None:
        self._open: list[Component] = []
        self._parts = 0

    def take(self, found: Property) -> Iterator[Piece]:
        if found.name == "BEGIN":
            yield from self._begin(found)
        elif found.name == "END":
            yield from self._end(found)
        elif not self._open or self._open[0].name != "VCALENDAR":
            yield Stray(found.line, outside=True)
        elif self._has_room():
            self._open[-1].properties.append(found)

    def close(self, depth: int) -> Iterator[Piece]:
        """Close what is open below a depth, and hand on calendars and what is directly in one."""
        while len(self._open) > depth:
            component = self._open.pop()
            if component.name == "VCALENDAR" or [part.name for part in self._open] == ["VCALENDAR"]:
                yield component

    def _begin(self, found: Property) -> Iterator[Piece]:
        name = found.value.strip().upper()
        if name == "VCALENDAR":
            yield from self.close(0)
        elif name in _STAND_IN_CALENDARS and any(part.name in _STAND_IN_CALENDARS for part in self._open[1:]):
            yield from self.close(1)  # an END is missing
        component = Component(name, found)
        if name == "VCALENDAR":
            yield Opened(component)
        elif not self._open:
            yield Stray(found.line, outside=True)
        if len(self._open) > _DEEPEST:
            yield Stray(found.line)
        elif len(self._open) < 2:
            self._parts = 0
            self._open.append(component)
        elif self._has_room():
            self._open[-1].components.append(component)
            self._open.append(component)

    def _end(self, found: Property) -> Iterator[Piece]:
        name = found.value.strip().upper()
        names = [component.name for component in self._open]
        if name not in names:
            if not any(component.left_out for component in self._open):
                yield Stray(found.line)
            return
        depth = len(names) - 1 - names[::-1].index(name)
        yield from self.close(depth + 1)
        self._open[-1].ended = True
        yield from self.close(depth)

    def _has_room(self) -> bool:
        """Count one more part, of the calendar itself or of what is open in it."""
        if len(self._open) == 1:
            has_room = len(self._open[0].properties) < MOST_PARTS
        else:
            self._parts += 1
            has_room = self._parts <= MOST_PARTS
        self._open[:2][-1].left_out += not has_room
        return has_room


def _property(line: ContentLine) -> Property | None:
    text = line.text
    named = _NAME.match(text)
    if named is None:
        return None
    at, parameters = named.end(), _NO_PARAMETERS
    repeated: tuple[str, ...] = ()
    while parameter := _PARAMETER.match(text, at):
        if parameters is _NO_PARAMETERS:
            parameters = {}
        if (name := parameter[1].upper()) in parameters and len(repeated) < _MOST_REPEATED and name not in repeated:
            repeated = (*repeated, name)
        values = tuple(value.strip('"') for value in _PARAMETER_VALUE.findall(parameter[2])) or ("",)
        parameters.setdefault(name, values)
        at = parameter.end()
    if text[at : at + 1] != ":":
        return None
    return Property(named[0].upper(), parameters, text[at + 1 :], text[:at], line.first, line.whole, repeated)
