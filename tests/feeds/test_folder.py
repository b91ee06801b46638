"""What an export finds in the published folder."""

import re
from dataclasses import replace
from pathlib import Path

import pytest

from deadlines.feeds.export import publish
from deadlines.feeds.folder import PublishedFolder, gather
from tests.conftest import SETTINGS, Folder
from tests.feeds.values import ALL, JOBS, export, folder, opportunity

THEIRS = b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//holidays//EN\r\nEND:VCALENDAR\r\n"


def test_what_was_published_is_what_is_found(tmp_path: Path) -> None:
    made = export([opportunity("one"), opportunity("two", kind="job")])
    publish(made, tmp_path)
    assert gather(tmp_path, (ALL, JOBS)) == folder(made)
    assert gather(tmp_path, ()) == folder(made)


def test_nothing_is_found_where_nothing_was_published(tmp_path: Path) -> None:
    found = gather(tmp_path / "nowhere", (ALL,))
    assert found == PublishedFolder() and found.uids == frozenset() and not found.revisions.found


def test_a_file_of_another_program_is_none_of_ours_even_under_the_name_of_a_feed(tmp_path: Path) -> None:
    for name in ("all", "holidays"):
        (tmp_path / f"{name}.ics").write_bytes(THEIRS)
    found = gather(tmp_path, (ALL,))
    assert found.feeds.keys() == {"all"} and not found.feeds["all"].is_ours and found.names == ()


def test_an_entry_is_found_in_the_feed_of_all_first() -> None:
    before = folder(export([opportunity("one"), opportunity("two", kind="job")]))
    after = folder(export([opportunity("one"), opportunity("two", kind="job", title="Another")], before))
    made = replace(after, feeds=after.feeds | {"jobs": before.feeds["jobs"]})
    assert made.names == ("all", "jobs")
    assert made.blocks == made.feeds["all"].blocks and made.blocks["two@x.org"] != made.blocks_in("jobs")["two@x.org"]
    assert made.uids == {"one@x.org", "two@x.org"} == PublishedFolder(made.feeds).uids


COPIES = ("all copy", "all (1)", "calls-2", "Copy of jobs", "all-alarms copy")


@pytest.mark.parametrize(("old_table", "address"), [(True, True), (False, True), (False, False)])
def test_a_copy_of_a_feed_is_left_alone_and_named_once(project: Folder, old_table: bool, address: bool) -> None:
    settings = SETTINGS if address else re.sub("url = .*\n", "", SETTINGS)
    project.file("deadlines.toml", f'{settings}languages = ["fr"]\n')
    project.record("stays")
    gone = project.record("one")
    project.run("export")
    for name in COPIES:
        project.file(f"calendars/{name}.ics", project.calendar("all"))
    project.file("calendars/holidays.ics", THEIRS)
    project.file("calendars/fr/all copy.ics", project.calendar("all"))
    copies = {name: content for name, content in project.published().items() if "copy" in name.lower() or "(" in name}
    if old_table:
        table = (project.root / "calendars/revisions.tsv").read_text()
        project.file("calendars/revisions.tsv", re.sub(r"# feed: .*\n", "", table))
    gone.unlink()
    ran = project.export_at("2026-02-03")
    said = [line for line in ran.err.splitlines() if "left alone" in line]
    assert len(said) == 1 and all(f"{name}.ics" in said[0] for name in (*COPIES, "fr/all copy"))
    assert "holidays" not in ran.err and "is not a feed any more" not in ran.err
    assert project.published().items() >= copies.items()
    assert project.calendar("holidays") == THEIRS and project.calendar("calls-2").count(b"REMOVED") == 0
    assert "REMOVED" in project.entry("one@test.example")
    project.export_at("2026-03-20")
    assert b"one@test.example" not in project.calendar()
    assert b"one@test.example" in project.calendar("all copy")


def test_a_feed_that_left_the_settings_is_one_of_ours_and_its_copy_is_not(project: Folder) -> None:
    project.file("deadlines.toml", f'{SETTINGS}[feeds.mine]\ntitle = "Mine"\n')
    project.record("one")
    project.run("export")
    project.file("calendars/mine-too.ics", project.calendar("mine"))
    project.file("deadlines.toml", SETTINGS)
    ran = project.export_at("2026-02-03")
    assert "mine.ics is not a feed any more" in ran.err and "calendars/mine-too.ics" in ran.err
    assert b"+ended@" in project.calendar("mine") and b"+ended@" not in project.calendar("mine-too")
    again = project.export_at("2026-02-04")
    assert "mine.ics is not a feed any more" in again.err


def test_entries_of_another_project_under_the_name_of_a_feed_are_nobodys(project: Folder) -> None:
    project.record("one")
    project.run("export")
    project.file("calendars/all.ics", project.calendar().replace(b"one@test.example", b"two@other.example"))
    project.export_at("2026-02-03")
    assert b"other.example" not in project.calendar() and b"one@test.example" in project.calendar()
