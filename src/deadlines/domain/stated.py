"""Compare the organiser's own words with ``due``: weekday, day, month, year and hour.

Nothing is read out of the words: they only contradict. What is ambiguous (a numeric date, a word that is a month in
two languages, an hour without am or pm) contradicts when no reading of it agrees.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cache

from deadlines.domain.calendar_words import MONTHS, SHORT_WEEKDAYS, WEEKDAYS
from deadlines.domain.moment import Written
from deadlines.domain.text import fold

_DAY_NAMES = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def contradictions(stated: str, due: Written) -> Iterator[tuple[str, str]]:
    """Yield what the organiser's words say that ``due`` does not, each as a message and a hint."""
    text = fold(stated)
    dates = _dates(text)
    days = _days_meant(due)
    agreeing = [found for found in dates if any(found.agrees(day) for day in days)]
    if dates and not agreeing:
        nearest = max(dates, key=lambda found: max(found.likeness(day) for day in days))
        yield (
            f'stated says "{stated_words(stated, nearest)}", and due is {_day(due)}',
            "correct the one that is wrong",
        )
    elif weekday := _wrong_weekday(text, agreeing, days):
        start = text.find(weekday)
        said = stated_words(stated, _Date(start, start + len(weekday), ()))
        yield (
            f'stated says "{said}", and {_day(due)} is a {_DAY_NAMES[_day(due).weekday()]}',
            "ask the organiser which is right; leave a wrong weekday out of stated",
        )
    hours = _hours(text, dates)
    if not hours:
        return
    first = f"{min(hours):%H:%M}"
    if not isinstance(due, datetime):
        if not hours & _END_OF_DAY:
            yield (
                f"stated names an hour ({first}), and due has none",
                f"write due = {due}T{first}:00 and its timezone",
            )
    elif due.time().replace(second=0) not in hours:
        yield (
            f"stated says {first}, and due {due:%H:%M}",
            "correct the one that is wrong; due is the local time in its timezone",
        )


def stated_words(stated: str, found: "_Date") -> str:
    """Return the words of a date or weekday as the organiser wrote them, where folding kept their length."""
    words = stated if len(stated) == len(fold(stated)) else fold(stated)
    return words[found.start : found.end].strip()


@dataclass(frozen=True, slots=True)
class _Date:
    """A date in the words: every reading of it, each (day, month, year), None for what is not said."""

    start: int
    end: int
    readings: tuple[tuple[int | None, int, int | None], ...]

    def agrees(self, due: date) -> bool:
        return any(
            day in (None, due.day) and month == due.month and year in (None, due.year)
            for day, month, year in self.readings
        )

    def likeness(self, due: date) -> int:
        return max((day == due.day) + (month == due.month) + (year == due.year) for day, month, year in self.readings)


@cache
def _numbers(group: str) -> dict[str, frozenset[int]]:
    """Return each word of a group with the months or weekdays it may mean."""
    groups = {
        "months": MONTHS,
        "weekdays": WEEKDAYS,
        "all weekdays": {n: f"{WEEKDAYS[n]}, {SHORT_WEEKDAYS[n]}" for n in WEEKDAYS},
    }
    meant: dict[str, set[int]] = {}
    for number, words in groups[group].items():
        for word in words.split(", "):
            meant.setdefault(word, set()).add(number)
    return {word: frozenset(numbers) for word, numbers in meant.items()}


def _any_of(words: dict[str, frozenset[int]]) -> str:
    return r"(?<!\w)(?:" + "|".join(map(re.escape, sorted(words, key=len, reverse=True))) + r")(?!\w)"


@cache
def _patterns() -> tuple[re.Pattern[str], ...]:
    month = rf"(?P<month>{_any_of(_numbers('months'))})\.?"
    day = r"(?<![\d:.])(?P<day>\d{1,2})(?:st|nd|rd|th|er|o|a|e|\.)?(?![\d:%])"
    of = r"(?:\s*,?\s*(?:of|de|del|do|d['’]|den|-|/|\.)\s*|\s*,?\s*)"
    year = r"(?P<year>(?:19|20)\d\d)(?!\d)"
    return (
        re.compile(rf"{day}{of}{month}(?:{of}(?:the\s+year\s+)?{year}|-(?P<short>\d\d)(?!\d))?"),
        re.compile(rf"{month}\s*(?:the\s+)?(?:\d{{1,2}}\s*[-–]\s*)?{day}(?:\s*,?\s*(?:of\s+|de\s+)?{year})?"),
        re.compile(r"(?<!\d)(?P<year>(?:19|20)\d\d)[-/.](?P<number>\d{1,2})[-/.](?P<day>\d{1,2})(?!\d)"),
        re.compile(
            r"(?<![\d.,])(?P<day>\d{1,2})(?P<sep>[./-])(?P<number>\d{1,2})(?P=sep)(?P<year>(?:19|20)\d\d|\d\d)(?!\d)"
        ),
        re.compile(rf"{month}{of}{year}"),
    )


def _dates(text: str) -> list[_Date]:
    """Return the dates named in folded text; "March 2026" counts only where there is no whole date."""
    *whole, month_alone = _patterns()
    found = [date for pattern in whole for match in pattern.finditer(text) if (date := _read(match))]
    return found or [date for match in month_alone.finditer(text) if (date := _read(match))]


