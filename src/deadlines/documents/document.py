"""One TOML file: its bytes read with care, its table, and the places of its keys and values."""

import os
import stat
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import tomli

from deadlines.documents.nesting import nesting_in
from deadlines.documents.positions import Positions, place_at
from deadlines.documents.syntax import reading_of
from deadlines.domain.problem import START, Place, Problem
from deadlines.domain.text import Sentence

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


@dataclass(frozen=True, slots=True)
class NotToml(Problem):
    """The first fault in the syntax of a file, with what was found beside it."""

    others: tuple[Problem, ...] = ()
    """The further ones."""
    beside: Document | None = None
    """What can be read of the file in spite of them."""
    is_whole: bool = False
    """False where that ends before the last of the faults."""


def read(file: Path | str, path: str) -> Document | Problem:
    """Read a file as TOML 1.1, where an hour needs no seconds; whatever is there instead is a problem, not raised."""
    try:
        about = os.stat(file)  # noqa: PTH116
        if stat.S_ISDIR(about.st_mode):
            return Problem(Sentence("this is a folder, not a file"), Sentence("rename it without .toml"), path=path)
        if not stat.S_ISREG(about.st_mode):
            return Problem(Sentence("this is not an ordinary file"), Sentence("move it elsewhere"), path=path)
        if about.st_size > MOST_BYTES:
            message = Sentence("the file is too large for a record ({size} MB)", size=f"{about.st_size / 1e6:.0f}")
            return Problem(message, Sentence("move it elsewhere"), path=path)
        content = _content(file)
    except OSError as error:
        hint = Sentence("check its permissions")
        if os.path.islink(file):  # noqa: PTH114
            hint = Sentence("put the file itself here, not a link")
        return Problem(Sentence("the file cannot be read: {reason}", reason=error.strerror), hint, path=path)
    return parse(content, path)


def _content(file: Path | str) -> bytes:
    with open(file, "rb", buffering=0) as opened:  # noqa: PTH123
        return opened.read()


def link_out(file: Path | str, path: str, root: str) -> Problem | None:
    """Return the problem of a link that leads out of a folder, a real path; what is there is not read, nor quoted."""
    if os.path.islink(file) and not os.path.realpath(file).startswith(f"{root}{os.sep}"):  # noqa: PTH114
        message = Sentence("a link out of this folder is not followed")
        return Problem(message, Sentence("put the file itself here"), path=path)
    return None


def parse(content: bytes, path: str) -> Document | Problem:
    """Read bytes as TOML 1.1."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = content[: error.start].decode("utf-8", "replace")
        line = before.rsplit("\n", 1)[-1]
        place = Place(before.count("\n") + 1, len(line) + 1, 1, line)
        hint = Sentence("save it with encoding UTF-8")
        return Problem(Sentence("the file is not UTF-8 text"), hint, path=path, place=place)
    if not text.strip():
        return Problem(Sentence("the file is empty"), Sentence('start with title = "…", or delete it'), path=path)
    if too_deep := nesting_in(text):
        place, hint = place_at(text, *too_deep), Sentence("write plain keys and lists of texts")
        return Problem(Sentence("this is nested too deeply"), hint, path=path, place=place)
    try:
        return Document(path, text, tomli.loads(text))
    except tomli.TOMLDecodeError as error:
        found = reading_of(error, text, path)
        beside = Document(path, found.text, found.table)
        first, *others = found.problems
        return NotToml(
            first.message,
            first.hint,
            path=path,
            place=first.place,
            others=tuple(others),
            beside=beside,
            is_whole=found.is_whole,
        )
    except ValueError:
        return Problem(Sentence("a number is too long to be read"), Sentence("shorten it"), path=path, place=START)
