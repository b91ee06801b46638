"""A letter: one message as a channel hands it over; and what a channel answers when it could not."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal, Protocol

Outcome = Literal["temporary", "permanent", "unsure"]


@dataclass(frozen=True, slots=True)
class Letter:
    """One message to one recipient, ready to be handed over."""

    id: str
    """Hexadecimal; the same at every attempt, so that a copy can be recognised: Message-ID, Idempotency-Key."""
    date: datetime
    """When the message was first recorded (an aware instant); the same at every attempt."""
    address: str
    """Where to: an e-mail address, a web address, or what the channel knows it by."""
    language: str
    """BCP 47."""
    subject: str
    text: str
    html: str
    calendar: bytes | None
    """The entries as one iCalendar object, with the UIDs and revisions of the feeds."""
    threads: tuple[str, ...]
    """Ids of the records it tells of: mails about one record are threaded."""
    items: tuple[dict[str, Any], ...]
    """The same for programs: what each item tells, as a webhook posts it."""
    keys: tuple[str, ...]
    """The keys of the items."""


class Undelivered(Exception):  # noqa: N818
    """A channel could not hand a letter over, or does not know whether it did.

    ``temporary``: certainly not accepted, and another attempt may succeed. ``permanent``: certainly not accepted, and
    no attempt will. ``unsure``: perhaps accepted; the same letter may be sent again, under the same id.
    The message says what the other side answered, never a secret.
    """

    def __init__(self, message: str, outcome: Outcome) -> None:
        super().__init__(message)
        self.message, self.outcome = message, outcome


class Channel(Protocol):
    """A way to reach people."""

    def deliver(self, letter: Letter) -> str:
        """Hand a letter over and return the other side's answer. Raises ``Undelivered`` and nothing else."""
        ...
