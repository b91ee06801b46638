"""``deadlines status``: whether the check runs, what comes next, and what did not arrive."""

import json
from datetime import datetime
from typing import TYPE_CHECKING, Annotated, Any

import typer

from deadlines import clock
from deadlines.app.refusal import Exit
from deadlines.app.status import AHEAD, BACK, Status
from deadlines.app.status import status as state_of
from deadlines.cli.present import log, safe
from deadlines.cli.project import name_problems, open_project

if TYPE_CHECKING:
    from deadlines.reminders.ledger.facts import Waiting


def status(
    context: typer.Context,
    json_: Annotated[bool, typer.Option("--json", help="Print it for programs.")] = False,
) -> int:
    """Say when the check ran last, what is to come in seven days, and what is waiting, refused or missed."""
    found = state_of(open_project(context), clock.now())
    name_problems(found.loaded.problems)
    if json_:
        print(json.dumps(_as_item(found), ensure_ascii=False, indent=2))
    else:
        _print(found)
    if found.is_stale:
        log(
            f"NOTHING CHECKS: no good check in the last {2 * found.interval.total_seconds() / 60:.0f} minutes; "
            "run deadlines remind from cron, or deadlines watch as a service"
        )
    return Exit.FOUND if found.is_stale or found.dead or found.missed or found.loaded.problems else Exit.FINE


def _print(found: Status) -> None:
    print(f"Last good check: {_said(found.last_good_check) if found.last_good_check else 'never'}")
    print(f"In the next {AHEAD.days} days: {len(found.upcoming) or 'nothing'}")
    for reason in found.upcoming:
        when = "now" if reason.at is None or reason.at <= found.now else _said(reason.at)
        lead = f"{reason.lead} before" if reason.lead else "notice"
        print(safe(f"  {when}: {reason.opportunity.id}, {lead}, to {reason.recipient.id} ({reason.recipient.channel})"))
    for heading, some in (("Waiting for another try", found.retrying), ("Refused for good", found.dead)):
        if some:
            print(f"{heading}: {len(some)}")
        for one in some:
            again = f", again {_said(one.next_try)}" if one.state == "open" else ""
            print(
                safe(f"  {one.recipient} ({one.address}): {', '.join(one.records)}: {one.reply or 'not tried'}{again}")
            )
    if found.missed:
        print(f"Missed in the last {BACK.days} days: {len(found.missed)}")
    for late in found.missed:
        label = f" ({late.label})" if late.label else ""
        print(safe(f"  {late.recipient}: {late.record}{label}, due {late.written} {late.zone}, {late.covers} before"))


def _said(at: datetime) -> str:
    return f"{at:%Y-%m-%d %H:%M} UTC"


def _as_item(found: Status) -> dict[str, Any]:
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
        "last_good_check": _exact(found.last_good_check) if found.last_good_check else None,
        "stale": found.is_stale,
        "upcoming": [
            {
                "at": _exact(reason.at) if reason.at else None,
                "record": reason.opportunity.id,
                "label": reason.point.label if reason.point else None,
                "lead_time": str(reason.lead) if reason.lead else None,
                "recipient": reason.recipient.id,
                "channel": reason.recipient.channel,
            }
            for reason in found.upcoming
        ],
        "retrying": [waiting(one) for one in found.retrying],
        "dead": [waiting(one) for one in found.dead],
        "missed": [
            {
                "recipient": one.recipient,
                "record": one.record,
                "label": one.label,
                "due": one.written,
                "timezone": one.zone,
                "lead_times": one.covers,
            }
            for one in found.missed
        ],
    }


def _exact(at: datetime) -> str:
    return f"{at:%Y-%m-%dT%H:%M:%SZ}"
