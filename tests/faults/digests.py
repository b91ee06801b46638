"""The run of digests: each has items that the relay refuses for what they say, and senders are killed at any moment."""

import os
import random
import signal
from datetime import timedelta

from tests.faults.relays import tries
from tests.faults.world import World

SEED, KILLS = 20261127, 150
PEOPLE, RECORDS, BAD = 6, 12, 2
BETWEEN = timedelta(hours=4)
"""From one digest to the next, by the clock that the senders are given."""


def digest_run(world: World) -> None:
    """Senders are killed while they part digests; in the end what was refused is edited, and has to arrive too."""
    chance, now = random.Random(SEED), world.now
    world.people(*(f"person-{number}" for number in range(PEOPLE)))
    world.sink.behave(delay_ms=5, unwanted=["UNWANTED"])
    bad: list[str] = []
    while world.kills < KILLS:
        names = [f"{len(bad)}-{number}" for number in range(RECORDS)]
        unwanted = chance.sample(names, BAD)
        bad += unwanted
        due = now.replace(tzinfo=None, microsecond=0) + timedelta(days=6)
        for name in names:
            world.put(name, due, title="UNWANTED" if name in unwanted else name)
        world.owes(*names)
        killed = True
        while killed and world.kills < KILLS:
            sender = world.fork(now)
            sender.join(chance.uniform(0.1, 0.6))
            if sender.exitcode is None:
                os.kill(sender.pid, signal.SIGKILL)
            killed = world.joined(sender).killed
        world.send(now)
        for name in unwanted:
            world.put(name, due, title="As it should be")
        world.send(*tries(now + timedelta(minutes=1), 8))
        now += BETWEEN
    world.may_copy = world.kills
