"""``deadlines list``: what is open, soonest first."""

import sys
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Annotated, Any

import typer
from pydantic import ValidationError

from deadlines.app.refusal import Exit, Refusal
from deadlines.cli.beside import (
    say_what_has_no_amount,
    say_what_is_by_invitation,
    say_what_is_left_out,
    say_what_is_unstated,
    say_what_to_try,
)
from deadlines.cli.drawn import for_people
from deadlines.cli.options import KeyOption, with_options
from deadlines.cli.present import separated
from deadlines.cli.project import days_in, name_problems, now_or, reader_zone, typed_moment
from deadlines.cli.reader import reader_language, stdout
from deadlines.cli.rows import SORTS, Row, Window, in_order, rows_of
from deadlines.cli.source import FROM_HELP, load_records
from deadlines.cli.table import draw
from deadlines.documents.explain import explain, nearest
from deadlines.domain.eligibility import ACCESSES
from deadlines.domain.kind import KINDS
from deadlines.domain.moment import as_written, days_left
from deadlines.domain.money import number_in
from deadlines.domain.selection import Selection
from deadlines.domain.status import STATUSES, Status
from deadlines.domain.territory import code_of
from deadlines.domain.text import Sentence
from deadlines.wording.phrases import (
    applicant_of,
    kind_of,
)

FORMATS = ("table", "tsv", "csv", "json")
COLUMNS = ("days_left", "due", "timezone", "due_here", "kind", "title", "organisation", "status", "id")
ALSO_IN_A_SHEET = (
    "label", "url", "published", "verified", "amount", "location", "languages", "regions", "topics", "source",
    "summary", "eligibility",
)  # fmt: skip
"""Further columns of CSV, which people open in a spreadsheet, and may import again."""
SHOWN_BY_DEFAULT: frozenset[Status] = frozenset(("open", "rolling"))
IN_ONE = ("kind", "language", "series", "access", "country", "applicant", "currency")
"""Of which several may be given with commas, since no value has one."""

Many = list[str] | None


@with_options(
    KeyOption(name.replace("_", "-"), name, field, commas=name in IN_ONE)
    for name, field in Selection.model_fields.items()
    if name != "words"
)
def list_(
    context: typer.Context,
    words: Annotated[Many, typer.Argument(metavar="WORDS", help=Selection.model_fields["words"].description)] = None,
    within: Annotated[
        str | None, typer.Option(metavar="DAYS", help="Due in so many days (30) or weeks (2w) at most.")
    ] = None,
    before: Annotated[str | None, typer.Option(metavar="MOMENT", help="Due before this day or local time.")] = None,
    after: Annotated[str | None, typer.Option(metavar="MOMENT", help="Due after this day or local time.")] = None,
    status: Annotated[
        Many,
        typer.Option(
            metavar="|".join(STATUSES), help="Open and rolling unless given. Several with commas, or repeated."
        ),
    ] = None,
    all_: Annotated[bool, typer.Option("--all", help="Any status, and by invitation too.")] = False,
    sort: Annotated[
        str, typer.Option(metavar="|".join(SORTS), help="What comes first; deadline unless given.")
    ] = "deadline",
    timezone: Annotated[str | None, typer.Option(metavar="ZONE", help="Your zone; the machine's unless given.")] = None,
    as_of: Annotated[str | None, typer.Option(metavar="MOMENT", help="As seen at this moment instead of now.")] = None,
    format_: Annotated[
        str | None,
        typer.Option("--format", metavar="|".join(FORMATS), help="A table on a terminal, else tsv, unless given."),
    ] = None,
    from_: Annotated[str | None, typer.Option("--from", metavar="URL", help=FROM_HELP)] = None,
    **narrowed: Many | str,
) -> int:
    """List what is open, soonest first: kind, title, organisation, deadline in its own zone and in yours."""
    form = one_of("--format", format_ or ("table" if sys.stdout.isatty() else "tsv"), FORMATS)
    one_of("--sort", sort, SORTS)
    statuses = frozenset(STATUSES if all_ else (one_of("--status", word, STATUSES) for word in _each(status)))
    selection = select(**narrowed, words=words)
    asked = ACCESSES if all_ else selection.access
    here = reader_zone(timezone)
    now = now_or(as_of, here)
    window = Window(
        typed_moment(after, "--after") if after else None,
        typed_moment(before, "--before") if before else None,
        days_in(within, "--within") if within else None,
        now,
        here,
    )
    loaded = load_records(context, from_, now)
    name_problems(loaded.problems)
    opportunities = loaded.opportunities
    if form != "table":  # What programs read is the same in every language.
        opportunities = tuple(one.original for one in opportunities)
    whole = selection.model_copy(update={"access": asked or ACCESSES})
    found = [row for one in opportunities if whole.matches(one) for row in rows_of(one, window)]
    listed = [row for row in found if asked or row.opportunity.is_public]
    shown = statuses or SHOWN_BY_DEFAULT
    rows = in_order([row for row in listed if row.status in shown], sort)
    if not rows:
        say_what_to_try(opportunities, now, widened=bool(statuses), narrowed=_narrowed(selection, window))
    _print(rows, form, now, here)
    say_what_is_unstated(rows, selection)
    if selection.min_amount:
        whatever = selection.model_copy(update={"access": asked, "min_amount": None, "currency": ()})
        others = [one for one in opportunities if whatever.matches(one) and one.status(now) in shown]
        say_what_has_no_amount(others, selection.currency)
    if rows and form == "table" and sys.stderr.isatty():
        if not statuses:
            say_what_is_left_out(listed)
        if not asked:
            say_what_is_by_invitation(found, shown)
    return Exit.FOUND if loaded.problems else Exit.FINE


