"""What stands in the published folder."""

import os
import re
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

from deadlines.files import DRAFTS

PRODID = "-//deadlines//deadlines//EN"
"""By this a feed of ours is known."""

UID = r"[a-z0-9.+-]+@[a-z0-9.-]+"
"""What our entries are known by; another is damage."""

_BEGIN, _END = b"BEGIN:VEVENT\r\n", b"END:VEVENT\r\n"
_VALUE = rb"((?:[^\r\n]|\r\n[ \t])*)\r\n"
_UID = re.compile(rb"^UID:" + _VALUE, re.MULTILINE)
SUMMARY = re.compile(rb"^SUMMARY:" + _VALUE, re.MULTILINE)
_TITLE = re.compile(rb"^NAME:" + _VALUE, re.MULTILINE)
_OURS = re.compile(UID.encode())
_START = re.compile(rb"^DTSTART[^:\r\n]*:(\w+)\r\n", re.MULTILINE)
_SEQUENCE = re.compile(rb"^SEQUENCE:(\d{1,6})\r\n", re.MULTILINE)
_MODIFIED = re.compile(rb"^LAST-MODIFIED:(\d{8}T\d{6}Z)\r\n", re.MULTILINE)


def unfold(value: bytes) -> bytes:
    """Return a folded value as one line (RFC 5545 §3.1)."""
    return value.replace(b"\r\n ", b"").replace(b"\r\n\t", b"")


def blocks_in(calendar: bytes) -> dict[str, bytes]:
    """Return the VEVENT blocks of a feed that was published, by UID; nothing where it is damaged.

    Where a checkout or an editor has changed the ends of its lines, it is read as if it had not.
    """
    if b"\r\n" not in calendar:
        calendar = calendar.replace(b"\n", b"\r\n")
    blocks = {}
    for piece in calendar.split(_BEGIN)[1:]:
        body, end, _ = piece.partition(_END)
        if end and (uid := _UID.search(body)) and _OURS.fullmatch(unfold(uid[1])):
            blocks[unfold(uid[1]).decode()] = b"".join((_BEGIN, body, _END))
    return blocks


def revision_in(block: bytes) -> tuple[int, datetime | None]:
    """Return SEQUENCE, the highest where a merge has left two, and LAST-MODIFIED of a block, as far as readable."""
    modified = _MODIFIED.search(block)
    try:
        stamp = modified and datetime.strptime(modified[1].decode(), "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)
    except ValueError:
        stamp = None
    return max(map(int, _SEQUENCE.findall(block)), default=0), stamp


def start_in(block: bytes) -> bytes:
    """Return DTSTART of a block as it is written, which sorts as it follows."""
    found = _START.search(block)
    return found[1] if found else b""


class Published:
    """The feeds as they stand in the folder; a file is read, and cut into entries, only when it is asked for."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.content = cache(self._content)
        self.blocks = cache(self._blocks)
        self.names = tuple(sorted(file.stem for file in folder.glob("*.ics")))
        """The files that are there, without ``.ics``."""

    def _content(self, name: str) -> bytes | None:
        return read_published(self._folder, f"{name}.ics")

    def _blocks(self, name: str) -> dict[str, bytes]:
        return blocks_in(self.content(name) or b"")

    def is_ours(self, name: str) -> bool:
        """True for a feed that this program wrote; of another's file, whatever its size, no more than that is read."""
        return f"\nPRODID:{PRODID}".encode() in (read_published(self._folder, f"{name}.ics", most=200) or b"")

    def title(self, name: str) -> str:
        """Return what a feed calls itself."""
        found = _TITLE.search(self.content(name) or b"")
        plain = unfold(found[1]).decode("utf-8", "replace") if found else name
        return plain.replace("\\,", ",").replace("\\;", ";").replace("\\\\", "\\")

    def all_uids(self) -> set[str]:
        """Return the UIDs of all entries in feeds of ours."""
        return {uid for name in self.names if self.is_ours(name) for uid in self.blocks(name)}

    def find(self, uids: Collection[str], names: Collection[str]) -> dict[str, bytes]:
        """Return the published blocks of entries, from the first of the files that holds each."""
        found: dict[str, bytes] = {}
        missing = set(uids)
        for name in names:
            if not missing:
                break
            for uid, block in self.blocks(name).items():
                if uid in missing:
                    found[uid] = block
            missing.difference_update(found)
        return found


def read_published(folder: Path, name: str, *, most: int = -1) -> bytes | None:
    """Return a published file's bytes, or so many of them; None where there is none, or what is there is no file."""
    path = folder / name
    try:
        if not path.is_file():
            return None
        with path.open("rb") as file:
            return file.read(most)
    except (FileNotFoundError, NotADirectoryError):
        return None


@contextmanager
def alone(folder: Path) -> Iterator[None]:
    """Keep other exports out of the folder, and clear away what one that was killed has left of its drafts."""
    folder.mkdir(parents=True, exist_ok=True)
    lock = os.open(folder, os.O_RDONLY) if _LOCKS else None
    try:
        if lock is not None:
            fcntl.flock(lock, fcntl.LOCK_EX)
            for draft in folder.rglob(DRAFTS):
                if not draft.is_dir():
                    draft.unlink()
        yield
    finally:
        if lock is not None:
            os.close(lock)


try:
    import fcntl
except ImportError:
    _LOCKS = False
else:
    _LOCKS = True
