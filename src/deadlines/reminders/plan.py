"""What is owed: from the records and the facts of the ledger to the messages of this moment. Pure.

A reminder that fell due and was not sent is sent; of several for one deadline the latest, in one message for each
recipient. Whoever was notified of a deadline learns when it moves, is cancelled, closes early, or is reinstated.
"""

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from deadlines.domain.opportunity import Opportunity
from deadlines.domain.point import Name, Point
from deadlines.domain.reminder import Recipient, reminded_points
from deadlines.reminders.decision import Missed, Owed, decide, missed
from deadlines.reminders.fact import Fact
from deadlines.reminders.near import Window, near

MOST_ITEMS = 80
"""Of one message, so that each can be named in as much of a mail as Gmail shows."""


@dataclass(frozen=True, slots=True)
class Message:
    """What one recipient is sent in one message, soonest first; its id depends on the keys of its items alone."""

    id: str
    recipient: Recipient
    items: tuple[Owed, ...]


@dataclass(frozen=True)
class Plan:
    """What a check has to do."""

    messages: tuple[Message, ...] = ()
    """To be recorded and sent."""
    withdrawn: tuple[Fact, ...] = ()
    """Open items that no longer apply: their deadline has passed or moved, or a later item covers them."""
    deferred: frozenset[tuple[str, str]] = frozenset()
    """Message and key of open items that do not apply now but may have been accepted: not to be sent, nor forgotten,
    since what replaces them may be withdrawn before it was sent."""
    on_hold: frozenset[str] = frozenset()
    """Open messages that are not to be sent now: in quiet hours, or because all of their items are deferred."""
    held: tuple[tuple[Owed, Recipient, datetime], ...] = ()
    """What is owed and will be sent when quiet hours end, and when that is."""
    missed: tuple[Missed, ...] = ()
    refused: tuple[Fact, ...] = ()
    """What is due, and was refused before: it cannot go until something is corrected."""


def plan(
    opportunities: Iterable[Opportunity],
    recipients: Iterable[Recipient],
    facts: Iterable[Fact],
    *,
    now: datetime,
    since: datetime | None,
) -> Plan:
    """Return what is owed at ``now``; ``since`` is when the last good check was, None when there was none."""
    known: dict[tuple[str, str], list[Fact]] = defaultdict(list)
    for fact in facts:
        known[fact.recipient, fact.channel].append(fact)
    recipients = tuple(recipients)
    recorded = {fact.record for some in known.values() for fact in some}
    ahead = near(opportunities, Window.at(now, since, recipients), recorded)
    parts = [_plan_for(one, known.pop((one.id, one.channel), ()), ahead, now, since) for one in recipients]
    parts += (_plan_for_nobody(some, now) for some in known.values())
    return Plan(
        messages=tuple(message for part in parts for message in part.messages),
        withdrawn=tuple(fact for part in parts for fact in part.withdrawn),
        deferred=frozenset().union(*(part.deferred for part in parts)),
        on_hold=frozenset().union(*(part.on_hold for part in parts)),
        held=tuple(one for part in parts for one in part.held),
        missed=tuple(one for part in parts for one in part.missed),
        refused=tuple(one for part in parts for one in part.refused),
    )


def id_of(keys: Iterable[str], generation: int = 0) -> str:
    """Return the id of a message with items of these keys."""
    hashed = "\n".join((*sorted(keys), *([str(generation)] if generation else ())))
    return hashlib.sha256(hashed.encode()).hexdigest()[:32]


