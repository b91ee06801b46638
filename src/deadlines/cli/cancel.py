"""``deadlines cancel``: an opportunity that was withdrawn."""

import typer

from deadlines.app.refusal import Exit
from deadlines.cli.edited import report
from deadlines.cli.options import ID, NOTE
from deadlines.cli.project import open_project


def cancel(context: typer.Context, id_: ID, note: NOTE = None) -> int:
    """Say that an opportunity was withdrawn; subscribers see it as cancelled."""
    from deadlines.app.edit import end

    report(end(open_project(context), id_, "cancelled", note))
    return Exit.FINE
