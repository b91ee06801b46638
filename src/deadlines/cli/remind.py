"""``deadlines remind``: what is due and was not sent is sent, once."""

from typing import Annotated

import typer

from deadlines.cli.reminding import remind_or_look


def remind(
    context: typer.Context,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Send nothing; say what would go, to whom and why.")
    ] = False,
    explain: Annotated[
        str | None, typer.Option(metavar="ID", help="Say of one record what is due to whom, what is not, and why.")
    ] = None,
    as_of: Annotated[
        str | None,
        typer.Option(metavar="MOMENT", help="What would go at this moment, or by the end of this day; sends nothing."),
    ] = None,
    test: Annotated[
        str | None, typer.Option(metavar="RECIPIENT", help="Send one test message to this recipient, and nothing else.")
    ] = None,
    json_: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> int:
    """Send what is due and not yet sent, once; silent when nothing is."""
    return remind_or_look(context.obj, dry_run=dry_run, explain=explain, as_of=as_of, test=test, json_=json_)
