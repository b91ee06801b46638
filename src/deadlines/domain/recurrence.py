"""Recurrence rules (RFC 5545 §3.3.10): what a rule says, and whether it falls on a day. No rule is ever unrolled."""

import re
from calendar import isleap, monthrange
from collections import namedtuple
from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta

WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
FREQUENCIES = ("SECONDLY", "MINUTELY", "HOURLY", "DAILY", "WEEKLY", "MONTHLY", "YEARLY")

_RANGES = {
    "BYSECOND": (0, 60),
    "BYMINUTE": (0, 59),
    "BYHOUR": (0, 23),
    "BYMONTHDAY": (-31, 31),
    "BYYEARDAY": (-366, 366),
    "BYWEEKNO": (-53, 53),
    "BYMONTH": (1, 12),
    "BYSETPOS": (-366, 366),
}
_FROM_ZERO = ("BYSECOND", "BYMINUTE", "BYHOUR")
_OTHER_PARTS = ("FREQ", "UNTIL", "COUNT", "INTERVAL", "BYDAY", "WKST", "RSCALE", "SKIP")
_DAY = re.compile(rf"([+-]?\d{{1,2}})?({'|'.join(WEEKDAYS)})")
_NUMBER = re.compile(r"[+-]?\d{1,9}", re.ASCII)


