"""Compare the organiser's own words with ``due`` and ``timezone``: day, weekday, hour and zone.

Nothing is read out of the words: they only contradict. What has several readings contradicts when none of them
agrees; what ``deadlines.words`` is not sure of may agree, and never contradicts.
"""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

from deadlines.domain.contradiction import Contradiction
from deadlines.domain.inexact import more_exact, of_one_zone
from deadlines.domain.moment import Dated, Written, day_of
from deadlines.domain.month import Month
from deadlines.domain.text import Sentence
from deadlines.domain.zone import LOCAL, find_zone, is_fixed
from deadlines.words.found import FoundDate, FoundHour, FoundWeekday, FoundZone, Outcome, Words
from deadlines.words.hours import END_OF_DAY
from deadlines.words.read import read

_MOST = 20
"""Hours and dates of a text that are tried with each other."""
_DAY_NAMES = (
    Sentence("Monday"),
    Sentence("Tuesday"),
    Sentence("Wednesday"),
    Sentence("Thursday"),
    Sentence("Friday"),
    Sentence("Saturday"),
    Sentence("Sunday"),
)


def contradictions(stated: str, due: Written | None, timezone: str | None = None) -> Iterator[Contradiction]:
    """Yield what the organiser's words say that ``due``, the local time in ``timezone``, does not.

    ``due`` is None where no date is known: then a date in the words may be right as it is, and is only asked about.
    """
    words = read(stated)
    if timezone == LOCAL:
        yield from of_one_zone(words)
    if due is None or isinstance(due, Month):
        yield from more_exact(words, due)
        return
    if words.zones and isinstance(due, datetime) and timezone and _is_the_instant(words, due, timezone):
        return
    days = _days_meant(due)
    agreeing = [
        found
        for found in words.dates
        if _may_agree(found) and (found.is_day(days[0]) or (len(days) > 1 and found.is_day(days[1])))
    ]
    if len(agreeing) < len(words.dates) and (wrong := _wrong_date(words, due, days, agreeing)):
        yield wrong
    elif words.weekdays:
        yield from _weekdays(words, due, days, agreeing)
    wrong_hour = None
    if words.hours and (wrong_hour := _wrong_hour(words, due, timezone)):
        yield wrong_hour
    if words.zones and timezone and not wrong_hour:
        yield from _zones(words, due, timezone)


def _may_agree(found: FoundDate) -> bool:
    return found.outcome is Outcome.SAID or found.outcome is Outcome.UNSURE


def _wrong_date(words: Words, due: Dated, days: list[date], agreeing: list[FoundDate]) -> Contradiction | None:
    """Return the date that is not due's, where none is: in each calendar in which one is said."""
    agreed = {found.start for found in agreeing}
    dates = [found for found in words.dates if found.outcome is Outcome.SAID]
    if any(reading.day for found in words.dates if _may_agree(found) for reading in found.readings):
        dates = [found for found in dates if any(reading.day for reading in found.readings)]
    by_calendar: dict[frozenset[str], list[FoundDate]] = defaultdict(list)
    for found in dates:
        by_calendar[found.calendars].append(found)
    for calendars, group in by_calendar.items():
        if any(found.start in agreed for found in group) or (agreeing and len(calendars) > 1):
            continue
        if any(found.outcome is Outcome.UNSURE for found in agreeing):
            continue
        nearest = max(group, key=lambda found: max(_likeness(found, day) for day in days))
        return Contradiction(
            Sentence(
                'stated says "{words}"{in_our_calendar}, but due is {day}',
                words=words.said(nearest),
                in_our_calendar=_in_our_calendar(nearest),
                day=day_of(due),
            ),
            Sentence("correct the one that is wrong"),
        )
    return None


def _likeness(found: FoundDate, due: date) -> int:
    return max(
        (reading.day == due.day) + (reading.month == due.month) + (reading.year == due.year)
        for reading in found.readings
    )


def _in_our_calendar(found: FoundDate) -> str:
    days = {reading.date for reading in found.readings}
    if found.calendars & {"gregorian"} or len(days) != 1 or None in days:
        return ""
    return f" ({days.pop()})"


