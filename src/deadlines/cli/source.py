"""Where ``list`` and ``show`` read the records: from the project around, or as another project publishes them."""

import os
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from deadlines import clock
from deadlines.app.refusal import Refusal
from deadlines.cli.present import log
from deadlines.settings.root import FILE, find_root

if TYPE_CHECKING:
    from deadlines.records.load import Loaded

VARIABLE = "DEADLINES_FROM"
FROM_HELP = f"what a project publishes, at its address or in a file; {VARIABLE} is used outside of a project."
COMMANDS = ("list", "show")
_FROM = "deadlines.from"


def read_from(context: typer.Context, place: str) -> None:
    """Note what ``--from`` names, for the command that follows."""
    if context.invoked_subcommand not in COMMANDS:
        raise typer.BadParameter(f"it is for {' and '.join(COMMANDS)}", param_hint="--from")
    context.meta[_FROM] = place


def load_records(context: typer.Context, place: str | None) -> "Loaded":
    """Read the records: of ``--from``, of the project, or of the address in DEADLINES_FROM, in this order.

    ``place`` is that of ``--from`` after the command; before the command it may stand as well.

    To look at records, the organiser's words are not compared with the dates: ``check`` and ``export`` do that.
    """
    place = place or context.meta.get(_FROM)
    if place is None and find_root(context.obj) is None and context.obj.is_dir():
        place = os.environ.get(VARIABLE) or None
        if place is None:
            raise Refusal(
                f"no {FILE} here or above; name what a project publishes with --from, or the folder of one with -C; "
                "deadlines init begins one"
            )
    if place is None:
        from deadlines.cli.project import open_project

        loaded = open_project(context).load(words=False)
        return replace(loaded, opportunities=loaded.good)
    return _published(place) if "://" in place else _file(context.obj / place)


def _published(typed: str) -> "Loaded":
    from deadlines.app.remote import is_protected, read_published
    from deadlines.records.load import Loaded

    now = clock.now()
    found = read_published(typed, now)
    address = found.address
    if not is_protected(address):
        log(f"{address} is not protected: whoever is on the way can change its dates; write https:// if it answers")
    if found.unreachable:
        log(f"{address} cannot be read: {found.unreachable}")
        log(f"this is the copy of {found.checked:%Y-%m-%d %H:%M} UTC, {_age(now - found.checked)} old")
    if found.not_kept:
        log(f"no copy is kept for when you are offline: {found.not_kept}")
    return Loaded(found.opportunities, found.problems, len(found.opportunities))


def _file(file: Path) -> "Loaded":
    from deadlines.app.remote import read_file
    from deadlines.records.load import Loaded

    good, problems = read_file(file)
    return Loaded(good, problems, len(good))


def _age(age: timedelta) -> str:
    for size, unit in ((86_400, "day"), (3_600, "hour"), (60, "minute")):
        if (count := int(age.total_seconds() // size)) > 0:
            return f"{count} {unit}" if count == 1 else f"{count} {unit}s"
    return "less than a minute"
