"""``deadlines status``: whether the check runs, what comes next, and what did not arrive."""

import json
import sys
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Annotated, Any

import typer

from deadlines import clock
from deadlines.cli.present import safe
from deadlines.cli.project import name_problems, open_project
from deadlines.cli.reminding import ledger_exists, ledger_of, people_of

if TYPE_CHECKING:
    from deadlines.reminders.explain import Reason
    from deadlines.reminders.ledger.facts import Overdue, Waiting

_AHEAD = timedelta(days=7)
_BACK = timedelta(days=7)


def status(
    context: typer.Context,
    json_: Annotated[bool, typer.Option("--json", help="Print it for programs.")] = False,
) -> int:
    """Say when the check ran last, what is to come in seven days, and what is waiting, refused or missed."""
    from deadlines.reminders.explain import explain

    project = open_project(context)
    now = clock.now()
    people = people_of(project, now)
    loaded = project.load()
    name_problems(loaded.problems)
    facts, last = [], None
    waiting: list[Waiting] = []
    missed: list[Overdue] = []
    if ledger_exists(project):
        with ledger_of(project) as ledger:
            facts, last = ledger.facts(), ledger.last_good_check(now)
            waiting, missed = ledger.waiting(now - _BACK), ledger.missed(now - _BACK)
    soon = [
        reason
        for opportunity in loaded.opportunities
        for reason in explain(opportunity, people, facts, now)
        if reason.verdict in ("to come", "due") and reason.at is not None and reason.at <= now + _AHEAD
    ]
    soon.sort(key=lambda reason: (reason.at or now, reason.opportunity.id, reason.recipient.id))
    interval = timedelta(minutes=project.settings.reminders.every_minutes)
    stale = last is None or now - last > 2 * interval
    dead = [one for one in waiting if one.state == "dead"]
    retrying = [one for one in waiting if one.state == "open"]
    if json_:
        print(json.dumps(_as_item(last, soon, retrying, dead, missed, stale=stale), ensure_ascii=False, indent=2))
    else:
        _print(now, last, soon, retrying, dead, missed)
    if stale:
        print(
            f"deadlines: NOTHING CHECKS: no good check in the last {2 * interval.total_seconds() / 60:.0f} minutes; "
            "run deadlines remind from cron, or deadlines watch as a service",
            file=sys.stderr,
        )
    return 1 if stale or dead or missed or loaded.problems else 0


def _print(
    now: datetime,
    last: datetime | None,
    soon: "list[Reason]",
    retrying: "list[Waiting]",
    dead: "list[Waiting]",
    missed: "list[Overdue]",
) -> None:
    print(f"Last good check: {_said(last)}" if last else "Last good check: never")
    print(f"In the next 7 days: {len(soon) or 'nothing'}")
    for reason in soon:
        when = "now" if reason.at is None or reason.at <= now else _said(reason.at)
        lead = f"{reason.lead} before" if reason.lead else "notice"
        print(safe(f"  {when}: {reason.opportunity.id}, {lead}, to {reason.recipient.id} ({reason.recipient.channel})"))
    for heading, some in (("Waiting for another try", retrying), ("Refused for good", dead)):
        if some:
            print(f"{heading}: {len(some)}")
        for one in some:
            again = f", again {_said(one.next_try)}" if one.state == "open" else ""
            print(
                safe(f"  {one.recipient} ({one.address}): {', '.join(one.records)}: {one.reply or 'not tried'}{again}")
            )
    if missed:
        print(f"Missed in the last 7 days: {len(missed)}")
    for late in missed:
        label = f" ({late.label})" if late.label else ""
        print(safe(f"  {late.recipient}: {late.record}{label}, due {late.written} {late.zone}, {late.covers} before"))


def _said(at: datetime) -> str:
    return f"{at:%Y-%m-%d %H:%M} UTC"


def _as_item(
    last: datetime | None,
    soon: "list[Reason]",
    retrying: "list[Waiting]",
    dead: "list[Waiting]",
    missed: "list[Overdue]",
    *,
    stale: bool,
) -> dict[str, Any]:
    def waiting(one: "Waiting") -> dict[str, Any]:
        return {
            "recipient": one.recipient,
            "address": one.address,
            "records": one.records,
            "attempts": one.attempt,
            "reply": one.reply,
            "next_try": _exact(one.next_try) if one.state == "open" else None,
        }

    return {
        "last_good_check": _exact(last) if last else None,
        "stale": stale,
        "upcoming": [
            {
                "at": _exact(reason.at) if reason.at else None,
                "record": reason.opportunity.id,
                "label": reason.point.label if reason.point else None,
                "lead_time": str(reason.lead) if reason.lead else None,
                "recipient": reason.recipient.id,
                "channel": reason.recipient.channel,
            }
            for reason in soon
        ],
        "retrying": [waiting(one) for one in retrying],
        "dead": [waiting(one) for one in dead],
        "missed": [
            {
                "recipient": one.recipient,
                "record": one.record,
                "label": one.label,
                "due": one.written,
                "timezone": one.zone,
                "lead_times": one.covers,
            }
            for one in missed
        ],
    }


def _exact(at: datetime) -> str:
    return f"{at:%Y-%m-%dT%H:%M:%SZ}"
