import os
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

import pytest
from hypothesis import settings
from typer.main import get_command
from typer.testing import CliRunner

from deadlines.cli.main import app

settings.register_profile("quick", max_examples=25, deadline=None)
settings.register_profile("thorough", max_examples=250, deadline=None)
settings.load_profile("quick")  # CI takes the other one, with --hypothesis-profile

os.environ["XDG_CACHE_HOME"] = tempfile.mkdtemp(prefix="deadlines-cache-")
"""What is remembered on this machine is the tests' own, and none of the machine's."""
os.environ["LC_ALL"] = "C"
"""What the command line says is compared in English, whatever the machine speaks."""
CACHE = tempfile.TemporaryDirectory(prefix="deadlines-tests-", ignore_cleanup_errors=True)
os.environ["XDG_CACHE_HOME"] = CACHE.name
"""Nothing is kept in the folder of whoever runs the tests."""
REPOSITORY = Path(__file__).parent.parent
RUNNER = CliRunner()
COMMAND = get_command(app)
"""The command line, made once: a test may use it a hundred times."""
SETTINGS = """\
[project]
name = "Test opportunities"
url = "https://test.example/calendars/"
domain = "test.example"
timezone = "Europe/Brussels"
"""
CALL = """\
title = "A call"
kind = "call"
organisation = "Somebody"
url = "https://example.org/call"

[[deadlines]]
due = 2026-03-06
"""


@dataclass(frozen=True)
class Ran:
    code: int
    out: str
    err: str


@dataclass(frozen=True)
class Folder:
    """A project in a temporary folder, used through the command line."""

    root: Path

    NOW: ClassVar = "2026-02-01T12:00:00Z"

    def record(self, name: str, text: str = CALL, *, more: str = "", kind: str = "calls") -> Path:
        head, bracket, rest = text.partition("\n[")
        return self.file(f"opportunities/{kind}/{name}.toml", f"{head}\n{more}\n{bracket}{rest}" if more else text)

    def file(self, path: str, content: str | bytes) -> Path:
        file = self.root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content.encode() if isinstance(content, str) else content)
        return file

    def run(self, *arguments: str) -> Ran:
        if arguments[0] == "export" and "--as-of" not in arguments:
            arguments = (*arguments, "--as-of", self.NOW)
        if arguments[0] == "export" and not {"--check", "--to"} & set(arguments):
            arguments = (*arguments, "--to", "calendars")
        with RUNNER.isolation() as (out, err, _):
            try:
                COMMAND.main(["-C", str(self.root), *arguments])
            except SystemExit as ended:
                code = ended.code
            for stream in (sys.stdout, sys.stderr):
                stream.flush()
            said = (out.getvalue().decode(), err.getvalue().decode())
        assert isinstance(code, int)
        return Ran(code, *said)

    def process(self, *arguments: str, **environment: str) -> Ran:
        """Run in a process of its own, as a user would."""
        done = subprocess.run(
            [sys.executable, "-m", "deadlines", "-C", str(self.root), *arguments],
            capture_output=True, text=True, check=False, env=os.environ | environment,
        )  # fmt: skip
        return Ran(done.returncode, done.stdout, done.stderr)

    def calendar(self, name: str = "all") -> bytes:
        return (self.root / "calendars" / f"{name}.ics").read_bytes()

    def calendars(self) -> dict[str, bytes]:
        """The feeds in the language of the project, and their memory."""
        return {
            name: content
            for name, content in self.published().items()
            if name.endswith((".ics", ".tsv")) and "/" not in name
        }

    def published(self) -> dict[str, bytes]:
        """Everything that is published."""
        folder = self.root / "calendars"
        files = sorted(file for file in folder.rglob("*") if file.is_file())
        return {file.relative_to(folder).as_posix(): file.read_bytes() for file in files}

    def export_at(self, moment: str) -> Ran:
        return self.run("export", "--as-of", moment)

    def entry(self, uid: str, feed: str = "all") -> str:
        """One entry of a feed, unfolded."""
        calendar = self.calendar(feed).replace(b"\r\n ", b"").decode()
        found = [block for block in calendar.split("BEGIN:VEVENT\r\n")[1:] if f"\r\nUID:{uid}\r\n" in block]
        assert len(found) == 1, (uid, len(found))
        return found[0]


@pytest.fixture
def project(tmp_path: Path) -> Folder:
    folder = Folder(tmp_path)
    folder.file("deadlines.toml", SETTINGS)
    (tmp_path / "opportunities").mkdir()
    return folder


def a_call(due: str, **deadline: str) -> str:
    """A record with one deadline; the values stand as in TOML."""
    lines = "".join(f"{key} = {value}\n" for key, value in deadline.items())
    return CALL.replace("due = 2026-03-06\n", f"due = {due}\n{lines}")
