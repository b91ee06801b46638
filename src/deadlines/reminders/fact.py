"""A fact: what the ledger knows of one notice that was to be sent."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Literal

from deadlines.domain.moment import Moment
from deadlines.domain.point import Name, Role
from deadlines.domain.reminder import NoticeKind

ItemState = Literal["open", "sent", "unsure", "dead", "dropped"]
"""To be sent · accepted by the server · perhaps accepted · refused for good · withdrawn before it was sent."""


@dataclass(frozen=True, slots=True)
class Fact:
    """One item of one message: what it says to whom, and what has become of it."""

    message: str
    key: str
    recipient: str
    channel: str
    address: str
    record: str
    """The id by which the record is known, and so the label: what they were when the item was recorded first."""
    role: Role
    label: str | None
    kind: NoticeKind
    moment: Moment
    """Of the point, when the item was recorded."""
    covers: frozenset[str]
    """The lead times for which nothing else is sent."""
    state: ItemState
    attempted_at: datetime
    """When the attempt began that was accepted or refused, or the last one so far."""
    refused: str | None = None
    """Of what was refused for what it says: the digest of that; None where it was for the address."""
    day: date | None = None
    """Of a deadline that repeats: the date that the rule gives it."""
    unconfirmed: bool = False
    """True when an attempt may have been accepted, but no answer says so."""

    @property
    def counts_as_sent(self) -> bool:
        """True when the recipient has been notified, or may have been."""
        return self.state in ("sent", "unsure") or (self.state == "open" and self.unconfirmed)

    def read_by(self, zone_name: str) -> "Fact":
        """Return the fact with its moment as it is for a recipient in a zone."""
        return replace(self, moment=self.moment.read_by(zone_name)) if self.moment.is_local else self

    @property
    def name(self) -> Name:
        """The point that it is about, by the name under which it is known."""
        return Name(self.record, self.role, self.label, self.day).plain
