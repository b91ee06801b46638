"""``deadlines check``: problems in records and settings, all of them in one run."""

import sys
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from deadlines.app.check import check as examine
from deadlines.app.project import OpenProject
from deadlines.app.refusal import Exit
from deadlines.cli.present import problems_as, said, summary_of, tell_count
from deadlines.cli.progress import working
from deadlines.cli.project import days_in, find_project, now_or, open_project, reader_zone
from deadlines.cli.reader import reader_language
from deadlines.cli.typed import one_of

FORMATS = ("full", "concise", "json", "github")


def check(
    context: typer.Context,
    paths: Annotated[
        list[Path] | None,
        typer.Argument(metavar="PATH", help="Records or folders; all records and the settings unless given."),
    ] = None,
    format_: Annotated[
        str, typer.Option("--format", metavar="|".join(FORMATS), help="How it is printed; full unless given.")
    ] = "full",
    stale: Annotated[
        str | None,
        typer.Option(
            metavar="DAYS",
            help="List instead what was not compared with the organiser's page in so many days (60d), "
            "the most urgent first.",
        ),
    ] = None,
    as_of: Annotated[str | None, typer.Option(metavar="MOMENT", help="As seen at this moment instead of now.")] = None,
) -> int:
    """Check records and settings; print every problem with its place and a hint."""
    one_of("--format", format_, FORMATS)
    now = now_or(as_of, reader_zone(None) if as_of else "UTC")
    named = [context.obj / path for path in paths or ()]
    if stale is not None:
        return _list_stale(open_project(context), days_in(stale, "--stale"), now, named, format_)
    with working(said("checking")):
        checked = examine(find_project(context), now, named)
    if checked.problems or format_ == "json":
        print(problems_as(format_, checked.problems))
    if checked.problems and format_ in ("full", "concise"):
        print(summary_of(checked.problems), file=sys.stderr)
    if all(problem.warning for problem in checked.problems) and sys.stdout.isatty():
        good = reader_language().count("{n} record, no problems", "{n} records, no problems", checked.records)
        print(good, file=sys.stderr)
    if not checked.settings_are_good:
        return Exit.ENVIRONMENT
    return Exit.FOUND if any(not problem.warning for problem in checked.problems) else Exit.FINE


def _list_stale(project: OpenProject, days: int, now: datetime, paths: list[Path], form: str) -> int:
    """Print what is to be looked at; it is found, and so is a record that cannot be read."""
    from deadlines.app.stale import stale

    looked = stale(project, days, now, paths)
    if looked.found or form == "json":
        print(problems_as(form, looked.found))
    if looked.unread:
        tell_count(
            "{n} record cannot be read; deadlines check says why",
            "{n} records cannot be read; deadlines check says why",
            len({problem.path for problem in looked.unread}),
        )
    if form in ("full", "concise") and (looked.found or sys.stdout.isatty()):
        tell_count("{n} record to look at", "{n} records to look at", len(looked.found))
    return Exit.FOUND if looked.found or looked.unread else Exit.FINE
