"""The delivery of the messages of a check: each is claimed, written, handed to its channel and settled by the reply."""

import hashlib
from collections import deque
from collections.abc import Callable, Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import groupby, islice, takewhile

from deadlines.domain.point import Name, Point
from deadlines.domain.reminder import Notice, Recipient, same_moment
from deadlines.domain.text import Sentence
from deadlines.reminders.decision import content_of
from deadlines.reminders.fact import Fact
from deadlines.reminders.lanes import Lanes
from deadlines.reminders.ledger.claims import Claim
from deadlines.reminders.ledger.database import DiskFull, LedgerError
from deadlines.reminders.ledger.ledger import Ledger
from deadlines.reminders.letter import Cause, Channel, Letter, Undelivered
from deadlines.reminders.plan import Plan
from deadlines.reminders.report import Attempted, Report

Clock = Callable[[], datetime]
Write = Callable[[Sequence[Notice], Recipient, str, datetime, datetime], Letter]
"""From notices to a letter: its recipient, the message's id and frozen date, and now."""

_RETRIES = tuple(timedelta(seconds=seconds) for seconds in (30, 60, 120, 300, 600, 1800, 3600))
_SOONEST = _RETRIES[0]


@dataclass(frozen=True, slots=True)
class _Sent:
    """A letter that is on its way."""

    claim: Claim
    recipient: Recipient
    notices: Sequence[Notice]

    @property
    def keys(self) -> list[str]:
        return [notice.key for notice in self.notices]

    def attempted(self, reply: str, again_at: datetime | None = None, cause: Cause | None = None) -> Attempted:
        records = tuple(dict.fromkeys(notice.point.opportunity.id for notice in self.notices))
        return Attempted(self.recipient.id, self.claim.address, records, reply, again_at, cause)


