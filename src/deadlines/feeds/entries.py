"""Entries: what subscribers see of each dated point of an opportunity."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta

from deadlines.domain.feed import Certainty, Entry
from deadlines.domain.opportunity import Opportunity
from deadlines.domain.point import Point
from deadlines.domain.record import Record
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
)

UNDATED = datetime(2000, 1, 1, tzinfo=UTC)
"""When an entry was revised whose record does not say when it was published: the same on every day."""
BLOCK = timedelta(minutes=15)
"""A deadline is shown as the quarter of an hour that ends at it, so that midnight of the 30th stays on the 30th."""


def announced_at(record: Record) -> datetime:
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
        certainty=certainty_of(record),
        categories=(kind_in_words(record.kind, language), *record.topics),
        rings=point.role == "deadline" and record.status == "announced",
    )


def certainty_of(record: Record) -> Certainty:
    """Return the STATUS of a record's entries (RFC 5545 §3.8.1.11)."""
    if record.status == "cancelled":
        return "CANCELLED"
    return "TENTATIVE" if record.status == "expected" else "CONFIRMED"


def span(entry: Entry) -> tuple[date, date] | tuple[datetime, datetime]:
    """Return DTSTART and DTEND: in UTC, or dates with the day after the last as exclusive end (RFC 5545 §3.6.1).

    The block of a deadline ends at its moment; that of an opening or a milestone begins there.
    """
    moment = entry.moment
    if moment.all_day:
        return moment.day, moment.day + timedelta(days=entry.days)
    instant = moment.instant
    return (instant - BLOCK, instant) if entry.role == "deadline" else (instant, instant + BLOCK)


def _summary(point: Point, language: Language) -> str:
    record, deadline = point.opportunity.record, point.deadline
    name = name_of(record.title, record.status)
    if deadline is None:
        name = language.heading(point.label or language.say("Opens"), name)
    elif deadline.label is not None:
        name = language.heading(name, deadline.label)
    if fold(record.organisation) not in fold(name):
        name = f"{name} ({record.organisation})"
    return titled(of_deadline(name, language) if deadline else name, point, language)


def titled(name: str, point: Point, language: Language) -> str:
    """Return the title of an entry: the name of its point, with what has become of it."""
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
    if deadline is None:
        heading = point.label or say("Opens")
        yield language.heading(heading, language.moment(point.moment, whole_day=False))
    else:
        yield language.heading(say("Deadline"), language.moment(point.moment))
        if deadline.previously:
            yield language.heading(say("Earlier dates"), language.history(deadline.previously))
        yield from (language.line(heading, text) for heading, text in details(deadline, language))
    for other in opportunity.deadlines:
        if other is not deadline:
            heading = labelled(say("Another deadline") if deadline else say("Deadline"), other.label)
            yield language.heading(heading, language.moment(opportunity.shown(other.moment)))
    if opportunity.opens and point.role != "opens":
        yield language.heading(say("Opens"), language.moment(opportunity.opens, whole_day=False))
    for milestone in opportunity.milestones:
        if (milestone.label, milestone.moment) != (point.label, point.moment):
            yield language.heading(milestone.label, language.moment(milestone.moment, whole_day=False))


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