def _read(match: re.Match[str]) -> _Date | None:
    said = match.groupdict()
    year = said.get("year") or said.get("short")
    full_year = None if year is None else int(year) if len(year) == 4 else 2000 + int(year)
    day = None if said.get("day") is None else int(said["day"])
    readings: list[tuple[int | None, int, int | None]] = []
    if said.get("month"):
        readings = [(day, month, full_year) for month in _numbers("months")[said["month"]]]
    else:
        number = int(said["number"])
        readings = [(day, number, full_year)]
        if said.get("sep") and day is not None:
            readings.append((number, day, full_year))
    possible = tuple(
        reading for reading in readings if (reading[0] or 1) in range(1, 32) and reading[1] in range(1, 13)
    )
    return _Date(match.start(), match.end(), possible) if possible else None


@cache
def _weekday_patterns() -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    """Return the patterns of a weekday right before a date, right after it, and anywhere."""
    near, anywhere = _any_of(_numbers("all weekdays")), _any_of(_numbers("weekdays"))
    return (
        re.compile(rf"({near})\.?\s*,?\s*(?:the\s+|den\s+|le\s+|el\s+|dia\s+)?$"),
        re.compile(rf"\s*[,(]\s*({near})"),
        re.compile(anywhere),
    )


def _wrong_weekday(text: str, agreeing: list[_Date], days: list[date]) -> str | None:
    """Return the weekday named in folded text when it is that of none of the days."""
    before, after, anywhere = _weekday_patterns()
    named = [
        match[1]
        for found in agreeing
        for match in (before.search(text[: found.start]), after.match(text[found.end :]))
        if match
    ]
    named = named or anywhere.findall(text)
    meant = {day for word in named for day in _numbers("all weekdays")[word]}
    return None if not meant or any(day.weekday() in meant for day in days) else named[0]


def _days_meant(due: Written) -> list[date]:
    """The day of ``due``; at 00:00 also the day before, which people call midnight of that day."""
    if isinstance(due, datetime) and due.time() == time():
        return [due.date(), due.date() - timedelta(days=1)]
    return [_day(due)]


_END_OF_DAY = {time(0, 0), time(23, 59)}
_MIDNIGHT = (
    r"midnight|minuit|medianoche|media noche|mitternacht|mezzanotte|meia-noite|meia noite"
    r"|middernacht|полночь|منتصف الليل"
)
_NOON = r"noon|midday|midi|mediodia|medio dia|mittag|mezzogiorno|meio-dia|meio dia|полдень"
_HALF = r"(?P<half>[ap])\.?\s?m\b\.?"
_AT = r"(?:\bat|\bby|\bum|\bkl\.?|\ba|\bas|\bas las|\ba las|\balle|\bore|\bore le|\bom|\bbis|\bthe)\s+"
_ZONE = r"(?:utc|gmt|cet|cest|bst|eet|eest|est|edt|pst|pdt|hrs|hours|h\b|uhr|uur)"
_HOURS = tuple(
    re.compile(pattern)
    for pattern in (
        rf"(?<![\d:])(?P<hour>\d{{1,2}})\s?:\s?(?P<minute>\d\d)(?::\d\d)?(?!\d)(?:\s*{_HALF})?",
        rf"(?<![\d.])(?P<hour>\d{{1,2}})\.(?P<minute>\d\d)(?![.\d])\s*(?:{_HALF}|{_ZONE})",
        rf"{_AT}(?P<hour>\d{{1,2}})\.(?P<minute>\d\d)(?![.\d])",
        r"(?<![\d:.])(?P<hour>\d{1,2})\s?(?:h|hs)\s?(?P<minute>\d\d)?(?!\w)",
        r"(?<![\d:.])(?P<hour>\d{1,2})\s?(?:uhr|uur)\b",
        rf"{_AT}(?P<hour>\d{{1,2}})\s?(?:heures?|horas?|hours|hrs)\b",
        rf"(?<![\d:.])(?P<hour>\d{{1,2}})\s?{_HALF}",
        rf"(?<![\d:.])(?P<hour>\d\d)(?P<minute>\d\d)\s?{_ZONE}",
    )
)


def _hours(text: str, dates: list[_Date]) -> set[time]:
    """Return every reading of every hour named in folded text; nothing inside a date is an hour."""
    for found in sorted(dates, key=lambda found: found.start, reverse=True):
        text = text[: found.start] + ";" * (found.end - found.start) + text[found.end :]
    hours: set[time] = set()
    for match in (match for pattern in _HOURS for match in pattern.finditer(text)):
        said = match.groupdict()
        hour, minute = int(said["hour"]), int(said.get("minute") or 0)
        if said.get("half") and 1 <= hour <= 12:
            readings = [hour % 12 + (12 if said["half"] == "p" else 0)]
        else:
            readings = [hour, hour + 12] if hour < 12 else [hour]
        for reading in readings:
            if reading == 24 and minute == 0:
                hours |= _END_OF_DAY
            elif reading < 24 and minute < 60:
                hours.add(time(reading, minute))
    if re.search(_MIDNIGHT, text) or time(0, 0) in hours:
        hours = hours - {time(12, 0)} | _END_OF_DAY
    elif re.search(_NOON, text):
        hours = hours | {time(12, 0)}
    return hours


def _day(written: Written) -> date:
    return written.date() if isinstance(written, datetime) else written
