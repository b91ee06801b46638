"""Rules about entries as a whole (RFC 5545 §3.6.1, §3.6.6, §3.8.4.7): their identity, their name, their alarms."""

import re
from collections.abc import Iterator

from deadlines.lint.components import Component, Property
from deadlines.lint.findings import REFUSED, Found
from deadlines.lint.scope import Scope
from deadlines.lint.values import duration, point

_RANDOM = re.compile(r"[0-9a-f]{8}-?[0-9a-f]{4}-?4[0-9a-f]{3}-?[89ab][0-9a-f]{3}-?[0-9a-f]{12}(@.*)?", re.IGNORECASE)
_LINE_BREAK = re.compile(r"(?<!\\)(?:\\\\)*\\[nN]")


def uids_are_single(component: Component, scope: Scope) -> Iterator[Found]:
    """RFC 5545 §3.8.4.7: one UID for each entry; only what is other in a series shares its UID."""
    found = component.first("UID")
    if found is None or not found.value.strip():
        return
    key = hash((found.value, component.text("RECURRENCE-ID")))
    if (line := scope.uids.setdefault(key, found.line.number)) != found.line.number:
        message = "the UID is that of an earlier entry: Google, Thunderbird, KDE and khal lose one of the two"
        yield Found(message, f"give it one of its own; the first is on line {line}", found)
    if _RANDOM.fullmatch(found.value[:200]):
        message = "the UID is random: if each build makes another, all entries are replaced at every refresh"
        hint = "make it of what does not change; compare two builds with --against"
        yield Found(message, hint, found, warning=True)


def entries_have_a_name(component: Component, scope: Scope) -> Iterator[Found]:
    """RFC 5545 §3.8.1.12."""
    found = component.first("SUMMARY")
    if found is None:
        yield Found("the entry has no SUMMARY: programs show it without a name", "write SUMMARY", component)
    elif _LINE_BREAK.search(found.value):
        yield Found("SUMMARY has a line break: calcurse skips the entry", "write it on one line", found, warning=True)


def entries_are_events(component: Component, scope: Scope) -> Iterator[Found]:
    """What most calendars do not show."""
    yield Found("this is a task: only Thunderbird and KDE show it", "write it as VEVENT", component, warning=True)


def alarms_can_ring(component: Component, scope: Scope) -> Iterator[Found]:
    """RFC 5545 §3.6.6, §3.8.6.3."""
    trigger = component.first("TRIGGER")
    if trigger is not None:
        yield from _comes_to_a_moment(trigger)
    if bool(component.first("REPEAT")) != bool(component.first("DURATION")):
        yield Found(f"the alarm has one of REPEAT and DURATION alone: {REFUSED}", "write both or none", component)
    yield from _says_something(component)


def _comes_to_a_moment(trigger: Property) -> Iterator[Found]:
    at, length, said = point(trigger), duration(trigger.value), trigger.parameter("VALUE").upper() or "DURATION"
    hint = "write a duration from the start, such as -P1D"
    if said not in ("DURATION", "DATE-TIME"):
        return
    if at is None and length is None:
        yield Found(f"TRIGGER is neither a duration nor a date-time: {REFUSED}", hint, trigger)
    elif at is None and said == "DATE-TIME":
        yield Found(f"TRIGGER says VALUE=DATE-TIME and is a duration: {REFUSED}", hint, trigger)
    elif at is not None and said == "DURATION":
        message = "TRIGGER is not a duration and lacks VALUE=DATE-TIME: ical.js cannot read the alarm"
        yield Found(message, hint, trigger)
    elif at is not None and not at.utc:
        yield Found("TRIGGER is a floating time: it rings at another instant for each", "write it in UTC", trigger)


def _says_something(component: Component) -> Iterator[Found]:
    action = component.text("ACTION").upper()
    needed = {"DISPLAY": ("DESCRIPTION",), "EMAIL": ("DESCRIPTION", "SUMMARY", "ATTENDEE")}.get(action, ())
    for name in needed:
        if component.first(name) is None:
            broken = "ics.py refuses the calendar" if name == "ATTENDEE" else REFUSED
            yield Found(f"the alarm has no {name}: {broken}", f"write {name}", component)
