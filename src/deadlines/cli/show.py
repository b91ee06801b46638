"""``deadlines show``: one opportunity in full; how it is typed."""

from typing import Annotated

import typer

from deadlines.cli.options import ID
from deadlines.cli.showing import FORMATS, print_opportunity
from deadlines.cli.source import FROM_HELP, NO_INDEX_HELP, place_of


def show(
    context: typer.Context,
    id_: ID,
    timezone: Annotated[str | None, typer.Option(metavar="ZONE", help="Your zone; the machine's unless given.")] = None,
    as_of: Annotated[str | None, typer.Option(metavar="MOMENT", help="As seen at this moment instead of now.")] = None,
    format_: Annotated[
        str | None,
        typer.Option(
            "--format", metavar="|".join(FORMATS), help="Text unless given; json is one item of list --format json."
        ),
    ] = None,
    from_: Annotated[str | None, typer.Option("--from", metavar="URL", help=FROM_HELP)] = None,
    no_index: Annotated[bool, typer.Option("--no-index", help=NO_INDEX_HELP)] = False,
) -> int:
    """Show one opportunity in full: every date in its zone and in yours, and how to apply."""
    return print_opportunity(
        place_of(context, from_), id_=id_, timezone=timezone, as_of=as_of, format_=format_, no_index=no_index
    )
