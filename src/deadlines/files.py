"""Files: written in one step, so that a reader or a crash sees the old bytes or the new ones; and compared unread."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from itertools import islice

TYPE_CHECKING = False
if TYPE_CHECKING:
    from pathlib import Path

Signature = tuple[int, int, int, int]
"""Of a file: its inode, its size, and when its content and its inode changed last, in nanoseconds."""
SETTLED = 2_000_000_000
"""Nanoseconds after its last change from which on a further one of a file leaves another signature."""
_ABSENT: Signature = (0, 0, 0, 0)
_AT_ONCE = 1_000
"""Parts of a file that are written together."""
_FEW = 10
"""Parts of which each is written by itself, since it may be large."""


def signature(about: os.stat_result) -> Signature:
    """Return what differs when a file was written, whatever its size and dates."""
    return about.st_ino, about.st_size, about.st_mtime_ns, about.st_ctime_ns


def is_draft(name: str) -> bool:
    """True for what a write that was killed may leave beside its file."""
    return name.startswith(".") and name.endswith(".new")


def is_settled(its: Signature, at: int) -> bool:
    """True where a change of a file after ``at``, in nanoseconds since 1970, will be seen in its signature.

    Not so for two seconds after a change, since a further one may leave the same: the coarsest dates there are.
    """
    return max(its[2:]) <= at - SETTLED


def fingerprint(folder: Path, *files: Path) -> dict[str, Signature]:
    """Return the signature of each file under ``folder`` that is not hidden, and of ``files``, by path.

    It differs when one of them was written, added, moved or deleted; nothing is read.
    """
    found: dict[str, Signature] = {}
    for place, folders, names in os.walk(folder):
        folders[:] = [name for name in folders if not name.startswith(".")]
        for name in names:
            if not name.startswith("."):
                _add(os.path.join(place, name), found)  # noqa: PTH118
    for file in files:
        _add(str(file), found)
    return found


def _add(path: str, found: dict[str, Signature]) -> None:
    try:
        found[path] = signature(os.stat(path))  # noqa: PTH116
    except OSError:
        found[path] = _ABSENT


def write(
    file: Path | str, content: bytes | Iterable[bytes | memoryview], *, durably: bool = True, mode: int = 0o666
) -> None:
    """Put a file into its folder by rename(2), in the place of an earlier one; its content may be in parts.

    ``durably`` waits for the disk, so that a power failure too leaves one or the other; ``mode`` are the permissions,
    less the umask. Raises ``OSError`` that names the file, which is then as it was.
    """
    _put(file, (content,) if isinstance(content, bytes) else content, os.replace, durably=durably, mode=mode)


def create(file: Path, content: bytes) -> None:
    """Write a file that does not exist yet. Raises ``FileExistsError`` where it does, else ``OSError``."""
    _put(file, (content,), _link, durably=True, mode=0o666)


def _link(draft: str, name: str) -> None:
    os.link(draft, name)
    os.unlink(draft)  # noqa: PTH108


def _put(
    file: Path | str,
    content: Iterable[bytes | memoryview],
    place: Callable[[str, str], None],
    *,
    durably: bool,
    mode: int,
) -> None:
    """Write a draft beside the file and put it in its place; nothing of it is left, whatever happens."""
    folder, name = os.path.split(file)
    draft = os.path.join(folder, f".{name}.{os.urandom(4).hex()}.new")  # noqa: PTH118
    try:
        _fill(draft, content, mode, durably=durably)
        place(draft, str(file))
    except BaseException as error:
        from contextlib import suppress  # What is only compared is never written.

        with suppress(OSError):
            os.unlink(draft)  # noqa: PTH108
        if isinstance(error, OSError):
            raise OSError(error.errno, error.strerror, str(file)) from error
        raise


def _fill(draft: str, content: Iterable[bytes | memoryview], mode: int, *, durably: bool) -> None:
    """Write a new file; its parts are not put together all at once."""
    opened = _opened(draft, mode)
    try:
        parts = iter(content)
        while some := tuple(islice(parts, _AT_ONCE)):
            for piece in some if len(some) <= _FEW else (b"".join(some),):
                left = memoryview(piece)
                while left:
                    left = left[os.write(opened, left) :]
        if durably:
            os.fsync(opened)
    finally:
        os.close(opened)


def _opened(draft: str, mode: int) -> int:
    """Return a new file to write to; its folder is made where there is none."""
    new = os.O_WRONLY | os.O_CREAT | os.O_EXCL
    try:
        return os.open(draft, new, mode)
    except FileNotFoundError:
        os.makedirs(os.path.dirname(draft), exist_ok=True)  # noqa: PTH103, PTH120
        return os.open(draft, new, mode)
