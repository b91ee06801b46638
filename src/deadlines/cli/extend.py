"""``deadlines extend``: a deadline that has moved."""

from typing import Annotated

import typer

from deadlines.app.refusal import Exit
from deadlines.cli.edited import report
from deadlines.cli.options import ID
from deadlines.cli.project import open_project, typed_due, typed_moment
from deadlines.domain.moment import day_of


def extend(
    context: typer.Context,
    id_: ID,
    moment: Annotated[
        str,
        typer.Argument(metavar="MOMENT", help="The new date, local date-time in the zone of the deadline, or month."),
    ],
    label: Annotated[str | None, typer.Option(help="Which deadline has moved, where there are several.")] = None,
    instead_of: Annotated[
        str | None,
        typer.Option(metavar="DATE", help="Which date of a deadline that repeats; the nearest unless given."),
    ] = None,
    stated: Annotated[str | None, typer.Option(help="The announcement's new words about the deadline.")] = None,
) -> int:
    """Move a deadline, to a later or an earlier moment; the old one is kept in previously."""
    from deadlines.app.edit import extend as move

    day = day_of(typed_moment(instead_of, "--instead-of")) if instead_of else None
    due = typed_due(moment, "MOMENT")
    report(move(open_project(context), id_, due, label=label, stated=stated, instead_of=day))
    return Exit.FINE
