"""Values as text: problems, tables and what a terminal must not be sent."""

import json
import re
import sys
import unicodedata
from collections.abc import Iterable, Sequence

from deadlines.domain.problem import Problem
from deadlines.domain.text import shown

_WIDEST_LINE = 120
_NUMBER = re.compile(r"-?\d+")
_NARROWEST = 24
"""Where the last column of a table had less room than this, all of them fold."""


def problem_in_full(problem: Problem) -> str:
    """Return a problem as a compiler would: place, message, the line with carets, the hint."""
    lines = [concise(problem)]
    place = problem.place
    if place.text:
        gutter = " " * len(str(place.line))
        text, before, marked = _window(place.text, place.col - 1, place.width)
        padding = "".join(character if character == "\t" else " " * _columns(character) for character in before)
        carets = "^" * max(1, sum(map(_columns, marked)))
        lines += [f"{gutter} |", f"{place.line} | {text}", f"{gutter} | {padding}{carets}"]
    else:
        gutter = " "
    if problem.hint:
        lines.append(f"{gutter} = {safe(problem.hint)}")
    return "\n".join(lines)


def concise(problem: Problem) -> str:
    """Return a problem on one line, without its hint."""
    mark = "warning: " if problem.warning else ""
    return safe(f"{problem.path}:{problem.place.line}:{problem.place.col}: {mark}{problem.message}")


def problems_as(form: str, problems: Sequence[Problem]) -> str:
    """Return problems in one of the formats of ``check``: full, concise, json, github."""
    if form == "json":
        return json.dumps([_as_item(problem) for problem in problems], ensure_ascii=False, indent=2)
    if form == "github":
        return "\n".join(map(_as_annotation, problems))
    if form == "concise":
        return "\n".join(map(concise, problems))
    return "\n\n".join(map(problem_in_full, problems))


def summary_of(problems: Sequence[Problem]) -> str:
    """Return how many problems and warnings there are: ``2 problems and 1 warning in 2 files``."""
    warnings = sum(problem.warning for problem in problems)
    numbers = ((len(problems) - warnings, "problem"), (warnings, "warning"))
    found = " and ".join(_count(number, noun) for number, noun in numbers if number)
    return f"{found} in {_count(len({problem.path for problem in problems}), 'file')}"


def safe(text: str) -> str:
    """Return text that cannot steer a terminal or the order of letters, or break a line."""
    return shown(text).replace("\n", " ")


def log(line: str) -> None:
    """Say a line to the person at the terminal, or in the log of a service; data goes to stdout, this does not."""
    print(f"deadlines: {safe(line)}", file=sys.stderr, flush=True)


def table(rows: Iterable[Sequence[str]], columns: Sequence[str]) -> None:
    """Print a table for people. Cells may have several lines; the last column gives way first, and nothing is cut."""
    from rich import box
    from rich.console import Console
    from rich.table import Table

    drawn = Table(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False, header_style="", padding=(0, 1, 0, 1))
    console = Console(markup=False, highlight=False, emoji=False)
    cells = [tuple("\n".join(map(safe, cell.split("\n"))) for cell in row) for row in rows]
    widths = [
        max(_width(line) for cell in column for line in cell.split("\n"))
        for column in zip(columns, *cells, strict=True)
    ]
    has_room = console.width - sum(width + 3 for width in widths[:-1]) >= _NARROWEST
    for column, width in zip(columns, widths, strict=True):
        drawn.add_column(column, overflow="fold", min_width=width if has_room and column != columns[-1] else None)
    for row in cells:
        drawn.add_row(*row)
    console.print(drawn)


def separated(rows: Iterable[Sequence[str]], columns: Sequence[str], separator: str) -> None:
    """Print rows for other programs: tab-separated without quotes, or CSV (RFC 4180) with them.

    A cell of CSV that a spreadsheet would compute begins with an apostrophe.
    """
    if separator == "\t":
        for row in (columns, *rows):
            print("\t".join(safe(cell).replace("\t", " ") for cell in row))
        return
    import csv

    csv.writer(sys.stdout).writerows([_uncomputed(cell) for cell in row] for row in (columns, *rows))


def _uncomputed(cell: str) -> str:
    computed = cell.startswith(("\t", "\r")) or cell.lstrip().startswith(("=", "+", "-", "@"))
    return f"'{safe(cell)}" if computed and not _NUMBER.fullmatch(cell) else safe(cell)


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
    return f"::{level} {where}::{escaped(safe(problem.message + (f'; {problem.hint}' if problem.hint else '')))}"


def _window(line: str, start: int, width: int) -> tuple[str, str, str]:
    """Return the line, what comes before the mark and what is marked, cut around the mark where it is very long."""
    cut = max(0, min(start - 20, len(line) - _WIDEST_LINE))
    window = shown(line[cut : cut + _WIDEST_LINE])
    return window, window[: start - cut], window[start - cut : start - cut + width]


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def _width(line: str) -> int:
    return sum(map(_columns, line))


def _columns(character: str) -> int:
    if unicodedata.combining(character):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1