def select(**words: Many | str) -> Selection:
    """Return the selection of the options; a word that cannot be one is wrong usage."""
    given: dict[str, Any] = {
        key: tuple(_each(value) if key in IN_ONE else value) for key, value in words.items() if isinstance(value, list)
    }
    if typed := words.get("min_amount"):
        given["min_amount"] = number_in(str(typed)) or typed
        if "currency" not in given:
            raise Refusal("--min-amount: write --currency too, such as --currency EUR", Exit.USAGE)
    if "kind" in given:
        given["kind"] = tuple(kind_of(word) or one_of("--kind", word, tuple(KINDS)) for word in given["kind"])
    if "applicant" in given:
        given["applicant"] = tuple(applicant_of(word) or word for word in given["applicant"])
    if "country" in given:
        given["country"] = tuple(code_of(word) or word for word in given["country"])
    try:
        return Selection.model_validate(given)
    except ValidationError as error:
        problem = explain(error, Selection)[0]
        reason = Sentence("{reason}; {hint}", reason=problem.message, hint=problem.hint)
        raise Refusal(
            "{name}: {reason}", Exit.USAGE, name=f"--{problem.keys[0]}".replace("_", "-"), reason=reason
        ) from None


def one_of(option: str, word: str, known: tuple[str, ...]) -> Any:
    """Return the word when it is known; else it is wrong usage, with the word that is probably meant."""
    if word in known:
        return word
    if meant := nearest(word, known):
        raise Refusal(
            '{option}: "{word}" is not known; did you mean "{meant}"?',
            Exit.USAGE,
            option=option,
            word=word,
            meant=meant,
        )
    words = ", ".join(known)
    raise Refusal(
        '{option}: "{word}" is not known; write one of {words}', Exit.USAGE, option=option, word=word, words=words
    )


def _each(typed: Many) -> list[str]:
    """Return the words of an option that may be repeated, and have several with commas."""
    return [word for text in typed or () for part in text.split(",") if (word := part.strip())]


def _narrowed(selection: Selection, window: Window) -> bool:
    return bool(selection.model_fields_set) or not window.is_open


def _print(rows: list[Row], form: str, now: datetime, here: str) -> None:
    if form == "json":
        import json

        from deadlines.items import item

        listed = {row.opportunity.id: row.opportunity for row in rows}
        items = [item(opportunity, now) for opportunity in listed.values()]
        print(json.dumps(items, ensure_ascii=False, indent=2, default=as_written))
    elif form != "table":
        lines = _for_programs(rows, now, here)
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


def _for_programs(rows: list[Row], now: datetime, here: str) -> Iterable[tuple[str, ...]]:
    for row in rows:
        record, dates = row.opportunity.record, ("", row.undated.stated if row.undated else "", "", "")
        if row.deadline:
            moment = row.deadline.moment
            dates = (
                str(days_left(moment, now, here)),
                as_written(moment.written),
                moment.zone_name if moment.zone_stated else "not stated",
                as_written(moment.written)
                if moment.all_day or moment.is_local
                else moment.in_zone(here).isoformat(timespec="minutes"),
            )
        yield *dates, record.kind, record.title, record.organisation, row.status, row.opportunity.id


def _also(row: Row) -> Iterator[str]:
    """Yield the further cells of a row; several values are parted by commas."""
    one = row.deadline or row.undated
    yield one.label or "" if one else ""
    for key in ALSO_IN_A_SHEET[1:]:
        value = getattr(row.opportunity.record, key)
        yield ", ".join(value) if isinstance(value, tuple) else str(value) if value is not None else ""
