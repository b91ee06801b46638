"""The command line: what comes before a command, and the commands."""

from pathlib import Path
from typing import Annotated

import typer

from deadlines import __version__
from deadlines.cli.commands import SETTINGS, Commands
from deadlines.cli.source import read_from

app = typer.Typer(
    name="deadlines",
    cls=Commands,
    help="Calls, prizes and jobs as small text files; their deadlines in everybody's calendar.",
    no_args_is_help=True,
    **SETTINGS,
)


def _print_version(wanted: bool) -> None:
    if wanted:
        print(f"deadlines {__version__}")
        raise typer.Exit


@app.callback()
def project(
    context: typer.Context,
    directory: Annotated[
        Path,
        typer.Option("-C", metavar="DIR", help="The project in DIR instead of the one around this folder."),
    ] = Path(),
    from_: Annotated[
        str | None,
        typer.Option("--from", metavar="URL", help="For list and show, which take it as well."),
    ] = None,
    version: Annotated[
        bool,
        typer.Option("--version", callback=_print_version, is_eager=True, help="Print the version and end."),
    ] = False,
) -> None:
    """Calls, prizes and jobs as small text files; their deadlines in everybody's calendar."""
    context.obj = directory
    if from_ is not None:
        read_from(context, from_)
