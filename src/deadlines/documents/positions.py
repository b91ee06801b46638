"""Where in a TOML text each key and value is. Reads only text that the TOML parser has accepted."""

import re
from bisect import bisect_right
from dataclasses import dataclass, field
from functools import cached_property
from itertools import accumulate

import tomli

from deadlines.domain.problem import START, Keys, Place

_BLANK = re.compile(r"(?:[ \t\r\n]+|#[^\n]*)*")
_BARE_KEY = re.compile(r"[A-Za-z0-9_-]+")
_SCALAR = re.compile(r"[^,\]}#\n\r]+")
_STRING = re.compile(
    r'"""(?:\\.|[^\\])*?"""(?!")|' r"'''.*?'''(?!')|" r'"(?:\\.|[^"\\\n])*"|' r"'[^'\n]*'",
    re.DOTALL,
)


@dataclass
class Positions:
    """The places of one document."""

    text: str
    keys: dict[Keys, tuple[int, int]] = field(default_factory=dict)
    values: dict[Keys, tuple[int, int]] = field(default_factory=dict)

    @classmethod
    def of(cls, text: str) -> "Positions":
        """Scan a TOML text once, from top to bottom."""
        return _Scanner(text).scan()

    def find(self, keys: Keys, *, at_key: bool = False) -> Place:
        """Return the place of the value (or key) at ``keys``; of the nearest table around it where it has none."""
        for length in range(len(keys), 0, -1):
            first, second = (self.keys, self.values) if at_key and length == len(keys) else (self.values, self.keys)
            span = first.get(keys[:length]) or second.get(keys[:length])
            if span:
                return self._place(*span)
        return self._place(0, 1)

    @cached_property
    def _lines(self) -> tuple[list[int], list[str]]:
        """Where lines begin, and the lines: one of a megabyte is not copied for each mistake in it."""
        lines = self.text.split("\n")
        starts = accumulate((len(line) + 1 for line in lines), initial=0)
        return list(starts)[:-1], [line.rstrip("\r") for line in lines]

    def _place(self, start: int, end: int) -> Place:
        starts, lines = self._lines
        number = bisect_right(starts, start) - 1
        col = start - starts[number] + 1
        return Place(number + 1, col, max(1, min(end - start, len(lines[number]) - col + 1)), lines[number])


def place_at(text: str, start: int, end: int) -> Place:
    """Return the place of ``text[start:end]``, cut at the end of its first line."""
    if not text:
        return START
    line_start = text.rfind("\n", 0, start) + 1
    line_end = text.find("\n", start)
    line = text[line_start : len(text) if line_end < 0 else line_end].rstrip("\r")
    col = start - line_start + 1
    width = max(1, min(end - start, len(line) - col + 1))
    return Place(text.count("\n", 0, start) + 1, col, width, line)


def _unquoted(key: str) -> str:
    """Return the name that a quoted key is."""
    name: str = tomli.loads(f"key = {key}")["key"] if "\\" in key else key[1:-1]
    return name


class _Scanner:
    def __init__(self, text: str) -> None:
        self.text, self.at = text, 0
        self.found = Positions(text)
        self.counts: dict[Keys, int] = {}

    def scan(self) -> Positions:
        table: Keys = ()
        while self.skip():
            if self.text[self.at] == "[":
                table = self.header()
            else:
                self.pair(table)
        return self.found

    def skip(self) -> bool:
        blank = _BLANK.match(self.text, self.at)
        self.at = blank.end() if blank else self.at
        return self.at < len(self.text)

    def header(self) -> Keys:
        start, many = self.at, self.text.startswith("[[", self.at)
        self.at += 2 if many else 1
        path: Keys = ()
        parts = self.key()
        for number, part in enumerate(parts):
            path = (*path, part)
            if many and number == len(parts) - 1:
                self.counts[path] = self.counts.get(path, -1) + 1
            if path in self.counts:
                self.found.keys.setdefault(path, (start, start + 1))
                path = (*path, self.counts[path])
        self.skip()
        self.at += 2 if many else 1
        self.found.keys[path] = self.found.values[path] = (start, self.at)
        if many:
            self.found.keys[path[:-1]] = (start + 2, self.at - 2)
        return path

    def key(self) -> list[str]:
        parts: list[str] = []
        while self.skip():
            if self.text[self.at] in "\"'":
                start, end = self.string()
                parts.append(_unquoted(self.text[start:end]))
            elif bare := _BARE_KEY.match(self.text, self.at):
                parts.append(bare[0])
                self.at = bare.end()
            self.skip()
            if self.text[self.at] != ".":
                break
            self.at += 1
        return parts

    def pair(self, table: Keys) -> None:
        start = self.at
        parts = self.key()
        end = len(self.text[start : self.at].rstrip()) + start
        path = (*table, *parts)
        for length in range(len(table) + 1, len(path) + 1):
            self.found.keys.setdefault(path[:length], (start, end))
        self.at += 1
        self.value(path)

    def value(self, path: Keys) -> None:
        self.skip()
        start = self.at
        opening = self.text[self.at]
        if opening in "\"'":
            self.string()
        elif opening in "[{":
            self.at += 1
            number = 0
            while self.skip() and self.text[self.at] not in "]}":
                if opening == "{":
                    self.pair(path)
                else:
                    self.value((*path, number))
                    number += 1
                self.skip()
                if self.text[self.at] == ",":
                    self.at += 1
            self.at += 1
        elif scalar := _SCALAR.match(self.text, self.at):
            self.at = scalar.start() + len(scalar[0].rstrip())
        self.found.values[path] = (start, self.at)

    def string(self) -> tuple[int, int]:
        start = self.at
        quoted = _STRING.match(self.text, self.at)
        self.at = quoted.end() if quoted else len(self.text)
        return start, self.at
