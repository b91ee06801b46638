"""One message to one recipient, through the real channel, to see whether it arrives."""

from collections.abc import Callable, Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import datetime

from deadlines.app.project import OpenProject
from deadlines.app.refusal import Exit, Refusal
from deadlines.app.remind import people_of


@dataclass(frozen=True)
class Tried:
    """What became of a test message on one channel."""

    recipient: str
    channel: str
    address: str
    accepted: bool
    reply: str


def try_out(
    project: OpenProject, typed: str, clock: Callable[[], datetime], environment: Mapping[str, str]
) -> list[Tried]:
    """Send a test message to the recipient that is meant, on each of its channels. Raises ``Refusal``."""
    from deadlines.reminders.channels.registry import channels
    from deadlines.reminders.letter import Undelivered
    from deadlines.reminders.trial import trial

    now = clock()
    people = people_of(project, now)
    name = _meant(typed, sorted({one.id for one in people}))
    tried: list[Tried] = []
    with ExitStack() as connections:
        ways = channels(project.settings, environment, clock, connections)
        for one in (person for person in people if person.id == name):
            try:
                reply = ways[one.channel].deliver(trial(one, now=now, sender=project.settings.project.name))
                tried.append(Tried(one.id, one.channel, one.address, True, reply))
            except Undelivered as failed:
                tried.append(Tried(one.id, one.channel, one.address, False, failed.message))
    return tried


def _meant(typed: str, names: list[str]) -> str:
    found = [typed] if typed in names else [name for name in names if name.startswith(typed)]
    if len(found) != 1:
        raise Refusal(
            '"{typed}" is not a recipient; deadlines.toml has {names}', Exit.USAGE, typed=typed, names=", ".join(names)
        )
    return found[0]
