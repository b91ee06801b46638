"""``deadlines show``: one opportunity in full."""

import textwrap
from collections.abc import Iterator
from datetime import datetime
from typing import Annotated

import typer

from deadlines.app.meant import record_meant
from deadlines.app.refusal import Exit
from deadlines.cli.list import one_of
from deadlines.cli.options import ID
from deadlines.cli.present import safe
from deadlines.cli.project import now_or, reader_zone
from deadlines.cli.source import FROM_HELP, load_records
from deadlines.domain.moment import Moment, as_written, days_left
from deadlines.domain.opportunity import Opportunity
from deadlines.domain.status import OVER
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
    id_: ID,
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
    opportunity = record_meant(id_, load_records(context, from_))
    if format_ == "json":
        import json

        from deadlines.items import item

        print(json.dumps(item(opportunity, now), ensure_ascii=False, indent=2, default=as_written))
        return Exit.FINE
    for line in _lines(opportunity, now, here):
        print(safe(line))
    return Exit.FINE


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
