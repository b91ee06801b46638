"""Rules about dates and times (RFC 5545 §3.2.19, §3.3.4, §3.3.5, §3.8.7): what they are, and in which zone."""

from collections.abc import Iterator

from deadlines.lint.components import ENTRIES, Component, Property
from deadlines.lint.findings import REFUSED, Found, quoted
from deadlines.lint.properties import STANDARD
from deadlines.lint.scope import Scope
from deadlines.lint.values import Point, point
from deadlines.lint.zones import iana_zone

DATED = ("DTSTART", "DTEND", "DUE", "RECURRENCE-ID")
_STAMPS = ("DTSTAMP", "LAST-MODIFIED", "CREATED", "COMPLETED", "ACKNOWLEDGED")
_LISTED = ("RDATE", "EXDATE")
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
        refused = "vobject refuses the calendar" if found.name == "RECURRENCE-ID" else REFUSED
        hint = "write 20260430 or 20260306T170000Z"
        yield Found(f"{found.name} is not a date that exists: {refused}", hint, found)
    elif at.all_day and said != "DATE":
        message = f"{found.name} is a date without VALUE=DATE: ical.js cannot read the entry, and calcurse skips it"
        if found.name not in ("DTSTART", "DTEND"):
            message = f"{found.name} is a date without VALUE=DATE: ical.js cannot read it"
        yield Found(message, f"write {found.name};VALUE=DATE:{quoted(found.value)}", found)
    elif not at.all_day and said == "DATE":
        message = f"{found.name} says VALUE=DATE and is a date-time: {REFUSED}"
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
            f"the zone of {found.name} is not declared, and no zone has this name: "
            f"{REFUSED}, and ical.js reads a floating time"
        )
    yield Found(message, hint, found)


def stamps_are_instants(component: Component, scope: Scope) -> Iterator[Found]:
    """RFC 5545 §3.8.7: stamps are in UTC."""
    for found in component.properties:
        if found.name not in _STAMPS or component.name not in STANDARD:
            continue
        at, message, hint = point(found), f"{found.name} is not an instant in UTC", "write it as 20260101T000000Z"
        if at is None:
            refused = "Ruby's reader refuses the calendar" if found.name == "ACKNOWLEDGED" else REFUSED
            yield Found(f"{message}: {refused}", hint, found)
        elif at.all_day and component.name in ENTRIES:
            yield Found(f"{message}: vobject refuses the calendar", hint, found)
        elif not at.utc or at.zone:
            yield Found(f"{message} (RFC 5545 §3.8.7)", hint, found)
