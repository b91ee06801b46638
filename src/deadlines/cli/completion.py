"""``deadlines completion``: what completes commands, options and their values in a shell.

A script knows the commands, the options and the closed sets by itself, so that a key is answered at once. What the
records say, ids and topics, it asks by ``deadlines completion --words TOPIC LINE`` (``offer``).
"""

from typing import TYPE_CHECKING, Annotated, Any

import typer

from deadlines.app.refusal import Exit
from deadlines.cli.verbs import VERBS

if TYPE_CHECKING:
    from deadlines.cli.shells import Command

SHELLS = ("bash", "zsh", "fish")


def completion(
    context: typer.Context,
    shell: Annotated[str, typer.Argument(metavar="|".join(SHELLS), help="Your shell.")],
) -> int:
    """Print a script that completes commands, options and their values.

    For bash: deadlines completion bash > ~/.deadlines.bash, sourced in ~/.bashrc.

    For zsh: deadlines completion zsh > ~/.deadlines.zsh, sourced in ~/.zshrc after compinit.

    For fish: written to ~/.config/fish/completions/deadlines.fish.

    After an update of deadlines, write it again.
    """
    from deadlines.cli import shells
    from deadlines.cli.typed import one_of

    one_of("completion", shell, SHELLS)

    print(shells.SCRIPTS[shell](_commands(context)), end="")
    return Exit.FINE


def _commands(context: typer.Context) -> "list[Command]":
    """Return what comes before a command, under no name, and every command."""
    from deadlines.cli.shells import Command

    root = context.find_root()
    group: Any = root.command
    commands = [Command.of("", "", group, context)]
    return commands + [
        Command.of(name, verb.summary, group.get_command(root, name), context) for name, verb in VERBS.items()
    ]
