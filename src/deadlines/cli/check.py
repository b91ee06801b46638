"""``deadlines check``: problems in records and settings, all of them in one run."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from deadlines.app.check import check as examine
from deadlines.app.refusal import Exit
from deadlines.cli.list import one_of
from deadlines.cli.present import problems_as, said, summary_of
from deadlines.cli.progress import working
from deadlines.cli.project import find_project
from deadlines.cli.reader import reader_language

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
) -> int:
    """Check records and settings; print every problem with its place and a hint."""
    one_of("--format", format_, FORMATS)
    with working(said("checking")):
        checked = examine(find_project(context), [context.obj / path for path in paths or ()])
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
