"""``deadlines export``: the feeds, written into ``calendars/``."""

import sys
from typing import Annotated

import typer

from deadlines.cli.check import feeds_without_records
from deadlines.cli.project import OpenProject, name_problems, open_project
from deadlines.domain.opportunity import Opportunity
from deadlines.settings import CALENDARS


def export(
    context: typer.Context,
    check: Annotated[bool, typer.Option("--check", help="Write nothing; exit with 1 when a feed is stale.")] = False,
) -> int:
    """Write the feeds into calendars/; a file whose bytes would not change is not touched."""
    from deadlines.feeds.export import plan, publish

    project = open_project(context)
    loaded = project.load()
    settings = project.settings
    planned = plan(
        loaded.opportunities,
        settings.all_feeds(),
        project.calendars,
        domain=settings.project.domain,
        url=settings.project.url,
        broken_ids=loaded.broken_ids,
    )
    stale = [file for file in planned.files if file.stale]
    name_problems(loaded.problems)
    for kept in sorted(planned.kept):
        _say(f"{kept} is broken and keeps the entry that was published last")
    empty = () if loaded.problems else feeds_without_records(project.root, settings, loaded.opportunities)
    name_problems(tuple(empty))
    _name_what_has_no_entry(loaded.opportunities)
    _name_leftovers(project, {file.name for file in planned.files})
    if check:
        for file in stale:
            print(f"{CALENDARS}/{file.name} is stale; run deadlines export")
        return 1 if stale or loaded.problems or empty else 0
    publish(planned, project.calendars)
    for file in planned.files:
        entries = "1 entry" if file.entries == 1 else f"{file.entries} entries"
        print(f"{CALENDARS}/{file.name}: {entries}, {'written' if file.stale else 'unchanged'}")
    return 1 if loaded.problems or empty else 0


def _name_what_has_no_entry(opportunities: tuple[Opportunity, ...]) -> None:
    for opportunity in opportunities:
        if not opportunity.deadlines:
            _say(f"{opportunity.id} is in no feed: it is rolling, and has no date")


def _name_leftovers(project: OpenProject, written: set[str]) -> None:
    for file in sorted(project.calendars.glob("*.ics")):
        if file.name not in written:
            _say(f"{CALENDARS}/{file.name} is no feed any more and stays as it was; delete it when nobody follows it")


def _say(message: str) -> None:
    print(f"deadlines: {message}", file=sys.stderr)
