"""Claims: a message is taken by one worker, which records the attempt and sends it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from deadlines.domain.instant import exact_stamp, instant
from deadlines.domain.moment import Moment
from deadlines.reminders.fact import Fact
from deadlines.reminders.ledger.database import Database, Row
from deadlines.reminders.ledger.facts import fact_of, moment_of

LEASE = timedelta(minutes=5)
"""After that another worker goes on with a message, unless the first is known to be dead before."""
LONGEST_PAUSE = timedelta(hours=2)
"""No next try is set further ahead; one that is was set by a clock that ran ahead, and its time has come."""

_IS_READY = "state = 'open' AND (next_try <= ? OR next_try > ?) AND (lease IS NULL OR lease < ?)"


@dataclass(frozen=True, slots=True)
class Ready:
    """A message whose time to try has come."""

    id: str
    recipient: str
    channel: str


@dataclass(frozen=True, slots=True)
class Claim:
    """A message that this worker is to send now, and no other."""

    id: str
    attempt: int
    started: datetime
    """When the attempt began."""
    recipient: str
    channel: str
    address: str
    created: datetime
    items: tuple[Fact, ...]
    before: Mapping[str, Moment]
    """By key, the moment that the recipient was notified of before a move."""


class Claims(Database):
    """The part of a ledger that takes open messages."""

    def ready(self, now: datetime) -> list[Ready]:
        """Return the open messages whose time to try has come: those never tried first, then the soonest deadline."""
        rows = self.run(
            f"""SELECT id, recipient, channel FROM message WHERE {_IS_READY} ORDER BY attempt > 0, expires, id""",  # noqa: S608
            self._times(now),
        )
        return [Ready(row["id"], row["recipient"], row["channel"]) for row in rows]

    def claim(self, ids: Sequence[str], now: datetime) -> Claim | None:
        """Take the first of some messages that is ready, and record the attempt; None where others were first."""
        with self.transaction():
            taken = self.take(ids, now)
        return taken and claimed(*taken)

    def take(self, ids: Sequence[str], now: datetime) -> tuple[Row, list[Row]] | None:
        """Take a message within a transaction, and return its row and those of its open items; as ``claim``."""
        mine, among, at_server = self.worker, ", ".join(["(?, ?)"] * len(ids)), self.server_time(now)
        rows = self.run(
            f"""UPDATE message SET attempt = attempt + 1, started = ?, worker = ?, lease = ?
                WHERE id = (WITH wanted (its, place) AS (VALUES {among})
                            SELECT id FROM message JOIN wanted ON id = its WHERE {_IS_READY}
                            ORDER BY place LIMIT 1 {self.lock_messages})
                RETURNING *""",  # noqa: S608
            (
                exact_stamp(now), mine, exact_stamp(at_server + LEASE),
                *(value for place, id_ in enumerate(ids) for value in (id_, place)), *_times(now, at_server),
            ),
        )  # fmt: skip
        if not rows:
            return None
        return rows[0], self.run(
            "SELECT * FROM item WHERE message = ? AND state = 'open' ORDER BY seq", (rows[0]["id"],)
        )

    def expired(self, claim: Claim, keys: Iterable[str], now: datetime) -> None:
        """Withdraw items from a claimed message before it is sent: they no longer apply."""
        with self.transaction():
            for key in keys:
                self.withdraw(claim.id, key, now, attempted=claim.attempt - 1)
            self.run(
                "UPDATE message SET answered = answered + 1 WHERE id = ? AND attempt = ? AND state = 'dropped'",
                (claim.id, claim.attempt),
            )

    def withdraw(self, id_: str, key: str, now: datetime, *, attempted: int | None = None) -> None:
        """Take an item back, within a transaction; where an attempt may have been accepted it stays as unsure."""
        rows = self.run(f"SELECT attempt, answered FROM message WHERE id = ? {self.lock_row}", (id_,))  # noqa: S608
        unsure = bool(rows) and (rows[0]["attempt"] if attempted is None else attempted) > rows[0]["answered"]
        self.run(
            "UPDATE item SET state = ? WHERE message = ? AND key = ? AND state = 'open'",
            ("unsure" if unsure else "dropped", id_, key),
        )
        self.close_if_empty(id_, now)

    def close_if_empty(self, id_: str, now: datetime) -> None:
        """Withdraw a message that has no open items, within a transaction."""
        self.run(
            """UPDATE message SET state = 'dropped', settled = ?, lease = NULL, worker = NULL
               WHERE id = ? AND state = 'open'
               AND NOT EXISTS (SELECT 1 FROM item WHERE item.message = message.id AND item.state = 'open')""",
            (exact_stamp(now), id_),
        )

    def _times(self, now: datetime) -> tuple[str, str, str]:
        return _times(now, self.server_time(now))


def _times(now: datetime, at_server: datetime) -> tuple[str, str, str]:
    """Return the values of ``_IS_READY``."""
    return exact_stamp(now), exact_stamp(now + LONGEST_PAUSE), exact_stamp(at_server)


def claimed(message: Row, items: Sequence[Row]) -> Claim:
    """Return the claim in the row of a message that was taken, and those of its open items."""
    facts = (fact_of({**message, **item, "unconfirmed": False}) for item in items)
    before = {
        item["key"]: moment
        for item in items
        if item["before"] and (moment := moment_of(item["before"], item["before_zone"], item["before_stated"]))
    }
    return Claim(
        message["id"], message["attempt"], instant(message["started"]), message["recipient"], message["channel"],
        message["address"], instant(message["created"]), tuple(fact for fact in facts if fact), before,
    )  # fmt: skip
