"""``deadlines list``: what is open, soonest first."""

import re
import sys
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Annotated, Any

import typer
from pydantic import ValidationError

from deadlines.app.refusal import Exit, Refusal
from deadlines.cli.options import KeyOption, with_options
from deadlines.cli.present import separated, table
from deadlines.cli.project import name_problems, now_or, reader_zone, typed_moment
from deadlines.cli.source import load_records
from deadlines.documents.explain import explain, nearest
from deadlines.domain.moment import Moment, Written, as_written, day_for_reader, days_left
from deadlines.domain.opportunity import Deadline, Opportunity
from deadlines.domain.selection import Selection
from deadlines.domain.status import STATUSES, Status
from deadlines.domain.zone import zone
from deadlines.wording.language import ENGLISH

FORMATS = ("table", "tsv", "csv", "json")
COLUMNS = ("days_left", "due", "timezone", "due_here", "kind", "title", "organisation", "status", "id")
SHOWN_BY_DEFAULT: frozenset[Status] = frozenset(("open", "rolling"))

Many = list[str] | None


@dataclass(frozen=True)
class Row:
    """An opportunity with the deadline it is listed for."""

    opportunity: Opportunity
    deadline: Deadline | None
    status: Status


@dataclass(frozen=True)
class Window:
    """From when to when a deadline may be; in the reader's zone, both ends outside."""

    after: Written | None
    before: Written | None
    within: int | None
    now: datetime
    here: str

    @property
    def is_open(self) -> bool:
        """True when any deadline will do, and none as well."""
        return self.after is None and self.before is None and self.within is None

    def includes(self, moment: Moment) -> bool:
        """True when a moment is inside the window."""
        if self.after is not None and not self._compare(moment, self.after) > 0:
            return False
        if self.before is not None and not self._compare(moment, self.before) < 0:
            return False
        return self.within is None or 0 <= days_left(moment, self.now, self.here) <= self.within

    def _compare(self, moment: Moment, limit: Written) -> float:
        if isinstance(limit, datetime):
            return (moment.instant - limit.replace(tzinfo=zone(self.here)).astimezone(UTC)).total_seconds()
        return (day_for_reader(moment, self.here) - limit).days


_NEVER = datetime.max.replace(tzinfo=UTC)
_ORDERS: dict[str, Callable[[Row], tuple[Any, ...]]] = {
    "deadline": lambda row: (
        row.deadline.moment.instant if row.deadline else _NEVER,
        row.opportunity.record.title.casefold(),
        row.opportunity.id,
    ),
    "title": lambda row: (row.opportunity.record.title.casefold(), row.opportunity.id),
    "organisation": lambda row: (row.opportunity.record.organisation.casefold(), *_ORDERS["deadline"](row)),
    "kind": lambda row: (row.opportunity.record.kind, *_ORDERS["deadline"](row)),
    "published": lambda row: (row.opportunity.record.published or date.min, row.opportunity.id),
}
SORTS = tuple(_ORDERS)


@with_options(KeyOption(name, name, field) for name, field in Selection.model_fields.items() if name != "words")
def list_(
    context: typer.Context,
    words: Annotated[Many, typer.Argument(metavar="WORDS", help=Selection.model_fields["words"].description)] = None,
    within: Annotated[str | None, typer.Option(metavar="30d", help="Due in so many days or weeks at most.")] = None,
    before: Annotated[str | None, typer.Option(metavar="MOMENT", help="Due before this day or local time.")] = None,
    after: Annotated[str | None, typer.Option(metavar="MOMENT", help="Due after this day or local time.")] = None,
    status: Annotated[Many, typer.Option(metavar="|".join(STATUSES), help="open and rolling unless given.")] = None,
    all_: Annotated[bool, typer.Option("--all", help="Whatever its status.")] = False,
    sort: Annotated[str, typer.Option(metavar="|".join(SORTS), help="What comes first.")] = "deadline",
    timezone: Annotated[str | None, typer.Option(metavar="ZONE", help="Your zone; the machine's unless given.")] = None,
    as_of: Annotated[str | None, typer.Option(metavar="MOMENT", help="As seen at this moment instead of now.")] = None,
    format_: Annotated[
        str | None,
        typer.Option("--format", metavar="|".join(FORMATS), help="A table on a terminal, else tsv, unless given."),
    ] = None,
    **narrowed: Many,
) -> int:
    """List what is open, soonest first: kind, title, organisation, deadline in its own zone and in yours."""
    form = one_of("--format", format_ or ("table" if sys.stdout.isatty() else "tsv"), FORMATS)
    one_of("--sort", sort, SORTS)
    statuses = frozenset(STATUSES if all_ else (one_of("--status", word, STATUSES) for word in status or ()))
    selection = select(**narrowed, words=words)
    here = reader_zone(timezone)
    now = now_or(as_of, here)
    window = Window(
        typed_moment(after, "--after") if after else None,
        typed_moment(before, "--before") if before else None,
        _days(within) if within else None,
        now,
        here,
    )
    loaded = load_records(context)
    name_problems(loaded.problems)
    opportunities = loaded.opportunities
    rows = [
        row
        for opportunity in opportunities
        if selection.matches(opportunity)
        and (row := _row(opportunity, window))
        and row.status in (statuses or SHOWN_BY_DEFAULT)
    ]
    rows.sort(key=_ORDERS[sort])
    rows.sort(key=lambda row: row.deadline is None) if sort == "deadline" else None
    if not rows:
        _say_what_to_try(opportunities, now, widened=bool(all_ or status), narrowed=_narrowed(selection, window))
    _print(rows, form, now, here)
    return Exit.FOUND if loaded.problems else Exit.FINE


