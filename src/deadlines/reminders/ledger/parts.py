"""Parts of a message: one that is refused for what it says goes on as two, until what is refused is alone."""

from collections.abc import Collection, Sequence
from datetime import datetime

from deadlines.domain.instant import exact_stamp
from deadlines.reminders.ledger.answers import Answers
from deadlines.reminders.ledger.claims import Claim
from deadlines.reminders.plan import id_of


class Parts(Answers):
    """The part of a ledger that opens messages, and parts them."""

    def open_message(
        self, keys: Collection[str], recipient: str, channel: str, address: str, expires: str, now: datetime
    ) -> str:
        """Record a message within a transaction and return its id; one that was sent is followed by another."""
        for generation in range(100):
            id_ = id_of(keys, generation)
            made = self.run(
                """INSERT INTO message (id, recipient, channel, address, created, expires, state, next_try)
                   VALUES (?, ?, ?, ?, ?, ?, 'open', ?)
                   ON CONFLICT (id) DO UPDATE SET state = 'open', address = excluded.address,
                     created = excluded.created, expires = excluded.expires, next_try = excluded.next_try
                   WHERE message.state IN ('dead', 'dropped') AND message.attempt = message.answered
                   RETURNING id""",
                (id_, recipient, channel, address, exact_stamp(now), expires, exact_stamp(now)),
            )
            if made or self.run("SELECT state FROM message WHERE id = ?", (id_,))[0]["state"] == "open":
                break
        return id_

    def split(self, claim: Claim, keys: Sequence[str], reply: str, now: datetime) -> list[str]:
        """Record that a claimed message was refused for what it says, and that its items go on in two.

        Return the ids of the parts; nothing where the claim was another worker's by then. An earlier attempt of which
        the reply was lost counts as refused too: the same was asked of the same server.
        """
        with self.transaction():
            if not self.answer(claim, reply, now):
                return []
            middle = len(keys) // 2
            ids = [self._move(claim, some, now) for some in (keys[:middle], keys[middle:])]
            self.close_if_empty(claim.id, now)
        return ids

    def _move(self, claim: Claim, keys: Sequence[str], now: datetime) -> str:
        expires = min(exact_stamp(fact.moment.instant) for fact in claim.items if fact.key in keys)
        id_ = self.open_message(keys, claim.recipient, claim.channel, claim.address, expires, now)
        for key in keys:
            self.run(
                "UPDATE item SET message = ? WHERE message = ? AND key = ? AND state = 'open'", (id_, claim.id, key)
            )
        return id_
