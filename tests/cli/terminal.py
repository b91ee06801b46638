"""A person at a terminal."""

import os
import pty
import select
import subprocess
import sys
from pathlib import Path

from tests.conftest import Folder


class Terminal:
    """Runs a command, types lines when they are asked for, and reads what is shown."""

    def __init__(self, project: Folder, *arguments: str) -> None:
        self._start(["-m", "deadlines", "-C", str(project.root), *arguments], project.root)

    @classmethod
    def of(cls, *arguments: str, folder: Path) -> "Terminal":
        """Run Python itself."""
        terminal = cls.__new__(cls)
        terminal._start([*arguments], folder)
        return terminal

    def _start(self, arguments: list[str], folder: Path) -> None:
        self.ours, theirs = pty.openpty()
        self.ran = subprocess.Popen(
            [sys.executable, *arguments],
            stdin=theirs, stdout=theirs, stderr=theirs, start_new_session=True,
            env=os.environ | {"XDG_STATE_HOME": str(folder / "state"), "TERM": "dumb"},
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

    def leave(self) -> int:
        """Type Ctrl-D until the command ends: before it reads, the terminal itself would take it."""
        for _ in range(100):
            os.write(self.ours, b"\x04")
            try:
                self.ran.wait(0.3)
                break
            except subprocess.TimeoutExpired:
                continue
        return self.end()

    def end(self) -> int:
        try:
            while select.select([self.ours], [], [], 60)[0] and (piece := os.read(self.ours, 4096)):
                self.shown += piece.decode()
        except OSError:
            pass
        os.close(self.ours)
        return self.ran.wait(30)
