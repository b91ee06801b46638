"""Claims: a message is taken by one worker, which records the attempt, sends it, and settles it with the reply."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from deadlines.domain.instant import exact_stamp, instant
from deadlines.domain.moment import Moment
from deadlines.reminders.fact import Fact, ItemState
from deadlines.reminders.ledger.database import Database
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
    recipient: str
    channel: str
    address: str
    created: datetime
    items: tuple[Fact, ...]
    before: Mapping[str, Moment]
    """By key, the moment that the recipient was notified of before a move."""


class Claims(Database):
    """The part of a ledger that takes open messages and settles them."""

    def ready(self, now: datetime) -> list[Ready]:
        """Return the open messages whose time to try has come: those never tried first, then the soonest deadline."""
        rows = self.run(
            f"""SELECT id, recipient, channel FROM message WHERE {_IS_READY} ORDER BY attempt > 0, expires, id""",  # noqa: S608
            self._times(now),
        )
        return [Ready(row["id"], row["recipient"], row["channel"]) for row in rows]

    def claim(self, id_: str, now: datetime) -> Claim | None:
        """Take a message that is ready, and record the attempt; None where another worker was first."""
        with self.transaction():
            clock = self.server_time(now)
            rows = self.run(
                f"SELECT * FROM message WHERE id = ? AND {_IS_READY} {self.lock_rows}",  # noqa: S608
                (id_, *self._times(now)),
            )
            if not rows:
                return None
            row, number = rows[0], rows[0]["attempt"] + 1
            self.run(
                "UPDATE message SET attempt = ?, worker = ?, lease = ? WHERE id = ?",
                (number, self.worker, exact_stamp(clock + LEASE), row["id"]),
            )
            self.run(
                "INSERT INTO attempt (message, number, worker, started) VALUES (?, ?, ?, ?)",
                (row["id"], number, self.worker, exact_stamp(now)),
            )
            items = self.run("SELECT * FROM item WHERE message = ? AND state = 'open' ORDER BY seq", (row["id"],))
        facts = [(fact_of({**row, **item, "unconfirmed": False, "tried": None}), item) for item in items]
        before = {
            item["key"]: moment
            for _, item in facts
            if item["before"] and (moment := moment_of(item["before"], item["before_zone"], item["before_stated"]))
        }
        return Claim(
            row["id"], number, row["recipient"], row["channel"], row["address"], instant(row["created"]),
            tuple(fact for fact, _ in facts if fact), before,
        )  # fmt: skip

    def accepted(self, claim: Claim, keys: Collection[str], reply: str, now: datetime) -> bool:
        """Record that the server accepted the message with items of these keys.

        False where the claim was another worker's by then.
        """
        return self._settle(claim, "sent", reply, now, keys=keys)

    def refused(
        self, claim: Claim, keys: Collection[str], reply: str, now: datetime, *, content: str | None = None
    ) -> bool:
        """Record that it will never be accepted at this address or, with the digest of its ``content``, as it is."""
        return self._settle(claim, "dead", reply, now, keys=keys, content=content)

    def postponed(self, claim: Claim, reply: str, now: datetime, next_try: datetime, *, unsure: bool) -> bool:
        """Record that it was not accepted, or perhaps (``unsure``), and when to try again."""
        return self._settle(claim, "open", reply, now, definite=not unsure, next_try=next_try)

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
        rows = self.run("SELECT attempt, answered FROM message WHERE id = ?", (id_,))
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
        """Return the values of ``_IS_READY``."""
        return exact_stamp(now), exact_stamp(now + LONGEST_PAUSE), exact_stamp(self.server_time(now))

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
        content: str | None = None,
    ) -> bool:
        noted = outcome if outcome != "open" else "temporary" if definite else "unsure"
        with self.transaction():
            mine = self.settle_attempt(claim, noted, reply, now, definite=definite, next_try=next_try)
            if mine and outcome != "open":
                self._settle_items(claim, outcome, keys, now, content)
        return mine

    def settle_attempt(
        self,
        claim: Claim,
        noted: str,
        reply: str,
        now: datetime,
        *,
        definite: bool = True,
        next_try: datetime | None = None,
    ) -> bool:
        """Record the reply to an attempt, within a transaction; False where the claim was another worker's by then."""
        mine = self.changed(
            """UPDATE message SET answered = answered + ?, reply = ?, next_try = ?, lease = NULL, worker = NULL
               WHERE id = ? AND attempt = ? AND state = 'open'""",
            (int(definite), reply, exact_stamp(next_try or now), claim.id, claim.attempt),
        )
        self.run(
            "UPDATE attempt SET ended = ?, outcome = ?, reply = ? WHERE message = ? AND number = ?",
            (exact_stamp(now), noted if mine else f"{noted}, late", reply, claim.id, claim.attempt),
        )
        return bool(mine)

    def _settle_items(
        self, claim: Claim, outcome: ItemState, keys: Collection[str], now: datetime, content: str | None
    ) -> None:
        """Give items their last state; one that was deferred stays open, and its message with it.

        What was accepted counts from when the attempt began: the letter says how things stood then. Who refuses what a
        letter says refused it at an earlier attempt as well, of which the reply was lost.
        """
        id_ = claim.id
        if outcome == "dead" and content is None:
            rows = self.run("SELECT attempt > answered AS unconfirmed FROM message WHERE id = ?", (id_,))
            outcome = "unsure" if rows[0]["unconfirmed"] else "dead"
        for key in keys:
            self.run(
                """UPDATE item SET state = ?, refused = ?,
                          told = CASE WHEN ? = 1 THEN (SELECT started FROM attempt WHERE message = ? AND number = ?) END
                   WHERE message = ? AND key = ? AND state = 'open'""",
                (outcome, content, int(outcome == "sent" or content is not None), id_, claim.attempt, id_, key),
            )
            if outcome == "sent":
                self.run("DELETE FROM missed WHERE key = ?", (key,))
        self.run(
            """UPDATE message SET state = ?, settled = ? WHERE id = ? AND state = 'open'
               AND NOT EXISTS (SELECT 1 FROM item WHERE item.message = message.id AND item.state = 'open')""",
            ("sent" if outcome == "sent" else "dead", exact_stamp(now), id_),
        )
