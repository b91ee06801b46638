"""What ``deadlines list`` prints: what is open, soonest first."""

import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

from deadlines.app.refusal import Exit
from deadlines.cli.beside import (
    say_what_has_no_amount,
    say_what_is_by_invitation,
    say_what_is_left_out,
    say_what_is_unstated,
    say_what_to_try,
)
from deadlines.cli.briefly import Briefly, is_enough
from deadlines.cli.present import separated
from deadlines.cli.project import days_in, name_problems, now_or, reader_zone, typed_moment
from deadlines.cli.reader import reader_language, stdout
from deadlines.cli.rows import COLUMNS, SORTS, Row, Window, cells, in_order, rows_of
from deadlines.cli.source import Place, load_records, look_at_records
from deadlines.cli.typed import Many, each, one_of, select
from deadlines.domain.eligibility import ACCESSES, PUBLIC
from deadlines.domain.matching import Wanted, matches
from deadlines.domain.moment import as_written
from deadlines.domain.status import STATUSES, Status

FORMATS = ("table", "tsv", "csv", "json")
ALSO_IN_A_SHEET = (
    "label", "url", "published", "verified", "amount", "location", "languages", "regions", "topics", "source",
    "summary", "eligibility",
)  # fmt: skip
"""Further columns of CSV, which people open in a spreadsheet, and may import again."""
SHOWN_BY_DEFAULT: frozenset[Status] = frozenset(("open", "rolling"))


def print_list(
    place: Place,
    *,
    within: str | None,
    before: str | None,
    after: str | None,
    status: Many,
    all_: bool,
    sort: str | None,
    timezone: str | None,
    as_of: str | None,
    format_: str | None,
    no_index: bool,
    **narrowed: Many | str,
) -> int:
    """Print the list of the records at a place, narrowed by the keys of a selection, and return the exit code."""
    form = one_of("--format", format_ or ("table" if sys.stdout.isatty() else "tsv"), FORMATS)
    order = one_of("--sort", sort or SORTS[0], SORTS)
    statuses = frozenset(STATUSES if all_ else (one_of("--status", word, STATUSES) for word in each(status)))
    wanted = select(**narrowed)
    asked = ACCESSES if all_ else wanted.access
    here = reader_zone(timezone)
    now = now_or(as_of, here)
    window = Window(
        typed_moment(after, "--after") if after else None,
        typed_moment(before, "--before") if before else None,
        days_in(within, "--within") if within else None,
        now,
        here,
    )
    shown = statuses or SHOWN_BY_DEFAULT
    place = replace(place, is_fresh=no_index or form == "json")
    if form == "tsv" and is_enough(wanted) and (looked := look_at_records(place)):
        briefly = Briefly(wanted, asked or PUBLIC, shown, window, order)
        if lines := briefly.lines_of(looked):
            name_problems(looked.problems)
            print("\t".join(COLUMNS), *lines, sep="\n")
            return Exit.FOUND if looked.problems else Exit.FINE
    loaded = load_records(place, now)
    name_problems(loaded.problems)
    opportunities = loaded.opportunities
    if form != "table":  # What programs read is the same in every language.
        opportunities = tuple(one.original for one in opportunities)
    whole = replace(wanted, access=asked or ACCESSES)
    found = [row for one in opportunities if matches(whole, one) for row in rows_of(one, window)]
    listed = [row for row in found if asked or row.opportunity.is_public]
    rows = in_order([row for row in listed if row.status in shown], order)
    if not rows:
        say_what_to_try(opportunities, now, widened=bool(statuses), narrowed=wanted != Wanted() or not window.is_open)
    _print(rows, form, now, here)
    say_what_is_unstated(rows, wanted)
    if wanted.min_amount:
        whatever = replace(wanted, access=asked, min_amount=None, currency=())
        others = [one for one in opportunities if matches(whatever, one) and one.status(now) in shown]
        say_what_has_no_amount(others, wanted.currency)
    if rows and form == "table" and sys.stderr.isatty():
        if not statuses:
            say_what_is_left_out(listed)
        if not asked:
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
        from deadlines.cli.drawn import for_people
        from deadlines.cli.table import draw

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
