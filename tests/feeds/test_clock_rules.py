"""Rules of clocks that change after an export: what moved is named, although no record says otherwise."""

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from deadlines.feeds.published import blocks_in
from deadlines.feeds.revisions import digest, dump, load_revisions
from tests.conftest import CALL, SETTINGS, Folder, a_call

VANCOUVER = {"timezone": '"America/Vancouver"'}
STAMP = "%Y%m%dT%H%M%SZ"


def by_other_rules(folder: Folder, offset: timedelta) -> None:
    """Publish as a computer would have done whose rules differ by an offset: it knew no better."""
    for file in (folder.root / "calendars").glob("*.ics"):
        content = re.sub(
            rb"(?m)^(DTSTART|DTEND):(\d{8}T\d{6}Z)",
            lambda found: b"%s:%s" % (found[1], _moved(found[2].decode(), offset).encode()),
            file.read_bytes(),
        )
        file.write_bytes(content)
    blocks = blocks_in(folder.calendar("more" if (folder.root / "calendars/more.ics").exists() else "all"))
    rows = (
        replace(row, content=digest(blocks[uid]), block=digest(blocks[uid]))
        for uid, row in load_revisions(folder.root / "calendars").rows.items()
    )
    folder.file("calendars/revisions.tsv", dump(rows))


def _moved(text: str, offset: timedelta) -> str:
    return (datetime.strptime(text, STAMP).replace(tzinfo=UTC) + offset).strftime(STAMP)


def news(folder: Folder) -> list[str]:
    said = folder.export_at("2026-02-02T12:00:00Z").err.splitlines()
    return [line.removeprefix("deadlines: ") for line in said if "clock rules" in line]


@pytest.mark.parametrize(
    ("offset", "said"),
    [
        (-timedelta(hours=1), "1 hour later"),
        (timedelta(hours=1), "1 hour earlier"),
        (timedelta(hours=-2), "2 hours later"),
        (timedelta(minutes=30), "30 minutes earlier"),
        (timedelta(minutes=-90), "90 minutes later"),
    ],
)
def test_what_moved_since_clock_rules_changed_is_said(project: Folder, offset: timedelta, said: str) -> None:
    for number in range(3):
        project.record(f"call-{number}", a_call(f"2026-12-0{number + 1}T17:00:00", **VANCOUVER))
    project.record("a-date", CALL)
    assert project.export_at("2026-02-01T12:00:00Z").code == 0
    by_other_rules(project, offset)
    assert news(project) == [f"clock rules changed: {said} in America/Vancouver: 3 deadlines"]
    assert news(project) == []
    entry = project.entry("call-0@test.example")
    assert "\r\nDTEND:20261202T000000Z\r\n" in entry and "\r\nSEQUENCE:1\r\n" in entry


def test_each_zone_is_named_and_what_is_no_deadline(project: Folder) -> None:
    project.file("deadlines.toml", SETTINGS + '[feeds.more]\ninclude = ["opens", "milestones"]\n')
    project.record("one", a_call("2026-12-01T17:00:00", **VANCOUVER))
    text = a_call("2026-12-01T17:00:00", timezone='"Europe/Zurich"')
    project.record("two", text.replace("\n[[", "\nopens = 2026-10-01T09:00:00\n\n[[", 1))
    assert project.export_at("2026-02-01T12:00:00Z").code == 0
    by_other_rules(project, timedelta(hours=-1))
    assert news(project) == [
        "clock rules changed: 1 hour later in America/Vancouver: 1 deadline",
        "clock rules changed: 1 hour later in Europe/Zurich: 1 deadline and 1 opening or milestone",
    ]


def test_what_the_organiser_moved_is_not_laid_on_the_rules(project: Folder) -> None:
    project.record("one", a_call("2026-12-01T17:00:00", **VANCOUVER))
    project.export_at("2026-02-01T12:00:00Z")
    by_other_rules(project, timedelta(hours=-1))
    project.record("one", a_call("2026-12-01T18:00:00", previously="[2026-12-01T17:00:00]", **VANCOUVER))
    assert news(project) == []
    by_other_rules(project, timedelta(hours=-1))
    project.record("one", a_call("2026-12-01T18:00:00", timezone='"America/Los_Angeles"'))
    assert news(project) == []
