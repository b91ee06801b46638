"""The memory after what happens to files: merges, checkouts that change line ends, damage, things in the way."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from deadlines.feeds.published import blocks_in, exclusive
from deadlines.lint.examine import examine
from tests.conftest import CALL, SETTINGS, Folder, Ran, a_call
from tests.feeds.test_export import NOW
from tests.feeds.test_revisions import LATER, STAMP, UID, moved_three_times, stamps

FILE = "calendars/revisions.tsv"


def git(project: Folder, *arguments: str) -> int:
    names = ("-c", "user.name=A", "-c", "user.email=a@example.org", "-c", "commit.gpgsign=false")
    done = subprocess.run(["git", *names, *arguments], cwd=project.root, capture_output=True, check=False)
    return done.returncode


def test_two_coordinators_who_moved_the_same_deadline_are_merged_and_the_revision_rises_above_both(
    project: Folder,
) -> None:
    project.file(".gitattributes", "calendars/** -text\n")
    project.record("one")
    project.record("two")
    project.run("export")
    assert git(project, "init", "-q", "-b", "main") == 0
    git(project, "add", ".")
    git(project, "commit", "-qm", "begin")
    git(project, "checkout", "-qb", "other")
    project.record("one", a_call("2026-03-07"))
    project.export_at("2026-02-03")
    theirs = project.entry(UID)
    git(project, "commit", "-qam", "other")
    git(project, "checkout", "-q", "main")
    project.record("one", a_call("2026-03-08"))
    project.export_at("2026-02-04")
    ours = project.entry(UID)
    git(project, "commit", "-qam", "main")
    assert stamps(theirs)[0] == stamps(ours)[0] == "1"
    assert git(project, "merge", "other") != 0
    assert b"<<<<<<<" in (project.root / FILE).read_bytes()
    project.record("one", a_call("2026-03-08"))
    ran = project.export_at(LATER)
    assert ran.code == 0 and "of revisions.tsv cannot be read" in ran.err
    assert stamps(project.entry(UID)) == ("2", STAMP, STAMP) and "20260308" in project.entry(UID)
    assert stamps(project.entry("two@test.example"))[0] == "0"
    assert project.run("export", "--check").code == 0


def test_feeds_of_one_side_and_the_memory_of_the_other_raise_the_revision(project: Folder) -> None:
    project.record("one")
    project.run("export")
    begun = project.calendars()
    project.record("one", a_call("2026-03-07"))
    project.export_at("2026-02-03")
    feeds = {name: content for name, content in project.calendars().items() if name != "revisions.tsv"}
    for name, content in begun.items():
        project.file(f"calendars/{name}", content)
    project.record("one", a_call("2026-03-08"))
    project.export_at("2026-02-04")
    for name, content in feeds.items():
        project.file(f"calendars/{name}", content)
    project.export_at(LATER)
    assert stamps(project.entry(UID)) == ("2", STAMP, STAMP) and "20260308" in project.entry(UID)


def test_the_twin_never_falls_when_the_lines_of_two_sides_are_merged(project: Folder) -> None:
    project.record("one")
    project.run("export")
    file = project.root / FILE
    for number in range(3):
        project.file("deadlines.toml", SETTINGS + f'[reminders]\nlead_times = ["{number + 2}d"]\n')
        project.export_at(f"2026-02-0{number + 2}")
    louder = file.read_text().splitlines()[-1]
    assert stamps(project.entry(UID, "all-alarms"))[0] == "3"
    file.write_text(file.read_text().replace(louder, re.sub("\t0\t", "\t1\t", louder, count=1) + "\n" + louder))
    line = file.read_text().splitlines()[-2].split("\t")
    line[9] = "0"
    file.write_text(file.read_text().replace(file.read_text().splitlines()[-2], "\t".join(line)))
    project.record("one", a_call("2026-03-09"))
    project.export_at(LATER)
    assert int(stamps(project.entry(UID, "all-alarms"))[0]) > 3


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
    (project.root / FILE).unlink()
    project.export_at(LATER)
    assert project.calendars() == before


DAMAGED = ("all.ics", "calls.ics", "all-alarms.ics", "revisions.tsv")
COLUMNS = (
    "uid",
    "revision",
    "modified",
    "moment",
    "timezone",
    "state",
    "content",
    "block",
    "alarms",
    "changes",
    "loud",
)


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("revision", "-5"),
        ("revision", "1_0"),
        ("revision", "٣"),
        ("revision", "9" * 5000),
        ("revision", "2147483648"),
        ("modified", "2026-02-04"),
        ("modified", "0001-01-01T00:00:00Z"),
        ("modified", "2026-02-31T00:00:00Z"),
        ("moment", "soon"),
        ("timezone", "Europe/Geneva"),
        ("alarms", "-P1D\rBEGIN:VALARM"),
        ("alarms", "often"),
        ("alarms", "-P15H"),
        ("changes", "-1"),
        ("loud", "yesterday"),
    ],
)
def test_nothing_damaged_is_published_and_no_revision_falls(project: Folder, column: str, value: str) -> None:
    moved_three_times(project)
    before = project.calendars()
    file = project.root / FILE
    line = next(line for line in file.read_text().split("\n") if line.startswith(f"{UID}\t"))
    cells = line.split("\t")
    cells[COLUMNS.index(column)] = value
    file.write_bytes(file.read_bytes().replace(line.encode(), "\t".join(cells).encode()))
    ran = project.export_at(LATER)
    assert "1 line of revisions.tsv cannot be read" in ran.err
    assert project.calendars() == before


def test_a_number_that_can_be_read_in_a_damaged_entry_counts(project: Folder) -> None:
    moved_three_times(project)
    (project.root / FILE).unlink()
    for file in (project.root / "calendars").glob("*.ics"):
        file.write_bytes(re.sub(rb"LAST-MODIFIED:\d{8}", b"LAST-MODIFIED:20260299", file.read_bytes()))
    project.export_at(LATER)
    assert int(stamps(project.entry(UID))[0]) >= 4


@pytest.mark.parametrize("whole", [True, False])
def test_neither_all_nor_another_domain_is_withdrawn_although_the_memory_is_lost(project: Folder, whole: bool) -> None:
    file = project.record("one")
    project.run("export")
    if not whole:
        (project.root / FILE).unlink()
    before = project.calendars()
    project.file("deadlines.toml", SETTINGS.replace('domain = "test.example"', 'domain = "other.example"'))
    assert 'write domain = "test.example"' in project.export_at(LATER).err
    project.file("deadlines.toml", SETTINGS)
    file.unlink()
    ran = project.export_at(LATER)
    assert ran.code == 3 and "there is no record" in ran.err
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
def test_what_is_no_file_is_replaced_or_told_on_one_line(project: Folder, what: str) -> None:
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


def test_a_full_disk_leaves_every_file_as_it_was(project: Folder) -> None:
    record = project.record("one")
    project.run("export")
    before = project.calendars()
    record.write_text(CALL.replace("A call", "Another " + "very " * 2000 + "long call"))
    code = (
        "import resource, signal, sys\n"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (4000, 4000))\n"
        "sys.argv = ['deadlines', *sys.argv[1:]]\n"
        "from deadlines.cli.main import main\n"
        "main()\n"
    )
    done = subprocess.run(
        [sys.executable, "-B", "-c", code, "-C", str(project.root), "export", "--as-of", LATER],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (
        3,
        "deadlines: calendars/all.ics: File too large; mend that, then run deadlines export again\n",
    )
    after = project.calendars()
    assert {name for name in after if after[name] != before[name]} == {"revisions.tsv"} and set(after) == set(before)
    assert project.export_at(LATER).code == 0
    assert stamps(project.entry(UID)) == ("1", STAMP, STAMP)


def test_a_name_that_no_entry_of_ours_has_is_damage(project: Folder) -> None:
    project.record("stays")
    gone = project.record("one")
    project.run("export")
    gone.unlink()
    (project.root / FILE).unlink()
    for file in (project.root / "calendars").glob("*.ics"):
        file.write_bytes(file.read_bytes().replace(b"UID:one@test.example\r\n", b"UID:one@test.example\r\n , and\r\n "))
    project.export_at(LATER)
    assert b"one@" not in project.calendar() and "one@" not in (project.root / FILE).read_text()
    assert project.run("export", "--check").code == 0


def is_waiting(process: subprocess.Popen[bytes]) -> bool:
    """True when a process stands before a lock that another holds."""
    return any("->" in line and f" {process.pid} " in line for line in Path("/proc/locks").read_text().splitlines())


@pytest.mark.skipif(not Path("/proc/locks").exists(), reason="what waits is read from /proc")
def test_an_export_waits_for_another_and_then_sees_what_was_written_meanwhile(project: Folder) -> None:
    project.record("one")
    project.run("export")
    command = [sys.executable, "-m", "deadlines", "-C", str(project.root), "export", "--as-of", LATER]
    with exclusive(project.root / "calendars"):
        second = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        while not is_waiting(second):
            assert second.poll() is None, "it did not wait"
        project.record("one", a_call("2026-03-07"))
    assert second.wait() == 0
    assert stamps(project.entry(UID)) == ("1", STAMP, STAMP) and "20260307" in project.entry(UID)
    assert project.run("export", "--check").code == 0


@pytest.mark.parametrize(
    "damage", ["SEQUENCE:99999999999", "DTEND:20261399", "STATUS:MAYBE", "DTSTART:soon", "\x15", "\xff"]
)
@pytest.mark.parametrize("whole", [True, False])
def test_of_a_broken_record_nothing_damaged_is_published(project: Folder, damage: str, whole: bool) -> None:
    project.record("stays")
    project.record("one")
    project.run("export")
    before = project.calendars()
    project.record("one", "title = ")
    name = damage.partition(":")[0]
    for feed in ("all", "calls") if not whole else ("all",):
        content = project.calendar(feed)
        block = blocks_in(content)[UID]
        line = next(
            (line for line in block.split(b"\r\n") if line.startswith(name.encode())), b"SUMMARY:A call (Somebody)"
        )
        bad = damage.encode("latin-1") if ":" in damage else line + damage.encode("latin-1")
        damaged = content.replace(block, block.replace(line, bad))
        assert damaged != content
        project.file(f"calendars/{feed}.ics", damaged)
    assert project.export_at(LATER).code == 1
    for feed in ("all", "calls", "all-alarms"):
        assert examine(project.calendar(feed), feed, now=NOW) == []
    if whole:
        assert project.calendars() == before
    assert "stale" not in project.run("export", "--check").out


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(noise=st.binary(max_size=40), at=st.floats(0, 1), cut=st.integers(0, 200), name=st.sampled_from(DAMAGED))
def test_any_damage_is_mended_by_one_export(project: Folder, noise: bytes, at: float, cut: int, name: str) -> None:
    for file in (project.root / "opportunities").rglob("*.toml"):
        file.unlink()
    shutil.rmtree(project.root / "calendars", ignore_errors=True)
    for record in ("one", "broken", "gone"):
        project.record(record)
    project.run("export")
    project.record("broken", "title = ")
    (project.root / "opportunities/calls/gone.toml").unlink()
    project.export_at("2026-02-02")
    content = (project.root / "calendars" / name).read_bytes()
    place = int(at * len(content))
    project.file(f"calendars/{name}", content[:place] + noise + content[place + cut :])
    assert project.export_at(LATER).code == 1
    for feed in ("all", "calls", "all-alarms", "calls-alarms"):
        assert examine(project.calendar(feed), feed, now=NOW) == []
    assert "stale" not in project.run("export", "--check").out
