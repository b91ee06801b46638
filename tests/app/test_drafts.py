"""A draft is in no feed, page, JSON or mail, and never forgotten: check, export, list and show name it."""

import json

import pytest

from tests.conftest import CALL, SETTINGS, Folder, a_call

DRAFT = f"draft = true\n{a_call('2026-03-06')}".replace("A call", "Zebra")
RECIPIENT = """
[[recipients]]
id = "me"
email = "me@test.example"
lead_times = ["60d"]

[mail]
host = "localhost"
sender = "us@test.example"
"""


@pytest.fixture
def with_draft(project: Folder) -> Folder:
    project.file("deadlines.toml", SETTINGS.replace("[project]", '[project]\nneutral_feed = true\nlanguages = ["fr"]'))
    project.record("one")
    project.record("zebra", DRAFT)
    return project


def test_nothing_that_is_published_knows_of_a_draft(with_draft: Folder) -> None:
    ran = with_draft.run("export")
    assert (ran.code, "in no feed, since they are drafts: zebra" in ran.err) == (0, True)
    published = with_draft.published()
    assert "all.ics" in published and "entries/one.html" in published
    assert [name for name, content in published.items() if "zebra" in name or b"zebra" in content.lower()] == []


def test_a_draft_is_named_by_check_which_does_not_fail(with_draft: Folder) -> None:
    ran = with_draft.run("check", "--format", "concise")
    assert ran.code == 0
    assert "opportunities/calls/zebra.toml:1:9: warning: a draft is in no feed, page or mail" in ran.out
    with_draft.record("broken", f"draft = true\n{a_call('2026-02-30')}")
    assert with_draft.run("check").code == 1


def test_a_draft_is_listed_only_where_it_is_asked_for(with_draft: Folder) -> None:
    now = ("--as-of", with_draft.NOW)
    assert "zebra" not in with_draft.run("list", *now).out
    found = json.loads(with_draft.run("list", "--status", "draft", "--format", "json", *now).out)
    assert [(one["id"], one["status"], one["draft"]) for one in found] == [("zebra", "draft", True)]
    assert "zebra" in with_draft.run("list", "--all", *now).out
    assert "Status: draft" in with_draft.run("show", "zebra", *now).out


def test_nobody_is_reminded_of_a_draft(with_draft: Folder) -> None:
    with_draft.file("deadlines.toml", (with_draft.root / "deadlines.toml").read_text() + RECIPIENT)
    said = with_draft.run("remind", "--dry-run", "--as-of", with_draft.NOW).out
    assert "one, due 2026-03-06" in said and "zebra" not in said


def test_a_published_record_that_becomes_a_draft_is_withdrawn_as_a_deleted_one_and_comes_back(project: Folder) -> None:
    project.record("one")
    record = project.record("two", CALL.replace("A call", "Zebra"))
    project.run("export")
    record.write_text(f"draft = true\n{CALL.replace('A call', 'Zebra')}")
    checked = project.run("check")
    assert checked.code == 0 and "subscribers will see it as removed for thirty days" in checked.out
    ran = project.export_at("2026-02-02")
    assert "two@test.example is published as cancelled for thirty days: its record is a draft" in ran.err
    withdrawn = project.entry("two@test.example")
    assert "STATUS:CANCELLED" in withdrawn and "SEQUENCE:1" in withdrawn
    assert "subscribers" not in project.run("check").out
    assert "two" not in {one["id"] for one in json.loads(project.published()["opportunities.json"])}
    record.write_text(CALL.replace("A call", "Zebra"))
    project.export_at("2026-02-03")
    again = project.entry("two@test.example")
    assert "STATUS:CONFIRMED" in again and "SEQUENCE:2" in again


def test_drafts_alone_withdraw_nothing_in_bulk(project: Folder) -> None:
    record = project.record("one")
    project.run("export")
    before = project.published()
    record.write_text(f"draft = true\n{CALL}")
    ran = project.run("export")
    assert ran.code == 3 and "not withdrawn all at once" in ran.err
    assert project.published() == before


def test_a_draft_holds_its_id_and_what_it_says(project: Folder) -> None:
    project.record("zebra", DRAFT)
    given = (
        "--kind",
        "call",
        "--organisation",
        "Somebody",
        "--url",
        "https://example.org/other",
        "--due",
        "2026-03-06",
    )
    ran = project.run("add", "--title", "Zebra", *given)
    assert ran.code == 1 and "zebra" in ran.err
