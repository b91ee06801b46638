"""Answers: what became of an attempt. One that counts for nothing came when the message was another worker's."""

from collections.abc import Collection, Sequence
from datetime import datetime

from deadlines.domain.instant import exact_stamp
from deadlines.reminders.fact import ItemState
from deadlines.reminders.ledger.claims import Claim, Claims, claimed


class Answers(Claims):
    """The part of a ledger that settles what was claimed."""

    def accepted(self, claim: Claim, keys: Collection[str], reply: str, now: datetime) -> bool:
        """Record that the server accepted the message with items of these keys.

        False where the claim was another worker's by then.
        """
        with self.transaction():
            return self._close(claim, "sent", keys, reply, now)

    def accepted_and_next(
        self, claim: Claim, keys: Collection[str], reply: str, now: datetime, ids: Sequence[str]
    ) -> Claim | None:
        """Record that the server accepted the message, and take the next one as ``claim`` does, in one commit.

        A commit is the dearest part of a mail. Where one of both cannot be recorded, neither is.
        """
        with self.transaction():
            self._close(claim, "sent", keys, reply, now)
            taken = self.take(ids, now)
        return taken and claimed(*taken)

    def refused(
        self, claim: Claim, keys: Collection[str], reply: str, now: datetime, *, content: str | None = None
    ) -> bool:
        """Record that it will never be accepted at this address or, with the digest of its ``content``, as it is."""
        with self.transaction():
            return self._close(claim, "dead", keys, reply, now, content)

    def postponed(self, claim: Claim, reply: str, now: datetime, next_try: datetime, *, unsure: bool) -> bool:
        """Record that it was not accepted, or perhaps (``unsure``), and when to try again."""
        with self.transaction():
            return self.answer(claim, reply, next_try, definite=not unsure)

    def answer(self, claim: Claim, reply: str, next_try: datetime, *, definite: bool = True) -> bool:
        """Record the reply to an attempt, within a transaction; False where the claim was another worker's by then."""
        return bool(
            self.changed(
                """UPDATE message SET answered = answered + ?, reply = ?, next_try = ?, lease = NULL, worker = NULL
                   WHERE id = ? AND attempt = ? AND state = 'open'""",
                (int(definite), reply, exact_stamp(next_try), claim.id, claim.attempt),
            )
        )

    def _close(
        self,
        claim: Claim,
        outcome: ItemState,
        keys: Collection[str],
        reply: str,
        now: datetime,
        content: str | None = None,
    ) -> bool:
        """Give items their last state; one that was deferred stays open, and its message with it.

        What was accepted counts from when the attempt began: the letter says how things stood then. Who refuses what a
        letter says refused it at an earlier attempt as well, of which the reply was lost.
        """
        if not self.answer(claim, reply, now):
            return False
        if outcome == "dead" and content is None:
            rows = self.run("SELECT attempt > answered AS unconfirmed FROM message WHERE id = ?", (claim.id,))
            outcome = "unsure" if rows[0]["unconfirmed"] else "dead"
        told = exact_stamp(claim.started) if outcome == "sent" or content is not None else None
        for key in keys:
            self.run(
                "UPDATE item SET state = ?, refused = ?, told = ? WHERE message = ? AND key = ? AND state = 'open'",
                (outcome, content, told, claim.id, key),
            )
        if outcome == "sent":
            self.run(
                "DELETE FROM missed WHERE key IN (SELECT key FROM item WHERE message = ? AND state = 'sent')",
                (claim.id,),
            )
        self.run(
            """UPDATE message SET state = ?, settled = ? WHERE id = ? AND state = 'open'
               AND NOT EXISTS (SELECT 1 FROM item WHERE item.message = message.id AND item.state = 'open')""",
            ("sent" if outcome == "sent" else "dead", exact_stamp(now), claim.id),
        )
        return True
