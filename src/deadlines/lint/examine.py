"""A calendar's problems, with their places, as ``check`` gives those of a record."""

from collections.abc import Iterator
from datetime import datetime

from deadlines.domain.problem import Problem
from deadlines.lint import calendars, encoding, rules
from deadlines.lint.against import Feed, compare
from deadlines.lint.components import Component, Opened, Stray, pieces
from deadlines.lint.findings import Findings, Found
from deadlines.lint.lines import Blank, ContentLine, Line
from deadlines.lint.scope import Scope
from deadlines.lint.zones import declared


def examine(content: bytes, path: str, *, now: datetime, old: bytes | None = None) -> list[Problem]:
    """Return what is wrong in a calendar, from top to bottom; ``path`` is how people know it.

    With ``old``, an earlier state of the same calendar, also what a subscriber of it would experience. Nothing is
    raised. The content is read once for its zones and once for the rest, and what is complete is forgotten, so that
    time and memory grow with the content alone; what is beyond a limit is said, and not examined.
    """
    scopes: list[Scope] = []
    findings = Findings()
    feed = Feed()
    for found in _examined(content, now, scopes, feed if old is not None else None):
        findings.add(found)
    if not scopes:
        findings = Findings()
        findings.add(calendars.file_is_a_calendar(content))
    else:
        for found in _of_the_file(content, scopes):
            findings.add(found)
        for found in compare(Feed(old), feed, now) if old is not None else ():
            findings.add(found)
    return sorted(findings.problems(path), key=lambda problem: problem.order)


def _examined(content: bytes, now: datetime, scopes: list[Scope], feed: Feed | None) -> Iterator[Found]:
    zones = declared(content)
    for piece in pieces(content):
        if isinstance(piece, Component):
            yield from rules.judged(piece, scopes[-1])
            if feed is not None:
                feed.add(piece)
        elif isinstance(piece, Opened):
            number = len(scopes)
            scopes.append(Scope(piece.calendar, now, zones[number] if number < len(zones) else {}))
        elif isinstance(piece, Line):
            for rule in rules.OF_LINES:
                yield from rule(piece)
        elif isinstance(piece, Blank):
            yield from encoding.no_blank_lines(piece)
        elif isinstance(piece, ContentLine):
            yield from encoding.characters_are_whole(piece)
        elif isinstance(piece, Stray):
            yield from encoding.line_is_a_content_line(piece)
        else:
            yield from encoding.file_has_an_end(piece)


def _of_the_file(content: bytes, scopes: list[Scope]) -> Iterator[Found]:
    yield from calendars.file_begins_with_the_calendar(content)
    yield from calendars.file_keeps_its_budget(sum(scope.entries for scope in scopes), len(content))
    for scope in scopes[1:]:
        yield from calendars.file_has_one_calendar(scope.calendar)
