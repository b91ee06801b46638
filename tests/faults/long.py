"""The long run: ten thousand reminders, a relay that is slow, busy and loses lines, and senders killed at any moment."""

import os
import random
import signal
from datetime import timedelta

from tests.faults.relays import tries
from tests.faults.world import World

SEED = 20261125
PEOPLE, WAVES, KILLS_A_WAVE = 1_000, 10, 26
RELAY = {"delay_ms": 5, "refuse_every": 40, "lose_every": 150}
BETWEEN = timedelta(hours=4)
"""From one wave to the next, by the clock that the senders are given: longer than the last pause between two tries."""


def long_run(world: World) -> None:
    """Each wave is one new record for everybody; senders are killed until the wave's kills are done, then it goes on."""
    chance = random.Random(SEED)
    world.people(*(f"person-{number}" for number in range(PEOPLE)))
    lost_before = world.sink.lost_lines()
    start, workers = world.now, 1 if world.kind == "sqlite" else 4
    for wave in range(WAVES):
        due = start.replace(tzinfo=None, microsecond=0) + timedelta(days=5)
        world.put(f"wave-{wave}", due)
        world.owes(f"wave-{wave}")
        world.sink.behave(**RELAY)
        now = start + wave * BETWEEN
        senders = [world.fork(now) for _ in range(workers)]
        for _ in range(KILLS_A_WAVE):
            victim = senders.pop(chance.randrange(len(senders)))
            victim.join(chance.uniform(0.3, 1.1))
            if victim.exitcode is None:
                os.kill(victim.pid, signal.SIGKILL)
            world.joined(victim)
            senders.append(world.fork(now))
        for sender in senders:
            world.joined(sender)
        world.sink.behave()
        world.send(*tries(now + timedelta(minutes=1), 8))
    world.may_copy = world.kills + world.sink.lost_lines() - lost_before
