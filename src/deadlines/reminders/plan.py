"""What is owed: from the records and the facts of the ledger to the messages of this moment. Pure.

A reminder that fell due and was not told is told; of several for one deadline the latest, in one message for each
recipient. Who was told of a deadline learns when it moves, is cancelled, closed, or stands again.
"""

import hashlib
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Literal

from deadlines.domain.lead_time import LeadTime
from deadlines.domain.moment import Moment
from deadlines.domain.opportunity import Opportunity
from deadlines.domain.reminder import Notice, NoticeKind, Point, Recipient, Role, key_of, points_of, same_moment

ItemState = Literal["open", "sent", "unsure", "dead", "dropped"]
Who = tuple[str, str]
"""A recipient's id and the channel."""

_A_ZONE = timedelta(days=2)
"""More than any zone is away from any other: days are compared before instants are."""


@dataclass(frozen=True, slots=True)
class Fact:
    """What the ledger knows of one item: what was told, or is to be, by which message."""

    message: str
    key: str
    recipient: str
    channel: str
    address: str
    record: str
    role: Role
    label: str | None
    kind: NoticeKind
    moment: Moment
    covers: frozenset[str]
    """Lead times that it speaks for."""
    state: ItemState
    told_at: datetime
    """When the attempt began that was accepted, or that is the last so far."""
    perhaps: bool = False
    """True when an attempt may have been accepted without an answer that says so."""

    @property
    def firm(self) -> bool:
        """True when the recipient was told, or may have been."""
        return self.state in ("sent", "unsure") or (self.state == "open" and self.perhaps)

    @property
    def names(self) -> tuple[str, Role, str | None]:
        """The point that it tells of."""
        return self.record, self.role, self.label


@dataclass(frozen=True, slots=True)
class Owed:
    """A telling that is due, and the lead times that it speaks for."""

    telling: Notice
    covers: tuple[LeadTime, ...]


@dataclass(frozen=True, slots=True)
class Message:
    """What one recipient is told in one message, soonest first; its id depends on the keys of its items alone."""

    id: str
    recipient: Recipient
    items: tuple[Owed, ...]


@dataclass(frozen=True, slots=True)
class Missed:
    """A reminder that nobody sent before its deadline passed."""

    recipient: Recipient
    opportunity: Opportunity
    point: Point
    key: str
    lead_times: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Decision:
    """What is owed to a recipient of one point, and which open items still hold."""

    owed: Owed | None = None
    keeps: frozenset[str] = frozenset()
    """Keys of open items that go on."""


@dataclass(frozen=True)
class Plan:
    """What a check has to do."""

    messages: tuple[Message, ...] = ()
    drops: tuple[Fact, ...] = ()
    """Open items that hold no more: their deadline passed, moved, or is told by a later item."""
    deferred: frozenset[tuple[str, str]] = frozenset()
    """Message and key of open items that hold no more now and were perhaps taken: not to be sent, nor to be forgotten,
    since what takes their place may be withdrawn before anybody was told of it."""
    waits: frozenset[str] = frozenset()
    """Open messages that are not to be sent now: it is quiet, or all of their items are deferred."""
    quiet: tuple[tuple[Owed, Recipient, datetime], ...] = ()
    """What is owed and waits for the end of quiet hours."""
    missed: tuple[Missed, ...] = ()


