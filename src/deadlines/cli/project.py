"""What every command starts from: the project around the folder of ``-C``, the reader's zone, and now."""

from __future__ import annotations

import sys
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from deadlines import clock
from deadlines.app.refusal import Exit, Refusal
from deadlines.cli.present import problem_in_full, tell
from deadlines.domain.moment import FIRST_YEAR, LAST_YEAR, Dated, Written, parse_due, parse_written, start_of_day
from deadlines.domain.text import Sentence
from deadlines.domain.zone import find_zone, suggest_zone, zone

TYPE_CHECKING = False
if TYPE_CHECKING:
    from pathlib import Path
    from typing import TypeVar

    import typer

    from deadlines.app.project import OpenProject
    from deadlines.domain.problem import Problem

    Typed = TypeVar("Typed", bound=Written)


def find_project(context: typer.Context) -> Path:
    """Return the root of the project around the folder of ``-C``."""
    from deadlines.app import project  # Who reads published records opens none.

    directory: Path = context.obj
    return project.find_project(directory)


def open_project(context: typer.Context) -> OpenProject:
    """Return the project around the folder of ``-C``."""
    from deadlines.app import project

    directory: Path = context.obj
    return project.open_project(directory)


def name_problems(problems: tuple[Problem, ...]) -> None:
    """Name problems on stderr, beside what a command has to say."""
    for problem in problems:
        print(problem_in_full(problem), end="\n\n", file=sys.stderr)


def reader_zone(name: str | None) -> str:
    """Return the zone that moments are shown in beside their own: the one asked for, or the machine's."""
    if name is not None:
        if find_zone(name) is None:
            raise Refusal('"{name}" is not a time zone; {hint}', Exit.USAGE, name=name, hint=suggest_zone(name))
        return name
    local = clock.local_zone()
    if local is None or find_zone(local) is None:
        if local not in ("UTC", "Etc/UTC", "Etc/UCT", "GMT", "Etc/GMT"):
            tell("this machine’s time zone has no name; times are in UTC (--timezone)")
        return "UTC"
    return local


def now_or(as_of: str | None, zone_name: str, *, to_the_end: bool = False) -> datetime:
    """Return the instant to take for now: the clock's, or ``--as-of``.

    A date means its first moment, or ``to_the_end`` its last; a local date-time is read in the reader's zone, and ``Z``
    or an offset makes it exact.
    """
    if as_of is None:
        return clock.now()
    try:
        exact = datetime.fromisoformat(as_of)
    except ValueError:
        exact = None
    if exact is not None and exact.tzinfo is not None:
        _refuse_year(exact, "--as-of")
        return exact.astimezone(UTC)
    written = typed_moment(as_of, "--as-of")
    if isinstance(written, datetime):
        return written.replace(tzinfo=zone(zone_name)).astimezone(UTC)
    if to_the_end:
        return start_of_day(written + timedelta(days=1), zone_name) - timedelta.resolution
    return start_of_day(written, zone_name)


def days_in(text: str, option: str) -> int:
    """Return how many days are typed for an option: ``30``, ``30d``, ``2w``."""
    import re

    if not (typed := re.fullmatch(r"(\d{1,4})\s*(d|days?|w|weeks?)?", text.strip())):
        raise Refusal('{option}: "{text}" is not a time; write 30, 30d or 2w', Exit.USAGE, option=option, text=text)
    return int(typed[1]) * (7 if (typed[2] or "").startswith("w") else 1)


def typed_moment(text: str, option: str) -> Dated:
    """Read a date or date-time from an option. Raises ``Refusal``."""
    return _typed(text, option, parse_written)


def typed_due(text: str, option: str) -> Written:
    """Read what a deadline may be from an option: a month, too. Raises ``Refusal``."""
    return _typed(text, option, parse_due)


def _typed(text: str, option: str, parse: Callable[[str], Typed]) -> Typed:
    try:
        written = parse(text)
    except ValueError as error:
        raise Refusal("{name}: {reason}", Exit.USAGE, name=option, reason=error.args[0]) from None
    _refuse_year(written, option)
    return written


def fault_of_year(written: Written) -> Sentence | None:
    """Return what is wrong where the year of a moment cannot be meant."""
    if FIRST_YEAR <= written.year <= LAST_YEAR:
        return None
    return Sentence(
        "the year {year} cannot be meant; write a year from {first} to {last}",
        year=written.year,
        first=FIRST_YEAR,
        last=LAST_YEAR,
    )


def _refuse_year(written: Written, option: str) -> None:
    if fault := fault_of_year(written):
        raise Refusal("{name}: {reason}", Exit.USAGE, name=option, reason=fault)
