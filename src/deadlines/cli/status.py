"""``deadlines status``: how records, feeds and reminders stand, in one screen."""

import json
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Annotated, Any

import typer

from deadlines import clock
from deadlines.app.refusal import Exit
from deadlines.app.status import AHEAD, BACK, Feeds, Status
from deadlines.app.status import status as state_of
from deadlines.cli.present import concise, counted, safe, said, tell
from deadlines.cli.progress import working
from deadlines.cli.project import open_project

if TYPE_CHECKING:
    from deadlines.reminders.explain import Reason
    from deadlines.reminders.ledger.facts import Overdue, Waiting

MOST_SHOWN = 5
"""Of each list."""


def status(
    context: typer.Context,
    json_: Annotated[bool, typer.Option("--json", help="Print it for programs.")] = False,
) -> int:
    """Say how things stand: records, feeds and reminders, in one screen."""
    with working(said("looking")):
        found = state_of(open_project(context), clock.now())
    if json_:
        print(json.dumps(_as_item(found), ensure_ascii=False, indent=2))
    else:
        for line in (*_records(found), *_feeds(found.feeds), *_reminders(found)):
            print(safe(line))
    if found.reminding and found.reminding.is_stale:
        tell(
            "NOTHING CHECKS: no good check in {minutes} minutes; "
            "run deadlines remind from cron, or deadlines watch as a service",
            minutes=2 * found.reminding.interval // timedelta(minutes=1),
        )
    return Exit.FOUND if found.needs_somebody else Exit.FINE


def _records(found: Status) -> Iterator[str]:
    loaded = found.loaded
    counts = [f"{loaded.files + len(loaded.drafts)}"]
    counts += [
        f"{len(some)} {word}"
        for some, word in (
            (loaded.broken_ids, "broken"),
            (loaded.drafts, "draft" if len(loaded.drafts) == 1 else "drafts"),
        )
        if some
    ]
    yield f"Records: {', '.join(counts)}"
    first = {problem.path: problem for problem in reversed(loaded.problems)}
    yield from _some(f"broken: {concise(first[path])}" for path in sorted(first))
    yield from _some(f"draft: {one.path}" for one in loaded.drafts)
    yield from _some(
        f"to be announced since {one.since}: {one.opportunity.id}, {one.opportunity.record.url}"
        for one in found.to_announce
    )


def _feeds(feeds: Feeds) -> Iterator[str]:
    if feeds.trouble:
        yield f"Feeds: nothing can be exported: {feeds.trouble}"
    elif feeds.written is None:
        yield "Feeds: not exported yet; run deadlines export"
    else:
        state = f"{counted(len(feeds.stale), 'file')} stale; run deadlines export" if feeds.stale else "current"
        yield f"Feeds: {feeds.number}, last written {_said(feeds.written)}, {state}"


def _reminders(found: Status) -> Iterator[str]:
    its = found.reminding
    if its is None:
        yield "Reminders: nobody is to be reminded"
        return
    yield f"Last good check: {_said(its.last_good_check) if its.last_good_check else 'never'}"
    yield f"In the next {AHEAD.days} days: {len(its.upcoming) or 'nothing'}"
    yield from _some(_reason(reason, found.now) for reason in its.upcoming)
    for heading, some in (("Waiting for another try", its.retrying), ("Refused for good", its.dead)):
        if some:
            yield f"{heading}: {len(some)}"
        yield from _some(map(_waiting, some))
    if its.missed:
        yield f"Missed in the last {BACK.days} days: {len(its.missed)}"
    yield from _some(map(_missed, its.missed))


def _some(lines: Iterable[str]) -> Iterator[str]:
    """Yield the first lines, and how many more there are, so that all fits one screen."""
    every = list(lines)
    yield from (f"  {line}" for line in every[:MOST_SHOWN])
    if len(every) > MOST_SHOWN:
        yield f"  and {len(every) - MOST_SHOWN} more"


def _reason(reason: "Reason", now: datetime) -> str:
    when = "now" if reason.at is None or reason.at <= now else _said(reason.at)
    lead = f"{reason.lead} before" if reason.lead else "notice"
    return f"{when}: {reason.opportunity.id}, {lead}, to {reason.recipient.id} ({reason.recipient.channel})"


def _waiting(one: "Waiting") -> str:
    again = f", again {_said(one.next_try)}" if one.state == "open" else ""
    return f"{one.recipient} ({one.address}): {', '.join(one.records)}: {one.reply or 'not tried'}{again}"


def _missed(late: "Overdue") -> str:
    label = f" ({late.label})" if late.label else ""
    return f"{late.recipient}: {late.record}{label}, due {late.written} {late.zone}, {late.covers} before"


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

    its, loaded, feeds = found.reminding, found.loaded, found.feeds
    return {
        "records": {
            "number": loaded.files + len(loaded.drafts),
            "broken": sorted(loaded.broken_ids),
            "drafts": [one.id for one in loaded.drafts],
            "to_announce": [{"record": one.opportunity.id, "since": f"{one.since}"} for one in found.to_announce],
        },
        "feeds": {
            "number": feeds.number,
            "written": _exact(feeds.written) if feeds.written else None,
            "stale": feeds.stale,
            "trouble": feeds.trouble,
        },
        "last_good_check": _exact(its.last_good_check) if its and its.last_good_check else None,
        "stale": bool(its and its.is_stale),
        "upcoming": [
            {
                "at": _exact(reason.at) if reason.at else None,
                "record": reason.opportunity.id,
                "label": reason.point.label if reason.point else None,
                "lead_time": str(reason.lead) if reason.lead else None,
                "recipient": reason.recipient.id,
                "channel": reason.recipient.channel,
            }
            for reason in (its.upcoming if its else ())
        ],
        "retrying": [waiting(one) for one in (its.retrying if its else ())],
        "dead": [waiting(one) for one in (its.dead if its else ())],
        "missed": [
            {
                "recipient": one.recipient,
                "record": one.record,
                "label": one.label,
                "due": one.written,
                "timezone": one.zone,
                "lead_times": one.covers,
            }
            for one in (its.missed if its else ())
        ],
    }


def _exact(at: datetime) -> str:
    return f"{at:%Y-%m-%dT%H:%M:%SZ}"
