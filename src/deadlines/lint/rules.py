"""The rules: small functions from a parsed calendar to what breaks calendar programs. To add one, list it in RULES."""

import re
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime, time, timedelta

from deadlines.domain.feed import MOST_BYTES, MOST_ENTRIES
from deadlines.domain.problem import START, Place, Problem
from deadlines.lint.lines import Component, Parsed, Property, is_utf8
from deadlines.lint.values import is_duration, is_number, known_zone, next_day, point

Found = tuple[str, str, Place]
"""What is wrong, what to do, and where."""
Rule = Callable[[Parsed], Iterator[Found]]

_STATUSES = {"VEVENT": {"TENTATIVE", "CONFIRMED", "CANCELLED"}}
_RANDOM = re.compile(r"[0-9a-f]{8}-?[0-9a-f]{4}-?4[0-9a-f]{3}-?[89ab][0-9a-f]{3}-?[0-9a-f]{12}(@.*)?", re.IGNORECASE)
_DURATIONS = {"REFRESH-INTERVAL", "X-PUBLISHED-TTL", "DURATION"}


def lines_end_in_crlf(parsed: Parsed) -> Iterator[Found]:
    """RFC 5545 §3.1."""
    for line in parsed.lines:
        if line.end != b"\r\n":
            yield "the line does not end in CRLF: strict readers refuse the calendar", "end lines in CR LF", line.place


def lines_are_folded(parsed: Parsed) -> Iterator[Found]:
    """RFC 5545 §3.1."""
    for line in parsed.lines:
        if len(line.content) > 75:
            hint = "fold it at 75 octets"
            yield "the line is longer than 75 octets: RFC 5545 §3.1; old readers cut it", hint, line.place


def characters_are_whole(parsed: Parsed) -> Iterator[Found]:
    """RFC 5545 §3.1, §3.1.4."""
    for group in parsed.folded:
        broken = next((line for line in group if not is_utf8((line,))), None)
        if broken is None:
            continue
        if is_utf8(group):
            message = "the fold is inside a character: readers that unfold text show broken letters"
            yield message, "fold between characters", broken.place
        else:
            yield "the line is not UTF-8: programs show broken letters, or refuse it", "save it as UTF-8", broken.place


def no_control_characters(parsed: Parsed) -> Iterator[Found]:
    """RFC 5545 §3.1: CONTROL is in no text."""
    for line in parsed.lines:
        text = line.content.decode("utf-8", "replace")
        for at, character in enumerate(text):
            if character == "\t" or (character >= " " and character not in "\x7f\x85\u2028\u2029\ufeff"):
                continue
            name = f"U+{ord(character):04X}"
            if character == "\0":
                message = "the text holds NUL: Evolution and KDE show nothing of the calendar"
            elif character in "\x85\u2028\u2029\ufeff":
                message = f"the text holds {name}: some programs cut the title there"
            else:
                message = f"the text holds the control character {name}: Home Assistant refuses the whole calendar"
            yield message, "take it out", Place(line.number, at + 1, 1, text)


def every_line_is_a_content_line(parsed: Parsed) -> Iterator[Found]:
    """RFC 5545 §3.1."""
    for place in parsed.strays:
        yield "this is no line of a calendar: strict readers refuse the whole", "take it out; is a fold missing?", place


def calendars_are_whole(parsed: Parsed) -> Iterator[Found]:
    """RFC 5545 §3.4, §3.6."""
    for calendar in parsed.calendars:
        for component in (calendar, *_all(calendar)):
            if not component.ended:
                message = f"{component.name} has no END: the file is cut off, and Thunderbird loses all entries"
                yield message, "publish by atomic rename", component.place
        if not calendar.components:
            yield (
                "the calendar has no component: it is invalid, and vdirsyncer refuses it",
                "keep past entries for a year",
                calendar.place,
            )
        if calendar.text("VERSION") != "2.0":
            yield "there is no VERSION:2.0: Outlook refuses the calendar", "write VERSION:2.0", calendar.place
        if calendar.first("PRODID") is None:
            yield "there is no PRODID: strict readers refuse the calendar", "write PRODID:-//name//EN", calendar.place


