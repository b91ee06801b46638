"""An export as every command makes it that makes one: read, plan, write, and tell what a coordinator has to know."""

import errno
import sys
from collections.abc import Iterator
from contextlib import nullcontext
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from deadlines.cli.check import feeds_without_records, moves_without_history
from deadlines.cli.project import OpenProject, Stop, name_problems
from deadlines.domain.feed import ALARMS
from deadlines.domain.problem import Problem
from deadlines.records.load import Loaded
from deadlines.settings.load import CALENDARS

if TYPE_CHECKING:
    from deadlines.app.publication import PlannedPublication
    from deadlines.feeds.export import Export, PlannedFile, Removal


@dataclass(frozen=True)
class Exported:
    """An export that was made, or only planned."""

    everything: "PlannedPublication"
    loaded: Loaded
    warnings: tuple[Problem, ...]
    """Deadlines that were published with another date, which ``previously`` does not name."""
    empty: tuple[Problem, ...]
    """Declared feeds that select nothing."""

    @property
    def plan(self) -> "Export":
        """The feeds in the language of the project."""
        return self.everything.own

    @property
    def problems(self) -> tuple[Problem, ...]:
        """What is wrong in the records and the settings."""
        return *self.loaded.problems, *self.empty


def export_project(project: OpenProject, now: datetime, *, write: bool = True) -> Exported:
    """Export a project as of ``now``; without ``write``, compare only, as if no time had passed.

    Raises ``Stop`` where an export would withdraw what people rely on.
    """
    from deadlines.app.publication import plan_publication, write_publication
    from deadlines.feeds.export import refusal
    from deadlines.feeds.published import alone
    from deadlines.feeds.revisions import load_revisions

    settings = project.settings
    try:
        with alone(project.calendars) if write else nullcontext():
            loaded = project.load()
            memory = load_revisions(project.calendars)
            if reason := refusal(memory, project.calendars, settings.project.domain, loaded.files):
                raise Stop(reason, 3)
            planned = plan_publication(
                loaded.opportunities,
                settings,
                project.calendars,
                now=now,
                broken_ids=loaded.broken_ids,
                complete=loaded.complete,
                time_passes=write,
            )
            if write:
                write_publication(planned, project.calendars)
    except OSError as error:
        raise Stop(_in_the_way(error), 3) from None
    warnings = tuple(moves_without_history(project, memory, loaded.opportunities))
    empty = () if loaded.problems else feeds_without_records(project.root, settings, loaded.opportunities)
    return Exported(planned, loaded, warnings, tuple(empty))


def tell(exported: Exported) -> None:
    """Tell on stderr what is wrong, and what else a coordinator has to know."""
    name_problems(exported.loaded.problems)
    name_problems(exported.warnings)
    name_problems(exported.empty)
    for line in (*_languages(exported.everything), *_news(exported.plan)):
        print(f"deadlines: {line}", file=sys.stderr)


def feed_lines(exported: Exported) -> list[tuple[str, bool]]:
    """Return a line for each feed with its twin and one for all else, and whether any of it was written."""
    files = exported.plan.files
    pairs = zip(files[::2], files[1::2], strict=True)
    lines = [(_line(quiet, written=quiet.stale or loud.stale), quiet.stale or loud.stale) for quiet, loud in pairs]
    return [*lines, *_beside(exported.everything)]


def _beside(everything: "PlannedPublication") -> Iterator[tuple[str, bool]]:
    """Yield a line for each further set of feeds, and one for the pages, and whether any of it was written."""
    for place, export in list(everything.exports)[1:]:
        written = any(file.stale for file in export.files)
        feeds = "1 feed" if len(export.files) == 2 else f"{len(export.files) // 2} feeds"
        yield f"{CALENDARS}/{place}: {feeds}, {'written' if written else 'unchanged'}", written
    pages, written = sum(file.name.endswith(".html") for file in everything.site.files), bool(everything.site.stale)
    yield f"{CALENDARS}/index.html: {pages} pages, {'written' if written else 'unchanged'}", written


def _languages(everything: "PlannedPublication") -> Iterator[str]:
    """Yield what a coordinator has to know of the languages."""
    own = everything.editions[0].language
    if own.is_instead:
        yield f'there is no wording in "{own.asked}"; what is ours is in "{own.tag}"'
    for edition in everything.editions:
        if not edition.listed:
            yield (
                f"{CALENDARS}/{edition.place} was published and goes on, since people may follow it; "
                f'add "{edition.language.tag}" to languages in [project], so that the page leads there'
            )


def _in_the_way(error: OSError) -> str:
    """Return what keeps the folder from being read or written, and what to do; what was there is as it was."""
    place = Path(error.filename).name if error.filename else CALENDARS
    named = CALENDARS if place == CALENDARS else f"{CALENDARS}/{place}"
    hints = {
        errno.ENOSPC: "make room on the disk",
        errno.EDQUOT: "make room on the disk",
        errno.EROFS: "export where the disk can be written",
        errno.EACCES: f"chmod -R u+rwX {CALENDARS}",
        errno.EPERM: f"chmod -R u+rwX {CALENDARS}",
        errno.EISDIR: "move it away",
        errno.ENOTDIR: "move it away",
        errno.EEXIST: "move it away",
    }
    hint = hints.get(error.errno or 0, "mend that")
    return f"{named}: {error.strerror}; {hint}, then run deadlines export again"


def _news(planned: "Export") -> list[str]:
    """Return what a coordinator has to know beside problems, a line each."""
    news = [f"{CALENDARS}/: {lost}" for lost in planned.lost]
    news += [f"{kept} is broken and keeps the entry that was published last" for kept in sorted(planned.kept)]
    news += [_removal(gone) for gone in planned.removals]
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


def _removal(gone: "Removal") -> str:
    """Return what becomes of an entry that no record speaks for, and what to do where that was not meant."""
    old = gone.uid.partition("@")[0].partition(".")[0]
    if gone.renamed_to:
        return (
            f"{gone.uid} is published as cancelled: its record is gone, and {gone.renamed_to} says the same. "
            f"Keep the id: rename {gone.renamed_to}.toml back to {old}.toml"
        )
    if gone.record_stays:
        return (
            f"{gone.uid} is published as cancelled for thirty days: {old} has no such deadline any more. "
            "Where it has another label since, write the old one again: calendars know the entry by it"
        )
    return f"{gone.uid} is published as cancelled for thirty days: its record is gone"


def _line(file: "PlannedFile", *, written: bool) -> str:
    entries = "1 entry" if file.entries == 1 else f"{file.entries} entries"
    rolling = f", {file.rolling} rolling" if file.rolling else ""
    return f"{CALENDARS}/{file.name}: {entries}{rolling}, {'written' if written else 'unchanged'}"
