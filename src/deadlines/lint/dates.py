"""Rules about dates and times (RFC 5545 §3.2.19, §3.3.4, §3.3.5, §3.8.7): what they are, and in which zone."""

import re
from collections.abc import Iterator

from deadlines.lint.components import Component, Property
from deadlines.lint.findings import Found, quoted
from deadlines.lint.scope import Scope
from deadlines.lint.values import Point, is_number, is_revision, point
from deadlines.lint.zones import iana_zone

DATED = ("DTSTART", "DTEND", "DUE", "RECURRENCE-ID")
_STAMPS = ("DTSTAMP", "LAST-MODIFIED", "CREATED", "COMPLETED", "ACKNOWLEDGED")
_LISTED = ("RDATE", "EXDATE")
_REQUEST_STATUS = re.compile(r"\d+\.\d+(\.\d+)?;", re.ASCII)
_KNOWN_EVERYWHERE = ("UTC", "GMT")
"""Names that ical.js and Ruby's reader know without a declaration."""


def dates_say_what_they_are(component: Component, scope: Scope) -> Iterator[Found]:
    """RFC 5545 §3.2.20, §3.3.4, §3.3.5: eight digits need ``VALUE=DATE``."""
    for found in component.properties:
        if found.name in DATED:
            yield from _is_what_it_says(found, found.value)


def _is_what_it_says(found: Property, text: str) -> Iterator[Found]:
    at, said = point(found, text), found.parameter("VALUE").upper() or "DATE-TIME"
    if said not in ("DATE", "DATE-TIME"):
        return
    if at is None:
        message = f"{found.name} is no date that exists: Home Assistant refuses the whole calendar"
        yield Found(message, "write 20260430 or 20260306T170000Z", found)
    elif at.all_day and said != "DATE":
        message = f"{found.name} is a date without VALUE=DATE: ical.js cannot read the entry, and calcurse skips it"
        yield Found(message, f"write {found.name};VALUE=DATE:{quoted(found.value)}", found)
    elif not at.all_day and said == "DATE":
        message = f"{found.name} says VALUE=DATE and is a date-time: Home Assistant refuses the whole calendar"
        yield Found(message, "take VALUE=DATE out", found)


def moments_have_one_zone(component: Component, scope: Scope) -> Iterator[Found]:
    """RFC 5545 §3.2.19, §3.3.5, §3.6.5: in UTC, or in a zone that is declared; no zone has a date."""
    for found in component.properties:
        if found.name not in DATED + _LISTED:
            continue
        at = point(found, found.value.partition(",")[0])
        if at is not None:
            yield from _has_one_zone(found, at, scope)


def _has_one_zone(found: Property, at: Point, scope: Scope) -> Iterator[Found]:
    if at.all_day:
        if at.zone:
            message = f"{found.name} is a date and has TZID: khal makes a moment of it, midnight in that zone"
            yield Found(message, "take TZID out", found)
    elif at.utc:
        if at.zone:
            message = (
                f"{found.name} ends in Z and has TZID: Home Assistant and Ruby's reader take {quoted(at.zone)}, "
                "libical and ical.js UTC"
            )
            yield Found(message, "take out one of the two", found)
    elif at.floating:
        if found.name in DATED:
            message = f"{found.name} is a floating time: each reader sees another instant"
            yield Found(message, "write it in UTC, with Z", found)
    elif at.zone not in scope.zones:
        yield from _is_declared(found, at)
    elif at.zone not in scope.declared:
        message = f"the zone of {found.name} is declared after it: Ruby's reader takes UTC"
        yield Found(message, "write VTIMEZONE before the entries", found)


def _is_declared(found: Property, at: Point) -> Iterator[Found]:
    hint = "write the moment in UTC, with Z"
    if at.zone in _KNOWN_EVERYWHERE:
        return
    if iana_zone(at.zone):
        message = f"the zone of {found.name} is not declared: ical.js reads a floating time, and Ruby's reader UTC"
    else:
        message = (
            f"the zone of {found.name} is not declared, and no zone has this name: Home Assistant refuses the whole "
            "calendar, and ical.js reads a floating time"
        )
    yield Found(message, hint, found)


def stamps_are_instants(component: Component, scope: Scope) -> Iterator[Found]:
    """RFC 5545 §3.8.7: stamps are in UTC."""
    for found in component.properties:
        if found.name not in _STAMPS:
            continue
        at, hint = point(found), "write it as 20260101T000000Z"
        if at is None:
            yield Found(f"{found.name} is no instant in UTC: Home Assistant refuses the whole calendar", hint, found)
        elif at.all_day:
            yield Found(f"{found.name} is no instant in UTC: vobject refuses the calendar", hint, found)
        elif not at.utc or at.zone:
            yield Found(f"{found.name} is no instant in UTC (RFC 5545 §3.8.7)", hint, found)


def numbers_are_numbers(component: Component, scope: Scope) -> Iterator[Found]:
    """RFC 5545 §3.8.1.6, §3.8.1.8, §3.8.1.9, §3.8.7.4, §3.8.8.3."""
    refused = "Home Assistant refuses the whole calendar"
    for found in component.properties:
        if found.name == "SEQUENCE" and not is_number(found.value):
            yield Found(f"SEQUENCE is no number: {refused}", "write 0, 1, 2, …", found)
        elif found.name == "SEQUENCE" and not is_revision(found.value.removeprefix("+")):
            yield Found("SEQUENCE is no revision (RFC 5545 §3.8.7.4)", "write 0, 1, 2, …", found, warning=True)
        elif found.name == "PRIORITY" and not (is_number(found.value) and 0 <= int(found.value) <= 9):
            yield Found(f"PRIORITY is no number from 0 to 9: {refused}", "write 0 to 9", found)
        elif found.name == "PERCENT-COMPLETE" and not (is_number(found.value) and 0 <= int(found.value) <= 100):
            yield Found(
                "PERCENT-COMPLETE is no number from 0 to 100 (RFC 5545 §3.8.1.8)", "write 0 to 100", found, warning=True
            )
        elif found.name == "GEO":
            yield from _is_position(found)
        elif found.name == "REQUEST-STATUS" and _REQUEST_STATUS.match(found.value) is None:
            yield Found(f"REQUEST-STATUS has no code: {refused}", "take the line out", found)


def _is_position(found: Property) -> Iterator[Found]:
    hint = "write GEO:46.2;6.15"
    try:
        latitude, longitude = map(float, found.value.split(";"))
    except ValueError:
        yield Found("GEO is no latitude and longitude: Home Assistant refuses the whole calendar", hint, found)
        return
    if not (abs(latitude) <= 90 and abs(longitude) <= 180):
        yield Found("GEO is no place on Earth (RFC 5545 §3.8.1.6)", hint, found, warning=True)