def a_calendar_is_no_message(parsed: Parsed) -> Iterator[Found]:
    """RFC 7986 §5.3 allows a UID, and two programs stumble; METHOD makes it an invitation (RFC 5546)."""
    for calendar in parsed.calendars:
        if found := calendar.first("UID"):
            message = "the calendar itself has a UID: vdirsyncer and khal show one entry of all"
            yield message, "take it out", found.place
        if found := calendar.first("METHOD"):
            message = "METHOD makes the calendar a message: Outlook and Apple may take it for an invitation"
            yield message, "take it out", found.place


def uids_are_there_and_single(parsed: Parsed) -> Iterator[Found]:
    """RFC 5545 §3.8.4.7."""
    seen: dict[tuple[str, str], Place] = {}
    for component in _entries(parsed):
        found = component.first("UID")
        if found is None or not found.value.strip():
            yield "the entry has no UID: every program shows it again at each refresh", "write a UID", component.place
            continue
        key = (found.value, component.text("RECURRENCE-ID"))
        if key in seen:
            message = "the UID is that of an earlier entry: Google, Thunderbird and all others lose one of the two"
            yield message, f"give it one of its own; the first is on line {seen[key].line}", found.place
        seen.setdefault(key, found.place)


def stamps_are_instants(parsed: Parsed) -> Iterator[Found]:
    """RFC 5545 §3.8.7."""
    for component in _entries(parsed):
        if component.first("DTSTAMP") is None:
            yield (
                "the entry has no DTSTAMP: strict readers refuse it",
                "write DTSTAMP:20260101T000000Z",
                component.place,
            )
        for name in ("DTSTAMP", "LAST-MODIFIED", "CREATED"):
            found = component.first(name)
            at = point(found) if found else None
            if found and (at is None or at.zone != "UTC" or not found.value.endswith("Z")):
                message = f"{name} is no instant in UTC: Home Assistant and strict readers refuse the calendar"
                yield message, "write it as 20260101T000000Z", found.place
        found = component.first("SEQUENCE")
        if found and not is_number(found.value):
            yield "SEQUENCE is no number: Google ignores the entry's changes", "write 0, 1, 2, …", found.place


def dates_say_what_they_are(parsed: Parsed) -> Iterator[Found]:
    """RFC 5545 §3.2.20, §3.8.2.4: eight digits need VALUE=DATE, and a URI or duration its own VALUE (RFC 7986 §5.7)."""
    for component in _entries(parsed):
        for found in _dated(component):
            said = found.parameters.get("VALUE", "DATE-TIME")
            at = point(found)
            if at is None and "PERIOD" not in said:
                message = f"{found.name} is no date that exists: the entry, or the whole calendar, is refused"
                yield message, "write 20260430 or 20260306T170000Z", found.place
            elif at and at.all_day and said != "DATE":
                message = f"{found.name} is a date without VALUE=DATE: ical.js and Ruby refuse it, or read a time"
                yield message, f"write {found.name};VALUE=DATE:{found.value}", found.place
            elif at and not at.all_day and said == "DATE":
                message = f"{found.name} says VALUE=DATE and is a date-time: ical.js and libical refuse it"
                yield message, "take VALUE=DATE out", found.place
    for calendar in parsed.calendars:
        for name, said in (("REFRESH-INTERVAL", "DURATION"), ("SOURCE", "URI")):
            found_ = calendar.first(name)
            if found_ and found_.parameters.get("VALUE") != said:
                message = f"{name} lacks VALUE={said}: strict readers refuse the calendar (RFC 7986 §5)"
                yield message, f"write {name};VALUE={said}:{found_.value}", found_.place


def durations_are_durations(parsed: Parsed) -> Iterator[Found]:
    """RFC 5545 §3.3.6."""
    for calendar in parsed.calendars:
        for component in (calendar, *_all(calendar)):
            for found in component.properties:
                if found.name in _DURATIONS and not is_duration(found.value):
                    message = f"{found.name} is no duration: Home Assistant refuses the calendar"
                    yield message, "write PT6H or P1D", found.place


