"""``deadlines watch``: reminders when they fall due, and feeds rewritten when records change."""

import gc
import os
import signal
import threading
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import typer

from deadlines import clock
from deadlines.app.project import OpenProject, open_project
from deadlines.app.refusal import Exit, Refusal
from deadlines.app.remind import remind
from deadlines.app.republish import Failed, Republisher
from deadlines.cli.export_report import feed_lines
from deadlines.cli.present import in_words, log, note, problem_in_full, said, tell
from deadlines.cli.remind_report import failures, sent_line
from deadlines.domain.text import Sentence


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
        self._republisher = Republisher.of(directory, self._opened)
        self._project: OpenProject | None = None
        """As its settings were when they were read in this minute."""
        self._said: dict[str, str] = {}
        self._named: set[str] = set()
        """What the last check said of messages that do not go, without the times."""

    def tick(self) -> None:
        """Export when something changed, then check; nothing that goes wrong in the one keeps the other."""
        self._project = None
        self._survive(Sentence("export"), self._export)
        self._survive(Sentence("check"), self._check)

    def _export(self) -> str:
        found = self._republisher.look(self._now())
        if found is None:
            return self._said.get("export", "")
        if isinstance(found, Failed):
            return "\n".join(map(problem_in_full, found.problems)) or in_words(found.message)
        for line, written in feed_lines(found):
            if written:
                log(line)
        return "\n".join(map(problem_in_full, found.problems))

    def _opened(self) -> OpenProject:
        """Return the project, with its settings read once for all that happens in a minute."""
        if self._project is None:
            self._project = open_project(self._directory)
        return self._project

    def _check(self) -> str:
        project = self._opened()
        if not project.settings.recipients:
            return ""
        reminded = remind(project, self._now, os.environ, self._stopped)
        for one in reminded.report.sent:
            log(sent_line(one))
        failed = {str(_without_time(sentence)): sentence for sentence in failures(reminded.report)}
        for what, sentence in failed.items():
            if what not in self._named:
                note(sentence)
        self._named = set(failed)
        return in_words(reminded.ping_failure)

    def _survive(self, what: str, step: Callable[[], str]) -> None:
        try:
            trouble = step()
        except Refusal as refusal:
            trouble = "\n".join(map(problem_in_full, refusal.problems)) or in_words(refusal.message)
        except OSError as error:
            place = error.filename or Sentence("the system")
            trouble = said("{place}: {reason}", place=place, reason=error.strerror or error)
        except Exception as error:
            fault = f"{type(error).__name__}: {error}"
            trouble = said("this is a fault of deadlines, not of your files: {fault}", fault=fault)
        before = self._said.get(what, "")
        self._said[what] = trouble
        if trouble and trouble != before:
            for line in trouble.splitlines():
                log(line)
        elif before and not trouble:
            tell("{what}: all is well again", what=what)


def _without_time(sentence: Sentence) -> Sentence:
    """Return what failed without when it is tried again, which is another time at each check."""
    return Sentence(sentence.sentence, **sentence.values | {"when": ""})
