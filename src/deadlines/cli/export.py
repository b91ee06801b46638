"""``deadlines export``: the feeds and the page, written into ``calendars/``."""

from typing import Annotated

import typer

from deadlines.cli.project import now_or, open_project
from deadlines.cli.publish import export_project, feed_lines, tell
from deadlines.settings.load import CALENDARS

MOST_NAMED = 20
"""Stale files that are named; there is one for each list and language."""


def export(
    context: typer.Context,
    check: Annotated[bool, typer.Option("--check", help="Write nothing; exit with 1 when a file is stale.")] = False,
    as_of: Annotated[
        str | None, typer.Option(metavar="MOMENT", help="A date or date-time that stands for now.")
    ] = None,
) -> int:
    """Write the feeds and the page into calendars/; an entry that has not changed keeps its bytes."""
    project = open_project(context)
    exported = export_project(project, now_or(as_of, project.settings.project.timezone), write=not check)
    tell(exported)
    if check:
        stale = exported.everything.stale
        for name in stale[:MOST_NAMED]:
            print(f"{CALENDARS}/{name} is stale; run deadlines export")
        if len(stale) > MOST_NAMED:
            print(f"and {len(stale) - MOST_NAMED} more")
        return 1 if stale or exported.problems else 0
    for line, _ in feed_lines(exported):
        print(line)
    return 1 if exported.problems else 0
