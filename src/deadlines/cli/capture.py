"""``deadlines capture``: drafts of records out of announcements."""

import json
import sys
from dataclasses import replace
from datetime import date, datetime
from typing import TYPE_CHECKING, Annotated

import typer

from deadlines import clock
from deadlines.app.project import OpenProject
from deadlines.app.refusal import Exit, Refusal
from deadlines.cli.present import concise, in_words, note, said, tell
from deadlines.cli.project import open_project, typed_moment
from deadlines.cli.typed import one_of
from deadlines.domain.problem import Problem
from deadlines.web.dial import is_any, is_public

if TYPE_CHECKING:
    from deadlines.app.capture import Captured

FORMATS = ("toml", "json")


def capture(
    context: typer.Context,
    sources: Annotated[
        list[str], typer.Argument(metavar="SOURCE...", help="Files or addresses of announcements; - is standard input.")
    ],
    write: Annotated[bool, typer.Option("--write", help="Write the records that are complete and new.")] = False,
    as_of: Annotated[
        str | None,
        typer.Option(
            "--as-of",
            metavar="DATE",
            help="The day on which it was published or read; a date without a year is the next one after it.",
        ),
    ] = None,
    url: Annotated[
        str | None, typer.Option(help="The address of the announcement, where its words do not give it.")
    ] = None,
    organisation: Annotated[str | None, typer.Option(help="Who offers it, where its words do not say.")] = None,
    timezone: Annotated[
        str | None, typer.Option(metavar="ZONE", help="Whose clocks show an hour of which the words name no zone.")
    ] = None,
    private: Annotated[
        bool, typer.Option("--private", help="Read addresses of private networks and of this machine, too.")
    ] = False,
    format_: Annotated[
        str, typer.Option("--format", metavar="|".join(FORMATS), help="How the drafts are printed; toml unless given.")
    ] = "toml",
) -> int:
    """Draft a record of each opportunity in announcements: text, web pages, pages of many posts, mails, PDF and Word
    documents, feeds and calendars.

    What is not stated is left open and said. Nothing is written without --write; on a terminal each draft is asked
    about.
    """
    from deadlines.app.capture import Asked, Captured, Nothing
    from deadlines.app.capture import capture as drafts_of

    one_of("--format", format_, FORMATS)
    project = _project(context, needed=write)
    day = typed_moment(as_of, "--as-of") if as_of else None
    asked = Asked(
        day.date() if isinstance(day, datetime) else day,
        url,
        _zone(timezone),
        organisation,
        is_any if private else is_public,
    )
    found: list[Captured] = []
    code = Exit.FINE
    for one in drafts_of(project, context.obj, sources, asked):
        if isinstance(one, Problem):
            print(concise(one), file=sys.stderr)
            code = Exit.FOUND
        elif isinstance(one, Nothing):
            tell(
                "{source}: nothing drafted of “{title}”: {reason}",
                source=one.source,
                title=one.title,
                reason=one.reason,
            )
        else:
            found.append(one)
            if format_ == "toml":
                code = max(code, _toml(project, one, write=write))
    if format_ == "json":
        code = max(code, _json(project, found, asked.as_of or clock.now().date(), write=write))
    return code


def _project(context: typer.Context, *, needed: bool) -> OpenProject | None:
    """Return the project; none is needed where nothing is written."""
    try:
        return open_project(context)
    except Refusal as refusal:
        if needed or refusal.problems:
            raise
        return None


def _zone(name: str | None) -> str | None:
    from deadlines.domain.zone import find_zone, suggest_zone

    if name is not None and find_zone(name) is None:
        raise Refusal('"{name}" is not a time zone; {hint}', Exit.USAGE, name=name, hint=suggest_zone(name))
    return name


def _toml(project: OpenProject | None, one: "Captured", *, write: bool) -> int:
    if one.same and not (one.same.is_expected and write):
        _name_same(one)
        return Exit.FINE
    if write and project:
        return _written(project, one)
    print(_with_comments(one), flush=True)
    if project and sys.stdin.isatty() and sys.stderr.isatty() and sys.stdout.isatty():
        return _asked(project, one)
    return Exit.FINE


def _with_comments(one: "Captured") -> str:
    """Return a draft as TOML, with its sentences and what is open as comments at its head."""
    needed = [said("{name} is needed", name=key) for key in one.drafted.needed]
    comments = [f"# {line}" for line in (one.path, *map(in_words, (*one.drafted.remarks, *one.hints)), *needed)]
    return "\n".join((*comments, one.text))


def _json(project: OpenProject | None, found: "list[Captured]", today: date, *, write: bool) -> int:
    from deadlines.app.capture import as_item

    zone_name = project.settings.project.timezone if project else None
    print(json.dumps([as_item(one, today, zone_name) for one in found], ensure_ascii=False, indent=2))
    code = Exit.FINE
    for one in found:
        if one.same and not (one.same.is_expected and write):
            _name_same(one)
        elif write and project:
            code = max(code, _written(project, one, quiet=True))
    return code


def _name_same(one: "Captured") -> None:
    if one.same is None:
        return
    if one.same.is_expected:
        tell("{path} expects “{title}”; --write writes its dates", path=one.same.path, title=one.draft.title)
        return
    tell("{path} is “{title}” already", path=one.same.path, title=one.draft.title)
    if one.same.moved_to:
        command = f"deadlines extend {one.same.id} {one.same.moved_to}"
        tell("its deadline is another one now; to move it: {command}", command=command)


def _written(project: OpenProject, one: "Captured", *, quiet: bool = False) -> int:
    from deadlines.app.capture import write

    try:
        path = write(project, one).path
    except Refusal as refusal:
        from deadlines.cli.project import name_problems

        name_problems(refusal.problems)
        note(refusal.message)
        return Exit.FOUND
    tell("{path} was written", path=path) if quiet else print(path, flush=True)
    return Exit.FINE


def _asked(project: OpenProject, one: "Captured") -> int:
    """Ask the person at the terminal whether to write a draft, and what is missing in it."""
    prompt = said("Write it to {path}? [yes or no]", path=one.path) + " > "
    print(prompt, end="", file=sys.stderr, flush=True)
    yes = said("yes").casefold()
    if input().strip().casefold() not in ("y", "yes", yes, yes[:1]):
        return Exit.FINE
    drafted = one.drafted
    if drafted.needed:
        from deadlines.app.add import offered, problems_so_far
        from deadlines.cli.add import Terminal
        from deadlines.cli.interview import Interview
        from deadlines.domain.record import Record

        open_ = {"deadlines" if key == "timezone" else key for key in drafted.needed}
        settled = Record.model_fields.keys() - open_
        desk = Terminal(project)
        interview = Interview(
            desk, lambda so_far: problems_so_far(project, so_far), offered(project), dict(drafted.table), settled
        )
        drafted = replace(drafted, table=interview.run(), needed=())
    return _written(project, replace(one, drafted=drafted))
