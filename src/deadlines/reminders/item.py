"""What a letter says of one notice: in words for people, and as JSON for programs."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import quote

from deadlines.domain.characters import one_line
from deadlines.domain.moment import Moment, as_written, days_left
from deadlines.domain.opportunity import Undated
from deadlines.domain.part import Part
from deadlines.domain.record import Record
from deadlines.domain.reminder import ENDED, Notice
from deadlines.domain.zone import zone
from deadlines.items import dated, item
from deadlines.reminders.headline import alert, is_urgent
from deadlines.wording.language import Language
from deadlines.wording.phrases import (
    about,
    cautions,
    details,
    how_to_apply,
    kind_in_words,
    labelled,
    state,
    undated_in_words,
    without_end,
)
from deadlines.wording.repeats import repetition

_LONGEST = 1000
"""Characters of one text of a record; the rest is on the organiser's page."""
_LONGEST_LINK = 150


@dataclass(frozen=True, slots=True)
class Row:
    """A heading and its text, or several texts."""

    heading: str
    texts: tuple[str, ...]
    href: str | None = None
    """Where a click leads."""
    label: str | None = None
    """What a record adds to the heading, in its own words."""
    quoted: bool = False
    """True where the texts are those of a record."""


@dataclass(frozen=True, slots=True)
class Item:
    """One item of a letter."""

    alert: str
    is_urgent: bool
    is_over: bool
    """True when one cannot apply any more."""
    title: str
    kind: str
    organisation: str
    news: tuple[str, ...]
    """What has changed, in sentences."""
    note: str
    """Why, in the words of the record."""
    dates: tuple[Row, ...]
    apply: tuple[Row, ...]
    offer: tuple[Row, ...]
    brief: str
    """Its date, where it is named in brief."""
    page: str | None
    """Where a click on its title leads, where it is named in brief; None for what is too long for that."""


def in_words(notice: Notice, here: str, language: Language, now: datetime) -> Item:
    """Return one item for people in the zone ``here``.

    All foreign text in it is on one line each, and nothing in it is markup.
    """
    record = notice.point.opportunity.record
    over, page = notice.kind in ENDED, _web(record.url)
    dates = tuple(_dates(notice, here, language, now))
    return Item(
        alert=alert(notice, here, language, now),
        is_urgent=is_urgent(notice),
        is_over=over,
        title=one_line(record.title, 300),
        kind=kind_in_words(record.kind, language),
        organisation=one_line(record.organisation, 300),
        news=tuple(_news(notice, language)),
        note=one_line(record.status_note or "", _LONGEST),
        dates=dates,
        apply=(
            *(() if over else _apply(notice, language)),
            Row(language.say("Page"), (one_line(record.url),), page),
        ),
        offer=() if over else tuple(_offer(record, language)),
        brief=language.heading(
            labelled(dates[0].heading, dates[0].label and one_line(dates[0].label, 80)), dates[0].texts[0]
        ),
        page=page if page and len(page.encode()) <= _LONGEST_LINK else None,
    )


def for_programs(notice: Notice, here: str, now: datetime) -> dict[str, Any]:
    """Return one item as JSON has it; its shape is documented in ``docs/reminders.md`` and does not change silently.

    ``tells`` is ``due``, ``moved``, ``cancelled``, ``closed`` or ``reinstated``; ``role`` is ``deadline`` or ``opens``;
    ``moment`` and ``before`` (null unless it moved) are ``written``, ``timezone``, ``instant``, ``all_day``;
    ``days_left`` counts calendar days; ``opportunity`` is an item of ``list --format json``; ``key`` is what makes it
    the same as another.
    """
    return {
        "tells": notice.kind,
        "role": notice.point.role,
        "label": notice.point.label,
        "moment": dated("written", notice.point.moment),
        "before": dated("written", notice.before) if notice.before else None,
        "earlier": notice.moved < 0,
        "days_left": days_left(notice.point.moment, now, here, begins=notice.point.role != "deadline"),
        "opportunity": json.loads(json.dumps(item(notice.point.opportunity, now), default=as_written)),
        "key": notice.key,
    }


