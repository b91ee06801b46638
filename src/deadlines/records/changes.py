"""Whether the tree of records has changed, without reading a record."""

import os
from pathlib import Path

Fingerprint = frozenset[tuple[str, int, int, int]]
"""Path, inode, size and moment of the last change of every file."""


def fingerprint(folder: Path, *files: Path) -> Fingerprint:
    """Return what differs when a file under ``folder``, or one of ``files``, was written, added, moved or deleted."""
    found = set[tuple[str, int, int, int]]()
    for place, folders, names in os.walk(folder):
        folders[:] = [name for name in folders if not name.startswith(".")]
        for name in names:
            if not name.startswith("."):
                _add(os.path.join(place, name), found)  # noqa: PTH118
    for file in files:
        _add(str(file), found)
    return frozenset(found)


def _add(path: str, found: set[tuple[str, int, int, int]]) -> None:
    try:
        about = os.stat(path)  # noqa: PTH116
    except OSError:
        found.add((path, 0, 0, 0))
    else:
        found.add((path, about.st_ino, about.st_size, about.st_mtime_ns))
