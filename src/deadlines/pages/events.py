"""Calendars (RFC 5545) to lines: each event and to-do with its title, its words, its date and its address."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any

from deadlines.pages.page import BREAK, Line, Page

MOST_ENTRIES = 1_000


def read_events(content: bytes, charset: str | None = None) -> Page:
    """Return the entries of a calendar, a break before each. Raises ``ValueError`` where it is none.

    A to-do is due when it says; an event ends when its last day or its hours do, DTEND being exclusive (§3.8.2.2).
    """
    from icalendar import Calendar

    calendar = Calendar.from_ical(content)
    entries = [entry for entry in calendar.walk() if entry.name in ("VEVENT", "VTODO")]
    return Page(
        str(calendar.get("X-WR-CALNAME", "")), tuple(line for entry in entries[:MOST_ENTRIES] for line in _lines(entry))
    )


def _lines(entry: Any) -> Iterator[Line]:
    yield Line(BREAK)
    yield Line(" ".join(str(entry.get("SUMMARY", "")).split()), heading=True)
    for line in str(entry.get("DESCRIPTION", "")).splitlines():
        yield Line(" ".join(line.split()))
    moment = _due(entry)
    if moment is not None:
        yield Line(f"{'Deadline' if entry.name == 'VTODO' or _is_deadline(entry) else 'Date'}: {_written(moment)}")
    address = str(entry.get("URL", ""))
    if address.startswith(("http://", "https://")):
        yield Line(address)


def _is_deadline(entry: Any) -> bool:
    """Say whether an event is called a deadline, in its title or by its categories."""
    from deadlines.words.announcements import ROLE, cues, spoken_languages

    categories = entry.get("CATEGORIES")
    named = " ".join(map(str, getattr(categories, "cats", ()))) if categories is not None else ""
    roles = ROLE["deadline"] | ROLE["closes"] | ROLE["invites"]
    return any(cue.roles & roles for cue in cues(f"{entry.get('SUMMARY', '')} {named}", spoken_languages()))


def _due(entry: Any) -> date | datetime | None:
    found = _value(entry, "DUE") or _value(entry, "DTEND")
    start = _value(entry, "DTSTART")
    if found is None:
        return start
    is_whole_day = not isinstance(found, datetime)
    if entry.name == "VEVENT" and is_whole_day and (start is None or found > _day(start)):
        return found - timedelta(1)
    return found


def _day(moment: date | datetime) -> date:
    return moment.date() if isinstance(moment, datetime) else moment


def _value(entry: Any, name: str) -> date | datetime | None:
    try:
        found = entry.decoded(name, None)
    except (ValueError, TypeError):
        return None
    return found if isinstance(found, date) else None


def _written(moment: date | datetime) -> str:
    """Return a date, or a local time with the name of its zone where it has one."""
    if not isinstance(moment, datetime):
        return f"{moment:%Y-%m-%d}"
    zone = str(getattr(moment.tzinfo, "key", None) or moment.tzname() or "") if moment.tzinfo else ""
    return f"{moment:%Y-%m-%d}, {moment:%H:%M} {zone}".rstrip()
