"""Reminders go on where a deadline has another label, or its record another id, before the next export or after it."""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from deadlines.app.identity import as_known
from deadlines.app.project import open_project
from deadlines.feeds.attached import Attachments
from deadlines.wording.language import ENGLISH
from tests.conftest import CALL, Folder
from tests.feeds.test_identity import a_call
from tests.reminders.world import World, recipient

BEFORE = datetime(2026, 2, 10, 12, tzinfo=UTC)


class Reminded(World):
    """A project, and who is reminded of it."""

    def see(self, folder: Folder) -> None:
        project = open_project(folder.root)
        loaded = project.load()
        self.records = {}
        self.put(*as_known(project, loaded.opportunities, loaded.broken_ids, complete=loaded.complete))


@pytest.fixture
def world(tmp_path: Path) -> Reminded:
    return Reminded(tmp_path / "ledger", people=[recipient("x", "30d", "7d")])


def relabelled(folder: Folder) -> None:
    folder.record("a-call", a_call(("Full text", "2026-03-06")))


def with_a_second(folder: Folder) -> None:
    folder.record("a-call", a_call(("Full text", "2026-03-06"), ("Talk", "2027-03-06")))


def renamed(folder: Folder) -> None:
    (folder.root / "opportunities/calls/a-call.toml").rename(folder.root / "opportunities/calls/b-call.toml")


Edit = Callable[[Folder], None]
EDITS = [relabelled, with_a_second, renamed]


@pytest.mark.slow
@pytest.mark.parametrize("edit", EDITS)
@pytest.mark.parametrize("exported", [False, True])
def test_nothing_is_sent_again_and_what_comes_is_sent(
    project: Folder, world: Reminded, edit: Edit, exported: bool
) -> None:
    project.record("a-call", CALL)
    project.export_at("2026-02-01T12:00:00Z")
    world.see(project)
    world.check(at=BEFORE)
    assert world.sent() == [("due", "2026-03-06")]
    edit(project)
    if exported:
        project.export_at("2026-02-11T12:00:00Z")
    world.see(project)
    world.check(at=BEFORE.replace(day=12))
    assert len(world.sent()) == 1, "nothing again"
    world.check(at=datetime(2026, 2, 28, 12, tzinfo=UTC))
    world.check(at=datetime(2026, 3, 1, 12, tzinfo=UTC))
    assert world.sent() == [("due", "2026-03-06")] * 2


@pytest.mark.parametrize("edit", EDITS)
def test_an_item_that_is_open_stays_the_same_message(project: Folder, world: Reminded, edit: Edit) -> None:
    """A label of which a UID holds only a part is the ledger's."""
    project.record("a-call", a_call(("Exposé, kurz!", "2026-03-06")))
    project.export_at("2026-02-01T12:00:00Z")
    world.see(project)
    world.check("lost", at=BEFORE)
    edit(project)
    world.see(project)
    world.check(at=BEFORE.replace(hour=20))
    assert [taken.letter.id for taken in world.relay.taken] == [world.relay.taken[0].letter.id] * 2


def test_the_calendar_in_a_message_has_the_entry_of_the_feeds(project: Folder, world: Reminded) -> None:
    project.record("a-call", CALL)
    project.export_at("2026-02-01T12:00:00Z")
    renamed(project)
    world.see(project)
    attachments = Attachments(project.root / "calendars", "test.example", ENGLISH, now=BEFORE)
    calendar = attachments.calendar([(world.records["b-call"], ("deadline", None, None))]) or b""
    assert project.entry("a-call@test.example").strip() in calendar.replace(b"\r\n ", b"").decode()


def test_a_move_of_what_was_renamed_is_told(project: Folder, world: Reminded) -> None:
    project.record("a-call", CALL)
    project.export_at("2026-02-01T12:00:00Z")
    world.see(project)
    world.check(at=BEFORE)
    renamed(project)
    project.export_at("2026-02-11T12:00:00Z")
    project.record("b-call", a_call(("", "2026-03-16"), more="previously = [2026-03-06]\n"))
    world.see(project)
    world.check(at=BEFORE.replace(day=12))
    assert world.sent() == [("due", "2026-03-06"), ("moved", "2026-03-16")]
