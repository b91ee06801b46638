"""``deadlines check``: problems in records and settings, all of them in one run."""

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from deadlines.cli.list import one_of
from deadlines.cli.present import problems_as, summary_of
from deadlines.cli.project import OpenProject, Stop, find_project
from deadlines.documents.document import Document, read
from deadlines.domain.opportunity import Opportunity
from deadlines.domain.problem import Problem
from deadlines.records.load import Loaded, examined, load
from deadlines.settings import FILE, OPPORTUNITIES, Settings, load_settings

if TYPE_CHECKING:
    from deadlines.feeds.revisions import Revisions

FORMATS = ("full", "concise", "json", "github")


def check(
    context: typer.Context,
    paths: Annotated[
        list[Path] | None, typer.Argument(help="Records or folders; all records and the settings unless given.")
    ] = None,
    format_: Annotated[str, typer.Option("--format", help=", ".join(FORMATS) + ".")] = "full",
) -> int:
    """Check records and settings; print every problem with its place and a hint, and nothing when all is well."""
    one_of("--format", format_, FORMATS)
    root = find_project(context)
    loaded_settings = load_settings(root)
    settings = loaded_settings.settings
    zone_name = settings.project.timezone if settings else "UTC"
    loaded = load(root / OPPORTUNITIES, zone_name, shown_from=root)
    if paths:
        problems = _within(root, [context.obj / path for path in paths], loaded, zone_name)
    else:
        problems = [*loaded_settings.problems, *loaded.told]
        if settings and not loaded.problems:
            problems += feeds_without_records(root, settings, loaded.opportunities)
            problems += recipients_without_reminders(root, settings, loaded.opportunities)
    if settings:
        from deadlines.feeds.revisions import load_revisions

        project = OpenProject(root, settings)
        moved = moves_without_history(project, load_revisions(project.calendars), loaded.opportunities)
        named = [(context.obj / path).resolve() for path in paths or [root]]
        problems += [warning for warning in moved if any((root / warning.path).is_relative_to(path) for path in named)]
    if problems or format_ == "json":
        print(problems_as(format_, problems))
    wrong = [problem for problem in problems if not problem.warning]
    if problems and format_ in ("full", "concise"):
        print(summary_of(problems), file=sys.stderr)
    if settings is None:
        return 3
    return 1 if wrong else 0


def moves_without_history(
    project: OpenProject, memory: "Revisions", opportunities: tuple[Opportunity, ...]
) -> Iterator[Problem]:
    """Yield a warning, with its place, for each deadline that was published otherwise and does not say so."""
    from deadlines.feeds.revisions import moves_without_history

    for opportunity, warning in moves_without_history(memory, opportunities, project.settings.project.domain):
        document = read(project.root / opportunity.path, opportunity.path)
        if isinstance(document, Document):
            yield from document.locate([warning])


def feeds_without_records(root: Path, settings: Settings, opportunities: tuple[Opportunity, ...]) -> list[Problem]:
    """Return a problem for each declared feed that selects nothing."""
    document = read(root / FILE, FILE)
    if not isinstance(document, Document):
        return []
    return document.locate(
        Problem(f'the feed "{feed.name}" selects nothing', "correct its words, or take it out", ("feeds", feed.name))
        for feed in settings.all_feeds()
        if feed.declared and not any(feed.selection.matches(opportunity) for opportunity in opportunities)
    )


def recipients_without_reminders(
    root: Path, settings: Settings, opportunities: tuple[Opportunity, ...]
) -> list[Problem]:
    """Return a problem for each recipient who would never be told anything, and a warning for each idle lead time."""
    document = read(root / FILE, FILE)
    if not settings.recipients or not isinstance(document, Document):
        return []
    from deadlines.reminders.recipients import problems_of

    return document.locate(problems_of(settings, opportunities))


def _within(root: Path, paths: list[Path], loaded: Loaded, zone_name: str) -> list[Problem]:
    """Return the problems of the files named; one outside the project's records is read by itself."""
    problems: list[Problem] = []
    for path in dict.fromkeys(paths):
        if not path.exists() and not path.is_symlink():
            raise Stop(f"there is no file {path}", 2)
        full = path.resolve()
        if full.is_relative_to(root / OPPORTUNITIES):
            named = full.relative_to(root).as_posix()
            problems += [found for found in loaded.told if f"{found.path}/".startswith(f"{named}/")]
        elif full == root / FILE:
            problems += load_settings(root).problems
        elif path.is_dir():
            problems += load(path, zone_name, shown_from=path.parent).told
        else:
            found, doubts = examined(read(path, path.as_posix()), zone_name)
            problems += [*(found if isinstance(found, list) else ()), *doubts]
    return problems
