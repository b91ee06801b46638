"""A letter: one message as a channel sends it; and what a channel raises when it could not."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal, Protocol

Outcome = Literal["temporary", "permanent", "unsure"]
Cause = Literal["recipient", "content", "size", "us", "way"]
"""What a failure is about: the recipient's address · what the letter says · how large it is · our sender or settings ·
the way to the server: nothing else can go by it now either."""


@dataclass(frozen=True, slots=True)
class Letter:
    """One message to one recipient, ready to be sent."""

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
    """Ids of the records it is about: mails about one record form a thread."""
    items: tuple[dict[str, Any], ...]
    """The same as JSON, one object for each item, as a webhook posts it."""
    keys: tuple[str, ...]
    """The keys of the items."""


class Undelivered(Exception):  # noqa: N818
    """A channel could not send a letter, or does not know whether it did.

    ``temporary``: certainly not accepted, and another attempt may succeed. ``permanent``: certainly not accepted, and
    no attempt will be. ``unsure``: perhaps accepted; the same letter may be sent again, under the same id.
    The message quotes the server's reply, never a secret.
    """

    def __init__(self, message: str, outcome: Outcome, cause: Cause = "recipient") -> None:
        super().__init__(message)
        self.message, self.outcome, self.cause = message, outcome, cause


class Channel(Protocol):
    """A way to reach people."""

    at_once: int
    """How many letters it may be handed at a time for one relay, each in a thread of its own."""

    def relay(self, address: str) -> str:
        """Name what letters to an address go through, such as a server: they fail together."""
        ...

    def deliver(self, letter: Letter) -> str:
        """Send a letter and return the server's reply. Raises ``Undelivered`` and nothing else."""
        ...
