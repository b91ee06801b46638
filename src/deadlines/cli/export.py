"""``deadlines export``: the feeds and the page, written into ``calendars/``."""

import os
from pathlib import Path
from typing import Annotated

import typer

from deadlines.app.export import Exported
from deadlines.app.export import export as export_project
from deadlines.app.refusal import Exit
from deadlines.cli.export_report import feed_lines, named, report
from deadlines.cli.present import said, said_of
from deadlines.cli.progress import working
from deadlines.cli.project import now_or, open_project

MOST_NAMED = 20
"""Stale files that are named; there is one for each list and language."""


def export(
    context: typer.Context,
    check: Annotated[bool, typer.Option("--check", help="Write nothing; exit with 1 when a file is stale.")] = False,
    to: Annotated[
        Path | None, typer.Option(metavar="DIR", help="The folder to write; calendars/ of the project unless given.")
    ] = None,
    as_of: Annotated[
        str | None,
        typer.Option(
            metavar="MOMENT", help="A date or date-time to take for now: say what would change. Writes only with --to."
        ),
    ] = None,
) -> int:
    """Write the feeds and the page into calendars/; an entry that has not changed keeps its bytes."""
    project = open_project(context)
    now = now_or(as_of, project.settings.project.timezone)
    write = not check and (as_of is None or to is not None)
    folder = None if to is None else Path(os.path.realpath(context.obj)) / to
    with working(said("exporting") if write else said("comparing")):
        exported = export_project(project, now, folder, write=write, time_passes=not check)
    report(exported)
    if check:
        return _name_stale(exported)
    for line, _ in feed_lines(exported):
        print(line)
    return Exit.FOUND if exported.problems else Exit.FINE


def _name_stale(exported: Exported) -> int:
    stale = exported.publication.stale
    for name in stale[:MOST_NAMED]:
        print(said("{file} is stale; run deadlines export", file=f"{named(exported)}{name}"))
    if len(stale) > MOST_NAMED:
        print(said_of("and {n} more", "and {n} more", len(stale) - MOST_NAMED))
    return Exit.FOUND if stale or exported.problems else Exit.FINE
