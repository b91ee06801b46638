"""A list that is made of the records themselves, for people or for programs, and what is said beside it."""

import sys
from collections.abc import Collection, Iterator
from datetime import datetime

from deadlines.app.refusal import Exit
from deadlines.cli.beside import (
    say_what_has_no_amount,
    say_what_is_by_invitation,
    say_what_is_left_out,
    say_what_is_unstated,
    say_what_to_try,
)
from deadlines.cli.drawn import for_people
from deadlines.cli.present import separated
from deadlines.cli.project import name_problems
from deadlines.cli.reader import reader_language, stdout
from deadlines.cli.rows import COLUMNS, Row, Window, cells, in_order, rows_of
from deadlines.cli.source import Place, is_indexed, load_records
from deadlines.cli.table import draw
from deadlines.domain.eligibility import ACCESSES
from deadlines.domain.matching import Wanted, matches
from deadlines.domain.moment import as_written
from deadlines.domain.status import AFTERWARDS, SHOWN_BY_DEFAULT, Status

ALSO_IN_A_SHEET = (
    "label", "url", "published", "verified", "amount", "location", "languages", "regions", "topics", "source",
    "summary", "eligibility",
)  # fmt: skip
"""Further columns of CSV, which people open in a spreadsheet, and may import again."""


def print_in_full(
    place: Place,
    wanted: Wanted,
    accesses: tuple[str, ...],
    statuses: Collection[Status],
    window: Window,
    order: str,
    form: str,
) -> int:
    """Print a list and return the exit code.

    ``accesses`` and ``statuses`` are the ways of access and the statuses that were asked for, if any were.
    """
    shown = statuses or SHOWN_BY_DEFAULT
    also_over = not AFTERWARDS.isdisjoint(shown) or not is_indexed(place)
    loaded = load_records(place, window.now, also_over=also_over)
    name_problems(loaded.problems)
    opportunities = loaded.opportunities
    if form != "table":  # What programs read is the same in every language.
        opportunities = tuple(one.original for one in opportunities)
    whole = wanted._replace(access=accesses or ACCESSES)
    found = [row for one in opportunities if matches(whole, one) for row in rows_of(one, window)]
    listed = [row for row in found if accesses or row.opportunity.is_public]
    rows = in_order([row for row in listed if row.status in shown], order)
    if not rows:
        narrowed = wanted != Wanted() or not window.is_open
        every = opportunities if also_over else load_records(place, window.now).opportunities
        say_what_to_try(every, window.now, widened=bool(statuses), narrowed=narrowed)
    _print(rows, form, window.now, window.here)
    say_what_is_unstated(rows, wanted)
    if wanted.min_amount:
        whatever = wanted._replace(access=accesses, min_amount=None, currency=())
        others = [one for one in opportunities if matches(whatever, one) and one.status(window.now) in shown]
        say_what_has_no_amount(others, wanted.currency)
    if rows and form == "table" and sys.stderr.isatty():
        if not statuses:
            say_what_is_left_out(listed)
        if not accesses:
            say_what_is_by_invitation(found, shown)
    return Exit.FOUND if loaded.problems else Exit.FINE


def _print(rows: list[Row], form: str, now: datetime, here: str) -> None:
    if form == "json":
        import json

        from deadlines.items import item

        listed = {row.opportunity.id: row.opportunity for row in rows}
        items = [item(opportunity, now) for opportunity in listed.values()]
        print(json.dumps(items, ensure_ascii=False, indent=2, default=as_written))
    elif form != "table":
        lines = (cells(row, now, here) for row in rows)
        if form == "tsv":
            separated(lines, COLUMNS, "\t")
        else:
            sheet = ((*line, *_also(row)) for line, row in zip(lines, rows, strict=True))
            separated(sheet, (*COLUMNS, *ALSO_IN_A_SHEET), ",")
    elif rows:
        language = reader_language()
        headings = {
            "left": language.say("Left"),
            "due": language.say("Deadline"),
            "yours": language.say("Your time"),
            "opportunity": language.say("Opportunity"),
        }
        print("\n".join(draw([for_people(row, now, here, language) for row in rows], headings, stdout())))


def _also(row: Row) -> Iterator[str]:
    """Yield the further cells of a row; several values are parted by commas."""
    one = row.deadline or row.undated
    yield one.label or "" if one else ""
    for key in ALSO_IN_A_SHEET[1:]:
        value = getattr(row.opportunity.record, key)
        yield ", ".join(value) if isinstance(value, tuple) else str(value) if value is not None else ""
