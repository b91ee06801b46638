"""An export that is sent: what the store remembers is never lost, and what is of others is left alone."""

from collections.abc import Mapping
from datetime import UTC, datetime

import pytest

from deadlines.app.export import export
from deadlines.app.project import open_project
from deadlines.app.refusal import Refusal
from deadlines.app.send import Holding, Sent, learn, send_published
from deadlines.stores.sent import FILE
from deadlines.stores.store import Found
from tests.conftest import SETTINGS, Folder, a_call
from tests.stores.kept import Kept

NOW = datetime(2026, 2, 1, 12, tzinfo=UTC)
ADDRESS = "s3://bucket/calendars"


def learned_and_sent(project: Folder, store: Kept, *, write: bool = True) -> tuple[Holding, Sent]:
    store.changes, opened = [], open_project(project.root)
    before = learn(opened, store, ADDRESS, write=write)
    export(opened, NOW, write=write, time_passes=write)
    return before, send_published(opened, NOW, store, ADDRESS, before, write=write)


def sent(project: Folder, store: Kept, *, write: bool = True) -> Sent:
    return learned_and_sent(project, store, write=write)[1]


def learned(project: Folder, store: Kept) -> bool:
    return learned_and_sent(project, store)[0].learned


def refusal(project: Folder, store: Kept) -> str:
    before = dict(store.files)
    with pytest.raises(Refusal) as raised:
        sent(project, store)
    assert raised.value.code == 3 and store.files == before
    return raised.value.message


def held(store: Kept) -> dict[str, bytes]:
    return {name: content for name, content in store.files.items() if name != FILE}


def forget(project: Folder) -> None:
    """As a run on a machine that begins with the records alone."""
    (project.root / "calendars").rename(project.root / f"forgotten-{len(list(project.root.iterdir()))}")


def test_the_folder_is_exported_and_sent_whole_and_then_only_what_changed(project: Folder) -> None:
    project.record("a-call", a_call("2026-03-06"))
    store = Kept()
    assert len(sent(project, store).names) == len(project.published()) and held(store) == project.published()
    assert sent(project, store).names == () and store.changes == []
    project.record("a-call", a_call("2026-03-07", previously="[2026-03-06]"))
    names = sent(project, store).names
    assert (
        names[:2] == ("revisions.tsv", "all-alarms.ics")
        and "page.css" not in names
        and held(store) == project.published()
    )
    assert store.changes[0] == store.changes[-1] == f"put {FILE}"


def test_without_the_folder_what_is_published_is_brought_first_and_revisions_go_on(project: Folder) -> None:
    project.record("a-call", a_call("2026-03-06"))
    project.record("ended", a_call("2026-03-06"), more='topics = ["water"]')
    store = Kept()
    sent(project, store)
    project.record("ended", a_call("2026-03-06"))
    sent(project, store)
    before = project.published()
    forget(project)
    assert learned(project, store) and project.published() == before and store.changes == []
    forget(project)
    project.record("a-call", a_call("2026-03-09", previously="[2026-03-06]"))
    sent(project, store)
    assert "SEQUENCE:1\r\n" in project.entry("a-call@test.example") and held(store) == project.published()
    (project.root / "opportunities/calls/a-call.toml").unlink()
    forget(project)
    sent(project, store)
    assert "STATUS:CANCELLED" in project.entry("a-call@test.example")


def test_a_folder_that_was_sent_and_not_kept_learns_what_subscribers_were_told(project: Folder) -> None:
    project.record("a-call", a_call("2026-03-06"))
    store = Kept()
    sent(project, store)
    before = project.published()
    for day in (7, 8):
        project.record("a-call", a_call(f"2026-03-0{day}", previously="[2026-03-06]"))
        sent(project, store)
    for name in project.published().keys() - before.keys():
        (project.root / "calendars" / name).unlink()
    for name, content in before.items():  # as a checkout of what was committed last
        project.file(f"calendars/{name}", content)
    project.record("a-call", a_call("2026-03-09", previously="[2026-03-06]"))
    assert learned(project, store)
    revision = int(project.entry("a-call@test.example").partition("SEQUENCE:")[2].split()[0])
    assert revision > 2 and held(store) == project.published()
    assert not learned(project, store) and store.changes == []


def test_a_clone_that_is_behind_withdraws_nothing(project: Folder) -> None:
    project.record("a-call", a_call("2026-03-06"))
    store = Kept()
    sent(project, store)
    before = project.published()
    newer = project.record("newer", a_call("2026-03-08"))
    sent(project, store)
    newer.unlink()
    forget(project)
    for name, content in before.items():
        project.file(f"calendars/{name}", content)
    assert "newer@test.example" in refusal(project, store) and project.published() == before


def test_another_project_and_another_site_at_the_address_are_left_alone(project: Folder) -> None:
    project.record("a-call", a_call("2026-03-06"))
    store = Kept()
    store.hold("index.html", b"<h1>Our organisation</h1>")
    assert "index.html is there already" in refusal(project, store)
    store = Kept()
    sent(project, store)
    project.file("deadlines.toml", SETTINGS.replace('"test.example"', '"other.example"'))
    forget(project)
    assert 'its domain is "test.example"' in refusal(project, store)


def test_an_export_that_was_brought_there_otherwise_is_taken_over(project: Folder) -> None:
    project.record("a-call", a_call("2026-03-06"))
    store = Kept()
    project.run("export")
    for name, content in project.published().items():
        store.hold(name, content)
    store.hold("photo.jpg", b"theirs")
    forget(project)
    sent(project, store)
    assert held(store) == project.published() | {"photo.jpg": b"theirs"} and sent(project, store).names == ()


def test_to_check_changes_nothing_and_says_what_differs(project: Folder) -> None:
    project.record("a-call", a_call("2026-03-06"))
    store = Kept()
    assert sent(project, store, write=False).names == () and not (project.root / "calendars").exists()
    sent(project, store)
    store.hold("all.ics", b"by hand")
    assert sent(project, store, write=False).names == ("all.ics",) and store.files["all.ics"] == b"by hand"


def test_a_table_that_was_damaged_there_does_no_harm(project: Folder) -> None:
    project.record("a-call", a_call("2026-03-06"))
    store = Kept()
    sent(project, store)
    before = project.published()
    store.hold("revisions.tsv", b"<<<<<<<\n\xff")
    sent(project, store)
    assert project.published() == before == held(store)


def test_what_somebody_else_has_sent_since_it_was_looked_at_is_not_overwritten(project: Folder) -> None:
    class Hasty(Kept):
        """Somebody else sends a table between the first look and the second."""

        looks = 0

        def look(self) -> Mapping[str, Found]:
            self.looks += 1
            if self.looks == 2:
                self.hold("revisions.tsv", b"theirs")
            return super().look()

    project.record("a-call", a_call("2026-03-06"))
    store = Hasty()
    with pytest.raises(Refusal, match="somebody else has sent files there meanwhile; let one export be sent at a time"):
        sent(project, store)
    assert held(store) == {"revisions.tsv": b"theirs"} and store.changes == []


def test_a_gateway_that_answers_everything_with_a_page_is_no_empty_store(project: Folder) -> None:
    class Gateway(Kept):
        def look(self) -> Mapping[str, Found]:
            return {}

        def read(self, name: str) -> bytes | None:
            return b"<html>Please log in</html>"

    project.record("a-call", a_call("2026-03-06"))
    assert "it does not list all that it holds; see who answers at this address" in refusal(project, Gateway())
    assert not (project.root / "calendars").exists()