def _weekdays(words: Words, due: Dated, days: list[date], agreeing: list[FoundDate]) -> Iterator[Contradiction]:
    """Yield the weekday beside an agreeing date, or anywhere where none is, when it is that of none of the days."""
    if any(found.outcome is Outcome.RELATIVE for found in words.dates):
        return
    agreed = {found.start for found in agreeing}
    near = [found for found in words.weekdays if found.beside and _nearest(words, found) in agreed]
    named = near or [found for found in words.weekdays if not found.beside or not agreeing]
    if named and not any(day.weekday() in found.weekdays for found in named for day in days):
        yield Contradiction(
            Sentence(
                'stated says "{words}", but {day} is a {weekday}',
                words=words.said(named[0]),
                day=day_of(due),
                weekday=_DAY_NAMES[day_of(due).weekday()],
            ),
            Sentence("ask the organiser which is right; leave a wrong weekday out of stated"),
        )


def _nearest(words: Words, weekday: FoundWeekday) -> int:
    """Return where the date beside a weekday begins."""
    if len(words.dates) == 1:
        return words.dates[0].start
    place = bisect_left(words.dates, weekday.start, key=lambda found: found.start)
    beside = words.dates[max(place - 1, 0) : place + 1]
    return min(beside, key=lambda found: max(found.start - weekday.end, weekday.start - found.end)).start


def _wrong_hour(words: Words, due: Dated, timezone: str | None) -> Contradiction | None:
    times = {reading for found in words.hours for reading in found.times}
    if not isinstance(due, datetime):
        if times & END_OF_DAY:
            return None
        first = f"{min(times):%H:%M}"
        return Contradiction(
            Sentence("stated names a time ({time}), but due has none", time=first),
            Sentence("write due = {due} and its timezone", due=f"{due}T{first}:00"),
        )
    if due.time().replace(second=0) in times or _is_converted(words, due, timezone):
        return None
    return Contradiction(
        Sentence("stated says {time}, but due says {due}", time=f"{min(times):%H:%M}", due=f"{due:%H:%M}"),
        Sentence("correct the one that is wrong; due is the local time in its timezone"),
    )


def _zones(words: Words, due: Dated, timezone: str) -> Iterator[Contradiction]:
    """Yield the zone of the hour that is due's, where its clocks show another time on that day."""
    if (there := find_zone(timezone)) is None:
        return
    moment = due if isinstance(due, datetime) else datetime.combine(due, time(23, 59))
    ours = _minutes(moment.replace(tzinfo=there).utcoffset())
    if isinstance(due, datetime):
        clock = due.time().replace(second=0)
        said = [found.zone for found in words.hours if clock in found.times]
        said = said or [found.zone for found in words.hours if _is_shown(found, due, ours)]
    else:
        clock = moment.time()
        said = [found.zone for found in words.hours] or list(words.zones)
    if not said or any(zone is None or _agrees(zone, moment, ours, timezone) for zone in said):
        return
    zone = next(filter(None, said))
    named, theirs = words.said(zone), min(_offsets(zone, moment), key=lambda offset: abs(offset - ours))
    if zone.offsets and ours in _shown(zone, moment) | _offsets(zone, moment):
        wall = next((found for found in words.hours if clock in found.times), None) or not words.hours
        other = moment + timedelta(minutes=(ours - theirs) if wall else (theirs - ours))
        first, second = (moment, other) if wall else (other, moment)
        message = Sentence(
            "stated says {zone} ({theirs}), but on {day} {timezone} is at {ours}",
            zone=named,
            theirs=_signed(theirs),
            day=f"{moment:%Y-%m-%d}",
            timezone=timezone,
            ours=_signed(ours),
        )
        times = {"first": f"{first:%H:%M}", "second": f"{second:%H:%M}"}
        hint = (
            Sentence("ask which is meant: {first} on the clocks there, or {second}; due says the first", **times)
            if wall
            else Sentence("ask which is meant: {first} on the clocks there, or {second}; due says the second", **times)
        )
        yield Contradiction(message, hint, warning=True)
    else:
        yield Contradiction(
            Sentence(
                "stated says {zone} ({theirs} on that day), but {timezone} is at {ours}",
                zone=named,
                theirs=_signed(theirs),
                timezone=timezone,
                ours=_signed(ours),
            ),
            Sentence("correct timezone, or due, which is the local time there"),
        )