def select(**words: Many) -> Selection:
    """Return the selection of the options; a word that cannot be one is wrong usage."""
    try:
        return Selection.model_validate({key: tuple(value) for key, value in words.items() if value})
    except ValidationError as error:
        problem = explain(error, Selection)[0]
        raise Refusal(f"--{problem.keys[0]}: {problem.message}; {problem.hint}", Exit.USAGE) from None


def one_of(option: str, word: str, known: tuple[str, ...]) -> Any:
    """Return the word when it is known; else it is wrong usage, with the word that is probably meant."""
    if word in known:
        return word
    meant = nearest(word, known)
    hint = f'did you mean "{meant}"?' if meant else f"write one of {', '.join(known)}"
    raise Refusal(f'{option}: "{word}" is not known; {hint}', Exit.USAGE)


def _row(opportunity: Opportunity, window: Window) -> Row | None:
    status = opportunity.status(window.now)
    if window.is_open:
        return Row(opportunity, opportunity.next_deadline(window.now), status)
    inside = [deadline for deadline in opportunity.deadlines if window.includes(deadline.moment)]
    if status != "closed":
        inside = [deadline for deadline in inside if not deadline.moment.has_passed(window.now)]
    return Row(opportunity, min(inside, key=lambda one: one.moment.instant), status) if inside else None


def _days(text: str) -> int:
    if not (typed := re.fullmatch(r"(\d{1,4})\s*(d|days?|w|weeks?)", text.strip())):
        raise Refusal(f'--within: "{text}" is not a time; write 30d or 2w', Exit.USAGE)
    return int(typed[1]) * (7 if typed[2].startswith("w") else 1)


def _narrowed(selection: Selection, window: Window) -> bool:
    return bool(selection.model_fields_set) or not window.is_open


def _say_what_to_try(opportunities: tuple[Opportunity, ...], now: datetime, *, widened: bool, narrowed: bool) -> None:
    if not opportunities:
        print("deadlines: there are no records yet; deadlines add writes one", file=sys.stderr)
        return
    found = [opportunity.status(now) for opportunity in opportunities]
    counts = ", ".join(f"{found.count(status)} {status}" for status in STATUSES if status in found)
    tips = ["fewer words or options"] if narrowed else []
    tips += [] if widened else ["--all", "--status expected"] if "expected" in found else ["--all"]
    print(f"deadlines: nothing matches; the records: {counts}. Try {' or '.join(tips)}.", file=sys.stderr)


def _print(rows: list[Row], form: str, now: datetime, here: str) -> None:
    if form == "json":
        import json

        from deadlines.items import item

        items = [item(row.opportunity, now) for row in rows]
        print(json.dumps(items, ensure_ascii=False, indent=2, default=as_written))
    elif form == "table":
        if rows:
            table(_for_people(rows, now, here), ("Left", "Deadline", "Your time", "Opportunity"))
    else:
        separated(_for_programs(rows, now, here), COLUMNS, "\t" if form == "tsv" else ",")


def _for_people(rows: list[Row], now: datetime, here: str) -> Iterable[tuple[str, ...]]:
    for row in rows:
        record = row.opportunity.record
        title, left, own, mine = record.title, str(row.status), "", ""
        if row.deadline:
            moment = row.deadline.moment
            title += f": {row.deadline.label}" if row.deadline.label else ""
            left = _left(row, now, here)
            own = f"{_short(moment)}\n{moment.zone_name if moment.zone_stated else 'zone not stated'}"
            mine = _short(moment.seen_in(here))
        yield left, own, mine, f"{title}\n{record.kind}, {record.organisation}\n{row.opportunity.id}"


def _short(deadline: Moment) -> str:
    """Return ``2026-03-06 18:00``; midnight as 24:00 of the day that it ends (ISO 8601-1:2019/Amd 1:2022)."""
    if deadline.clock is None:
        return f"{deadline.day}"
    return f"{deadline.last_day} 24:00" if deadline.at_midnight else f"{deadline.day} {deadline.clock:%H:%M}"


def _left(row: Row, now: datetime, here: str) -> str:
    if row.deadline is None or row.status in ("cancelled", "expected"):
        return row.status
    if row.status == "closed" and not row.deadline.moment.has_passed(now):
        return row.status
    return ENGLISH.days_left(days_left(row.deadline.moment, now, here))


def _for_programs(rows: list[Row], now: datetime, here: str) -> Iterable[tuple[str, ...]]:
    for row in rows:
        record, dates = row.opportunity.record, ("", "", "", "")
        if row.deadline:
            moment = row.deadline.moment
            dates = (
                str(days_left(moment, now, here)),
                as_written(moment.written),
                moment.zone_name if moment.zone_stated else "not stated",
                as_written(moment.written) if moment.all_day else moment.in_zone(here).isoformat(timespec="minutes"),
            )
        yield *dates, record.kind, record.title, record.organisation, row.status, row.opportunity.id
