"""The command line that Typer makes of the functions of the commands."""

import re
import sys
from collections.abc import Callable
from functools import wraps
from typing import Any

import typer
from typer.core import TyperCommand, TyperGroup
from typer.main import get_command

from deadlines.cli.grammar import Grammar, Parameter
from deadlines.cli.guard import guarded
from deadlines.cli.help_page import help_of
from deadlines.cli.present import said
from deadlines.cli.reader import columns
from deadlines.cli.verbs import VERBS, nearest_to

SETTINGS: dict[str, Any] = {
    "add_completion": False,
    "rich_markup_mode": None,
    "pretty_exceptions_enable": False,
    "context_settings": {"help_option_names": ["-h", "--help"]},
}
"""Of every Typer here."""


_TYPE = re.compile(r"<[^>]*>")
"""What the help has in the place of a value that has no name: a type of Python."""
WIDEST_NAME = 28
"""Columns of an option with its value, in the help."""


class Spoken:
    """The help of a command in the reader's language; it is translated when it is asked for."""

    def get_help(self: Any, ctx: Any) -> str:
        """Return the help."""
        return help_of(ctx.command_path, grammar_of(self, ctx), columns())


class Command(Spoken, TyperCommand):
    """One command."""


class Commands(Spoken, TyperGroup):
    """The group of all commands, of which none is there before it is asked for."""

    def list_commands(self, ctx: Any) -> list[str]:
        """Return the names, in their order."""
        return list(VERBS)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        """Return the command of a name; None where there is none."""
        if cmd_name in VERBS and cmd_name not in self.commands:
            self.add_command(_command(cmd_name, VERBS[cmd_name].function))
        return super().get_command(ctx, cmd_name)

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        """Return the command that was typed; what is none is wrong usage, with the one that is probably meant."""
        if args[0] not in VERBS and not args[0].startswith("-"):
            near = nearest_to(args[0])
            if near is None:
                ctx.fail(said('there is no command "{name}"; deadlines help names all', name=args[0]))
            ctx.fail(said('there is no command "{name}"; did you mean {near}?', name=args[0], near=near))
        return super().resolve_command(ctx, args)

    def main(self, args: Any = None, *, standalone_mode: bool = True, **options: Any) -> Any:  # type: ignore[override]
        """Run the command that was typed; what is wrong in how it was typed is one line, like all else."""
        try:
            code = super().main(args, standalone_mode=False, **options)
        except typer.TyperException as error:
            from deadlines.cli.usage import say_what_is_wrong

            say_what_is_wrong(error)
            code = error.exit_code
        if standalone_mode:
            sys.exit(code or 0)
        return code


def paragraphs(text: str | None) -> tuple[str, ...]:
    """Return the paragraphs of a docstring, each on one line, as the catalogues have them."""
    return tuple(" ".join(paragraph.split()) for paragraph in (text or "").split("\n\n") if paragraph)


def grammar_of(command: Any, ctx: Any) -> Grammar:
    """Return what a command takes, as plain data."""
    shown = [one for one in command.get_params(ctx) if not one.hidden]
    name = "" if isinstance(command, Commands) else command.name
    usage = " ".join(command.collect_usage_pieces(ctx))
    return Grammar(name, usage, paragraphs(command.help), tuple(_parameter(one, ctx) for one in shown))


def _parameter(parameter: Any, ctx: Any) -> Parameter:
    """Return an option or an argument; the words of which it is one stand behind what it is for if they are long."""
    part, name, purpose = parameter.param_type_name, parameter.name, paragraphs(parameter.help)
    if part == "argument":
        takes = ("one" if parameter.required else "perhaps", "several" if parameter.required else "any")
        shown = str(parameter.metavar or name.upper())
        return Parameter(part, name, (), takes[parameter.nargs != 1], shown, "", purpose)
    takes_ = "flag" if parameter.is_flag else "values" if parameter.multiple else "value"
    shown, choices = _TYPE.sub(name.strip("_").upper(), str(parameter.get_help_record(ctx)[0])), ""
    if parameter.metavar and "|" in parameter.metavar and len(shown) > WIDEST_NAME:
        shown = shown.replace(parameter.metavar, name.strip("_").upper())
        choices = parameter.metavar.replace("|", ", ")
    return Parameter(part, name, tuple(sorted(parameter.opts, key=len)), takes_, shown, choices, purpose)


def _command(name: str, verb: Callable[..., int]) -> Any:
    """Make a command of a function that returns an exit code."""

    @wraps(verb)
    def run(*arguments: object, **options: object) -> None:
        raise typer.Exit(guarded(verb, *arguments, **options))

    alone = typer.Typer(**SETTINGS)
    alone.command(name, cls=Command)(run)
    return get_command(alone)
