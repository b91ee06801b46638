"""``deadlines remind``: what is due and was not sent is sent, once."""

import json
import os
from dataclasses import asdict
from datetime import datetime
from typing import TYPE_CHECKING, Annotated, Any

import typer

from deadlines import clock
from deadlines.app.project import OpenProject
from deadlines.app.refusal import Exit, Refusal
from deadlines.app.remind import explain as explain_record
from deadlines.app.remind import preview
from deadlines.app.remind import remind as send
from deadlines.cli.present import log, safe, said, tell
from deadlines.cli.progress import working
from deadlines.cli.project import name_problems, now_or, open_project
from deadlines.domain.moment import as_written

if TYPE_CHECKING:
    from deadlines.reminders.decision import Missed, Owed
    from deadlines.reminders.explain import Reason
    from deadlines.reminders.letter import Cause
    from deadlines.reminders.plan import Plan
    from deadlines.reminders.report import Attempted, Report


_NAMED = 3
_ADVICE: "dict[Cause, str]" = {
    "recipient": "correct the address in deadlines.toml",
    "content": "it is about what this says, not about the address: change the record, and it is sent at the next check",
}
"""What has to be corrected, by what the failure is about."""


def remind(
    context: typer.Context,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Send nothing; say what would go, to whom and why.")
    ] = False,
    explain: Annotated[
        str | None, typer.Option(metavar="ID", help="Say of one record what is owed to whom, and what not, and why.")
    ] = None,
    as_of: Annotated[
        str | None,
        typer.Option(metavar="MOMENT", help="What would go at this moment, or by the end of this day; sends nothing."),
    ] = None,
    test: Annotated[
        str | None, typer.Option(metavar="RECIPIENT", help="Send one test message to this recipient, and nothing else.")
    ] = None,
    json_: Annotated[bool, typer.Option("--json", help="Print it for programs.")] = False,
) -> int:
    """Send what is due and was not sent, once; silent when nothing is."""
    project = open_project(context)
    if test is not None:
        if dry_run or explain or as_of:
            raise Refusal("--test sends a message; leave the other options out", Exit.USAGE)
        return _test(project, test, as_json=json_)
    if dry_run or explain or as_of:
        now = now_or(as_of, project.settings.project.timezone, to_the_end=True)
        return _look(project, now, explain, as_json=json_)
    with working(said("sending")):
        reminded = send(project, clock.now, os.environ)
    name_problems(reminded.loaded.problems)
    for id_ in reminded.restored:
        tell("{id} is broken; its last good state is used", id=id_)
    report = reminded.report
    if json_:
        print(json.dumps(_as_item(report), ensure_ascii=False, indent=2))
    else:
        for one in report.sent:
            print(sent_line(one))
    name_failures(report)
    if reminded.ping_failure:
        log(reminded.ping_failure)
    return Exit.FINE if report.all_is_well and not reminded.loaded.problems else Exit.FOUND


def sent_line(one: "Attempted") -> str:
    """Return what was sent to whom."""
    return f"sent to {_to(one)}: {', '.join(one.records)}"


def _test(project: OpenProject, typed: str, *, as_json: bool) -> int:
    from deadlines.app.trial import try_out

    with working(said("sending")):
        tried = try_out(project, typed, clock.now, os.environ)
    if as_json:
        print(json.dumps([asdict(one) for one in tried], ensure_ascii=False, indent=2))
    for one in () if as_json else tried:
        became = "accepted" if one.accepted else "NOT ACCEPTED"
        print(safe(f"test message to {one.recipient} ({one.channel}, {one.address}): {became}: {one.reply}"))
    return Exit.FINE if all(one.accepted for one in tried) else Exit.FOUND


def name_failures(report: "Report") -> None:
    """Say on stderr what was not sent."""
    for line in failures_in_words(report):
        log(line)


def failures_in_words(report: "Report") -> list[str]:
    """Return what was not sent, and when it is tried again or what has to be corrected."""
    lines = [f"not sent yet to {_to(one)}: {one.reply}; again {_at(one.again_at)}" for one in report.postponed]
    alike: dict[str, list[Attempted]] = {}
    for one in report.waiting:
        alike.setdefault(f"{one.reply}; again {_at(one.again_at)}", []).append(one)
    lines += [f"not sent yet to {_to_all(some)}: {why}" for why, some in alike.items()]
    lines += [
        f"NOT SENT to {_to(one)}: {', '.join(one.records)}: {one.reply}; {_ADVICE[one.cause or 'recipient']}"
        for one in (*report.refused, *report.still_refused)
    ]
    lines += [f"MISSED: {missed_in_words(one)}" for one in report.missed]
    if report.busy:
        lines.append("another check is at work; this one did nothing")
    return lines


def missed_in_words(one: "Missed") -> str:
    """Return in words what was not sent in time."""
    label = f" ({one.point.label})" if one.point.label else ""
    due = f"{as_written(one.point.moment.written)} {one.point.moment.zone_name}"
    what = f"{one.point.opportunity.id}{label}, due {due}"
    return f"{one.recipient.id} was not reminded of {what}, {', '.join(one.lead_times)} before"


