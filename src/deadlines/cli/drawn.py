"""A row of ``list`` as it is drawn for people."""

from collections.abc import Iterator
from datetime import datetime

from deadlines.cli.columns import wrapped
from deadlines.cli.present import safe
from deadlines.cli.rows import Row
from deadlines.cli.table import FAINT, NEAR, SOON, Entry
from deadlines.domain.moment import Moment, as_written, days_left
from deadlines.domain.status import OVER
from deadlines.wording.language import Language
from deadlines.wording.phrases import (
    cautions_in_brief,
    days_in_words,
    kind_in_words,
    status_in_words,
    undated_in_words,
)
from deadlines.wording.repeats import repetition

SOON_DAYS, NEAR_DAYS = 2, 7
_WORDS = 24
"""Columns of a deadline of which no date is stated."""


def for_people(row: Row, now: datetime, here: str, language: Language) -> Entry:
    """Return a row in words that are safe to print; ``here`` is the reader's zone."""
    record = row.opportunity.record
    title = record.title
    due: tuple[str, ...] = ()
    yours: tuple[str, ...] = ()
    here_too: tuple[str, ...] = ()
    if row.deadline:
        moment = row.deadline.moment
        title += f": {row.deadline.label}" if row.deadline.label else ""
        due = _due(moment, language)
        seen = moment.seen_in(here)
        yours = (_short(seen),)
        if seen.written != moment.written:
            time = yours[0].removeprefix(f"{moment.last_day if moment.at_midnight else moment.day} ")
            here_too = (language.say("{time} your time", time=time),)
    elif row.undated:
        title += f": {row.undated.label}" if row.undated.label else ""
        due = tuple(wrapped(undated_in_words(safe(row.undated.stated), language), _WORDS))
    left, look = _left(row, now, here, language)
    return Entry(
        left=(left,),
        due=due,
        yours=yours,
        title=safe(title),
        about=language.listing(_about(row, now, language)),
        id=row.opportunity.id,
        url=record.url,
        look=look,
        here=here_too,
    )


def _about(row: Row, now: datetime, language: Language) -> Iterator[str]:
    found, record = row.opportunity, row.opportunity.record
    yield kind_in_words(record.kind, language)
    yield safe(record.organisation)
    yield from cautions_in_brief(record, language)
    if row.deadline and (rule := repetition(row.deadline, language)):
        yield rule
    if record.rolling and found.every_deadline and record.status not in OVER:
        yield language.say("open all year")
    if row.status == "upcoming" and (opening := found.next_opening(now)):
        yield language.say("opens on {day}", day=language.brief(opening.moment, whole_day=False))


def _due(moment: Moment, language: Language) -> tuple[str, str]:
    """Return a deadline and its zone on two lines."""
    if moment.precision == "month":
        return _short(moment), language.say("day not stated")
    if moment.is_local:
        day, _, clock = _short(moment).partition(" ")
        return day, language.say("{time}, your time", time=clock) if clock else language.say("your time")
    return _short(moment), moment.zone_name if moment.zone_stated else language.say("zone not stated")


def _short(deadline: Moment) -> str:
    """Return ``2026-03-06 18:00``; midnight as 24:00 of the day that it ends (ISO 8601-1:2019/Amd 1:2022)."""
    if deadline.precision == "month":
        return as_written(deadline.written)
    if deadline.clock is None:
        return f"{deadline.day}"
    return f"{deadline.last_day} 24:00" if deadline.at_midnight else f"{deadline.day} {deadline.clock:%H:%M}"


def _left(row: Row, now: datetime, here: str, language: Language) -> tuple[str, str]:
    """Return the days left, or the status where they say nothing, and how that looks."""
    has_passed = row.deadline is not None and row.deadline.moment.has_passed(now)
    if row.deadline is None or row.status in ("cancelled", "expected") or (row.status == "closed" and not has_passed):
        return status_in_words(row.status, language), FAINT if row.status in ("cancelled", "closed") else ""
    days = days_left(row.deadline.moment, now, here)
    look = FAINT if has_passed else SOON if days <= SOON_DAYS else NEAR if days <= NEAR_DAYS else ""
    return days_in_words(row.deadline.moment, days, now, language), look
