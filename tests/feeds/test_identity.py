"""A deadline that has another label, or whose record has another id, stays the entry that it was."""

import shutil
from pathlib import Path

import pytest

from tests.conftest import CALL, SETTINGS, Folder

DAY = "2026-02-{:02}T12:00:00Z"
HEAD = CALL.partition("[[")[0]
NEUTRAL = SETTINGS + 'languages = ["fr"]\nneutral_feed = true\n'


def a_call(*deadlines: tuple[str, str], more: str = "", head: str = HEAD) -> str:
    """A record with deadlines, each a label and a date."""
    tables = (
        f"[[deadlines]]\ndue = {due}\n" + (f'label = "{label}"\n' if label else "") + more for label, due in deadlines
    )
    return head + "\n".join(tables)


def held(folder: Folder, feed: str = "all") -> dict[str, tuple[int, str]]:
    """Revision and title of each entry, by UID."""
    found = {}
    for block in folder.calendar(feed).replace(b"\r\n ", b"").decode().split("BEGIN:VEVENT\r\n")[1:]:
        block = block.partition("BEGIN:VALARM")[0]
        values = dict(line.split(":", 1) for line in block.splitlines() if ":" in line)
        found[values["UID"]] = int(values["SEQUENCE"]), values["SUMMARY"]
    return found


def uids(folder: Folder, feed: str = "all") -> set[str]:
    return set(held(folder, feed))


@pytest.fixture
def published(project: Folder) -> Folder:
    """A record with one deadline, exported in two languages and without names."""
    project.file("deadlines.toml", NEUTRAL)
    project.record("a-call", a_call(("", "2026-03-06")))
    assert project.export_at(DAY.format(1)).code == 0
    assert "identities.tsv" not in project.published()
    return project


def export(folder: Folder, day: int) -> str:
    """Export, and see that nothing is stale then, however the memory was made."""
    ran = folder.export_at(DAY.format(day))
    assert ran.code == 0, ran.err
    assert folder.run("export", "--check", "--as-of", DAY.format(day)).out == ""
    return ran.err


def test_a_label_that_is_given_later_changes_the_words_of_the_entry_alone(published: Folder) -> None:
    neutral = uids(published, "dates/dates")
    published.record("a-call", a_call(("Full text", "2026-03-06")))
    assert 'a-call@test.example goes on: a-call, "Full text" is taken for the same deadline' in export(published, 2)
    for feed in ("all", "calls-alarms", "fr/all"):
        assert {uid: revision for uid, (revision, _) in held(published, feed).items()} == {"a-call@test.example": 1}
    assert uids(published, "dates/dates") == uids(published, "fr/dates/dates") == neutral
    assert "goes on" not in export(published, 3)


def test_a_second_deadline_beside_it_is_new_and_the_first_stays(published: Folder) -> None:
    neutral = uids(published, "dates/dates")
    published.record("a-call", a_call(("Abstract", "2026-03-06"), ("Full text", "2026-05-01")))
    export(published, 2)
    assert uids(published) == uids(published, "fr/all") == {"a-call@test.example", "a-call.full-text@test.example"}
    assert neutral < uids(published, "dates/dates") == uids(published, "fr/dates/dates")
    assert "REMOVED" not in published.calendar().decode()


def test_what_is_remembered_holds_when_it_moves_and_is_named_again(published: Folder) -> None:
    neutral = uids(published, "dates/dates")
    published.record("a-call", a_call(("Abstract", "2026-03-06")))
    export(published, 2)
    published.record("a-call", a_call(("Abstract", "2026-04-01"), more="previously = [2026-03-06]\n"))
    export(published, 3)
    published.record("a-call", a_call(("Summary", "2026-04-01"), more="previously = [2026-03-06]\n"))
    export(published, 4)
    assert uids(published) == {"a-call@test.example"}
    assert uids(published, "dates/dates") == neutral


def test_a_label_that_changes_together_with_a_move_that_is_told(published: Folder) -> None:
    published.record("a-call", a_call(("Abstract", "2026-04-01"), more="previously = [2026-03-06]\n"))
    export(published, 2)
    assert uids(published) == {"a-call@test.example"}


def test_a_renamed_file_is_the_same_entry(published: Folder) -> None:
    neutral = uids(published, "dates/dates")
    before = published.calendar()
    (published.root / "opportunities/calls/a-call.toml").rename(published.root / "opportunities/calls/b-call.toml")
    assert "a-call@test.example goes on: b-call is taken for the same" in export(published, 2)
    assert published.calendar() == before
    assert uids(published, "dates/dates") == uids(published, "fr/dates/dates") == neutral


def test_a_renamed_file_with_other_details_is_known_by_title_address_and_moment(published: Folder) -> None:
    (published.root / "opportunities/calls/a-call.toml").unlink()
    published.record("b-call", a_call(("", "2026-03-06")), more='summary = "Said better."')
    export(published, 2)
    assert uids(published) == {"a-call@test.example"}


def test_a_renamed_record_keeps_its_opening_and_its_other_deadlines(project: Folder) -> None:
    text = a_call(("One", "2026-03-06"), ("Two", "2026-03-07")).replace("\n[[", "\nopens = 2026-02-20\n\n[[", 1)
    project.file("deadlines.toml", SETTINGS + '[feeds.more]\ninclude = ["opens"]\n')
    project.record("a-call", text)
    export(project, 1)
    before = project.calendar("more")
    (project.root / "opportunities/calls/a-call.toml").rename(project.root / "opportunities/calls/b-call.toml")
    export(project, 2)
    assert project.calendar("more") == before


