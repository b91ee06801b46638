"""``deadlines export``: the feeds and the page, written into ``calendars/``."""

import os
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from deadlines import clock
from deadlines.app.refusal import Exit
from deadlines.app.unchanged import LastExport, Said
from deadlines.cli.present import said, said_of
from deadlines.cli.reader import reader_language
from deadlines.settings.root import CALENDARS, find_root

if TYPE_CHECKING:
    from deadlines.app.export import Exported

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
    write = not check and (as_of is None or to is not None)
    folder = None if to is None else Path(os.path.realpath(context.obj)) / to
    began = clock.now()
    last = _last_export(context.obj, folder, began) if write else None
    now = began if as_of is None else _instant(as_of)
    if last and now and (known := last.said(now)):
        return _say(known)
    return _export(context, check, folder, as_of, write=write, last=last)


def _export(
    context: typer.Context, check: bool, folder: Path | None, as_of: str | None, *, write: bool, last: LastExport | None
) -> int:
    from deadlines.app.export import export as export_project
    from deadlines.cli.export_report import report, spoken
    from deadlines.cli.progress import working
    from deadlines.cli.project import now_or, open_project

    inputs = last and last.inputs()
    project = open_project(context)
    now = now_or(as_of, project.settings.project.timezone)
    looked_at = last.outputs if last and inputs else None
    with working(said("exporting") if write else said("comparing")):
        exported = export_project(project, now, folder, write=write, time_passes=not check, looked_at=looked_at)
    if check:
        report(exported)
        return _name_stale(exported)
    code = _say(spoken(exported))
    if last and inputs and exported.left and (again := exported.again):
        from deadlines.app.publication import next_change

        last.keep(spoken(again), inputs, exported.left, since=now, until=next_change(exported, now))
    return code


def _last_export(directory: Path, folder: Path | None, began: datetime) -> LastExport | None:
    root = find_root(directory) if directory.is_dir() else None
    return LastExport(root, folder or root / CALENDARS, reader_language().tag, began) if root else None


def _instant(as_of: str | None) -> datetime | None:
    """Return the instant that is typed exactly; None for one that depends on the project's zone, or is none."""
    try:
        exact = datetime.fromisoformat(as_of or "")
        return exact.astimezone(UTC) if exact.tzinfo else None
    except (ValueError, OverflowError):
        return None


def _say(what: Said) -> int:
    print(what.err, end="", file=sys.stderr, flush=True)
    print(what.out, end="")
    return what.code


def _name_stale(exported: "Exported") -> int:
    from deadlines.cli.export_report import named

    stale = exported.publication.stale
    for name in stale[:MOST_NAMED]:
        print(said("{file} is stale; run deadlines export", file=f"{named(exported)}{name}"))
    if len(stale) > MOST_NAMED:
        print(said_of("and {n} more", "and {n} more", len(stale) - MOST_NAMED))
    return Exit.FOUND if stale or exported.problems else Exit.FINE
