"""The state of files: what they were is known to be what they are, without reading them.

The state of a file is its inode, its size and when its content and its inode changed last; nobody can set the last of
these. What was touched within two seconds of being read may change again without another date: it is known by its
content.
"""

import hashlib
import json
import marshal
import os
import stat
import sys
from collections.abc import Callable, Iterable, Iterator
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


_PLAIN = 0
"""The version of the format of ``marshal`` in which equal values have equal bytes."""

Described = tuple[str | int, ...]
"""A path, the signature of what is there, and a digest of its content where that may not tell; a path for a folder."""


class Unsure(Exception):  # noqa: N818
    """A state cannot be known without reading: there is a link, or what cannot be looked at."""


def unsettled(at: float) -> int:
    """Return from when on, in nanoseconds, what was touched is known by its content alone, at seconds since 1970."""
    return int(at) * _SECOND - SETTLED


def inputs(root: Path, since: int) -> State:
    """Return the state of all that a project is made of, and of this program. Raises ``OSError`` and ``Unsure``."""
    return state_of(described(inputs_in(root), since), root / OPPORTUNITIES, since, program())


def inputs_in(root: Path) -> Iterator[File]:
    """Yield the settings of a project, its records and their folders. Raises ``OSError`` and ``Unsure``."""
    settings = str(root / FILE)
    yield file_at(settings, os.lstat(settings))
    yield from files_in(root / OPPORTUNITIES, _is_record)


def described(files: Iterable[File], since: int) -> Iterator[Described]:
    """Yield what differs of each file when it does; ``since`` is as in ``State``. Raises ``OSError``."""
    for path, its in files:
        if its is None:
            yield (path,)
        else:
            yield path, *its, _content_of(path) if its[2] >= since or its[3] >= since else ""


def state_of(files: Iterable[Described], folder: Path, since: int, more: object = None) -> State:
    """Return the state of files in a folder, as they are ``described``; one after the other, since there are many."""
    found = hashlib.blake2b(marshal.dumps((os.path.realpath(folder), repr(more)), _PLAIN), digest_size=16)
    for file in files:
        found.update(marshal.dumps(file, _PLAIN))
    return found.hexdigest(), since


def _content_of(path: str) -> str:
    """Return the digest of a file, which may be larger than the memory."""
    found = hashlib.blake2b()
    with open(path, "rb", buffering=0) as file:  # noqa: PTH123
        while some := file.read(_AT_ONCE):
            found.update(some)
    return found.hexdigest()


def files_in(folder: Path | str, is_meant: Callable[[str], bool] | None = None) -> Iterator[File]:
    """Yield the files and folders within a folder, those alone whose names are ``meant``. Raises ``Unsure``.

    Hidden folders are not looked into: no export does.
    """
    with os.scandir(folder) as entries:  # Entries are large: of thousands, the names are kept.
        inside = sorted((entry.name, entry.is_dir(follow_symlinks=False), entry.is_dir()) for entry in entries)
    inside.reverse()
    while inside:
        name, is_folder, leads_to_folder = inside.pop()
        path = os.path.join(folder, name)  # noqa: PTH118
        if is_folder:
            if not name.startswith("."):
                yield path, None
                yield from files_in(path, is_meant)
        elif is_meant is None or is_meant(name) or leads_to_folder:
            yield file_at(path, os.lstat(path))


def file_at(path: str, about: os.stat_result) -> File:
    """Return a file by what the system says of it. Raises ``Unsure`` for what is none, such as a link."""
    if not stat.S_ISREG(about.st_mode) or not about.st_ino:
        raise Unsure(path)
    return path, signature(about)


def _is_record(name: str) -> bool:
    return name.casefold().endswith(".toml") and not name.startswith(".")


def _is_of_the_program(name: str) -> bool:
    return not name.endswith(".pyc")


def now_in(folder: Path) -> int:
    """Return now by the clock of a folder's disk, in nanoseconds since 1970. Raises ``OSError``."""
    draft = folder / f".{os.urandom(8).hex()}.new"
    with draft.open("xb") as opened:
        at = os.fstat(opened.fileno()).st_ctime_ns
    draft.unlink()
    return at


def program() -> object:
    """Return what differs when another program, or the same with other packages, may publish something else.

    Versions do not tell, since a checkout changes under one. Packages are told by the folders that they are in, which
    change with each that is put there or taken out.
    """
    found = files_in(Path(__file__).parent.parent, _is_of_the_program)
    package = [(path, its) for path, its in found if its or not path.endswith("__pycache__")]
    rooms = [Path(place) for place in sys.path if place.endswith(("site-packages", "dist-packages"))]
    others = [(str(room), signature(room.stat())) for room in rooms if room.is_dir()]
    return __version__, sys.version, sys.prefix, getattr(os, "geteuid", int)(), package, others


def made_by() -> str:
    """Return a digest of the same. Raises ``OSError`` and ``Unsure``."""
    return digest(repr(program()).encode())


def recalled(file: Path) -> Any:
    """Return what is remembered in a file; None where that is not, or not as it was written."""
    with suppress(ValueError):
        return json.loads(recalled_bytes(file) or b"")
    return None


def recalled_bytes(file: Path) -> bytes | None:
    """Return the bytes that are remembered in a file; None where they are not, or not as they were written."""
    try:
        written, _, remembered = file.read_bytes().partition(b"\n")
        return remembered if written.decode() == digest(remembered) else None
    except (OSError, ValueError):
        return None


def remember(file: Path, what: object) -> None:
    """Remember something in a file that only the user can read; where that cannot be, nothing is remembered."""
    remember_bytes(file, json.dumps(what).encode())


def remember_bytes(file: Path, content: bytes) -> None:
    """Remember bytes, as ``remember`` does."""
    with suppress(OSError):
        file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        write(file, b"%s\n%s" % (digest(content).encode(), content), durably=False, mode=0o600)


def digest(content: bytes) -> str:
    """Return what two contents do not have in common."""
    return hashlib.blake2b(content, digest_size=16).hexdigest()
