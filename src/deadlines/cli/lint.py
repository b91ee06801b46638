"""``deadlines lint``: the examination of any calendar, from a file or an address."""

import sys
from typing import Annotated

import typer

from deadlines import clock
from deadlines.app.refusal import Exit
from deadlines.cli.checking import FORMATS
from deadlines.cli.present import problems_as, said, summary_of
from deadlines.cli.progress import working
from deadlines.cli.typed import one_of


def lint(
    context: typer.Context,
    feeds: Annotated[list[str], typer.Argument(metavar="FEED|URL...", help="Files or addresses of calendars.")],
    against: Annotated[
        str | None, typer.Option(metavar="OLD", help="An earlier state of the calendar: what would subscribers see?")
    ] = None,
    format_: Annotated[
        str, typer.Option("--format", metavar="|".join(FORMATS), help="How it is printed; full unless given.")
    ] = "full",
) -> int:
    """Examine calendars, these or anybody's: what in them breaks which calendar program."""
    from deadlines.app.lint import lint as examine

    one_of("--format", format_, FORMATS)
    with working(said("examining")):
        problems = examine(context.obj, feeds, clock.now(), against=against)
    if problems or format_ == "json":
        print(problems_as(format_, problems))
    if problems and format_ in ("full", "concise"):
        print(summary_of(problems), file=sys.stderr)
    return Exit.FOUND if any(not problem.warning for problem in problems) else Exit.FINE
