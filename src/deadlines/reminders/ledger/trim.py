"""What a ledger forgets: facts about moments that have passed long since."""

from deadlines.domain.instant import exact_stamp, instant
from deadlines.reminders.ledger.database import Database
from deadlines.reminders.ledger.facts import OF_USE

_CHECKS = 1_000
_RECORDS = 50
"""At a time, so that no check has to forget years of them."""


class Trim(Database):
    """The part of a ledger that forgets."""

    def trim(self) -> None:
        """Forget records of which all moments passed long before each of the last thousand checks.

        Not by the clock of this check: one that runs ahead for a day must not make the ledger forget what it sent.
        """
        with self.transaction():
            checks = self.run(
                "SELECT min(started) AS first FROM (SELECT started FROM run ORDER BY seq DESC LIMIT ?) AS latest",
                (_CHECKS,),
            )
            if not checks[0]["first"]:
                return
            before = exact_stamp(instant(checks[0]["first"]) - OF_USE)
            old = self.run(
                """SELECT DISTINCT record FROM item WHERE expires < ?
                   AND record NOT IN (SELECT record FROM item WHERE expires >= ? OR state = 'open') LIMIT ?""",
                (before, before, _RECORDS),
            )
            for row in old:
                self.run("DELETE FROM item WHERE record = ?", (row["record"],))
            if old:
                self.run(f"DELETE FROM attempt WHERE message IN (SELECT id FROM message WHERE {_IS_EMPTY})", (before,))  # noqa: S608
                self.run(f"DELETE FROM message WHERE {_IS_EMPTY}", (before,))  # noqa: S608
                self.run("DELETE FROM missed WHERE noted < ?", (before,))


_IS_EMPTY = "expires < ? AND state <> 'open' AND NOT EXISTS (SELECT 1 FROM item WHERE item.message = message.id)"
