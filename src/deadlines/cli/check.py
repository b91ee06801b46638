"""``deadlines check``: problems in records and settings, all of them in one run; how it is typed."""

from pathlib import Path
from typing import Annotated

import typer

from deadlines.cli.checking import FORMATS, check_from
from deadlines.cli.source import NO_INDEX_HELP


def check(
    context: typer.Context,
    paths: Annotated[
        list[Path] | None,
        typer.Argument(metavar="PATH", help="Records or folders; all records and the settings unless given."),
    ] = None,
    format_: Annotated[
        str | None, typer.Option("--format", metavar="|".join(FORMATS), help="How it is printed; full unless given.")
    ] = None,
    stale: Annotated[
        str | None,
        typer.Option(
            metavar="DAYS",
            help="List instead what was not compared with the organiser's page in so many days (60d), "
            "the most urgent first.",
        ),
    ] = None,
    as_of: Annotated[str | None, typer.Option(metavar="MOMENT", help="As seen at this moment instead of now.")] = None,
    no_index: Annotated[bool, typer.Option("--no-index", help=NO_INDEX_HELP)] = False,
) -> int:
    """Check records and settings; print every problem with its place and a hint."""
    return check_from(context.obj, paths=paths, format_=format_, stale=stale, as_of=as_of, no_index=no_index)