def _news(notice: Notice, language: Language) -> Iterator[str]:
    say, record, urgent = language.say, notice.point.opportunity.record, is_urgent(notice)
    if urgent:
        yield say("The deadline is now EARLIER than you were told.")
    if notice.kind not in ENDED:
        yield from cautions(record, language)
    if notice.kind == "moved" and notice.point.role == "deadline" and notice.moved == 0:
        yield (
            say("The organiser does not name the day any more.")
            if notice.point.moment.precision == "month"
            else say("The day is known now.")
        )
    elif notice.kind == "moved" and notice.point.role == "deadline" and not urgent:
        yield say("The deadline is now later than you were told.")
    elif notice.kind == "moved" and not urgent:
        yield say("The day on which it opens has changed.")
    elif notice.kind == "cancelled" or notice.kind == "closed":
        yield state(notice.kind, language)
    elif notice.kind == "reinstated":
        yield say("This is open again, although you were told that it had ended.")


def _dates(notice: Notice, here: str, language: Language, now: datetime) -> Iterator[Row]:
    say, opportunity = language.say, notice.point.opportunity
    of_deadline = notice.point.role == "deadline"
    over = notice.kind in ENDED
    heading = say("The deadline was") if over else say("Deadline")
    moment = language.moment(notice.point.moment, whole_day=of_deadline)
    yield Row(heading if of_deadline else say("Opens"), (moment,), label=_label(notice.point.label))
    if here := _your_time(notice.point.moment, here, language, of_deadline=of_deadline):
        yield Row(say("Your time"), (here,))
    if notice.before:
        yield Row(say("You were told"), (language.moment(notice.before, whole_day=of_deadline),))
    if deadline := notice.point.deadline:
        for heading, text in details(deadline, language):
            yield Row(heading, (one_line(text, _LONGEST),), quoted=True)
        if rule := repetition(deadline, language):
            yield Row(say("Repeats"), (rule,))
    if over:
        return
    if all_year := without_end(opportunity, now, language):
        yield Row(say("Status"), (all_year,))
    for other in opportunity.in_turn(now):
        if isinstance(other, Undated):
            words = undated_in_words(one_line(other.stated, _LONGEST), language)
            yield _other_deadline(other.label, words, language, after_one=of_deadline)
        elif not (deadline and other.number == deadline.number) and not other.moment.has_passed(now):
            yield _other_deadline(other.label, language.moment(other.moment), language, after_one=of_deadline)
    for opening in opportunity.openings:
        if now < opening.moment.starts_at and (of_deadline or opening.label != notice.point.label):
            when = language.moment(opening.moment, whole_day=False)
            yield Row(say("Opens"), (when,), label=_label(opening.label))


def _your_time(moment: Moment, here: str, language: Language, *, of_deadline: bool) -> str:
    """Return a moment by the recipient's clocks; of a date, until when its day lasts there; nothing where it is clear.

    A date whose zone nobody stated has no hour anywhere.
    """
    if moment.is_local or moment.precision == "month":
        return ""
    seen = Moment(moment.instant.astimezone(zone(here)).replace(tzinfo=None), here)
    if not moment.all_day:
        return "" if moment.zone_name == here else language.moment(seen, whole_day=of_deadline)
    if not of_deadline or not moment.zone_stated or Moment(moment.written, here).instant == moment.instant:
        return ""
    return language.say("until {moment}", moment=language.moment(seen))


def _other_deadline(label: str | None, when: str, language: Language, *, after_one: bool) -> Row:
    heading = language.say("Another deadline") if after_one else language.say("Deadline")
    return Row(heading, (when,), label=_label(label))


def _label(label: str | None) -> str | None:
    return label and one_line(label, 200)


def _apply(notice: Notice, language: Language) -> Iterator[Row]:
    apply = notice.point.opportunity.record.apply
    for heading, value in how_to_apply(notice.point.opportunity.record, language):
        texts = (value,) if isinstance(value, str) else value
        href = _web(value) if value == apply.url else _mail(value, apply.reference) if value == apply.email else None
        yield Row(heading, tuple(one_line(text, _LONGEST) for text in texts), href, quoted=href is None)


def _offer(record: Record, language: Language) -> Iterator[Row]:
    """Yield what is offered and to whom, without the words that are for narrowing lists down."""
    for heading, text in about(record, language, Part.OFFER):
        href = _web(text) if any(link.url == text for link in record.links) else None
        yield Row(one_line(heading, 200), (one_line(text, _LONGEST),), href, quoted=True)


def _web(url: object) -> str | None:
    """Return an address that a click may lead to: a record is foreign input here."""
    said = str(url)
    return said if said.startswith(("https://", "http://")) and one_line(said) == said else None


def _mail(address: object, reference: str | None) -> str:
    subject = f"?subject={quote(one_line(reference))}" if reference else ""
    return f"mailto:{quote(str(address), safe='@')}{subject}"
