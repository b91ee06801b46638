"""Whatever happens to the files, the clock and the index: what is known by the index is what a fresh reading says."""

import os
import shutil
import subprocess
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from deadlines.domain.opportunity import Opportunity
from deadlines.domain.problem import Problem
from deadlines.index.looked import AT_ONCE
from deadlines.index.seed import files_in
from deadlines.records.load import read_text
from deadlines.records.tree import Found
from tests.conftest import SETTINGS, Folder, a_call
from tests.index.world import World

ONE, OTHER = (
    f'topics = ["{topic}"]\n{a_call(due)}'.encode() for due, topic in (("2026-03-06", "women"), ("2026-03-09", "youth"))
)
"""Of the same size."""


@pytest.fixture
def world(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> World:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    folder = Folder(tmp_path / "project")
    folder.file("deadlines.toml", SETTINGS)
    folder.file("opportunities/calls/a-call.toml", ONE)
    folder.file("opportunities/calls/another.toml", a_call("2026-04-30T18:00:00", timezone='"Europe/Zurich"'))
    folder.file("opportunities/jobs/repeats.toml", a_call("2026-03-01", repeats='"FREQ=YEARLY"'))
    folder.file("opportunities/jobs/broken.toml", 'title = "Broken"\nkind = "cal"')
    made = World(folder.root)
    made.assert_same()
    return made


def in_place(file: Path, content: bytes) -> None:
    with file.open("r+b") as opened:
        opened.write(content)
        opened.truncate()


def same_size_same_date(root: Path) -> None:
    file = root / "opportunities/calls/a-call.toml"
    before = file.stat()
    in_place(file, OTHER)
    os.utime(file, ns=(before.st_atime_ns, before.st_mtime_ns))


def dated_back(root: Path) -> None:
    same_size_same_date(root)
    os.utime(root / "opportunities/calls/a-call.toml", (0, 0))


def renamed_over(root: Path) -> None:
    file = root / "opportunities/calls/a-call.toml"
    other = root / "other"
    other.write_bytes(OTHER)
    shutil.copystat(file, other)
    other.replace(file)


def swapped(root: Path) -> None:
    calls = root / "opportunities/calls"
    (calls / "a-call.toml").rename(root / "kept")
    (calls / "another.toml").rename(calls / "a-call.toml")
    (root / "kept").rename(calls / "another.toml")


def broken(root: Path) -> None:
    in_place(root / "opportunities/calls/a-call.toml", ONE.replace(b"call", b"cxll", 3))


def mended(root: Path) -> None:
    in_place(root / "opportunities/jobs/broken.toml", ONE)


def drafted(root: Path) -> None:
    in_place(root / "opportunities/calls/a-call.toml", b"draft = true\n" + ONE)


def deleted(root: Path) -> None:
    (root / "opportunities/calls/a-call.toml").unlink()


def taken_twice(root: Path) -> None:
    shutil.copy2(root / "opportunities/calls/a-call.toml", root / "opportunities/jobs/a-call.toml")


def begun_twice(root: Path) -> None:
    (root / "opportunities/jobs/a-call-2027.toml").write_bytes(OTHER)


def folder_moved(root: Path) -> None:
    (root / "opportunities/calls").rename(root / "opportunities/old")


def folder_swapped(root: Path) -> None:
    shutil.copytree(root / "opportunities", root / "copy")
    in_place(root / "copy/calls/a-call.toml", OTHER)
    (root / "opportunities").rename(root / "before")
    (root / "copy").rename(root / "opportunities")


def linked(root: Path) -> None:
    (root / "opportunities/jobs/a-link.toml").symlink_to("../calls/a-call.toml")


def linked_elsewhere(root: Path) -> None:
    (root / "opportunities/jobs/a-link.toml").symlink_to(root / "deadlines.toml")
    (root / "opportunities/a-call-more").symlink_to(root)


def called_oddly(root: Path) -> None:
    (root / "opportunities/calls/UPPER.TOML").write_bytes(ONE)
    (root / "opportunities/calls/folder.toml").mkdir()
    (root / "opportunities/calls/folder.toml/inside.toml").write_bytes(ONE)
    Path(os.fsdecode(os.fsencode(root / "opportunities/calls") + b"/\xff.toml")).write_bytes(ONE)
    (root / "opportunities/calls/a\nb.toml").write_bytes(ONE)


def in_another_zone(root: Path) -> None:
    in_place(root / "deadlines.toml", SETTINGS.replace("Europe/Brussels", "Pacific/Auckland").encode())


def unreadable(root: Path) -> None:
    if os.getuid() != 0:
        (root / "opportunities/calls").chmod(0)
    shutil.rmtree(root / "opportunities/jobs")


EDITS = (
    same_size_same_date, dated_back, renamed_over, swapped, broken, mended, drafted, deleted, taken_twice, begun_twice,
    folder_moved, folder_swapped, linked, linked_elsewhere, called_oddly, in_another_zone, unreadable,
)  # fmt: skip


@pytest.mark.parametrize("edit", EDITS, ids=lambda edit: edit.__name__)
def test_a_change_is_seen_however_it_is_made(world: World, edit: Callable[[Path], None]) -> None:
    edit(world.root)
    world.assert_same()


def test_a_link_is_as_what_it_leads_to(world: World) -> None:
    linked(world.root)
    world.assert_same()
    same_size_same_date(world.root)
    world.assert_same()


def test_what_changes_while_it_is_read_is_not_kept(world: World) -> None:
    file, aside = world.root / "opportunities/calls/a-call.toml", world.root / "aside"
    same_size_same_date(world.root)
    its = world.indexed()

    def read(one: Found) -> Opportunity | list[Problem]:
        if one.file == str(file):
            file.rename(aside)
            file.write_bytes(ONE)
        found = its._read(one)
        if one.file == str(file):
            aside.replace(file)
        return found

    its._index.look(str(world.root / "opportunities"), "opportunities", its.timezone, read)
    assert world.indexed().known_record("a-call") is None
    world.assert_same()


def damaged(content: bytes) -> Iterator[bytes]:
    yield b""
    yield b"this is no database"
    yield content[: len(content) // 2]
    yield bytes(len(content))
    yield content.replace(b"2026-03-06", b"2026-03-09")
    yield content.replace(b"a-call", b"b-call")


def flipped(content: bytes) -> Iterator[bytes]:
    for at in range(7, len(content), len(content) // 100):
        yield content[:at] + bytes((content[at] ^ 0xFF,)) + content[at + 1 :]


@pytest.mark.parametrize("damaged", [pytest.param(damaged), pytest.param(flipped, marks=pytest.mark.slow)])
def test_an_index_that_is_damaged_is_made_again(world: World, damaged: Callable[[bytes], Iterator[bytes]]) -> None:
    whole = world.index.read_bytes()
    for content in damaged(whole):
        world.index.write_bytes(content)
        world.assert_same()
        assert all(map(world.indexed().known_record, ("a-call", "another", "repeats"))), "it is whole again"


def test_an_index_that_cannot_be_written_is_none(world: World) -> None:
    world.index.unlink()
    world.index.mkdir()
    world.assert_same()
    shutil.rmtree(world.index.parent)
    world.index.parent.write_text("a file in the place of the folder")
    world.assert_same()


def test_what_was_not_changed_is_not_read_again(world: World) -> None:
    read: list[str] = []

    def reading(one: Found) -> list[Problem]:
        read.append(one.path)
        return []

    def look() -> None:
        its = world.indexed()
        its._index.look(str(world.root / "opportunities"), "opportunities", its.timezone, reading)

    look()
    assert read == []
    same_size_same_date(world.root)
    look()
    assert read == ["opportunities/calls/a-call.toml"]


def test_one_record_is_known_without_a_look_at_the_others(world: World) -> None:
    its = world.indexed()
    assert [one and one.id for one in map(its.known_record, ("a-call", "a-c", "a", "broken", "none"))] == [
        "a-call",
        "a-call",
        None,
        None,
        None,
    ]
    deleted(world.root)
    assert its.known_record("a-call") is None


def test_what_is_gone_is_forgotten(world: World) -> None:
    def paths() -> set[str]:
        store = world.indexed()._index.store
        return {path for part in ("brief", "record", "folder") for path in store.paths(part)}

    deleted(world.root)
    shutil.rmtree(world.root / "opportunities/jobs")
    world.assert_same()
    assert paths() == {"opportunities", "opportunities/calls", "opportunities/calls/another.toml"}


@pytest.mark.slow
def test_of_many_records_that_are_not_as_they_were_each_is_kept_anew(world: World) -> None:
    made, number = read_text(ONE.decode(), "opportunities/a-call.toml", "UTC"), AT_ONCE + 1
    folder = Folder(world.root / "many")

    def kept() -> int:
        its = world.indexed()
        its._index.look(str(folder.root), "opportunities", its.timezone, lambda _: made)
        return len(world.indexed()._index.store.paths("record"))

    for _ in range(2):
        for each in range(number):
            folder.file(f"{each}.toml", ONE)
        assert kept() == number


def test_what_was_just_written_is_not_kept(world: World) -> None:
    file = world.root / "opportunities/calls/a-call.toml"
    in_place(file, OTHER)
    world.late = -timedelta(seconds=11)
    world.index.unlink()
    world.assert_same()
    assert world.indexed().known_record("a-call") is None
    store = world.indexed()._index.store
    assert store.paths("record") == [] and store.paths("words") == ["opportunities"], "where no record is"


def test_where_the_clock_was_set_back_all_is_read_again(world: World) -> None:
    world.late = -timedelta(seconds=1)
    assert world.indexed().known_record("a-call") is None
    world.assert_same()


def test_a_checkout_is_seen(world: World) -> None:
    def git(*words: str) -> None:
        subprocess.run(
            ["git", "-c", "user.name=A", "-c", "user.email=a@b.example", *words],
            cwd=world.root,
            check=True,
            capture_output=True,
        )

    git("init", "-q")
    git("add", ".")
    git("commit", "-qm", "one")
    same_size_same_date(world.root)
    git("commit", "-qam", "other")
    world.assert_same()
    git("checkout", "-q", "HEAD~1")
    world.assert_same()


def test_of_a_file_of_the_program_that_cannot_be_looked_at_the_name_counts(tmp_path: Path) -> None:
    assert files_in(str(tmp_path)) == []
    (tmp_path / ".#record.py").symlink_to("somebody@machine.1:2")
    (tmp_path / "round").symlink_to("round")
    assert [name for name, *_ in files_in(str(tmp_path))] == [".#record.py", "round"]
