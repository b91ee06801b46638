"""The ledger: what was recorded, attempted and answered. Two databases, one meaning.

The order of a check is: record the message, commit; claim it, which records the attempt, commit; hand it over; settle
it with the answer, commit. Whatever dies in between leaves an attempt without an answer: the message was perhaps
accepted, and goes out again as the same one.
"""

import json
from abc import ABC, abstractmethod
from collections.abc import Collection, Iterable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from deadlines.domain.moment import Moment, as_written, parse_written
from deadlines.domain.zone import find_zone
from deadlines.reminders.ledger.tables import TABLES, VERSION
from deadlines.reminders.plan import Fact, ItemState, Message, Missed, id_of

Row = Mapping[str, Any]

CHECKS_STAY = 20_000
"""Counted, not by age: a clock that runs ahead for an hour must not make the ledger forget."""
LEASE = timedelta(minutes=5)
"""After that another worker goes on with a message, unless the first is known to be dead before."""

LONGEST_PAUSE = timedelta(hours=2)
"""No next try is set further ahead; one that is was set by a clock that ran ahead, and its time has come."""


class LedgerError(Exception):
    """The ledger cannot be used: what is wrong, and what to do."""


class DiskFull(LedgerError):  # noqa: N818
    """There is no room left for a fact."""


