"""What is read back from feeds that were lost, damaged, or whose record is broken."""

import os
import re
import shutil

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from deadlines.feeds.published import blocks_in, number_in
from deadlines.lint.examine import examine
from tests.conftest import CALL, Folder, a_call
from tests.feeds.reading import LATER, STAMP, TABLE, UID, moved_three_times, stamps
from tests.feeds.values import NOW


@pytest.mark.parametrize(
    "feed", ["all", *(pytest.param(name, marks=pytest.mark.slow) for name in ("calls", "all-alarms"))]
)
@pytest.mark.parametrize("damage", ["gone", "empty", "cut", "edited", "merged"])
def test_a_feed_that_is_lost_or_damaged_is_mended(project: Folder, feed: str, damage: str) -> None:
    moved_three_times(project)
    before = project.calendars()
    file = project.root / f"calendars/{feed}.ics"
    content = file.read_bytes()
    if damage == "gone":
        file.unlink()
    else:
        file.write_bytes({
            "empty": b"",
            "cut": content[: len(content) // 2],
            "edited": content.replace(b"A call", b"B call"),
            "merged": content.replace(b"SEQUENCE:3", b"<<<<<<< HEAD\r\nSEQUENCE:3"),
        }[damage])  # fmt: skip
    assert project.run("export", "--check").code == 1
    project.export_at(LATER)
    assert project.calendars() == before


def test_all_feeds_lost_but_the_revisions_kept_gives_the_same_bytes(project: Folder) -> None:
    moved_three_times(project)
    before = project.calendars()
    for file in (project.root / "calendars").glob("*.ics"):
        file.unlink()
    project.export_at(LATER)
    assert project.calendars() == before


def test_a_record_that_breaks_and_is_mended_has_changed_once(project: Folder) -> None:
    project.record("one")
    project.record("two")
    project.run("export")
    kept = project.entry(UID, "all-alarms")
    project.record("one", CALL.replace("03-06", "02-30"))
    assert project.export_at("2026-02-03").code == 1
    (project.root / "calendars/revisions.tsv").unlink()
    assert project.export_at("2026-02-04").code == 1
    assert project.entry(UID, "all-alarms") == kept
    project.record("one", a_call("2026-03-07"))
    assert project.export_at(LATER).code == 0
    assert stamps(project.entry(UID)) == ("1", STAMP, STAMP)


DAMAGED = ("all.ics", "calls.ics", "all-alarms.ics", "revisions.tsv")


def test_a_number_that_can_be_read_in_a_damaged_entry_counts(project: Folder) -> None:
    moved_three_times(project)
    (project.root / TABLE).unlink()
    for file in (project.root / "calendars").glob("*.ics"):
        file.write_bytes(re.sub(rb"LAST-MODIFIED:\d{8}", b"LAST-MODIFIED:20260299", file.read_bytes()))
    project.export_at(LATER)
    assert int(stamps(project.entry(UID))[0]) >= 4


def test_a_name_that_no_entry_of_ours_has_is_damage(project: Folder) -> None:
    project.record("stays")
    gone = project.record("one")
    project.run("export")
    gone.unlink()
    (project.root / TABLE).unlink()
    for file in (project.root / "calendars").glob("*.ics"):
        file.write_bytes(file.read_bytes().replace(b"UID:one@test.example\r\n", b"UID:one@test.example\r\n , and\r\n "))
    project.export_at(LATER)
    assert b"one@" not in project.calendar() and "one@" not in (project.root / TABLE).read_text()
    assert project.run("export", "--check").code == 0


@pytest.mark.slow
@pytest.mark.parametrize(
    "damage", ["SEQUENCE:99999999999", "DTEND:20261399", "STATUS:MAYBE", "DTSTART:soon", "\x15", "\xff"]
)
@pytest.mark.parametrize("elsewhere", [True, False])
def test_of_a_broken_record_nothing_damaged_is_published(project: Folder, damage: str, elsewhere: bool) -> None:
    project.record("stays")
    project.record("one")
    project.run("export")
    before = project.calendars()
    project.record("one", "title = ")
    name = damage.partition(":")[0]
    for feed in ("all", "calls") if not elsewhere else ("all",):
        content = project.calendar(feed)
        block = blocks_in(content)[UID]
        line = next(
            (line for line in block.split(b"\r\n") if line.startswith(name.encode())),
            b"SUMMARY:Deadline: A call (Somebody)",
        )
        bad = damage.encode("latin-1") if ":" in damage else line + damage.encode("latin-1")
        damaged = content.replace(block, block.replace(line, bad))
        assert damaged != content
        project.file(f"calendars/{feed}.ics", damaged)
    assert project.export_at(LATER).code == 1
    for feed in ("all", "calls", "all-alarms"):
        assert examine(project.calendar(feed), feed, now=NOW) == []
    if elsewhere:
        assert project.calendars() == before
    assert "stale" not in project.run("export", "--check").out


@settings(
    max_examples=2 * int(os.environ.get("LIVES", "1")),
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
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
    before = {feed: blocks_in(project.calendar(feed)) for feed in ("all", "calls", "all-alarms", "calls-alarms")}
    content = (project.root / "calendars" / name).read_bytes()
    place = int(at * len(content))
    project.file(f"calendars/{name}", content[:place] + noise + content[place + cut :])
    assert project.export_at(LATER).code == 1
    for feed, blocks in before.items():
        assert examine(project.calendar(feed), feed, now=NOW) == []
        for uid, block in blocks_in(project.calendar(feed)).items():
            was = blocks.get(uid, block)
            assert number_in(block) > number_in(was) or block == was
    assert "stale" not in project.run("export", "--check").out
