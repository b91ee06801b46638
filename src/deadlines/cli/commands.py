"""The commands by name. Each is imported when it is run, so that none waits for what another needs."""

import os
import sys
from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from importlib import import_module
from typing import Any

import typer
from typer.core import TyperGroup
from typer.main import get_command

from deadlines.app.refusal import Exit, Refusal
from deadlines.cli.present import log

SETTINGS: dict[str, Any] = {
    "add_completion": False,
    "rich_markup_mode": None,
    "pretty_exceptions_enable": False,
    "context_settings": {"help_option_names": ["-h", "--help"]},
}
"""Of every Typer here."""


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
    "add": Verb("add:add", "Write a new record."),
    "extend": Verb("extend:extend", "Move a deadline, to a later or an earlier moment."),
    "close": Verb("close:close", "Say that an opportunity has ended early."),
    "cancel": Verb("cancel:cancel", "Say that an opportunity was withdrawn."),
    "renew": Verb("renew:renew", "Write the next edition of a series as expected."),
    "export": Verb("export:export", "Write the feeds and the page."),
    "serve": Verb("serve:serve", "Serve the feeds and the page over HTTP."),
    "lint": Verb("lint:lint", "Say what in a calendar breaks which program."),
    "remind": Verb("remind:remind", "Send the reminders that are due, each once."),
    "watch": Verb("watch:watch", "Remind each minute; export when records change."),
    "status": Verb("status:status", "Say whether reminders are checked, and what comes next."),
    "schema": Verb("schema:schema", "Print the JSON Schema of a record, for editors."),
    "init": Verb("init:init", "Begin a new project."),
    "completion": Verb("completion:completion", "Print what completes commands in a shell."),
    "help": Verb("help:help_", "Show the help of a command."),
}
"""In the order in which the help names them."""


class Commands(TyperGroup):
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
            ctx.fail(unknown(args[0]))
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: Any, formatter: Any) -> None:
        """Write what each is for, without importing any."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, verb.summary) for name, verb in VERBS.items()])


def unknown(name: str) -> str:
    """Return what to say of a name that no command has."""
    from difflib import get_close_matches

    near = get_close_matches(name, VERBS, n=1)
    return f'there is no command "{name}"; {f"did you mean {near[0]}?" if near else "deadlines help names all"}'


def _command(name: str, verb: Callable[..., int]) -> Any:
    """Make a command of a function that returns an exit code."""

    @wraps(verb)
    def run(*arguments: object, **options: object) -> None:
        raise typer.Exit(_guarded(verb, *arguments, **options))

    alone = typer.Typer(**SETTINGS)
    alone.command(name)(run)
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
            log(refusal.message)
        return refusal.code
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return Exit.FINE
    except KeyboardInterrupt:
        return Exit.INTERRUPTED
    except OSError as error:
        log(f"{error.filename or 'the system'}: {error.strerror or error}")
        return Exit.ENVIRONMENT
    except Exception as error:
        log(f"this is a fault of deadlines, not of your files: {type(error).__name__}: {error}")
        return Exit.ENVIRONMENT
    return code
