"""``deadlines verify``: what the organisers' pages say now."""

import json
import sys
from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from typing import Annotated, Any

import typer

from deadlines.app.project import OpenProject
from deadlines.app.refusal import Exit
from deadlines.app.verify import Result, apply, note_compared, proposed, selected
from deadlines.app.verify import verify as look
from deadlines.cli.present import in_words, safe, said, tell, tell_count, verdict_in_words
from deadlines.cli.progress import working
from deadlines.cli.project import days_in, name_problems, now_or, open_project, reader_zone
from deadlines.cli.typed import one_of
from deadlines.domain.moment import as_written
from deadlines.domain.zone import zone
from deadlines.verify.verdict import ALARMS, VERDICTS

FORMATS = ("text", "json", "github")
_LONGEST_SENTENCE = 300


def verify(
    context: typer.Context,
    ids: Annotated[
        list[str] | None, typer.Argument(metavar="ID", help="The beginning of an id; every open record unless given.")
    ] = None,
    stale: Annotated[
        str | None, typer.Option(metavar="DAYS", help="Only what was not compared in so many days (14d).")
    ] = None,
    write: Annotated[
        bool,
        typer.Option("--write", help="Write the day into what is confirmed; show the edits that the others need."),
    ] = False,
    yes: Annotated[bool, typer.Option("--yes", help="With --write: write these edits too, once seen twice.")] = False,
    private: Annotated[bool, typer.Option("--private", help="Also ask addresses of this machine and network.")] = False,
    format_: Annotated[
        str, typer.Option("--format", metavar="|".join(FORMATS), help="How it is printed; text unless given.")
    ] = "text",
    as_of: Annotated[str | None, typer.Option(metavar="MOMENT", help="As seen at this moment instead of now.")] = None,
) -> int:
    """Go back to the organiser's page of each open record, and say what it says of the deadline now.

    A page is asked for once a day at most, as its robots.txt allows, ten seconds after another of the same server.
    """
    one_of("--format", format_, FORMATS)
    project = open_project(context)
    now = now_or(as_of, reader_zone(None) if as_of else "UTC")
    loaded = project.load(words=False, now=now)
    name_problems(loaded.problems)
    chosen = selected(project, loaded, ids or (), days_in(stale, "--stale") if stale else None, now)
    with working(said("asking the organisers’ pages")):
        results = sorted(look(project, chosen, now, private=private), key=_order)
    _print(results, format_)
    if write:
        _write(project, results, now, yes=yes)
    found = any(result.seen.verdict in ALARMS for result in results)
    return Exit.FOUND if found or loaded.problems else Exit.FINE


def _order(result: Result) -> tuple[bool, int, str, str]:
    """What asks for somebody first, and of that what leaves less time."""
    urgent = ("moved", "closed", "gone", "unclear", "unreachable", "confirmed")
    seen = result.seen
    return not result.is_earlier, urgent.index(seen.verdict), result.opportunity.id, seen.label or ""


def _print(results: Sequence[Result], form: str) -> None:
    if form == "json":
        print(json.dumps([_item(result) for result in results], ensure_ascii=False, indent=2))
    elif form == "github":
        for result in results:
            if result.seen.verdict in ALARMS:
                print(_annotation(result))
    else:
        told = [result for result in results if result.seen.verdict != "confirmed"]
        print("\n\n".join(map(_in_full, told)), end="\n" if told else "")
        counts = Counter(result.seen.verdict for result in results)
        for verdict in VERDICTS:
            if counts[verdict]:
                print(f"{verdict_in_words(verdict)}: {counts[verdict]}", file=sys.stderr)


def _item(result: Result) -> dict[str, Any]:
    seen, deadline = result.seen, result.deadline
    return {
        "id": result.opportunity.id,
        "deadline": seen.label,
        "verdict": seen.verdict,
        "reason": seen.reason,
        "from": as_written(deadline.moment.written) if deadline else None,
        "to": seen.to,
        "sentence": seen.sentence or None,
        "url": result.opportunity.record.url,
        "first_seen": not result.is_sure,
    }


def _in_full(result: Result) -> str:
    seen, name = result.seen, result.opportunity.id
    name += f" ({safe(seen.label)})" if seen.label else ""
    head = f"{verdict_in_words(seen.verdict)}: {name}"
    if result.to is not None and result.deadline is not None:
        head += f", {as_written(result.deadline.moment.written)} → {seen.to}"
    if not result.is_sure:
        once = said("first seen")
        head += f" ({once})"
    lines = [head, f"  {in_words(seen.reason)}"]
    if seen.sentence:
        lines.append(f"  “{safe(_cut(seen.sentence))}”")
    return "\n".join((*lines, f"  {safe(result.opportunity.record.url)}"))


def _cut(text: str) -> str:
    return text if len(text) <= _LONGEST_SENTENCE else f"{text[:_LONGEST_SENTENCE]}…"


def _annotation(result: Result) -> str:
    text = _in_full(result)
    for character in "%\r\n":
        text = text.replace(character, f"%{ord(character):02X}")
    return f"::warning file={safe(result.opportunity.path)}::{text}"


def _write(project: OpenProject, results: Sequence[Result], now: datetime, *, yes: bool) -> None:
    today = now.astimezone(zone(project.settings.project.timezone)).date()
    by_id: dict[str, list[Result]] = {}
    for result in results:
        by_id.setdefault(result.opportunity.id, []).append(result)
    noted = sum(
        note_compared(project, its[0].opportunity, today)
        for its in by_id.values()
        if all(one.seen.verdict == "confirmed" for one in its)
    )
    if noted:
        tell_count(
            "verified = {day} is written in {n} record", "verified = {day} is written in {n} records", noted, day=today
        )
    waiting = 0
    for result in results:
        if proposal := proposed(project, result):
            if yes:
                apply(project, proposal)
                print(result.opportunity.path)
            else:
                print(proposal.diff)
                waiting += 1
    if waiting:
        tell("these edits are not written; deadlines verify --write --yes writes them")