def entries_end_after_they_begin(parsed: Parsed) -> Iterator[Found]:
    """RFC 5545 §3.6.1, §3.8.2.2: the end is exclusive, and later than the start."""
    for event in _events(parsed):
        start, end = event.first("DTSTART"), event.first("DTEND")
        begins = point(start) if start else None
        if start is None:
            yield "the entry has no DTSTART: no program shows it", "write DTSTART", event.place
        if begins is None:
            continue
        if end and event.first("DURATION"):
            yield "the entry has DTEND and DURATION: strict readers refuse it", "take one of the two out", end.place
        ends = point(end) if end else None
        if end is None:
            if not begins.all_day and event.first("DURATION") is None:
                message = "the entry has no DTEND: khal and web calendars draw an hour after the moment"
                yield message, "end it at the moment, fifteen minutes after DTSTART", event.place
        elif ends is None:
            continue
        elif begins.all_day != ends.all_day:
            yield "DTSTART and DTEND are a date and a date-time: ical.js refuses it", "make them of one kind", end.place
        elif ends.comparable() == begins.comparable():
            if begins.all_day:
                message = "the all-day entry is a day short: DTEND is the day after the last, and calcurse skips it"
                yield message, f"write DTEND;VALUE=DATE:{next_day(ends.value)}", end.place
            else:
                message = "DTEND equals DTSTART: the entry is invalid, and calcurse skips it"
                yield message, "begin fifteen minutes before the moment", end.place
        elif ends.comparable() < begins.comparable():
            yield "DTEND is before DTSTART: most programs drop the entry", "correct one of the two", end.place


def moments_have_zones(parsed: Parsed) -> Iterator[Found]:
    """RFC 5545 §3.3.5: a floating time is another instant for each reader."""
    for component in _entries(parsed):
        for found in _dated(component):
            at = point(found)
            if at and at.floating:
                message = f"{found.name} is a floating time: each reader sees another instant"
                yield message, "write it in UTC, with Z", found.place


def zones_are_declared(parsed: Parsed) -> Iterator[Found]:
    """RFC 5545 §3.2.19, §3.6.5."""
    for calendar in parsed.calendars:
        zones = {zone.text("TZID"): zone for zone in calendar.components if zone.name == "VTIMEZONE"}
        for component in calendar.walk("VEVENT"):
            for found in _dated(component):
                name = found.parameters.get("TZID")
                if name and name not in zones:
                    known = "" if known_zone(name) else ", and no zone has this name"
                    message = f"the zone of {found.name} is not declared{known}: Outlook and libical read another hour"
                    yield message, "write the moment in UTC, with Z", found.place
        for zone in zones.values():
            for part in zone.components:
                if found_ := part.first("RDATE"):
                    message = (
                        "the zone is given by RDATE: Thunderbird shows summer an hour late, and Ruby's reader crashes"
                    )
                    yield message, "write moments in UTC and take the zone out", found_.place
            if not zone.components:
                yield "the zone has no rule: Home Assistant refuses it", "write moments in UTC", zone.place


def dates_are_no_midnights(parsed: Parsed) -> Iterator[Found]:
    """A day written as midnight to midnight in UTC is two half days, and another date, west of Greenwich."""
    for event in _events(parsed):
        start, end = event.first("DTSTART"), event.first("DTEND")
        begins, ends = (point(found) if found else None for found in (start, end))
        if not (start and begins and ends and begins.zone == "UTC"):
            continue
        if not (isinstance(begins.value, datetime) and isinstance(ends.value, datetime)):
            continue
        whole = begins.value.time() == time() and (ends.value - begins.value) % timedelta(days=1) == timedelta(0)
        if whole and ends.value > begins.value:
            message = "a day is written as midnight in UTC: west of Greenwich it is the day before"
            yield message, f"write DTSTART;VALUE=DATE:{begins.value:%Y%m%d}", start.place


def values_are_known(parsed: Parsed) -> Iterator[Found]:
    """RFC 5545 §3.8.1.2, §3.8.1.11, §3.8.1.12."""
    for event in _events(parsed):
        status = event.first("STATUS")
        if status and status.value.upper() not in _STATUSES["VEVENT"]:
            message = "STATUS is not CONFIRMED, TENTATIVE or CANCELLED: libical drops it"
            yield message, "write one of the three", status.place
        if event.first("SUMMARY") is None:
            yield "the entry has no SUMMARY: every program shows it without a name", "write SUMMARY", event.place
        categories = event.first("CATEGORIES")
        if categories and not categories.value:
            yield "CATEGORIES is empty: strict readers refuse it", "take the line out", categories.place


