"""The state of a project in one screen."""

import json
import os

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
    assert lines[1] == '  broken: opportunities/calls/broken-0.toml:2:1: "knd" is not a known key of the file'
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


def test_an_expected_date_that_has_passed_is_still_named(project: Folder) -> None:
    project.record("a-2020", a_call("2020-04-30"), more='series = "a"\nstatus = "expected"')
    assert "to be announced since 2020-01-31: a-2020, https://example.org/call" in project.run("status").out
