"""An opportunity in words: its kind and status, how its deadline moved, and each key of its record."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, datetime, time
from functools import cache

from deadlines.domain.eligibility import APPLICANTS, Applicant
from deadlines.domain.kind import KINDS, Kind
from deadlines.domain.moment import Moment, days_left, shift
from deadlines.domain.opportunity import Deadline, Opportunity
from deadlines.domain.part import Part, keys_in
from deadlines.domain.status import OVER, RecordStatus, Status
from deadlines.domain.text import Translated, fold
from deadlines.wording.called import CALLED_OTHERWISE, called
from deadlines.wording.catalogue import LANGUAGES
from deadlines.wording.language import Language
from deadlines.wording.language import language as in_language

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from deadlines.domain.fields import Table
    from deadlines.domain.record import FundingTable, Record

_AS_WRITTEN: Mapping[str, Any] = {}


def kind_in_words(kind: Kind, language: Language) -> str:
    """Return ``call``."""
    return language.say(kind)


def kinds_in_words(kind: Kind, language: Language) -> str:
    """Return ``calls``."""
    return language.say(KINDS[kind].plural)


def applicants_in_words(applicant: Applicant, language: Language) -> str:
    """Return ``organisations``."""
    return language.say(APPLICANTS[applicant])


def applicant_of(word: str) -> Applicant | None:
    """Return what is meant by its name, or the word for several in any of the languages; else None."""
    if word in APPLICANTS:
        return word
    wanted, spoken = fold(word.strip()), list(map(in_language, LANGUAGES))
    named = (name for name in APPLICANTS if wanted in (name, *(fold(applicants_in_words(name, one)) for one in spoken)))
    return next(named, None)


def kind_of(word: str) -> Kind | None:
    """Return the kind that is meant by its name or its word for several, in any of the languages; else None.

    Capitals and accents do not matter, and of several words, such as "appel à contributions", the first is enough.
    """
    if word in KINDS:
        return word
    wanted = fold(word.strip())
    found = {
        kind
        for language in map(in_language, LANGUAGES)
        for kind in KINDS
        for words in map(fold, (kind_in_words(kind, language), kinds_in_words(kind, language), KINDS[kind].feed))
        if wanted in (words, words.partition(" ")[0])
    }
    return found.pop() if len(found) == 1 else None


def status_in_words(status: Status, language: Language) -> str:
    """Return ``open``, ``cancelled``."""
    return language.say(status)


def state(status: RecordStatus, language: Language, *, brief: bool = False) -> str:
    """Return what has to be known before the dates: withdrawn, closed early, only expected; else nothing."""
    if status == "cancelled":
        return language.say("This has been withdrawn; applications are no longer accepted.")
    if status == "closed":
        return language.say("This has closed early; applications are no longer accepted.")
    if status != "expected":
        return ""
    if brief:
        return language.say("Expected from earlier years, not announced")
    return language.say(
        "This date is expected from earlier years and not announced. Ask the organisation before you rely on it."
    )


def without_deadline(language: Language) -> str:
    """Return what stands in the place of the dates, where there are none."""
    return language.say("No deadline: open until it is filled, or all year.")


def labelled(heading: str, label: str | None) -> str:
    """Return ``Deadline (First round)``, which nobody reads as a list of two."""
    return heading if label is None else f"{heading} ({label})"


def last_move(deadline: Deadline, language: Language) -> str:
    """Return ``extended from 1 March`` or ``moved EARLIER, from 20 March``; nothing where it has not moved."""
    if not deadline.previously:
        return ""
    now, before = deadline.moment, deadline.previously[-1]
    if not (moved := shift(before, now)):
        return ""
    was, day = before.last_day, now.last_day
    if before.precision == "month":
        left = language.month(before.day)
    elif was != day:
        left = language.day(was, year=was.year != day.year)
    elif before.clock is None or before.at_midnight:
        left = language.say("the end of the day")
    else:
        left = language.time(before.clock)
    if moved > 0:
        return language.say("extended from {before}", before=left)
    return language.say("moved EARLIER, from {before}", before=left)


def undated_in_words(stated: str, language: Language) -> str:
    """Return the announcement's words for a deadline without a date, and that they name none."""
    return language.say("“{words}” (no date stated)", words=stated)


