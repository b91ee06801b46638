"""What is wrong in a text that is not TOML, and what can be read of it nevertheless.

A missing ``=`` and curly quotes are read for what they are meant, so that whatever else is wrong is found in the same
run. What was read so is never published.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import tomli

from deadlines.documents.nesting import nesting_in
from deadlines.documents.positions import place_at
from deadlines.domain.characters import end_of_day_in
from deadlines.domain.month import month_in
from deadlines.domain.problem import Problem
from deadlines.domain.text import Sentence

MOST_MENDED = 20
"""Lines of a file that are read for what they are meant; where there are more, it is something else than TOML."""
_TRIES, _LARGEST = 10, 100_000
"""How often the end of what can be read is looked for, and in how long a text."""
_LONGEST_HINT = 120

_FAULTS: tuple[tuple[str, str, str], ...] = (
    ("Invalid date or datetime", Sentence("this date does not exist"), Sentence("check day and month")),
    ("Cannot overwrite a value", Sentence("the key is there twice"), Sentence("keep one")),
    ("Cannot declare", Sentence("the table is there twice"), Sentence("keep one, or write [[…]] for several")),
    ("Unclosed array", Sentence("a list is not closed"), Sentence("add the closing ]")),
    ("Unterminated string", Sentence("a text is not closed"), Sentence("add the closing quote")),
    (
        "Illegal character",
        Sentence("there is a character that cannot be here"),
        Sentence('add the closing quote on the same line, or write """…""" around several lines'),
    ),
    ("Expected '=' after a key", Sentence("there is no = after the key"), Sentence('write key = "value"')),
    (
        "Invalid value",
        Sentence("a value is expected here"),
        Sentence('write texts in quotes: "…", and dates as 2026-04-30'),
    ),
    (
        "Invalid statement",
        Sentence("a key or a table is expected here"),
        Sentence('write key = "value", or # before a remark'),
    ),
    (
        "Expected newline or end of document",
        Sentence("more follows on the line"),
        Sentence("write one thing a line; a text is in quotes, a date is 2026-04-30"),
    ),
)
"""What is wrong and what to type, by what the parser says."""
_DATE = re.compile(r"\d{4}-\d\d-\d\d")
_CURLY = "“”„‟«»‹›‘’‚‛"
_STRAIGHT = str.maketrans(dict.fromkeys(_CURLY, '"'))
_PAIR = re.compile(r"(?P<key>[ \t]*+[A-Za-z0-9_-]++)(?:[ \t]*+:?+[ \t]*+)(?P<value>[^ \t=:].*)")
_BARE = re.compile(r"(?P<key>[ \t]*+[A-Za-z0-9_-]++[ \t]*+=[ \t]*+)(?P<value>\w[\w ./-]*\w)(?P<rest>[ \t]*(?:#.*)?)")
"""A value without quotes."""
_STATEMENT = re.compile(r"^[ \t]*(?:\[|[\w\"'.-]+[ \t]*=)", re.MULTILINE)


@dataclass(frozen=True)
class Reading:
    """What is wrong in the syntax of a text, and what can be read of it."""

    problems: tuple[Problem, ...]
    text: str
    table: dict[str, Any]
    is_whole: bool
    """False where only what stands before the last of the problems was read."""


def reading_of(error: tomli.TOMLDecodeError, text: str, path: str) -> Reading:
    """Return what an error of the parser means, and what can be read of the text in spite of it."""
    problems: list[Problem] = []
    while True:
        start = min(error.pos, max(len(text) - 1, 0))
        if start and text[start] == "\n":
            start -= 1
        mended = _mended(text, start, path) if len(problems) < MOST_MENDED and len(text) <= _LARGEST else None
        if mended is None:
            before, table = _before(text, start)
            return Reading((*problems, _problem(error, text, start, path)), before, table, is_whole=False)
        problem, text = mended
        problems.append(problem)
        try:
            table = {} if nesting_in(text) else tomli.loads(text)
            return Reading(tuple(problems), text, table, is_whole=bool(table))
        except tomli.TOMLDecodeError as further:
            error = further
        except ValueError:
            return Reading(tuple(problems), "", {}, is_whole=False)


def _problem(error: tomli.TOMLDecodeError, text: str, start: int, path: str) -> Problem:
    if midnight := end_of_day_in(text, start):
        first, last, instead = midnight
        return Problem(Sentence("TOML has no time 24:00"), instead, path=path, place=place_at(text, first, last))
    if date := _DATE.match(text, start):
        return Problem(
            Sentence("{text} is not a date", text=date[0]),
            Sentence("check day, month and time"),
            path=path,
            place=place_at(text, start, date.end()),
        )
    fault, hint = next(
        ((fault, hint) for words, fault, hint in _FAULTS if words in error.msg),
        (error.msg[:1].lower() + error.msg[1:], Sentence("see toml.io for how to write it")),
    )
    message = Sentence("this is not TOML: {fault}", fault=fault)
    return Problem(message, hint, path=path, place=place_at(text, start, start + 1))


def _mended(text: str, at: int, path: str) -> tuple[Problem, str] | None:
    """Return what is wrong in the line around ``text[at]`` and the text without that; None where it is not known."""
    start = text.rfind("\n", 0, at) + 1
    end = text.find("\n", at)
    line = text[start : len(text) if end < 0 else end].rstrip("\r")
    for place, message, instead in (
        *_without_equals(line),
        *_in_curly_quotes(line, at - start),
        *_month_without_quotes(line),
    ):
        if _is_toml(instead):
            where = place_at(text, start + place, start + place + 1)
            short = instead.strip() if len(instead) <= _LONGEST_HINT else f'{instead.split("=")[0].strip()} = "…"'
            problem = Problem(message, Sentence("write {value}", value=short), path=path, place=where)
            return problem, text[:start] + instead + text[start + len(line) :]
    return None


def _without_equals(line: str) -> Iterator[tuple[int, str, str]]:
    if pair := _PAIR.fullmatch(line):
        place, message = pair.end("key"), Sentence("there is no = after {key}", key=pair["key"].strip())
        for value in (pair["value"], pair["value"].translate(_STRAIGHT)):
            yield place, message, f"{pair['key']} = {value}"


def _in_curly_quotes(line: str, at: int) -> Iterator[tuple[int, str, str]]:
    places = [place for place, character in enumerate(line) if character in _CURLY]
    if places:
        place = at if at in places else places[-1]
        message = Sentence("{quote} is not a straight quote", quote=line[place])
        yield place, message, line.translate(_STRAIGHT)


def _month_without_quotes(line: str) -> Iterator[tuple[int, str, str]]:
    if (found := _BARE.fullmatch(line)) and (month := month_in(found["value"])):
        message = Sentence("a month is a text, in quotes: {value}", value=found["value"])
        yield found.start("value"), message, f'{found["key"]}"{month}"{found["rest"]}'


def _is_toml(line: str) -> bool:
    try:
        return not nesting_in(line) and bool(tomli.loads(line))
    except ValueError:
        return False


def _before(text: str, at: int) -> tuple[str, dict[str, Any]]:
    """Return the longest beginning of a text, in whole statements, that is TOML, and what it says."""
    starts = [found.start() for found in _STATEMENT.finditer(text, 0, at + 1)] if len(text) <= _LARGEST else []
    for start in starts[: -_TRIES - 1 : -1]:
        try:
            return text[:start], tomli.loads(text[:start])
        except ValueError:
            continue
    return "", {}
