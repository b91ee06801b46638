"""A ledger in PostgreSQL, for several machines: each takes messages that no other has."""

import secrets
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

import psycopg
from psycopg.rows import dict_row

from deadlines.domain.instant import exact_stamp, instant
from deadlines.domain.text import Sentence
from deadlines.reminders.ledger.database import LedgerError, Row
from deadlines.reminders.ledger.ledger import Ledger

_CONNECTS = 10
"""Seconds."""
_WAITS = "30s"
"""For what another program has locked: a check that waited for ever would keep all that follow it."""
_TABLES = 7_339_116_001
"""The advisory lock under which tables are made."""
_RECORDS = 7_339_116_002
"""The one under which messages are recorded."""


class PostgresLedger(Ledger):
    """Rows are taken with ``SKIP LOCKED``; a worker holds an advisory lock for as long as it lives."""

    serial = "BIGSERIAL PRIMARY KEY"
    lock_messages = "FOR UPDATE OF message SKIP LOCKED"
    candidates = 16
    lock_row = "FOR UPDATE"

    def __init__(self, url: str) -> None:
        """Connect, and make the tables where there are none. Raises ``LedgerError``."""
        self._alive = secrets.randbits(62)
        self.worker = str(self._alive)
        with self._explained():
            self._connection: psycopg.Connection[dict[str, Any]] = psycopg.connect(
                url, autocommit=True, connect_timeout=_CONNECTS, row_factory=dict_row
            )
            self.run(f"SET lock_timeout = '{_WAITS}'")
            self.run("SELECT pg_advisory_lock(?)", (_TABLES,))
            self.prepare()
            self.run("SELECT pg_advisory_unlock(?)", (_TABLES,))
            self.run("SELECT pg_advisory_lock(?)", (self._alive,))

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Commit what happens inside, or nothing of it."""
        with self._explained(), self._connection.transaction():
            yield

    def run(self, statement: str, values: Iterable[object] = ()) -> list[Row]:
        """Run one statement."""
        with self._explained():
            done = self._connection.execute(statement.replace("?", "%s"), tuple(values))
            return list(done.fetchall()) if done.description else []

    def changed(self, statement: str, values: Iterable[object] = ()) -> int:
        """Run one statement and return how many rows it changed."""
        with self._explained():
            return self._connection.execute(statement.replace("?", "%s"), tuple(values)).rowcount

    @contextmanager
    def exclusive(self) -> Iterator[bool]:
        """Return at once: others may check at the same time, and take other messages."""
        yield True

    def record_alone(self) -> None:
        """Wait for another worker that records."""
        self.run("SELECT pg_advisory_xact_lock(?)", (_RECORDS,))

    def server_time(self, now: datetime) -> datetime:
        """Return the server's clock: those of the machines may differ."""
        clock: datetime = self.run("SELECT clock_timestamp() AS now")[0]["now"]
        return instant(exact_stamp(clock))

    def release_stale_leases(self) -> None:
        """Take the leases of workers whose advisory lock is free: a lock ends with its session."""
        for row in self.run("SELECT DISTINCT worker FROM message WHERE state = 'open' AND lease IS NOT NULL"):
            other = int(row["worker"])
            if other != self._alive and self.run("SELECT pg_try_advisory_lock(?) AS free", (other,))[0]["free"]:
                self.run("UPDATE message SET lease = NULL, worker = NULL WHERE worker = ?", (row["worker"],))
                self.run("SELECT pg_advisory_unlock(?)", (other,))

    def release_reserve(self) -> bool:
        """Return False: the disk is the server's."""
        return False

    def close(self) -> None:
        """Close the connection."""
        self._connection.close()

    @contextmanager
    def _explained(self) -> Iterator[None]:
        try:
            yield
        except psycopg.Error as error:
            said = str(error).strip().partition("\n")[0] or type(error).__name__
            raise LedgerError(
                Sentence("{place}: {reason}", place=Sentence("the ledger in PostgreSQL"), reason=said)
            ) from None
