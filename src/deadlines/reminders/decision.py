"""What one recipient is owed of one point: a function of the record, of what was sent, and of now. Pure."""

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from deadlines.domain.lead_time import LeadTime
from deadlines.domain.point import Point
from deadlines.domain.reminder import ENDED, Notice, NoticeKind, Recipient, key_of, same_moment
from deadlines.reminders.fact import Fact

_AGAIN = timedelta(days=1)
"""After that, what was refused for what it says is tried once more: the rules of a server change, too."""


@dataclass(frozen=True, slots=True)
class Owed:
    """A notice that is due, and the lead times that it covers: nothing else is sent for them."""

    notice: Notice
    covers: tuple[LeadTime, ...]


@dataclass(frozen=True, slots=True)
class Missed:
    """A reminder that was not sent before its deadline passed."""

    recipient: Recipient
    point: Point
    key: str
    lead_times: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Decision:
    """What is owed to a recipient of one point, and which open items still apply."""

    owed: Owed | None = None
    keeps: frozenset[str] = frozenset()
    """Keys of open items that are to be sent."""
    refused: tuple[Fact, ...] = ()
    """What would be owed if it had not been refused, and the address and the record were not as they were then."""


def decide(point: Point, recipient: Recipient, history: Iterable[Fact], now: datetime) -> Decision:
    """Say what a recipient is owed of one point; ``history`` is what the ledger knows of it, oldest first."""
    status = point.opportunity.record.status
    history = tuple(history)
    if now >= point.moment.instant or status == "expected":
        return Decision()
    sent = [fact for fact in history if fact.counts_as_sent]
    refused = {fact.key: fact for fact in _refused(point, recipient, history, now)}
    owed = notice = _notice_of_change(point, recipient, sent, now)
    if owed is not None and owed.notice.key in refused:
        owed = None
    if owed is None and status == "announced":
        owed = _reminder(point, recipient, [*sent, *refused.values()], now)
    if owed is not None:
        return Decision(owed, frozenset({owed.notice.key} & {fact.key for fact in history if fact.state == "open"}))
    keeps = frozenset({sent[-1].key} if sent and sent[-1].state == "open" else ())
    wanted = (
        (notice or (_reminder(point, recipient, sent, now) if status == "announced" else None)) if refused else None
    )
    return Decision(keeps=keeps, refused=tuple(refused.values())[-1:] if wanted else ())


def missed(point: Point, recipient: Recipient, history: Iterable[Fact]) -> Iterator[Missed]:
    """Yield the reminder of a point that has passed for which no message was accepted, if there is one."""
    if point.opportunity.record.status != "announced":
        return
    history = tuple(history)
    fired = due_leads(point, recipient, point.moment.instant - timedelta(seconds=1))
    sent = (fact for fact in history if fact.counts_as_sent)
    if leads := unsent(point, fired, (*sent, *_refused(point, recipient, history, point.moment.instant))):
        key = key_of(point, "due", str(leads[-1][1]), recipient)
        yield Missed(recipient, point, key, tuple(str(lead) for _, lead in leads))


def due_leads(point: Point, recipient: Recipient, now: datetime) -> list[tuple[datetime, LeadTime]]:
    """Return the lead times that have come, each with its instant, the earliest first."""
    fired = ((lead.before(point.moment, recipient.days_off), lead) for lead in recipient.lead_times_of(point))
    return sorted(((at, lead) for at, lead in fired if at <= now), key=lambda one: one[0])


def unsent(
    point: Point, fired: Iterable[tuple[datetime, LeadTime]], sent: Iterable[Fact]
) -> list[tuple[datetime, LeadTime]]:
    """Return the lead times for which nothing was sent: neither what covers them, nor anything since they came."""
    still_true = [fact for fact in sent if fact.kind not in ENDED and same_moment(fact.moment, point.moment)]
    return [
        (at, lead)
        for at, lead in fired
        if not any(str(lead) in fact.covers or fact.attempted_at >= at for fact in still_true)
    ]


def content_of(point: Point, recipient: Recipient) -> str:
    """Digest of what a letter says of a point and how it goes: what was refused is tried again when it changes."""
    said = f"{point.opportunity.record!r}\n{recipient.address}\n{recipient.language}\n{recipient.way}"
    return hashlib.sha256(said.encode()).hexdigest()[:32]


def _refused(point: Point, recipient: Recipient, history: Iterable[Fact], now: datetime) -> list[Fact]:
    """Return what the present address has refused for good, or what it says as it is, less than a day ago."""
    return [
        fact
        for fact in history
        if fact.state == "dead"
        and (
            fact.address == recipient.address
            if fact.refused is None
            else fact.refused == content_of(point, recipient) and abs(now - fact.attempted_at) < _AGAIN
        )
    ]


def _notice_of_change(point: Point, recipient: Recipient, sent: list[Fact], now: datetime) -> Owed | None:
    """Return the notice that is owed to a recipient whose last message is no longer true."""
    if not sent:
        return None
    last, status = sent[-1], point.opportunity.record.status
    kind: NoticeKind
    if status in ENDED:
        if last.kind in ENDED:
            return None
        kind = "cancelled" if status == "cancelled" else "closed"
    elif last.kind in ENDED:
        kind = "reinstated"
    elif not same_moment(last.moment, point.moment):
        kind = "moved"
    else:
        return None
    number = sum(fact.kind != "due" for fact in sent)
    covers = tuple(lead for _, lead in due_leads(point, recipient, now)) if status == "announced" else ()
    before = last.moment if kind == "moved" else None
    return Owed(Notice(key_of(point, kind, str(number), recipient), kind, point, before), covers)


def _reminder(point: Point, recipient: Recipient, settled: list[Fact], now: datetime) -> Owed | None:
    """Return the reminder of the latest lead time that has come and was not sent; it covers the earlier ones.

    ``settled`` is what was sent, and what the recipient's address has refused for good.
    """
    leads = unsent(point, due_leads(point, recipient, now), settled)
    if not leads:
        return None
    key = key_of(point, "due", str(leads[-1][1]), recipient)
    return Owed(Notice(key, "due", point), tuple(lead for _, lead in leads))
