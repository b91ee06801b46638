"""A calendar's problems, with their places, as ``check`` gives those of a record."""

from collections.abc import Iterator
from datetime import datetime

from deadlines.domain.problem import Problem
from deadlines.lint import calendars, encoding, rules
from deadlines.lint.against import Feed, compare
from deadlines.lint.components import ENTRIES, Component, Opened, Piece, Stray, pieces
from deadlines.lint.findings import Findings, Found
from deadlines.lint.lines import Blank, ContentLine, Line, TooMany
from deadlines.lint.scope import Scope
from deadlines.lint.zones import declared


def examine(content: bytes, path: str, *, now: datetime, old: bytes | None = None) -> list[Problem]:
    """Return what is wrong in a calendar, from top to bottom; ``path`` is how people know it.

    With ``old``, an earlier state of the same calendar, also what a subscriber of it would experience. Nothing is
    raised. The content is read once for its zones and once for the rest, and what is complete is forgotten, so that
    time and memory grow with the content alone; what is beyond a limit is said, and not examined.
    """
    examination = _Examination(content, now, Feed() if old is not None else None)
    findings = Findings()
    for found in examination.found():
        findings.add(found)
    if examination.scope is None:
        findings = Findings()
        findings.add(calendars.file_is_a_calendar(content))
    elif old is not None and examination.feed is not None:
        for found in compare(Feed(old), examination.feed, now):
            findings.add(found)
    return sorted(findings.problems(path), key=lambda problem: problem.order)


class _Examination:
    """One file while it is read."""

    def __init__(self, content: bytes, now: datetime, feed: Feed | None) -> None:
        self.feed = feed
        self.scope: Scope | None = None
        self._content, self._now, self._zones = content, now, declared(content)
        self._calendars = self._entries = 0

    def found(self) -> Iterator[Found]:
        for piece in pieces(self._content):
            if isinstance(piece, Opened):
                yield from self._opened(piece)
            elif isinstance(piece, Component) and self.scope is not None:
                yield from rules.judged(piece, self.scope)
                if self.feed is not None:
                    self.feed.add(piece)
                self._entries += piece.name in ENTRIES
            else:
                yield from _of_bytes(piece)
        yield from calendars.file_begins_with_the_calendar(self._content)
        yield from calendars.file_keeps_its_budget(self._entries, len(self._content))

    def _opened(self, piece: Opened) -> Iterator[Found]:
        if self._calendars:
            yield from calendars.file_has_one_calendar(piece.calendar)
        self._calendars += 1
        self.scope = Scope(piece.calendar, self._now, self._zones.get(self._calendars, {}))


def _of_bytes(piece: Piece) -> Iterator[Found]:
    if isinstance(piece, Line):
        for rule in rules.OF_LINES:
            yield from rule(piece)
    elif isinstance(piece, Blank):
        yield from encoding.no_blank_lines(piece)
    elif isinstance(piece, ContentLine):
        yield from encoding.characters_are_whole(piece)
    elif isinstance(piece, Stray):
        yield from encoding.line_is_a_content_line(piece)
    elif isinstance(piece, TooMany):
        yield from encoding.file_has_an_end(piece)
