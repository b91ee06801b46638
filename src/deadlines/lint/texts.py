"""Rules about TEXT (RFC 5545 §3.3.11): what has to be escaped, and what is empty."""

import re
from collections.abc import Iterator

from deadlines.lint.components import ENTRIES, Component
from deadlines.lint.findings import Found
from deadlines.lint.properties import definitions
from deadlines.lint.scope import Scope

_SHOWN = ("SUMMARY", "DESCRIPTION", "LOCATION", "COMMENT")
"""What calcurse reads too."""
_LISTS = ("CATEGORIES", "RESOURCES", "REQUEST-STATUS")
"""A comma or a semicolon separates the values."""
_NAMES = ("PRODID", "VERSION", "TZID")
"""All programs take them as they are."""
_LOOSE = re.compile(r"(?:[^\\;,]++|\\[\\;,nN])*+([\\;,])", re.DOTALL)
_STATUSES = {
    "VEVENT": ("TENTATIVE", "CONFIRMED", "CANCELLED"),
    "VTODO": ("NEEDS-ACTION", "COMPLETED", "IN-PROCESS", "CANCELLED"),
    "VJOURNAL": ("DRAFT", "FINAL", "CANCELLED"),
}


def texts_are_escaped(component: Component, scope: Scope) -> Iterator[Found]:
    r"""RFC 5545 §3.3.11: ``,`` ``;`` and ``\`` have a backslash before them, and nothing else but ``n`` has."""
    for found in component.properties:
        definition = definitions().get(found.name)
        if definition is None or definition.default != "TEXT" or found.name in _LISTS + _NAMES or not found.whole:
            continue
        loose = _LOOSE.match(found.value)
        if loose is None:
            continue
        sign, shown = loose[1], found.name in _SHOWN and component.name in ENTRIES
        if sign == "\\":
            message = f"a backslash in {found.name} stands before no sign that it may stand before"
            broken, hint = "calcurse skips the entry, and programs show other signs", r"write \\ for a backslash"
        else:
            message, hint = f"{sign} in {found.name} is not escaped", f"write \\{sign}"
            broken = "calcurse skips the entry" + (
                ", and Ruby's reader takes a list" if sign == ";" else ", and vobject cuts the text there"
            )
        yield Found(
            f"{message}: {broken}" if shown else f"{message} (RFC 5545 §3.3.11)", hint, found, warning=not shown
        )


def status_is_known(component: Component, scope: Scope) -> Iterator[Found]:
    """RFC 5545 §3.8.1.11."""
    allowed, found = _STATUSES.get(component.name), component.first("STATUS")
    if allowed and found and found.value not in allowed:
        said = ", ".join(allowed[:-1]) + f" or {allowed[-1]}"
        message = f"STATUS is not {said}: Home Assistant refuses the whole calendar, and libical drops it"
        if found.value.upper() in allowed:
            message = f"STATUS:{found.value} is in small letters: Home Assistant refuses the whole calendar"
        yield Found(message, f"write {said}", found)


def nothing_is_empty(component: Component, scope: Scope) -> Iterator[Found]:
    """A text may be empty (RFC 5545 §3.3.11), but not a name, an address or a list."""
    for found in component.properties:
        definition = definitions().get(found.name)
        if found.value or definition is None:
            continue
        if found.name == "UID":
            yield Found("UID is empty: no program knows the entry again", "write a UID", found)
        elif definition.default in ("URI", "CAL-ADDRESS") or found.name == "CATEGORIES":
            yield Found(f"{found.name} is empty", "take the line out", found, warning=True)
