"""``deadlines export``: the feeds, written into ``calendars/``."""

from typing import Annotated

import typer

from deadlines.cli.project import now_or, open_project
from deadlines.cli.publish import export_project, feed_lines, tell
from deadlines.settings import CALENDARS


def export(
    context: typer.Context,
    check: Annotated[bool, typer.Option("--check", help="Write nothing; exit with 1 when a feed is stale.")] = False,
    as_of: Annotated[
        str | None, typer.Option(metavar="MOMENT", help="A date or date-time that stands for now.")
    ] = None,
) -> int:
    """Write the feeds into calendars/; an entry that has not changed keeps its bytes."""
    project = open_project(context)
    exported = export_project(project, now_or(as_of, project.settings.project.timezone), write=not check)
    tell(exported)
    planned = exported.plan
    if check:
        stale = [file for file in (*planned.files, planned.memory) if file.stale]
        for file in stale:
            print(f"{CALENDARS}/{file.name} is stale; run deadlines export")
        return 1 if stale or exported.problems else 0
    for line, _ in feed_lines(exported):
        print(line)
    return 1 if exported.problems else 0
