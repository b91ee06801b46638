"""``deadlines show``: one opportunity in full."""

import difflib
import textwrap
from collections.abc import Iterator
from datetime import datetime
from pathlib import PurePath
from typing import Annotated

import typer

from deadlines.app.refusal import Exit, Refusal
from deadlines.cli.list import one_of
from deadlines.cli.present import safe
from deadlines.cli.project import name_problems, now_or, reader_zone
from deadlines.cli.source import FROM_HELP, load_records
from deadlines.domain.moment import Moment, as_written, days_left
from deadlines.domain.opportunity import Opportunity
from deadlines.domain.status import OVER
from deadlines.records.load import Loaded
from deadlines.wording.language import ENGLISH
from deadlines.wording.phrases import about, details, how_to_apply, provenance, value_in_words

FORMATS = ("text", "json")
_HEADINGS = {
    "Announced": "Published",
    "Last checked against the organiser’s page": "Compared with the organiser's page",
}
"""What ``show`` says instead of a heading of the page, since programs may look for it."""


def show(
    context: typer.Context,
    id_: Annotated[str, typer.Argument(metavar="ID", help="A record's id, or enough of its beginning.")],
    timezone: Annotated[str | None, typer.Option(metavar="ZONE", help="Your zone; the machine's unless given.")] = None,
    as_of: Annotated[str | None, typer.Option(metavar="MOMENT", help="As seen at this moment instead of now.")] = None,
    format_: Annotated[
        str, typer.Option("--format", metavar="|".join(FORMATS), help="json: as one of list --format json.")
    ] = "text",
    from_: Annotated[str | None, typer.Option("--from", metavar="URL", help=FROM_HELP)] = None,
) -> int:
    """Show one opportunity in full: every date in its zone and in yours, and how to apply."""
    here = reader_zone(timezone)
    now = now_or(as_of, here)
    one_of("--format", format_, FORMATS)
    loaded = load_records(context, from_)
    opportunity = _find(id_.removesuffix(".toml"), loaded)
    if opportunity is None:
        return Exit.FOUND
    if format_ == "json":
        import json

        from deadlines.items import item

        print(json.dumps(item(opportunity, now), ensure_ascii=False, indent=2, default=as_written))
        return Exit.FINE
    for line in _lines(opportunity, now, here):
        print(safe(line))
    return Exit.FINE


def _find(wanted: str, loaded: Loaded) -> Opportunity | None:
    """Return the opportunity that is meant; None where its record is broken, whose problems are then printed."""
    known = {opportunity.id: opportunity for opportunity in loaded.opportunities}
    ids = sorted(known.keys() | loaded.broken_ids)
    meant = [wanted] if wanted in ids else [id_ for id_ in ids if id_.startswith(wanted)] if wanted else []
    if len(meant) > 1:
        raise Refusal(f'"{wanted}" may be {_or(meant)}', Exit.USAGE)
    if not meant:
        inside = [id_ for id_ in ids if wanted and wanted in id_]
        alike = [id_ for id_ in ids if difflib.get_close_matches(wanted, (id_, id_[: len(wanted)]), n=1, cutoff=0.7)]
        near = inside or alike
        hint = f"did you mean {_or(near)}?" if near else "deadlines list --all shows all"
        raise Refusal(f'there is no record "{wanted}"; {hint}', Exit.USAGE)
    if meant[0] not in known:
        name_problems(tuple(problem for problem in loaded.problems if PurePath(problem.path).stem == meant[0]))
    return known.get(meant[0])


def _or(ids: list[str]) -> str:
    shown = ids if len(ids) <= 5 else [*ids[:5], f"{len(ids) - 5} others"]
    return " or ".join(shown)


def _lines(opportunity: Opportunity, now: datetime, here: str) -> Iterator[str]:
    record = opportunity.record
    yield record.title
    yield f"{record.kind}, {record.organisation}"
    status = opportunity.status(now)
    yield f"Status: {status}" + (f" ({record.status_note})" if record.status_note else "")
    if status == "expected":
        yield "The dates are expected from earlier years and not announced."
    yield ""
    over = record.status in OVER
    for deadline in opportunity.deadlines:
        heading = f"Deadline, {deadline.label}" if deadline.label else "Deadline"
        yield from _moment(heading, deadline.moment, now, here, counted=not over)
        for heading, text in details(deadline, ENGLISH):
            yield f"  {heading[:1].lower()}{heading[1:]}: {text}"
        if deadline.previously:
            yield f"  earlier dates: {'; '.join(map(ENGLISH.brief, deadline.previously))}"
    if record.rolling:
        yield "Deadline: none; open until filled, or all year"
    if opportunity.opens:
        yield from _moment("Opens", opportunity.opens, now, here, whole_day=False)
    for milestone in opportunity.milestones:
        yield from _moment(milestone.label, milestone.moment, now, here, whole_day=False)
    yield ""
    for heading, value in () if over else how_to_apply(record, ENGLISH):
        if isinstance(value, str):
            yield f"{heading}: {value}"
        else:
            yield f"{heading}:"
            yield from (f"  - {text}" for text in value)
    yield f"Page: {record.url}"
    yield ""
    for heading, text in about(record, ENGLISH, by_tag=True):
        yield from textwrap.wrap(f"{heading}: {text}", 100, break_long_words=False, break_on_hyphens=False)
    if record.series:
        yield f"Series: {record.series}"
    for heading, value in provenance(record, ENGLISH):
        yield f"{_HEADINGS.get(heading, heading)}: {value_in_words(value, ENGLISH)}"
    yield f"Record: {opportunity.path}"


def _moment(
    heading: str, moment: Moment, now: datetime, here: str, *, whole_day: bool = True, counted: bool = True
) -> Iterator[str]:
    left = ENGLISH.days_left(days_left(moment, now, here, begins=not whole_day))
    yield f"{heading}: {ENGLISH.moment(moment, whole_day=whole_day, iana=True)}" + (f", {left}" if counted else "")
    if not moment.all_day and moment.zone_name != here:
        yield f"  in {here}: {ENGLISH.brief(moment.seen_in(here), whole_day=whole_day)}"
