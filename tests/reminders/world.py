"""A small world for reminders: records, people, a clock, and a relay that keeps what it took."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from deadlines.domain.kind import KINDS
from deadlines.domain.lead_time import LeadTime
from deadlines.domain.moment import Moment
from deadlines.domain.month import Month
from deadlines.domain.opportunity import Opportunity
from deadlines.domain.record import Record
from deadlines.domain.reminder import Notice, Recipient
from deadlines.domain.selection import Selection
from deadlines.reminders.check import check
from deadlines.reminders.ledger.ledger import Ledger
from deadlines.reminders.ledger.sqlite import SqliteLedger
from deadlines.reminders.letter import Letter, Undelivered
from deadlines.reminders.report import Report

NOW = datetime(2026, 2, 1, 12, tzinfo=UTC)
ZONE = "Europe/Brussels"


class Killed(BaseException):
    """The process ends here, as by kill -9."""


def opportunity(id_: str = "a-call", due: date | Month | None = None, **more: Any) -> Opportunity:
    table: dict[str, Any] = {
        "title": f"The call {id_}",
        "kind": "call",
        "organisation": "OHCHR",
        "url": "https://example.org/x",
    }
    deadline = {"due": due or date(2026, 3, 6), **more.pop("deadline", {})}
    record = Record.model_validate(table | {"deadlines": (deadline,)} | more)
    return Opportunity.of(record, id=id_, path=f"opportunities/{id_}.toml", project_zone=ZONE)


def recipient(id_: str = "advocacy", *leads: str, **more: Any) -> Recipient:
    times = tuple(map(LeadTime.parse, leads or ("30d", "7d", "1d")))
    first = Recipient(
        id=id_, channel="email", address=f"{id_}@example.org", selection=Selection(), lead_times=dict.fromkeys(KINDS, times),
        opens=(), timezone="Africa/Dakar", language="en",
    )  # fmt: skip
    return replace(first, **more)


@dataclass(frozen=True)
class Taken:
    """A letter that the relay took, and when."""

    letter: Letter
    notices: tuple[Notice, ...]
    at: datetime


@dataclass
class Relay:
    """A channel that answers as ordered, and keeps what it accepted."""

    at_once = 1
    world: "World"
    takes: timedelta = timedelta()
    """How long a letter takes it."""
    taken: list[Taken] = field(default_factory=list)
    answers: list[str] = field(default_factory=list)
    """What it does next: ok, 451, 550, lost (taken, no answer), gone (not taken, no answer), die, take-and-die."""
    written: dict[str, tuple[Notice, ...]] = field(default_factory=dict)
    unanswered: dict[str, int] = field(default_factory=dict)
    refuses: set[str] = field(default_factory=set)
    """Ids of records of which it takes nothing."""
    tried: list[tuple[str, ...]] = field(default_factory=list)
    """The records in each letter that it was handed."""

    def write(self, notices: Sequence[Notice], to: Recipient, id_: str, created: datetime, now: datetime) -> Letter:
        self.written[id_] = tuple(notices)
        return Letter(
            id=id_, date=created, address=to.address, language="en", subject="", text="", html="", calendar=None,
            threads=(), items=(), keys=tuple(notice.key for notice in notices),
        )  # fmt: skip

    def relay(self, address: str) -> str:
        return "relay"

    def deliver(self, letter: Letter) -> str:
        answer = self.answers.pop(0) if self.answers else "ok"
        records = tuple(notice.point.opportunity.id for notice in self.written[letter.id])
        self.tried.append(records)
        refused = bool(self.refuses & set(records))
        if answer == "ok" and refused:
            raise Undelivered("554 unwanted content", "permanent", "content")
        if answer == "451":
            raise Undelivered("451 try again later", "temporary")
        if answer == "550":
            raise Undelivered("550 no such user", "permanent")
        if answer == "die":
            raise Killed
        self.world.now += self.takes
        if answer != "gone" and not refused:
            self.taken.append(Taken(letter, self.written[letter.id], self.world.now))
        if answer != "ok":
            self.unanswered[letter.id] = self.unanswered.get(letter.id, 0) + 1
        if answer in ("lost", "gone"):
            raise Undelivered("the line was lost after the dot", "unsure")
        if answer == "take-and-die":
            raise Killed
        return "250 taken"


@dataclass
class World:
    """Records, people and a ledger in a file, checked at a time of ours."""

    file: Path
    now: datetime = NOW
    records: dict[str, Opportunity] = field(default_factory=dict)
    people: list[Recipient] = field(default_factory=lambda: [recipient()])
    dies_at_statement: int | None = None

    def __post_init__(self) -> None:
        self.relay = Relay(self)

    def put(self, *opportunities: Opportunity) -> None:
        self.records |= {one.id: one for one in opportunities}

    def ledger(self) -> Ledger:
        return Mortal(self.file, self.dies_at_statement) if self.dies_at_statement else SqliteLedger(self.file)

    def check(self, *answers: str, later: timedelta = timedelta(), at: datetime | None = None) -> Report | None:
        """Let time pass, and check once; None when the process died in it."""
        self.now = at if at is not None else self.now + later
        self.relay.answers = list(answers)
        ledger = None
        try:
            ledger = self.ledger()
            return check(
                self.records.values(),
                self.people,
                ledger,
                {"email": self.relay},
                self.relay.write,
                clock=lambda: self.now,
            )
        except Killed:
            return None
        finally:
            self.dies_at_statement = None
            if ledger is not None:
                ledger.close()

    def sent(self) -> list[tuple[str, str]]:
        """Kind and moment of what people were sent, in order, copies left out."""
        seen: set[str] = set()
        sent = []
        for taken in self.relay.taken:
            if taken.letter.id not in seen:
                seen.add(taken.letter.id)
                sent += [(one.kind, one.point.moment.written.isoformat()) for one in taken.notices]
        return sent

    def sent_of(self, id_: str) -> Iterable[tuple[Taken, Notice]]:
        for taken in self.relay.taken:
            for notice in taken.notices:
                if notice.point.opportunity.id == id_:
                    yield taken, notice


class Mortal(SqliteLedger):
    """A ledger whose process is killed before its statement number ``dies_at``."""

    def __init__(self, file: Path, dies_at: int) -> None:
        self._left = dies_at
        super().__init__(file)

    def run(self, statement: str, values: Iterable[object] = ()) -> list[Any]:
        self._count()
        return super().run(statement, values)

    def changed(self, statement: str, values: Iterable[object] = ()) -> int:
        self._count()
        return super().changed(statement, values)

    def _count(self) -> None:
        self._left -= 1
        if self._left <= 0:
            raise Killed


def moved(one: Opportunity, due: date, **more: Any) -> Opportunity:
    """The same record with another date."""
    return opportunity(one.id, due, deadline={"previously": (one.deadlines[0].moment.written,)} | more)


def moment(one: Opportunity) -> Moment:
    return one.deadlines[0].moment
