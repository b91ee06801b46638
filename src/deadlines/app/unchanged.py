"""An export that has nothing to do, known for one without reading a record: by what the last one was made of, and left.

What is remembered is kept in the user's folder for what can be made again. It is a shortcut and no source: whatever is
not known beyond doubt is exported, whatever happens to the memory. The state of a file is its inode, its size and when
its content and its inode changed last; nobody can set the last of these. A record that was touched within two seconds
of being read, or a published file in the last moment of an export, may change again without another date: it is known
by its content. So that no mistake outlives a day, none of it counts beyond the end of the day, in UTC.
"""

import hashlib
import json
import os
import stat
import sys
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, time, timedelta
from pathlib import Path

from deadlines import __version__
from deadlines.files import Signature, signature, write
from deadlines.settings.root import FILE, OPPORTUNITIES

UNSETTLED = 2_000_000_000
"""Nanoseconds after a change of an input for which another may leave no other trace: the coarsest dates there are."""
TICK = 50_000_000
"""The same for what an export has written itself: more than a tick of any system's clock."""
_SECOND = 1_000_000_000

State = tuple[str, int]
"""A digest of some files, and the nanoseconds since 1970 from which on what was touched is in it with its content."""


_File = tuple[str, Signature | None]
"""A path, and the signature of what is there; None for a folder."""


class Unsure(Exception):  # noqa: N818
    """A state cannot be known without reading: there is a link, or what cannot be looked at."""


@dataclass(frozen=True)
class Said:
    """What an export says that has nothing to do."""

    err: str
    out: str
    code: int


@dataclass(frozen=True)
class _Memory:
    inputs: State
    outputs: State
    since: str
    until: str
    """The instants from and before which nothing changes by the passing of time alone."""
    said: Said


class LastExport:
    """The last export of a project into a folder, as far as it is remembered for readers of a language."""

    def __init__(self, root: Path, folder: Path, language: str, began: datetime) -> None:
        """``began`` is now by the clock, whatever is taken for now."""
        self._root, self._folder, self._began = root, folder, began
        named = "\0".join((str(root), str(folder), language))
        self._name = f"{_digest(os.fsencode(named))}.export"

    def said(self, now: datetime) -> Said | None:
        """Return what an export as of ``now`` would say, if it is known that it has nothing to do."""
        memory = self._recalled()
        if memory is None or not memory.since <= _stamp(now) < memory.until:
            return None
        try:
            if self._inputs(memory.inputs[1]) != memory.inputs or self._outputs(memory.outputs[1]) != memory.outputs:
                return None
        except (OSError, Unsure):
            return None
        return memory.said

    def inputs(self) -> State | None:
        """Return the state of all that an export is made of, before it is read; None where that is not sure."""
        with suppress(OSError, Unsure):
            return self._inputs(int(self._began.timestamp()) * _SECOND - UNSETTLED)
        return None

    def outputs(self) -> State | None:
        """Return the state of the published folder, while no other export can write it; None where that is not sure."""
        with suppress(OSError, Unsure):
            files = _files(self._folder)
            return _state(files, self._folder, max(map(_touched, files), default=0) - TICK)
        return None

    def keep(self, said: Said, inputs: State, outputs: State, *, since: datetime, until: datetime | None) -> None:
        """Remember what an export says that has nothing to do, as of ``since`` and until time alone changes something.

        ``inputs`` is their state before they were read; where it is another by now, nothing is remembered.
        """
        tomorrow = datetime.combine(since.astimezone(UTC).date() + timedelta(days=1), time(), tzinfo=UTC)
        memory = _Memory(inputs, outputs, _stamp(since), _stamp(min(until or tomorrow, tomorrow)), said)
        written = json.dumps(asdict(memory)).encode()
        with suppress(OSError, Unsure):
            if self._inputs(inputs[1]) == inputs:
                file = _cache() / self._name
                file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
                write(file, f"{_digest(written)}\n".encode() + written, durably=False, mode=0o600)

    def _recalled(self) -> _Memory | None:
        try:
            digest, _, memory = (_cache() / self._name).read_bytes().partition(b"\n")
            if digest.decode() != _digest(memory):
                return None
            found = json.loads(memory)
            return _Memory(
                tuple(found["inputs"]), tuple(found["outputs"]), found["since"], found["until"], Said(**found["said"])
            )
        except (OSError, ValueError, LookupError, TypeError):
            return None

    def _inputs(self, since: int) -> State:
        records, settings = self._root / OPPORTUNITIES, str(self._root / FILE)
        files = [_file(settings, os.lstat(settings)), *_files(records, _is_record)]
        return _state(files, records, since, _program())

    def _outputs(self, since: int) -> State:
        return _state(_files(self._folder), self._folder, since)


def _state(files: Iterable[_File], folder: Path, since: int, more: object = None) -> State:
    """Return the state of files in a folder, of which ``since`` is to be known by content."""
    digest = hashlib.blake2b(repr((os.path.realpath(folder), more)).encode(), digest_size=16)
    for file in files:
        digest.update(repr(file).encode())
        if file[1] and _touched(file) >= since:
            digest.update(hashlib.blake2b(Path(file[0]).read_bytes()).digest())
    return digest.hexdigest(), since


def _files(folder: Path | str, is_meant: Callable[[str], bool] | None = None) -> list[_File]:
    """Return the files and folders within a folder, those alone whose names are ``meant``. Raises ``Unsure``.

    Hidden folders are not looked into: no export does.
    """
    found: list[_File] = []
    with os.scandir(folder) as entries:
        for entry in sorted(entries, key=lambda entry: entry.name):
            if entry.is_dir(follow_symlinks=False):
                if not entry.name.startswith("."):
                    found += ((entry.path, None), *_files(entry.path, is_meant))
            elif is_meant is None or is_meant(entry.name) or entry.is_dir():
                found.append(_file(entry.path, entry.stat(follow_symlinks=False)))
    return found


def _file(path: str, about: os.stat_result) -> _File:
    if not stat.S_ISREG(about.st_mode) or not about.st_ino:
        raise Unsure(path)
    return path, signature(about)


def _is_record(name: str) -> bool:
    return name.casefold().endswith(".toml") and not name.startswith(".")


def _is_of_the_program(name: str) -> bool:
    return not name.endswith(".pyc")


def _touched(file: _File) -> int:
    return max(file[1][2:]) if file[1] else 0


def _program() -> object:
    """Return what differs when another program, or the same with other packages, may publish something else.

    Versions do not tell, since a checkout changes under one. Packages are told by the folders that they are in, which
    change with each that is put there or taken out.
    """
    package = _files(Path(__file__).parent.parent, _is_of_the_program)
    rooms = [Path(place) for place in sys.path if place.endswith(("site-packages", "dist-packages"))]
    others = [(str(room), signature(room.stat())) for room in rooms if room.is_dir()]
    return __version__, sys.version, sys.prefix, getattr(os, "geteuid", int)(), package, others


def _cache() -> Path:
    from deadlines.web.cache import cache_folder

    return cache_folder() / "exports"


def _stamp(at: datetime) -> str:
    """Return an instant so that it sorts as it follows."""
    return f"{at.astimezone(UTC):%Y-%m-%dT%H:%M:%S.%f}"


def _digest(content: bytes) -> str:
    return hashlib.blake2b(content, digest_size=16).hexdigest()
