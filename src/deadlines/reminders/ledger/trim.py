"""What a ledger forgets: facts about moments that have passed long since, which no reminder can need again."""

from deadlines.domain.instant import exact_stamp, instant
from deadlines.reminders.ledger.database import Database
from deadlines.reminders.ledger.facts import OF_USE

_AT_A_TIME = 50
"""Records, and dates of rules, so that no check has to forget years of them."""
_HAS_PASSED = "expires < ? AND state <> 'open'"
_IS_OF_USE = "expires >= ? OR state = 'open'"


class Trim(Database):
    """The part of a ledger that forgets."""

    checks_behind = 10_000
    """What is forgotten had passed long before each of so many last checks: a week of them, one a minute."""

    def trim(self) -> None:
        """Forget records of which all moments passed long ago, and of what repeats the dates that did.

        Not by the clock of this check: one that runs ahead for days must not make the ledger forget what it sent. What
        was moved stays as long as what it was moved to: whoever was told of the one is told of the other.
        """
        with self.transaction():
            self.record_alone()
            checks = self.run(
                "SELECT min(started) AS first FROM (SELECT started FROM run ORDER BY seq DESC LIMIT ?) AS latest",
                (self.checks_behind,),
            )
            if not checks[0]["first"]:
                return
            before = exact_stamp(instant(checks[0]["first"]) - OF_USE)
            if self._forget_items(before):
                self.run(
                    f"""DELETE FROM message WHERE {_HAS_PASSED}
                        AND NOT EXISTS (SELECT 1 FROM item WHERE item.message = message.id)""",  # noqa: S608
                    (before,),
                )
            self.run("DELETE FROM missed WHERE noted < ?", (before,))

    def _forget_items(self, before: str) -> bool:
        """Forget what is about moments before an instant; True where there was something."""
        records = self.run(
            f"""SELECT DISTINCT record FROM item WHERE {_HAS_PASSED}
                AND record NOT IN (SELECT record FROM item WHERE {_IS_OF_USE}) LIMIT ?""",  # noqa: S608
            (before, before, _AT_A_TIME),
        )
        dates = self.run(
            f"""SELECT DISTINCT record, day FROM item WHERE {_HAS_PASSED} AND day IS NOT NULL
                AND (record, day) NOT IN (SELECT record, day FROM item WHERE day IS NOT NULL AND ({_IS_OF_USE}))
                LIMIT ?""",  # noqa: S608
            (before, before, _AT_A_TIME),
        )
        for row in records:
            self.run("DELETE FROM item WHERE record = ?", (row["record"],))
        for row in dates:
            self.run("DELETE FROM item WHERE record = ? AND day = ?", (row["record"], row["day"]))
        return bool(records or dates)
