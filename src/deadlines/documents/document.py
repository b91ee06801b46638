"""One TOML file: its bytes read with care, its table, and the places of its keys and values."""

import re
import stat
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import tomli

from deadlines.documents.nesting import nesting_in
from deadlines.documents.positions import Positions, place_at
from deadlines.domain.problem import START, Place, Problem
from deadlines.domain.text import end_of_day_in

MOST_BYTES = 1_000_000
"""A record has a few thousand bytes; what is larger was put there by mistake."""


@dataclass(frozen=True)
class Document:
    """A file that is TOML. ``path`` is what people see of it."""

    path: str
    text: str
    table: dict[str, Any]

    @cached_property
    def positions(self) -> Positions:
        """The places of keys and values; computed when something is wrong."""
        return Positions.of(self.text)

    def locate(self, problems: Iterable[Problem]) -> list[Problem]:
        """Give problems their places in this file, from top to bottom."""
        placed = (
            problem.located(self.path, self.positions.find(problem.keys, at_key=problem.at_key)) for problem in problems
        )
        return sorted(placed, key=lambda problem: problem.order)


def read(file: Path, path: str) -> Document | Problem:
    """Read a file as TOML 1.1, where an hour needs no seconds; whatever is there instead is a problem, not raised."""
    try:
        about = file.stat()
        if stat.S_ISDIR(about.st_mode):
            return Problem("this is a folder, not a file", "rename it without .toml", path=path)
        if not stat.S_ISREG(about.st_mode):
            return Problem("this is not an ordinary file", "move it elsewhere", path=path)
        if about.st_size > MOST_BYTES:
            size = f"{about.st_size / 1_000_000:.0f} MB"
            return Problem(f"the file is too large for a record ({size})", "move it elsewhere", path=path)
        content = file.read_bytes()
    except OSError as error:
        return Problem(f"the file cannot be read: {error.strerror}", "check its permissions", path=path)
    return parse(content, path)


def parse(content: bytes, path: str) -> Document | Problem:
    """Read bytes as TOML 1.1."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = content[: error.start].decode("utf-8", "replace")
        line = before.rsplit("\n", 1)[-1]
        place = Place(before.count("\n") + 1, len(line) + 1, 1, line)
        return Problem("the file is not UTF-8 text", "save it with encoding UTF-8", path=path, place=place)
    if not text.strip():
        return Problem("the file is empty", 'start with title = "…", or delete it', path=path)
    if too_deep := nesting_in(text):
        place = place_at(text, *too_deep)
        return Problem("this is nested too deeply", "write plain keys and lists of texts", path=path, place=place)
    try:
        return Document(path, text, tomli.loads(text))
    except tomli.TOMLDecodeError as error:
        return _syntax(error, text, path)
    except ValueError:
        return Problem("a number is too long to be read", "shorten it", path=path, place=START)


_HINTS = (
    ("Invalid date or datetime", "this date does not exist; check day and month"),
    ("Cannot overwrite a value", "the key stands there twice; keep one"),
    ("Cannot declare", "the table stands there twice; keep one, or write [[…]] for several"),
    ("Unclosed array", "add the closing ]"),
    ("Unterminated string", "add the closing quote"),
    ("Illegal character", 'add the closing quote on the same line, or write """…""" around several lines'),
    ("Expected '=' after a key", 'write key = "value"'),
    ("Invalid value", 'write texts in quotes: "…", and dates as 2026-04-30'),
    ("Invalid statement", 'write key = "value", or # before a remark'),
    (
        "Expected newline or end of document",
        "write one thing a line; a text is in quotes, a date is 2026-04-30",
    ),
)
_DATE = re.compile(r"\d{4}-\d\d-\d\d")


def _syntax(error: tomli.TOMLDecodeError, text: str, path: str) -> Problem:
    start = min(error.pos, max(len(text) - 1, 0))
    if start and text[start] == "\n":
        start -= 1
    hint = next((hint for words, hint in _HINTS if words in error.msg), "see toml.io for how to write it")
    message = f"this is not TOML: {error.msg[:1].lower()}{error.msg[1:]}"
    if midnight := end_of_day_in(text, start):
        first, last, instead = midnight
        return Problem("24:00 is no hour of TOML", instead, path=path, place=place_at(text, first, last))
    if date := _DATE.match(text, start):
        return Problem(
            f"{date[0]} is not a date",
            "check day, month and hour",
            path=path,
            place=place_at(text, start, date.end()),
        )
    return Problem(message, hint, path=path, place=place_at(text, start, start + 1))
