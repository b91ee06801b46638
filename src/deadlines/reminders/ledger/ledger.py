"""The ledger: what was recorded, attempted and answered. Two databases, one meaning.

The order of a check is: record the message, commit; claim it, which records the attempt, commit; send it; settle it
with the reply, and claim the next that goes by the same relay, commit. Whatever dies in between leaves an attempt
without a reply: the message may have been accepted, and is sent again as the same one.
"""

import json
from collections.abc import Iterable, Sequence
from datetime import datetime

from deadlines.domain.instant import exact_stamp
from deadlines.domain.moment import as_written
from deadlines.reminders.decision import Missed, Owed
from deadlines.reminders.fact import Fact
from deadlines.reminders.ledger.facts import Facts
from deadlines.reminders.ledger.good_records import GoodRecords
from deadlines.reminders.ledger.owner import Owned
from deadlines.reminders.ledger.parts import Parts
from deadlines.reminders.ledger.trim import Trim
from deadlines.reminders.plan import Message

CHECKS_STAY = 20_000
"""Counted, not by age: a clock that runs ahead for an hour must not make the ledger forget."""

_AT_A_TIME = 500
"""Keys that are asked for in one statement."""


class Ledger(Facts, Parts, Trim, GoodRecords, Owned):
    """All that a check needs; a subclass is its database."""

    def begin(self, now: datetime) -> int:
        """Note that a check begins, and return its number."""
        with self.transaction():
            self.run("DELETE FROM run WHERE seq < (SELECT max(seq) FROM run) - ?", (CHECKS_STAY,))
            rows = self.run(
                "INSERT INTO run (worker, started) VALUES (?, ?) RETURNING seq", (self.worker, exact_stamp(now))
            )
        return int(rows[0]["seq"])

    def end(self, check: int, now: datetime) -> None:
        """Note that a check went through."""
        with self.transaction():
            self.run("UPDATE run SET finished = ?, good = 1 WHERE seq = ?", (exact_stamp(now), check))

    def record(
        self,
        messages: Sequence[Message],
        withdrawn: Iterable[Fact],
        missed: Iterable[Missed],
        now: datetime,
    ) -> list[Missed]:
        """Write down what a plan decided, all of it or nothing; return what is newly missed.

        An item that another worker recorded in the meantime stays with that worker's message.
        """
        with self.transaction():
            self.record_alone()
            for fact in withdrawn:
                self.withdraw(fact.message, fact.key, now)
            known = self._recorded([one.notice.key for message in messages for one in message.items])
            for message in messages:
                if not known.issuperset(one.notice.key for one in message.items):
                    self._record(message, now)
            return [one for one in missed if self._note_missed(one, now)]

    def _recorded(self, keys: Sequence[str]) -> set[str]:
        """Return those of the keys that are in a message already: another worker recorded them just now."""
        found: set[str] = set()
        for start in range(0, len(keys), _AT_A_TIME):
            some = keys[start : start + _AT_A_TIME]
            rows = self.run(
                f"""SELECT key FROM item WHERE state IN ('open', 'sent', 'unsure')
                    AND key IN ({", ".join("?" * len(some))})""",  # noqa: S608
                some,
            )
            found.update(row["key"] for row in rows)
        return found

    def _record(self, message: Message, now: datetime) -> None:
        keys = [one.notice.key for one in message.items]
        expires = min(one.notice.point.moment.instant for one in message.items)
        to = message.recipient
        id_ = self.open_message(keys, to.id, to.channel, to.address, exact_stamp(expires), now)
        ordered = sorted(message.items, key=lambda one: one.notice.key)
        if not sum([self._record_item(id_, message.recipient.address, one) for one in ordered]):
            self.close_if_empty(id_, now)

    def _record_item(self, id_: str, address: str, one: Owed) -> int:
        """Record an item, and return 1; 0 where it is in another message."""
        notice, point, before = one.notice, one.notice.point, one.notice.before
        name = point.name
        return self.changed(
            """INSERT INTO item (message, key, state, address, record, role, label, kind, written, zone,
                                 zone_stated, before, before_zone, before_stated, expires, covers, day)
               VALUES (?, ?, 'open', ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING""",
            (
                id_, notice.key, address, name.record, name.role, name.label, notice.kind,
                as_written(point.moment.written), point.moment.zone_name, int(point.moment.zone_stated),
                as_written(before.written) if before else None,
                before.zone_name if before else None,
                int(before.zone_stated) if before else None,
                exact_stamp(point.moment.instant), json.dumps([str(lead) for lead in one.covers]),
                name.day.isoformat() if name.day else None,
            ),
        )  # fmt: skip

    def _note_missed(self, one: Missed, now: datetime) -> bool:
        return bool(
            self.changed(
                """INSERT INTO missed (key, recipient, record, label, written, zone, covers, noted)
                   VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING""",
                (
                    one.key, one.recipient.id, one.point.opportunity.id, one.point.label,
                    as_written(one.point.moment.written), one.point.moment.zone_name, ", ".join(one.lead_times),
                    exact_stamp(now),
                ),
            )
        )  # fmt: skip
