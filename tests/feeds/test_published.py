"""The published folder after what happens to files: changed line ends, things in the way, two exports at once."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from deadlines.feeds.published import exclusive
from tests.conftest import SETTINGS, Folder, Ran, a_call
from tests.feeds.reading import LATER, STAMP, TABLE, UID, moved_three_times, stamps


@pytest.mark.parametrize("ends", [b"\r\n", b"\n"], ids=["CRLF", "LF"])
def test_line_ends_that_a_checkout_changed_lose_nothing(project: Folder, ends: bytes) -> None:
    moved_three_times(project)
    before = project.calendars()
    for name in project.calendars():
        file = project.root / "calendars" / name
        file.write_bytes(file.read_bytes().replace(b"\r\n", b"\n").replace(b"\n", ends))
    ran = project.export_at(LATER)
    assert "cannot be read" not in ran.err and project.calendars() == before
    for name in project.calendars():
        file = project.root / "calendars" / name
        file.write_bytes(file.read_bytes().replace(b"\r\n", b"\n").replace(b"\n", ends))
    (project.root / TABLE).unlink()
    project.export_at(LATER)
    assert project.calendars() == before


def in_the_way(project: Folder, what: str) -> Path:
    path = project.root / "calendars/all.ics"
    path.unlink()
    if what == "folder":
        path.mkdir()
    elif what == "pipe":
        os.mkfifo(path)
    elif what == "endless":
        path.symlink_to("/dev/zero")
    elif what == "link":
        path.symlink_to("../deadlines.toml")
    else:
        path.symlink_to("nowhere")
    return path


@pytest.mark.skipif(sys.platform == "win32", reason="no pipes and links there")
@pytest.mark.parametrize("what", ["folder", "pipe", "endless", "link", "dangling"])
def test_what_is_no_file_is_replaced_or_named_on_one_line(project: Folder, what: str) -> None:
    project.record("one")
    project.run("export")
    before = project.calendars()
    path = in_the_way(project, what)
    ran = project.export_at(LATER)
    if what == "folder":
        assert ran == Ran(
            3, "", "deadlines: calendars/all.ics: Is a directory; move it away, then run deadlines export again\n"
        )
        path.rmdir()
        ran = project.export_at(LATER)
    assert ran.code == 0 and project.calendars() == before and not path.is_symlink()
    assert (project.root / "deadlines.toml").read_text() == SETTINGS


def is_waiting(process: subprocess.Popen[bytes]) -> bool:
    """True when a process waits before a lock that another holds."""
    return any("->" in line and f" {process.pid} " in line for line in Path("/proc/locks").read_text().splitlines())


@pytest.mark.skipif(not Path("/proc/locks").exists(), reason="what waits is read from /proc")
@pytest.mark.slow
def test_an_export_waits_for_another_and_then_sees_what_was_written_meanwhile(project: Folder) -> None:
    project.record("one")
    project.run("export")
    command = [
        sys.executable,
        "-m",
        "deadlines",
        "-C",
        str(project.root),
        "export",
        "--to",
        "calendars",
        "--as-of",
        LATER,
    ]
    with exclusive(project.root / "calendars"):
        second = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        while not is_waiting(second):
            assert second.poll() is None, "it did not wait"
        project.record("one", a_call("2026-03-07"))
    assert second.wait() == 0
    assert stamps(project.entry(UID)) == ("1", STAMP, STAMP) and "20260307" in project.entry(UID)
    assert project.run("export", "--check").code == 0
