"""``deadlines digest``: what is new, moved, withdrawn and closing soon, for a newsletter."""

from pathlib import Path
from typing import Annotated

import typer

from deadlines.app.refusal import Exit
from deadlines.cli.present import safe
from deadlines.cli.project import name_problems, now_or, open_project


def digest(
    context: typer.Context,
    as_of: Annotated[
        str | None, typer.Option(metavar="MOMENT", help="The last day of the week; today unless given.")
    ] = None,
    language: Annotated[
        str | None, typer.Option(metavar="LANGUAGE", help="Its language; the project's unless given.")
    ] = None,
    to: Annotated[
        Path | None,
        typer.Option(metavar="DIR", help="Write digest.html and digest.txt there, instead of printing the text."),
    ] = None,
) -> int:
    """Print what is new, moved, withdrawn or closing within two weeks, ready for a newsletter.

    It is of the week that ends with a day, and the same on all of that day.
    """
    from deadlines.app import digest as app

    project = open_project(context)
    made, loaded = app.digest(project, now_or(as_of, project.settings.project.timezone), language)
    name_problems(loaded.problems)
    if to is None:
        for line in made.text.splitlines():
            print(safe(line))
    else:
        for file in app.write_digest(made, project, to):
            print(safe(str(file)))
    return Exit.FOUND if loaded.problems else Exit.FINE
