"""``deadlines edit``: a form in the browser, for those who know no TOML."""

from typing import Annotated

import typer

from deadlines.app.refusal import Exit
from deadlines.cli.present import tell
from deadlines.cli.project import open_project
from deadlines.cli.reader import reader_language


def edit(
    context: typer.Context,
    id_: Annotated[
        str | None, typer.Argument(metavar="ID", help="A record's id, or enough of its beginning; unless given, all.")
    ] = None,
    open_: Annotated[bool, typer.Option("--open", help="Open it in the browser of this machine.")] = False,
) -> int:
    """Write and change records in a form in the browser; Ctrl-C or its button ends it.

    The address that it prints has a secret of this run, and only this machine can reach it.
    """
    from deadlines.app.edit import record_named
    from deadlines.server.loopback import Loopback, serve

    project = open_project(context)
    tag = reader_language().tag
    place = f"{tag}/" if id_ is None else f"{tag}/record/{record_named(project, id_)}"
    server = Loopback(project, tag, lambda error: tell("a fault of the form: {fault}", fault=error))
    print(server.address(place), flush=True)
    tell("open this address in a browser on this machine; Ctrl-C ends the form")
    if open_:
        import webbrowser

        webbrowser.open(server.address(place))
    serve(server)
    return Exit.FINE
