"""Values as text: problems, rows for programs, and what a terminal must not be sent."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Mapping, Sequence

from deadlines.domain.text import Sentence, shown

TYPE_CHECKING = False
if TYPE_CHECKING:
    from deadlines.domain.problem import Problem
    from deadlines.wording.language import Language

_WIDEST_LINE = 120


def problem_in_full(problem: Problem) -> str:
    """Return a problem as a compiler would: place, message, the line with carets, the hint."""
    from deadlines.cli.columns import width_of  # Most records are good.

    place = problem.place
    message = said("warning: {message}", message=problem.message) if problem.warning else in_words(problem.message)
    lines = [f"{_where(problem)}: {message}"]
    if place.text:
        gutter = " " * len(str(place.line))
        text, before, marked = _window(place.text, place.col - 1, place.width)
        padding = "".join(character if character == "\t" else " " * width_of(character) for character in before)
        carets = "^" * max(1, width_of(marked))
        lines += [f"{gutter} |", f"{place.line} | {text}", f"{gutter} | {padding}{carets}"]
    else:
        gutter = " "
    if problem.hint:
        lines.append(f"{gutter} = {in_words(problem.hint)}")
    return "\n".join(lines)


def on_one_line(problem: Problem) -> Sentence:
    """Return a problem without its hint."""
    return Sentence("{place}: {reason}", place=_where(problem), reason=problem.message)


def concise(problem: Problem) -> str:
    """Return a problem on one line, without its hint, in English as programs read it."""
    mark = "warning: " if problem.warning else ""
    return f"{_where(problem)}: {mark}{safe(problem.message)}"


def _where(problem: Problem) -> str:
    return safe(f"{problem.path}:{problem.place.line}:{problem.place.col}")


def problems_as(form: str, problems: Sequence[Problem]) -> str:
    """Return problems in one of the formats of ``check``: full, concise, json, github."""
    if form == "json":
        import json

        return json.dumps([_as_item(problem) for problem in problems], ensure_ascii=False, indent=2)
    if form == "github":
        return "\n".join(map(_as_annotation, problems))
    if form == "concise":
        return "\n".join(map(concise, problems))
    return "\n\n".join(map(problem_in_full, problems))


def summary_of(problems: Sequence[Problem]) -> str:
    """Return how many problems and warnings there are: ``2 problems and 1 warning in 2 files``."""
    language = _language()
    warnings = sum(problem.warning for problem in problems)
    files = language.count("{n} file", "{n} files", len({problem.path for problem in problems}))
    wrong = language.count("{n} problem", "{n} problems", len(problems) - warnings)
    doubtful = language.count("{n} warning", "{n} warnings", warnings)
    if warnings and len(problems) > warnings:
        return language.say("{problems} and {warnings} in {files}", problems=wrong, warnings=doubtful, files=files)
    return language.say("{problems} in {files}", problems=doubtful if warnings else wrong, files=files)


def safe(text: str) -> str:
    """Return text that cannot steer a terminal or the order of letters, or break a line."""
    return shown(text).replace("\n", " ")


def _language() -> Language:
    from deadlines.cli.reader import reader_language  # What programs read is said in no language.

    return reader_language()


def said(message: str, /, **values: object) -> str:
    """Return a sentence, written in English where it is called, in the reader's language; the values are made safe."""
    language = _language()
    return language.say(message, **_safe(values, language))


def said_of(singular: str, plural: str, n: int, /, **values: object) -> str:
    """Return a sentence about ``{n}`` things in the reader's language; the values are made safe."""
    language = _language()
    return language.count(singular, plural, n, **_safe(values, language))


def log(line: str) -> None:
    """Say what is in words already, and safe, to the person at the terminal, or in the log of a service."""
    _log(line)


def note(line: str) -> None:
    """Say a line to the person at the terminal: a ``Sentence`` in that person's language."""
    _log(in_words(line))


def tell(message: str, /, **values: object) -> None:
    """Say a sentence to the person at the terminal, in that person's language; the values are made safe."""
    _log(said(message, **values))


def tell_count(singular: str, plural: str, n: int, /, **values: object) -> None:
    """Say a sentence about ``{n}`` things to the person at the terminal, in that person's language."""
    _log(said_of(singular, plural, n, **values))


def _safe(values: Mapping[str, object], language: Language) -> dict[str, object]:
    return {name: _in(language, value) for name, value in values.items()}


def in_words(value: object) -> str:
    """Return a ``Sentence``, or a value of one, in the reader's language and safe to print."""
    return _in(_language(), value)


def _in(language: Language, value: object) -> str:
    return language.spoken(value, safe)


def _log(line: str) -> None:
    from deadlines.cli.columns import isolated

    print(f"deadlines: {isolated(line)}", file=sys.stderr, flush=True)


def separated(rows: Iterable[Sequence[str]], columns: Sequence[str], separator: str) -> None:
    """Print rows for other programs: tab-separated without quotes, or CSV (RFC 4180) with them.

    A cell of CSV that a spreadsheet would compute begins with an apostrophe, and the file with the mark by which
    Excel knows UTF-8.
    """
    if separator == "\t":
        for row in (columns, *rows):
            print("\t".join(safe(cell).replace("\t", " ") for cell in row))
        return
    import csv

    print("\ufeff", end="")
    csv.writer(sys.stdout).writerows([_uncomputed(cell) for cell in row] for row in (columns, *rows))


def _uncomputed(cell: str) -> str:
    import re  # Only spreadsheets need it.

    computed = cell.startswith(("\t", "\r")) or cell.lstrip().startswith(("=", "+", "-", "@"))
    return f"'{safe(cell)}" if computed and not re.fullmatch(r"-?\d+", cell) else safe(cell)


def _as_item(problem: Problem) -> dict[str, object]:
    place = problem.place
    return {
        "path": problem.path,
        "line": place.line,
        "col": place.col,
        "end_col": place.col + place.width,
        "message": problem.message,
        "hint": problem.hint,
        "severity": "warning" if problem.warning else "error",
    }


def _as_annotation(problem: Problem) -> str:
    def escaped(text: str, more: str = "") -> str:
        for character in "%\r\n" + more:
            text = text.replace(character, f"%{ord(character):02X}")
        return text

    place = problem.place
    file = escaped(safe(problem.path), ":,")
    where = f"file={file},line={place.line},col={place.col},endColumn={place.col + place.width}"
    level = "warning" if problem.warning else "error"
    return f"::{level} {where}::{escaped(safe(problem.in_one))}"


def _window(line: str, start: int, width: int) -> tuple[str, str, str]:
    """Return the line, what comes before the mark and what is marked, cut around the mark where it is very long."""
    cut = max(0, min(start - 20, len(line) - _WIDEST_LINE))
    window = shown(line[cut : cut + _WIDEST_LINE])
    return window, window[: start - cut], window[start - cut : start - cut + width]


def verdict_in_words(verdict: str) -> str:
    """Return what ``verify`` says of a page, in the reader's language."""
    return {
        "confirmed": said("confirmed"),
        "moved": said("moved"),
        "closed": said("closed"),
        "gone": said("gone"),
        "unreachable": said("unreachable"),
        "unclear": said("unclear"),
    }[verdict]
