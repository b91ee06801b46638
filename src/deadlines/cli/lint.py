"""``deadlines lint``: the examination of any calendar, from a file or an address."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from deadlines import clock
from deadlines.cli.check import FORMATS
from deadlines.cli.list import one_of
from deadlines.cli.present import problems_as, safe, summary_of
from deadlines.cli.project import Stop


def lint(
    context: typer.Context,
    feeds: Annotated[list[str], typer.Argument(metavar="FEED|URL...", help="Files or addresses of calendars.")],
    against: Annotated[
        str | None, typer.Option(metavar="OLD", help="An earlier state of the calendar: what would subscribers see?")
    ] = None,
    format_: Annotated[str, typer.Option("--format", help=", ".join(FORMATS) + ".")] = "full",
) -> int:
    """Examine calendars, these or anybody's: what in them breaks which calendar program."""
    from deadlines.lint.examine import examine

    one_of("--format", format_, FORMATS)
    if against is not None and len(feeds) > 1:
        raise Stop("--against compares one calendar; name one", 2)
    old = None if against is None else _content(context.obj, against)
    now = clock.now()
    problems = [problem for feed in feeds for problem in examine(_content(context.obj, feed), feed, now=now, old=old)]
    if problems or format_ == "json":
        print(problems_as(format_, problems))
    if problems and format_ in ("full", "concise"):
        print(summary_of(problems), file=sys.stderr)
    return 1 if any(not problem.warning for problem in problems) else 0


def _content(directory: Path, place: str) -> bytes:
    return _from_web(place) if "://" in place else _from_disk(directory, place)


def _from_disk(directory: Path, place: str) -> bytes:
    from deadlines.web.cache import LARGEST

    try:
        with (directory / place).open("rb") as file:
            content = file.read(LARGEST + 1)
    except IsADirectoryError:
        raise Stop(f"{place} is a folder; name its files: {place.rstrip('/')}/*.ics", 2) from None
    except FileNotFoundError:
        raise Stop(f"there is no file {place}", 2) from None
    if len(content) > LARGEST:
        raise Stop(f"{place} is larger than {LARGEST // 1_000_000} MB; no program reads that", 1)
    return content


def _from_web(place: str) -> bytes:
    from deadlines.web.fetch import Unreachable, fetch, over_http

    address = over_http(place)
    if not address.startswith(("http://", "https://")):
        raise Stop(f"{place} is not a web address; write https://…", 2)
    try:
        return fetch(address, accept="text/calendar").content
    except Unreachable as error:
        why = f"{error}; Thunderbird stops a subscription that does" if error.status else error
        raise Stop(safe(f"{place} cannot be read: {why}"), 1 if error.status else 3) from None
