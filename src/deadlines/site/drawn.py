"""What was drawn of opportunities before: known by all that it was made of, and kept in one SQLite file.

A row of a list is kept as it is, of a page only a digest: where the published page has it, it is not drawn again. It is
a shortcut and no source: what is not known, or not as it was kept, is drawn, and deleting the file is harmless.
"""

import hashlib
import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

_TABLE = "CREATE TABLE IF NOT EXISTS drawn (key BLOB PRIMARY KEY, what BLOB NOT NULL)"
_SPARE = 2
"""How many times what was used last may be kept, before the rest is forgotten."""
DIGEST = 16
"""Bytes of a digest."""


class Drawn:
    """What was drawn before, and is now; without a connection nothing is known and nothing kept.

    ``made_by`` stands for all that what is drawn depends on besides its own key, as the program does.
    """

    def __init__(self, connection: sqlite3.Connection | None = None, made_by: str = "") -> None:
        self._connection, self._made_by = connection, digest(made_by.encode())
        self._new: dict[bytes, bytes] = {}
        self._used: set[bytes] = set()
        self.is_damaged = False
        """True where the file cannot be read."""
        self.is_partial = False
        """True where not all is asked for that is drawn."""

    def row(self, template: str, made_of: str, draw: Callable[[], bytes]) -> bytes:
        """Return a row that was drawn of the same before, by a template, else a new one."""
        if self._connection is None:
            return draw()
        key = self._key(template, made_of)
        if (known := self._known(key)) is not None:
            return known
        row = self._new[key] = draw()
        return row

    def page(self, made_of: str, published: bytes | None, draw: Callable[[], bytes]) -> bytes:
        """Return a page: the ``published`` one where it is what was drawn of the same before, else a new one."""
        if self._connection is None:
            return draw()
        key = self._key("page", made_of)
        if published is not None and self._known(key) == digest(published):
            return published
        page = draw()
        self._new[key] = digest(page)
        return page

    def keep(self) -> None:
        """Keep what was drawn, as far as that can be, and forget what was not used when it has grown too much.

        Where not all was asked for, nothing is forgotten.
        """
        if self._connection is None or self.is_damaged:
            return
        try:
            self._keep(self._connection)
        except sqlite3.OperationalError:
            return
        except sqlite3.Error:
            self.is_damaged = True

    def _keep(self, connection: sqlite3.Connection) -> None:
        connection.execute("BEGIN IMMEDIATE")
        rows = ((key, digest(key + what) + what) for key, what in self._new.items())
        connection.executemany("INSERT OR REPLACE INTO drawn VALUES (?, ?)", rows)
        used = self._used.union(self._new)
        count = 0 if self.is_partial else connection.execute("SELECT count(*) FROM drawn").fetchone()[0]
        if count > _SPARE * len(used):
            connection.execute("CREATE TEMP TABLE used (key BLOB PRIMARY KEY) WITHOUT ROWID")
            connection.executemany("INSERT INTO used VALUES (?)", ((key,) for key in used))
            connection.execute("DELETE FROM drawn WHERE key NOT IN used")
        connection.execute("COMMIT")

    def _key(self, what: str, made_of: str) -> bytes:
        return digest(self._made_by + f"{what}\0{made_of}".encode("utf-8", "surrogatepass"))

    def _known(self, key: bytes) -> bytes | None:
        """Return what is kept under a key, if it is what was put there."""
        if self._connection is None or self.is_damaged:
            return None
        try:
            found = self._connection.execute("SELECT what FROM drawn WHERE key = ?", (key,)).fetchone()
        except sqlite3.Error as error:
            self.is_damaged = not isinstance(error, sqlite3.OperationalError)
            self._connection = self._connection if self.is_damaged else None
            return None
        if found is None or not isinstance(found[0], bytes):
            return None
        self._used.add(key)
        written, what = found[0][:DIGEST], found[0][DIGEST:]
        return what if written == digest(key + what) else None


@contextmanager
def drawn_in(file: Path, made_by: str) -> Iterator[Drawn]:
    """Yield what was drawn before, by its file; what is drawn meanwhile is kept there, as far as that can be."""
    connection = _connected(file)
    drawn = Drawn(connection, made_by)
    try:
        yield drawn
        drawn.keep()
    finally:
        if connection:
            connection.close()
        if drawn.is_damaged:
            with suppress(OSError):
                file.unlink()


def _connected(file: Path) -> sqlite3.Connection | None:
    """Return a connection to the file, which is made anew where it is none of ours; None where there can be none."""
    for _ in range(2):
        try:
            file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            os.close(os.open(file, os.O_RDWR | os.O_CREAT, 0o600))
            connection = sqlite3.connect(file, timeout=0, isolation_level=None)
        except (OSError, sqlite3.Error):
            return None
        try:
            for statement in ("PRAGMA journal_mode = MEMORY", "PRAGMA synchronous = OFF", _TABLE):
                connection.execute(statement)
            return connection
        except sqlite3.Error as error:
            connection.close()
            if isinstance(error, sqlite3.OperationalError):
                return None
            with suppress(OSError):
                file.unlink()
    return None


def digest(content: bytes) -> bytes:
    """Return what two contents do not have in common."""
    return hashlib.blake2b(content, digest_size=DIGEST).digest()
