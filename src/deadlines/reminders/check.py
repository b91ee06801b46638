"""The check: everything that is due and was not sent is sent, once. Idempotent, whoever calls it and however often."""

import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cache

from deadlines.domain.opportunity import Opportunity
from deadlines.domain.point import Name, Point
from deadlines.domain.reminder import Notice, Recipient, reminded_points, same_moment
from deadlines.reminders.decision import Missed
from deadlines.reminders.fact import Fact
from deadlines.reminders.ledger.claims import Claim
from deadlines.reminders.ledger.database import DiskFull, LedgerError
from deadlines.reminders.ledger.ledger import Ledger
from deadlines.reminders.letter import Channel, Letter, Undelivered
from deadlines.reminders.plan import plan

Clock = Callable[[], datetime]
Write = Callable[[Sequence[Notice], Recipient, str, datetime, datetime], Letter]
"""From notices to a letter: its recipient, the message's id and frozen date, and now."""

_RETRIES = tuple(timedelta(seconds=seconds) for seconds in (30, 60, 120, 300, 600, 1800, 3600))
_SOONEST = _RETRIES[0]
_FAULT = "a fault of deadlines, not of the recipient"


@dataclass(frozen=True, slots=True)
class Attempted:
    """A message that was sent, or could not be, and the server's reply."""

    recipient: str
    address: str
    records: tuple[str, ...]
    reply: str
    again_at: datetime | None = None


@dataclass
class Report:
    """What a check did."""

    sent: list[Attempted] = field(default_factory=list)
    postponed: list[Attempted] = field(default_factory=list)
    refused: list[Attempted] = field(default_factory=list)
    missed: list[Missed] = field(default_factory=list)
    busy: bool = False
    """True when another check was running all the time, and this one did nothing."""


def check(
    opportunities: Iterable[Opportunity],
    recipients: Iterable[Recipient],
    ledger: Ledger,
    channels: Mapping[str, Channel],
    write: Write,
    *,
    clock: Clock,
    stopped: Callable[[], bool] = lambda: False,
) -> Report:
    """Send what is due and return what happened. Raises ``LedgerError`` where facts cannot be kept: nothing is sent.

    ``clock`` returns now; it is asked again before each message, since nothing is sent at or after its deadline.
    ``stopped`` is asked between messages.
    """
    report = Report()
    known = {opportunity.id: opportunity for opportunity in opportunities}
    people = {(recipient.id, str(recipient.channel)): recipient for recipient in recipients}

    @cache
    def points() -> Mapping[Name, Point]:
        return {point.name.plain: point for one in known.values() for point in reminded_points(one)}

    delivery = _Delivery(points, people, ledger, channels, write, clock, report)
    with ledger.exclusive() as mine:
        if not mine:
            report.busy = True
            return report
        now = clock()
        ledger.release_stale_leases()
        number = ledger.begin(now)
        decided = plan(known.values(), people.values(), ledger.facts(), now=now, since=ledger.last_good_check(now))
        report.missed = ledger.record(decided.messages, decided.withdrawn, decided.missed, now)
        while not stopped() and (claim := ledger.claim(clock(), decided.on_hold)):
            delivery.deliver(claim, {key for id_, key in decided.deferred if id_ == claim.id})
        ledger.end(number, clock())
    return report


@dataclass(frozen=True, slots=True)
class _Delivery:
    """The delivery of the messages of one check, and what they have in common."""

    points: Callable[[], Mapping[Name, Point]]
    """By name; they are made only where something is sent."""
    people: Mapping[tuple[str, str], Recipient]
    ledger: Ledger
    channels: Mapping[str, Channel]
    write: Write
    clock: Clock
    report: Report

    def deliver(self, claim: Claim, deferred: set[str]) -> None:
        """Send one message and record the reply; nothing that can fail happens between the two."""
        now = self.clock()
        recipient = self.people.get((claim.recipient, claim.channel))
        items = [fact for fact in claim.items if fact.key not in deferred]
        notices = _notices(items, claim, self.points(), now) if recipient else []
        keys = [notice.key for notice in notices]
        over = {fact.key for fact in items}.difference(keys)
        if over:
            self.ledger.expired(claim, over, now)
        if recipient is None or not notices:
            return
        records = tuple(dict.fromkeys(notice.point.opportunity.id for notice in notices))
        try:
            reply = self.channels[claim.channel].deliver(self._letter(claim, notices, recipient, now))
        except Undelivered as failed:
            outcome, reply = failed.outcome, failed.message
        except Exception as fault:
            outcome, reply = "unsure", f"{_FAULT}: {type(fault).__name__}"
        else:
            self._settle(lambda: self.ledger.accepted(claim, keys, reply, self.clock()))
            self.report.sent.append(Attempted(recipient.id, claim.address, records, reply))
            return
        if outcome == "permanent":
            self._settle(lambda: self.ledger.refused(claim, keys, reply, self.clock()))
            self.report.refused.append(Attempted(recipient.id, claim.address, records, reply))
            return
        then = next_try(claim, min(notice.point.moment.instant for notice in notices), self.clock())
        unsure = outcome == "unsure"
        self._settle(lambda: self.ledger.postponed(claim, reply, self.clock(), then, unsure=unsure))
        self.report.postponed.append(Attempted(recipient.id, claim.address, records, reply, then))

    def _letter(self, claim: Claim, notices: Sequence[Notice], recipient: Recipient, now: datetime) -> Letter:
        try:
            return self.write(notices, recipient, claim.id, claim.created, now)
        except Exception as fault:
            raise Undelivered(f"{_FAULT}: {type(fault).__name__}: {fault}", "temporary") from fault

    def _settle(self, settle: Callable[[], bool]) -> None:
        """Record a reply, in the space that was reserved for it where the disk is full."""
        try:
            settle()
        except DiskFull:
            if not self.ledger.release_reserve():
                raise
            settle()
            raise LedgerError("the disk is full; the last reply was recorded, and nothing more is sent") from None


def next_try(claim: Claim, expires: datetime, now: datetime) -> datetime:
    """Return when to try again: after 30 s, 1, 2, 5, 10, 30, 60 minutes, give or take a fifth; sooner near the end."""
    chance = hashlib.sha256(f"{claim.id} {claim.attempt}".encode()).digest()[0] / 255
    pause = _RETRIES[min(claim.attempt, len(_RETRIES)) - 1] * (0.8 + 0.4 * chance)
    return now + max(min(pause, (expires - now) / 2), min(pause, _SOONEST))


def _notices(items: Iterable[Fact], claim: Claim, points: Mapping[Name, Point], now: datetime) -> list[Notice]:
    """Return what still applies of a message, as things stand now, soonest first."""
    notices = []
    for fact in items:
        point = points.get(fact.name)
        if point and now < point.moment.instant and same_moment(point.moment, fact.moment):
            notices.append(Notice(fact.key, fact.kind, point, claim.before.get(fact.key)))
    return sorted(notices, key=lambda notice: (notice.point.moment.instant, notice.key))
