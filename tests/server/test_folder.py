"""What is kept in memory of the folder: answered at once while the disk says the same, and no more than a bound."""

import os
import random
import shutil
import zlib
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from deadlines.files import fingerprint
from deadlines.server.answer import PIECE, of_file
from deadlines.server.folder import Kept, StaticFiles
from deadlines.server.representation import PLAIN_BYTES, represent

NOW = datetime(2026, 1, 24, tzinfo=UTC)
TEXT = b"one line like another\r\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "fr").mkdir()
    for name in ("all.ics", "index.html", "fr/index.html"):
        (tmp_path / name).write_bytes(TEXT)
    return tmp_path


def emptied(folder: Path) -> None:
    (folder / "fr/index.html").write_bytes(b"")


def rewritten(folder: Path) -> None:
    """As one would who sets the dates back, to the same size."""
    file = folder / "fr/index.html"
    about = file.stat()
    file.write_bytes(TEXT.upper())
    os.utime(file, ns=(about.st_atime_ns, about.st_mtime_ns))


def removed(folder: Path) -> None:
    (folder / "fr/index.html").unlink()


def linked(folder: Path) -> None:
    (folder / "fr").rename(folder / ".elsewhere")
    (folder / "fr").symlink_to(folder / ".elsewhere")


def link(folder: Path) -> None:
    (folder / "fr/index.html").unlink()
    (folder / "fr/index.html").symlink_to("../all.ics")


def a_folder(folder: Path) -> None:
    shutil.rmtree(folder / "fr")
    (folder / "fr/index.html").mkdir(parents=True)


@pytest.mark.parametrize("known", [True, False], ids=["exported", "put there"])
@pytest.mark.parametrize("change", [emptied, rewritten, removed, linked, link, a_folder])
def test_a_file_is_at_hand_until_it_is_not_as_it_was(
    folder: Path, change: Callable[[Path], None], *, known: bool
) -> None:
    files = StaticFiles(folder)
    if known:
        files.expect(fingerprint(folder))
    assert files.at_hand("fr/") is None
    found = files.find("fr/")
    assert found and found is files.at_hand("fr/") is files.at_hand("fr/index.html")
    assert files.at_hand("fr") is files.at_hand("") is None
    change(folder)
    assert files.at_hand("fr/") is None


def test_what_was_not_exported_as_it_is_now_is_not_at_hand(folder: Path) -> None:
    files = StaticFiles(folder)
    files.find("all.ics")
    assert files.at_hand("all.ics")
    files.expect({str(folder / "all.ics"): (1, 2, 3, 4)})
    assert files.at_hand("all.ics") is None


def test_what_was_not_asked_for_longest_leaves_before_the_bound_is_passed() -> None:
    noise = random.Random(1)
    kept = Kept(100_000)
    for number in range(5):
        kept.put(number, "state", represent(noise.randbytes(30_000), "application/octet-stream"))
        kept.get(0, "state")
    assert [number for number in range(5) if kept.last(number)] == [0, 4]
    kept.put(0, "another", represent(b"a", "text/plain"))
    assert kept.get(0, "state") is None and kept.get(0, "another")
    assert [number for number in range(5) if kept.last(number)] == [0, 4]


@pytest.mark.parametrize(
    "content",
    [b"", b"a", TEXT, TEXT * (PLAIN_BYTES // len(TEXT) + 1), random.Random(2).randbytes(200_000)],
    ids=["nothing", "a letter", "a line", "much", "noise"],
)
def test_a_body_is_sent_in_pieces_as_it_is_or_packed(content: bytes) -> None:
    found = represent(content, "text/plain")
    assert found.weight < max(len(content), PLAIN_BYTES) + 10_000
    for wanted in ("gzip", ""):
        answer = of_file(found, {"accept-encoding": wanted}, NOW)
        pieces = list(answer.pieces())
        fields, body = dict(answer.fields), b"".join(pieces)
        assert all(len(piece) <= PIECE for piece in pieces) and len(body) == int(fields[b"content-length"])
        assert (zlib.decompress(body, 31) if b"content-encoding" in fields else body) == content
        assert answer.is_small == (len(body) <= PIECE) == (len(pieces) <= 1)
