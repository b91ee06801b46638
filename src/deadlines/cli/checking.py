"""What ``deadlines check`` does."""

import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from deadlines import clock
from deadlines.app.check import Checked, check
from deadlines.app.project import find_project, open_project
from deadlines.app.refusal import Exit
from deadlines.cli.present import problems_as, said, summary_of, tell_count
from deadlines.cli.progress import working
from deadlines.cli.project import days_in, now_or, reader_zone
from deadlines.cli.reader import reader_language
from deadlines.cli.typed import one_of

if TYPE_CHECKING:
    from deadlines.app.stale import Stale

FORMATS = ("full", "concise", "json", "github")
_CI = "CI"
"""The variable of the environment that is set where others test a change: there all is read."""


def check_from(
    directory: Path,
    *,
    paths: Sequence[str | Path] | None,
    format_: str | None,
    stale: str | None,
    as_of: str | None,
    no_index: bool,
) -> int:
    """Check the project around a folder, print what was found, and return the exit code.

    With ``no_index`` all records are read, also those that are known to be sound.
    """
    form = FORMATS[0] if format_ is None else format_
    one_of("--format", form, FORMATS)
    now = now_or(as_of, reader_zone(None) if as_of else "UTC")
    named = [directory / path for path in paths or ()]
    at = None if no_index or os.environ.get(_CI) else clock.now()
    if stale is not None:
        from deadlines.app.stale import stale as look

        looked = look(open_project(directory), days_in(stale, "--stale"), now, named, at=at)
        return print_stale(looked, form)
    with working(said("checking")):
        checked = check(find_project(directory), now, named, at=at)
    return print_checked(checked, form)


def print_checked(checked: Checked, form: str) -> int:
    """Print what a check has found, and return the exit code."""
    if checked.problems or form == "json":
        print(problems_as(form, checked.problems))
    if checked.problems and form in ("full", "concise"):
        print(summary_of(checked.problems), file=sys.stderr)
    if all(problem.warning for problem in checked.problems) and sys.stdout.isatty():
        good = reader_language().count("{n} record, no problems", "{n} records, no problems", checked.records)
        print(good, file=sys.stderr)
    if not checked.settings_are_good:
        return Exit.ENVIRONMENT
    return Exit.FOUND if any(not problem.warning for problem in checked.problems) else Exit.FINE


def print_stale(looked: "Stale", form: str) -> int:
    """Print what is to be looked at, and return the exit code: it is found, and so is a record that cannot be read."""
    if looked.found or form == "json":
        print(problems_as(form, looked.found))
    if looked.unread:
        tell_count(
            "{n} record cannot be read; deadlines check says why",
            "{n} records cannot be read; deadlines check says why",
            len({problem.path for problem in looked.unread}),
        )
    if form in ("full", "concise") and (looked.found or sys.stdout.isatty()):
        tell_count("{n} record to look at", "{n} records to look at", len(looked.found))
    return Exit.FOUND if looked.found or looked.unread else Exit.FINE
