"""What becomes of an entry whose record, or whose date in it, is gone."""

from tests.conftest import Folder, a_call
from tests.feeds.reading import LATER, STAMP, UID, stamps


def test_a_record_that_is_gone_is_published_as_cancelled_for_thirty_days(project: Folder) -> None:
    file = project.record("one")
    project.record("two")
    project.run("export")
    file.unlink()
    ran = project.export_at(LATER)
    assert ran.code == 0
    assert f"{UID} is published as cancelled for thirty days: its record is gone" in ran.err
    entry = project.entry(UID)
    assert "SUMMARY:REMOVED: Deadline: A call (Somebody)\r\n" in entry and "STATUS:CANCELLED" in entry
    assert stamps(entry) == ("1", STAMP, STAMP) and "DTSTART;VALUE=DATE:20260306" in entry
    assert UID in project.calendar("calls").decode() and "VALARM" not in project.entry(UID, "all-alarms")
    before = project.calendars()
    ran = project.export_at("2026-03-12T08:30:14Z")
    assert project.calendars() == before and UID not in ran.err
    assert project.run("export", "--check", "--as-of", "2035-01-01").code == 0
    project.export_at("2026-03-12T08:30:15Z")
    assert UID not in project.calendar().decode() and UID not in project.calendar("calls").decode()


def test_a_record_that_comes_back_goes_on_from_its_last_revision(project: Folder) -> None:
    file = project.record("one")
    project.record("two")
    project.run("export")
    file.unlink()
    project.export_at(LATER)
    project.record("one")
    project.export_at("2026-02-20")
    assert stamps(project.entry(UID))[0] == "2" and "STATUS:CONFIRMED" in project.entry(UID)
    (project.root / "opportunities/calls/one.toml").unlink()
    project.export_at("2026-02-21")
    project.export_at("2026-05-01")
    assert UID not in project.calendar().decode()
    project.record("one", a_call("2026-09-01"))
    project.export_at("2026-05-02")
    assert stamps(project.entry(UID))[0] == "4"


def test_a_record_that_could_be_one_of_two_is_removed_and_it_is_said_how_to_keep_it(project: Folder) -> None:
    file = project.record("one")
    project.record("two", a_call("2026-05-05"))
    project.run("export")
    file.rename(file.with_name("uno.toml"))
    project.record("eins")
    ran = project.export_at(LATER)
    assert "its record is gone, and uno says the same. Keep the id: rename uno.toml back to one.toml" in ran.err
    assert "STATUS:CANCELLED" in project.entry(UID) and "STATUS:CONFIRMED" in project.entry("uno@test.example")


def test_a_deadline_that_is_gone_from_its_record_is_cancelled(project: Folder) -> None:
    second = "\n[[deadlines]]\ndue = 2026-05-01\nlabel = 'second'\n"
    first = a_call("2026-03-06", label="'first'")
    project.record("one", first + second)
    project.run("export")
    project.record("one", first)
    ran = project.export_at(LATER)
    assert "one has no such deadline any more. If you renamed its label, restore the old one" in ran.err
    assert "STATUS:CANCELLED" in project.entry("one.second@test.example")
    assert "DESCRIPTION:This date was taken out" in project.entry("one.second@test.example")
    assert "STATUS:CONFIRMED" in project.entry("one.first@test.example")


def test_nothing_is_withdrawn_while_the_records_cannot_all_be_read(project: Folder) -> None:
    project.record("one")
    project.record("two", kind="prizes")
    project.run("export")
    before = project.calendars()
    folder = project.root / "opportunities/prizes"
    away = folder.rename(project.root / "away")
    folder.symlink_to(away)
    ran = project.export_at(LATER)
    assert ran.code == 1 and "a link to a folder is not followed" in ran.err
    assert project.calendars() == before