def without_end(opportunity: Opportunity, now: datetime | None, language: Language) -> str:
    """Return that one may apply at any time, with the next review where there is one; nothing where that is not so.

    Without ``now`` it is the same on every day.
    """
    record = opportunity.record
    if not record.rolling or record.status in OVER:
        return ""
    if not opportunity.every_deadline:
        return without_deadline(language)
    review = opportunity.next_deadline(now) if now else None
    if review is None:
        return language.say("Open all year")
    return language.say("Open all year; next review {day}", day=language.day_of(review.moment))


def left_in_words(moment: Moment, now: datetime, here: str, language: Language, *, begins: bool = False) -> str:
    """Return how many days are left, as the reader ``here`` counts them; of a month they are those to its 1st."""
    return days_in_words(moment, days_left(moment, now, here, begins=begins), now, language)


def days_in_words(moment: Moment, days: int, now: datetime, language: Language) -> str:
    """Return so many days that are left to a moment."""
    if moment.precision != "month" or moment.has_passed(now):
        return language.days_left(days)
    if days == 0:
        return language.say("this month")
    return language.count("at least {n} day", "at least {n} days", days)


def until_in_words(moment: Moment, now: datetime, here: str, language: Language, *, begins: bool = False) -> str:
    """Return in how many days it is, as ``left_in_words`` counts them."""
    days = days_left(moment, now, here, begins=begins)
    if days < 2 or moment.has_passed(now):
        return left_in_words(moment, now, here, language, begins=begins)
    if moment.precision == "month":
        return language.count("in at least {n} day", "in at least {n} days", days)
    return language.count("in {n} day", "in {n} days", days)


def cautions(record: Record, language: Language) -> Iterator[str]:
    """Yield what one has to know beside the date: that not everybody may apply, or that it may close before."""
    if record.status in OVER:
        return
    if record.access == "nomination":
        yield language.say("By nomination: somebody else has to put you forward.")
    elif record.access == "invitation":
        yield language.say("By invitation: only those who are invited may apply.")
    if record.may_close_early:
        yield language.say("It may close early: apply as soon as you can.")


def cautions_in_brief(record: Record, language: Language) -> Iterator[str]:
    """Yield the same in a word or two, for a list."""
    if record.status in OVER:
        return
    if record.access == "nomination":
        yield language.say("by nomination")
    elif record.access == "invitation":
        yield language.say("by invitation")
    if record.may_close_early:
        yield language.say("may close early")


def in_utc(moment: Moment, language: Language) -> str:
    """Return a deadline in UTC, of a date until when it lasts; nothing where it is in UTC, or nobody stated a zone.

    A browser or a phone may know older rules of the official zone than we do; UTC has none.
    """
    if moment.zone_name == "UTC" or not moment.zone_stated or moment.is_local or moment.precision == "month":
        return ""
    there = Moment(moment.instant.replace(tzinfo=None), "UTC")
    said = language.brief(there)
    if moment.all_day:
        midnight = there.at_midnight
        said = (
            language.say("until {midnight}", midnight=said) if midnight else language.say("until {moment}", moment=said)
        )
    return language.heading(language.isolate("UTC"), said)


@cache
def for_scripts(language: Language) -> Mapping[str, Any]:
    """Return what a script needs to say a moment by its reader's clocks as this language says one."""
    say, midnight = language.say, language.midnight("{day}", language.time(time()), "{next}")
    return language.days | {
        "hours": [language.at(time(hour)) for hour in range(24)],
        "minutes": [language.at(time(hour, 59)) for hour in range(24)],
        "moment": say("{day}, {time}", day="{day}", time="{time}"),
        "midnight": say("{day}, {midnight}", day="{weekday}", midnight=midnight),
        "said": say("Your time ({zone}): {moment}", zone="{zone}", moment="{moment}"),
    }


