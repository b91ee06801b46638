"""The subject line of a letter, and the few words that stand above each of its items."""

from collections.abc import Sequence
from datetime import datetime

from deadlines.domain.moment import Moment, days_left
from deadlines.domain.reminder import Notice, Recipient
from deadlines.domain.text import fold, one_line
from deadlines.wording.language import Language

_TITLE = 80
_ORGANISATION = 50
"""Longest in a subject line, in characters."""


def in_order(tellings: Sequence[Notice]) -> list[Notice]:
    """Return the items of a letter as they are told: deadlines that moved to an earlier date, then soonest first."""
    return sorted(tellings, key=lambda telling: (not is_loud(telling), telling.moment.instant, telling.key))


def is_loud(telling: Notice) -> bool:
    """True for what must not be overlooked: less time than the recipient was told."""
    return telling.earlier and telling.role == "deadline"


def subject(tellings: Sequence[Notice], recipient: Recipient, language: Language, now: datetime) -> str:
    """Return the subject line of a letter whose items are ``in_order``: what counts most stands first."""
    first, others = tellings[0], len(tellings) - 1
    if not others:
        return _of_one(first, recipient, language, now)
    if all(telling.kind == "due" and telling.role == "deadline" for telling in tellings):
        days = days_left(first.moment, now, recipient.timezone)
        number = language.count("{n} deadline", "{n} deadlines", len(tellings))
        return language.heading(number, _first(days, language, one_line(first.opportunity.record.title, _TITLE)))
    return language.count(
        "{first}; and {n} more", "{first}; and {n} more", others, first=_of_one(first, recipient, language, now)
    )


def alert(telling: Notice, recipient: Recipient, language: Language, now: datetime) -> str:
    """Return what has come about and how much time is left: ``7 days left``, ``MOVED EARLIER, tomorrow``."""
    say, days = language.say, days_left(telling.moment, now, recipient.timezone)
    left = _left(days, language) if telling.role == "deadline" else _until_it_opens(days, language)
    if telling.kind == "cancelled":
        said = say("cancelled")
    elif telling.kind == "closed":
        said = say("closed early")
    elif telling.kind == "reinstated":
        said = say("open again, {left}", left=left)
    elif telling.kind == "moved" and telling.role == "opens":
        said = say("opening moved, {left}", left=left)
    elif telling.kind == "moved":
        said = say("MOVED EARLIER, {left}", left=left) if telling.earlier else say("extended, {left}", left=left)
    else:
        said = left
    return said[:1].upper() + said[1:]


def _of_one(telling: Notice, recipient: Recipient, language: Language, now: datetime) -> str:
    record, when = telling.opportunity.record, _when(telling.moment, language)
    name, organisation = one_line(record.title, _TITLE), one_line(record.organisation, _ORGANISATION)
    if fold(organisation) not in fold(name):
        name = f"{name} ({organisation})"
    if telling.kind == "moved":
        name = language.say("{name}, now {when}", name=name, when=when)
    elif telling.kind not in ("cancelled", "closed"):
        name = language.say("{name}, {when}", name=name, when=when)
    return language.heading(alert(telling, recipient, language, now), name)


def _left(days: int, language: Language) -> str:
    if days <= 0:
        return language.say("today")
    if days == 1:
        return language.say("tomorrow")
    return language.count("{n} day left", "{n} days left", days)


def _until_it_opens(days: int, language: Language) -> str:
    if days <= 0:
        return language.say("opens today")
    if days == 1:
        return language.say("opens tomorrow")
    return language.count("opens in {n} day", "opens in {n} days", days)


def _first(days: int, language: Language, title: str) -> str:
    if days <= 0:
        return language.say("the first today ({title})", title=title)
    if days == 1:
        return language.say("the first tomorrow ({title})", title=title)
    return language.count("the first in {n} day ({title})", "the first in {n} days ({title})", days, title=title)


def _when(moment: Moment, language: Language) -> str:
    """Return ``6 March 2026, 18:00 Zurich time``, or the day alone where no hour is stated."""
    said = language.brief(moment)
    if moment.all_day:
        return said
    area, _, city = moment.zone_name.rpartition("/")
    if not area:
        return f"{said} {moment.zone_name}"
    return language.say("{moment} {city} time", moment=said, city=city.replace("_", " "))
