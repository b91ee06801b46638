"""``deadlines completion``: what completes commands, options and their values in a shell.

A script knows the commands, the options and the closed sets by itself, so that a key is answered at once. What the
records say, ids and topics, it asks by ``deadlines completion --words TOPIC LINE``, which imports only what that needs.
"""

import os
import shlex
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from deadlines.app.refusal import Exit
from deadlines.cli.commands import VERBS
from deadlines.cli.present import safe
from deadlines.cli.source import VARIABLE
from deadlines.settings.root import OPPORTUNITIES, find_root

if TYPE_CHECKING:
    from deadlines.cli.shells import Command

WORDS = "--words"
"""With this, ``main`` calls ``offer``."""
SHELLS = ("bash", "zsh", "fish")
ASKED = {
    "ID": "id",
    "TOPIC": "topics",
    "REGION": "regions",
    "LANGUAGE": "languages",
    "ORGANISATION": "organisation",
    "SERIES": "series",
    "ZONE": "",
    "TIMEZONE": "",
}
"""What a value is called in the help, for those that a script asks for, and the key that records have of it."""


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
    from deadlines.cli.list import one_of

    one_of("completion", shell, SHELLS)

    print(shells.SCRIPTS[shell](_commands(context)), end="")
    return Exit.FINE


def offer(what: str, line: str) -> None:
    """Print the words that a value may be, for the project or the published records that a line names.

    What goes wrong is not said: somebody is typing.
    """
    with suppress(Exception):
        print("\n".join(word for word in _words(what, line) if safe(word) == word))


def _words(what: str, line: str) -> list[str]:
    if not ASKED[what]:
        from zoneinfo import available_timezones

        return sorted(available_timezones())
    from deadlines.records.vocabulary import ids_in, words_in, words_of

    directory, place = _places(line)
    root = find_root(directory)
    if place is None and root is None:
        place = os.environ.get(VARIABLE) or None
    if place is not None:
        return words_of(_published(directory, place), ASKED[what])
    if root is None:
        return []
    return ids_in(root / OPPORTUNITIES) if what == "ID" else words_in(root / OPPORTUNITIES, ASKED[what])


def _places(line: str) -> tuple[Path, str | None]:
    """Return the folder of ``-C`` and the address of ``--from`` in a line that is being typed."""
    try:
        typed = shlex.split(line)
    except ValueError:
        typed = line.split()
    directory, place = Path(), None
    for option, value in zip(typed, [*typed[1:], ""], strict=True):
        if option == "-C":
            directory = Path(value).expanduser()
        elif option == "--from":
            place = value
        elif option.startswith("--from="):
            place = option.removeprefix("--from=")
    return directory, place


def _published(directory: Path, place: str) -> list[Any]:
    """Return the items of a file, or of the last copy of an address: completing asks nothing of the network."""
    from deadlines.app.remote import held_content
    from deadlines.items import parse

    content = held_content(place if "://" in place else directory / place)
    return list(parse(content)) if content else []


def _commands(context: typer.Context) -> "list[Command]":
    """Return what comes before a command, under no name, and every command."""
    from deadlines.cli.shells import Command

    root = context.find_root()
    group: Any = root.command
    commands = [Command.of("", "", group, context)]
    return commands + [
        Command.of(name, verb.summary, group.get_command(root, name), context) for name, verb in VERBS.items()
    ]
