"""The commands by name. Each is imported when it is run, so that none waits for what another needs."""

import os
import re
import sys
from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from importlib import import_module
from typing import Any

import typer
from typer.core import TyperCommand, TyperGroup
from typer.main import get_command

from deadlines.app.refusal import Exit, Refusal
from deadlines.cli.present import note, said, tell
from deadlines.domain.text import Sentence

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


@dataclass(frozen=True)
class Verb:
    """A command: where it is, and what the help says of it among the others, in 60 characters at most."""

    place: str
    summary: str

    @property
    def function(self) -> Callable[..., int]:
        """The function of it, which returns an exit code."""
        module, _, name = self.place.partition(":")
        found: Callable[..., int] = getattr(import_module(f"deadlines.cli.{module}"), name)
        return found


VERBS = {
    "list": Verb("list:list_", "List what is open, soonest first."),
    "show": Verb("show:show", "Show one opportunity in full, with how to apply."),
    "check": Verb("check:check", "Name every problem in the records and settings."),
    "import": Verb("import_:import_", "Draft records out of lists of other systems."),
    "verify": Verb("verify:verify", "Say what the organisers’ pages say now."),
    "add": Verb("add:add", "Write a new record."),
    "capture": Verb("capture:capture", "Draft records out of announcements."),
    "edit": Verb("edit:edit", "Write and change records in a form in the browser."),
    "extend": Verb("extend:extend", "Move a deadline, to a later or an earlier moment."),
    "close": Verb("close:close", "Say that an opportunity has ended early."),
    "cancel": Verb("cancel:cancel", "Say that an opportunity was withdrawn."),
    "renew": Verb("renew:renew", "Write the next edition of a series as expected."),
    "export": Verb("export:export", "Write the feeds and the page."),
    "digest": Verb("digest:digest", "Print the week's news, for a newsletter."),
    "serve": Verb("serve:serve", "Serve the feeds and the page over HTTP."),
    "lint": Verb("lint:lint", "Say what in a calendar breaks which program."),
    "remind": Verb("remind:remind", "Send the reminders that are due, each once."),
    "watch": Verb("watch:watch", "Remind each minute; export when records change."),
    "status": Verb("status:status", "Say how records, feeds and reminders stand."),
    "schema": Verb("schema:schema", "Print the JSON Schema of a record, for editors."),
    "init": Verb("init:init", "Begin a new project."),
    "completion": Verb("completion:completion", "Print what completes commands in a shell."),
    "help": Verb("help:help_", "Show the help of a command."),
}
"""In the order in which the help names them."""


class Spoken:
    """The help of a command in the reader's language; it is translated when it is asked for."""

    def format_usage(self: Any, ctx: Any, formatter: Any) -> None:
        """Write how it is called."""
        formatter.write_usage(ctx.command_path, " ".join(self.collect_usage_pieces(ctx)), prefix=said("Usage: "))

    def format_help_text(self: Any, ctx: Any, formatter: Any) -> None:
        """Write what it is for."""
        for paragraph in paragraphs(self.help):
            formatter.write_paragraph()
            with formatter.indentation():
                formatter.write_text(said(paragraph))

    def format_options(self: Any, ctx: Any, formatter: Any) -> None:
        """Write what it takes, each with what it is for."""
        shown = [one for one in self.get_params(ctx) if not one.hidden]
        for heading, type_ in ((said("Arguments:"), "argument"), (said("Options:"), "option")):
            found = [one for one in shown if one.param_type_name == type_]
            write_list(formatter, heading, [_described(one, ctx) for one in found])


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

    def format_options(self, ctx: Any, formatter: Any) -> None:
        """Write the options and what each command is for, without importing any."""
        super().format_options(ctx, formatter)
        write_list(formatter, said("Commands:"), [(name, said(verb.summary)) for name, verb in VERBS.items()])

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


def paragraphs(text: str | None) -> list[str]:
    """Return the paragraphs of a docstring, each on one line, as the catalogues have them."""
    return [" ".join(paragraph.split()) for paragraph in (text or "").split("\n\n") if paragraph]


def spoken(text: str | None) -> str:
    """Return paragraphs in the reader's language, one after the other."""
    return " ".join(said(paragraph) for paragraph in paragraphs(text))


def write_list(formatter: Any, heading: str, rows: list[tuple[str, str]]) -> None:
    """Write a heading, and below it names with what they are for; nothing where there is none."""
    if not rows:
        return
    formatter.write_paragraph()
    formatter.write(f"{heading}\n")
    with formatter.indentation():
        formatter.write_dl(rows)


def _described(parameter: Any, ctx: Any) -> tuple[str, str]:
    """Return what is typed, and what it is for, where the words stand of which it is one if they are long."""
    purpose = spoken(parameter.help)
    if parameter.param_type_name != "option":
        return str(parameter.metavar or parameter.name.upper()), purpose
    typed = _TYPE.sub(parameter.name.strip("_").upper(), str(parameter.get_help_record(ctx)[0]))
    if parameter.metavar and "|" in parameter.metavar and len(typed) > WIDEST_NAME:
        typed = typed.replace(parameter.metavar, parameter.name.upper())
        choice = said("One of: {words}.", words=parameter.metavar.replace("|", ", "))
        purpose = f"{purpose} {choice}"
    return typed, purpose


def nearest_to(name: str) -> str | None:
    """Return the command that is probably meant by a name that none has."""
    from difflib import get_close_matches

    return next(iter(get_close_matches(name, VERBS, n=1)), None)


def _command(name: str, verb: Callable[..., int]) -> Any:
    """Make a command of a function that returns an exit code."""

    @wraps(verb)
    def run(*arguments: object, **options: object) -> None:
        raise typer.Exit(_guarded(verb, *arguments, **options))

    alone = typer.Typer(**SETTINGS)
    alone.command(name, cls=Command)(run)
    return get_command(alone)


def _guarded(verb: Callable[..., int], *arguments: object, **options: object) -> int:
    """Run a command; whatever goes wrong is one line and an exit code, never a traceback."""
    try:
        code = verb(*arguments, **options)
        sys.stdout.flush()
    except Refusal as refusal:
        if refusal.problems:
            from deadlines.cli.project import name_problems

            name_problems(refusal.problems)
        if refusal.message:
            note(refusal.message)
        return refusal.code
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return Exit.FINE
    except KeyboardInterrupt:
        return Exit.INTERRUPTED
    except OSError as error:
        place = error.filename or Sentence("the system")
        tell("{place}: {reason}", place=place, reason=error.strerror or error)
        return Exit.ENVIRONMENT
    except Exception as error:
        fault = f"{type(error).__name__}: {error}"
        tell("this is a fault of deadlines, not of your files: {fault}", fault=fault)
        return Exit.ENVIRONMENT
    return code