@dataclass(frozen=True, slots=True)
class Claim:
    """A message that this worker is to hand over now, and no other."""

    id: str
    attempt: int
    recipient: str
    channel: str
    address: str
    created: datetime
    items: tuple[Fact, ...]
    before: Mapping[str, Moment]
    """By key, the moment that the recipient was told before a move."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """A message that is open or dead, as `status` shows it."""

    id: str
    recipient: str
    channel: str
    address: str
    state: str
    attempt: int
    next_try: datetime
    reply: str
    records: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Overdue:
    """A reminder that was noted as missed."""

    recipient: str
    record: str
    label: str | None
    written: str
    zone: str
    covers: str
    noted: datetime


class Ledger(ABC):
    """What both databases do in the same words; a subclass says how statements run and who else is at work."""

    worker: str
    """A name of this process among those that ever used the ledger."""
    serial: str
    """How a column that counts is declared."""
    lock_rows = ""
    """What a claim says so that two workers take two messages."""

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
    def alone(self) -> AbstractContextManager[bool]:
        """Be the one that checks, where only one may be; False where another is at it and this one need not."""

    @abstractmethod
    def server_time(self, now: datetime) -> datetime:
        """Return the clock that leases are measured by."""

    @abstractmethod
    def release_stale_leases(self) -> None:
        """Take the leases from workers that are known to be dead."""

    @abstractmethod
    def release_reserve(self) -> bool:
        """Give the disk back what was kept for the last facts of a check; False where nothing was kept."""

    @abstractmethod
    def close(self) -> None:
        """Let go of the database."""

    def prepare(self) -> None:
        """Make the tables where there are none. Raises ``LedgerError`` where a newer version made them."""
        with self.transaction():
            for statement in TABLES:
                self.run(statement.replace("{serial}", self.serial))
            found = self.run("SELECT version FROM ledger")
            if not found:
                self.run("INSERT INTO ledger (version) VALUES (?)", (VERSION,))
            elif found[0]["version"] > VERSION:
                raise LedgerError("the ledger was written by a newer version of deadlines; update this one")

    # What is known.

    def facts(self) -> list[Fact]:
        """Return all items that were ever recorded and not taken back, the oldest first."""
        rows = self.run(
            """SELECT item.*, message.recipient, message.channel, message.created,
                      message.attempt > message.answered AS perhaps, attempt.started AS tried
               FROM item JOIN message ON message.id = item.message
               LEFT JOIN attempt ON item.state = 'open' AND attempt.message = message.id
                                 AND attempt.number = message.attempt
               WHERE item.state <> 'dropped' ORDER BY item.seq"""
        )
        return [fact for row in rows if (fact := _fact(row))]

    def last_good_check(self, now: datetime) -> datetime | None:
        """Return when the last check ended that went through, by a clock that was not ahead of ``now``."""
        rows = self.run("SELECT max(finished) AS last FROM run WHERE good = 1 AND finished <= ?", (stamp(now),))
        return instant(rows[0]["last"]) if rows and rows[0]["last"] else None

    def waiting(self, since: datetime) -> list[Waiting]:
        """Return what is open, and what died after ``since``."""
        rows = self.run(
            """SELECT * FROM message WHERE state = 'open' OR (state = 'dead' AND settled > ?)
               ORDER BY created, id""",
            (stamp(since),),
        )
        return [
            Waiting(
                row["id"], row["recipient"], row["channel"], row["address"], row["state"], row["attempt"],
                instant(row["next_try"]), row["reply"],
                tuple(dict.fromkeys(
                    item["record"]
                    for item in self.run("SELECT record FROM item WHERE message = ? ORDER BY seq", (row["id"],))
                )),
            )
            for row in rows
        ]  # fmt: skip

    def missed(self, since: datetime) -> list[Overdue]:
        """Return what was noted as missed after ``since``."""
        rows = self.run("SELECT * FROM missed WHERE noted > ? ORDER BY noted, key", (stamp(since),))
        return [
            Overdue(
                row["recipient"], row["record"], row["label"], row["written"], row["zone"], row["covers"],
                instant(row["noted"]),
            )
            for row in rows
        ]  # fmt: skip

    # A check.

    def begin(self, now: datetime) -> int:
        """Note that a check begins, and return its number."""
        with self.transaction():
            self.run("DELETE FROM run WHERE seq < (SELECT max(seq) FROM run) - ?", (CHECKS_STAY,))
            rows = self.run("INSERT INTO run (worker, started) VALUES (?, ?) RETURNING seq", (self.worker, stamp(now)))
        return int(rows[0]["seq"])

    def end(self, check: int, now: datetime) -> None:
        """Note that a check went through."""
        with self.transaction():
            self.run("UPDATE run SET finished = ?, good = 1 WHERE seq = ?", (stamp(now), check))

    def record(
        self,
        messages: Iterable[Message],
        drops: Iterable[Fact],
        missed: Iterable[Missed],
        now: datetime,
    ) -> list[Missed]:
        """Write down what a plan decided, all of it or nothing; return what is newly missed.

        An item that another worker recorded in the meantime stays with that worker's message.
        """
        with self.transaction():
            for fact in drops:
                self._drop(fact.message, fact.key, now)
            for message in sorted(messages, key=lambda one: (one.recipient.id, one.recipient.channel)):
                self._record(message, now)
            return [one for one in missed if self._note_missed(one, now)]

    def claim(self, now: datetime, waits: Collection[str] = ()) -> Claim | None:
        """Take the open message with the soonest deadline whose time to try has come, and record the attempt.

        Those in ``waits`` are left.
        """
        with self.transaction():
            clock = self.server_time(now)
            others = ", ".join("?" for _ in waits)
            rows = self.run(
                f"""SELECT * FROM message WHERE state = 'open' AND (next_try <= ? OR next_try > ?)
                   AND (lease IS NULL OR lease < ?)
                   {f"AND id NOT IN ({others})" if waits else ""}
                   ORDER BY expires, id LIMIT 1 {self.lock_rows}""",  # noqa: S608
                (stamp(now), stamp(now + LONGEST_PAUSE), stamp(clock), *waits),
            )
            if not rows:
                return None
            row, number = rows[0], rows[0]["attempt"] + 1
            self.run(
                "UPDATE message SET attempt = ?, worker = ?, lease = ? WHERE id = ?",
                (number, self.worker, stamp(clock + LEASE), row["id"]),
            )
            self.run(
                "INSERT INTO attempt (message, number, worker, started) VALUES (?, ?, ?, ?)",
                (row["id"], number, self.worker, stamp(now)),
            )
            items = self.run("SELECT * FROM item WHERE message = ? AND state = 'open' ORDER BY seq", (row["id"],))
        facts = [(_fact({**row, **item, "perhaps": False, "tried": None}), item) for item in items]
        before = {
            item["key"]: Moment(parse_written(item["before"]), item["before_zone"], bool(item["before_stated"]))
            for _, item in facts
            if item["before"] and find_zone(item["before_zone"])
        }
        return Claim(
            row["id"], number, row["recipient"], row["channel"], row["address"], instant(row["created"]),
            tuple(fact for fact, _ in facts if fact), before,
        )  # fmt: skip

    def accepted(self, claim: Claim, keys: Collection[str], reply: str, now: datetime) -> bool:
        """Record that the other side took the message with items of these keys.

        False where the claim was another's by then.
        """
        return self._settle(claim, "sent", reply, now, keys=keys)

    def refused(self, claim: Claim, keys: Collection[str], reply: str, now: datetime) -> bool:
        """Record that it will never be taken."""
        return self._settle(claim, "dead", reply, now, keys=keys)

    def postponed(self, claim: Claim, reply: str, now: datetime, next_try: datetime, *, unsure: bool) -> bool:
        """Record that it was not taken, or perhaps (``unsure``), and when to try again."""
        return self._settle(claim, "open", reply, now, definite=not unsure, next_try=next_try)

    def expired(self, claim: Claim, keys: Iterable[str], now: datetime) -> None:
        """Take items out of a claimed message before it is handed over: they hold no more."""
        with self.transaction():
            for key in keys:
                self._drop(claim.id, key, now, attempted=claim.attempt - 1)
            self.run(
                "UPDATE message SET answered = answered + 1 WHERE id = ? AND attempt = ? AND state = 'dropped'",
                (claim.id, claim.attempt),
            )

    # Records as they were when they were good.

    def good_records(self) -> dict[str, tuple[str, str]]:
        """Return path and stamp of each record that is remembered, by id."""
        return {row["id"]: (row["path"], row["stamp"]) for row in self.run("SELECT id, path, stamp FROM good_record")}

    def good_record(self, id_: str) -> tuple[str, str] | None:
        """Return path and content of a record as it was when it was good last."""
        rows = self.run("SELECT path, content FROM good_record WHERE id = ?", (id_,))
        return (rows[0]["path"], rows[0]["content"]) if rows else None

    def remember(self, records: Iterable[tuple[str, str, str, str]], forget: Iterable[str] = ()) -> None:
        """Keep records, each with id, path, stamp and content, for the day on which one of them is broken."""
        with self.transaction():
            for record in records:
                self.run(
                    """INSERT INTO good_record (id, path, stamp, content) VALUES (?, ?, ?, ?)
                       ON CONFLICT (id) DO UPDATE
                       SET path = excluded.path, stamp = excluded.stamp, content = excluded.content""",
                    record,
                )
            for id_ in forget:
                self.run("DELETE FROM good_record WHERE id = ?", (id_,))

    # How it is done.

    def _record(self, message: Message, now: datetime) -> None:
        keys = [one.telling.key for one in message.items]
        expires = min(one.telling.moment.instant for one in message.items)
        for generation in range(100):
            id_ = message.id if generation == 0 else id_of(keys, generation)
            self.run(
                """INSERT INTO message (id, recipient, channel, address, created, expires, state, next_try)
                   VALUES (?, ?, ?, ?, ?, ?, 'open', ?)
                   ON CONFLICT (id) DO UPDATE SET state = 'open', address = excluded.address,
                     created = excluded.created, expires = excluded.expires, next_try = excluded.next_try
                   WHERE message.state IN ('dead', 'dropped') AND message.attempt = message.answered""",
                (
                    id_, message.recipient.id, message.recipient.channel, message.recipient.address, stamp(now),
                    stamp(expires), stamp(now),
                ),
            )  # fmt: skip
            if self.run("SELECT state FROM message WHERE id = ?", (id_,))[0]["state"] == "open":
                break
        for one in sorted(message.items, key=lambda one: one.telling.key):
            told = one.telling
            self.run(
                """INSERT INTO item (message, key, state, address, record, role, label, kind, written, zone,
                                     zone_stated, before, before_zone, before_stated, expires, covers)
                   VALUES (?, ?, 'open', ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING""",
                (
                    id_, told.key, message.recipient.address, told.opportunity.id, told.role, told.label, told.kind,
                    as_written(told.moment.written), told.moment.zone_name, int(told.moment.zone_stated),
                    as_written(told.before.written) if told.before else None,
                    told.before.zone_name if told.before else None,
                    int(told.before.zone_stated) if told.before else None,
                    stamp(told.moment.instant), json.dumps([str(lead) for lead in one.covers]),
                ),
            )  # fmt: skip
        self._close_if_empty(id_, now)

    def _drop(self, id_: str, key: str, now: datetime, *, attempted: int | None = None) -> None:
        """Take an item back; where an attempt may have been accepted, it was perhaps told, and stays so."""
        rows = self.run("SELECT attempt, answered FROM message WHERE id = ?", (id_,))
        perhaps = bool(rows) and (rows[0]["attempt"] if attempted is None else attempted) > rows[0]["answered"]
        self.run(
            "UPDATE item SET state = ? WHERE message = ? AND key = ? AND state = 'open'",
            ("unsure" if perhaps else "dropped", id_, key),
        )
        self._close_if_empty(id_, now)

    def _close_if_empty(self, id_: str, now: datetime) -> None:
        self.run(
            """UPDATE message SET state = 'dropped', settled = ?, lease = NULL, worker = NULL
               WHERE id = ? AND state = 'open'
               AND NOT EXISTS (SELECT 1 FROM item WHERE item.message = message.id AND item.state = 'open')""",
            (stamp(now), id_),
        )

    def _note_missed(self, one: Missed, now: datetime) -> bool:
        return bool(
            self.changed(
                """INSERT INTO missed (key, recipient, record, label, written, zone, covers, noted)
                   VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING""",
                (
                    one.key, one.recipient.id, one.opportunity.id, one.point.label,
                    as_written(one.point.moment.written), one.point.moment.zone_name, ", ".join(one.lead_times),
                    stamp(now),
                ),
            )
        )  # fmt: skip

    def _settle(
        self,
        claim: Claim,
        outcome: ItemState,
        reply: str,
        now: datetime,
        *,
        keys: Collection[str] = (),
        definite: bool = True,
        next_try: datetime | None = None,
    ) -> bool:
        with self.transaction():
            mine = self.changed(
                """UPDATE message SET answered = answered + ?, reply = ?, next_try = ?, lease = NULL, worker = NULL
                   WHERE id = ? AND attempt = ? AND state = 'open'""",
                (int(definite), reply, stamp(next_try or now), claim.id, claim.attempt),
            )
            said = outcome if outcome != "open" else "temporary" if definite else "unsure"
            self.run(
                "UPDATE attempt SET ended = ?, outcome = ?, reply = ? WHERE message = ? AND number = ?",
                (stamp(now), said if mine else f"{said}, late", reply, claim.id, claim.attempt),
            )
            if mine and outcome != "open":
                self._settle_items(claim, outcome, keys, now)
        return bool(mine)

    def _settle_items(self, claim: Claim, outcome: ItemState, keys: Collection[str], now: datetime) -> None:
        """Give items their last state; one that was set aside stays open, and its message with it.

        What was accepted was told when the attempt began: the letter says how things stood then.
        """
        id_ = claim.id
        if outcome == "dead":
            rows = self.run("SELECT attempt > answered AS perhaps FROM message WHERE id = ?", (id_,))
            outcome = "unsure" if rows[0]["perhaps"] else "dead"
        for key in keys:
            self.run("UPDATE item SET state = ? WHERE message = ? AND key = ? AND state = 'open'", (outcome, id_, key))
            if outcome == "sent":
                self.run(
                    """UPDATE item SET told = (SELECT started FROM attempt WHERE attempt.message = ? AND number = ?)
                       WHERE message = ? AND key = ?""",
                    (id_, claim.attempt, id_, key),
                )
                self.run("DELETE FROM missed WHERE key = ?", (key,))
        self.run(
            """UPDATE message SET state = ?, settled = ? WHERE id = ? AND state = 'open'
               AND NOT EXISTS (SELECT 1 FROM item WHERE item.message = message.id AND item.state = 'open')""",
            ("sent" if outcome == "sent" else "dead", stamp(now), id_),
        )


def stamp(moment: datetime) -> str:
    """Return an instant as the ledger writes it; such texts sort as the instants do."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def instant(text: str) -> datetime:
    """Read an instant of the ledger."""
    return datetime.fromisoformat(text)


def _fact(row: Row) -> Fact | None:
    if find_zone(row["zone"]) is None:
        return None
    return Fact(
        message=row["message"],
        key=row["key"],
        recipient=row["recipient"],
        channel=row["channel"],
        address=row["address"],
        record=row["record"],
        role=row["role"],
        label=row["label"],
        kind=row["kind"],
        moment=Moment(parse_written(row["written"]), row["zone"], bool(row["zone_stated"])),
        covers=frozenset(json.loads(row["covers"])),
        state=row["state"],
        told_at=instant(row["told"] or row["tried"] or row["created"]),
        perhaps=bool(row["perhaps"]),
    )
