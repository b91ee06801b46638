"""Files: written in one step, so that a reader or a crash sees the old bytes or the new ones; and compared unread."""

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

DRAFTS = ".*.new"
"""What a write that was killed may leave beside its file."""

Signature = tuple[int, int, int, int]
"""Of a file: its inode, its size, and when its content and its inode changed last, in nanoseconds."""
_ABSENT: Signature = (0, 0, 0, 0)


def signature(about: os.stat_result) -> Signature:
    """Return what differs when a file was written, whatever its size and dates."""
    return about.st_ino, about.st_size, about.st_mtime_ns, about.st_ctime_ns


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


def write(file: Path, content: bytes, *, durably: bool = True, mode: int = 0o666) -> None:
    """Put a file into its folder by rename(2), in the place of an earlier one.

    ``durably`` waits for the disk, so that a power failure too leaves one or the other; ``mode`` are the permissions,
    less the umask. Raises ``OSError`` that names the file, which is then as it was.
    """
    with _draft(file, content, durably=durably, mode=mode) as draft:
        draft.replace(file)


def create(file: Path, content: bytes) -> None:
    """Write a file that does not exist yet. Raises ``FileExistsError`` where it does, else ``OSError``."""
    with _draft(file, content, durably=True, mode=0o666) as draft:
        os.link(draft, file)


@contextmanager
def _draft(file: Path, content: bytes, *, durably: bool, mode: int) -> Iterator[Path]:
    """Yield a file with the content, which is gone afterwards."""
    draft = file.with_name(f".{file.name}.{os.urandom(4).hex()}.new")
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        with open(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode), "wb") as opened:  # noqa: PTH123
            opened.write(content)
            opened.flush()
            if durably:
                os.fsync(opened.fileno())
        yield draft
    except OSError as error:
        raise OSError(error.errno, error.strerror, str(file)) from error
    finally:
        with suppress(OSError):
            draft.unlink(missing_ok=True)
