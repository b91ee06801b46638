"""``deadlines watch``: reminders when they fall due, and feeds rewritten when records change."""

import gc
import signal
import sys
import threading
from collections.abc import Callable

import typer

from deadlines import clock
from deadlines.cli.present import problem_in_full, safe
from deadlines.cli.project import OpenProject, Stop, find_project, open_project
from deadlines.cli.publish import export_project, feed_lines
from deadlines.cli.remind import complain
from deadlines.cli.reminding import check_project
from deadlines.settings.load import FILE, load_settings


def watch(context: typer.Context) -> int:
    """Check for reminders each minute, and export when records change; Ctrl-C or SIGTERM ends it."""
    from deadlines.reminders.watch import watch as run

    gc.enable()
    project = open_project(context)
    stopped = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stopped.set())
    watcher = Watcher(context, stopped)
    _say(f"watching {project.root}; reminders each minute, feeds when records change")
    run(watcher.turn, stopped, clock.now())
    _say("stopped")
    return 0


class Watcher:
    """What happens each minute; a thing that is wrong is said when it begins, not each minute again."""

    def __init__(self, context: typer.Context, stopped: threading.Event) -> None:
        self._context, self._stopped = context, stopped
        self._seen: object = None
        self._said: dict[str, str] = {}

    def turn(self) -> None:
        """Export when something changed, then check; nothing that goes wrong in the one keeps the other."""
        self._survive("export", self._export)
        self._survive("check", self._check)

    def _export(self) -> str:
        from deadlines.records.changes import fingerprint

        root = find_project(self._context)
        project = self._open()
        seen = fingerprint(project.opportunities, root / FILE)
        if seen == self._seen:
            return self._said.get("export", "")
        exported = export_project(project, clock.now())
        self._seen = seen
        for line, written in feed_lines(exported):
            if written:
                _say(line)
        return "\n".join(map(problem_in_full, exported.problems))

    def _check(self) -> str:
        project = self._open()
        if not project.settings.recipients:
            return ""
        checked = check_project(project, self._stopped.is_set)
        for one in checked.report.told:
            _say(f"told {one.recipient} ({one.address}): {', '.join(one.records)}")
        complain(checked.report)
        if not checked.report.busy and project.settings.reminders.ping:
            from deadlines.reminders.ping import ping

            return ping(project.settings.reminders.ping)
        return ""

    def _open(self) -> OpenProject:
        root = find_project(self._context)
        loaded = load_settings(root)
        if loaded.settings is None:
            raise Stop("\n".join(map(problem_in_full, loaded.problems)), 3)
        return OpenProject(root, loaded.settings)

    def _survive(self, what: str, step: Callable[[], str]) -> None:
        try:
            trouble = step()
        except Stop as stop:
            trouble = stop.message
        except OSError as error:
            trouble = f"{error.filename or 'the system'}: {error.strerror or error}"
        except Exception as error:
            trouble = f"a fault of deadlines: {type(error).__name__}: {error}"
        before = self._said.get(what, "")
        self._said[what] = trouble
        if trouble and trouble != before:
            for line in trouble.splitlines():
                _say(line)
        elif before and not trouble:
            _say(f"{what}: all is well again")


def _say(line: str) -> None:
    print(f"deadlines: {safe(line)}", file=sys.stderr, flush=True)
