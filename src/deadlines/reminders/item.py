"""What a letter says of one telling: in words for people, and as keys for programs."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import quote

from deadlines.domain.key import Part
from deadlines.domain.moment import Moment, as_written, days_left
from deadlines.domain.opportunity import Deadline
from deadlines.domain.record import Record
from deadlines.domain.reminder import Notice, Recipient
from deadlines.domain.text import one_line
from deadlines.domain.zone import zone
from deadlines.items import dated, item
from deadlines.reminders.headline import alert, is_loud
from deadlines.wording.language import Language
from deadlines.wording.phrases import about, details, how_to_apply, kind_in_words

_LONGEST = 1000
"""Characters of one text of a record; the rest is on the organiser's page."""


@dataclass(frozen=True, slots=True)
class Row:
    """A heading and what stands beside it: one text, or several. ``href`` is where a click leads."""

    heading: str
    texts: tuple[str, ...]
    href: str | None = None


@dataclass(frozen=True, slots=True)
class Item:
    """One item of a letter."""

    alert: str
    is_loud: bool
    is_over: bool
    """True when one cannot apply any more."""
    title: str
    kind: str
    organisation: str
    news: tuple[str, ...]
    """What has come about, in sentences."""
    dates: tuple[Row, ...]
    apply: tuple[Row, ...]
    offer: tuple[Row, ...]


def in_words(telling: Notice, recipient: Recipient, language: Language, now: datetime) -> Item:
    """Return one item for people. All foreign text in it is on one line each, and nothing in it is markup."""
    record = telling.opportunity.record
    over = telling.kind in ("cancelled", "closed")
    return Item(
        alert=alert(telling, recipient, language, now),
        is_loud=is_loud(telling),
        is_over=over,
        title=one_line(record.title, 300),
        kind=kind_in_words(record.kind, language),
        organisation=one_line(record.organisation, 300),
        news=tuple(_news(telling, language)),
        dates=tuple(_dates(telling, recipient, language, now)),
        apply=(
            *(() if over else _apply(telling, language)),
            Row(language.say("Page"), (one_line(record.url),), _web(record.url)),
        ),
        offer=() if over else tuple(_offer(record, language)),
    )


def for_programs(telling: Notice, recipient: Recipient, now: datetime) -> dict[str, Any]:
    """Return one item as JSON has it; its shape is documented in ``docs/reminders.md`` and does not change silently.

    ``tells`` is ``due``, ``moved``, ``cancelled``, ``closed`` or ``reinstated``; ``role`` is ``deadline`` or ``opens``;
    ``moment`` and ``before`` (null unless it moved) are ``written``, ``timezone``, ``instant``, ``all_day``;
    ``days_left`` counts calendar days; ``opportunity`` is an item of ``list --format json``; ``key`` is what makes it
    the same as another.
    """
    return {
        "tells": telling.kind,
        "role": telling.role,
        "label": telling.label,
        "moment": dated("written", telling.moment),
        "before": dated("written", telling.before) if telling.before else None,
        "earlier": telling.earlier,
        "days_left": days_left(telling.moment, now, recipient.timezone),
        "opportunity": json.loads(json.dumps(item(telling.opportunity, now), default=as_written)),
        "key": telling.key,
    }


def _news(telling: Notice, language: Language) -> Iterator[str]:
    say, record = language.say, telling.opportunity.record
    if is_loud(telling):
        yield say("The deadline is now EARLIER than you were told.")
    elif telling.kind == "moved" and telling.role == "deadline":
        yield say("The deadline is now later than you were told.")
    elif telling.kind == "moved":
        yield say("The day on which it opens has changed.")
    elif telling.kind == "cancelled":
        yield say("This has been withdrawn; one cannot apply any more.")
    elif telling.kind == "closed":
        yield say("This has closed early; one cannot apply any more.")
    elif telling.kind == "reinstated":
        yield say("This is open again, although you were told that it had ended.")
    if record.status_note:
        yield one_line(record.status_note, _LONGEST)


def _dates(telling: Notice, recipient: Recipient, language: Language, now: datetime) -> Iterator[Row]:
    say, opportunity = language.say, telling.opportunity
    of_deadline = telling.role == "deadline"
    over = telling.kind in ("cancelled", "closed")
    heading = say("The deadline was") if over else say("Deadline")
    heading = _labelled(heading, telling.label, language) if of_deadline else say("Opens")
    yield Row(heading, (language.moment(telling.moment, whole_day=of_deadline),))
    if here := _your_time(telling.moment, recipient, language, of_deadline=of_deadline):
        yield Row(say("Your time"), (here,))
    if telling.before:
        yield Row(say("You were told"), (language.moment(telling.before, whole_day=of_deadline),))
    told = next((one for one in opportunity.deadlines if of_deadline and one.label == telling.label), None)
    if told:
        yield from (Row(heading, (one_line(text, _LONGEST),)) for heading, text in details(told, language))
    if over:
        return
    for other in opportunity.deadlines:
        if other is not told and not other.moment.has_passed(now):
            yield _other_deadline(other, language, after_one=of_deadline)
    if of_deadline and opportunity.opens and now < opportunity.opens.starts_at:
        yield Row(say("Opens"), (language.moment(opportunity.opens, whole_day=False),))


def _your_time(moment: Moment, recipient: Recipient, language: Language, *, of_deadline: bool) -> str:
    """Return a moment by the recipient's clocks; of a date, until when its day lasts there; nothing where it is clear.

    A date whose zone nobody stated has no hour anywhere.
    """
    here = recipient.timezone
    seen = Moment(moment.instant.astimezone(zone(here)).replace(tzinfo=None), here)
    if not moment.all_day:
        return "" if moment.zone_name == here else language.moment(seen)
    if not of_deadline or not moment.zone_stated or Moment(moment.written, here).instant == moment.instant:
        return ""
    return language.say("until {moment}", moment=language.moment(seen))


def _other_deadline(deadline: Deadline, language: Language, *, after_one: bool) -> Row:
    heading = language.say("Another deadline") if after_one else language.say("Deadline")
    return Row(_labelled(heading, deadline.label, language), (language.moment(deadline.moment),))


def _labelled(heading: str, label: str | None, language: Language) -> str:
    return heading if label is None else language.listing((heading, one_line(label, 200)))


def _apply(telling: Notice, language: Language) -> Iterator[Row]:
    apply = telling.opportunity.record.apply
    for heading, value in how_to_apply(telling.opportunity.record, language):
        texts = (value,) if isinstance(value, str) else value
        href = _web(value) if value == apply.url else _mail(value, apply.reference) if value == apply.email else None
        yield Row(heading, tuple(one_line(text, _LONGEST) for text in texts), href)


def _offer(record: Record, language: Language) -> Iterator[Row]:
    """Yield what is offered and to whom, without the words that are for narrowing lists down."""
    names = tuple(language.name_of(tag) for tag in record.languages)
    told = record.model_copy(update={"languages": names})
    for heading, text in about(told, language, Part.OFFER):
        yield Row(heading, (one_line(text, _LONGEST),))


def _web(url: object) -> str | None:
    """Return an address that a click may lead to: a record is foreign input here."""
    said = str(url)
    return said if said.startswith(("https://", "http://")) and one_line(said) == said else None


def _mail(address: object, reference: str | None) -> str:
    subject = f"?subject={quote(one_line(reference))}" if reference else ""
    return f"mailto:{quote(str(address), safe='@')}{subject}"