def alarms_can_ring(parsed: Parsed) -> Iterator[Found]:
    """RFC 5545 §3.6.6, §3.8.6.3."""
    for event in _events(parsed):
        for alarm in event.walk("VALARM"):
            trigger = alarm.first("TRIGGER")
            if trigger is None:
                yield "the alarm has no TRIGGER: it never rings", "write TRIGGER:-P1D", alarm.place
            elif not is_duration(trigger.value) and trigger.parameters.get("VALUE") != "DATE-TIME":
                message = "TRIGGER is no duration and lacks VALUE=DATE-TIME: ical.js refuses the entry"
                yield message, "write a duration from the start, such as -P1D", trigger.place
            needed = ["ACTION", *(["DESCRIPTION"] if alarm.text("ACTION").upper() == "DISPLAY" else [])]
            for name in needed:
                if alarm.first(name) is None:
                    yield f"the alarm has no {name}: strict readers refuse it", f"write {name}", alarm.place


RULES: tuple[Rule, ...] = (
    lines_end_in_crlf,
    lines_are_folded,
    characters_are_whole,
    no_control_characters,
    every_line_is_a_content_line,
    calendars_are_whole,
    a_calendar_is_no_message,
    uids_are_there_and_single,
    stamps_are_instants,
    dates_say_what_they_are,
    durations_are_durations,
    entries_end_after_they_begin,
    moments_have_zones,
    zones_are_declared,
    dates_are_no_midnights,
    values_are_known,
    alarms_can_ring,
)


def uids_look_lasting(parsed: Parsed) -> Iterator[Found]:
    """A random UID lasts only where the publisher keeps it."""
    for component in _entries(parsed):
        found = component.first("UID")
        if found and _RANDOM.fullmatch(found.value):
            message = "the UID is random: if each build makes another, all entries are replaced at every refresh"
            yield message, "make it of what does not change; compare two builds with --against", found.place


def entries_are_events(parsed: Parsed) -> Iterator[Found]:
    """What most calendars do not show."""
    for calendar in parsed.calendars:
        for todo in calendar.walk("VTODO"):
            yield "this is a task: only Thunderbird and KDE show it", "write it as VEVENT", todo.place


def a_feed_keeps_its_budget(parsed: Parsed) -> Iterator[Found]:
    """What calendar programs are known to read of one feed."""
    entries = sum(1 for _ in _entries(parsed))
    size = sum(len(line.content) + len(line.end) for line in parsed.lines)
    if entries > MOST_ENTRIES or size > MOST_BYTES:
        message = f"the calendar has {entries} entries and {size / 1e6:.1f} MB: Google and Outlook may not read it all"
        yield message, "offer smaller ones", START


WARNINGS: tuple[Rule, ...] = (uids_look_lasting, entries_are_events, a_feed_keeps_its_budget)


def check(parsed: Parsed) -> Iterator[Problem]:
    """Yield what all rules find."""
    for rules, warning in ((RULES, False), (WARNINGS, True)):
        for rule in rules:
            yield from gathered(rule(parsed), warning=warning)


def gathered(found: Iterable[Found], *, warning: bool = False) -> Iterator[Problem]:
    """Yield problems; of many alike the first, with their number."""
    first: dict[str, tuple[str, Place, int]] = {}
    for message, hint, place in found:
        kept_hint, kept_place, count = first.get(message, (hint, place, 0))
        first[message] = kept_hint, kept_place, count + 1
    for message, (hint, place, count) in first.items():
        more = f" (and {count - 1:,} more like this)" if count > 1 else ""
        yield Problem(message + more, hint, warning=warning).located("", place)


def _events(parsed: Parsed) -> Iterator[Component]:
    for calendar in parsed.calendars:
        yield from calendar.walk("VEVENT")


def _entries(parsed: Parsed) -> Iterator[Component]:
    for calendar in parsed.calendars:
        for component in _all(calendar):
            if component.name in ("VEVENT", "VTODO", "VJOURNAL"):
                yield component


def _all(component: Component) -> Iterator[Component]:
    for inner in component.components:
        yield inner
        yield from _all(inner)


def _dated(component: Component) -> Iterator[Property]:
    for name in ("DTSTART", "DTEND", "DUE", "RECURRENCE-ID"):
        if found := component.first(name):
            yield found