@pytest.mark.slow
@pytest.mark.parametrize("file", ["revisions.tsv", "identities.tsv", "both"])
def test_a_memory_that_is_lost_is_made_again(published: Folder, file: str) -> None:
    published.record("a-call", a_call(("Abstract", "2026-03-06"), ("Full text", "2026-05-01")))
    export(published, 2)
    before = held(published)
    for name in ("revisions.tsv", "identities.tsv") if file == "both" else (file,):
        (published.root / "calendars" / name).unlink()
    export(published, 3)
    assert held(published) == before


def test_a_damaged_line_is_counted_and_found_out_again(published: Folder) -> None:
    (published.root / "opportunities/calls/a-call.toml").rename(published.root / "opportunities/calls/b-call.toml")
    export(published, 2)
    memory = published.root / "calendars/identities.tsv"
    before = memory.read_bytes()
    memory.write_bytes(b"<<<<<<< HEAD\n" + before + b"b-call@test.example\t\xff\n>>>>>>> other\n")
    assert "3 lines of calendars/identities.tsv cannot be read" in export(published, 3)
    assert memory.read_bytes() == before


@pytest.mark.slow
def test_what_is_named_as_before_goes_back(published: Folder) -> None:
    published.record("a-call", a_call(("Abstract", "2026-03-06")))
    export(published, 2)
    published.record("a-call", a_call(("", "2026-03-06")))
    export(published, 3)
    assert uids(published) == {"a-call@test.example"}
    assert len((published.root / "calendars/identities.tsv").read_text().splitlines()) == 2, "nothing is remembered"
    published.record("a-call", a_call(("Abstract", "2026-04-06"), ("Other", "2026-03-06")))
    export(published, 4)
    assert held(published)["a-call@test.example"][1].startswith("Deadline: A call: Other")


def test_a_broken_record_that_was_renamed_keeps_its_entry(published: Folder) -> None:
    old, new = (published.root / f"opportunities/calls/{name}.toml" for name in ("a-call", "b-call"))
    old.rename(new)
    export(published, 2)
    before, text = published.calendar(), new.read_text()
    new.write_text(text.replace("due", "duo"))
    assert published.export_at(DAY.format(3)).code == 1
    assert published.calendar() == before
    new.write_text(text)
    export(published, 4)
    assert published.calendar() == before


@pytest.mark.slow
def test_a_record_that_was_taken_out_and_returns_under_its_new_name(published: Folder) -> None:
    old, new = (published.root / f"opportunities/calls/{name}.toml" for name in ("a-call", "b-call"))
    published.record("stays", a_call(("", "2026-03-09")))
    old.rename(new)
    export(published, 2)
    text = new.read_text()
    new.unlink()
    export(published, 3)
    assert held(published)["a-call@test.example"][1].startswith("REMOVED")
    new.write_text(text)
    export(published, 4)
    assert held(published)["a-call@test.example"] == (2, "Deadline: A call (Somebody)")


def test_what_could_be_one_of_two_is_nobodys(published: Folder) -> None:
    published.record("a-call", a_call(("One", "2026-03-06"), ("Two", "2026-03-06")))
    assert "restore the old one" in export(published, 2)
    assert uids(published) == {"a-call@test.example", "a-call.one@test.example", "a-call.two@test.example"}


def test_another_call_at_the_same_moment_is_another_entry(published: Folder) -> None:
    (published.root / "opportunities/calls/a-call.toml").unlink()
    published.record("b-call", a_call(("", "2026-03-06"), head=HEAD.replace("A call", "Something else")))
    export(published, 2)
    assert uids(published) == {"a-call@test.example", "b-call@test.example"}


@pytest.mark.slow
def test_two_sides_of_a_merge_that_named_it_otherwise_are_one_entry(published: Folder, tmp_path: Path) -> None:
    """Each side has exported; the lines of both are kept, as by a union merge, and one label."""
    sides = []
    for number, label in enumerate(("Abstract", "Summary")):
        side = Folder(tmp_path / f"side{number}")
        shutil.copytree(published.root, side.root, ignore=shutil.ignore_patterns("side*"))
        side.record("a-call", a_call((label, "2026-03-06")))
        export(side, 2 + number)
        sides.append(side)
    one, other = sides
    for name in ("identities.tsv", "revisions.tsv"):
        lines = (one.root / "calendars" / name).read_bytes() + (other.root / "calendars" / name).read_bytes()
        (one.root / "calendars" / name).write_bytes(lines)
    before = held(other)["a-call@test.example"]
    export(one, 5)
    assert uids(one) == {"a-call@test.example"}
    assert held(one)["a-call@test.example"] > before
    assert len((one.root / "calendars/identities.tsv").read_text().splitlines()) == 4


def test_an_export_that_died_after_the_memory_goes_on(published: Folder) -> None:
    """The memory is written first: what follows is then as if nothing had happened."""
    published.record("a-call", a_call(("Abstract", "2026-03-06"), ("Full text", "2026-05-01")))
    before = {name: content for name, content in published.published().items() if name != "identities.tsv"}
    export(published, 2)
    after = published.published()
    for name, content in before.items():
        published.file(f"calendars/{name}", content)
    assert "goes on" not in export(published, 2)
    assert published.published() == after


def test_check_compares_a_renamed_deadline_with_what_was_published(published: Folder) -> None:
    published.record("a-call", a_call(("Abstract", "2026-03-06")))
    export(published, 2)
    published.record("a-call", a_call(("Abstract", "2026-04-06")))
    assert "2026-03-06 was published, but previously does not name it" in published.run("check").out
