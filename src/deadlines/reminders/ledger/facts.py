"""What a ledger knows: facts for the planner, and what `status` shows."""

import json
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from deadlines.domain.instant import exact_stamp, instant
from deadlines.domain.moment import Moment, parse_due
from deadlines.domain.zone import LOCAL, find_zone
from deadlines.reminders.fact import Fact
from deadlines.reminders.ledger.database import Database, Row

OF_USE = timedelta(days=90)
"""So long after its moment, a fact may count for something: a record may come back, or a deadline be moved."""


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
    is_on_its_way: bool = False
    """True when a worker has it."""


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


class Facts(Database):
    """The part of a ledger that only reads."""

    def facts(self, now: datetime | None = None) -> list[Fact]:
        """Return the items that were recorded and not withdrawn, the oldest first.

        With ``now``, those that a check may need then: all of a record of which one is open, or about a moment that has
        not passed long before now and before the last good check.
        """
        since = ""
        if now is not None:
            since = exact_stamp(min(now, self.last_good_check(now) or now) - OF_USE)
        rows = self.run(
            """SELECT item.*, message.recipient, message.channel, message.created,
                      message.started, message.attempt > message.answered AS unconfirmed
               FROM item JOIN message ON message.id = item.message
               WHERE item.state <> 'dropped'
                 AND item.record IN (SELECT record FROM item WHERE expires > ? OR state = 'open')
               ORDER BY item.seq""",
            (since,),
        )
        return [fact for row in rows if (fact := fact_of(row))]

    def last_good_check(self, now: datetime) -> datetime | None:
        """Return when the last check ended that went through, by a clock that was not ahead of ``now``."""
        rows = self.run("SELECT max(finished) AS last FROM run WHERE good = 1 AND finished <= ?", (exact_stamp(now),))
        return instant(rows[0]["last"]) if rows and rows[0]["last"] else None

    def waiting(self, since: datetime) -> list[Waiting]:
        """Return what is open, and what died after ``since``."""
        rows = self.run(
            """SELECT * FROM message WHERE state = 'open' OR (state = 'dead' AND settled > ?)
               ORDER BY created, id""",
            (exact_stamp(since),),
        )
        return [
            Waiting(
                row["id"], row["recipient"], row["channel"], row["address"], row["state"], row["attempt"],
                instant(row["next_try"]), row["reply"],
                tuple(dict.fromkeys(
                    item["record"]
                    for item in self.run("SELECT record FROM item WHERE message = ? ORDER BY seq", (row["id"],))
                )),
                row["lease"] is not None,
            )
            for row in rows
        ]  # fmt: skip

    def has_open(self) -> bool:
        """True where a message is open."""
        return bool(self.run("SELECT 1 FROM message WHERE state = 'open' LIMIT 1"))

    def reply_to(self, id_: str) -> str:
        """Return the last reply to a message."""
        rows = self.run("SELECT reply FROM message WHERE id = ?", (id_,))
        return str(rows[0]["reply"]) if rows else ""

    def missed(self, since: datetime) -> list[Overdue]:
        """Return what was noted as missed after ``since``."""
        rows = self.run("SELECT * FROM missed WHERE noted > ? ORDER BY noted, key", (exact_stamp(since),))
        return [
            Overdue(
                row["recipient"], row["record"], row["label"], row["written"], row["zone"], row["covers"],
                instant(row["noted"]),
            )
            for row in rows
        ]  # fmt: skip


def moment_of(written: str, zone_name: str, zone_stated: int) -> Moment | None:
    """Return a moment as it was written down; None where its zone is not known any more."""
    if zone_name != LOCAL and find_zone(zone_name) is None:
        return None
    return Moment(parse_due(written), zone_name, bool(zone_stated))


def fact_of(row: Row) -> Fact | None:
    """Return the fact in a row of items and their message; None where its zone is not known any more."""
    moment = moment_of(row["written"], row["zone"], row["zone_stated"])
    if moment is None:
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
        moment=moment,
        covers=frozenset(json.loads(row["covers"])),
        state=row["state"],
        attempted_at=instant(row["told"] or (row["state"] == "open" and row["started"]) or row["created"]),
        refused=row["refused"],
        day=date.fromisoformat(row["day"]) if row["day"] else None,
        unconfirmed=bool(row["unconfirmed"]),
    )
