"""Why something is owed, and why not: the decisions of the plan in words, for one record."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from deadlines.domain.lead_time import LeadTime
from deadlines.domain.opportunity import Opportunity
from deadlines.domain.point import Point
from deadlines.domain.reminder import ENDED, NoticeKind, Recipient, reminded_points, same_moment
from deadlines.domain.text import Sentence
from deadlines.reminders.decision import decide, unsent
from deadlines.reminders.fact import Fact
from deadlines.reminders.ledger.facts import OF_USE

Verdict = Literal["due", "to come", "told", "perhaps told", "spoken for", "waiting", "refused", "missed", "not owed"]
"""In the output of ``remind --explain --json`` too: ``told`` is sent, ``spoken for`` is covered by another message."""


@dataclass(frozen=True, slots=True)
class Reason:
    """What is true of one reminder, and why."""

    recipient: Recipient
    opportunity: Opportunity
    point: Point | None
    lead: LeadTime | None
    at: datetime | None
    """When the lead time comes."""
    verdict: Verdict
    why: Sentence
    """The verdict in words, with what it rests on."""


def explain(
    opportunity: Opportunity, recipients: Iterable[Recipient], facts: Iterable[Fact], now: datetime
) -> Iterator[Reason]:
    """Yield, for each recipient and each lead time, whether a reminder is owed at ``now``, and why or why not."""
    names = {point.name.plain for point in reminded_points(opportunity)}
    facts = [fact for fact in facts if fact.name in names]
    for recipient in recipients:
        if why := _why_never(opportunity, recipient):
            yield Reason(recipient, opportunity, None, None, None, "not owed", why)
            continue
        theirs = [fact for fact in facts if (fact.recipient, fact.channel) == (recipient.id, recipient.channel)]
        for point in map(recipient.own, reminded_points(opportunity)):
            history = [fact for fact in theirs if fact.name == point.name.plain]
            yield from _of_point(point, recipient, history, now)


def _why_never(opportunity: Opportunity, recipient: Recipient) -> Sentence | None:
    if not recipient.selection.matches(opportunity):
        return Sentence("not due: the recipient's selection does not match it")
    if next(reminded_points(opportunity), None) is None:
        if opportunity.undated:
            return Sentence("not due: no date of its deadline is known")
        return Sentence("not due: it has no deadline")
    if opportunity.record.status == "expected":
        return Sentence("not due: its date is expected, not announced")
    return None


def _of_point(point: Point, recipient: Recipient, history: list[Fact], now: datetime) -> Iterator[Reason]:
    opportunity, owed = point.opportunity, decide(point, recipient, history, now).owed
    if owed and owed.notice.kind != "due":
        last = [fact for fact in history if fact.counts_as_sent][-1]
        yield Reason(recipient, opportunity, point, None, now, "due", _notice(owed.notice.kind, last.attempted_at))
    leads = recipient.lead_times_of(point)
    timed = sorted(((lead.before(point.moment, recipient.days_off), lead) for lead in leads), key=lambda one: one[0])
    for at, lead in timed:
        verdict, why = _of_lead(point, recipient, history, (at, lead), now)
        if owed and lead in owed.covers and verdict != "told":
            verdict, why = "due", Sentence("due since {when}, not sent", when=_on(at))
            if owed.notice.kind != "due" or lead != owed.covers[-1]:
                verdict, why = "spoken for", Sentence("covered by a later reminder")
        yield Reason(recipient, opportunity, point, lead, at, verdict, why)


def _notice(kind: NoticeKind, last: datetime) -> Sentence:
    """Return that a notice is due, and when the last message was sent, which it corrects."""
    match kind:
        case "moved":
            return Sentence("due: notice of a new move (last sent {when})", when=_on(last))
        case "cancelled":
            return Sentence("due: notice that it was cancelled (last sent {when})", when=_on(last))
        case "closed":
            return Sentence("due: notice that it has closed (last sent {when})", when=_on(last))
    return Sentence("due: notice that it is open again (last sent {when})", when=_on(last))


def _of_lead(
    point: Point, recipient: Recipient, history: list[Fact], timed: tuple[datetime, LeadTime], now: datetime
) -> tuple[Verdict, Sentence]:
    at, lead = timed
    status, passed = point.opportunity.record.status, now >= point.moment.instant
    same = [fact for fact in history if same_moment(fact.moment, point.moment)]
    for fact in reversed([fact for fact in same if str(lead) in fact.covers]):
        if found := _of_fact(fact, recipient):
            return found
    if status in ENDED:
        ended = Sentence("not due: it was cancelled") if status == "cancelled" else Sentence("not due: it has closed")
        return "not owed", ended
    if not unsent(point, [timed], [fact for fact in history if fact.counts_as_sent]):
        return "spoken for", Sentence("covered by a message that was sent after this came")
    if passed:
        if at < point.moment.instant and now - point.moment.instant < OF_USE:
            return "missed", Sentence("missed: its moment has passed")
        return "not owed", Sentence("not due: its moment has passed")
    if at > now:
        return "to come", Sentence("to come on {when}", when=_on(at))
    return "due", Sentence("due since {when}, not sent", when=_on(at))


def _of_fact(fact: Fact, recipient: Recipient) -> tuple[Verdict, Sentence] | None:
    when = _on(fact.attempted_at)
    if fact.state == "sent":
        return "told", Sentence("sent on {when} to {address}", when=when, address=fact.address)
    if fact.state == "open":
        return "waiting", Sentence("not accepted yet, since {when}; deadlines status says why", when=when)
    if fact.state == "unsure":
        return "perhaps told", Sentence("sent on {when}, not confirmed", when=when)
    if fact.state == "dead" and fact.refused is not None:
        return "refused", Sentence(
            "refused on {when} because of what it says; tried again when that changes", when=when
        )
    if fact.state == "dead" and fact.address == recipient.address:
        return "refused", Sentence("refused by {address} on {when}", when=when, address=fact.address)
    return None


def _on(at: datetime) -> str:
    return f"{at:%Y-%m-%d %H:%M} UTC"