class Rule(namedtuple("Rule", ("frequency", "parts", "numbers", "days", "first_weekday"))):
    """A recurrence rule, its parts in capitals."""

    __slots__ = ()

    frequency: str
    parts: dict[str, str]
    numbers: dict[str, frozenset[int]]
    """Of the parts that list numbers."""
    days: tuple[tuple[int, int], ...]
    """BYDAY: which one (0 is every), and the weekday, Monday being 0."""
    first_weekday: int

    def can_begin(self, start: date) -> bool:
        """True where a set of the rule can begin at ``start``, a date or a wall time, as DTSTART should (§3.8.5.3)."""
        if not 1 < start.year < 9999 or self.parts.get("RSCALE", "GREGORIAN") != "GREGORIAN":
            return True  # not reckoned here
        if not self.falls_on(start, start):
            return False
        if isinstance(start, datetime):
            now = {"BYHOUR": start.hour, "BYMINUTE": start.minute, "BYSECOND": start.second}
            if any(at not in self.numbers[part] for part, at in now.items() if part in self.numbers):
                return False
        return "BYSETPOS" not in self.numbers or self._has_position(start)

    def longest(self, start: date) -> int:
        """Return the ordinal of a day after which COUNT leaves no set; an endless rule has the last day there is."""
        if "COUNT" not in self.parts:
            return date.max.toordinal()
        days = {"WEEKLY": 7, "MONTHLY": 31, "YEARLY": 366}.get(self.frequency, 1)
        sets = int(self.parts["COUNT"]) * int(self.parts.get("INTERVAL", "1"))
        return min(start.toordinal() + sets * days, date.max.toordinal())

    def falls_on(self, day: date, start: date) -> bool:
        """True where the parts about days hold of ``day``, in a set that begins at ``start``."""
        numbers, yearly = self.numbers, self.frequency == "YEARLY"
        if "BYMONTH" in numbers and day.month not in numbers["BYMONTH"]:
            return False
        if "BYWEEKNO" in numbers and not numbers["BYWEEKNO"] & set(_week_numbers(day, self.first_weekday)):
            return False
        if "BYYEARDAY" in numbers:
            at = day.timetuple().tm_yday
            if not numbers["BYYEARDAY"] & {at, at - 367 + (not isleap(day.year))}:
                return False
        if "BYMONTHDAY" in numbers:
            length = monthrange(day.year, day.month)[1]
            if not numbers["BYMONTHDAY"] & {day.day, day.day - length - 1}:
                return False
        if self.days:
            return any(weekday == day.weekday() and self._is_nth(which, day) for which, weekday in self.days)
        if self.frequency == "WEEKLY" or (yearly and "BYWEEKNO" in numbers):
            return day.weekday() == start.weekday()
        if self.frequency in ("MONTHLY", "YEARLY") and not numbers.keys() & {"BYMONTHDAY", "BYYEARDAY"}:
            return day.day == start.day and (not yearly or "BYMONTH" in numbers or day.month == start.month)
        return True

    def _is_nth(self, which: int, day: date) -> bool:
        if which == 0 or self.frequency not in ("MONTHLY", "YEARLY"):
            return True
        if self.frequency == "MONTHLY" or "BYMONTH" in self.numbers:
            at, length = day.day, monthrange(day.year, day.month)[1]
        else:
            at, length = day.timetuple().tm_yday, 365 + isleap(day.year)
        return which == ((at - 1) // 7 + 1 if which > 0 else -((length - at) // 7 + 1))

    def _has_position(self, start: date) -> bool:
        """True where BYSETPOS takes ``start`` out of the set of its year, month or day.

        Also within a week, of which some programs take the days from DTSTART alone, and within hours.
        """
        if self.frequency not in ("DAILY", "MONTHLY", "YEARLY"):
            return True
        days = [day for day in self._period(start) if self.falls_on(day, start)]
        times, before = 1, 0
        if isinstance(start, datetime):
            now = {"BYHOUR": start.hour, "BYMINUTE": start.minute, "BYSECOND": start.second}
            for part, at in now.items():
                allowed = self.numbers.get(part, {at})
                times, before = times * len(allowed), before * len(allowed) + sum(other < at for other in allowed)
        day = start.date() if isinstance(start, datetime) else start
        at = days.index(day) * times + before
        return bool(self.numbers["BYSETPOS"] & {at + 1, at - len(days) * times})

    def _period(self, start: date) -> Iterator[date]:
        day = start.date() if isinstance(start, datetime) else start
        if self.frequency == "DAILY":
            yield day
        elif self.frequency == "MONTHLY":
            yield from days_of(day.year, day.month)
        else:
            for month in sorted(self.numbers.get("BYMONTH", range(1, 13))):
                yield from days_of(day.year, month)


def days_of(year: int, month: int) -> Iterator[date]:
    """Yield the days of a month."""
    for day in range(1, monthrange(year, month)[1] + 1):
        yield date(year, month, day)


def parts_of(text: str) -> list[tuple[str, str, str]]:
    """Return the parts of a rule: names in capitals, ``=`` or nothing, and values as they are written."""
    return [(name.upper(), sign, value) for name, sign, value in (part.partition("=") for part in text.split(";"))]


def wrong_part(name: str, value: str) -> str:
    """Return what a part may hold, or nothing where that is what it holds, in capitals or small letters."""
    value = value.upper()
    if name == "FREQ":
        return "" if value in FREQUENCIES else "one of " + ", ".join(reversed(FREQUENCIES))
    if name in ("COUNT", "INTERVAL"):
        return "" if _NUMBER.fullmatch(value) and int(value) > 0 else "a number from 1"
    if name == "WKST":
        return "" if value in WEEKDAYS else "a day such as MO"
    if name == "BYDAY":
        days = [_DAY.fullmatch(day) for day in value.split(",")]
        return (
            ""
            if all(day and -53 <= int(day[1] or 1) <= 53 and int(day[1] or 1) for day in days)
            else "days such as MO or -1FR"
        )
    if name in _RANGES:
        least, most = _RANGES[name]
        said = f"numbers from {least} to {most}" + ("" if least >= 0 else " without 0")
        return "" if all(map(_is_within(name, least, most), value.split(","))) else said
    return ""


def is_known_part(name: str) -> bool:
    """True for a part of RFC 5545 or RFC 7529."""
    return name in _RANGES or name in _OTHER_PARTS


def rule_of(text: str) -> Rule | None:
    """Return the rule, or None where a part of it is missing, unknown or wrong."""
    parts = parts_of(text)
    said = {name: value if name == "UNTIL" else value.upper() for name, _, value in parts}
    if "FREQ" not in said or any(
        not sign or not is_known_part(name) or wrong_part(name, value) for name, sign, value in parts
    ):
        return None
    numbers = {name: frozenset(map(int, value.split(","))) for name, value in said.items() if name in _RANGES}
    days = [_DAY.fullmatch(day) for day in said["BYDAY"].split(",")] if "BYDAY" in said else []
    by_day = tuple(dict.fromkeys((int(day[1] or 0), WEEKDAYS.index(day[2])) for day in days if day))
    return Rule(said["FREQ"], said, numbers, by_day, WEEKDAYS.index(said.get("WKST", "MO")))


def _is_within(name: str, least: int, most: int) -> Callable[[str], bool]:
    def is_within(text: str) -> bool:
        return bool(_NUMBER.fullmatch(text)) and least <= int(text) <= most and (name in _FROM_ZERO or int(text) != 0)

    return is_within


def _week_numbers(day: date, first_weekday: int) -> tuple[int, int]:
    """Return the number of a day's week in the year that has four of its days, from the start and from the end."""
    fourth = _fourth_day(day, first_weekday)
    number = (fourth.timetuple().tm_yday - 1) // 7 + 1
    weeks = (_fourth_day(date(fourth.year, 12, 28), first_weekday).timetuple().tm_yday - 1) // 7 + 1
    return number, number - weeks - 1


def _fourth_day(day: date, first_weekday: int) -> date:
    return day + timedelta(days=3 - (day.weekday() - first_weekday) % 7)
