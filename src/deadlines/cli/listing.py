"""What ``deadlines list`` prints: what is open, soonest first."""

import sys

from deadlines.app.refusal import Exit
from deadlines.cli.briefly import Briefly, is_enough
from deadlines.cli.project import days_in, name_problems, now_or, reader_zone, typed_moment
from deadlines.cli.rows import COLUMNS, SORTS, Window
from deadlines.cli.source import Place, look_at_records
from deadlines.cli.typed import Many, each, one_of, select
from deadlines.domain.eligibility import ACCESSES, PUBLIC
from deadlines.domain.status import SHOWN_BY_DEFAULT, STATUSES

FORMATS = ("table", "tsv", "csv", "json")


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
    place = place._replace(is_fresh=no_index or form == "json")
    if form == "tsv" and is_enough(wanted) and (looked := look_at_records(place)):
        briefly = Briefly(wanted, asked or PUBLIC, shown, window, order)
        if lines := briefly.lines_of(looked):
            name_problems(looked.problems)
            print("\t".join(COLUMNS), *lines, sep="\n")
            return Exit.FOUND if looked.problems else Exit.FINE
    from deadlines.cli.full_list import print_in_full  # What is enough for programs waits for no wording.

    return print_in_full(place, wanted, asked, statuses, window, order, form)
