"""``deadlines help``: what ``--help`` says, of all commands or of one."""

from typing import Annotated, Any

import typer

from deadlines.app.refusal import Exit, Refusal
from deadlines.cli.verbs import nearest_to


def help_(
    context: typer.Context,
    command: Annotated[str | None, typer.Argument(metavar="COMMAND", help="All commands unless given.")] = None,
) -> int:
    """Show the help of a command, or of all."""
    root = context.find_root()
    if command is None:
        print(root.get_help())
        return Exit.FINE
    group: Any = root.command
    found = group.get_command(root, command)
    if found is None:
        near = nearest_to(command)
        if near is None:
            raise Refusal('there is no command "{name}"; deadlines help names all', Exit.USAGE, name=command)
        raise Refusal('there is no command "{name}"; did you mean {near}?', Exit.USAGE, name=command, near=near)
    print(found.make_context(command, [], parent=root, resilient_parsing=True).get_help())
    return Exit.FINE
