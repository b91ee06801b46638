"""Faults 8 and 9: several senders at once, and one that is frozen."""

import signal
from datetime import timedelta

from tests.faults.fault import fault
from tests.faults.world import PATIENCE, World

CROWD = tuple(f"person-{number}" for number in range(20))


@fault(8)
def twelve_checks_in_one_second(world: World) -> None:
    """As a cron that was started twelve times: the commands themselves, against a relay that takes its time."""
    world.people(*CROWD)
    world.put("call", world.soon)
    world.owes("call")
    world.sink.behave(delay_ms=5)
    checks = [world.start("remind") for _ in range(12)]
    ends = [(*check.communicate(timeout=PATIENCE), check.returncode) for check in checks]
    assert all(code == 0 for *_, code in ends), ends


@fault(8)
def cron_beside_watch(world: World) -> None:
    """The scheduler runs, and cron runs the command as well; the scheduler ends on SIGTERM with its message."""
    world.people(*CROWD)
    world.put("call", world.soon)
    world.owes("call")
    world.sink.behave(delay_ms=5)
    watch = world.start("watch")
    assert watch.stderr and watch.stderr.readline(), "watch says nothing"
    assert [world.remind().code for _ in range(2)] == [0, 0]
    watch.send_signal(signal.SIGTERM)
    said = watch.communicate(timeout=PATIENCE)
    assert watch.returncode == 0, said


@fault(8, "postgres")
def four_workers_on_one_database(world: World) -> None:
    """Each takes messages that no other has; all get some."""
    world.people(*CROWD)
    world.sink.behave(delay_ms=10)
    for number in range(3):
        world.put(f"call-{number}", world.soon)
        world.owes(f"call-{number}")
        ends = [worker.communicate(timeout=PATIENCE) for worker in [world.start("remind") for _ in range(4)]]
        assert sum(out.count("sent to ") for out, _ in ends) == len(CROWD), ends


@fault(9, "sqlite")
def frozen_and_resumed_while_another_waits(world: World) -> None:
    """A file has no leases: the other waits for the lock of the frozen one, and finds everything sent."""
    world.people("one")
    for moment in ("before", "after"):
        world.put(moment, world.soon)
        world.owes(moment)
        frozen = world.fork(**{moment: "freezes"})
        world.wait_until_frozen(frozen)
        other = world.fork()
        other.join(1)
        assert other.exitcode is None, "another check went on while one was at work"
        ends = world.resume(frozen), world.joined(other)
        assert [end.code for end in ends] == [0, 0]


@fault(9, "postgres")
def frozen_past_its_lease_and_resumed(world: World) -> None:
    """Another goes on with its message after the lease, not before; its late answer changes nothing. Whether the frozen one
    had handed the message over cannot be known: one copy at most.
    """
    world.people("one")
    for moment in ("before", "after"):
        world.put(moment, world.soon)
        world.owes(moment)
        frozen = world.fork(**{moment: "freezes"})
        world.wait_until_frozen(frozen)
        assert world.send().report["sent"] == 0, "a message was taken from a sender that lives"
        assert world.send(minutes_ahead=6).report["sent"] == 1
        assert world.resume(frozen).code == 0
        world.may_copy += 1
        assert world.send(minutes_ahead=12).report["sent"] == 0


@fault(9, "postgres")
def late_refusal_of_a_frozen_sender(world: World) -> None:
    """The one that was frozen is refused for good, when another has sent the message: that counts for nothing, and whoever
    was notified learns that the deadline has moved.
    """
    world.people("one")
    due = world.soon
    world.put("call", due)
    world.owes("call")
    late = world.fork(before="freezes")
    world.wait_until_frozen(late)
    other = world.fork(minutes_ahead=6, after="freezes")
    world.wait_until_frozen(other)
    world.sink.behave(unknown=["one@example.org"])
    world.resume(late)
    world.sink.behave()
    assert world.resume(other).code == 0
    world.put("call", due + timedelta(days=2))
    world.goes_on()
    world.owes("call", kind="moved", which="0")
