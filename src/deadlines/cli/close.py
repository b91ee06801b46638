"""``deadlines close``: an opportunity that ended early."""

import typer

from deadlines.app.refusal import Exit
from deadlines.cli.edited import report
from deadlines.cli.options import ID, NOTE
from deadlines.cli.project import open_project


def close(context: typer.Context, id_: ID, note: NOTE = None) -> int:
    """Say that an opportunity has ended early: filled, or closed before its deadline."""
    from deadlines.app.edit import end

    report(end(open_project(context), id_, "closed", note))
    return Exit.FINE
