"""What ``deadlines export`` does: what has nothing to do says so before anything heavy is imported."""

import os
import sys
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from deadlines import clock
from deadlines.app.unchanged import LastExport, Said
from deadlines.cli.reader import reader_language
from deadlines.settings.root import CALENDARS, find_root


def export_from(directory: Path, *, check: bool, to: str | None, as_of: str | None, no_index: bool) -> int:
    """Export the project around a folder, say how that went, and return the exit code.

    With ``no_index`` nothing is taken from an earlier export that was not published.
    """
    if to is not None:
        from deadlines.stores.address import is_address

        if is_address(to):
            from deadlines.cli.send import send_from

            return send_from(directory, to, check=check, as_of=as_of, no_index=no_index)
    write = not check and (as_of is None or to is not None)
    folder = None if to is None else Path(os.path.realpath(directory)) / to
    began = clock.now()
    last = _last_export(directory, folder, began) if write and not no_index else None
    now = began if as_of is None else _instant(as_of)
    if last and now and (known := last.said(now) or _amended(directory, folder, last, now)):
        return _say(known)
    return _export(directory, folder, as_of, check=check, write=write, remembers=not no_index, last=last)


def _export(
    directory: Path,
    folder: Path | None,
    as_of: str | None,
    *,
    check: bool,
    write: bool,
    remembers: bool,
    last: LastExport | None,
) -> int:
    from deadlines.app.export import export
    from deadlines.app.project import open_project
    from deadlines.cli.export_report import name_stale, notes_on, report, said_with, spoken
    from deadlines.cli.present import said
    from deadlines.cli.progress import working
    from deadlines.cli.project import now_or

    inputs = last and last.inputs()
    project = open_project(directory)
    now = now_or(as_of, project.settings.project.timezone)
    looked_at = last.outputs if last and inputs else None
    with working(said("exporting") if write else said("comparing")):
        exported = export(
            project, now, folder, write=write, time_passes=not check, remembers=remembers, looked_at=looked_at
        )
    if check:
        report(exported)
        return name_stale(exported)
    code = _say(spoken(exported))
    if last and inputs and exported.left and (again := exported.again):
        from deadlines.app.left import left_by
        from deadlines.app.publication import next_change

        notes, until = notes_on(again), next_change(exported, now)
        words = said_with(notes, again, code)
        left = partial(left_by, again, published=exported.left, notes=notes, code=code)
        last.keep(words, inputs, exported.left, since=now, until=until, left=left)
    return code


def _amended(directory: Path, folder: Path | None, last: LastExport, now: datetime) -> Said | None:
    """Export what was edited, if that is known to be all that there is to do; return what such an export says."""
    edited = last.edited(now)
    if edited is None:
        return None
    from deadlines.app.amend import amend
    from deadlines.app.project import open_project
    from deadlines.cli.export_report import said_with

    project = open_project(directory)
    made = amend(project, edited, now, folder or project.calendars)
    if made is None or (again := made.exported.again) is None:
        return None
    left = made.left
    words = said_with(left.notes, again, left.code)
    last.keep_edited(words, edited.inputs.state, made.published, left, since=now, until=made.until)
    return said_with(left.notes, made.exported, left.code)


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
