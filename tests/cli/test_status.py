"""The state of a project in one screen."""

import json
import os
from datetime import UTC, date, datetime

import pytest

from deadlines.app.status import to_announce
from deadlines.domain.opportunity import Opportunity
from deadlines.records.load import read_text
from tests.conftest import CALL, Folder, a_call


def test_all_is_well_in_three_lines(project: Folder) -> None:
    project.record("one")
    project.run("export")
    for file in (project.root / "calendars").iterdir():
        os.utime(file, (1_770_000_000, 1_770_000_000))
    ran = project.run("status")
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.splitlines() == [
        "Records: 1",
        "Feeds: 2, last written 2026-02-02 02:40 UTC, current",
        "Reminders: nobody is to be reminded",
    ]


def test_what_needs_somebody_is_named(project: Folder) -> None:
    project.record("one")
    project.record("two", a_call("2026-05-06", label='"Two"'), more='draft = true\ntopics = ["x"]')
    assert "Feeds: not exported yet; run deadlines export" in project.run("status").out
    project.run("export")
    project.record("one", a_call("2026-04-06"))
    for number in range(7):
        project.record(f"broken-{number}", CALL.replace("kind", "knd").replace("url", "ulr"))
    ran = project.run("status")
    lines = ran.out.splitlines()
    assert ran.code == 1 and lines[0] == "Records: 9, 7 broken, 1 draft"
    assert lines[1] == '  broken: opportunities/calls/broken-0.toml:2:1: "knd" is not a key of the file'
    assert lines[6:8] == ["  and 2 more", "  draft: opportunities/calls/two.toml"]
    assert "files stale; run deadlines export" in lines[8]
    shown = json.loads(project.run("status", "--json").out)
    assert shown["records"]["drafts"] == ["two"] and len(shown["records"]["broken"]) == 7
    assert "all.ics" in shown["feeds"]["stale"] and shown["last_good_check"] is None


def test_what_cannot_be_exported_is_said(project: Folder) -> None:
    project.record("one")
    project.run("export")
    settings = (project.root / "deadlines.toml").read_text()
    project.file("deadlines.toml", settings.replace('domain = "test.example"', 'domain = "other.example"'))
    assert "Feeds: nothing can be exported: " in project.run("status").out


def edition(name: str, due: str, more: str = "") -> Opportunity:
    head, bracket, rest = a_call(due).partition("\n[")
    found = read_text(f'{head}\nseries = "a"\n{more}\n{bracket}{rest}', f"opportunities/{name}.toml", "Europe/Brussels")
    assert isinstance(found, Opportunity)
    return found


EXPECTED = edition("a-2027", "2027-04-30", 'status = "expected"')


@pytest.mark.parametrize(
    ("earlier", "since"),
    [
        ((edition("a-2026", "2026-04-30", "published = 2026-01-19"),), date(2027, 1, 19)),
        ((edition("a-2026", "2026-04-30"),), date(2027, 1, 30)),
        ((), date(2027, 1, 30)),
        (
            (
                edition("a-2025", "2025-04-30", "published = 2025-04-01"),
                edition("a-2026", "2026-04-30", "published = 2026-04-20"),
            ),
            date(2027, 4, 20),
        ),
    ],
)
def test_an_expected_edition_is_due_to_be_announced_as_long_before_as_the_last(
    earlier: tuple[Opportunity, ...], since: date
) -> None:
    before, then = (datetime(since.year, since.month, since.day - one, 12, tzinfo=UTC) for one in (1, 0))
    assert list(to_announce((*earlier, EXPECTED), before)) == []
    assert [(one.opportunity.id, one.since) for one in to_announce((*earlier, EXPECTED), then)] == [("a-2027", since)]


def test_an_expected_date_that_has_passed_is_still_named(project: Folder) -> None:
    project.record("a-2020", a_call("2020-04-30"), more='series = "a"\nstatus = "expected"')
    assert "to be announced since 2020-01-31: a-2020, https://example.org/call" in project.run("status").out
