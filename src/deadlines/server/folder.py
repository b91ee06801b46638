"""The files of the published folder, kept in memory while they stay as they are."""

import os
import stat
from collections import OrderedDict
from collections.abc import Hashable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from threading import Lock

from deadlines.domain.folder import INDEX, is_plain
from deadlines.domain.media_type import type_of
from deadlines.files import Signature, signature
from deadlines.server.representation import Representation, represent

MOST_BYTES = 64_000_000
"""Of all that is kept in memory; what was not asked for longest leaves first."""


class Kept:
    """Representations by any key, beside the state that each is of; bounded in bytes, for any thread."""

    def __init__(self, most_bytes: int = MOST_BYTES) -> None:
        self._kept: OrderedDict[Hashable, tuple[object, Representation]] = OrderedDict()
        self._most, self._weight, self._lock = most_bytes, 0, Lock()

    def get(self, key: Hashable, state: object) -> Representation | None:
        """Return what is kept under a key, if it is of this state."""
        with self._lock:
            found = self._kept.get(key)
            if found is None or found[0] != state:
                return None
            self._kept.move_to_end(key)
            return found[1]

    def last(self, key: Hashable) -> Representation | None:
        """Return what is kept under a key, of whichever state."""
        found = self._kept.get(key)
        return found and found[1]

    def put(self, key: Hashable, state: object, representation: Representation) -> Representation:
        """Keep a representation in the place of an earlier one."""
        with self._lock:
            if earlier := self._kept.pop(key, None):
                self._weight -= earlier[1].weight
            self._kept[key] = (state, representation)
            self._weight += representation.weight
            while self._weight > self._most and len(self._kept) > 1:
                _, (_, oldest) = self._kept.popitem(last=False)
                self._weight -= oldest.weight
        return representation


class StaticFiles:
    """A folder as it is served: plain files below it, and nothing that is hidden or a link."""

    def __init__(self, folder: Path) -> None:
        self._folder, self._kept = str(folder), Kept()
        self._expected: Mapping[str, Signature] = {}

    def expect(self, written: Mapping[str, Signature]) -> None:
        """Take note of the files as an export has left them, by path.

        One that was truncated or removed since is answered with what it held before, until it is written again.
        """
        self._expected = written

    def at_hand(self, path: str) -> Representation | None:
        """Return a file that is in memory as it is on disk, and as an export has left it; None is no answer."""
        parts = path.split("/")
        name = path if parts[-1] else f"{path}{INDEX}"
        if self._kept.last(name) is None:
            return None
        try:
            about = self._look_at(name.split("/"))
        except OSError:
            return None
        state = about and signature(about)
        return self._kept.get(name, state) if state == self._expected.get(f"{self._folder}/{name}", state) else None

    def is_damaged(self, path: str) -> bool:
        """True for a file that is not as an export has left it, and of which nothing is known that it held before."""
        parts = _parts(path)
        name = "/".join(parts)
        expected = self._expected.get(f"{self._folder}/{name}")
        if expected is None or self._kept.last(name):
            return False
        try:
            about = self._look_at(parts)
        except OSError:
            return True
        return about is None or signature(about) != expected

    def find(self, path: str) -> Representation | None:
        """Return the file at a path of the web, or None where there is none that may be read.

        A file that cannot be read just now is answered with what it held before.
        """
        parts = _parts(path)
        if not all(map(is_plain, parts)):
            return None
        name = "/".join(parts)
        try:
            about = self._look_at(parts)
        except FileNotFoundError:
            return self._kept.last(name) if f"{self._folder}/{name}" in self._expected else None
        except OSError:
            return self._kept.last(name)
        if about is None or not stat.S_ISREG(about.st_mode):
            return None
        state = signature(about)
        if state != self._expected.get(f"{self._folder}/{name}", state) and (known := self._kept.last(name)):
            return known
        return self._kept.get(name, state) or self._read(name, state)

    def is_folder(self, path: str) -> bool:
        """True for a folder inside, whose own page is at the same path with ``/`` after it."""
        parts = path.split("/")
        try:
            about = self._look_at(parts) if all(map(is_plain, parts)) else None
        except OSError:
            return False
        return about is not None and stat.S_ISDIR(about.st_mode)

    def _look_at(self, parts: list[str]) -> os.stat_result | None:
        place = self._folder
        for part in parts[:-1]:
            place = f"{place}/{part}"
            if not stat.S_ISDIR(os.lstat(place).st_mode):
                return None
        return os.lstat(f"{place}/{parts[-1]}")

    def _read(self, name: str, state: object) -> Representation | None:
        try:
            opened = os.open(f"{self._folder}/{name}", os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0))
            with os.fdopen(opened, "rb") as file:
                about = os.fstat(opened)
                content = file.read()
        except OSError:
            return self._kept.last(name)
        modified = datetime.fromtimestamp(int(about.st_mtime), UTC)
        return self._kept.put(name, state, represent(content, type_of(name, content), modified))


def _parts(path: str) -> list[str]:
    """Return the parts of a path of the web; that of a folder leads to its own page."""
    *folders, last = path.split("/")
    return [*folders, last or INDEX]
