"""The hour and the zone of a dated clause, and the IANA name that the words mean at that moment."""

import re
from datetime import date, datetime, timedelta

from deadlines.domain.text import Sentence
from deadlines.domain.zone import find_zone
from deadlines.words.dated import Dated
from deadlines.words.found import FoundHour, FoundZone
from deadlines.words.hours import END_OF_DAY

_NEAR_HOUR = 90
"""Letters between a date and the hour after it."""


def hour_of(one: Dated) -> FoundHour | None:
    """Return the hour of a date: the last one soon after it, or else before it, and of no other date."""
    words, found = one.clause.words, one.found
    others = [other for other in words.dates if other is not found]
    floor = max((other.end for other in others if other.end <= found.start), default=0)
    ceiling = min((other.start for other in others if other.start >= found.end), default=len(one.clause.text))
    after = [hour for hour in words.hours if found.end <= hour.start < ceiling and hour.start - found.end <= _NEAR_HOUR]
    if after:
        return _of_several(after, one.clause.text)
    before = [hour for hour in words.hours if floor <= hour.start and hour.end <= found.start]
    near = [hour for hour in before if found.start - hour.end <= 60]
    return _of_several(near, one.clause.text) if near else None


def _of_several(hours: list[FoundHour], text: str) -> FoundHour:
    """Return the hour that counts of some that stand together: one with a zone, the end of a range."""
    first, last = hours[0], hours[-1]
    if len(hours) == 1 or (first.zone is None and last.zone is None):
        between = text[first.end : last.start]
        is_range = len(between) <= 25
        return last if is_range else first
    if {*first.times} & {*last.times}:
        return last if first.zone is None else first
    return next(hour for hour in hours if hour.zone is not None) if first.zone is None else first


def clock_of(one: Dated, hour: FoundHour | None) -> tuple[str | None, list[Sentence]]:
    """Return an hour as ``18:00``, midnight as ``24:00``, and what has to be asked about it."""
    if hour is None:
        return None, []
    said = one.clause.words.said(hour)
    if hour.times == END_OF_DAY:
        if re.match(r"0?0[:.]?00", said):
            return "00:00", [Sentence("{words}: does the day begin then, or end?", words=said)]
        question = Sentence("{words}: the end of that day, or its beginning?", words=said)
        return "24:00", [] if re.match(r"24", said) else [question]
    if len(hour.times) > 1:
        both = ", ".join(f"{clock:%H:%M}" for clock in sorted(hour.times))
        return None, [Sentence("{words}: which hour is meant, {hours}?", words=said, hours=both)]
    return f"{next(iter(hour.times)):%H:%M}", []


def zone_of(one: Dated) -> FoundZone | None:
    """Return the zone that stands with a date without an hour."""
    if one.clause.words.hours:
        return None
    found = one.found
    return next((zone for zone in one.clause.words.zones if 0 <= zone.start - found.end <= 40), None)


def words_of_zone(one: Dated, zone: FoundZone | None) -> str | None:
    """Return the words of a zone, with its long name in brackets after an abbreviation."""
    if zone is None:
        return None
    text, end = one.clause.text, zone.end
    for other in one.clause.words.zones:
        if other.start >= end and text[end : other.start].strip() == "(" and text[other.end : other.end + 1] == ")":
            end = other.end + 1
    return " ".join(text[zone.start : end].split())


def place_of(
    zone: FoundZone | None, on: date | None, local: datetime | None, said: str
) -> tuple[str | None, list[Sentence]]:
    """Return the IANA name of a zone in words, at that moment; and what is open where its clocks show another time."""
    if zone is None:
        return None, []
    if zone.offsets == frozenset({0}) and "UTC" in zone.places:
        return "UTC", []
    if not zone.places:
        if zone.offsets == frozenset({-12 * 60}):
            return "AoE", []
        return (_fixed(next(iter(zone.offsets))), []) if len(zone.offsets) == 1 else (None, [])
    name = zone.places[0]
    moment = local or (datetime.combine(on, datetime.min.time()) if on else None)
    there = find_zone(name)
    if moment is None or there is None or not zone.offsets:
        return name, []
    shown = int((moment.replace(tzinfo=there).utcoffset() or timedelta()).total_seconds()) // 60
    if len(zone.offsets) > 1:
        meant = Sentence("{zone} may be of several places: {places}?", zone=said, places=", ".join(zone.places))
        return None, [meant]
    if shown not in zone.offsets:
        strict = _fixed(next(iter(zone.offsets)))
        question = Sentence(
            "{zone} is {strict}, and the clocks of {place} show another time on that day: which is meant?",
            zone=said,
            strict=strict,
            place=name,
        )
        return None, [question]
    return name, []


def _fixed(minutes: int) -> str:
    if minutes == 0:
        return "UTC"
    return f"UTC{'-' if minutes < 0 else '+'}{abs(minutes) // 60:02}:{abs(minutes) % 60:02}"
