"""What a subscriber sees over months: revisions, moves, what is cancelled, closed, gone, broken or comes back."""

import pytest

from tests.conftest import CALL, Folder, a_call
from tests.feeds.reading import LATER, STAMP, UID, stamps


def test_an_unchanged_entry_keeps_its_bytes_on_any_later_day(project: Folder) -> None:
    project.record("one")
    project.record("two")
    project.export_at("2026-02-01")
    before = project.calendars()
    project.export_at("2026-08-01")
    assert project.calendars() == before
    project.record("two", a_call("2026-03-09"))
    kept = project.entry(UID)
    project.export_at(LATER)
    assert project.entry(UID) == kept


@pytest.mark.parametrize(
    "edit",
    [
        CALL.replace("A call", "Another call"),
        CALL.replace("example.org/call", "example.org/page"),
        CALL.replace("03-06", "03-07"),
        CALL.replace("03-06", "03-06T12:00:00\ntimezone = 'UTC'"),
        CALL.replace("2026-03-06", "2026-03-06\ntimezone = 'Europe/Paris'"),
        CALL.replace("2026-03-06", "2026-03-06\nstated = '6 March'"),
        f'topics = ["water"]\n{CALL}',
        f'status = "closed"\n{CALL}',
        f'salary = "1"\n{CALL}',
        f'{CALL}[apply]\nemail = "a@example.org"\n',
    ],
)
def test_whatever_a_subscriber_sees_raises_the_revision_and_its_stamps(project: Folder, edit: str) -> None:
    project.record("one")
    project.run("export")
    project.record("one", edit)
    project.export_at(LATER)
    assert stamps(project.entry(UID)) == ("1", STAMP, STAMP)
    assert stamps(project.entry(UID, "calls-alarms")) == ("1", STAMP, STAMP)


@pytest.mark.parametrize(
    "edit", [f"# a word to colleagues\n{CALL}", f"verified = 2026-02-01\n{CALL}", f'series = "s"\n{CALL}']
)
def test_what_no_subscriber_sees_changes_nothing(project: Folder, edit: str) -> None:
    project.record("one")
    project.run("export")
    before = project.calendars()
    project.record("one", edit)
    assert ".ics" not in project.run("export", "--check").out
    project.export_at(LATER)
    assert project.calendars() == before


def test_a_clock_that_went_back_does_not_take_the_stamps_back(project: Folder) -> None:
    project.record("one")
    project.run("export")
    project.record("one", a_call("2026-03-07"))
    project.export_at(LATER)
    project.record("one", a_call("2026-03-08"))
    project.export_at("2026-02-05")
    assert stamps(project.entry(UID)) == ("2", STAMP, STAMP)


def test_the_first_export_starts_from_the_records_own_history(project: Folder) -> None:
    project.record("one", a_call("2026-03-06", previously="[2026-03-01, 2026-03-02]"), more="published = 2026-01-15")
    ran = project.run("export")
    assert "nothing was published before: revisions start from the records' own history" in ran.err
    assert stamps(project.entry(UID)) == ("2", "20260115T000000Z", "20260115T000000Z")
