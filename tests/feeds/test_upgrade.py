"""A folder that was published before entries said that they are deadlines: it goes on, and each entry changes once."""

from dataclasses import replace
from pathlib import Path

import pytest

from deadlines.feeds.ical import assemble, head, render
from deadlines.feeds.published import blocks_in, revision_in
from deadlines.feeds.readback import entry_in, recover
from deadlines.feeds.revisions import dump, revisions_in
from deadlines.feeds.titles import without_deadline
from tests.conftest import SETTINGS, Folder, a_call

HEAD = """title = "A call"\nkind = "call"\norganisation = "Somebody"\nurl = "https://example.org/"\n"""
NOTHING_NEW = {name: SETTINGS + more for name, more in {"en": "", "ar": 'language = "ar"\n'}.items()}


def as_before(folder: Path) -> None:
    """Take the word out of every entry of a folder, and out of what the table says was published."""
    table = revisions_in((folder / "revisions.tsv").read_bytes())
    rows = dict(table.rows)
    for file in folder.glob("*.ics"):
        blocks = {}
        for uid, block in blocks_in(file.read_bytes()).items():
            entry = entry_in(uid, block)
            assert entry is not None
            number, modified = revision_in(block)
            assert modified is not None
            blocks[uid] = render(replace(entry, summary=without_deadline(entry.summary)), number, modified)
            if not file.stem.endswith("-alarms") and (row := recover(uid, blocks[uid], None)):
                rows[uid] = replace(rows[uid], content=row.content, block=row.block, alarms="")
        file.write_bytes(assemble(head(file.stem, "Test", "Test", None), blocks.values()))
    (folder / "revisions.tsv").write_bytes(dump(rows.values()))


@pytest.mark.parametrize("tag", NOTHING_NEW)
def test_each_entry_says_once_that_it_is_a_deadline_and_nothing_else_is_news(project: Folder, tag: str) -> None:
    project.file("deadlines.toml", NOTHING_NEW[tag])
    for status in ("announced", "closed", "cancelled", "expected"):
        project.record(f"is-{status}", more=f'status = "{status}"')
    project.record("moved", a_call("2026-03-20", previously="[2026-03-06]"))
    gone = project.record("gone")
    project.record("renamed", a_call("2026-04-01", label='"First"'))
    project.record("labelled", a_call("2026-05-01"))
    project.run("export")
    gone.unlink()
    project.export_at("2026-02-02")
    as_before(project.root / "calendars")
    old, atom = blocks_in(project.calendar()), project.published()["atom.xml"]
    assert all(
        not (entry := entry_in(*pair)) or entry.summary == without_deadline(entry.summary) for pair in old.items()
    )
    (project.root / "opportunities/calls/renamed.toml").rename(
        project.root / "opportunities/calls/has-another-name.toml"
    )
    project.record("labelled", a_call("2026-05-01", label='"Now it has one"'))
    ran = project.export_at("2026-02-03")
    new = blocks_in(project.calendar())
    assert ran.code == 0 and "is published as cancelled" not in ran.err
    assert new.keys() == old.keys() and ran.err.count(" goes on: ") == 2
    for uid, block in new.items():
        entry, before = entry_in(uid, block), entry_in(uid, old[uid])
        assert entry is not None and before is not None
        if uid.startswith("gone@"):
            assert block == old[uid]
            continue
        assert without_deadline(entry.summary) in (before.summary, f"{before.summary[:6]}: Now it has one (Somebody)")
        assert entry.summary != without_deadline(entry.summary)
        assert revision_in(block)[0] == revision_in(old[uid])[0] + 1
        assert (entry.moment, entry.certainty) == (before.moment, before.certainty)
    again = project.calendars()
    project.export_at("2026-02-04")
    assert project.calendars() == again
    assert atom.count(b"<entry>") == project.published()["atom.xml"].count(b"<entry>")


def test_what_subscribers_of_atom_see_does_not_change(project: Folder) -> None:
    project.record("one")
    project.run("export")
    before = project.published()["atom.xml"]
    as_before(project.root / "calendars")
    project.export_at("2026-02-03")
    assert project.published()["atom.xml"] == before
