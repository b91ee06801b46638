"""Rules about parameters (RFC 5545 §3.2) and about small letters, which the RFC allows and programs do not."""

import re
from collections.abc import Iterator

from deadlines.lint.components import ENTRIES, Component, Property
from deadlines.lint.findings import Found, quoted
from deadlines.lint.properties import LISTS, PARAMETERS, TYPES, definitions
from deadlines.lint.scope import Scope

_BASE64 = re.compile(r"(?:[A-Za-z0-9+/]{4})*+(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?")
_QUOTED = re.compile(r'"[^"]*"')
_PARAMETER_NAME = re.compile(r"(?:^|;)([A-Za-z0-9-]+)=")
_NAMES_IN_CAPITALS = ("DTSTART", "DTEND")
_SINGLE_IN = ("ATTENDEE", "ORGANIZER", "DTSTART", "DTEND", "ATTACH")


def parameters_have_their_place(component: Component, scope: Scope) -> Iterator[Found]:
    """RFC 5545 §3.2, §3.8: which parameter a property may have, and with how many values."""
    for found in component.properties:
        if not found.parameters:
            continue
        definition = definitions().get(found.name)
        for name, values in found.parameters.items():
            if definition and name in PARAMETERS and name not in definition.parameters:
                message = f"{found.name} has no parameter {name} (RFC 5545 §3.8)"
                yield Found(message, f"take {name} out", found, warning=True)
            elif len(values) > 1 and name in PARAMETERS and name not in LISTS:
                message = f"{name} of {found.name} has more than one value"
                if found.name in _SINGLE_IN:
                    message += ": Home Assistant refuses the whole calendar"
                hint = f'write one, and a comma in quotation marks: {name}="Smith, J."'
                yield Found(message, hint, found, warning=found.name not in _SINGLE_IN)
        for name in found.repeated:
            message = f"{quoted(name)} of {quoted(found.name)} is there twice (RFC 5545 §3.2)"
            yield Found(message, "write it once", found, warning=True)


def values_are_of_their_type(component: Component, scope: Scope) -> Iterator[Found]:
    """RFC 5545 §3.2.20, RFC 7986 §5.7: VALUE is a type that the property may have, and is there if it has to be."""
    for found in component.properties:
        definition = definitions().get(found.name)
        if definition is None:
            continue
        said = found.parameter("VALUE")
        if (
            "VALUE" in found.parameters
            and (said.upper() in TYPES or definition.parameters & {"TZID"})
            and said.upper() not in definition.types
        ):
            broken = "ical.js cannot read it" if "TZID" in definition.parameters else "libical drops it"
            types = " or ".join(definition.types)
            yield Found(
                f"{found.name} is {types}, and not {quoted(said) or 'nothing'}: {broken}", "take VALUE out", found
            )
        elif found.name in ("REFRESH-INTERVAL", "SOURCE") and "VALUE" not in found.parameters:
            message = f"{found.name} lacks VALUE={definition.default} (RFC 7986 §5)"
            yield Found(message, f"write {found.name};VALUE={definition.default}:{quoted(found.value)}", found)
        if said.upper() == "BINARY" and found.whole and _BASE64.fullmatch(found.value) is None:
            message = f"{found.name} is not in base64: Home Assistant refuses the whole calendar"
            yield Found(message, "give the address of what is attached", found)
        elif "ENCODING" in found.parameters and said.upper() != "BINARY" and "BINARY" in definition.types:
            message = f"{found.name} has ENCODING without VALUE=BINARY (RFC 5545 §3.2.7)"
            yield Found(message, "write VALUE=BINARY", found, warning=True)


def capitals_are_written(component: Component, scope: Scope) -> Iterator[Found]:
    """RFC 5545 §1.2, §2: small letters mean the same, and programs fail at them."""
    begin = component.begin
    if component.name in (*ENTRIES, "VCALENDAR") and not (begin.written + begin.value).strip().isupper():
        what = f"{quoted(begin.written)}:{quoted(begin.value)}"
        message = f"{what} is in small letters: node-ical and ics.py may show nothing of it"
        yield Found(message, f"write BEGIN:{component.name}", component)
    for found in component.properties:
        if found.written.isupper() and not found.parameters:
            continue
        yield from _in_small_letters(found)


def _in_small_letters(found: Property) -> Iterator[Found]:
    name, _, rest = found.written.partition(";")
    if not name.isupper() and found.name in _NAMES_IN_CAPITALS:
        yield Found(f"{name} is in small letters: node-ical reads no date", f"write {found.name}", found)
    elif not name.isupper() and found.name == "VERSION":
        yield Found(f"{name} is in small letters: calcurse reads nothing of the calendar", "write VERSION", found)
    if small := next((part for part in _PARAMETER_NAME.findall(_QUOTED.sub("", rest)) if not part.isupper()), None):
        message = f"the parameter {quoted(small)} is in small letters: Home Assistant refuses the whole calendar"
        yield Found(message, f"write {quoted(small.upper())}", found)
    if found.parameter("VALUE").upper() == "DATE":
        if found.parameter("VALUE") != "DATE":
            message = (
                f"VALUE={found.parameter('VALUE')} is in small letters: calcurse skips the entry, "
                "and Home Assistant refused the calendar before its ical 14"
            )
            yield Found(message, "write VALUE=DATE", found)
        elif '"DATE"' in rest.upper():
            yield Found("VALUE is in quotation marks: calcurse skips the entry", "write VALUE=DATE", found)
