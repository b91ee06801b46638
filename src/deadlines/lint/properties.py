"""The properties of iCalendar, one a line: values, parameters, and how often in which component.

RFC 5545 §3.6 to §3.8, RFC 7986 §5, RFC 9073 §6 and RFC 9074. What is not here, or begins with ``X-``, may be anywhere.
"""

from dataclasses import dataclass
from functools import cache

_ENTRY = "VEVENT VTODO VJOURNAL"
_PARTS = "PARTICIPANT VLOCATION VRESOURCE"
_PERSON = "CN DIR LANGUAGE SENT-BY EMAIL"
_GUEST = f"{_PERSON} CUTYPE MEMBER ROLE PARTSTAT RSVP DELEGATED-TO DELEGATED-FROM"
_TEXT = "ALTREP LANGUAGE"

_KINDS = "BINARY BOOLEAN CAL-ADDRESS DATE DATE-TIME DURATION FLOAT INTEGER PERIOD RECUR TEXT TIME URI UTC-OFFSET"
TYPES = frozenset(_KINDS.split())
"""The types of values (RFC 5545 §3.3)."""

_TABLE = f"""
PRODID           TEXT               -                     1 VCALENDAR
VERSION          TEXT               -                     1 VCALENDAR
CALSCALE         TEXT               -                     ? VCALENDAR
METHOD           TEXT               -                     ? VCALENDAR
NAME             TEXT               {_TEXT}               * VCALENDAR
REFRESH-INTERVAL DURATION           -                     ? VCALENDAR
SOURCE           URI                -                     ? VCALENDAR
UID              TEXT               -                     1 {_ENTRY} VFREEBUSY {_PARTS} ? VCALENDAR VALARM
DTSTAMP          DATE-TIME          -                     1 {_ENTRY} VFREEBUSY ? PARTICIPANT
LAST-MODIFIED    DATE-TIME          -                     ? VCALENDAR {_ENTRY} VTIMEZONE PARTICIPANT
CREATED          DATE-TIME          -                     ? {_ENTRY} PARTICIPANT
SEQUENCE         INTEGER            -                     ? {_ENTRY} PARTICIPANT
DTSTART          DATE-TIME,DATE     TZID                  1 STANDARD DAYLIGHT ? {_ENTRY} VFREEBUSY
DTEND            DATE-TIME,DATE     TZID                  ? VEVENT VFREEBUSY
DUE              DATE-TIME,DATE     TZID                  ? VTODO
DURATION         DURATION           -                     ? VEVENT VTODO VALARM
COMPLETED        DATE-TIME          -                     ? VTODO
RECURRENCE-ID    DATE-TIME,DATE     TZID,RANGE            ? {_ENTRY}
RRULE            RECUR              -                     * {_ENTRY} STANDARD DAYLIGHT
RDATE            DATE-TIME,DATE,PERIOD TZID               * {_ENTRY} STANDARD DAYLIGHT
EXDATE           DATE-TIME,DATE     TZID                  * {_ENTRY}
EXRULE           RECUR              -                     * {_ENTRY}
SUMMARY          TEXT               {_TEXT}               ? {_ENTRY} VALARM PARTICIPANT
DESCRIPTION      TEXT               {_TEXT}               ? VEVENT VTODO VALARM {_PARTS} * VCALENDAR VJOURNAL
LOCATION         TEXT               {_TEXT}               ? VEVENT VTODO PARTICIPANT
COMMENT          TEXT               {_TEXT}               * {_ENTRY} VFREEBUSY STANDARD DAYLIGHT PARTICIPANT
CONTACT          TEXT               {_TEXT}               ? VFREEBUSY * {_ENTRY} PARTICIPANT
CATEGORIES       TEXT               LANGUAGE              * VCALENDAR {_ENTRY} PARTICIPANT
RESOURCES        TEXT               {_TEXT}               * VEVENT VTODO PARTICIPANT
RELATED-TO       TEXT,URI,UID       RELTYPE               * {_ENTRY} VALARM PARTICIPANT
REQUEST-STATUS   TEXT               LANGUAGE              * {_ENTRY} VFREEBUSY PARTICIPANT
STATUS           TEXT               -                     ? {_ENTRY} PARTICIPANT
CLASS            TEXT               -                     ? {_ENTRY}
TRANSP           TEXT               -                     ? VEVENT
PRIORITY         INTEGER            -                     ? VEVENT VTODO PARTICIPANT
PERCENT-COMPLETE INTEGER            -                     ? VTODO PARTICIPANT
GEO              FLOAT              -                     ? VEVENT VTODO PARTICIPANT VLOCATION VRESOURCE
URL              URI                -                     ? VCALENDAR {_ENTRY} VFREEBUSY PARTICIPANT VLOCATION
COLOR            TEXT               -                     ? VCALENDAR {_ENTRY}
IMAGE            URI,BINARY         ALTREP,ENCODING,FMTTYPE * VCALENDAR {_ENTRY}
CONFERENCE       URI                LANGUAGE              * VEVENT VTODO
ATTACH           URI,BINARY         ENCODING,FMTTYPE      * {_ENTRY} VALARM PARTICIPANT
ORGANIZER        CAL-ADDRESS        {_PERSON}             ? {_ENTRY} VFREEBUSY
ATTENDEE         CAL-ADDRESS        {_GUEST}             * {_ENTRY} VFREEBUSY VALARM
FREEBUSY         PERIOD             FBTYPE                * VFREEBUSY
ACTION           TEXT               -                     1 VALARM
TRIGGER          DURATION,DATE-TIME RELATED               1 VALARM
REPEAT           INTEGER            -                     ? VALARM
ACKNOWLEDGED     DATE-TIME          -                     ? VALARM
TZID             TEXT               -                     1 VTIMEZONE
TZURL            URI                -                     ? VTIMEZONE
TZOFFSETFROM     UTC-OFFSET         -                     1 STANDARD DAYLIGHT
TZOFFSETTO       UTC-OFFSET         -                     1 STANDARD DAYLIGHT
TZNAME           TEXT               LANGUAGE              * STANDARD DAYLIGHT
"""