def plan(
    opportunities: Iterable[Opportunity],
    recipients: Iterable[Recipient],
    facts: Iterable[Fact],
    *,
    now: datetime,
    since: datetime | None,
) -> Plan:
    """Return what is owed at ``now``; ``since`` is when the last good check was, None when there was none."""
    by_who: dict[Who, dict[str, list[Fact]]] = defaultdict(lambda: defaultdict(list))
    for fact in facts:
        by_who[fact.recipient, fact.channel][fact.record].append(fact)
    recipients = tuple(recipients)
    near = _near(opportunities, recipients, now, since, {fact for known in by_who.values() for fact in known})
    messages: list[Message] = []
    drops: list[Fact] = []
    quiet: list[tuple[Owed, Recipient, datetime]] = []
    missed: list[Missed] = []
    deferred: set[tuple[str, str]] = set()
    waits: set[str] = set()
    for recipient in recipients:
        known = by_who.pop((recipient.id, recipient.channel), {})
        until = recipient.quiet.end_after(now, recipient.timezone) if recipient.quiet else None
        owed: list[Owed] = []
        keeps: set[str] = set()
        for opportunity in near:
            if not recipient.selection.matches(opportunity):
                continue
            told = known.get(opportunity.id, ())
            for point in points_of(opportunity):
                history = [fact for fact in told if fact.names == (opportunity.id, point.role, point.label)]
                decision = decide(opportunity, point, recipient, history, now)
                keeps |= decision.keeps
                if decision.owed:
                    owed.append(decision.owed)
                elif since is not None and since < point.moment.instant <= now:
                    missed += _missed(opportunity, point, recipient, history)
        facts_of = [fact for of_record in known.values() for fact in of_record]
        still_open = [fact for fact in facts_of if fact.state == "open"]
        kept = [fact for fact in still_open if fact.key in keeps]
        over, aside = _let_go([fact for fact in still_open if fact.key not in keeps], facts_of, now)
        drops += over
        deferred |= {(fact.message, fact.key) for fact in aside}
        waits |= {fact.message for fact in aside} - {fact.message for fact in kept}
        open_keys = {fact.key for fact in still_open}
        new = [one for one in owed if one.telling.key not in open_keys]
        if until is not None:
            urgent = {fact.message for fact in kept if fact.moment.instant <= until}
            waits |= {fact.message for fact in kept} - urgent
            quiet += [(one, recipient, until) for one in new if one.telling.moment.instant > until]
            new = [one for one in new if one.telling.moment.instant <= until]
        if new:
            messages.append(_message(recipient, new))
    for known in by_who.values():
        facts_of = [fact for of_record in known.values() for fact in of_record]
        over, aside = _let_go([fact for fact in facts_of if fact.state == "open"], facts_of, now)
        drops += over
        deferred |= {(fact.message, fact.key) for fact in aside}
        waits |= {fact.message for fact in aside}
    return Plan(tuple(messages), tuple(drops), frozenset(deferred), frozenset(waits), tuple(quiet), tuple(missed))


def decide(
    opportunity: Opportunity, point: Point, recipient: Recipient, history: Iterable[Fact], now: datetime
) -> Decision:
    """Say what a recipient is owed of one point; ``history`` is what the ledger knows of it, oldest first."""
    moment, status = point.moment, opportunity.record.status
    history = tuple(history)
    if now >= moment.instant or status == "expected":
        return Decision()
    firm = [fact for fact in history if fact.firm]
    refused = [fact for fact in history if fact.state == "dead" and fact.address == recipient.address]
    owed = _notice(opportunity, point, recipient, firm, now)
    if owed is not None and owed.telling.key in {fact.key for fact in refused}:
        owed = None
    if owed is None and status == "announced":
        owed = _reminder(opportunity, point, recipient, [*firm, *refused], now)
    if owed is not None:
        return Decision(owed, frozenset({owed.telling.key} & {fact.key for fact in history if fact.state == "open"}))
    return Decision(keeps=frozenset({firm[-1].key} if firm and firm[-1].state == "open" else ()))


def due_leads(
    opportunity: Opportunity, point: Point, recipient: Recipient, now: datetime
) -> list[tuple[datetime, LeadTime]]:
    """Return the lead times that have come, each with its instant, the earliest first."""
    leads = recipient.leads(point, opportunity.record.kind)
    fired = ((lead.before(point.moment, recipient.days_off), lead) for lead in leads)
    return sorted(((at, lead) for at, lead in fired if at <= now), key=lambda one: one[0])


def untold(
    point: Point, fired: Iterable[tuple[datetime, LeadTime]], firm: Iterable[Fact]
) -> list[tuple[datetime, LeadTime]]:
    """Return the lead times of which nobody spoke: neither by name, nor by anything that was told since they came."""
    told = [
        fact for fact in firm if fact.kind not in ("cancelled", "closed") and same_moment(fact.moment, point.moment)
    ]
    return [
        (at, lead) for at, lead in fired if not any(str(lead) in fact.covers or fact.told_at >= at for fact in told)
    ]


def id_of(keys: Iterable[str], generation: int = 0) -> str:
    """Return the id of a message with items of these keys."""
    said = "\n".join((*sorted(keys), *([str(generation)] if generation else ())))
    return hashlib.sha256(said.encode()).hexdigest()[:32]


