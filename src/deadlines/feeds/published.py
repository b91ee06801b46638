"""What stands in the published folder, and how it is written. Only this module writes there."""

import os
import re
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

PRODID = "-//deadlines//deadlines//EN"
"""By this a feed of ours is known."""

_BEGIN, _END = b"BEGIN:VEVENT\r\n", b"END:VEVENT\r\n"
_VALUE = rb"((?:[^\r\n]|\r\n[ \t])*)\r\n"
_UID = re.compile(rb"^UID:" + _VALUE, re.MULTILINE)
SUMMARY = re.compile(rb"^SUMMARY:" + _VALUE, re.MULTILINE)
TITLE = re.compile(rb"^NAME:" + _VALUE, re.MULTILINE)
_SEQUENCE = re.compile(rb"^SEQUENCE:(\d{1,9})\r\n", re.MULTILINE)
_MODIFIED = re.compile(rb"^LAST-MODIFIED:(\d{8}T\d{6}Z)\r\n", re.MULTILINE)


def unfold(value: bytes) -> bytes:
    """Return a folded value as one line (RFC 5545 §3.1)."""
    return value.replace(b"\r\n ", b"").replace(b"\r\n\t", b"")


def blocks_in(calendar: bytes) -> dict[str, bytes]:
    """Return the VEVENT blocks of a feed that was published, by UID; nothing where it is damaged."""
    blocks = {}
    for piece in calendar.split(_BEGIN)[1:]:
        body, end, _ = piece.partition(_END)
        if end and (uid := _UID.search(body)):
            blocks[unfold(uid[1]).decode("utf-8", "replace")] = b"".join((_BEGIN, body, _END))
    return blocks


def revision_in(block: bytes) -> tuple[int, datetime | None]:
    """Return SEQUENCE and LAST-MODIFIED of a block, as far as they can be read."""
    sequence, modified = _SEQUENCE.search(block), _MODIFIED.search(block)
    try:
        stamp = modified and datetime.strptime(modified[1].decode(), "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)
    except ValueError:
        stamp = None
    return int(sequence[1]) if sequence else 0, stamp


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
        """True for a feed that this program wrote."""
        return f"\r\nPRODID:{PRODID}\r\n".encode() in (self.content(name) or b"")[:200]

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


def read_published(folder: Path, name: str) -> bytes | None:
    """Return a published file's bytes, or None where there is none."""
    try:
        return (folder / name).read_bytes()
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
            for draft in folder.glob(".*.new"):
                draft.unlink()
        yield
    finally:
        if lock is not None:
            os.close(lock)


def write(folder: Path, name: str, content: bytes) -> None:
    """Put a file into the folder in one step: a reader, or a crash, sees the old bytes or the new ones (rename(2))."""
    draft = folder / f".{name}.{os.getpid()}.new"
    try:
        with draft.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        draft.replace(folder / name)
    finally:
        draft.unlink(missing_ok=True)


try:
    import fcntl
except ImportError:
    _LOCKS = False
else:
    _LOCKS = True
