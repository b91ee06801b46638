import json

import pytest

from tests.conftest import Folder, a_call

NOW = ("--as-of", "2026-02-03", "--timezone", "America/New_York")


def test_show_gives_everything_in_both_zones(project: Folder) -> None:
    record = a_call(
        "2026-03-06T18:00:00", timezone='"Europe/Zurich"', stated='"6 March 2026, 18:00"', previously="[2026-03-01T18:00:00]"
    )  # fmt: skip
    project.record("one", record + '[apply]\nemail = "a@example.org"\nreference = "R-1"\ndocuments = ["CV"]\n')
    out = project.run("show", "one", *NOW).out
    for said in (
        "Friday, 6 March 2026, 18:00 (Europe/Zurich), in 31 days",
        "in America/New_York: 6 March 2026, 12:00",
        "earlier dates: 1 March 2026, 18:00",
        "Write to: a@example.org",
        "Subject line: R-1",
        "- CV",
        "Record: opportunities/calls/one.toml",
    ):
        assert said in out


def test_json_is_one_item_of_the_list(project: Folder) -> None:
    project.record("one")
    project.record("two")
    listed = json.loads(project.run("list", "--format", "json", *NOW).out)
    assert json.loads(project.run("show", "two", "--format", "json", *NOW).out) == listed[1]
    ran = project.run("show", "two", "--format", "jsn")
    assert ran.code == 2 and 'did you mean "json"?' in ran.err


def test_a_zone_that_was_not_stated_is_said(project: Folder) -> None:
    project.record("one")
    assert "time zone not stated; Europe/Brussels assumed" in project.run("show", "one", *NOW).out


def test_a_unique_beginning_is_enough(project: Folder) -> None:
    project.record("havel-prize-2026")
    project.record("havel-prize-2027")
    assert project.run("show", "havel-prize-2026").code == 0
    ran = project.run("show", "havel")
    assert ran.code == 2 and "havel-prize-2026 or havel-prize-2027" in ran.err


def test_a_near_miss_is_answered_with_suggestions(project: Folder) -> None:
    project.record("havel-prize-2026")
    for miss in ("havell", "havl-prize-2026", "prize"):
        ran = project.run("show", miss)
        assert ran.code == 2 and "did you mean havel-prize-2026?" in ran.err


def test_a_broken_record_is_shown_as_its_problems(project: Folder) -> None:
    project.record("one", a_call("2026-02-30"))
    ran = project.run("show", "one")
    assert ran.code == 1 and "2026-02-30" in ran.err


def test_midnight_is_the_end_of_the_day_before_for_a_deadline_alone(project: Folder) -> None:
    record = a_call("2027-05-01T00:00:00", timezone='"Europe/Brussels"')
    project.record("one", record, more="opens = 2027-04-01T00:00:00")
    out = project.run("show", "one", "--as-of", "2027-03-31T20:00", "--timezone", "Europe/London").out
    said = "Friday, 30 April 2027, midnight at the end of 30 April (00:00 on 1 May) (Europe/Brussels), in 30 days"
    assert f"Deadline: {said}" in out and "in Europe/London: 30 April 2027, 23:00" in out
    assert "Opens: Thursday, 1 April 2027, 00:00 (Europe/Brussels), " in out
    assert "in Europe/London: 31 March 2027, 23:00" in out
    evening = project.run("show", "one", "--as-of", "2027-04-30T20:00", "--timezone", "Europe/Brussels").out
    assert f"{said.removesuffix('in 30 days')}today" in evening


@pytest.mark.parametrize("status", ["cancelled", "closed"])
def test_of_what_is_over_neither_days_left_nor_how_to_apply_is_shown(project: Folder, status: str) -> None:
    record = a_call("2026-03-06") + '[apply]\nemail = "a@example.org"\n'
    project.record("one", record, more=f'status = "{status}"')
    out = project.run("show", "one", *NOW).out
    assert f"Status: {status}" in out and "until the end of the day" in out
    assert "31 days" not in out and "a@example.org" not in out
