"""A language: how it says a sentence, a number of things, a day, a moment, a list.

Nothing here depends on the locale of the machine, nor on the release of a library, so that the same records give the
same words everywhere.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable, Sequence
from datetime import date, time
from functools import cache, lru_cache

from deadlines.domain.text import Counted, Sentence
from deadlines.wording.catalogue import LANGUAGES, SOURCE, translations
from deadlines.wording.conventions import CONVENTIONS, Conventions
from deadlines.wording.names import city_of, name_of, territory_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Literal

    from deadlines.domain.moment import Moment

_ISOLATE, _POP = "\u2068", "\u2069"
_FIRST_FROM_THE_RIGHT = "\u0590"
"""Before this there is no letter that is written from right to left."""
_MARKS = {"ltr": "\u200e", "rtl": "\u200f"}
_MOST_NAMED = 5


class Language:
    """One of the languages in which there is a wording."""

    __slots__ = ("_conventions", "asked", "tag")

    def __init__(self, tag: str, asked: str) -> None:
        """``tag`` is one of ``LANGUAGES`` (BCP 47), ``asked`` the one that was asked for."""
        self.tag, self.asked = tag, asked
        self._conventions: Conventions = CONVENTIONS[tag]

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Language) and (self.tag, self.asked) == (other.tag, other.asked)

    def __hash__(self) -> int:
        return hash(self.tag)

    @property
    def is_instead(self) -> bool:
        """True when there is no wording in the language that was asked for, and this one is used instead."""
        return self.tag.partition("-")[0] != self.asked.casefold().partition("-")[0]

    @property
    def direction(self) -> Literal["ltr", "rtl"]:
        """In which it is written, as HTML calls it."""
        return "rtl" if self._conventions.right_to_left else "ltr"

    def say(self, message: str, /, **values: object) -> str:
        """Return a sentence, written in English where it is called, with its ``{values}``."""
        sentence = message if self.tag == SOURCE else translations(self.tag).gettext(message)
        return sentence.format_map(values) if values else sentence

    def count(self, singular: str, plural: str, n: int, /, **values: object) -> str:
        """Return a sentence about ``{n}`` things in the form that the number asks for (six of them in Arabic)."""
        if self.tag == SOURCE:
            sentence = singular if n == 1 else plural
        else:
            sentence = translations(self.tag).ngettext(singular, plural, n)
        return sentence.format_map({**values, "n": n})

    def spoken(self, value: object, foreign: Callable[[str], str] = str) -> str:
        """Return a ``Sentence``, or a value of one, in this language; what is not ours is isolated.

        ``foreign`` is applied to what is not ours, and makes it safe to show.
        """
        if isinstance(value, Exception) and value.args and isinstance(value.args[0], Sentence):
            value = value.args[0]
        if isinstance(value, Sentence):
            values = {name: self.spoken(one, foreign) for name, one in value.values.items()}
            if isinstance(value, Counted):
                return self.count(*value.forms, value.n, **values)
            return self.say(value.sentence, **values)
        if isinstance(value, tuple):
            return self.isolate(self.either([foreign(str(one)) for one in value]))
        return self.isolate(foreign(str(value)))

    def either(self, words: Sequence[str]) -> str:
        """Return ``a``, ``a or b``, ``a, b or c``; of very many words, how many others."""
        if len(words) > _MOST_NAMED:
            words = [*words[:_MOST_NAMED], self.count("{n} other", "{n} others", len(words) - _MOST_NAMED)]
        if len(words) < 2:
            return "".join(words)
        return self.say("{first} or {last}", first=self.listing(words[:-1]), last=words[-1])

    def heading(self, heading: str, text: str) -> str:
        """Return ``Amount: EUR 60,000``."""
        return _heading(self) % {"heading": heading, "text": text}

    def line(self, heading: str, text: str) -> str:
        """Return the same for a plain text that shows no isolates: what is of the other direction has its own line."""
        return (
            self.heading(heading, "").rstrip() + "\n" + text if self._is_foreign(text) else self.heading(heading, text)
        )

    def listing(self, items: Iterable[str]) -> str:
        """Return ``a, b, c``."""
        return self._conventions.comma.join(items)

    def history(self, moments: Iterable[Moment]) -> str:
        """Return moments without their zones: ``1 March 2026, 18:00; 6 March 2026``."""
        return self._conventions.semicolon.join(map(self.brief, moments))

    @property
    def semicolon(self) -> str:
        """What stands between the items of a list which have commas of their own."""
        return self._conventions.semicolon

    def day(self, day: date, *, year: bool = True, weekday: bool = False) -> str:
        """Return ``6 March 2026``, ``6 March`` or ``Friday, 6 March 2026``."""
        return _day(self.tag, day, year, weekday)

    def day_of(self, moment: Moment) -> str:
        """Return the day to whose end a moment lasts, or its month, and no more."""
        return self.month(moment.day) if moment.precision == "month" else self.day(moment.last_day)

    def weekday(self, number: int) -> str:
        """Return the name of a day of the week; 0 is Monday."""
        return self._conventions.weekdays[number]

    def month(self, day: date) -> str:
        """Return ``March 2026``."""
        its = self._conventions
        return _formatted(day, "{month}" + its.year, its)

    def at(self, clock: time) -> str:
        """Return a time as it is said after a day."""
        return self._conventions.at(clock)

    def time(self, clock: time) -> str:
        """Return ``18:00``, in 24 hours, which cannot be misread."""
        return self._conventions.time(clock)

    @property
    def days(self) -> dict[str, Any]:
        """How days are written: the names, and the patterns around them."""
        its = self._conventions
        return {name: getattr(its, name) for name in ("months", "weekdays", "weekday", "day", "first_day")}

    def zone(self, name: str) -> str:
        """Return a time zone in words: ``Zurich time``, ``anywhere on Earth (AoE)``, ``UTC+05:45``."""
        if name == "AoE":
            return self.say("anywhere on Earth (AoE)")
        if "/" not in name or name.startswith("Etc/"):
            return name
        return _time_of_city(self, name)

    def moment(self, moment: Moment, *, whole_day: bool = True, iana: bool = False) -> str:
        """Return the official day or wall time with its zone, saying so where none was stated.

        ``whole_day`` is for deadlines: a date says that it lasts to its end, and 00:00 that it ends the day before.
        ``iana`` names the zone as a record does, ``Europe/Zurich``. A month says that no day is stated, and names no
        zone.
        """
        return _moment(self, moment, whole_day, iana)

    def _moment(self, moment: Moment, whole_day: bool, iana: bool) -> str:
        if moment.precision == "month":
            return self.brief(moment)
        if moment.is_local:
            return self._own_time(moment, whole_day=whole_day)
        zone = moment.zone_name if iana else self.zone(moment.zone_name)
        day = self.day(moment.last_day if whole_day else moment.day, weekday=True)
        if moment.clock is not None:
            if whole_day and moment.at_midnight:
                midnight = self._midnight(moment, year=False)
                return self.say("{day}, {midnight} ({zone})", day=day, midnight=midnight, zone=zone)
            return self.say("{day}, {time} ({zone})", day=day, time=self.at(moment.clock), zone=zone)
        if not whole_day:
            return day
        if moment.zone_stated:
            return self.say("{day}, until the end of the day ({zone})", day=day, zone=zone)
        return self.say("{day}, until the end of the day (time zone not stated; {zone} assumed)", day=day, zone=zone)

    def _own_time(self, moment: Moment, *, whole_day: bool) -> str:
        """Return ``Friday, 30 April 2027, 17:00, your time``."""
        day = self.day(moment.last_day if whole_day else moment.day, weekday=True)
        if moment.clock is None and not whole_day:
            return day
        if moment.clock is None:
            return self.say("{day}, until the end of the day, your time", day=day)
        if whole_day and moment.at_midnight:
            said = self.say("{day}, {midnight}", day=day, midnight=self._midnight(moment, year=False))
        else:
            said = self.say("{day}, {time}", day=day, time=self.time(moment.clock))
        return self.say("{time}, your time", time=said)

    def clock_of(self, moment: Moment) -> str:
        """Return until when on its last day a deadline in the applicant's own time lasts: ``17:00, your time``."""
        if moment.clock is None:
            return self.say("the end of the day, your time")
        clock = self.say("the end of the day") if moment.at_midnight else self.time(moment.clock)
        return self.say("{time}, your time", time=clock)

    def brief(self, moment: Moment, *, whole_day: bool = True) -> str:
        """Return a moment without its zone, for histories: ``6 March 2026, 18:00``; ``whole_day`` is for deadlines.

        A month is ``April 2027, day not stated``.
        """
        if moment.precision == "month":
            return self.say("{month}, day not stated", month=self.month(moment.day))
        if whole_day and moment.at_midnight:
            return self._midnight(moment, year=True)
        day = self.day(moment.day)
        return day if moment.clock is None else self.say("{day}, {time}", day=day, time=self.at(moment.clock))

    def midnight(self, day: str, time: str, next_day: str) -> str:
        """Return ``midnight at the end of 30 April (00:00 on 1 May)``, which nobody takes for the night before."""
        return self.say("midnight at the end of {day} ({time} on {next})", day=day, time=time, next=next_day)

    def _midnight(self, moment: Moment, *, year: bool) -> str:
        clock = self.time(moment.clock or time())
        return self.midnight(self.day(moment.last_day, year=year), clock, self.day(moment.day, year=False))

    def days_left(self, days: int) -> str:
        """Return ``today``, ``tomorrow``, ``12 days`` or ``3 days ago`` for a difference of calendar dates."""
        if days == 0:
            return self.say("today")
        if days == 1:
            return self.say("tomorrow")
        if days == -1:
            return self.say("yesterday")
        return self.count("{n} day", "{n} days", days) if days > 0 else self.count("{n} day ago", "{n} days ago", -days)

    def name_of(self, tag: str) -> str:
        """Return what a language is called in this one: ``French`` for ``fr``; an unnamed tag as it is."""
        return name_of(tag, self.tag)

    def number(self, number: int) -> str:
        """Return ``60,000``."""
        its = self._conventions
        return f"{number:,}".replace(",", its.thousands) if number >= its.least_grouped else str(number)

    def money(self, amount: int, currency: str) -> str:
        """Return ``EUR 60,000``, with the currency's code, which cannot be taken for another's."""
        return self._conventions.money.format(number=self.number(amount), currency=currency)

    def territory(self, written: str) -> str:
        """Return what a country or region is called in this one; one not known as it is written."""
        return territory_of(written, self.tag)

    def isolate(self, name: str) -> str:
        """Return a name so that its direction does not disturb a plain text around it (U+2068 and U+2069, UAX 9).

        Not for calendars, where some programs show these characters; pages have elements for it.
        """
        return f"{_ISOLATE}{name}{_POP}" if self._is_foreign(name) else name

    def marked(self, name: str) -> str:
        """Return a name so that digits behind it stay in their place, where no isolates may stand: in a subject line.

        It ends in a mark of this language's direction (U+200E, U+200F, UAX 9).
        """
        return name + _MARKS[self.direction] if self._is_foreign(name) else name

    def _is_foreign(self, text: str) -> bool:
        """True where something in a text is written in the other direction."""
        if text.isascii() and self.direction == "ltr":
            return False
        if self.direction == "rtl":
            return any(unicodedata.bidirectional(letter) == "L" for letter in text)
        return any(
            letter >= _FIRST_FROM_THE_RIGHT and unicodedata.bidirectional(letter) in ("R", "AL") for letter in set(text)
        )