def about(record: Record, language: Language, *parts: str, by_tag: bool = False) -> Iterator[tuple[str, str]]:
    """Yield what is offered, to whom, and what lists are narrowed down by, each as a heading and a text.

    A further page has its label for a heading. ``parts`` are those of the record that are meant, where that is not all
    of this. Languages are called by their names, or ``by_tag``.
    """
    named = {name: called(name, getattr(record, name), language, by_tag) for name in CALLED_OTHERWISE}
    parts = parts or (Part.OFFER, Part.SEARCH)
    for heading, value in _facts(record, record.opens_zone, language, *parts, instead={**named, "links": ()}):
        yield heading, value_in_words(value, language)
    if Part.OFFER in parts:
        yield from ((link.label, link.url) for link in record.links)


def how_to_apply(record: Record, language: Language) -> Iterator[tuple[str, str | tuple[str, ...]]]:
    """Yield what one needs in order to apply, each as a heading and a text or list."""
    for heading, value in _facts(record.apply, record.opens_zone, language, Part.APPLY):
        yield heading, value if isinstance(value, tuple) else value_in_words(value, language)


def details(deadline: Deadline, language: Language) -> Iterator[tuple[str, str]]:
    """Yield what more is known of a deadline, such as the announcement's own words, each as a heading and a text."""
    for heading, value in _facts(deadline.table, deadline.table.timezone, language, Part.DETAIL):
        yield heading, value_in_words(value, language)


def provenance(record: Record, language: Language) -> Iterator[tuple[str, Any]]:
    """Yield where an opportunity was learned of and when it was compared, each as a heading and the value as it is."""
    return _facts(record, record.opens_zone, language, Part.PROVENANCE)


def funding_in_words(funding: FundingTable, language: Language) -> str:
    """Return ``EUR 5,000 to EUR 60,000; EUR 3,100,000 in all; 20 awards``."""
    return language.semicolon.join(_funding(funding, language))


def _funding(funding: FundingTable, language: Language) -> Iterator[str]:
    def money(amount: int) -> str:
        return language.money(amount, funding.currency or "")

    say = language.say
    if funding.min and funding.max and funding.min != funding.max:
        yield say("{least} to {most}", least=money(funding.min), most=money(funding.max))
    elif funding.max:
        yield money(funding.max) if funding.min else say("up to {amount}", amount=money(funding.max))
    elif funding.min:
        yield say("from {amount}", amount=money(funding.min))
    if funding.total:
        yield say("{amount} in all", amount=money(funding.total))
    if funding.awards:
        yield language.count("{n} award", "{n} awards", funding.awards)


def value_in_words(value: Any, language: Language) -> str:
    """Return a value of a record: a text, a list of texts, a date, a moment, or what is true.

    What the record does not say itself, in its own language, is ``Translated``.
    """
    if isinstance(value, str):
        return value
    if isinstance(value, tuple):
        words = [value_in_words(one, language) for one in value]
        said = language.listing(words)
        return Translated(said) if all(isinstance(one, Translated) for one in words) else said
    if isinstance(value, Moment):
        return Translated(language.moment(value, whole_day=False))
    if isinstance(value, date):
        return Translated(language.day(value))
    if hasattr(value, "awards"):
        return Translated(funding_in_words(value, language))
    return Translated(language.say("yes") if value is True else str(value))


def _facts(
    table: Table, zone_name: str | None, language: Language, *parts: str, instead: Mapping[str, Any] = _AS_WRITTEN
) -> Iterator[tuple[str, Any]]:
    """Yield heading and value of each key of the parts that says anything, in the order of the model.

    A date-time is a moment in the zone, which the rules demand. ``instead`` has the values of keys that are shown
    otherwise than they are written.
    """
    for name, key in keys_in(type(table), *parts):
        if value := instead[name] if name in instead else getattr(table, name):
            if zone_name and isinstance(value, datetime):
                value = Moment(value, zone_name)
            yield language.say(key.heading), value
