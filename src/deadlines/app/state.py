"""The state of files: what they were is known to be what they are, without reading them.

The state of a file is its inode, its size and when its content and its inode changed last; nobody can set the last of
these. What was touched within two seconds of being read may change again without another date: it is known by its
content.
"""

import hashlib
import json
import os
import stat
import sys
from collections.abc import Callable, Iterable
from contextlib import suppress
from pathlib import Path
from typing import Any

from deadlines import __version__
from deadlines.files import SETTLED, Signature, signature, write
from deadlines.settings.root import FILE, OPPORTUNITIES

_SECOND = 1_000_000_000
_AT_ONCE = 65_536
"""Bytes of a file that are in the memory."""

State = tuple[str, int]
"""A digest of some files, and the nanoseconds since 1970 from which on what was touched is in it with its content."""
File = tuple[str, Signature | None]
"""A path, and the signature of what is there; None for a folder."""


class Unsure(Exception):  # noqa: N818
    """A state cannot be known without reading: there is a link, or what cannot be looked at."""


def unsettled(at: float) -> int:
    """Return from when on, in nanoseconds, what was touched is known by its content alone, at seconds since 1970."""
    return int(at) * _SECOND - SETTLED


def inputs(root: Path, since: int) -> State:
    """Return the state of all that a project is made of, and of this program. Raises ``OSError`` and ``Unsure``."""
    records, settings = root / OPPORTUNITIES, str(root / FILE)
    files = [file_at(settings, os.lstat(settings)), *files_in(records, _is_record)]
    return state_of(files, records, since, program())


def state_of(files: Iterable[File], folder: Path, since: int, more: object = None) -> State:
    """Return the state of files in a folder, of which ``since`` is to be known by content."""
    found = hashlib.blake2b(repr((os.path.realpath(folder), more)).encode(), digest_size=16)
    for file in files:
        found.update(repr(file).encode())
        if file[1] and touched(file) >= since:
            found.update(_content_of(file[0]))
    return found.hexdigest(), since


def _content_of(path: str) -> bytes:
    """Return the digest of a file, which may be larger than the memory."""
    found = hashlib.blake2b()
    with open(path, "rb", buffering=0) as file:  # noqa: PTH123
        while some := file.read(_AT_ONCE):
            found.update(some)
    return found.digest()


def files_in(folder: Path | str, is_meant: Callable[[str], bool] | None = None) -> list[File]:
    """Return the files and folders within a folder, those alone whose names are ``meant``. Raises ``Unsure``.

    Hidden folders are not looked into: no export does. Nor are those that Python makes for itself.
    """
    found: list[File] = []
    with os.scandir(folder) as entries:  # Entries are large: of thousands, the names are kept.
        inside = sorted((entry.name, entry.is_dir(follow_symlinks=False), entry.is_dir()) for entry in entries)
    for name, is_folder, leads_to_folder in inside:
        path = os.path.join(folder, name)  # noqa: PTH118
        if is_folder:
            if not name.startswith((".", "__pycache__")):
                found += ((path, None), *files_in(path, is_meant))
        elif is_meant is None or is_meant(name) or leads_to_folder:
            found.append(file_at(path, os.lstat(path)))
    return found


def file_at(path: str, about: os.stat_result) -> File:
    """Return a file by what the system says of it. Raises ``Unsure`` for what is none, such as a link."""
    if not stat.S_ISREG(about.st_mode) or not about.st_ino:
        raise Unsure(path)
    return path, signature(about)


def _is_record(name: str) -> bool:
    return name.casefold().endswith(".toml") and not name.startswith(".")


def _is_of_the_program(name: str) -> bool:
    return not name.endswith(".pyc")


def touched(file: File) -> int:
    """Return when a file was changed last, in nanoseconds since 1970."""
    return max(file[1][2:]) if file[1] else 0


def program() -> object:
    """Return what differs when another program, or the same with other packages, may publish something else.

    Versions do not tell, since a checkout changes under one. Packages are told by the folders that they are in, which
    change with each that is put there or taken out.
    """
    package = files_in(Path(__file__).parent.parent, _is_of_the_program)
    rooms = [Path(place) for place in sys.path if place.endswith(("site-packages", "dist-packages"))]
    others = [(str(room), signature(room.stat())) for room in rooms if room.is_dir()]
    return __version__, sys.version, sys.prefix, getattr(os, "geteuid", int)(), package, others


def recalled(file: Path) -> Any:
    """Return what is remembered in a file; None where that is not, or not as it was written."""
    try:
        written, _, remembered = file.read_bytes().partition(b"\n")
        return json.loads(remembered) if written.decode() == digest(remembered) else None
    except (OSError, ValueError):
        return None


def remember(file: Path, what: object) -> None:
    """Remember something in a file that only the user can read; where that cannot be, nothing is remembered."""
    written = json.dumps(what).encode()
    with suppress(OSError):
        file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        write(file, f"{digest(written)}\n".encode() + written, durably=False, mode=0o600)


def digest(content: bytes) -> str:
    """Return what two contents do not have in common."""
    return hashlib.blake2b(content, digest_size=16).hexdigest()
