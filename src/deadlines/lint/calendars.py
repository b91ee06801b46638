"""Rules about a calendar as a whole (RFC 5545 §3.4, §3.6, §3.7), and about a file with several."""

from collections.abc import Iterator

from deadlines.domain.feed import MOST_BYTES, MOST_ENTRIES
from deadlines.domain.problem import START
from deadlines.lint.components import Component
from deadlines.lint.findings import Found, Spot, quoted
from deadlines.lint.lines import BYTE_ORDER_MARK
from deadlines.lint.properties import PARTS
from deadlines.lint.scope import Scope


def calendars_are_no_messages(component: Component, scope: Scope) -> Iterator[Found]:
    """RFC 7986 §5.3 allows a UID, and two programs stumble; METHOD makes it a message (RFC 5546 §3.2)."""
    if found := component.first("UID"):
        yield Found("the calendar itself has a UID: vdirsyncer and khal show one entry of all", "take it out", found)
    for found in component.all("METHOD"):
        if found.value.strip().upper() == "PUBLISH":
            message = "METHOD makes the calendar a message; a feed needs none (RFC 5546 §3.2.1 allows PUBLISH)"
            yield Found(message, "take it out, unless it is sent by mail", found, warning=True)
        else:
            message = (
                f"METHOD:{quoted(found.value)} makes the calendar a message that asks for an answer (RFC 5546 §3.2)"
            )
            yield Found(message, "take it out; a feed has none", found)


def calendars_say_their_version(component: Component, scope: Scope) -> Iterator[Found]:
    """RFC 5545 §3.7.4."""
    found = component.first("VERSION")
    if found is not None and found.value.strip() != "2.0":
        yield Found("VERSION is not 2.0: KDE refuses the calendar", "write VERSION:2.0", found)
    scale = component.first("CALSCALE")
    if scale is not None and scale.value.strip().upper() != "GREGORIAN":
        yield Found("CALSCALE is not GREGORIAN (RFC 5545 §3.7.1)", "take it out", scale, warning=True)


def calendars_have_components(component: Component, scope: Scope) -> Iterator[Found]:
    """RFC 5545 §3.6."""
    if not scope.components:
        message = "the calendar has no component (RFC 5545 §3.6): vdirsyncer refuses to empty a subscription"
        yield Found(message, "keep past entries for a year", component)


def component_is_known(component: Component, scope: Scope) -> Iterator[Found]:
    """RFC 5545 §3.6 allows others, and one program stumbles."""
    if component.name not in PARTS["VCALENDAR"]:
        message = (
            f"the calendar has a component {quoted(component.name)}: vdirsyncer and khal show nothing of the calendar"
        )
        yield Found(message, "take it out", component)
    elif component.name == "VFREEBUSY":
        message = "the calendar has a component VFREEBUSY: vdirsyncer and khal show nothing of the calendar"
        yield Found(message, "publish it by itself", component)


def file_keeps_its_budget(entries: int, size: int) -> Iterator[Found]:
    """What calendar programs are known to read of one feed."""
    if entries > MOST_ENTRIES or size > MOST_BYTES:
        message = f"the calendar has {entries} entries and {size / 1e6:.1f} MB: Google and Outlook may not read it all"
        yield Found(message, "offer smaller ones", Spot(START), warning=True)


def file_has_one_calendar(second: Component) -> Iterator[Found]:
    """RFC 5545 §3.4 allows several."""
    message = "there is another calendar in the file: Home Assistant refuses it, and node-ical shows the last alone"
    yield Found(message, "publish one a file", second)


def file_begins_with_the_calendar(content: bytes) -> Iterator[Found]:
    """RFC 5545 §3.1: no byte order mark."""
    if content.startswith(BYTE_ORDER_MARK):
        message = "the file begins with a byte order mark: ical.js, Home Assistant and calcurse refuse it"
        yield Found(message, "save it without", Spot(START))


def file_is_a_calendar(content: bytes) -> Found:
    """What an answer that holds no calendar does to subscribers."""
    is_page, is_empty = b"<html" in content[:2000].lower(), not content[:2000].strip()
    what = "a web page" if is_page else "empty" if is_empty else "no calendar"
    message = f"this is {what}: Thunderbird loses all entries of a subscription that answers so"
    return Found(message, "publish a calendar, by atomic rename", Spot(START))
