"""The digests of published files that are remembered are those of what the files hold, whatever happens to them."""

import hashlib
import os
import shutil
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from deadlines import clock
from deadlines.app.digests import digests_of, forget
from deadlines.stores.send import digests_in
from deadlines.web.cache import cache_folder

LATER = timedelta(hours=1)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for memory in memories():  # Those of other tests.
        memory.unlink()
    for name in ("all.ics", "entries/a.html", "entries/b.html", "revisions.tsv"):
        (tmp_path / "calendars" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "calendars" / name).write_text(f"of {name}")
    return tmp_path / "calendars"


def put_back(file: Path, about: os.stat_result) -> None:
    os.utime(file, ns=(about.st_atime_ns, about.st_mtime_ns))


def in_place(folder: Path) -> None:
    """Of the same size, in the same inode, and the dates that can be set are set back; later than it was written."""
    file = folder / "all.ics"
    about = file.stat()
    while file.stat().st_ctime_ns == about.st_ctime_ns:  # A tick of the system's clock is a few milliseconds.
        file.write_text("OF all.ics")
        put_back(file, about)


def renamed_over(folder: Path) -> None:
    about = (folder / "all.ics").stat()
    (folder / "new").write_text("OF all.ics")
    (folder / "new").rename(folder / "all.ics")
    put_back(folder / "all.ics", about)


def swapped(folder: Path) -> None:
    one, other = folder / "entries/a.html", folder / "entries/b.html"
    one.rename(folder / "x")
    other.rename(one)
    (folder / "x").rename(other)


def linked(folder: Path) -> None:
    (folder / "all.ics").rename(folder.parent / "elsewhere")
    (folder / "all.ics").symlink_to(folder.parent / "elsewhere")


def made_again(folder: Path) -> None:
    shutil.copytree(folder, folder.parent / "copy")
    shutil.rmtree(folder)
    (folder.parent / "copy").rename(folder)
    (folder / "all.ics").write_text("OF all.ics")


CHANGES: dict[str, Callable[[Path], object]] = {
    "nothing": lambda folder: None,
    "changed in place": in_place,
    "renamed over": renamed_over,
    "two swapped": swapped,
    "a link": linked,
    "another folder": made_again,
    "deleted": lambda folder: (folder / "all.ics").unlink(),
    "added": lambda folder: (folder / "entries/c.html").write_text("c"),
    "the memory is damaged": lambda _: [file.write_bytes(file.read_bytes()[:-9]) for file in memories()],
    "the memory is nonsense": lambda _: [file.write_bytes(b"") for file in memories()],
}


def memories() -> list[Path]:
    return list((cache_folder() / "exports").glob("*.digests"))


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_whatever_happens_to_the_files_their_digests_are_those_of_what_they_hold(
    folder: Path, change: Callable[[Path], object]
) -> None:
    now = clock.now() + LATER
    assert digests_of(folder, now) == digests_in(folder)
    change(folder)
    for _ in range(2):
        assert digests_of(folder, now) == digests_in(folder)


def changed_unseen(folder: Path) -> None:
    """What no file system does: another content, and no trace of it in the memory."""
    (file,) = memories()
    rows = file.read_bytes().partition(b"\n")[2]
    told = digests_in(folder)
    rows = rows.replace(told["all.ics"].encode(), told["revisions.tsv"].encode())
    file.write_bytes(hashlib.blake2b(rows, digest_size=16).hexdigest().encode() + b"\n" + rows)


def test_what_is_as_it_was_is_not_read_again_on_the_same_day_and_read_when_it_is_forgotten(folder: Path) -> None:
    now = clock.now() + LATER
    digests_of(folder, now)
    changed_unseen(folder)
    told = digests_in(folder)
    assert digests_of(folder, now)["all.ics"] == told["revisions.tsv"]
    assert digests_of(folder, now + timedelta(days=1)) == told
    digests_of(folder, now)
    changed_unseen(folder)
    forget(folder)
    assert digests_of(folder, now) == told


def test_what_was_written_a_moment_ago_is_read_again(folder: Path) -> None:
    now = datetime.fromtimestamp((folder / "all.ics").stat().st_ctime + 1.5, UTC)
    digests_of(folder, now)
    assert memories() == []
    assert digests_of(folder, now) == digests_in(folder)


def test_without_a_folder_there_are_none(tmp_path: Path) -> None:
    assert digests_of(tmp_path / "none", clock.now()) == digests_in(tmp_path / "none") == {}
