"""Rules about the length of an entry (RFC 5545 §3.6.1, §3.8.2): its end is exclusive, and later than its start."""

from collections.abc import Iterator
from datetime import datetime, time, timedelta

from deadlines.lint.components import Component, Property
from deadlines.lint.findings import REFUSED, Found
from deadlines.lint.scope import Scope
from deadlines.lint.values import Point, duration, next_day, point
from deadlines.lint.zones import instant

_DURATIONS = ("REFRESH-INTERVAL", "X-PUBLISHED-TTL", "DURATION")
_ENDS = {"VEVENT": "DTEND", "VTODO": "DUE"}
_BEGIN_EARLIER = "begin fifteen minutes before the moment"


def durations_are_durations(component: Component, scope: Scope) -> Iterator[Found]:
    """RFC 5545 §3.3.6."""
    for found in component.properties:
        if found.name in _DURATIONS and duration(found.value) is None:
            broken = " (RFC 5545 §3.3.6)" if found.name.startswith("X-") else f": {REFUSED}"
            yield Found(f"{found.name} is not a duration{broken}", "write PT6H or P1D", found)


def entries_end_after_they_begin(component: Component, scope: Scope) -> Iterator[Found]:
    """RFC 5545 §3.6.1, §3.8.2.2, §3.8.2.3: DTEND or DUE, and DTSTART."""
    start, end = component.first("DTSTART"), component.first(_ENDS.get(component.name, ""))
    begins, ends = (point(found) if found else None for found in (start, end))
    if start is None and component.name == "VEVENT":
        yield Found("the entry has no DTSTART: khal and calcurse do not show it", "write DTSTART", component)
    elif start is None and component.name == "VTODO" and (found := component.first("DURATION")):
        yield Found(f"DURATION is there without DTSTART: {REFUSED}", "write DTSTART", found)
    if end and component.first("DURATION"):
        yield Found(f"the entry has {end.name} and DURATION: {REFUSED}", "take one of the two out", end)
    if begins is None:
        return
    if end is None:
        yield from _lasts(component, begins)
    elif ends is not None:
        yield from _ends(component, begins, end, ends, scope)


def _lasts(component: Component, begins: Point) -> Iterator[Found]:
    found = component.first("DURATION")
    length = duration(found.value) if found else None
    if found is None:
        if component.name == "VEVENT" and not begins.all_day:
            message = "the entry has no DTEND: khal and web calendars draw an hour after the moment"
            yield Found(message, "end it at the moment, fifteen minutes after DTSTART", component)
    elif length is None:
        return
    elif length < timedelta(0):
        yield Found(f"DURATION is negative: {REFUSED}", _BEGIN_EARLIER, found)
    elif length == timedelta(0):
        if component.name == "VEVENT":
            yield Found("DURATION is zero: the entry is invalid, and calcurse skips it", _BEGIN_EARLIER, found)
    elif begins.all_day and "T" in found.value:
        yield Found(f"DURATION has hours and DTSTART is a date: {REFUSED}", "write whole days, such as P1D", found)


def _ends(component: Component, begins: Point, end: Property, ends: Point, scope: Scope) -> Iterator[Found]:
    is_event = component.name == "VEVENT"
    if begins.all_day != ends.all_day or begins.floating != ends.floating:
        message = f"DTSTART is {begins.kind} and {end.name} {ends.kind}"
        fails = is_event or begins.all_day == ends.all_day
        reason = f": {REFUSED}" if fails else " (RFC 5545 §3.8.2.3)"
        yield Found(message + reason, "make them of one kind", end, warning=not fails)
        return
    later = _difference(begins, ends, scope)
    if later is None or later > timedelta(0):
        return
    if not is_event:
        yield Found("DUE is not after DTSTART (RFC 5545 §3.8.2.3)", "correct one of the two", end, warning=True)
    elif later < timedelta(0):
        message = "DTEND is before DTSTART: khal and calcurse do not show the entry"
        yield Found(message, "correct one of the two", end)
    elif begins.all_day:
        message = "the all-day entry is a day short: DTEND is the day after the last, and calcurse skips it"
        yield Found(message, f"write DTEND;VALUE=DATE:{next_day(ends.value)}", end)
    else:
        yield Found("DTEND equals DTSTART: the entry is invalid, and calcurse skips it", _BEGIN_EARLIER, end)


def _difference(begins: Point, ends: Point, scope: Scope) -> timedelta | None:
    """Return how much later the end is: by instants, or by wall times of one zone; None where that is not known."""
    first, last = (instant(at, scope.zones) for at in (begins, ends))
    if first is not None and last is not None:
        return last - first
    same = begins.all_day or (begins.utc == ends.utc and begins.zone == ends.zone)
    return ends.value - begins.value if same else None


def days_are_no_midnights(component: Component, scope: Scope) -> Iterator[Found]:
    """A day written as midnight to midnight in UTC is two half days, and another date, west of Greenwich."""
    start, end = component.first("DTSTART"), component.first("DTEND")
    begins, ends = (point(found) if found else None for found in (start, end))
    if not (start and begins and ends and begins.utc and ends.utc):
        return
    if not (isinstance(begins.value, datetime) and isinstance(ends.value, datetime)):
        return
    whole = begins.value.time() == time() and (ends.value - begins.value) % timedelta(days=1) == timedelta(0)
    if whole and ends.value > begins.value:
        message = "a day is written as midnight in UTC: west of Greenwich it is the day before"
        yield Found(message, f"write DTSTART;VALUE=DATE:{begins.value:%Y%m%d}", start)