@dataclass(slots=True)
class Delivery:
    """The delivery of the messages of one check, and what they have in common."""

    points: Callable[[str], Mapping[Name, Point]]
    """By name, those of a record and others; they are made only where something is sent."""
    people: Mapping[tuple[str, str], Recipient]
    ledger: Ledger
    channels: Mapping[str, Channel]
    write: Write
    clock: Clock
    report: Report
    lanes: Lanes[str]
    deferred: AbstractSet[tuple[str, str]]
    on_their_way: dict[str, _Sent] = field(default_factory=dict)
    relays: dict[str, str] = field(default_factory=dict)
    """Of each message, the lane that it is in."""
    ended: set[str] = field(default_factory=set)
    """Messages that were tried, or taken by another worker."""
    taken: Claim | None = None
    """What is to begin next: it was taken with the end of the message before it."""

    def put(self, id_: str, channel: str, recipient: Recipient | None) -> None:
        """Let a message wait for its relay."""
        way = self.channels.get(channel)
        relay = way.relay(recipient.address) if way and recipient else ""
        self.relays[id_] = f"{channel} {relay}"
        self.lanes.put(self.relays[id_], id_, way.at_once if way else 1)

    def begin(self, waiting: deque[str]) -> tuple[str, Callable[[], str]] | None:
        """Claim one of the messages that wait and write its letter; return its id and what sends it, None for nothing.

        Those that others have, or that have nothing to be sent any more, are taken out as well.
        """
        claim, self.taken = self.taken or self._claim(waiting), None
        if claim is None:
            return None
        waiting.popleft()
        send = self._written(claim)
        return send and (claim.id, send)

    def _claim(self, waiting: deque[str]) -> Claim | None:
        ids = self._first(waiting)
        claim = self.ledger.claim(ids, self.clock())
        self._leave_out(waiting, ids, claim)
        return claim

    def _first(self, waiting: Iterable[str]) -> list[str]:
        return list(islice(waiting, self.ledger.candidates))

    def _leave_out(self, waiting: deque[str], ids: Sequence[str], claim: Claim | None) -> None:
        """Let those wait no more that others have: all before the one that was claimed."""
        for id_ in takewhile(lambda id_: claim is None or claim.id != id_, ids):
            self.ended.add(id_)
            waiting.popleft()

    def _written(self, claim: Claim) -> Callable[[], str] | None:
        """Write the letter of a message that was claimed; return what sends it, None where there is nothing to send."""
        now = self.clock()
        recipient = self.people.get((claim.recipient, claim.channel))
        items = [fact for fact in claim.items if (claim.id, fact.key) not in self.deferred]
        notices = _notices(items, claim, self.points, recipient, now) if recipient else []
        over = {fact.key for fact in items}.difference(notice.key for notice in notices)
        if over:
            self.ledger.expired(claim, over, now)
        if recipient is None or not notices:
            return None
        self.on_their_way[claim.id] = sent = _Sent(claim, recipient, notices)
        try:
            letter, channel = self._letter(sent, now), self.channels[claim.channel]
        except KeyError:
            why = Sentence("deadlines.toml does not say how it is to be sent")
            self.end(claim.id, Undelivered(why, "temporary", "us"))
        except Undelivered as failed:
            self.end(claim.id, failed)
        else:
            return lambda: channel.deliver(letter)
        return None

    def end(self, id_: str, result: str | BaseException, waiting: deque[str] | None = None) -> None:
        """Record the reply to a letter, or what kept it from being accepted.

        With what was accepted, the next of those that wait is claimed.
        """
        sent = self.on_their_way.pop(id_)
        self.ended.add(id_)
        if isinstance(result, str):
            reply = result
            if not (waiting and self._went_on(sent, reply, waiting)):
                self._settle(lambda: self.ledger.accepted(sent.claim, sent.keys, reply, self.clock()))
            self.report.sent.append(sent.attempted(reply))
            return
        if not isinstance(result, Undelivered):
            result = Undelivered(_fault(type(result).__name__), "unsure", "us")
        if result.cause in ("content", "size") and result.outcome != "unsure" and len(sent.keys) > 1:
            self._split(sent, result.message)
        elif result.outcome == "permanent":
            self._set_aside(sent, result)
        else:
            self._postpone(sent, result)

    def name_what_waits(self, decided: Plan, now: datetime) -> None:
        """Report what is due and was not tried, and what was refused before."""
        for one in self.ledger.waiting(now):
            if one.is_on_its_way or one.state != "open" or one.id in self.ended or one.id in decided.on_hold:
                continue
            if one.id not in self.relays and one.next_try <= now:
                continue  # Another worker's, recorded meanwhile.
            reply = self.lanes.closed.get(self.relays.get(one.id, ""), one.reply)
            reply = reply or Sentence("this check had no time left for it")
            again_at = one.next_try if one.next_try > now else None
            self.report.waiting.append(Attempted(one.recipient, one.address, one.records, reply, again_at))
        for id_, facts in groupby(
            sorted(decided.refused, key=lambda fact: fact.message), key=lambda fact: fact.message
        ):
            first, *others = facts
            cause: Cause = "recipient" if first.refused is None else "content"
            records = tuple(dict.fromkeys(fact.record for fact in (first, *others)))
            refused = Attempted(first.recipient, first.address, records, self.ledger.reply_to(id_), cause=cause)
            self.report.still_refused.append(refused)

    def _letter(self, sent: _Sent, now: datetime) -> Letter:
        claim = sent.claim
        try:
            return self.write(sent.notices, sent.recipient, claim.id, claim.created, now)
        except (OSError, ImportError) as fault:
            why = Sentence("it cannot be written: {reason}", reason=f"{type(fault).__name__}: {fault}")
            raise Undelivered(why, "temporary", "us") from fault
        except Exception as fault:
            raise Undelivered(_fault(f"{type(fault).__name__}: {fault}"), "permanent", "content") from fault

    def _went_on(self, sent: _Sent, reply: str, waiting: deque[str]) -> bool:
        """Record that a letter was accepted, and take the next; where both cannot be done, nothing is."""
        ids = self._first(waiting)
        with suppress(LedgerError):
            self.taken = self.ledger.accepted_and_next(sent.claim, sent.keys, reply, self.clock(), ids)
            self._leave_out(waiting, ids, self.taken)
            return True
        return False

    def _split(self, sent: _Sent, reply: str) -> None:
        """Let a digest go on in two parts, so that what is refused in it costs nothing else."""
        ids: list[str] = []
        self._settle(lambda: ids.extend(self.ledger.split(sent.claim, sent.keys, reply, self.clock())))
        for id_ in ids:
            self.put(id_, sent.claim.channel, sent.recipient)

    def _set_aside(self, sent: _Sent, failed: Undelivered) -> None:
        content = content_of(sent.notices[0].point, sent.recipient) if failed.cause == "content" else None
        self._settle(lambda: self.ledger.refused(sent.claim, sent.keys, failed.message, self.clock(), content=content))
        self.report.refused.append(sent.attempted(failed.message, cause=failed.cause))

    def _postpone(self, sent: _Sent, failed: Undelivered) -> None:
        """Let a message wait: for the next check where the fault is ours or the server's, since that may be mended."""
        unsure, now = failed.outcome == "unsure", self.clock()
        expires = min(notice.point.moment.instant for notice in sent.notices)
        soon = failed.cause in ("us", "way", "size") and not unsure
        then = now if soon else next_try(sent.claim, expires, now)
        self._settle(lambda: self.ledger.postponed(sent.claim, failed.message, now, then, unsure=unsure))
        self.report.postponed.append(sent.attempted(failed.message, None if soon else then, failed.cause))

    def _settle(self, settle: Callable[[], object]) -> None:
        """Record a reply, in the space that was reserved for it where the disk is full."""
        try:
            settle()
        except DiskFull:
            if not self.ledger.release_reserve():
                raise
            settle()
            raise LedgerError(
                Sentence("the disk is full; the last reply was recorded, and nothing more is sent")
            ) from None


def _fault(what: str) -> Sentence:
    return Sentence("a fault of deadlines, not of the recipient: {fault}", fault=what)


def next_try(claim: Claim, expires: datetime, now: datetime) -> datetime:
    """Return when to try again: after 30 s, 1, 2, 5, 10, 30, 60 minutes, give or take a fifth; sooner near the end."""
    chance = hashlib.sha256(f"{claim.id} {claim.attempt}".encode()).digest()[0] / 255
    pause = _RETRIES[min(claim.attempt, len(_RETRIES)) - 1] * (0.8 + 0.4 * chance)
    return now + max(min(pause, (expires - now) / 2), min(pause, _SOONEST))


def _notices(
    items: Iterable[Fact],
    claim: Claim,
    points: Callable[[str], Mapping[Name, Point]],
    recipient: Recipient,
    now: datetime,
) -> list[Notice]:
    """Return what still applies of a message to a recipient, as things stand now, soonest first."""
    notices = []
    for fact in (item.read_by(recipient.timezone) for item in items):
        if (found := points(fact.record).get(fact.name)) is None:
            continue
        point, before = recipient.own(found), claim.before.get(fact.key)
        if now < point.moment.instant and same_moment(point.moment, fact.moment):
            notices.append(Notice(fact.key, fact.kind, point, before and before.read_by(recipient.timezone)))
    return sorted(notices, key=lambda notice: (notice.point.moment.instant, notice.key))
