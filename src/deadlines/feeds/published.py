"""The published folder: how its feeds are read, cut into entries, and kept from two exports at a time."""

import errno
import os
import re
import stat
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path

from deadlines.domain.feed import ALARMS
from deadlines.domain.fields import fault_of_id
from deadlines.domain.moment import FIRST_YEAR, LAST_YEAR
from deadlines.files import is_draft

PRODID = "-//deadlines//deadlines//EN"
"""By this a feed of ours is known."""

UID = r"[a-z0-9.+-]+@[a-z0-9.-]+"
"""What our entries are known by; another is damage."""

BEGIN, END = b"BEGIN:VEVENT\r\n", b"END:VEVENT\r\n"
"""The first and the last line of an entry."""
_VALUE = rb"((?:[^\r\n]|\r\n[ \t])*)\r\n"
_UID = re.compile(rb"^UID:" + _VALUE, re.MULTILINE)
SUMMARY = re.compile(rb"^SUMMARY:" + _VALUE, re.MULTILINE)
_TITLE = re.compile(rb"^NAME:" + _VALUE, re.MULTILINE)
_OURS = re.compile(UID.encode())
_START = re.compile(rb"^DTSTART[^:\r\n]*:(\w+)\r\n", re.MULTILINE)
_STARTS, _ENDS = (re.compile(rb"^%s:(\d{8}T\d{6}Z)\r\n" % key, re.MULTILINE) for key in (b"DTSTART", b"DTEND"))
_SEQUENCE = re.compile(rb"\r\nSEQUENCE:(\d{1,10})(?=\r\n)")
_MODIFIED = re.compile(rb"\r\nLAST-MODIFIED:(\d{8}T\d{6}Z)\r\n")
_SOURCE = re.compile(rb"^SOURCE;VALUE=URI:" + _VALUE, re.MULTILINE)
MOST_REVISIONS = 2**31 - 1
"""The highest revision: an INTEGER (RFC 5545 §3.3.8). Beyond it there is only the instant of the last change."""


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
    for piece in calendar.split(BEGIN)[1:]:
        body, end, _ = piece.partition(END)
        if end and (uid := _UID.search(body)) and _OURS.fullmatch(unfold(uid[1])):
            blocks[unfold(uid[1]).decode()] = b"".join((BEGIN, body, END))
    return blocks


def number_in(block: bytes) -> int:
    """Return SEQUENCE of a block, the highest where a merge has left two; 0 where none can be read.

    What is beyond all revisions is damage, and not read.
    """
    return max((number for found in _SEQUENCE.findall(block) if (number := int(found)) <= MOST_REVISIONS), default=0)


def revision_in(block: bytes) -> tuple[int, datetime | None]:
    """Return SEQUENCE, as ``number_in``, and LAST-MODIFIED of a block, as far as readable."""
    found = _MODIFIED.search(block)
    try:
        modified = found and datetime.strptime(found[1].decode(), "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)
    except ValueError:
        modified = None
    return number_in(block), modified if modified and FIRST_YEAR <= modified.year <= LAST_YEAR else None


def start_in(block: bytes) -> bytes:
    """Return DTSTART of a block as it is written, which sorts as it follows."""
    found = _START.search(block)
    return found[1] if found else b""


def instant_in(block: bytes, *, end: bool) -> datetime | None:
    """Return DTSTART of a block, or DTEND, as an instant; None for a date, and for what is damaged."""
    found = (_ENDS if end else _STARTS).search(block)
    try:
        return found and datetime.strptime(found[1].decode(), "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)
    except ValueError:
        return None


@dataclass(frozen=True)
class PublishedFeed:
    """A feed as it was published; its entries are cut out of it only when they are asked for."""

    content: bytes
    is_ours: bool = True
    """False for a file that another program wrote under the name of a feed."""

    @cached_property
    def blocks(self) -> dict[str, bytes]:
        """The entries, by UID."""
        return blocks_in(self.content)

    @property
    def title(self) -> str | None:
        """What the feed calls itself, without escapes (RFC 5545 §3.3.11); None where that cannot be read."""
        found = _TITLE.search(self.content)
        if found is None:
            return None
        return unfold(found[1]).decode("utf-8", "replace").replace("\\,", ",").replace("\\;", ";").replace("\\\\", "\\")


def read_feeds(
    folder: Path, names: Collection[str] = (), *, others: bool = True
) -> tuple[dict[str, PublishedFeed], list[str]]:
    """Read the feeds of a folder, by their names without ``.ics``, in the order of their names.

    They are any file under one of ``names``, and, with ``others``, what this program wrote under the name that it still
    has. Also returned are the names of files that this program wrote and that are none of these: copies. Of another
    program's file, whatever its size, no more is read than shows whose it is.
    """
    feeds, copies = {}, []
    for name in sorted(file.stem for file in folder.glob("*.ics")):
        is_ours = f"\nPRODID:{PRODID}".encode() in (read_published(folder, f"{name}.ics", most=200) or b"")
        if not is_ours and name not in names:
            continue
        if (content := read_published(folder, f"{name}.ics")) is None:
            continue
        if name in names or (others and _keeps_its_name(name, content)):
            feeds[name] = PublishedFeed(content, is_ours)
        else:
            copies.append(name)
    return feeds, copies


def _keeps_its_name(name: str, content: bytes) -> bool:
    """True unless a feed has a name that no feed can have, or says that its address ends in another one."""
    source = _SOURCE.search(content)
    return not fault_of_id(name.removesuffix(ALARMS)) and (
        source is None or unfold(source[1]).endswith(f"/{name}.ics".encode())
    )


_NO_FILE = (errno.ENOENT, errno.ENOTDIR, errno.ELOOP)


def read_published(folder: Path, name: str, *, most: int = -1) -> bytes | None:
    """Return a published file's bytes, or so many of them; None where there is none, or what is there is no file."""
    path = os.path.join(folder, name)  # noqa: PTH118 - Of thousands of files no paths are made.
    try:
        if not stat.S_ISREG(os.stat(path).st_mode):  # noqa: PTH116
            return None
        with open(path, "rb") as file:  # noqa: PTH123
            return file.read(most)
    except OSError as error:
        if error.errno in _NO_FILE:
            return None
        raise


@contextmanager
def exclusive(folder: Path) -> Iterator[None]:
    """Keep other exports out of the folder, and clear away what one that was killed has left of its drafts."""
    folder.mkdir(parents=True, exist_ok=True)
    lock = os.open(folder, os.O_RDONLY) if _LOCKS else None
    try:
        if lock is not None:
            fcntl.flock(lock, fcntl.LOCK_EX)
            for place, _, names in os.walk(folder):
                for name in names:
                    if is_draft(name):
                        os.unlink(os.path.join(place, name))  # noqa: PTH108, PTH118
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
