"""``deadlines serve``: the published folder over HTTP, exported again when the records change."""

import gc
import signal
import sys
from datetime import datetime
from typing import TYPE_CHECKING, Annotated

import typer

from deadlines import clock
from deadlines.cli.present import safe
from deadlines.cli.project import OpenProject, Stop, find_project, name_problems, open_project
from deadlines.cli.publish import export_project, feed_lines, tell
from deadlines.settings.load import FILE, load_settings

if TYPE_CHECKING:
    from deadlines.server.republisher import Republished


def serve(
    context: typer.Context,
    host: Annotated[str, typer.Option(help="The address to listen at; this machine alone unless given.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=0, max=65535, help="The port to listen at; 0 takes a free one.")] = 8000,
) -> int:
    """Serve calendars/ over HTTP, and export again when records change; Ctrl-C or SIGTERM ends it."""
    from deadlines.records.changes import fingerprint
    from deadlines.server.app import application
    from deadlines.server.folder import PublishedFolder
    from deadlines.server.republisher import Republisher
    from deadlines.server.run import address_of, is_loopback, listen
    from deadlines.server.run import serve as run

    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    gc.enable()
    project = open_project(context)
    try:
        listening = listen(host, port)
    except OSError as error:
        message = f"cannot listen at {host}, port {port}: {error.strerror}; choose with --host and --port"
        raise Stop(message, 3) from None
    keeper = Republisher(
        lambda now: _republish(context, now),
        lambda: fingerprint(project.opportunities, project.root / FILE),
        clock.now,
        _say,
    )
    keeper.look()

    def started() -> None:
        print(f"Serving {project.calendars} at {address_of(listening)}", flush=True)
        if not is_loopback(listening):
            _say(
                "whoever reaches this machine can read this, and everybody on the way sees what is read: "
                "put a web server with https before it, or leave --host out"
            )

    run(application(PublishedFolder(project.calendars), keeper), listening, started)
    return 0


def _republish(context: typer.Context, now: datetime) -> "Republished":
    from deadlines.server.republisher import Republished

    root = find_project(context)
    loaded = load_settings(root)
    if loaded.settings is None:
        name_problems(loaded.problems)
        raise Stop(f"{FILE} is wrong", 3)
    exported = export_project(OpenProject(root, loaded.settings), now)
    tell(exported)
    for line, written in feed_lines(exported):
        if written:
            _say(line)
    return Republished(
        plan=exported.plan,
        opportunities=exported.loaded.opportunities,
        problems=sum(not problem.warning for problem in exported.problems),
        title=loaded.settings.project.name,
    )


def _say(line: str) -> None:
    print(f"deadlines: {safe(line)}", file=sys.stderr, flush=True)