PARAMETERS = frozenset(f"ALTREP ENCODING FMTTYPE FBTYPE RANGE RELATED RELTYPE TZID {_GUEST}".split())
"""Those that belong to certain properties (RFC 5545 §3.2, RFC 7986 §6); VALUE belongs to any."""
LISTS = frozenset(("MEMBER", "DELEGATED-FROM", "DELEGATED-TO"))
"""Parameters that may have several values."""

PARTS: dict[str, frozenset[str]] = {
    "VCALENDAR": frozenset(("VEVENT", "VTODO", "VJOURNAL", "VFREEBUSY", "VTIMEZONE")),
    "VEVENT": frozenset(("VALARM", "PARTICIPANT", "VLOCATION", "VRESOURCE")),
    "VTODO": frozenset(("VALARM", "PARTICIPANT", "VLOCATION", "VRESOURCE")),
    "VTIMEZONE": frozenset(("STANDARD", "DAYLIGHT")),
}
"""What may be in what."""


@dataclass(frozen=True, slots=True)
class Definition:
    """What RFC 5545 says of a property."""

    types: tuple[str, ...]
    parameters: frozenset[str]
    once: frozenset[str]
    """The components that must have it, once."""
    at_most_once: frozenset[str]
    often: frozenset[str]

    @property
    def default(self) -> str:
        """The type of its value where VALUE is not given."""
        return self.types[0]

    def belongs_in(self, component: str) -> bool:
        """True where it may be in a component of this name."""
        return component in self.once or component in self.at_most_once or component in self.often


@cache
def definitions() -> dict[str, Definition]:
    """Return the table, by names."""
    found: dict[str, Definition] = {}
    for line in _TABLE.strip().splitlines():
        name, types, *words = line.split()
        counts: dict[str, set[str]] = {"parameters": set(), "1": set(), "?": set(), "*": set()}
        into = counts["parameters"]
        for word in words:
            if word in counts:
                into = counts[word]
            else:
                into.update(word.split(","))
        parameters, once, at_most_once, often = map(frozenset, counts.values())
        found[name] = Definition(tuple(types.split(",")), parameters - {"-"}, once, at_most_once, often)
    return found


@cache
def required(component: str) -> tuple[str, ...]:
    """Return the names of the properties that a component must have."""
    return tuple(name for name, definition in definitions().items() if component in definition.once)
