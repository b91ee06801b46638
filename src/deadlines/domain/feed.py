"""A feed: a named selection published as one calendar. An entry is one event of it."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from deadlines.domain.moment import Moment
from deadlines.domain.record import KINDS
from deadlines.domain.selection import Selection

Certainty = Literal["CONFIRMED", "TENTATIVE", "CANCELLED"]


@dataclass(frozen=True, slots=True)
class Entry:
    """One deadline as subscribers see it."""

    uid: str
    record_id: str
    summary: str
    description: str
    url: str
    moment: Moment
    certainty: Certainty
    categories: tuple[str, ...]
    revision: int
    """Of iCalendar's SEQUENCE (RFC 5545 §3.8.7.4); rises when the organiser moves the deadline."""
    announced: date | None


@dataclass(frozen=True, slots=True)
class Feed:
    """A calendar that people subscribe to; ``name`` is its file's name without ``.ics``."""

    name: str
    title: str
    selection: Selection
    declared: bool = False
    """True for one from the settings, which is expected to hold something."""


def standard_feeds(project_name: str) -> tuple[Feed, ...]:
    """Return the feeds that need no settings: all, and one for each kind."""
    everything = Feed("all", project_name, Selection())
    return everything, *(Feed(f"{kind}s", f"{project_name}: {kind}s", Selection(kind=(kind,))) for kind in KINDS)
