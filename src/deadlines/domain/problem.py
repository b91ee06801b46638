"""A problem: what is wrong, where it is, and what to type instead. A value, never an exception."""

from dataclasses import dataclass, replace

from deadlines.domain.text import Sentence

Keys = tuple[str | int, ...]
"""The way to a value inside a TOML document: ``("deadlines", 0, "due")``."""


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """Where in a file something is: line and column count from 1, the width is in characters."""

    line: int
    col: int
    width: int
    text: str
    """The line, without its end."""


START = Place(1, 1, 1, "")


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong in a file. A rule gives message, hint and keys; the reader of the file adds path and place."""

    message: str
    hint: str = ""
    keys: Keys = ()
    at_key: bool = False
    """True where the key itself is wrong, and not its value."""
    warning: bool = False
    """True where it may be right as it is: it is reported, and causes no exit code."""
    path: str = ""
    place: Place = START

    def located(self, path: str, place: Place) -> "Problem":
        """Return the same problem with the file it is in and its place there."""
        return replace(self, path=path, place=place)

    @property
    def in_one(self) -> str:
        """What is wrong and what to type, as one sentence."""
        return Sentence("{reason}; {hint}", reason=self.message, hint=self.hint) if self.hint else self.message

    @property
    def order(self) -> tuple[str, int, int, str]:
        """Sort key: by file, then from top to bottom."""
        return self.path, self.place.line, self.place.col, self.message
