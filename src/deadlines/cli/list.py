"""``deadlines list``: what is open, soonest first; how it is typed."""

from typing import Annotated

import typer

from deadlines.cli.listing import FORMATS, print_list
from deadlines.cli.options import KeyOption, with_options
from deadlines.cli.rows import SORTS
from deadlines.cli.source import FROM_HELP, NO_INDEX_HELP, place_of
from deadlines.cli.typed import IN_ONE, Many
from deadlines.domain.selection import Selection
from deadlines.domain.status import STATUSES


@with_options(
    KeyOption(name.replace("_", "-"), name, field, commas=name in IN_ONE)
    for name, field in Selection.model_fields.items()
    if name != "words"
)
def list_(
    context: typer.Context,
    words: Annotated[Many, typer.Argument(metavar="WORDS", help=Selection.model_fields["words"].description)] = None,
    within: Annotated[
        str | None, typer.Option(metavar="DAYS", help="Due in so many days (30) or weeks (2w) at most.")
    ] = None,
    before: Annotated[str | None, typer.Option(metavar="MOMENT", help="Due before this day or local time.")] = None,
    after: Annotated[str | None, typer.Option(metavar="MOMENT", help="Due after this day or local time.")] = None,
    status: Annotated[
        Many,
        typer.Option(
            metavar="|".join(STATUSES), help="Open and rolling unless given. Several with commas, or repeated."
        ),
    ] = None,
    all_: Annotated[bool, typer.Option("--all", help="Any status, and by invitation too.")] = False,
    sort: Annotated[
        str | None, typer.Option(metavar="|".join(SORTS), help="What comes first; deadline unless given.")
    ] = None,
    timezone: Annotated[str | None, typer.Option(metavar="ZONE", help="Your zone; the machine's unless given.")] = None,
    as_of: Annotated[str | None, typer.Option(metavar="MOMENT", help="As seen at this moment instead of now.")] = None,
    format_: Annotated[
        str | None,
        typer.Option("--format", metavar="|".join(FORMATS), help="A table on a terminal, else tsv, unless given."),
    ] = None,
    from_: Annotated[str | None, typer.Option("--from", metavar="URL", help=FROM_HELP)] = None,
    no_index: Annotated[bool, typer.Option("--no-index", help=NO_INDEX_HELP)] = False,
    **narrowed: Many | str,
) -> int:
    """List what is open, soonest first: kind, title, organisation, deadline in its own zone and in yours."""
    return print_list(
        place_of(context, from_),
        within=within,
        before=before,
        after=after,
        status=status,
        all_=all_,
        sort=sort,
        timezone=timezone,
        as_of=as_of,
        format_=format_,
        no_index=no_index,
        words=words,
        **narrowed,
    )
