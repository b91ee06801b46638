"""Rules about numbers (RFC 5545 §3.8.1, §3.8.7.4, §3.8.8.3)."""

import re
from collections.abc import Iterator

from deadlines.lint.components import ENTRIES, Component, Property
from deadlines.lint.findings import REFUSED, Found
from deadlines.lint.scope import Scope
from deadlines.lint.values import is_number, is_revision

_REQUEST_STATUS = re.compile(r"\d+\.\d+(\.\d+)?;", re.ASCII)


def numbers_are_numbers(component: Component, scope: Scope) -> Iterator[Found]:
    """RFC 5545 §3.8.1.6, §3.8.1.8, §3.8.1.9, §3.8.7.4, §3.8.8.3."""
    for found in component.properties if component.name in ENTRIES else ():
        if found.name == "SEQUENCE" and not is_number(found.value):
            yield Found(f"SEQUENCE is not a number: {REFUSED}", "write 0, 1, 2, …", found)
        elif found.name == "SEQUENCE" and not is_revision(found.value.removeprefix("+")):
            yield Found("SEQUENCE is not a revision (RFC 5545 §3.8.7.4)", "write 0, 1, 2, …", found, warning=True)
        elif found.name == "PRIORITY" and not (is_number(found.value) and 0 <= int(found.value) <= 9):
            yield Found(f"PRIORITY is not a number from 0 to 9: {REFUSED}", "write 0 to 9", found)
        elif found.name == "PERCENT-COMPLETE" and not is_number(found.value):
            yield Found("PERCENT-COMPLETE is not a number: ics.py refuses the calendar", "write 0 to 100", found)
        elif found.name == "GEO":
            yield from _is_position(found)
        elif found.name == "REQUEST-STATUS" and _REQUEST_STATUS.match(found.value) is None:
            yield Found(f"REQUEST-STATUS has no code: {REFUSED}", "take the line out", found)


def _is_position(found: Property) -> Iterator[Found]:
    hint = "write GEO:46.2;6.15"
    try:
        latitude, longitude = map(float, found.value.split(";"))
    except ValueError:
        yield Found(f"GEO is not a latitude and longitude: {REFUSED}", hint, found)
        return
    if not (abs(latitude) <= 90 and abs(longitude) <= 180):
        yield Found("GEO is not a place on Earth (RFC 5545 §3.8.1.6)", hint, found, warning=True)
