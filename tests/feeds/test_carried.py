"""Feeds that hold nothing for a while, whose records broke, or that nobody publishes any more; and their names."""

import pytest

from tests.conftest import CALL, SETTINGS, Folder, a_call
from tests.feeds.reading import LATER, UID

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
    assert "topic-watter.ics is not a feed any more" in ran.err
    assert b"+ended" in project.calendar("topic-watter") and b"two@" in project.calendar("topic-water")


def test_no_feed_takes_the_name_of_another_with_alarms(project: Folder) -> None:
    project.file("deadlines.toml", BY_TOPIC)
    project.record("one", more='topics = ["civic", "civic alarms", "alarms"]')
    project.run("export")
    before = project.calendars()
    plain = [name for name in before if name.endswith(".ics") and not name.endswith("-alarms.ics")]
    assert len(plain) == 6
    assert all(
        b"VALARM" not in before[name] and b"VALARM" in before[name.replace(".ics", "-alarms.ics")] for name in plain
    )
    ran = project.export_at(LATER)
    assert project.calendars() == before and ran.err == ""


@pytest.mark.parametrize("organisation", ["long name " * 60, "長い名前" * 100, "x" * 5000])
def test_a_long_name_stops_no_export(project: Folder, organisation: str) -> None:
    project.file("deadlines.toml", BY_TOPIC)
    project.record("one", CALL.replace("Somebody", organisation.strip()))
    project.record("two", a_call("2026-03-06", label=f'"{organisation.strip()[:200].strip()}"'))
    ran = project.run("export")
    assert ran.code == 0
    assert max(len(name.encode()) for name in project.calendars()) < 140
    assert project.calendar().count(b"BEGIN:VEVENT") == 2


@pytest.mark.parametrize(
    ("status", "now", "there"),
    [
        ("cancelled", "2026-04-05T22:59:59Z", True),
        ("cancelled", "2026-04-05T23:00:00Z", False),
        ("announced", "2027-03-07T22:59:59Z", True),
        ("announced", "2027-03-07T23:00:00Z", False),
        ("closed", "2027-03-07T22:59:59Z", True),
    ],
)
def test_an_entry_leaves_a_time_after_its_date_and_at_an_export_alone(
    project: Folder, status: str, now: str, there: bool
) -> None:
    project.record("one", f'status = "{status}"\n{CALL}')
    project.record("stays", a_call("2028-01-01"))
    project.run("export")
    assert project.run("export", "--check", "--as-of", "2035-01-01").code == 0
    ran = project.export_at(now)
    assert (UID in project.calendar().decode()) == there
    assert ("in no feed, since their dates are long past: one" in ran.err) != there
    assert project.run("export", "--check", "--as-of", "2035-01-01").code == 0


def test_a_feed_never_becomes_empty(project: Folder) -> None:
    project.record("one", a_call("2016-03-06"))
    project.record("two", a_call("2017-03-06"))
    project.run("export")
    assert "two@test.example" in project.entry("two@test.example") and UID not in project.calendar().decode()
    before = project.calendars()
    project.export_at("2036-01-01")
    assert project.calendars() == before


def test_a_feed_that_is_taken_out_of_the_settings_says_where_to_go(project: Folder) -> None:
    project.file("deadlines.toml", SETTINGS + '[feeds.mine]\ntitle = "Mine, all mine"\nwords = ["call"]\n')
    file = project.record("one")
    project.record("two")
    project.run("export")
    project.file("deadlines.toml", SETTINGS)
    assert "calendars/mine.ics is stale" in project.run("export", "--check").out
    ran = project.export_at(LATER)
    assert ran.code == 0 and "mine.ics is not a feed any more; it keeps what it has and says where to go" in ran.err
    entry = project.entry("mine+ended@test.example", "mine")
    assert "https://test.example/calendars/all.ics" in entry
    assert "DTSTART;VALUE=DATE:20260210\r\nDTEND;VALUE=DATE:20260217\r\n" in entry
    assert "https://test.example/calendars/all-alarms.ics" in project.entry("mine+ended@test.example", "mine-alarms")
    assert b"X-WR-CALNAME:Mine\\, all mine\r\n" in project.calendar("mine")
    before = project.calendars()
    project.record("three")
    project.export_at("2026-02-12")
    assert project.calendars()["mine.ics"] == before["mine.ics"]
    project.record("one", a_call("2026-03-07"))
    (file.parent / "two.toml").unlink()
    project.export_at("2026-02-13")
    assert "20260307" in project.entry(UID, "mine") and "REMOVED" in project.entry("two@test.example", "mine")
    project.export_at("2030-01-01")
    assert project.calendar("mine").count(b"BEGIN:VEVENT") == 1
    project.file("deadlines.toml", SETTINGS + '[feeds.mine]\nwords = ["call"]\n')
    project.record("four", a_call("2030-03-01"))
    project.export_at("2030-01-02")
    assert "four@test.example" in project.entry("four@test.example", "mine") and b"+ended" not in project.calendar(
        "mine"
    )


def test_a_feed_that_does_not_select_an_entry_any_more_is_named(project: Folder) -> None:
    project.record("one")
    project.record("two")
    project.run("export")
    project.record("one", CALL.replace('"call"', '"grant"'))
    ran = project.export_at(LATER)
    assert f"{UID} leaves calendars/calls.ics, which does not select it any more" in ran.err
    assert UID in project.calendar("grants").decode() and UID not in project.calendar("calls").decode()


def test_there_is_a_feed_for_each_value_by_one_setting(project: Folder) -> None:
    by = 'feeds_by = ["topic", "language", "organisation", "region"]\n'
    project.file("deadlines.toml", SETTINGS + by)
    project.record("one", more='topics = ["Civic space"]\nlanguages = ["pt-BR"]\nregions = ["Asia"]')
    project.record("two", more='topics = ["civic-space", "eau & vie"]\nlanguages = ["pt"]')
    project.run("export")
    names = {file.stem for file in (project.root / "calendars").glob("*.ics")} - {"all", "calls"}
    plain = sorted(name for name in names if not name.endswith("-alarms") and name != "all")
    assert [name for name in plain if name != "topic-eau-vie-" + name[-8:]] == [
        "language-pt", "language-pt-br", "organisation-somebody", "region-asia", "topic-civic-space",
    ]  # fmt: skip
    assert project.calendar("topic-civic-space").count(b"BEGIN:VEVENT") == 2
    assert project.calendar("language-pt").count(b"BEGIN:VEVENT") == 2
    assert project.calendar("language-pt-br").count(b"BEGIN:VEVENT") == 1
