"""``deadlines export``: the feeds, written into ``calendars/``."""

import sys
from contextlib import nullcontext
from typing import TYPE_CHECKING, Annotated

import typer

from deadlines.cli.check import feeds_without_records, moves_without_history
from deadlines.cli.project import Stop, name_problems, now_or, open_project
from deadlines.domain.feed import ALARMS
from deadlines.settings import CALENDARS

if TYPE_CHECKING:
    from deadlines.feeds.export import Export, PlannedFile


def export(
    context: typer.Context,
    check: Annotated[bool, typer.Option("--check", help="Write nothing; exit with 1 when a feed is stale.")] = False,
    as_of: Annotated[
        str | None, typer.Option(metavar="MOMENT", help="A date or date-time that stands for now.")
    ] = None,
) -> int:
    """Write the feeds into calendars/; an entry that has not changed keeps its bytes."""
    from deadlines.feeds.export import Publication, plan, publish, refusal
    from deadlines.feeds.memory import load_memory
    from deadlines.feeds.published import alone
    from deadlines.wording.language import language

    project = open_project(context)
    settings = project.settings
    now = now_or(as_of, settings.project.timezone)
    loaded = project.load()
    publication = Publication(
        domain=settings.project.domain,
        timezone=settings.project.timezone,
        lead_times=settings.lead_times(),
        url=settings.project.url,
        language=language(settings.project.language),
    )
    spoken = publication.language
    if spoken.is_instead:
        print(f'deadlines: there is no wording in "{spoken.asked}"; what is ours is in "{spoken.tag}"', file=sys.stderr)
    with nullcontext() if check else alone(project.calendars):
        memory = load_memory(project.calendars)
        if reason := refusal(memory, publication.domain, loaded.files):
            raise Stop(reason, 3)
        planned = plan(
            loaded.opportunities,
            settings.all_feeds(loaded.opportunities),
            project.calendars,
            publication,
            now=now,
            broken_ids=loaded.broken_ids,
            complete=loaded.complete,
            time_passes=not check,
        )
        if not check:
            publish(planned, project.calendars)
    name_problems(loaded.problems)
    name_problems(tuple(moves_without_history(project, memory, loaded.opportunities)))
    empty = () if loaded.problems else feeds_without_records(project.root, settings, loaded.opportunities)
    name_problems(tuple(empty))
    for line in _news(planned):
        print(f"deadlines: {line}", file=sys.stderr)
    if check:
        stale = [file for file in (*planned.files, planned.memory) if file.stale]
        for file in stale:
            print(f"{CALENDARS}/{file.name} is stale; run deadlines export")
        return 1 if stale or loaded.problems or empty else 0
    for quiet, loud in zip(planned.files[::2], planned.files[1::2], strict=True):
        print(_line(quiet, written=quiet.stale or loud.stale))
    return 1 if loaded.problems or empty else 0


def _news(planned: "Export") -> list[str]:
    """Return what a coordinator has to know beside problems, a line each."""
    news = [f"{CALENDARS}/: {lost}" for lost in planned.lost]
    news += [f"{kept} is broken and keeps the entry that was published last" for kept in sorted(planned.kept)]
    for gone in planned.removals:
        if gone.renamed_to:
            old = gone.uid.partition("@")[0].partition(".")[0]
            news.append(
                f"{gone.uid} is published as cancelled: its record is gone, and {gone.renamed_to} says the same. "
                f"Keep the id: rename {gone.renamed_to}.toml back to {old}.toml"
            )
        else:
            news.append(f"{gone.uid} is published as cancelled for thirty days: its record or deadline is gone")
    news += [
        f"{uid} leaves {CALENDARS}/{name}.ics, which does not select it any more" for name, uid in planned.deselected
    ]
    news += [f"{CALENDARS}/{feed.name}.ics is not written: it has no entry" for feed in planned.empty if feed.declared]
    if past := [found.id for found in planned.absent if found.deadlines]:
        news.append(f"in no feed, since their dates are long past: {', '.join(past)}")
    if dateless := [found.id for found in planned.absent if not found.deadlines]:
        news.append(f"in no feed, since they have no date: {', '.join(dateless)}")
    for file in planned.files:
        if file.ended and not file.name.endswith(f"{ALARMS}.ics"):
            news.append(f"{CALENDARS}/{file.name} is no feed any more; it keeps what it has and says where to go")
        if file.over_budget:
            news.append(
                f"{CALENDARS}/{file.name} has {file.entries} entries and {len(file.content) / 1e6:.1f} MB; calendar "
                'programs may not read it all. Offer smaller feeds: [feeds.NAME], or feeds_by = ["topic"] in [project]'
            )
    return news


def _line(file: "PlannedFile", *, written: bool) -> str:
    entries = "1 entry" if file.entries == 1 else f"{file.entries} entries"
    rolling = f", {file.rolling} rolling" if file.rolling else ""
    return f"{CALENDARS}/{file.name}: {entries}{rolling}, {'written' if written else 'unchanged'}"