@lru_cache(maxsize=10_000)
def _moment(spoken: Language, moment: Moment, whole_day: bool, iana: bool) -> str:
    """Return a moment in words; calendars, pages and lists say the same ones, of many records."""
    return spoken._moment(moment, whole_day, iana)


@lru_cache(maxsize=10_000)
def _day(tag: str, day: date, year: bool, weekday: bool) -> str:
    its = CONVENTIONS[tag]
    pattern = its.first_day if its.first_day and day.day == 1 else its.day
    return _formatted(day, (its.weekday if weekday else "") + pattern + (its.year if year else ""), its)


def _formatted(day: date, pattern: str, its: Conventions) -> str:
    month, weekday = its.months[day.month - 1], its.weekdays[day.weekday()]
    return pattern.format(day=day.day, month=month, year=day.year, weekday=weekday)


@cache
def _heading(spoken: Language) -> str:
    """Return how a heading stands before a text, for ``%``: most of what is said of a record is said so."""
    pattern = spoken.say("{heading}: {text}").replace("%", "%%")
    return pattern.replace("{heading}", "%(heading)s").replace("{text}", "%(text)s")


@cache
def _time_of_city(spoken: Language, zone_name: str) -> str:
    city = CONVENTIONS[spoken.tag].of_city(city_of(zone_name, spoken.tag))
    return spoken.say("{city} time", city=city)


@lru_cache(maxsize=128)
def language(tag: str) -> Language:
    """Return the language of a BCP 47 tag, or the nearest: ``pt-BR``, else ``pt``, else English (RFC 4647 §3.4)."""
    parts = tag.casefold().split("-")
    for length in range(len(parts), 0, -1):
        if (known := "-".join(parts[:length])) in LANGUAGES:
            return Language(known, tag)
    return Language(SOURCE, tag)


ENGLISH = Language(SOURCE, SOURCE)
