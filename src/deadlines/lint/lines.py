"""Any iCalendar file as content lines and components (RFC 5545 §3.1, §3.6), each with its place; nothing is refused."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from deadlines.domain.problem import Place

_NAME = re.compile(r"[A-Za-z0-9-]+")
_PARAMETER = re.compile(r';([A-Za-z0-9-]+)=((?:"[^"]*"|[^";:,]*)(?:,(?:"[^"]*"|[^";:,]*))*)')

_DEEPEST = 8
"""Components inside one another; iCalendar has three (RFC 5545 §3.6)."""


@dataclass(frozen=True, slots=True)
class Property:
    """One content line, unfolded."""

    name: str
    parameters: dict[str, str]
    value: str
    place: Place


@dataclass(slots=True)
class Component:
    """What stands between BEGIN and END."""

    name: str
    place: Place
    properties: list[Property] = field(default_factory=list)
    components: list["Component"] = field(default_factory=list)
    ended: bool = False

    def first(self, name: str) -> Property | None:
        """Return the first property of a name."""
        return next((found for found in self.properties if found.name == name), None)

    def text(self, name: str) -> str:
        """Return the value of the first property of a name, or nothing."""
        found = self.first(name)
        return found.value if found else ""

    def walk(self, name: str) -> Iterator["Component"]:
        """Yield the components of a name, at any depth."""
        for component in self.components:
            if component.name == name:
                yield component
            yield from component.walk(name)


@dataclass(frozen=True, slots=True)
class PhysicalLine:
    """A line of the file with its end."""

    number: int
    content: bytes
    end: bytes

    @property
    def place(self) -> Place:
        """Where it stands."""
        text = self.content.decode("utf-8", "replace")
        return Place(self.number, 1, max(1, len(text)), text)


@dataclass(frozen=True)
class Parsed:
    """A file in pieces: its lines, its calendars, and the lines that are none of iCalendar's."""

    lines: tuple[PhysicalLine, ...]
    folded: tuple[tuple[PhysicalLine, ...], ...]
    """The lines by content line."""
    calendars: tuple[Component, ...]
    strays: tuple[Place, ...]


def parse(content: bytes) -> Parsed:
    """Take a file apart; what is not iCalendar is a stray, and what is not ended says so."""
    lines = tuple(_physical(content.removeprefix(b"\xef\xbb\xbf")))
    folded = _folded(lines)
    root = Component("", Place(1, 1, 1, ""))
    open_components, strays = [root], []
    for group in folded:
        first, unfolded = group[0], _unfolded(group).decode("utf-8", "replace")
        found = _property(first, unfolded)
        if found is None:
            if unfolded.strip():
                strays.append(first.place)
        elif found.name == "BEGIN" and len(open_components) > _DEEPEST:
            strays.append(found.place)
        elif found.name == "BEGIN":
            component = Component(found.value.strip().upper(), found.place)
            open_components[-1].components.append(component)
            open_components.append(component)
        elif found.name == "END":
            names = [component.name for component in open_components]
            if (name := found.value.strip().upper()) in names[1:]:
                while open_components[-1].name != name:
                    open_components.pop()
                open_components.pop().ended = True
            else:
                strays.append(found.place)
        else:
            open_components[-1].properties.append(found)
    strays += [found.place for found in root.properties]
    calendars = tuple(found for found in root.components if found.name == "VCALENDAR")
    return Parsed(lines, folded, calendars, tuple(strays))


def is_utf8(lines: tuple[PhysicalLine, ...]) -> bool:
    """True when a content line is UTF-8 once it is unfolded."""
    try:
        _unfolded(lines).decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _physical(content: bytes) -> Iterator[PhysicalLine]:
    for number, line in enumerate(re.findall(rb"[^\r\n]*(?:\r\n|\n|\r|$)", content), start=1):
        if line:
            bare = line.rstrip(b"\r\n")
            yield PhysicalLine(number, bare, line[len(bare) :])


def _folded(lines: tuple[PhysicalLine, ...]) -> tuple[tuple[PhysicalLine, ...], ...]:
    groups: list[list[PhysicalLine]] = []
    for line in lines:
        if groups and line.content[:1] in (b" ", b"\t"):
            groups[-1].append(line)
        else:
            groups.append([line])
    return tuple(map(tuple, groups))


def _unfolded(lines: tuple[PhysicalLine, ...]) -> bytes:
    return b"".join((lines[0].content, *(line.content[1:] for line in lines[1:])))


def _property(line: PhysicalLine, unfolded: str) -> Property | None:
    named = _NAME.match(unfolded)
    if named is None:
        return None
    at, parameters = named.end(), dict[str, str]()
    while parameter := _PARAMETER.match(unfolded, at):
        parameters[parameter[1].upper()] = parameter[2].strip('"')
        at = parameter.end()
    if unfolded[at : at + 1] != ":":
        return None
    text = line.content.decode("utf-8", "replace")
    shown = max(1, len(text) - at - 1) if len(text) > at + 1 else max(1, len(text))
    place = Place(line.number, at + 2 if len(text) > at + 1 else 1, shown, text)
    return Property(named[0].upper(), parameters, unfolded[at + 1 :], place)
