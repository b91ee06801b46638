"""vdirsyncer, through which khal and todoman read calendars, subscribes to a running server.

It names what it reads from the web by a hash of its text, so that an edit is one deletion and one copy for it. The UIDs
that it received are seen by its own ``filter_hook``.
"""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.conftest import Folder, a_call
from tests.server.conftest import Served

SETTINGS = """\
[general]
status_path = "{place}/status"

[pair deadlines]
a = "here"
b = "there"
collections = null
conflict_resolution = "b wins"

[storage here]
type = "filesystem"
path = "{place}/calendar"
fileext = ".ics"

[storage there]
type = "http"
url = "{address}"
filter_hook = "{place}/hook"
"""
HOOK = """\
#!/bin/sh
exec tee -a {place}/received
"""


class Subscriber:
    def __init__(self, place: Path, address: str) -> None:
        self.calendar = place / "calendar"
        self.calendar.mkdir(parents=True)
        self._settings, self._received, hook = place / "config", place / "received", place / "hook"
        hook.write_text(HOOK.format(place=place))
        hook.chmod(0o755)
        self._settings.write_text(SETTINGS.format(place=place, address=address))
        self._run("discover", "deadlines")

    def _run(self, *arguments: str) -> str:
        program = Path(sys.executable).with_name("vdirsyncer")
        done = subprocess.run(
            [program, "-v", "INFO", "-c", self._settings, *arguments],
            capture_output=True, text=True, check=False, input="y\n", env=os.environ | {"LC_ALL": "C.UTF-8"},
        )  # fmt: skip
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout + done.stderr

    def sync(self) -> bool:
        """Synchronise; return whether anything was copied or deleted."""
        self._received.write_text("")
        said = self._run("sync")
        return "Copying" in said or "Deleting" in said

    def uids(self) -> list[str]:
        """The UIDs that were received last."""
        lines = self._received.read_text().splitlines()
        return sorted(line.removeprefix("UID:") for line in lines if line.startswith("UID:"))

    def days(self) -> list[str]:
        """The days of what the subscriber holds."""
        texts = [file.read_text() for file in self.calendar.glob("*.ics")]
        return sorted(text.partition("DTSTART;VALUE=DATE:")[2][:8] for text in texts)


@pytest.mark.slow
@pytest.mark.parametrize("path", ["all.ics", "feed.ics?kind=call"])
def test_a_subscriber_loses_nothing_and_is_told_what_changes(
    project: Folder, starting: Callable[..., Served], tmp_path_factory: pytest.TempPathFactory, path: str
) -> None:
    for number in range(1, 4):
        project.record(f"call-{number}", a_call(f"2099-03-0{number}"))
    served = starting(project)
    subscriber = Subscriber(tmp_path_factory.mktemp("vdirsyncer"), served.address + path)
    names = [f"call-{number}@test.example" for number in range(1, 4)]

    assert subscriber.sync()
    assert (subscriber.uids(), subscriber.days()) == (names, ["20990301", "20990302", "20990303"])
    assert not subscriber.sync()

    project.record("call-2", a_call("2099-05-02", previously="[2099-03-02]"))
    served.until("current: ")
    assert subscriber.sync()
    assert (subscriber.uids(), subscriber.days()) == (names, ["20990301", "20990303", "20990502"])

    project.record("call-3", "title = ")
    served.until("current: ")
    assert not subscriber.sync()
    assert (subscriber.uids(), subscriber.days()) == (names, ["20990301", "20990303", "20990502"])
