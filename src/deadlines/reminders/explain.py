"""Why something is owed, and why not: the decisions of the plan in words, for one record."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from deadlines.domain.lead_time import LeadTime
from deadlines.domain.opportunity import Opportunity
from deadlines.domain.point import Point
from deadlines.domain.reminder import ENDED, Recipient, reminded_points, same_moment
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
    why: str


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
        for point in reminded_points(opportunity):
            history = [fact for fact in theirs if fact.name == point.name.plain]
            yield from _of_point(point, recipient, history, now)


def _why_never(opportunity: Opportunity, recipient: Recipient) -> str:
    if not recipient.selection.matches(opportunity):
        return "the recipient's selection does not match it"
    if opportunity.record.rolling:
        return "it has no deadline"
    if opportunity.record.status == "expected":
        return "its date is expected and not announced"
    return ""


def _of_point(point: Point, recipient: Recipient, history: list[Fact], now: datetime) -> Iterator[Reason]:
    opportunity, owed = point.opportunity, decide(point, recipient, history, now).owed
    if owed and owed.notice.kind != "due":
        last = [fact for fact in history if fact.counts_as_sent][-1]
        why = f"{last.kind} was sent on {_on(last.attempted_at)}, and this is new"
        yield Reason(recipient, opportunity, point, None, now, "due", f"a notice: {owed.notice.kind}; {why}")
    leads = recipient.lead_times_of(point)
    timed = sorted(((lead.before(point.moment, recipient.days_off), lead) for lead in leads), key=lambda one: one[0])
    for at, lead in timed:
        verdict, why = _of_lead(point, recipient, history, (at, lead), now)
        if owed and lead in owed.covers and verdict != "told":
            verdict, why = "due", f"{lead} before came on {_on(at)}, and was not sent"
            if owed.notice.kind != "due" or lead != owed.covers[-1]:
                verdict, why = "spoken for", "a later one is due, and covers this one too"
        yield Reason(recipient, opportunity, point, lead, at, verdict, why)


def _of_lead(
    point: Point, recipient: Recipient, history: list[Fact], timed: tuple[datetime, LeadTime], now: datetime
) -> tuple[Verdict, str]:
    at, lead = timed
    status, passed = point.opportunity.record.status, now >= point.moment.instant
    same = [fact for fact in history if same_moment(fact.moment, point.moment)]
    for fact in reversed([fact for fact in same if str(lead) in fact.covers]):
        if found := _of_fact(fact, recipient):
            return found
    if status in ENDED:
        return "not owed", f"it is {status}"
    if not unsent(point, [timed], [fact for fact in history if fact.counts_as_sent]):
        return "spoken for", "a message about it was sent after this came"
    if passed:
        is_known = at < point.moment.instant and now - point.moment.instant < OF_USE
        return "missed" if is_known else "not owed", "its moment has passed"
    if at > now:
        return "to come", f"comes on {_on(at)}"
    return "due", f"{lead} before came on {_on(at)}, and was not sent"


def _of_fact(fact: Fact, recipient: Recipient) -> tuple[Verdict, str] | None:
    if fact.state == "sent":
        return "told", f"sent on {_on(fact.attempted_at)} to {fact.address}"
    if fact.state == "open":
        return "waiting", f"not accepted yet, since {_on(fact.attempted_at)}; deadlines status says why"
    if fact.state == "unsure":
        return "perhaps told", f"sent on {_on(fact.attempted_at)}, and not confirmed"
    if fact.state == "dead" and fact.refused is not None:
        why = f"what it says was refused on {_on(fact.attempted_at)}; it is tried again when that changes"
        return "refused", why
    if fact.state == "dead" and fact.address == recipient.address:
        return "refused", f"{fact.address} refused it on {_on(fact.attempted_at)}"
    return None


def _on(at: datetime) -> str:
    return f"{at:%Y-%m-%d %H:%M} UTC"
