"""What has to be known beyond one component to judge it."""

from dataclasses import dataclass, field
from datetime import datetime

from deadlines.lint.components import Component, Property
from deadlines.lint.zones import Zone


@dataclass(slots=True)
class Scope:
    """One calendar while it is read."""

    calendar: Component
    now: datetime
    zones: dict[str, Zone]
    """Those that the calendar declares, also where that comes later."""
    declared: set[str] = field(default_factory=set)
    """The names of those so far."""
    components: int = 0
    uids: dict[int, int] = field(default_factory=dict)
    """The lines of the UIDs so far, by a hash of UID and RECURRENCE-ID: millions of them stay small."""
    series: dict[int, bool] = field(default_factory=dict)
    """Of entries that recur, by a hash of the UID: whether DTSTART is a date."""
    exceptions: list[tuple[int, bool, Property]] = field(default_factory=list)
    """RECURRENCE-IDs with the hash of their UID, and whether they are a date."""
