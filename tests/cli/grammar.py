"""What the commands take, as plain data: ``python -m tests.cli.grammar`` writes it."""

from collections.abc import Iterator
from typing import Any

from deadlines.cli.commands import grammar_of
from deadlines.cli.grammar import Grammar, written
from deadlines.cli.verbs import VERBS
from tests.conftest import COMMAND, REPOSITORY

FILE = REPOSITORY / "src" / "deadlines" / "cli" / "data" / "grammar.tsv"


def every_command() -> Iterator[tuple[Any, Any]]:
    """Each command of Typer with its context, and the group of all first."""
    group: Any = COMMAND
    root = group.make_context("deadlines", ["help"], resilient_parsing=True)
    yield group, root
    for name in VERBS:
        command = group.get_command(root, name)
        yield command, command.make_context(name, [], parent=root, resilient_parsing=True)


def defined() -> list[Grammar]:
    return [grammar_of(command, context) for command, context in every_command()]


if __name__ == "__main__":
    FILE.write_text(written(defined()), encoding="utf-8")
