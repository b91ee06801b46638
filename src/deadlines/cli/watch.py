"""``deadlines watch``: reminders when they fall due, and feeds rewritten when records change."""

import gc
import os
import re
import signal
import threading
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import typer

from deadlines import clock
from deadlines.app.project import open_project
from deadlines.app.refusal import Exit, Refusal
from deadlines.app.remind import remind
from deadlines.app.republish import Failed, Republisher
from deadlines.cli.export_report import feed_lines
from deadlines.cli.present import log, problem_in_full, tell
from deadlines.cli.remind import failures_in_words, sent_line


def watch(context: typer.Context) -> int:
    """Check for reminders each minute, and export when records change; Ctrl-C or SIGTERM ends it."""
    from deadlines.reminders.watch import watch as run

    gc.enable()
    project = open_project(context.obj)
    stopped = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stopped.set())
    watcher = Watcher(context.obj, stopped.is_set, clock.now)
    tell("watching {folder}; reminders each minute, feeds when records change", folder=project.root)
    if not run(watcher.tick, stopped):
        tell("stopped; what was on its way is sent again as the same message")
        os._exit(Exit.FINE)  # What hangs is not waited for, as the end of the interpreter would.
    tell("stopped")
    return Exit.FINE


class Watcher:
    """What happens each minute; a thing that is wrong is said when it begins, not each minute again."""

    def __init__(self, directory: Path, stopped: Callable[[], bool], now: Callable[[], datetime]) -> None:
        self._directory, self._stopped, self._now = directory, stopped, now
        self._republisher = Republisher.of(directory)
        self._said: dict[str, str] = {}
        self._named: set[str] = set()
        """What the last check said of messages that do not go, without the times."""

    def tick(self) -> None:
        """Export when something changed, then check; nothing that goes wrong in the one keeps the other."""
        self._survive("export", self._export)
        self._survive("check", self._check)

    def _export(self) -> str:
        found = self._republisher.look(self._now())
        if found is None:
            return self._said.get("export", "")
        if isinstance(found, Failed):
            return "\n".join(map(problem_in_full, found.problems)) or found.message
        for line, written in feed_lines(found):
            if written:
                log(line)
        return "\n".join(map(problem_in_full, found.problems))

    def _check(self) -> str:
        project = open_project(self._directory)
        if not project.settings.recipients:
            return ""
        reminded = remind(project, self._now, os.environ, self._stopped)
        for one in reminded.report.sent:
            log(sent_line(one))
        said = [(re.sub("; again at .*", "", line), line) for line in failures_in_words(reminded.report)]
        for what, line in said:
            if what not in self._named:
                log(line)
        self._named = {what for what, _ in said}
        return reminded.ping_failure

    def _survive(self, what: str, step: Callable[[], str]) -> None:
        try:
            trouble = step()
        except Refusal as refusal:
            trouble = "\n".join(map(problem_in_full, refusal.problems)) or refusal.message
        except OSError as error:
            trouble = f"{error.filename or 'the system'}: {error.strerror or error}"
        except Exception as error:
            trouble = f"a fault of deadlines: {type(error).__name__}: {error}"
        before = self._said.get(what, "")
        self._said[what] = trouble
        if trouble and trouble != before:
            for line in trouble.splitlines():
                log(line)
        elif before and not trouble:
            tell("{what}: all is well again", what=what)
