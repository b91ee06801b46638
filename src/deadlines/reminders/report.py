"""What a check did, and what is due and did not go."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from deadlines.reminders.decision import Missed
    from deadlines.reminders.letter import Cause


@dataclass(frozen=True, slots=True)
class Attempted:
    """A message that was sent, or could not be, and the server's reply."""

    recipient: str
    address: str
    records: tuple[str, ...]
    reply: str
    again_at: datetime | None = None
    """When it is tried again; None for the next check, or where it is not."""
    cause: "Cause | None" = None
    """What the failure was about."""


@dataclass
class Report:
    """What a check did."""

    sent: list[Attempted] = field(default_factory=list)
    postponed: list[Attempted] = field(default_factory=list)
    refused: list[Attempted] = field(default_factory=list)
    missed: "list[Missed]" = field(default_factory=list)
    waiting: list[Attempted] = field(default_factory=list)
    """What is due and was not tried in this check: its time to try has not come, or its relay takes nothing."""
    still_refused: list[Attempted] = field(default_factory=list)
    """What is due, and was refused before."""
    busy: bool = False
    """True when another check was running all the time, and this one did nothing."""

    @property
    def all_is_well(self) -> bool:
        """True where everything that is due was sent."""
        return not (self.postponed or self.refused or self.missed or self.waiting or self.still_refused)
