"""What ``deadlines export`` does: what has nothing to do says so before anything heavy is imported."""

import os
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from deadlines import clock
from deadlines.app.unchanged import LastExport, Said
from deadlines.cli.reader import reader_language
from deadlines.settings.root import CALENDARS, find_root

if TYPE_CHECKING:
    from deadlines.app.export import Exported

MOST_NAMED = 20
"""Stale files that are named; there is one for each list and language."""


def export_from(directory: Path, *, check: bool, to: str | None, as_of: str | None) -> int:
    """Export the project around a folder, say how that went, and return the exit code."""
    write = not check and (as_of is None or to is not None)
    folder = None if to is None else Path(os.path.realpath(directory)) / to
    began = clock.now()
    last = _last_export(directory, folder, began) if write else None
    now = began if as_of is None else _instant(as_of)
    if last and now and (known := last.said(now)):
        return _say(known)
    return _export(directory, folder, as_of, check=check, write=write, last=last)


def _export(
    directory: Path, folder: Path | None, as_of: str | None, *, check: bool, write: bool, last: LastExport | None
) -> int:
    from deadlines.app.export import export
    from deadlines.app.project import open_project
    from deadlines.cli.export_report import report, spoken
    from deadlines.cli.present import said
    from deadlines.cli.progress import working
    from deadlines.cli.project import now_or

    inputs = last and last.inputs()
    project = open_project(directory)
    now = now_or(as_of, project.settings.project.timezone)
    looked_at = last.outputs if last and inputs else None
    with working(said("exporting") if write else said("comparing")):
        exported = export(project, now, folder, write=write, time_passes=not check, looked_at=looked_at)
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
    from deadlines.app.refusal import Exit
    from deadlines.cli.export_report import named
    from deadlines.cli.present import said, said_of

    stale = exported.publication.stale
    for name in stale[:MOST_NAMED]:
        print(said("{file} is stale; run deadlines export", file=f"{named(exported)}{name}"))
    if len(stale) > MOST_NAMED:
        print(said_of("and {n} more", "and {n} more", len(stale) - MOST_NAMED))
    return Exit.FOUND if stale or exported.problems else Exit.FINE