def _notice(
    opportunity: Opportunity, point: Point, recipient: Recipient, firm: list[Fact], now: datetime
) -> Owed | None:
    """Return the notice that is owed to one who was told something else last."""
    if not firm:
        return None
    last, status = firm[-1], opportunity.record.status
    kind: NoticeKind
    if status in ("cancelled", "closed"):
        if last.kind in ("cancelled", "closed"):
            return None
        kind = "cancelled" if status == "cancelled" else "closed"
    elif last.kind in ("cancelled", "closed"):
        kind = "reinstated"
    elif not same_moment(last.moment, point.moment):
        kind = "moved"
    else:
        return None
    number = sum(fact.kind != "due" for fact in firm)
    key = key_of(opportunity.id, point, kind, str(number), recipient)
    covers = tuple(lead for _, lead in due_leads(opportunity, point, recipient, now)) if status == "announced" else ()
    before = last.moment if kind == "moved" else None
    return Owed(Notice(key, kind, opportunity, point.role, point.label, point.moment, before), covers)


def _reminder(
    opportunity: Opportunity, point: Point, recipient: Recipient, spent: list[Fact], now: datetime
) -> Owed | None:
    """Return the reminder of the latest lead time that has come and was not told; it speaks for the earlier ones.

    ``spent`` is what was told, and what the recipient's address has refused for good.
    """
    owed = untold(point, due_leads(opportunity, point, recipient, now), spent)
    if not owed:
        return None
    key = key_of(opportunity.id, point, "due", str(owed[-1][1]), recipient)
    told = Notice(key, "due", opportunity, point.role, point.label, point.moment)
    return Owed(told, tuple(lead for _, lead in owed))


def _let_go(open_: list[Fact], known: list[Fact], now: datetime) -> tuple[list[Fact], list[Fact]]:
    """Part open items that hold no more: those that are over, and those that were perhaps taken and are set aside."""
    over, aside = [], []
    for fact in open_:
        later = known[known.index(fact) + 1 :]
        told_since = any(other.state == "sent" and other.names == fact.names for other in later)
        if fact.perhaps and not told_since and now < fact.moment.instant:
            aside.append(fact)
        else:
            over.append(fact)
    return over, aside


def _missed(opportunity: Opportunity, point: Point, recipient: Recipient, history: Iterable[Fact]) -> Iterator[Missed]:
    if opportunity.record.status != "announced":
        return
    history = tuple(history)
    dead = [fact for fact in history if fact.state == "dead" and fact.address == recipient.address]
    fired = due_leads(opportunity, point, recipient, point.moment.instant - timedelta(seconds=1))
    leads = untold(point, fired, [*(fact for fact in history if fact.firm), *dead])
    if leads:
        key = key_of(opportunity.id, point, "due", str(leads[-1][1]), recipient)
        yield Missed(recipient, opportunity, point, key, tuple(str(lead) for _, lead in leads))


def _message(recipient: Recipient, owed: Collection[Owed]) -> Message:
    items = sorted(owed, key=lambda one: (one.telling.moment.instant, one.telling.key))
    return Message(id_of(one.telling.key for one in items), recipient, tuple(items))


def _near(
    opportunities: Iterable[Opportunity],
    recipients: Iterable[Recipient],
    now: datetime,
    since: datetime | None,
    known: Collection[str],
) -> list[Opportunity]:
    """Return what may be due: compared by days, which is quick, before instants are made of them."""
    leads = [lead for one in recipients for leads in (*one.lead_times.values(), one.opens) for lead in leads]
    longest = max((_most_days(lead) for lead in leads), default=0)
    today = now.astimezone(UTC).date()
    first = min(today, today if since is None else since.date()) - _A_ZONE
    last = today + timedelta(days=longest) + _A_ZONE
    return [
        opportunity
        for opportunity in opportunities
        if opportunity.id in known or any(first <= point.moment.day <= last for point in points_of(opportunity))
    ]


def _most_days(lead: LeadTime) -> int:
    if lead.unit == "hours":
        return lead.amount // 24 + 1
    return lead.amount if lead.unit == "days" else lead.amount * 3 + 14