def _look(project: OpenProject, now: datetime, explained: str | None, *, as_json: bool) -> int:
    if explained is not None:
        loaded, reasons = explain_record(project, explained, now)
        name_problems(loaded.problems)
        if as_json:
            print(json.dumps([_reason_as_item(reason) for reason in reasons], ensure_ascii=False, indent=2))
        else:
            for reason in reasons:
                print(safe(_reason_in_words(reason)))
        return Exit.FINE
    with working(said("looking")):
        loaded, decided = preview(project, now)
    name_problems(loaded.problems)
    if as_json:
        print(json.dumps(_plan_as_items(decided), ensure_ascii=False, indent=2))
    else:
        _print_plan(decided)
    return Exit.FOUND if loaded.problems or decided.missed else Exit.FINE


def _print_plan(decided: "Plan") -> None:
    for message in decided.messages:
        print(safe(f"To {message.recipient.id} ({message.recipient.channel}, {message.recipient.address}), now:"))
        for owed in message.items:
            print(safe(f"  {_owed(owed)}"))
    for owed, recipient, until in decided.held:
        print(safe(f"To {recipient.id} when quiet hours end, {_at(until)}:\n  {_owed(owed)}".replace("\n", " ")))
    for one in decided.missed:
        print(safe(f"Missed: {missed_in_words(one)}"))
    if not decided.messages and not decided.held:
        tell("nothing is due; --explain ID says why")


def _owed(owed: "Owed") -> str:
    notice, point = owed.notice, owed.notice.point
    label = f" ({point.label})" if point.label else ""
    due = f"{as_written(point.moment.written)} {point.moment.zone_name}"
    if notice.kind == "due":
        leads = [str(lead) for lead in owed.covers]
        because = f"{leads[-1]} before has come, and nothing was sent"
        because += f"; it covers {', '.join(leads[:-1])} too" if leads[:-1] else ""
    else:
        was = f" from {as_written(notice.before.written)} {notice.before.zone_name}" if notice.before else ""
        because = f"{notice.kind}{was} since the last message"
    what = "opens" if point.role == "opens" else "due"
    return f"{point.opportunity.id}{label}, {what} {due}: {because}"


def _reason_in_words(reason: "Reason") -> str:
    point = reason.point
    what = ""
    if point is not None:
        label = f"{point.label}, " if point.label else ""
        what = f"{label}{'opens' if point.role == 'opens' else 'due'} {as_written(point.moment.written)}, "
    lead = f"{reason.lead} before, " if reason.lead else ""
    return f"{reason.recipient.id} ({reason.recipient.channel}): {what}{lead}{reason.verdict}: {reason.why}"


def _to_all(some: "list[Attempted]") -> str:
    """Return to whom messages are, with the records they are about; of many that wait for the same, the first three."""
    named = ", ".join(f"{_to(one)}: {', '.join(one.records)}" for one in some[:_NAMED])
    return named if len(some) <= _NAMED else f"{named} and {len(some) - _NAMED} more"


def _to(one: "Attempted") -> str:
    return f"{one.recipient} ({one.address})"


def _at(moment: datetime | None) -> str:
    return f"at {moment:%Y-%m-%d %H:%M} UTC" if moment else "at the next check"


def _as_item(report: "Report") -> dict[str, Any]:
    def attempted(one: "Attempted") -> dict[str, Any]:
        return {
            "recipient": one.recipient,
            "address": one.address,
            "records": one.records,
            "reply": one.reply,
            "again_at": f"{one.again_at:%Y-%m-%dT%H:%M:%SZ}" if one.again_at else None,
        }

    return {
        "told": [attempted(one) for one in report.sent],
        "postponed": [attempted(one) for one in report.postponed],
        "refused": [attempted(one) for one in report.refused],
        "waiting": [attempted(one) for one in report.waiting],
        "still_refused": [attempted(one) for one in report.still_refused],
        "missed": [_missed_as_item(one) for one in report.missed],
    }


def _missed_as_item(one: "Missed") -> dict[str, Any]:
    return {
        "recipient": one.recipient.id,
        "record": one.point.opportunity.id,
        "label": one.point.label,
        "due": as_written(one.point.moment.written),
        "timezone": one.point.moment.zone_name,
        "lead_times": one.lead_times,
    }


def _plan_as_items(decided: "Plan") -> dict[str, Any]:
    def owed(one: "Owed") -> dict[str, Any]:
        notice, point = one.notice, one.notice.point
        return {
            "record": point.opportunity.id,
            "label": point.label,
            "role": point.role,
            "moment": as_written(point.moment.written),
            "timezone": point.moment.zone_name,
            "tells": notice.kind,
            "before": as_written(notice.before.written) if notice.before else None,
            "lead_times": [str(lead) for lead in one.covers],
        }

    return {
        "messages": [
            {
                "recipient": message.recipient.id,
                "channel": message.recipient.channel,
                "address": message.recipient.address,
                "items": [owed(one) for one in message.items],
            }
            for message in decided.messages
        ],
        "quiet": [
            {"recipient": recipient.id, "until": f"{until:%Y-%m-%dT%H:%M:%SZ}", **owed(one)}
            for one, recipient, until in decided.held
        ],
        "missed": [_missed_as_item(one) for one in decided.missed],
    }


def _reason_as_item(reason: "Reason") -> dict[str, Any]:
    return {
        "recipient": reason.recipient.id,
        "channel": reason.recipient.channel,
        "record": reason.opportunity.id,
        "label": reason.point.label if reason.point else None,
        "role": reason.point.role if reason.point else None,
        "lead_time": str(reason.lead) if reason.lead else None,
        "at": f"{reason.at:%Y-%m-%dT%H:%M:%SZ}" if reason.at else None,
        "verdict": reason.verdict,
        "why": reason.why,
    }