def _plan_for(
    recipient: Recipient, facts: Sequence[Fact], ahead: Iterable[Opportunity], now: datetime, since: datetime | None
) -> Plan:
    """Return the part of a plan that is one recipient's."""
    facts = [fact.read_by(recipient.timezone) for fact in facts]
    history = _by_point(facts)
    owed, keeps, too_late, refused = _decided(recipient, history, ahead, now, since)
    still_open = [fact for fact in facts if fact.state == "open"]
    kept = [fact for fact in still_open if fact.key in keeps]
    withdrawn, deferred = _replaced([fact for fact in still_open if fact.key not in keeps], history, now)
    on_hold = {fact.message for fact in deferred} - {fact.message for fact in kept}
    recorded = {fact.key for fact in still_open}
    new = [one for one in owed if one.notice.key not in recorded]
    held: list[Owed] = []
    until = recipient.quiet_hours.end_after(now, recipient.timezone) if recipient.quiet_hours else None
    if until is not None:
        cannot_wait = {fact.message for fact in kept if fact.moment.instant <= until}
        on_hold |= {fact.message for fact in kept} - cannot_wait
        held = [one for one in new if one.notice.point.moment.instant > until]
        new = [one for one in new if one.notice.point.moment.instant <= until]
    return Plan(
        messages=tuple(_messages(recipient, new)),
        withdrawn=tuple(withdrawn),
        deferred=frozenset((fact.message, fact.key) for fact in deferred),
        on_hold=frozenset(on_hold),
        held=tuple((one, recipient, until) for one in held if until is not None),
        missed=tuple(too_late),
        refused=tuple(refused),
    )


def _plan_for_nobody(facts: Sequence[Fact], now: datetime) -> Plan:
    """Return the part of a plan that is about a recipient who is in the settings no more."""
    withdrawn, deferred = _replaced([fact for fact in facts if fact.state == "open"], _by_point(facts), now)
    return Plan(
        withdrawn=tuple(withdrawn),
        deferred=frozenset((fact.message, fact.key) for fact in deferred),
        on_hold=frozenset(fact.message for fact in deferred),
    )


def _decided(
    recipient: Recipient,
    history: Mapping[Name, Sequence[Fact]],
    ahead: Iterable[Opportunity],
    now: datetime,
    since: datetime | None,
) -> tuple[list[Owed], set[str], list[Missed], list[Fact]]:
    """Return what a recipient is owed, the keys of open items that apply, what was missed, and what was refused."""
    owed: list[Owed] = []
    refused: list[Fact] = []
    keeps: set[str] = set()
    too_late: list[Missed] = []
    for opportunity in ahead:
        if not recipient.selection.matches(opportunity):
            continue
        for point in map(recipient.own, reminded_points(opportunity)):
            of_point = history.get(point.name.plain, ())
            point = _as_recorded(point, of_point)
            decision = decide(point, recipient, of_point, now)
            keeps |= decision.keeps
            refused += decision.refused
            if decision.owed:
                owed.append(decision.owed)
            elif since is not None and since < point.moment.instant <= now:
                too_late += missed(point, recipient, of_point)
    return owed, keeps, too_late, refused


def _replaced(
    items: Iterable[Fact], history: Mapping[Name, Sequence[Fact]], now: datetime
) -> tuple[list[Fact], list[Fact]]:
    """Part open items that do not apply now: those to withdraw, and those to defer, which may have been accepted."""
    withdrawn, deferred = [], []
    for fact in items:
        of_point = history[fact.name]
        later = of_point[of_point.index(fact) + 1 :]
        if fact.unconfirmed and now < fact.moment.instant and not any(other.state == "sent" for other in later):
            deferred.append(fact)
        else:
            withdrawn.append(fact)
    return withdrawn, deferred


def _by_point(facts: Iterable[Fact]) -> Mapping[Name, Sequence[Fact]]:
    """Return facts by the point that they are about, oldest first."""
    found: dict[Name, list[Fact]] = defaultdict(list)
    for fact in facts:
        found[fact.name].append(fact)
    return found


def _as_recorded(point: Point, history: Sequence[Fact]) -> Point:
    """Return a point that is known by another name with the label as it was recorded: a UID holds only a part of it."""
    if point.known_as is None or not history:
        return point
    return replace(point, known_as=point.known_as._replace(label=history[-1].label))


def _messages(recipient: Recipient, owed: Iterable[Owed]) -> Iterator[Message]:
    """Yield the messages with what is owed, soonest first: one, unless there is more than one can hold."""
    items = sorted(owed, key=lambda one: (one.notice.point.moment.instant, one.notice.key))
    for start in range(0, len(items), MOST_ITEMS):
        some = tuple(items[start : start + MOST_ITEMS])
        yield Message(id_of(one.notice.key for one in some), recipient, some)
