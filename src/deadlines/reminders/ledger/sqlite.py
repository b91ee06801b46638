"""A ledger in one file, for one machine: one check at a time, every commit on the disk before a message leaves."""

import os
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from datetime import datetime
from pathlib import Path

from deadlines.domain.text import Sentence
from deadlines.reminders.ledger.database import DiskFull, LedgerError, Row
from deadlines.reminders.ledger.ledger import Ledger
from deadlines.reminders.ledger.owner import Owner, owner_of

_WAITS = 30.0
"""Seconds that a check waits for another one to end."""
_RESERVE = 256 * 1024
"""Bytes reserved beside the ledger, so that on a full disk the last reply can still be recorded."""


class SqliteLedger(Ledger):
    """SQLite in WAL mode with ``synchronous=FULL``; the file is readable by its owner alone."""

    serial = "INTEGER PRIMARY KEY AUTOINCREMENT"

    def __init__(self, file: Path) -> None:
        """Open the ledger, and make it where there is none. Raises ``LedgerError``."""
        self.file, self.worker = file, os.urandom(8).hex()
        try:
            file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            os.close(os.open(file, os.O_RDWR | os.O_CREAT, 0o600))
            file.chmod(0o600)
        except OSError as error:
            raise LedgerError(
                Sentence("the ledger {file} cannot be opened: {reason}", file=file, reason=error.strerror)
            ) from None
        with self._explained():
            self._connection = sqlite3.connect(file, timeout=_WAITS, isolation_level=None)
            self._connection.row_factory = sqlite3.Row
            self.run("PRAGMA journal_mode = WAL")
            self.run("PRAGMA synchronous = FULL")
        self.prepare()

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Commit what happens inside, or nothing of it."""
        with self._explained():
            self._connection.execute("BEGIN IMMEDIATE")
            try:
                yield
                self._connection.execute("COMMIT")
            except BaseException:
                if self._connection.in_transaction:
                    self._connection.execute("ROLLBACK")
                raise

    def run(self, statement: str, values: Iterable[object] = ()) -> list[Row]:
        """Run one statement."""
        try:
            return [dict(row) for row in self._connection.execute(statement, tuple(values))]
        except sqlite3.Error as error:
            raise self._explanation(error) from None

    def changed(self, statement: str, values: Iterable[object] = ()) -> int:
        """Run one statement and return how many rows it changed."""
        try:
            return self._connection.execute(statement, tuple(values)).rowcount
        except sqlite3.Error as error:
            raise self._explanation(error) from None

    @contextmanager
    def exclusive(self) -> Iterator[bool]:
        """Wait for another check to end; its lock ends with its process, however that ends."""
        beside = self.file.with_name(self.file.name + ".lock")
        with self._explained(), closing(sqlite3.connect(beside, timeout=_WAITS, isolation_level=None)) as lock:
            beside.chmod(0o600)
            try:
                lock.execute("BEGIN EXCLUSIVE")
            except sqlite3.OperationalError as error:
                if error.sqlite_errorcode != sqlite3.SQLITE_BUSY:
                    raise
                yield False
                return
            self._reserve()
            yield True

    def record_alone(self) -> None:
        """Do nothing: there is one check at a time."""

    def server_time(self, now: datetime) -> datetime:
        """Return ``now``: there is one machine."""
        return now

    def release_stale_leases(self) -> None:
        """Take every lease: whoever holds the lock knows that the other workers are dead."""
        with self.transaction():
            self.run("UPDATE message SET lease = NULL, worker = NULL WHERE state = 'open' AND lease IS NOT NULL")

    def release_reserve(self) -> bool:
        """Delete the reserve file."""
        reserve = self._reserve_file()
        there = reserve.exists()
        reserve.unlink(missing_ok=True)
        return there

    def close(self) -> None:
        """Close the file."""
        self._connection.close()

    def _reserve_file(self) -> Path:
        return self.file.with_name(self.file.name + ".reserve")

    def _reserve(self) -> None:
        reserve = self._reserve_file()
        try:
            if not reserve.exists() or reserve.stat().st_size < _RESERVE:
                reserve.touch(0o600)
                reserve.write_bytes(os.urandom(_RESERVE))
        except OSError as error:
            reserve.unlink(missing_ok=True)
            raise DiskFull(
                Sentence(
                    "there is no room beside the ledger {file}: {reason}; make some",
                    file=self.file,
                    reason=error.strerror,
                )
            ) from None

    @contextmanager
    def _explained(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.Error as error:
            raise self._explanation(error) from None

    def _explanation(self, error: sqlite3.Error) -> LedgerError:
        code = getattr(error, "sqlite_errorcode", 0) & 0xFF
        what = _EXPLANATIONS.get(code, f"{error}")
        kind = DiskFull if code == sqlite3.SQLITE_FULL else LedgerError
        return kind(Sentence("the ledger {file}: {reason}", file=self.file, reason=what))


def owner_in(file: Path) -> Owner | None:
    """Return whose a ledger is, and change nothing; None where it does not say so, or cannot be read."""
    try:
        with closing(sqlite3.connect(f"{file.resolve().as_uri()}?mode=ro", uri=True)) as connection:
            connection.row_factory = sqlite3.Row
            row = connection.execute("SELECT * FROM owner").fetchone()
    except sqlite3.Error:
        return None
    return owner_of(dict(row)) if row else None


_EXPLANATIONS = {
    sqlite3.SQLITE_FULL: Sentence("the disk is full; make room and run the check again, nothing is lost"),
    sqlite3.SQLITE_BUSY: Sentence("it is locked by another program; run the check again when that has ended"),
    sqlite3.SQLITE_LOCKED: Sentence("it is locked by another program; run the check again when that has ended"),
    sqlite3.SQLITE_READONLY: Sentence("it is read-only; let this user write it and its folder"),
    sqlite3.SQLITE_CANTOPEN: Sentence("it cannot be opened; let this user write its folder"),
    sqlite3.SQLITE_CORRUPT: Sentence(
        "it is damaged; put a backup in its place, or move it away: what is due is then sent again"
    ),
    sqlite3.SQLITE_NOTADB: Sentence("it is not a ledger; name another file in [ledger] url"),
    sqlite3.SQLITE_IOERR: Sentence("the disk cannot be written; check its room and its health"),
}
