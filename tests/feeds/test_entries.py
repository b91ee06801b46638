"""What a subscriber sees of a deadline: when, under which title, with which text."""

import pytest

from deadlines.wording.language import ENGLISH
from tests.conftest import SETTINGS, Folder, a_call
from tests.feeds.reading import LATER, UID, stamps, unfolded


def test_a_date_stays_a_date_with_an_exclusive_end(project: Folder) -> None:
    project.record("one", a_call("2026-12-31"))
    project.run("export")
    text = unfolded(project.calendar())
    assert "DTSTART;VALUE=DATE:20261231\r\n" in text and "DTEND;VALUE=DATE:20270101\r\n" in text
    assert "time zone not stated\\; Brussels time assumed" in text


@pytest.mark.parametrize(
    ("due", "zone", "start", "end"),
    [
        ("2026-03-06T18:00:00", "Europe/Zurich", "20260306T164500Z", "20260306T170000Z"),
        ("2026-07-06T18:00:00", "Europe/Zurich", "20260706T154500Z", "20260706T160000Z"),
        ("2026-03-29T03:00:00", "Europe/Paris", "20260329T004500Z", "20260329T010000Z"),
        ("2026-03-31T23:59:00", "AoE", "20260401T114400Z", "20260401T115900Z"),
        ("2026-01-01T00:00:00", "Pacific/Kiritimati", "20251231T094500Z", "20251231T100000Z"),
        ("2026-06-01T12:00:00", "UTC+05:45", "20260601T060000Z", "20260601T061500Z"),
    ],
)
def test_a_moment_is_the_quarter_of_an_hour_that_ends_at_it(
    project: Folder, due: str, zone: str, start: str, end: str
) -> None:
    project.record("one", a_call(due, timezone=f'"{zone}"'))
    project.run("export")
    text = unfolded(project.calendar())
    assert f"DTSTART:{start}\r\n" in text and f"DTEND:{end}\r\n" in text
    assert f"({ENGLISH.zone(zone)})" in text and "VTIMEZONE" not in text


def test_the_description_says_how_to_apply_and_what_was_announced(project: Folder) -> None:
    record = a_call(
        "2026-03-06T18:00:00", timezone='"Europe/Zurich"', stated='"6 March, 18:00"', previously="[2026-03-01T18:00:00]"
    )
    project.record(
        "one", record + '[apply]\nemail = "a@example.org"\nreference = "R; 1, 2"\nrequirements = ["Five sponsors"]\n'
    )
    project.run("export")
    text = unfolded(project.calendar())
    for said in (
        "Deadline: Friday\\, 6 March 2026\\, 18:00 (Zurich time)",
        "As announced: 6 March\\, 18:00",
        "Earlier dates: 1 March 2026\\, 18:00",
        "Write to: a@example.org",
        "Subject line: R\\; 1\\, 2",
        "- Five sponsors",
        "SEQUENCE:1\r\n",
    ):
        assert said in text


@pytest.mark.parametrize(
    ("status", "certainty", "said"),
    [
        ("announced", "CONFIRMED", "SUMMARY:Deadline: A call (Somebody)"),
        ("cancelled", "CANCELLED", "SUMMARY:CANCELLED: Deadline: A call"),
        ("closed", "CONFIRMED", "SUMMARY:CLOSED: Deadline: A call"),
        ("expected", "TENTATIVE", "expected\\, not announced"),
    ],
)
def test_the_status_is_in_the_entry(project: Folder, status: str, certainty: str, said: str) -> None:
    project.record("one", more=f'status = "{status}"')
    project.run("export")
    text = unfolded(project.calendar())
    assert f"STATUS:{certainty}\r\n" in text and said in text


@pytest.mark.parametrize(
    ("due", "previously", "said"),
    [
        ("2026-03-15", "[2026-03-01]", "Deadline: A call (Somebody) (extended from 1 March)"),
        ("2026-03-15", "[2026-04-01, 2026-03-20]", "Deadline: A call (Somebody) (moved EARLIER, from 20 March)"),
        ("2027-01-15", "[2026-12-15]", "Deadline: A call (Somebody) (extended from 15 December 2026)"),
        ("2026-03-15T18:00:00", "[2026-03-15T17:00:00]", "Deadline: A call (Somebody) (extended from 17:00)"),
        ("2026-03-15T18:00:00", "[2026-03-15]", "Deadline: A call (Somebody) (moved EARLIER, from the end of the day)"),
        ("2026-03-15", "[]", "Deadline: A call (Somebody)"),
    ],
)
def test_the_summary_tells_the_last_move(project: Folder, due: str, previously: str, said: str) -> None:
    project.record("moved", a_call(due, previously=previously, timezone='"Europe/Paris"'))
    project.run("export")
    assert f"\r\nSUMMARY:{said}\r\n" in unfolded(project.calendar()).replace("\\,", ",")


def test_an_expected_edition_is_a_day_and_is_replaced_in_place(project: Folder) -> None:
    project.record("one", a_call("2026-03-06T18:00:00", timezone='"UTC"'), more='status = "expected"')
    project.run("export")
    assert "DTSTART;VALUE=DATE:20260306\r\n" in project.entry(UID) and "STATUS:TENTATIVE" in project.entry(UID)
    project.record("one", a_call("2026-03-16T18:00:00", timezone='"UTC"'))
    project.export_at(LATER)
    entry = project.entry(UID)
    assert "DTEND:20260316T180000Z" in entry and "STATUS:CONFIRMED" in entry and "expected" not in entry
    assert stamps(entry)[0] == "1"
    assert "VALARM" in project.entry(UID, "calls-alarms")


def test_openings_and_milestones_are_entries_where_a_feed_asks_for_them(project: Folder) -> None:
    project.file("deadlines.toml", SETTINGS + '[feeds.dated]\nkind = ["call"]\ninclude = ["opens", "milestones"]\n')
    more = "\n[[milestones]]\nlabel = 'Interviews'\non = 2026-04-01T10:00:00\ntimezone = 'Europe/Paris'\n"
    project.record("one", a_call("2026-03-06") + more, more="opens = 2026-02-20")
    project.run("export")
    assert project.calendar().count(b"BEGIN:VEVENT") == 1
    opens = project.entry("one+opens@test.example", "dated")
    assert "SUMMARY:Opens: A call (Somebody)" in opens and "DTSTART;VALUE=DATE:20260220" in opens
    interviews = project.entry("one+milestone.interviews@test.example", "dated")
    assert "DTSTART:20260401T080000Z\r\nDTEND:20260401T081500Z" in interviews
    assert "Deadline: Friday\\, 6 March 2026" in interviews
    assert project.calendar("dated-alarms").count(b"BEGIN:VALARM") == 2
    before = project.calendars()
    project.export_at(LATER)
    assert project.calendars() == before
