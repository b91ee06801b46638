"""Entries: what subscribers see of each dated point of an opportunity."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING

from deadlines.domain.feed import Certainty, Entry
from deadlines.domain.moment import Moment
from deadlines.domain.opportunity import Deadline, Opportunity, Undated
from deadlines.domain.point import Point
from deadlines.domain.text import fold
from deadlines.feeds.titles import name_of, of_deadline, with_status
from deadlines.wording.language import Language
from deadlines.wording.phrases import (
    about,
    cautions,
    details,
    how_to_apply,
    kind_in_words,
    labelled,
    last_move,
    state,
    undated_in_words,
    without_end,
)
from deadlines.wording.repeats import repetition

if TYPE_CHECKING:
    from deadlines.domain.record import Record

UNDATED = datetime(2000, 1, 1, tzinfo=UTC)
"""When an entry was revised whose record does not say when it was published: the same on every day."""
_folded = lru_cache(maxsize=1_000)(fold)
"""What organisations are called, folded: of many records they are few."""
BLOCK = timedelta(minutes=15)
"""A deadline is shown as the quarter of an hour that ends at it, so that midnight of the 30th stays on the 30th."""


def announced_at(record: "Record") -> datetime:
    """Return the start of the day, in UTC, on which a record says that it was published; the same on every day."""
    return UNDATED if record.published is None else datetime.combine(record.published, time(), tzinfo=UTC)


def entry_of(point: Point, domain: str, language: Language) -> Entry:
    """Return what a subscriber sees of a point, in a language; ``domain`` is that of the UIDs."""
    record = point.opportunity.record
    return Entry(
        uid=point.uid(domain),
        role=point.role,
        summary=_summary(point, language),
        description=_description(point, language),
        url=record.url,
        moment=point.moment,
        certainty=certainty_of(point),
        categories=(kind_in_words(record.kind, language), *record.topics),
        rings=point.role == "deadline" and record.status == "announced",
    )


def certainty_of(point: Point) -> Certainty:
    """Return the STATUS of a point's entry (RFC 5545 §3.8.1.11); the day of a month is nobody's word."""
    status = point.opportunity.record.status
    if status == "cancelled":
        return "CANCELLED"
    return "TENTATIVE" if status == "expected" or point.moment.precision == "month" else "CONFIRMED"


def span(entry: Entry) -> tuple[date, date] | tuple[datetime, datetime]:
    """Return DTSTART and DTEND: in UTC, or dates with the day after the last as exclusive end (RFC 5545 §3.6.1).

    The block of a deadline ends at its moment; that of an opening or a milestone begins there. A month is its 1st, and
    what is in the applicant's own time is the whole day.
    """
    moment = entry.moment
    if moment.is_local:  # A floating time is read in three ways (RFC 5545 §3.3.5); a day is the same in all programs.
        day = moment.last_day if entry.role == "deadline" and moment.precision != "month" else moment.day
        return day, day + timedelta(days=entry.days)
    if moment.all_day:
        return moment.day, moment.day + timedelta(days=entry.days)
    instant = moment.instant
    return (instant - BLOCK, instant) if entry.role == "deadline" else (instant, instant + BLOCK)


def _summary(point: Point, language: Language) -> str:
    record, deadline = point.opportunity.record, point.deadline
    name = name_of(record.title, record.status)
    if point.role == "opens":
        name = language.heading(language.say("Opens"), language.heading(name, point.label) if point.label else name)
    elif deadline is None:
        name = language.heading(point.label or "", name)
    elif deadline.label is not None:
        name = language.heading(name, deadline.label)
    if _folded(record.organisation) not in fold(name):
        name = f"{name} ({record.organisation})"
    return titled(of_deadline(name, language) if deadline else name, point, language)


def titled(name: str, point: Point, language: Language) -> str:
    """Return the title of an entry: the name of its point, until when where its day does not say it, its state."""
    moment = point.moment
    if point.deadline and moment.precision == "month":
        name = language.listing((name, language.brief(moment)))
    elif point.deadline and moment.is_local:
        until = language.say("until {moment}", moment=language.clock_of(point.deadline.moment))
        name = language.listing((name, until))
    move = last_move(point.deadline, language) if point.deadline else ""
    return with_status(name, point.opportunity.record.status, language, move=move)


def _description(point: Point, language: Language) -> str:
    opportunity = point.opportunity
    blocks = (_dates(point, language), _application(opportunity, language), _offer(opportunity, language))
    return "\n\n".join("\n".join(lines) for block in blocks if (lines := list(block)))


def _dates(point: Point, language: Language) -> Iterator[str]:
    opportunity, deadline, say = point.opportunity, point.deadline, language.say
    record = opportunity.record
    if said := state(record.status, language):
        yield said
    if record.status_note:
        yield record.status_note
    yield from cautions(record, language)
    if opportunity.every_deadline and (all_year := without_end(opportunity, None, language)):
        yield all_year
    if point.role == "opens":
        yield language.heading(labelled(say("Opens"), point.label), _begins(point.moment, language))
    elif deadline is None:
        yield language.heading(point.label or "", _begins(point.moment, language))
    else:
        yield language.heading(say("Deadline"), language.moment(point.moment))
        if deadline.previously:
            yield language.heading(say("Earlier dates"), language.history(deadline.previously))
        yield from (language.line(heading, text) for heading, text in details(deadline, language))
        if rule := repetition(deadline, language):
            yield language.heading(say("Repeats"), rule)
    named = {deadline.number} if deadline else set()
    for other in opportunity.every_deadline:
        if other.number not in named:
            named.add(other.number)
            heading = labelled(say("Another deadline") if deadline else say("Deadline"), other.label)
            yield language.heading(heading, _when(other, opportunity, language))
    for opening in opportunity.openings:
        if point.role != "opens" or opening.label != point.label:
            yield language.heading(labelled(say("Opens"), opening.label), _begins(opening.moment, language))
    for milestone in opportunity.milestones:
        if (milestone.label, milestone.moment) != (point.label, point.moment):
            yield language.heading(milestone.label, _begins(milestone.moment, language))


def _when(deadline: Deadline | Undated, opportunity: Opportunity, language: Language) -> str:
    if isinstance(deadline, Undated):
        return undated_in_words(deadline.stated, language)
    if rule := repetition(deadline, language):
        return rule
    return language.moment(opportunity.shown(deadline.moment))


def _begins(moment: Moment, language: Language) -> str:
    return language.moment(moment, whole_day=False)


def _application(opportunity: Opportunity, language: Language) -> Iterator[str]:
    for heading, value in how_to_apply(opportunity.record, language):
        if isinstance(value, str):
            yield language.line(heading, value)
        else:
            yield language.heading(heading, "").rstrip()
            yield from (f"- {item}" for item in value)


def _offer(opportunity: Opportunity, language: Language) -> Iterator[str]:
    yield language.line(language.say("Organisation"), opportunity.record.organisation)
    yield from (language.line(heading, text) for heading, text in about(opportunity.record, language))
    yield language.line(language.say("Page"), opportunity.record.url)