def _agrees(zone: FoundZone, moment: datetime, ours: int, timezone: str) -> bool:
    """Say whether a zone is at our offset on a day, and is not an abbreviation of the other half of the year.

    Such a one is taken at its word where ours is an offset: it was read so, and the clocks of no place are meant.
    """
    offsets = _offsets(zone, moment)
    if offsets and ours not in offsets:
        return False
    if not offsets or not zone.offsets or not _is_out_of_season(zone, moment):
        return True
    return timezone in zone.places or is_fixed(timezone)


def _is_out_of_season(zone: FoundZone, moment: datetime) -> bool:
    """Say whether an abbreviation is not what the clocks show that day in the place it is used most: CET in July."""
    return bool(zone.places) and not _shown(zone, moment, 1) <= zone.offsets


def _offsets(zone: FoundZone, moment: datetime) -> set[int]:
    """Return what a zone may be on a day, in minutes east of UTC."""
    return set(zone.offsets) or _shown(zone, moment)


def _shown(zone: FoundZone, moment: datetime, places: int | None = None) -> set[int]:
    """Return what the clocks of a zone's places show."""
    rules = [found for name in zone.places[:places] if (found := find_zone(name))]
    return {_minutes(moment.replace(tzinfo=there).utcoffset()) for there in rules}


def _is_the_instant(words: Words, due: datetime, timezone: str) -> bool:
    """Say whether a date with its hour and zone in the words is the same point in time as ``due``."""
    there = find_zone(timezone)
    if there is None:
        return False
    ours = due - (due.replace(tzinfo=there).utcoffset() or timedelta())
    for hour in words.hours[:_MOST]:
        if hour.zone is None:
            continue
        for found in words.dates[:_MOST]:
            for reading in found.readings if found.outcome is Outcome.SAID else ():
                if (day := reading.date) and any(_is_at(day, hour, ours, clock) for clock in hour.times):
                    return not hour.zone.offsets or not _is_out_of_season(hour.zone, due)
    return False


def _is_at(day: date, hour: FoundHour, ours: datetime, clock: time) -> bool:
    if hour.zone is None:
        return False
    days = (day, day + timedelta(1)) if clock == time() else (day,)
    return any(
        datetime.combine(on, clock) - timedelta(minutes=offset) == ours.replace(second=0)
        for on in days
        for offset in _offsets(hour.zone, datetime.combine(on, clock))
    )


def _is_converted(words: Words, due: datetime, timezone: str | None) -> bool:
    """Say whether an hour of the words, in its own zone, is due's hour in ``timezone``."""
    there = find_zone(timezone) if timezone else None
    if there is None:
        return False
    ours = _minutes(due.replace(tzinfo=there).utcoffset())
    return any(_is_shown(found, due, ours) for found in words.hours)


def _is_shown(hour: FoundHour, due: datetime, ours: int) -> bool:
    """Say whether clocks at our offset show due's time of day at an hour in its own zone."""
    if hour.zone is None:
        return False
    shifts = [timedelta(minutes=ours - offset) for offset in _offsets(hour.zone, due)]
    clock = due.time().replace(second=0)
    return any((datetime.combine(due, said) + shift).time() == clock for said in hour.times for shift in shifts)


def _minutes(offset: timedelta | None) -> int:
    return int((offset or timedelta()).total_seconds()) // 60


def _signed(minutes: int) -> str:
    return f"UTC{'-' if minutes < 0 else '+'}{abs(minutes) // 60:02}:{abs(minutes) % 60:02}"


def _days_meant(due: Dated) -> list[date]:
    """The day of ``due``; at 00:00 also the day before, which people call midnight of that day."""
    if isinstance(due, datetime) and due.time() == time():
        return [due.date(), due.date() - timedelta(days=1)]
    return [day_of(due)]
