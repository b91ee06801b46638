"""The subject line of a letter, and the few words above each of its items."""

from collections.abc import Sequence
from datetime import datetime

from deadlines.domain.characters import one_line
from deadlines.domain.moment import days_left
from deadlines.domain.point import Point
from deadlines.domain.reminder import ENDED, Notice
from deadlines.domain.text import fold
from deadlines.wording.language import Language

_TITLE = 80
_ORGANISATION = 50
"""Longest in a subject line, in characters."""


def in_order(notices: Sequence[Notice]) -> list[Notice]:
    """Return the items of a letter in their order: deadlines that moved to an earlier date, then soonest first."""
    return sorted(notices, key=lambda notice: (not is_urgent(notice), notice.point.moment.instant, notice.key))


def is_urgent(notice: Notice) -> bool:
    """True for what must not be overlooked: a deadline with less time than the recipient was notified of."""
    return notice.moved < 0 and notice.point.role == "deadline"


def subject(notices: Sequence[Notice], here: str, language: Language, now: datetime) -> str:
    """Return the subject line of a letter whose items are ``in_order``: what counts most comes first.

    ``here`` is the zone of who reads it.
    """
    first, others = notices[0], len(notices) - 1
    if not others:
        return _of_one(first, here, language, now)
    if all(notice.kind == "due" and notice.point.role == "deadline" for notice in notices):
        days = days_left(first.point.moment, now, here)
        number = language.count("{n} deadline", "{n} deadlines", len(notices))
        return language.heading(number, _first(days, language, one_line(first.point.opportunity.record.title, _TITLE)))
    return language.count(
        "{first}; and {n} more", "{first}; and {n} more", others, first=_of_one(first, here, language, now)
    )


def alert(notice: Notice, here: str, language: Language, now: datetime) -> str:
    """Return what has changed and how much time is left ``here``: ``7 days left``, ``MOVED EARLIER, tomorrow``."""
    say, begins = language.say, notice.point.role != "deadline"
    days = days_left(notice.point.moment, now, here, begins=begins)
    moment = notice.point.moment
    left = _until_it_opens(days, language) if begins else _left(days, language, exact=moment.precision != "month")
    if notice.kind == "cancelled":
        said = say("cancelled")
    elif notice.kind == "closed":
        said = say("closed early")
    elif notice.kind == "reinstated":
        said = say("open again, {left}", left=left)
    elif notice.kind == "moved" and notice.point.role == "opens":
        said = say("opening moved, {left}", left=left)
    elif notice.kind == "moved":
        said = _moved(notice, left, language)
    else:
        said = left
    return said[:1].upper() + said[1:]


def _of_one(notice: Notice, here: str, language: Language, now: datetime) -> str:
    record, when = notice.point.opportunity.record, _when(notice.point, language)
    name, organisation = one_line(record.title, _TITLE), one_line(record.organisation, _ORGANISATION)
    if fold(organisation) not in fold(name):
        name = f"{name} ({organisation})"
    name = language.marked(name)
    if notice.kind == "moved":
        name = language.say("{name}, now {when}", name=name, when=when)
    elif notice.kind not in ENDED:
        name = language.say("{name}, {when}", name=name, when=when)
    return language.heading(alert(notice, here, language, now), name)


def _moved(notice: Notice, left: str, language: Language) -> str:
    say = language.say
    if notice.moved < 0:
        return say("MOVED EARLIER, {left}", left=left)
    if notice.moved > 0:
        return say("extended, {left}", left=left)
    if notice.point.moment.precision == "month":
        return say("the day is no longer stated, {left}", left=left)
    return say("the day is known, {left}", left=left)


def _left(days: int, language: Language, *, exact: bool = True) -> str:
    """Return how much time is left; of a month, of which no day is known, how much at least."""
    if not exact:
        if days <= 0:
            return language.say("this month")
        return language.count("at least {n} day left", "at least {n} days left", days)
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


def _when(point: Point, language: Language) -> str:
    """Return ``6 March 2026, 18:00 (Zurich time)``, or the day alone where no time is stated."""
    moment = point.moment
    said = language.brief(moment, whole_day=point.role == "deadline")
    if moment.is_local:
        return language.say("{time}, your time", time=said)
    return said if moment.all_day else f"{said} ({language.zone(moment.zone_name)})"
