"""What a check for reminders did."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from deadlines.domain.problem import Problem
    from deadlines.reminders.report import Report


@dataclass(frozen=True)
class Reminded:
    """A check that was made: what it did, and what is wrong in the records it started from."""

    report: "Report"
    problems: "tuple[Problem, ...]" = ()
    restored: tuple[str, ...] = ()
    """Ids of broken records of which the last good state was used."""
    ping_failure: str = ""
    """Why the address in ``[reminders] ping`` did not answer."""


def ping(address: str | None) -> str:
    """Ask the address that notices when no check runs, if there is one; return why it did not answer."""
    if address is None:
        return ""
    from deadlines.reminders.ping import ping

    return ping(address)
