"""The run of digests: each has items that the relay refuses for what they say, and senders are killed at any moment."""

import os
import random
import signal
from datetime import timedelta

from tests.faults.relays import tries
from tests.faults.world import PATIENCE, World

SEED, KILLS = 20261127, 150
PEOPLE, RECORDS, BAD = 6, 12, 2
BETWEEN = timedelta(hours=4)
"""From one digest to the next, by the clock that the senders are given."""


def digest_run(world: World) -> None:
    """Senders are killed while they part digests, half of them when they are to be refused; in the end what was refused is edited, and has to arrive too."""
    chance, now = random.Random(SEED), world.now
    world.people(*(f"person-{number}" for number in range(PEOPLE)))
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
            at_refusal = chance.random() < 0.5
            when = {"kill_at": "unwanted", "kill_every": chance.randint(1, 4), "kill_times": 1} if at_refusal else {}
            world.sink.behave(delay_ms=5, unwanted=["UNWANTED"], **when)
            sender = world.fork(now)
            sender.join(PATIENCE if at_refusal else chance.uniform(0.1, 0.6))
            if sender.exitcode is None:
                os.kill(sender.pid, signal.SIGKILL)
            killed = world.joined(sender).killed
        world.sink.behave(unwanted=["UNWANTED"])
        world.send(now)
        for name in unwanted:
            world.put(name, due, title="As it should be")
        world.send(*tries(now + timedelta(minutes=1), 8))
        now += BETWEEN
    world.may_copy = world.kills
