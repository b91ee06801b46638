"""``deadlines renew``: the next edition of a series."""

from typing import Annotated

import typer

from deadlines.app.refusal import Exit
from deadlines.cli.edited import report
from deadlines.cli.present import tell
from deadlines.cli.project import now_or, open_project


def renew(
    context: typer.Context,
    series: Annotated[
        str,
        typer.Argument(metavar="SERIES", help="A series, or enough of its beginning; the id of an edition will do."),
    ],
    as_of: Annotated[
        str | None, typer.Option(metavar="MOMENT", help="After which the next edition is to come, instead of now.")
    ] = None,
) -> int:
    """Write the next edition of a series as expected: a new record, dated as the earlier ones are.

    On the same day or weekday of the year where that is steady, else in the same month; a comment in it says why.
    """
    from deadlines.app.renew import renew as write

    project = open_project(context)
    now = now_or(as_of, project.settings.project.timezone)
    report(write(project, series, now), is_new=True)
    tell("its page is still that of the last edition; when the dates are announced, correct them and take status out")
    return Exit.FINE
