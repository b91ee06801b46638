"""``check --stale``: what nobody has compared with the organiser's page, the most urgent first."""

import json

import pytest

from tests.conftest import CALL, SETTINGS, Folder, a_call

ROLLING = CALL.partition("\n[")[0] + "\nrolling = true\n"


def stale(project: Folder, *arguments: str, days: str = "60d") -> list[str]:
    ran = project.run("check", "--stale", days, "--as-of", "2026-03-01", "--format", "concise", *arguments)
    assert ran.code == int(bool(ran.out))
    return [line.split("/")[-1].partition(".toml")[0] for line in ran.out.splitlines()]


def test_what_has_no_date_comes_first_and_then_the_soonest(project: Folder) -> None:
    project.record("later", a_call("2026-05-01"), more="verified = 2025-12-01")
    project.record("sooner", a_call("2026-03-20"))
    project.record("rolling", ROLLING)
    project.record("expected", a_call('"2027-04"'), more='status = "expected"')
    project.record("unknown", CALL.replace("due = 2026-03-06", 'stated = "varies by country"'))
    project.record("reviews", a_call("2026-02-01", label='"review"'), more="rolling = true")
    assert stale(project) == ["unknown", "reviews", "rolling", "sooner", "later", "expected"]
    said = project.run("check", "--stale", "60d", "--as-of", "2026-03-01", "--format", "concise").out
    assert "unknown.toml:4:7: no date; never compared" in said
    assert "expected.toml:4:7: expected for 2027-04; never compared" in said


@pytest.mark.parametrize(
    ("verified", "due", "more", "listed"),
    [
        ("2025-12-31", "2026-05-01", "", False),
        ("2025-12-30", "2026-05-01", "", True),
        ("2026-03-01", "2026-05-01", "", False),
        ("2027-01-03", "2026-05-01", "", True),
        ("2025-12-01", "2026-02-28", "", False),
        ("2025-12-01", "2026-05-01", 'status = "cancelled"', False),
        ("2025-12-01", "2026-05-01", "draft = true", False),
    ],
    ids=["60 days", "61 days", "today", "to come", "passed", "withdrawn", "draft"],
)
def test_only_what_was_not_compared_in_time_and_is_not_over_is_listed(
    project: Folder, verified: str, due: str, more: str, listed: bool
) -> None:
    project.record("one", a_call(due), more=f"verified = {verified}\n{more}")
    assert stale(project) == (["one"] if listed else [])


def test_it_says_where_to_look_and_what_to_write(project: Folder) -> None:
    project.record("one", more="verified = 2025-12-01")
    ran = project.run("check", "--stale", "60d", "--as-of", "2026-03-01")
    assert (ran.code, ran.err) == (1, "deadlines: 1 record to look at\n")
    assert ran.out == (
        "opportunities/calls/one.toml:6:12: due 2026-03-06; compared with the organiser’s page on 2025-12-01\n"
        "  |\n"
        "6 | verified = 2025-12-01\n"
        "  |            ^^^^^^^^^^\n"
        "  = look at https://example.org/call, and write verified = 2026-03-01\n"
    )
    assert json.loads(project.run("check", "--stale", "9w", "--format", "json", "--as-of", "2026-01-31").out) == []


def test_only_the_paths_named_are_looked_through(project: Folder) -> None:
    one = project.record("one")
    project.record("two", kind="prizes")
    assert stale(project, str(one)) == stale(project, str(one.parent)) == ["one"]
    assert project.run("check", "--stale", "60d", "nowhere").code == project.run("check", "--stale", "soon").code == 2


def test_a_record_that_cannot_be_read_is_not_passed_over(project: Folder) -> None:
    project.record("broken", "title = 1\n")
    ran = project.run("check", "--stale", "60d")
    assert (ran.code, ran.out) == (1, "")
    assert ran.err == "deadlines: 1 record cannot be read; deadlines check says why\n"


def test_today_is_that_of_the_project(project: Folder) -> None:
    project.file("deadlines.toml", SETTINGS.replace("Europe/Brussels", "Pacific/Kiritimati"))
    project.record("today", more="verified = 2026-03-01")
    project.record("yesterday", more="verified = 2026-02-28")
    project.record("before", more="verified = 2026-02-27")
    ran = project.run("check", "--stale", "1d", "--as-of", "2026-02-28T23:00:00Z", "--format", "concise")
    assert "before" in ran.out and "today" not in ran.out and "yesterday" not in ran.out
