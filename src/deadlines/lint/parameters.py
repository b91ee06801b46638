"""Rules about parameters (RFC 5545 §3.2) and about small letters, which the RFC allows and programs do not."""

import re
from collections.abc import Iterator

from deadlines.lint.components import ENTRIES, Component, Property
from deadlines.lint.dates import DATED
from deadlines.lint.findings import REFUSED, Found, quoted
from deadlines.lint.properties import LISTS, PARAMETERS, TYPES, Definition, definitions
from deadlines.lint.scope import Scope

_BASE64 = re.compile(r"(?:[A-Za-z0-9+/]{4})*+(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?")
_QUOTED = re.compile(r'"[^"]*"')
_PARAMETER_NAME = re.compile(r"(?:^|;)([A-Za-z0-9-]+)=")
_NAMES_IN_CAPITALS = ("DTSTART", "DTEND")
_SINGLE_IN = ("ATTENDEE", "ORGANIZER", "DTSTART", "DTEND", "ATTACH")
"""Where Home Assistant counts the values of parameters."""


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
                message = f"{name} of {quoted(found.name)} has more than one value"
                if found.name in _SINGLE_IN:
                    message += f": {REFUSED}"
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
        said = found.parameter("VALUE").upper()
        if "VALUE" in found.parameters and said not in definition.types and (said in TYPES or found.name in DATED):
            yield _of_another_type(found, definition, said)
        elif found.name in ("REFRESH-INTERVAL", "SOURCE") and "VALUE" not in found.parameters:
            message = f"{found.name} lacks VALUE={definition.default} (RFC 7986 §5)"
            yield Found(message, f"write {found.name};VALUE={definition.default}:{quoted(found.value)}", found)
        if said == "BINARY" and found.whole and _BASE64.fullmatch(found.value) is None:
            message = f"{found.name} is not in base64: {REFUSED}"
            yield Found(message, "give the address of what is attached", found)
        elif "ENCODING" in found.parameters and said != "BINARY" and "BINARY" in definition.types:
            message = f"{found.name} has ENCODING without VALUE=BINARY (RFC 5545 §3.2.7)"
            yield Found(message, "write VALUE=BINARY", found, warning=True)


def _of_another_type(found: Property, definition: Definition, said: str) -> Found:
    message = f"{found.name} is {' or '.join(definition.types)}, and not {quoted(said) or 'nothing'}"
    if found.name in DATED:
        return Found(f"{message}: ical.js cannot read it", "take VALUE out", found)
    if definition.default == "RECUR" or (definition.default == "TEXT" and said in ("DATE", "DATE-TIME")):
        return Found(f"{message}: {REFUSED}", "take VALUE out", found)
    return Found(f"{message} (RFC 5545 §3.8)", "take VALUE out", found, warning=True)


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
        message = f"the parameter {quoted(small)} is in small letters: {REFUSED}"
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
