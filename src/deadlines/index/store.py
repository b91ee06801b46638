"""The file of an index: rows that vouch for themselves, read and written by any number of processes.

It need not survive a loss of power: a row whose checksum is wrong is none.
"""

from __future__ import annotations

import marshal
import os
import sqlite3
from collections.abc import Iterable
from zlib import crc32

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


Row = tuple[bytes, int]
"""What is kept, with its part and path and by which traces it is known, and the checksum of all that."""

Written = tuple[str, str, object, object]
"""A part of the index, a path, the traces of what is there, and what is kept of it; ``marshal`` writes both."""

BRIEF, RECORD, SOUND, WORDS, FOLDER = "brief", "record", "sound", "words", "folder"
OF_FOLDERS = (BRIEF, SOUND, WORDS, FOLDER)
SETTINGS, SHAPES = "settings", "shapes"
"""The parts of an index."""
_TABLE = """CREATE TABLE IF NOT EXISTS kept (
    part TEXT, path TEXT, content BLOB, checksum INTEGER, PRIMARY KEY (part, path)
)"""
_PATIENCE = 5.0
"""Seconds for which another process is waited for that writes."""
_CLOCK = "clock"
_BUSY = (
    sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED, sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_FULL,
    sqlite3.SQLITE_IOERR, sqlite3.SQLITE_PERM,
)  # fmt: skip
"""What is wrong with the machine or the moment, and not with the file."""


class Store:
    """The rows of an index; there are none without its file, and where that cannot be used."""

    def __init__(self, file: str, seed: str, at: int) -> None:
        """``seed`` stands for all that rows depend on besides what is at their paths; ``at`` is now, in nanoseconds."""
        self._file, self._seed, self._at = file, crc32(seed.encode(errors="surrogateescape")), at
        self._connection: sqlite3.Connection | None = None
        self._is_damaged = self._is_void = False
        written = self.row(_CLOCK, "", None)
        self._is_void = written is None or written > at
        """True where none of it counts: it is new, made by another program, or the clock was set back."""

    def rows(self, part: str) -> dict[str, Row]:
        """Return the rows of a part by path, as they are in the file; ``value`` is what is in one."""
        if self._is_void:
            return {}
        found = self._read("SELECT path, content, checksum FROM kept WHERE part = ?", part)
        return {path: (content, checksum) for path, content, checksum in found}

    def paths(self, part: str) -> list[str]:
        """Return the paths of which there is a row in a part."""
        found = [] if self._is_void else self._read("SELECT path FROM kept WHERE part = ?", part)
        return [path for (path,) in found if isinstance(path, str)]

    def row(self, part: str, path: str, traces: Any) -> Any:
        """Return what is kept of a path by these traces; None where nothing is."""
        if self._is_void:
            return None
        for row in self._read("SELECT content, checksum FROM kept WHERE part = ? AND path = ?", part, path):
            return self.value(part, path, traces, row)
        return None

    def value(self, part: str, path: str, traces: Any, row: Row) -> Any:
        """Return what is kept in a row; None where that is not what was written, or by other traces."""
        content, checksum = row
        if not isinstance(content, bytes) or crc32(content, self._seed) != checksum:
            return None
        its_part, its_path, its_traces, value = marshal.loads(content)  # noqa: S302
        return value if its_traces == traces and its_path == path and its_part == part else None

    def _read(self, query: str, *values: str) -> list[Any]:
        try:
            if self._connection is None:
                if not os.path.exists(self._file):  # noqa: PTH110
                    return []
                self._connection = self._connected()
            return self._connection.execute(query, values).fetchall()
        except UnicodeEncodeError:  # A path that is no text is never kept.
            return []
        except (sqlite3.Error, UnicodeError) as error:
            self._is_damaged = getattr(error, "sqlite_errorcode", None) not in _BUSY
            return []

    def write(self, rows: Iterable[Written], gone: Iterable[tuple[str, str]] = ()) -> None:
        """Keep rows in the place of those of their paths, and forget others; where that cannot be, nothing is kept."""
        self.close()
        kept, gone = [self._row_of(row) for row in (*rows, (_CLOCK, "", None, self._at))], list(gone)
        try:
            if self._is_damaged:
                os.unlink(self._file)  # noqa: PTH108
            self._write(kept, gone)
        except sqlite3.Error as error:
            if getattr(error, "sqlite_errorcode", None) in _BUSY:
                return
            self._write_anew(kept, gone)
        except OSError:
            return

    def _write_anew(self, rows: list[tuple[str, str, bytes, int]], gone: list[tuple[str, str]]) -> None:
        try:
            os.unlink(self._file)  # noqa: PTH108
            self._write(rows, gone)
        except (OSError, sqlite3.Error):
            return

    def _row_of(self, written: Written) -> tuple[str, str, bytes, int]:
        content = marshal.dumps(written)  # type: ignore[arg-type]
        return *written[:2], content, crc32(content, self._seed)

    def _write(self, rows: list[tuple[str, str, bytes, int]], gone: list[tuple[str, str]]) -> None:
        os.makedirs(os.path.dirname(self._file), mode=0o700, exist_ok=True)  # noqa: PTH103, PTH120
        os.close(os.open(self._file, os.O_RDWR | os.O_CREAT, 0o600))
        connection = self._connected()
        try:
            connection.execute("PRAGMA journal_mode = MEMORY")
            connection.execute("PRAGMA synchronous = OFF")
            connection.execute("BEGIN IMMEDIATE")
            connection.execute(_TABLE)
            if self._is_void:
                connection.execute("DELETE FROM kept")
            connection.executemany("DELETE FROM kept WHERE part = ? AND path = ?", gone)
            connection.executemany("INSERT OR REPLACE INTO kept VALUES (?, ?, ?, ?)", rows)
            connection.execute("COMMIT")
            self._is_damaged = self._is_void = False
        finally:
            connection.close()

    def _connected(self) -> sqlite3.Connection:
        return sqlite3.connect(self._file, timeout=_PATIENCE, isolation_level=None)

    def close(self) -> None:
        """Let go of the file."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None
