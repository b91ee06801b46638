"""What ``remind`` does, of plain values: where nothing is due, nothing is imported that only others need."""

import json
import os
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from deadlines import clock
from deadlines.app.idle import remind_idly
from deadlines.app.refusal import Exit, Refusal
from deadlines.cli.present import note, said, tell
from deadlines.cli.project import name_problems
from deadlines.cli.remind_report import name_failures, sent_line
from deadlines.domain.moment import as_written
from deadlines.domain.text import Sentence

if TYPE_CHECKING:
    from deadlines.app.project import OpenProject
    from deadlines.app.reminded import Reminded
    from deadlines.reminders.decision import Missed, Owed
    from deadlines.reminders.explain import Reason
    from deadlines.reminders.plan import Plan
    from deadlines.reminders.report import Attempted, Report


def remind_or_look(
    directory: Path, *, dry_run: bool, explain: str | None, as_of: str | None, test: str | None, json_: bool
) -> int:
    """Send what is due, or say what would be sent, of the project around a folder; return the exit code."""
    if not (dry_run or explain or as_of) and test is None:
        return _say(remind_idly(directory, clock.now) or _remind(directory), as_json=json_)
    from deadlines.app.project import open_project
    from deadlines.cli.project import now_or

    project = open_project(directory)
    if test is not None:
        if dry_run or explain or as_of:
            raise Refusal("--test sends a message; leave the other options out", Exit.USAGE)
        return _test(project, test, as_json=json_)
    now = now_or(as_of, project.settings.project.timezone, to_the_end=True)
    return _look(project, now, explain, as_json=json_)


def _remind(directory: Path) -> "Reminded":
    from deadlines.app.project import open_project
    from deadlines.app.remind import remind
    from deadlines.cli.progress import working

    project = open_project(directory)
    with working(said("sending")):
        return remind(project, clock.now, os.environ)


def _say(reminded: "Reminded", *, as_json: bool) -> int:
    name_problems(reminded.problems)
    for id_ in reminded.restored:
        tell("{id} is broken; its last good state is used", id=id_)
    report = reminded.report
    if as_json:
        print(json.dumps(_as_item(report), ensure_ascii=False, indent=2))
    else:
        for one in report.sent:
            print(sent_line(one))
    if report.busy or not report.all_is_well:
        name_failures(report)
    if reminded.ping_failure:
        note(reminded.ping_failure)
    return Exit.FINE if report.all_is_well and not reminded.problems else Exit.FOUND


def _test(project: "OpenProject", typed: str, *, as_json: bool) -> int:
    from deadlines.app.trial import try_out
    from deadlines.cli.progress import working

    with working(said("sending")):
        tried = try_out(project, typed, clock.now, os.environ)
    if as_json:
        print(json.dumps([asdict(one) for one in tried], ensure_ascii=False, indent=2))
    for one in () if as_json else tried:
        print(
            said(
                "test message to {recipient} ({way}, {address}): {outcome}: {reply}",
                recipient=one.recipient,
                way=one.channel,
                address=one.address,
                outcome=Sentence("accepted") if one.accepted else Sentence("NOT ACCEPTED"),
                reply=one.reply,
            )
        )
    return Exit.FINE if all(one.accepted for one in tried) else Exit.FOUND


def _look(project: "OpenProject", now: datetime, explained: str | None, *, as_json: bool) -> int:
    from deadlines.app.remind import explain, preview
    from deadlines.cli.progress import working
    from deadlines.cli.remind_report import print_plan, reason_in_words

    if explained is not None:
        loaded, reasons = explain(project, explained, now)
        name_problems(loaded.problems)
        if as_json:
            print(json.dumps([_reason_as_item(reason) for reason in reasons], ensure_ascii=False, indent=2))
        else:
            for reason in reasons:
                print(reason_in_words(reason))
        return Exit.FINE
    with working(said("looking")):
        loaded, decided = preview(project, now)
    name_problems(loaded.problems)
    if as_json:
        print(json.dumps(_plan_as_items(decided), ensure_ascii=False, indent=2))
    else:
        print_plan(decided)
    return Exit.FOUND if loaded.problems or decided.missed else Exit.FINE


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
