"""``deadlines``: what comes before a command, and the start of all."""

import gc
import sys
from pathlib import Path
from typing import Annotated

import typer

from deadlines.cli.commands import SETTINGS, Commands
from deadlines.cli.completion import WORDS, offer
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
        from importlib.metadata import version

        print(f"deadlines {version('deadlines')}")
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


def main() -> None:
    """Run the command line, with output that no locale can make fail.

    A command makes many objects, hardly any garbage, and ends; the collector would look through them again and again.
    """
    gc.disable()
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(errors="backslashreplace")  # type: ignore[union-attr]
    if sys.argv[1:3] == ["completion", WORDS]:
        offer(*sys.argv[3:5])
    else:
        app()
