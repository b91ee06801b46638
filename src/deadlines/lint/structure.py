"""Rules about what is in what, and how often (RFC 5545 §3.4, §3.6): the table of ``properties`` put to use."""

from collections import Counter
from collections.abc import Iterator

from deadlines.lint.components import MOST_PARTS, Component
from deadlines.lint.findings import Found, quoted
from deadlines.lint.properties import PARTS, definitions, required
from deadlines.lint.scope import Scope

_REFUSED = "Home Assistant refuses the whole calendar"
_MISSING = {
    ("VCALENDAR", "VERSION"): (
        "there is no VERSION:2.0: KDE refuses the calendar, and calcurse reads nothing",
        "VERSION:2.0",
    ),
    ("VCALENDAR", "PRODID"): ("there is no PRODID (RFC 5545 §3.6): ics.py refuses the calendar", "PRODID:-//name//EN"),
    ("", "UID"): (
        "the entry has no UID: Home Assistant gives it another at each refresh, and no program knows it again",
        "a UID",
    ),
    ("", "DTSTAMP"): ("the entry has no DTSTAMP, which RFC 5545 §3.6 asks for", "DTSTAMP:20260101T000000Z"),
    ("VALARM", "TRIGGER"): (f"the alarm has no TRIGGER: it never rings, and {_REFUSED}", "TRIGGER:-P1D"),
    ("VALARM", "ACTION"): (f"the alarm has no ACTION: {_REFUSED}", "ACTION:DISPLAY"),
    ("VTIMEZONE", "TZID"): (f"the zone has no TZID: {_REFUSED}", "moments in UTC and take the zone out"),
}
_KEPT_ELSEWHERE = ("PARTICIPANT", "VLOCATION", "VRESOURCE")


def component_has_an_end(component: Component, scope: Scope) -> Iterator[Found]:
    """RFC 5545 §3.6; and what is examined of one is bounded."""
    if not component.ended:
        message = f"{quoted(component.name)} has no END: the file is cut off, and Thunderbird loses all entries"
        yield Found(message, "publish by atomic rename", component)
    if component.left_out:
        message = f"{quoted(component.name)} has more than {MOST_PARTS:,} lines; the others were not examined"
        yield Found(message, "make smaller ones", component)


def component_has_its_place(component: Component, scope: Scope) -> Iterator[Found]:
    """RFC 5545 §3.6: which component may be in which."""
    allowed = PARTS.get(component.name, frozenset())
    known = component.name in PARTS or component.name in ("VALARM", "STANDARD", "DAYLIGHT", "VJOURNAL", "VFREEBUSY")
    for part in component.components:
        elsewhere = any(part.name in parts for parts in PARTS.values())
        if known and elsewhere and part.name not in allowed:
            message = f"{part.name} is in {component.name}, where none may be: Ruby's reader refuses the calendar"
            yield Found(message, "is an END missing before it?", part)


def properties_are_as_many_as_may_be(component: Component, scope: Scope) -> Iterator[Found]:
    """RFC 5545 §3.6: what a component must have, and what it may have once."""
    counts = Counter(found.name for found in component.properties)
    for name in required(component.name):
        if name not in counts and component.name not in _KEPT_ELSEWHERE:
            message, what = (
                _MISSING.get((component.name, name))
                or _MISSING.get(("", name))
                or (
                    f"{component.name} has no {name}: Home Assistant refuses the whole calendar",
                    "moments in UTC and take the zone out",
                )
            )
            yield Found(message, f"write {what}", component)
    for name, times in counts.items():
        definition = definitions().get(name)
        if definition is None:
            continue
        if times > 1 and (component.name in definition.once or component.name in definition.at_most_once):
            others = " and node-ical refuse" if name in ("DTSTART", "DTEND") else " refuses"
            message = f"{name} is in {component.name} more than once: Home Assistant{others} the whole calendar"
            yield Found(message, "keep one", component.all(name)[1])
        elif component.name in _KNOWN and not definition.belongs_in(component.name):
            message = f"{name} has no place in {component.name} (RFC 5545 §3.6)"
            yield Found(message, "take it out", component.all(name)[0], warning=True)


_KNOWN = frozenset(
    ("VCALENDAR", "VALARM", "STANDARD", "DAYLIGHT", "VTIMEZONE", "VEVENT", "VTODO", "VJOURNAL", "VFREEBUSY")
)
