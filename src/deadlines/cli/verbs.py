"""The commands by name, and what the help says of each. None is imported before it is run."""

from __future__ import annotations

from collections import namedtuple
from collections.abc import Callable


class Verb(namedtuple("Verb", ("place", "summary"))):
    """A command: where it is, and what the help says of it among the others, in 60 characters at most."""

    __slots__ = ()

    place: str
    summary: str

    @property
    def function(self) -> Callable[..., int]:
        """The function of it, which returns an exit code."""
        from importlib import import_module  # What is run without Typer needs none.

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


def nearest_to(name: str) -> str | None:
    """Return the command that is probably meant by a name that none has."""
    from difflib import get_close_matches

    return next(iter(get_close_matches(name, VERBS, n=1)), None)
