"""A person at a terminal."""

import os
import pty
import select
import subprocess
import sys

from tests.conftest import Folder


class Terminal:
    """Runs a command, types lines when they are asked for, and reads what is shown."""

    def __init__(self, project: Folder, *arguments: str) -> None:
        self.ours, theirs = pty.openpty()
        self.ran = subprocess.Popen(
            [sys.executable, "-m", "deadlines", "-C", str(project.root), *arguments],
            stdin=theirs, stdout=theirs, stderr=theirs, start_new_session=True,
            env=os.environ | {"XDG_STATE_HOME": str(project.root / "state"), "TERM": "dumb"},
        )  # fmt: skip
        os.close(theirs)
        self.shown = ""

    def type(self, *lines: str) -> None:
        for line in lines:
            self.until("> ")
            os.write(self.ours, f"{line}\n".encode())

    def until(self, mark: str) -> None:
        seen = ""
        while not seen.endswith(mark):
            assert select.select([self.ours], [], [], 30)[0], f"{mark!r} does not come after {self.shown!r}"
            seen += os.read(self.ours, 4096).decode()
        self.shown += seen

    def end(self) -> int:
        try:
            while piece := os.read(self.ours, 4096):
                self.shown += piece.decode()
        except OSError:
            pass
        os.close(self.ours)
        return self.ran.wait(30)
