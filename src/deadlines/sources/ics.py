"""Calendars: a to-do is due, a whole day is a deadline, a moment is one in the zone that it names.

A time without a zone is read in three ways by programs (RFC 5545 §3.3.5): its hour is left out. Windows' names of zones
are known. DTEND is the day after the last (§3.6.1).
"""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from deadlines.domain.moment import Dated
from deadlines.domain.text import Sentence
from deadlines.domain.zone import find_zone
from deadlines.sources.found import Faulty, Found, Item, Unreadable, record_of
from deadlines.words.zones import windows_zone


def read(name: str, content: bytes) -> Iterator[Item]:
    """Yield the entries of a calendar called so. Raises ``Unreadable``."""
    from icalendar import Calendar, use_zoneinfo

    use_zoneinfo()  # type: ignore[no-untyped-call] # rules of one file are otherwise those of the next
    try:
        calendars = Calendar.from_ical(content, multiple=True)
    except (ValueError, IndexError, KeyError, TypeError) as error:
        raise Unreadable(f"it is no calendar: {error}") from None
    for calendar in calendars:
        for component in calendar.walk():
            if component.name in ("VEVENT", "VTODO"):
                yield _entry(name, component)


def _entry(name: str, component: Any) -> Item:
    title, uid = str(component.get("SUMMARY", "")).strip(), str(component.get("UID", "")).strip()
    if not title:
        return Faulty(uid or name, "it has no SUMMARY")
    if str(component.get("STATUS", "")) == "CANCELLED":
        return Faulty(title, "it is cancelled")
    remarks: list[str] = []
    try:
        row = _deadline(component, remarks)
    except (AttributeError, ValueError, TypeError, OverflowError):
        return Faulty(title, "its date cannot be read")
    if row is None:
        return Faulty(title, "it has no date")
    if "RRULE" in component:
        remarks.append(Sentence("it repeats; only its first date was taken"))
    organiser = component.get("ORGANIZER")
    return Found(
        f"{name} {uid or title}",
        record_of(
            title=title,
            kind="call",
            organisation=str(organiser.params.get("CN", "")) if organiser is not None else None,
            url=str(component.get("URL", "")),
            summary=str(component.get("DESCRIPTION", "")),
            location=str(component.get("LOCATION", "")),
            deadlines=[row],
        ),
        tuple(remarks),
    )


def _deadline(component: Any, remarks: list[str]) -> dict[str, Any] | None:
    if (due := component.get("DUE")) is not None:
        return _at(due.dt, due.params.get("TZID"), remarks)
    start = component.get("DTSTART")
    if start is None:
        return None
    end = component.get("DTEND")
    if not isinstance(start.dt, datetime) and end is not None and end.dt - start.dt > timedelta(1):
        last = end.dt - timedelta(1)
        remarks.append(Sentence("it lasts from {first} to {last}; the last day was taken", first=start.dt, last=last))
        return {"due": last}
    return _at(start.dt, start.params.get("TZID"), remarks)


def _at(at: Dated, named: str | None, remarks: list[str]) -> dict[str, Any]:
    if not isinstance(at, datetime):
        return {"due": at}
    local = at.replace(tzinfo=None)
    if named is None and at.utcoffset() == timedelta(0):
        return {"due": local, "timezone": "UTC"}
    zone_name = _zone(named)
    if zone_name is None:
        text = f"{local:%Y-%m-%d %H:%M}"
        remarks.append(Sentence('"{text}": its zone is not known; the hour is left out', text=text))
        return {"due": local.date()}
    return {"due": local, "timezone": zone_name}


def _zone(named: str | None) -> str | None:
    if not named:
        return None
    tail = "/".join(named.strip("/").split("/")[-2:])
    return next((one for one in (named, tail, windows_zone(named)) if one and find_zone(one)), None)
