"""The database of a ledger: how statements run, and who else uses it. SQLite and PostgreSQL differ in nothing else."""

from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping
from contextlib import AbstractContextManager
from datetime import datetime
from typing import Any

from deadlines.domain.text import Sentence
from deadlines.reminders.ledger.tables import CHANGES, INDEXES, TABLES, VERSION

Row = Mapping[str, Any]


class LedgerError(Exception):
    """The ledger cannot be used: what is wrong, and what to do."""


class DiskFull(LedgerError):  # noqa: N818
    """There is no room left for a fact."""


class Database(ABC):
    """What a subclass says in the words of its database."""

    worker: str
    """A name of this process that no other has or had."""
    serial: str
    """How a column that counts is declared."""
    lock_messages = ""
    """What a claim says so that two workers take two messages."""
    candidates = 1
    """Among so many of the messages that wait a claim finds one that no other worker has."""
    lock_row = ""
    """What a look at a row says so that no other worker changes it before this one does."""

    @abstractmethod
    def transaction(self) -> AbstractContextManager[None]:
        """Commit what happens inside, or nothing of it. Raises ``LedgerError``."""

    @abstractmethod
    def run(self, statement: str, values: Iterable[object] = ()) -> list[Row]:
        """Run one statement with ``?`` for its values, and return its rows."""

    @abstractmethod
    def changed(self, statement: str, values: Iterable[object] = ()) -> int:
        """Run one statement and return how many rows it changed."""

    @abstractmethod
    def exclusive(self) -> AbstractContextManager[bool]:
        """Hold the lock under which one check runs at a time, where there is one; False where another keeps it."""

    @abstractmethod
    def record_alone(self) -> None:
        """Let no other worker record messages or forget them until this transaction ends.

        It would find them recorded one by one, or forget what another has just recorded.
        """

    @abstractmethod
    def server_time(self, now: datetime) -> datetime:
        """Return the clock that leases are measured by."""

    @abstractmethod
    def release_stale_leases(self) -> None:
        """Take the leases from workers that are known to be dead."""

    @abstractmethod
    def release_reserve(self) -> bool:
        """Free the disk space that was reserved for the last facts of a check; False where none was."""

    @abstractmethod
    def close(self) -> None:
        """Close the connection."""

    def prepare(self) -> None:
        """Make the tables, or change those of an older version. Raises ``LedgerError`` where a newer one made them.

        Of indexes that are there nothing is said: to say so, PostgreSQL locks their table.
        """
        with self.transaction():
            for statement in TABLES:
                self.run(statement.replace("{serial}", self.serial))
            found = self.run("SELECT version FROM ledger")
            version = found[0]["version"] if found else 0
            if version == VERSION:
                return
            if version > VERSION:
                raise LedgerError(Sentence("the ledger was written by a newer version of deadlines; update this one"))
            for number in range(version + 1, VERSION + 1) if found else ():
                for statement in CHANGES[number]:
                    self.run(statement)
            for statement in INDEXES:
                self.run(statement)
            self.run("DELETE FROM ledger")
            self.run("INSERT INTO ledger (version) VALUES (?)", (VERSION,))
