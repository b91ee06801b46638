"""The feeds with alarms: how often, when, and that nothing else differs. Read by ``vobject``, which did not write them."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import vobject
from hypothesis import given
from hypothesis import strategies as st
from icalendar.prop import vDuration

from deadlines.feeds.alarms import duration
from tests.conftest import CALL, SETTINGS, Folder, a_call

UID = "one@test.example"


def rings(project: Folder, feed: str = "calls-alarms") -> list[datetime]:
    """When the entry rings, as a reader in UTC would hear it."""
    calendar: Any = vobject.readOne(project.calendar(feed).decode())
    (event,) = calendar.vevent_list
    starts = event.dtstart.value
    if not isinstance(starts, datetime):
        starts = datetime(starts.year, starts.month, starts.day, tzinfo=UTC)
    return sorted(starts + alarm.trigger.value for alarm in event.contents.get("valarm", []))


def triggers(project: Folder) -> list[str]:
    lines = project.calendar("calls-alarms").decode().split("\r\n")
    return [line.removeprefix("TRIGGER:") for line in lines if line.startswith("TRIGGER")]


@pytest.mark.parametrize(
    ("due", "zone", "spans", "instants"),
    [
        (
            "2026-03-20T18:00:00",
            "Europe/Zurich",
            ["-P6DT23H45M", "-P1DT23H45M"],
            ["2026-03-13T17:00", "2026-03-18T17:00"],
        ),
        (
            "2026-03-30T18:00:00",
            "Europe/Zurich",
            ["-P6DT22H45M", "-P1DT22H45M"],
            ["2026-03-23T17:00", "2026-03-28T17:00"],
        ),
        ("2026-10-26T18:00:00", "Europe/Zurich", ["-P7DT45M", "-P2DT45M"], ["2026-10-19T16:00", "2026-10-24T16:00"]),
        (
            "2026-03-20T00:00:00",
            "Pacific/Kiritimati",
            ["-P6DT23H45M", "-P1DT23H45M"],
            ["2026-03-12T10:00", "2026-03-17T10:00"],
        ),
        ("2026-03-20T23:59:00", "AoE", ["-P6DT23H45M", "-P1DT23H45M"], ["2026-03-14T11:59", "2026-03-19T11:59"]),
        ("2026-03-20", "AoE", ["-P6DT15H", "-P1DT15H"], ["2026-03-13T09:00", "2026-03-18T09:00"]),
        ("2026-03-29", "Europe/Zurich", ["-P6DT15H", "-P1DT15H"], ["2026-03-22T09:00", "2026-03-27T09:00"]),
    ],
)
def test_alarms_are_exact_to_the_minute_in_terms_of_the_deadline(
    project: Folder, due: str, zone: str, spans: list[str], instants: list[str]
) -> None:
    project.file("deadlines.toml", SETTINGS + '[reminders]\nlead_times = ["30d", "2d", "7d"]\n')
    project.record("one", a_call(due, timezone=f'"{zone}"'))
    project.run("export")
    assert [span.replace("DT0H45M", "DT45M") for span in triggers(project)] == spans
    assert rings(project) == [datetime.fromisoformat(instant).replace(tzinfo=UTC) for instant in instants]


def test_a_date_rings_at_nine_on_the_day_before(project: Folder) -> None:
    project.file("deadlines.toml", SETTINGS + '[reminders]\nkinds.call = ["1d", "3h"]\n')
    project.record("one")
    project.run("export")
    assert triggers(project) == ["-PT15H", "PT9H"]


def test_lead_times_are_those_of_the_kind_and_two_at_most(project: Folder) -> None:
    project.file("deadlines.toml", SETTINGS + '[reminders]\nlead_times = ["1d"]\nkinds.job = ["9d", "3d", "5d"]\n')
    project.record("one")
    project.record("two", CALL.replace('"call"', '"job"'))
    project.run("export")
    assert project.entry(UID, "all-alarms").count("BEGIN:VALARM") == 1
    job = project.entry("two@test.example", "jobs-alarms")
    assert job.count("BEGIN:VALARM") == 2 and "-P4DT15H" in job and "-P2DT15H" in job


def test_each_alarm_has_a_uid_of_its_own_and_says_what_it_is_about(project: Folder) -> None:
    project.record("one", CALL.replace("A call", "A call, " + "long; " * 20))
    project.run("export")
    calendar: Any = vobject.readOne(project.calendar("calls-alarms").decode())
    (event,) = calendar.vevent_list
    alarms = event.contents["valarm"]
    assert len({alarm.uid.value for alarm in alarms} | {event.uid.value}) == 3
    assert {alarm.description.value for alarm in alarms} == {event.summary.value}
    assert {alarm.action.value for alarm in alarms} == {"DISPLAY"}


@pytest.mark.parametrize("status", ["expected", "closed", "cancelled"])
def test_only_a_deadline_that_stands_rings(project: Folder, status: str) -> None:
    project.record("one", more=f'status = "{status}"')
    project.run("export")
    assert rings(project) == []


@pytest.mark.parametrize(("now", "count"), [("2026-03-06T16:59:59Z", 2), ("2026-03-06T17:00:01Z", 0)])
def test_what_is_past_when_first_published_does_not_ring(project: Folder, now: str, count: int) -> None:
    project.record("one", a_call("2026-03-06T18:00:00", timezone='"Europe/Zurich"'))
    project.export_at(now)
    assert len(rings(project)) == count


def test_passing_takes_no_alarm_away_and_an_edit_afterwards_adds_none(project: Folder) -> None:
    project.record("one")
    project.run("export")
    before = project.calendars()
    project.export_at("2026-06-01")
    assert project.calendars() == before
    project.record("one", CALL.replace("A call", "That call"))
    project.export_at("2026-06-02")
    assert rings(project) == []


def test_an_old_deadline_that_moves_into_the_future_rings_again(project: Folder) -> None:
    project.record("one")
    project.export_at("2026-06-01")
    project.record("one", a_call("2026-07-10"))
    project.export_at("2026-06-02")
    assert len(rings(project)) == 2


def test_a_feed_with_alarms_is_the_feed_and_its_alarms_and_nothing_else(project: Folder) -> None:
    project.record("one", a_call("2026-03-06T18:00:00", timezone='"Europe/Zurich"'))
    project.record("two", more='status = "cancelled"')
    project.run("export")
    plain, alarmed = project.calendar(), project.calendar("all-alarms")
    assert b"VALARM" not in plain
    head, *rest = alarmed.split(b"BEGIN:VALARM\r\n")
    without = head + b"".join(part.partition(b"END:VALARM\r\n")[2] for part in rest)
    assert without.partition(b"BEGIN:VEVENT")[2] == plain.partition(b"BEGIN:VEVENT")[2]


def test_other_lead_times_raise_the_revision_in_the_feed_with_alarms_alone(project: Folder) -> None:
    project.record("one")
    project.record("past", a_call("2026-01-02"))
    project.export_at("2026-01-01")
    plain, past = project.calendar(), project.entry("past@test.example", "all-alarms")
    project.file("deadlines.toml", SETTINGS + '[reminders]\nlead_times = ["3d"]\n')
    assert project.run("export", "--check").code == 1
    project.export_at("2026-02-10T08:30:15Z")
    alarmed = project.entry(UID, "all-alarms")
    assert "SEQUENCE:1\r\n" in alarmed and "LAST-MODIFIED:20260210T083015Z" in alarmed and alarmed.count("VALARM") == 2
    assert project.calendar() == plain and project.entry("past@test.example", "all-alarms") == past
    assert project.run("export", "--check", "--as-of", "2030-01-01").code == 0
    before = project.calendars()
    (project.root / "calendars/revisions.tsv").unlink()
    project.export_at("2026-02-11")
    assert project.calendars() == before
    project.record("one", CALL.replace("A call", "Another"))
    project.export_at("2026-02-12")
    assert "SEQUENCE:1\r\n" in project.entry(UID) and "SEQUENCE:2\r\n" in project.entry(UID, "all-alarms")
    project.file("deadlines.toml", SETTINGS + "[reminders]\nlead_times = []\n")
    project.export_at("2026-02-13")
    assert "SEQUENCE:3\r\n" in project.entry(UID, "all-alarms")
    assert b"VALARM" not in project.entry(UID, "all-alarms").encode()


def test_the_longest_lead_time_is_left_out_of_the_default_ones(project: Folder) -> None:
    project.record("one", a_call("2026-03-20T18:00:00", timezone='"UTC"'))
    project.run("export")
    due = datetime(2026, 3, 20, 18, tzinfo=UTC)
    assert rings(project) == [due - timedelta(days=7), due - timedelta(days=1)]


def test_no_feed_may_take_the_name_of_one_with_alarms(project: Folder) -> None:
    project.file("deadlines.toml", SETTINGS + '[feeds.all-alarms]\nkind = ["job"]\n')
    ran = project.run("check")
    assert ran.code == 3 and '"all-alarms" cannot be the name of a feed' in ran.out


@given(st.timedeltas(timedelta(days=-400), timedelta(days=400)).map(lambda one: one - one % timedelta(seconds=1)))
def test_a_duration_is_written_as_the_icalendar_library_writes_it(offset: timedelta) -> None:
    assert duration(offset) == vDuration(offset).to_ical().decode()
