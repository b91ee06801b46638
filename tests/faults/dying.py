"""Faults 1 to 7: the sender dies."""

import random
from datetime import timedelta

from tests.faults.fault import fault
from tests.faults.servers import postgres
from tests.faults.world import World

TWO = ("one", "two")


@fault(1)
def killed_while_recording(world: World) -> None:
    """At every statement and at both sides of every commit of the transaction that records messages: no copies."""
    world.people(*TWO)
    world.at_each_point("begin")
    world.at_each_point("record")


@fault(2)
def killed_between_the_commit_and_the_claim(world: World) -> None:
    """At every point from the recording's commit to the claim's: no copies."""
    world.people(*TWO)
    world.at_each_point("claim")


@fault(3)
def killed_after_the_claim_at_connect_mail_and_rcpt(world: World) -> None:
    """Before the message is handed over, then at the stages of the dialogue, as the relay sees them: no copies."""
    world.people(*TWO)
    world.put("before", world.soon)
    world.owes("before")
    assert world.send(before="dies").killed
    world.goes_on()
    for stage in ("connect", "mail", "rcpt"):
        _killed_by_the_relay(world, stage)


@fault(4)
def killed_within_data(world: World) -> None:
    """The relay has the beginning of a message, and no dot: no copies."""
    world.people(*TWO)
    _killed_by_the_relay(world, "data")


@fault(5)
def killed_between_the_dot_and_the_last_commit(world: World) -> None:
    """Before the 250, after it, and at every point until the answer is on the disk: one copy for each kill at most."""
    world.people(*TWO)
    for stage in ("dot", "accepted"):
        _killed_by_the_relay(world, stage)
    world.put("answered", world.soon)
    world.owes("answered")
    assert world.send(after="dies").killed
    world.send(world.now + timedelta(minutes=5))
    world.at_each_point("accepted")
    world.at_each_point("accepted_and_next")
    world.may_copy = world.kills


@fault(6)
def killed_after_the_last_commit(world: World) -> None:
    """All is written down, and the check does not end: no copies."""
    world.people(*TWO)
    world.at_each_point("end")


@fault(7, "sqlite")
def power_lost_while_a_commit_is_written(world: World) -> None:
    """A process that is killed leaves what the system has; a power cut leaves what the disk has.

    Each commit is on the disk before the sender goes on, so what a cut can tear is the commit that was being written. The
    sender is killed when it is done; then its log is cut at a byte within what that commit wrote, or sectors of that are
    blanked, since a disk writes them in any order; the shared memory is gone. Message and answer may be lost with it, never both.
    """
    world.people("one")
    chance = random.Random(7)

    for number in range(20):
        step = ("begin", "record", "claim", "accepted", "end")[number % 5]
        world.put(f"call-{number}", world.soon)
        world.owes(f"call-{number}")
        world.commits()
        assert world.send(dies=(step, 0)).killed
        before, end = world.commits()[-2:]
        tear(world, before, end, chance)
        world.may_copy += step == "accepted"
        world.goes_on()


@fault(7, "sqlite")
def power_lost_on_a_disk_that_lies(world: World) -> None:
    """The log is cut anywhere, in what the disk had promised to hold too: more than the promise covers, and still nothing
    is lost, nor sent under two ids. The date of a copy may be another, since the first recording is forgotten.
    """
    world.people("one")
    chance, world.forgets = random.Random(77), True
    for number in range(12):
        world.put(f"call-{number}", world.soon)
        world.owes(f"call-{number}")
        assert world.send(dies=(("accepted", "end", "claim")[number % 3], 0)).killed
        tear(world, 0, world.commits()[-1], chance)
        world.may_copy += 1
        world.goes_on()


def tear(world: World, start: int, end: int, chance: random.Random) -> None:
    """Cut the ledger's log at a byte, or blank sectors of it; what it had in shared memory is gone."""
    assert start < end, "nothing was written"
    log = world.file.with_name(f"{world.file.name}-wal")
    world.file.with_name(f"{world.file.name}-shm").unlink(missing_ok=True)
    written = bytearray(log.read_bytes())
    if chance.random() < 0.5:
        del written[chance.randrange(start, end) :]
    else:
        sectors = range(start, end, 512)
        for sector in chance.sample(sectors, len(sectors) // 2 + 1):
            written[sector : sector + 512] = bytes(len(written[sector : sector + 512]))
    log.write_bytes(written)


@fault(7, "postgres")
def server_crashes_and_recovers(world: World) -> None:
    """The server stops as at a power cut, while a message is at the relay, and recovers from its log."""
    world.people("one")
    for number in range(3):
        name = f"call-{number}"
        world.put(name, world.soon)
        world.owes(name)
        sender = world.fork(after="freezes")
        world.wait_until_frozen(sender)
        postgres().crash()
        assert world.resume(sender).code == 3
        world.may_copy += 1
        world.goes_on()


def _killed_by_the_relay(world: World, stage: str) -> None:
    """Kill the command itself at a stage of each message in turn, and start it again."""
    world.put(f"at-{stage}", world.soon)
    world.owes(f"at-{stage}")
    for _ in range(2):
        world.sink.behave(kill_at=stage, kill_times=1)
        assert world.remind().code == -9, f"the command was not killed at {stage}"
    world.sink.behave()
    assert world.remind().code == 0
