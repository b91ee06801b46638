"""``deadlines export``: the feeds and the page, written into ``calendars/``; how it is typed."""

from typing import Annotated

import typer

from deadlines.cli.exporting import export_from
from deadlines.cli.source import NO_INDEX_HELP


def export(
    context: typer.Context,
    check: Annotated[bool, typer.Option("--check", help="Write nothing; exit with 1 when a file is stale.")] = False,
    to: Annotated[
        str | None,
        typer.Option(
            metavar="DIR|URL",
            help="The folder to write; calendars/ unless given. To an address, calendars/ is sent when it is written.",
        ),
    ] = None,
    as_of: Annotated[
        str | None,
        typer.Option(
            metavar="MOMENT", help="A date or date-time to take for now: say what would change. Writes only with --to."
        ),
    ] = None,
    no_index: Annotated[bool, typer.Option("--no-index", help=NO_INDEX_HELP)] = False,
) -> int:
    """Write the feeds and the page into calendars/; an entry that has not changed keeps its bytes."""
    return export_from(context.obj, check=check, to=to, as_of=as_of, no_index=no_index)
