"""Feeds that hold nothing for a while, whose records broke, or that nobody publishes any more; and their names."""

import pytest

from tests.conftest import CALL, SETTINGS, Folder, a_call
from tests.feeds.test_revisions import LATER

BY_TOPIC = SETTINGS + 'feeds_by = ["topic", "organisation"]\n'
JOB = CALL.replace('"call"', '"job"')


def test_a_feed_that_selects_nothing_for_a_while_keeps_its_last_entry_and_is_not_called_ended(project: Folder) -> None:
    project.record("one")
    job = project.record("two", JOB)
    project.run("export")
    job.unlink()
    project.export_at(LATER)
    ran = project.export_at("2026-04-01")
    assert "no feed any more" not in ran.err and "REMOVED" in project.entry("two@test.example", "jobs")
    assert b"+ended" not in project.calendar("jobs") and b"two@" not in project.calendar()
    before = project.calendars()
    assert project.run("export", "--check", "--as-of", "2040-01-01").code == 0
    project.export_at("2027-01-01")
    assert project.calendars() == before
    project.record("three", JOB.replace("2026", "2027"))
    project.export_at("2027-01-02")
    assert project.calendar("jobs").count(b"BEGIN:VEVENT") == 1 and b"three@" in project.calendar("jobs")


def test_the_only_entry_of_a_feed_that_belongs_elsewhere_stays_until_another_comes(project: Folder) -> None:
    project.record("one")
    project.record("two", JOB)
    project.run("export")
    project.record("two", CALL)
    project.export_at(LATER)
    assert b"two@" in project.calendar("jobs") and b"two@" in project.calendar("calls")
    assert b"+ended" not in project.calendar("jobs")
    assert project.run("export", "--check", "--as-of", "2040-01-01").code == 0
    project.record("two", a_call("2026-03-20"))
    project.export_at("2026-02-11")
    assert "20260320" in project.entry("two@test.example", "jobs")
    project.record("three", JOB)
    ran = project.export_at("2026-02-12")
    assert "two@test.example leaves calendars/jobs.ics" in ran.err and b"two@" not in project.calendar("jobs")


def test_a_feed_made_of_a_record_that_broke_has_not_ended(project: Folder) -> None:
    project.file("deadlines.toml", BY_TOPIC)
    project.record("one")
    water = project.record("two", more='topics = ["water"]')
    project.run("export")
    before = project.calendars()
    good = water.read_text()
    water.write_text(good.replace("due", "duo"))
    ran = project.export_at(LATER)
    assert ran.code == 1 and "no feed any more" not in ran.err
    assert project.calendars() == before
    water.write_text(good)
    assert project.export_at("2026-02-12").code == 0
    assert project.calendars() == before


def test_a_feed_of_a_folder_that_cannot_be_read_has_not_ended(project: Folder) -> None:
    project.file("deadlines.toml", BY_TOPIC)
    project.record("one")
    project.record("two", more='topics = ["water"]', kind="water")
    project.run("export")
    before = project.calendars()
    folder = project.root / "opportunities/water"
    folder.symlink_to(folder.rename(project.root / "away"))
    ran = project.export_at(LATER)
    assert ran.code == 1 and "no feed any more" not in ran.err
    assert project.calendars() == before


def test_a_value_whose_last_record_is_gone_ends_its_feed(project: Folder) -> None:
    project.file("deadlines.toml", BY_TOPIC)
    project.record("one")
    water = project.record("two", more='topics = ["watter"]')
    project.run("export")
    water.write_text(water.read_text().replace("watter", "water"))
    ran = project.export_at(LATER)
    assert "topic-watter.ics is no feed any more" in ran.err
    assert b"+ended" in project.calendar("topic-watter") and b"two@" in project.calendar("topic-water")


def test_no_feed_takes_the_name_of_anothers_twin(project: Folder) -> None:
    project.file("deadlines.toml", BY_TOPIC)
    project.record("one", more='topics = ["civic", "civic alarms", "alarms"]')
    project.run("export")
    before = project.calendars()
    quiet = [name for name in before if name.endswith(".ics") and not name.endswith("-alarms.ics")]
    assert len(quiet) == 6
    assert all(
        b"VALARM" not in before[name] and b"VALARM" in before[name.replace(".ics", "-alarms.ics")] for name in quiet
    )
    ran = project.export_at(LATER)
    assert project.calendars() == before and ran.err == ""


@pytest.mark.parametrize("organisation", ["long name " * 60, "長い名前" * 100, "x" * 5000])
def test_a_long_name_stops_no_export(project: Folder, organisation: str) -> None:
    project.file("deadlines.toml", BY_TOPIC)
    project.record("one", CALL.replace("Somebody", organisation.strip()))
    project.record("two", a_call("2026-03-06", label=f'"{organisation.strip()}"'))
    ran = project.run("export")
    assert ran.code == 0
    assert max(len(name.encode()) for name in project.calendars()) < 140
    assert project.calendar().count(b"BEGIN:VEVENT") == 2
