"""``deadlines status``: how records, feeds and reminders stand, in one screen."""

import json
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Annotated, Any

import typer

from deadlines import clock
from deadlines.app.refusal import Exit
from deadlines.app.status import AHEAD, BACK, Feeds, Pages, Status
from deadlines.app.status import status as state_of
from deadlines.cli.present import on_one_line, said, said_of, tell, verdict_in_words
from deadlines.cli.progress import working
from deadlines.cli.project import open_project
from deadlines.cli.reader import reader_language
from deadlines.domain.text import Counted, Sentence

if TYPE_CHECKING:
    from deadlines.reminders.explain import Reason
    from deadlines.reminders.ledger.facts import Overdue, Waiting

MOST_SHOWN = 5
"""Of each list."""


def status(
    context: typer.Context,
    json_: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> int:
    """Say how things stand: records, feeds and reminders, in one screen."""
    with working(said("looking")):
        found = state_of(open_project(context), clock.now())
    if json_:
        print(json.dumps(_as_item(found), ensure_ascii=False, indent=2))
    else:
        print("\n".join((*_records(found), _feeds(found.feeds), *_pages(found.pages), *_reminders(found))))
    if found.reminding and found.reminding.is_stale:
        tell(
            "NO CHECKS RUNNING: no successful check in {minutes} minutes; "
            "run deadlines remind from cron, or deadlines watch as a service",
            minutes=2 * found.reminding.interval // timedelta(minutes=1),
        )
    return Exit.FOUND if found.needs_somebody else Exit.FINE


def _records(found: Status) -> Iterator[str]:
    loaded = found.loaded
    counts = [f"{loaded.files + len(loaded.drafts)}"]
    counts += [said_of("{n} broken", "{n} broken", len(loaded.broken_ids))] if loaded.broken_ids else []
    counts += [said_of("{n} draft", "{n} drafts", len(loaded.drafts))] if loaded.drafts else []
    yield said("Records: {counts}", counts=reader_language().listing(counts))
    first = {problem.path: problem for problem in reversed(loaded.problems)}
    yield from _some(said("broken: {what}", what=on_one_line(first[path])) for path in sorted(first))
    yield from _some(said("draft: {what}", what=one.path) for one in loaded.drafts)
    yield from _some(
        said(
            "to be announced since {day}: {id}, {url}",
            day=one.since,
            id=one.opportunity.id,
            url=one.opportunity.record.url,
        )
        for one in found.to_announce
    )


def _pages(pages: Pages) -> Iterator[str]:
    if pages.last is None:
        return
    yield said("Organisers’ pages: {n} asked, last {when}", n=pages.asked, when=_said(pages.last))
    for one in pages.alarms[:MOST_SHOWN]:
        moved = f" → {one.to}" if one.to else ""
        yield f"  {verdict_in_words(one.verdict)}: {one.id}{moved}"
    if (more := len(pages.alarms) - MOST_SHOWN) > 0:
        yield f"  {said_of('and {n} more', 'and {n} more', more)}"


def _feeds(feeds: Feeds) -> str:
    if feeds.trouble:
        return said("Feeds: nothing can be exported: {reason}", reason=feeds.trouble)
    if feeds.written is None:
        return said("Feeds: not exported yet; run deadlines export")
    state = Sentence("current")
    if feeds.stale:
        state = Counted(
            "{n} file stale; run deadlines export", "{n} files stale; run deadlines export", len(feeds.stale)
        )
    return said("Feeds: {n}, last written {when}, {state}", n=feeds.number, when=_said(feeds.written), state=state)


def _reminders(found: Status) -> Iterator[str]:
    its = found.reminding
    if its is None:
        yield said("Reminders: nobody is to be reminded")
        return
    last = _said(its.last_good_check) if its.last_good_check else Sentence("never")
    yield said("Last successful check: {when}", when=last)
    yield said("In the next {days} days: {n}", days=AHEAD.days, n=len(its.upcoming) or Sentence("nothing"))
    yield from _some(_reason(reason, found.now) for reason in its.upcoming)
    if its.retrying:
        yield said("Waiting for another try: {n}", n=len(its.retrying))
        yield from _some(map(_waiting, its.retrying))
    if its.dead:
        yield said("Refused for good: {n}", n=len(its.dead))
        yield from _some(map(_waiting, its.dead))
    if its.missed:
        yield said("Missed in the last {days} days: {n}", days=BACK.days, n=len(its.missed))
    yield from _some(map(_missed, its.missed))


def _some(lines: Iterable[str]) -> Iterator[str]:
    """Yield the first lines, and how many more there are, so that all fits one screen."""
    every = list(lines)
    yield from (f"  {line}" for line in every[:MOST_SHOWN])
    if (more := len(every) - MOST_SHOWN) > 0:
        yield f"  {said_of('and {n} more', 'and {n} more', more)}"


def _reason(reason: "Reason", now: datetime) -> str:
    lead = Sentence("{lead_time} before", lead_time=reason.lead) if reason.lead else Sentence("notice")
    return said(
        "{when}: {id}, {lead}, to {recipient} ({way})",
        when=Sentence("now") if reason.at is None or reason.at <= now else _said(reason.at),
        id=reason.opportunity.id,
        lead=lead,
        recipient=reason.recipient.id,
        way=reason.recipient.channel,
    )


def _waiting(one: "Waiting") -> str:
    records, to = ", ".join(one.records), f"{one.recipient} ({one.address})"
    reply = one.reply or Sentence("not tried")
    if one.state != "open":
        return said("{recipient}: {records}: {reply}", recipient=to, records=records, reply=reply)
    when = _said(one.next_try)
    return said("{recipient}: {records}: {reply}, again {when}", recipient=to, records=records, reply=reply, when=when)


def _missed(late: "Overdue") -> str:
    return said(
        "{recipient} was not reminded of {name}, due {moment}, {lead_times} before",
        recipient=late.recipient,
        name=f"{late.record} ({late.label})" if late.label else late.record,
        moment=f"{late.written} {late.zone}",
        lead_times=late.covers,
    )


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
        "pages": {
            "asked": found.pages.asked,
            "last": _exact(found.pages.last) if found.pages.last else None,
            "alarms": [
                {"record": one.id, "verdict": one.verdict, "to": one.to, "seen": _exact(one.at)}
                for one in found.pages.alarms
            ],
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
