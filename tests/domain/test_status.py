"""Every status, that of a record and the computed one, is known wherever it is shown, asked for or explained."""

import json
import re

import pytest

from deadlines.domain.status import RECORD_STATUSES, STATUSES
from tests.conftest import CALL, REPOSITORY, Folder, a_call

ROLLING = f"{CALL.partition('[[')[0]}rolling = true\n"
EXAMPLES = {
    "open": a_call("2026-03-06"),
    "upcoming": f"opens = 2026-02-15\n{a_call('2026-03-06')}",
    "rolling": ROLLING,
    "expected": f'status = "expected"\n{a_call("2026-03-06")}',
    "closed": a_call("2026-01-31"),
    "cancelled": f'status = "cancelled"\n{a_call("2026-03-06")}',
    "draft": f"draft = true\n{a_call('2026-03-06')}",
}
"""A record of each status on the day of the project."""


@pytest.fixture
def full(project: Folder) -> Folder:
    for status, text in EXAMPLES.items():
        project.record(f"is-{status}", text)
    return project


def test_there_is_a_record_of_every_status() -> None:
    assert set(EXAMPLES) == set(STATUSES)


@pytest.mark.parametrize("status", STATUSES)
def test_every_status_is_computed_listed_and_shown(full: Folder, status: str) -> None:
    found = json.loads(full.run("list", "--status", status, "--format", "json", "--as-of", full.NOW).out)
    assert [(one["id"], one["status"]) for one in found] == [(f"is-{status}", status)]
    assert f"\nStatus: {status}\n" in full.run("show", f"is-{status}", "--as-of", full.NOW).out
    assert status in full.run("list", "--help").out


@pytest.mark.parametrize("status", RECORD_STATUSES)
def test_every_status_of_a_record_is_its_stage_and_changes_what_is_published(project: Folder, status: str) -> None:
    project.record("id-one")
    project.record("id-two", f'status = "{status}"\n{CALL}')
    project.run("export")
    entries = project.root / "calendars" / "entries"
    for suffix in ("html", "ics"):
        plain, other = ((entries / f"{name}.{suffix}").read_text() for name in ("id-one", "id-two"))
        same = re.sub(r"id-one|[0-9A-F]{6}", "", plain) == re.sub(r"id-two|[0-9A-F]{6}", "", other)
        assert same == (status == "announced"), f"what does {suffix} say of a record that is {status}?"
    items = {one["id"]: one for one in json.loads(project.run("list", "--all", "--format", "json").out)}
    assert items["id-two"].get("stage", "announced") == status


def test_the_readme_explains_every_status() -> None:
    text = (REPOSITORY / "README.md").read_text()
    (record,) = re.findall(r"^\| `status` in a record.*$", text, re.MULTILINE)
    assert [status for status in RECORD_STATUSES if f"`{status}`" not in record] == []
    (computed,) = re.findall(r"^\| `status` in JSON, .*$", text, re.MULTILINE)
    assert [status for status in STATUSES if f"`{status}`" not in computed] == []
