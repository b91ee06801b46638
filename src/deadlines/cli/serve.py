"""``deadlines serve``: the published folder over HTTP, exported again when the records change."""

import gc
import signal
import sys
from collections.abc import Callable
from typing import Annotated

import typer

from deadlines import clock
from deadlines.app.export import Exported
from deadlines.app.refusal import Exit, Refusal
from deadlines.app.republish import Failed, Republisher
from deadlines.cli.export_report import feed_lines, report
from deadlines.cli.present import log, note, said, tell
from deadlines.cli.progress import working
from deadlines.cli.project import name_problems, open_project
from deadlines.extras import how_to_install


def serve(
    context: typer.Context,
    host: Annotated[str, typer.Option(help="The address to listen at; this machine alone unless given.")] = "127.0.0.1",
    port: Annotated[
        int, typer.Option(min=0, max=65535, help="The port to listen at, 8000 unless given; 0 takes a free one.")
    ] = 8000,
) -> int:
    """Serve calendars/ over HTTP, and export again when records change; Ctrl-C or SIGTERM ends it."""
    try:
        from deadlines.server.app import Application
        from deadlines.server.run import address_of, is_loopback, listen
        from deadlines.server.run import serve as run
    except ModuleNotFoundError:
        raise Refusal("serve needs one more package; type {command}", command=how_to_install("serve")) from None
    from deadlines.server.folder import StaticFiles
    from deadlines.server.live import LiveExport

    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    gc.enable()
    project = open_project(context)
    try:
        listening = listen(host, port)
    except OSError as error:
        raise Refusal(
            "cannot listen at {host}, port {port}: {reason}; choose with --host and --port",
            host=host,
            port=port,
            reason=error.strerror,
        ) from None
    with working(said("exporting")) as end:
        outcome = Outcome(end)
        live = LiveExport(Republisher.of(context.obj), StaticFiles(project.calendars), clock.now, outcome.report, note)
        live.look()

    def started() -> None:
        print(
            said("Serving {folder} at {address}", folder=project.calendars, address=address_of(listening)), flush=True
        )
        if not is_loopback(listening):
            tell(
                "whoever reaches this machine can read this, and everybody on the way sees what is read: "
                "put a web server with https before it, or leave --host out"
            )

    run(Application(live), listening, started)
    return Exit.FINE


class Outcome:
    """Says what an export has written; a failure is said when it begins, not at each try. ``first`` is done before."""

    def __init__(self, first: Callable[[], None]) -> None:
        self._first, self._failure = first, ""

    def report(self, found: Exported | Failed) -> None:
        """Say on stderr what has come of an export."""
        self._first()
        if isinstance(found, Failed):
            if found.message != self._failure:
                name_problems(found.problems)
                tell("not exported: {reason}. The folder is served as it is", reason=found.message)
            self._failure = found.message
            return
        self._failure = ""
        report(found)
        for line, written in feed_lines(found):
            if written:
                log(line)
        files = sum(file.stale for file in found.publication.own.files)
        problems = sum(not problem.warning for problem in found.problems)
        tell("current: files written: {files}; problems: {problems}", files=files, problems=problems)
