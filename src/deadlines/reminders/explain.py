"""Why something is owed, and why not: the planner's reasons in words, for one record or for all that is ahead."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from deadlines.domain.lead_time import LeadTime
from deadlines.domain.opportunity import Opportunity
from deadlines.domain.reminder import Point, Recipient, points_of, same_moment
from deadlines.reminders.plan import Fact, decide, untold

Verdict = Literal["due", "to come", "told", "perhaps told", "spoken for", "waiting", "refused", "missed", "not owed"]


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
    facts = [fact for fact in facts if fact.record == opportunity.id]
    for recipient in recipients:

        def because(why: str, who: Recipient = recipient) -> Reason:
            return Reason(who, opportunity, None, None, None, "not owed", why)

        if not recipient.selection.matches(opportunity):
            yield because("the recipient's selection does not match it")
        elif opportunity.record.rolling:
            yield because("it has no deadline")
        elif opportunity.record.status == "expected":
            yield because("its date is expected and not announced")
        else:
            for point in points_of(opportunity):
                history = [
                    fact
                    for fact in facts
                    if (fact.recipient, fact.channel) == (recipient.id, recipient.channel)
                    and fact.names == (opportunity.id, point.role, point.label)
                ]
                yield from _of_point(opportunity, point, recipient, history, now)


def _of_point(
    opportunity: Opportunity, point: Point, recipient: Recipient, history: list[Fact], now: datetime
) -> Iterator[Reason]:
    decision = decide(opportunity, point, recipient, history, now)
    owed = decision.owed
    if owed and owed.telling.kind != "due":
        last = [fact for fact in history if fact.firm][-1]
        why = f"{last.kind} was told on {_said(last.told_at)}, and this is new"
        yield Reason(recipient, opportunity, point, None, now, "due", f"a notice: {owed.telling.kind}; {why}")
    leads = recipient.leads(point, opportunity.record.kind)
    timed = sorted(((lead.before(point.moment, recipient.days_off), lead) for lead in leads), key=lambda one: one[0])
    for at, lead in timed:
        verdict, why = _of_lead(opportunity, point, recipient, history, (at, lead), now)
        if owed and lead in owed.covers and verdict != "told":
            verdict, why = "due", f"{lead} before came on {_said(at)}, and was not told"
            if owed.telling.kind != "due" or lead != owed.covers[-1]:
                verdict, why = "spoken for", "a later one is due, and speaks for this one too"
        yield Reason(recipient, opportunity, point, lead, at, verdict, why)


def _of_lead(
    opportunity: Opportunity,
    point: Point,
    recipient: Recipient,
    history: list[Fact],
    timed: tuple[datetime, LeadTime],
    now: datetime,
) -> tuple[Verdict, str]:
    at, lead = timed
    same = [fact for fact in history if same_moment(fact.moment, point.moment)]
    named = [fact for fact in same if str(lead) in fact.covers]
    for fact in reversed(named):
        if fact.state == "sent":
            return "told", f"told on {_said(fact.told_at)} at {fact.address}"
        if fact.state == "open":
            return "waiting", f"not taken yet, since {_said(fact.told_at)}; deadlines status says why"
        if fact.state == "unsure":
            return "perhaps told", f"handed over on {_said(fact.told_at)} without an answer"
        if fact.state == "dead" and fact.address == recipient.address:
            return "refused", f"{fact.address} refused it on {_said(fact.told_at)}"
    if opportunity.record.status in ("cancelled", "closed"):
        return "not owed", f"it is {opportunity.record.status}"
    passed = now >= point.moment.instant
    if not untold(point, [timed], [fact for fact in history if fact.firm]):
        return "spoken for", "something was told of it after this came"
    if passed:
        return "missed" if at < point.moment.instant else "not owed", "its moment has passed"
    if at > now:
        return "to come", f"comes on {_said(at)}"
    return "due", f"{lead} before came on {_said(at)}, and was not told"


def _said(at: datetime) -> str:
    return f"{at:%Y-%m-%d %H:%M} UTC"
