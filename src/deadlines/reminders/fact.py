"""A fact: what the ledger knows of one notice that was to be sent."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from deadlines.domain.moment import Moment
from deadlines.domain.point import Point, Role
from deadlines.domain.reminder import NoticeKind

ItemState = Literal["open", "sent", "unsure", "dead", "dropped"]
"""To be sent · accepted by the server · perhaps accepted · refused for good · withdrawn before it was sent."""

PointKey = tuple[str, Role, str | None]
"""What identifies a point: the record's id, the role and the label."""


def point_key(point: Point) -> PointKey:
    """Return what identifies a point, whatever its moment is now."""
    return point.opportunity.id, point.role, point.label


@dataclass(frozen=True, slots=True)
class Fact:
    """One item of one message: what it says to whom, and what has become of it."""

    message: str
    key: str
    recipient: str
    channel: str
    address: str
    record: str
    role: Role
    label: str | None
    kind: NoticeKind
    moment: Moment
    """Of the point, when the item was recorded."""
    covers: frozenset[str]
    """The lead times for which nothing else is sent."""
    state: ItemState
    attempted_at: datetime
    """When the attempt began that was accepted, or the last one so far."""
    unconfirmed: bool = False
    """True when an attempt may have been accepted, but no answer says so."""

    @property
    def counts_as_sent(self) -> bool:
        """True when the recipient has been notified, or may have been."""
        return self.state in ("sent", "unsure") or (self.state == "open" and self.unconfirmed)

    @property
    def point_key(self) -> PointKey:
        """The point that it is about."""
        return self.record, self.role, self.label
