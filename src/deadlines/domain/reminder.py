"""Reminders: who is told, what of, and what makes one the same as another."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, time
from typing import Literal

from deadlines.domain.lead_time import LeadTime
from deadlines.domain.moment import Moment
from deadlines.domain.opportunity import Opportunity
from deadlines.domain.record import Kind
from deadlines.domain.selection import Selection

ChannelName = Literal["email", "webhook", "chat"]
TellingKind = Literal["due", "moved", "cancelled", "closed", "reinstated"]
Role = Literal["deadline", "opens"]


@dataclass(frozen=True, slots=True)
class QuietHours:
    """From when to when a recipient is not disturbed, in local time; the end may lie on the next day."""

    starts: time
    ends: time

    def end_after(self, now: datetime, zone_name: str) -> datetime | None:
        """Return the instant at which the quiet hours that ``now`` lies in end; None when it lies in none."""
        raise NotImplementedError


@dataclass(frozen=True, slots=True)
class Recipient:
    """Who is reminded, by one channel."""

    id: str
    channel: ChannelName
    address: str
    """An e-mail address, a web address, or the name of the environment variable that holds a chat service's."""
    selection: Selection
    lead_times: Mapping[Kind, tuple[LeadTime, ...]]
    """Before the deadlines of each kind."""
    opens: bool
    """True when openings are reminded of too."""
    timezone: str
    """In which moments are shown beside the official ones."""
    language: str
    quiet: QuietHours | None = None
    country: str | None = None
    """ISO 3166-1 code: whose public holidays are no working days."""


@dataclass(frozen=True, slots=True)
class Telling:
    """One item of a message: what it tells of one deadline or opening."""

    key: str
    """What makes it the same: record, label, moment as written with its zone, lead time, recipient, channel, kind."""
    kind: TellingKind
    opportunity: Opportunity
    role: Role
    label: str | None
    moment: Moment
    """The moment as it is now."""
    before: Moment | None = None
    """The moment as the recipient was told last; for a move."""

    @property
    def earlier(self) -> bool:
        """True when a deadline moved to an earlier date: that is said louder."""
        return self.kind == "moved" and self.before is not None and self.moment.instant < self.before.instant
