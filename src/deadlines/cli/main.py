"""``deadlines``: the commands by name, and what happens around every one of them."""

import gc
import os
import sys
from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import Annotated

import typer

from deadlines.app.refusal import Exit, Refusal
from deadlines.cli.add import add
from deadlines.cli.check import check
from deadlines.cli.export import export
from deadlines.cli.init import init
from deadlines.cli.lint import lint
from deadlines.cli.list import list_
from deadlines.cli.present import log
from deadlines.cli.project import name_problems
from deadlines.cli.remind import remind
from deadlines.cli.schema import schema
from deadlines.cli.serve import serve
from deadlines.cli.show import show
from deadlines.cli.source import VARIABLE, read_from
from deadlines.cli.status import status
from deadlines.cli.watch import watch

app = typer.Typer(
    name="deadlines",
    help="Calls, prizes and jobs as small text files; their deadlines in everybody's calendar.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


@app.callback()
def project(
    context: typer.Context,
    directory: Annotated[
        Path,
        typer.Option("-C", metavar="DIR", help="The project in DIR instead of the one around this folder."),
    ] = Path(),
    from_: Annotated[
        str | None,
        typer.Option(
            "--from",
            metavar="URL",
            help=f"For list and show: what a project publishes, at its address or in a file; {VARIABLE} is used "
            "outside of a project.",
        ),
    ] = None,
) -> None:
    """Calls, prizes and jobs as small text files; their deadlines in everybody's calendar."""
    context.obj = directory
    if from_ is not None:
        read_from(context, from_)


def command(name: str, verb: Callable[..., int]) -> None:
    """Make a command of a function that returns an exit code."""

    @wraps(verb)
    def run(*arguments: object, **options: object) -> None:
        raise typer.Exit(_guarded(verb, *arguments, **options))

    app.command(name)(run)


def _guarded(verb: Callable[..., int], *arguments: object, **options: object) -> int:
    """Run a command; whatever goes wrong is one line and an exit code, never a traceback."""
    try:
        code = verb(*arguments, **options)
        sys.stdout.flush()
    except Refusal as refusal:
        name_problems(refusal.problems)
        if refusal.message:
            log(refusal.message)
        return refusal.code
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return Exit.FINE
    except KeyboardInterrupt:
        return Exit.INTERRUPTED
    except OSError as error:
        log(f"{error.filename or 'the system'}: {error.strerror or error}")
        return Exit.ENVIRONMENT
    except Exception as error:
        log(f"this is a fault of deadlines, not of your files: {type(error).__name__}: {error}")
        return Exit.ENVIRONMENT
    return code


for _name, _verb in (
    ("list", list_),
    ("show", show),
    ("check", check),
    ("add", add),
    ("export", export),
    ("serve", serve),
    ("lint", lint),
    ("remind", remind),
    ("watch", watch),
    ("status", status),
    ("schema", schema),
    ("init", init),
):
    command(_name, _verb)


def main() -> None:
    """Run the command line, with output that no locale can make fail.

    A command makes many objects, hardly any garbage, and ends; the collector would look through them again and again.
    """
    gc.disable()
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(errors="backslashreplace")  # type: ignore[union-attr]
    app()
