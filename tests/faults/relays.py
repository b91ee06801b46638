"""Faults 10 to 14: the relay refuses, forgets, hangs or is away."""

import socket
from contextlib import closing
from datetime import datetime, timedelta

from tests.faults.fault import fault
from tests.faults.world import World

CROWD = tuple(f"person-{number}" for number in range(30))
MINUTE = timedelta(minutes=1)


def tries(start: datetime, number: int = 6) -> list[datetime]:
    """Times of checks that lie further apart than the pauses between two tries."""
    return [start + pause * MINUTE for pause in (0, 1, 3, 6, 13, 26, 63, 140, 215)[:number]]


@fault(10)
def refused_for_now_one_time_in_ten(world: World) -> None:
    """421, 451 and 452 in turn, at each stage of the dialogue: the same messages again, and no copies."""
    world.people(*CROWD)
    for stage in ("connect", "mail", "rcpt", "dot"):
        world.put(f"at-{stage}", world.soon)
        world.owes(f"at-{stage}")
        # One line carries all messages of a check: it is refused whole, and the next is taken.
        world.sink.behave(refuse_every=1 if stage == "connect" else 10, refuse_at=stage)
        first, *others = tries(world.now)
        reports = [world.send(first).report]
        if stage == "connect":
            world.sink.behave()
        reports.append(world.send(first, *others).report)
        assert any(report["postponed"] for report in reports), f"nothing was refused at {stage}"


@fault(11)
def refused_for_good_for_one_of_several(world: World) -> None:
    """550 stops one recipient and is named, the others go on; a corrected address gets what the wrong one refused."""
    world.people("here", "gone", "there")
    world.put("call", world.soon)
    world.sink.behave(unknown=["gone@example.org"])
    done = world.remind()
    assert done.code == 1 and "NOT SENT to gone" in done.err, done
    status = world.ask("status")
    assert status.code == 1 and "Refused for good: 1" in status.out, status
    again = world.remind()
    assert again.code == 1 and "NOT SENT to gone" in again.err, again
    world.people("gone", email="again-here@example.org")
    assert world.remind().code == 0
    world.owes("call")


@fault(11)
def refused_for_what_one_of_several_says(world: World) -> None:
    """The digest is parted until the one is found, and killed at every point of that: the others arrive, no copies; what
    was refused arrives when it was edited.
    """
    world.people("one", "two")
    world.sink.behave(unwanted=["UNWANTED"])
    for number in range(1, 90, 4):
        names = [f"{number}-{which}" for which in ("good", "bad", "fine", "well")]
        for name in names:
            world.put(name, world.soon, title="UNWANTED" if "bad" in name else name)
        world.owes(*names)
        first = world.send(dies=("split", number))
        assert (
            sorted([*first.report.get("refused", ()), *world.send().report["refused"]]) == ["one", "two"]
            or first.killed
        )
        world.put(names[1], world.soon, title="As it should be")
        assert world.send().code == 0
        if not first.killed:
            assert number > 5, "no sender died while it parted a message"
            return
    raise AssertionError("a message is parted without end")


@fault(12)
def line_lost_after_the_dot(world: World) -> None:
    """The relay has the message, and its 250 never comes, or something that is none: one copy for each at most."""
    world.people(*CROWD)
    for number, modes in enumerate(({"lose_every": 4}, {"answer_every": 4, "answer_with": "421 4.4.2 closing"})):
        world.put(f"call-{number}", world.soon)
        world.owes(f"call-{number}")
        world.sink.behave(**modes)
        before = len(world.sink.accepted())
        assert world.send(*tries(world.now, 3)).report["postponed"], "no line was lost"
        world.may_copy += (len(world.sink.accepted()) - before) // 4
        world.sink.behave()
        world.send(*tries(world.now + 30 * MINUTE))


@fault(12)
def line_lost_and_deadline_moved(world: World) -> None:
    """The recipient may know the old date: a notice says that it has moved, and the old one is not sent again."""
    world.people("one")
    world.put("call", world.soon)
    world.owes("call")
    world.sink.behave(lose_every=1)
    assert world.send(world.now).report["postponed"]
    world.sink.behave()
    world.put("call", world.soon + timedelta(days=2))
    world.send(*tries(world.now + MINUTE, 3))
    world.owes("call", kind="moved", which="0")


@fault(12)
def line_lost_and_address_corrected(world: World) -> None:
    """The same message goes to the new address; it is not another one."""
    world.people("one")
    world.put("call", world.soon)
    world.owes("call")
    world.sink.behave(lose_every=1)
    assert world.send(world.now).report["postponed"]
    world.sink.behave()
    world.people("one", email="one@new.example")
    world.send(*tries(world.now + MINUTE, 3))
    world.may_copy += 1
    assert world.sink.accepted()[-1].recipients == ("one@new.example",)


@fault(13)
def relay_that_hangs_or_dribbles(world: World) -> None:
    """At each stage nothing more comes, or a byte now and then without end: a message has its time, then it waits."""
    world.people("one")
    for mode in ("hang_at", "dribble_at"):
        for stage in ("connect", "mail", "rcpt", "data", "dot"):
            name = f"{mode[:4]}-{stage}"
            world.put(name, world.soon)
            world.owes(name)
            world.sink.behave(**{mode: stage})
            assert world.send(seconds=0.4).report["postponed"], f"{mode} {stage} did no harm"
            world.may_copy += stage == "dot" or (mode, stage) == ("dribble_at", "data")  # It had the message by then.
            world.sink.behave()
            assert world.send(world.now + 2 * MINUTE).code == 0


@fault(13)
def relay_that_is_half_open(world: World) -> None:
    """The line stands, and nobody is at its other end."""
    world.people("one")
    world.put("call", world.soon)
    world.owes("call")
    with closing(socket.create_server(("127.0.0.1", 0))) as deaf:
        world.relay_at(deaf.getsockname()[1])
        assert world.send(seconds=0.4).report["postponed"]
    world.relay_at(world.sink.port)
    world.send(world.now + 2 * MINUTE)


@fault(14)
def relay_down_across_the_next_lead_time(world: World) -> None:
    """What waited is sent once, as the later one, which covers both."""
    world.people("one", leads=("7d", "3d"))
    due = world.soon.replace(hour=12) + timedelta(days=30)
    world.put("call", due)
    with closing(socket.create_server(("127.0.0.1", 0))) as nobody:
        closed = nobody.getsockname()[1]
    world.relay_at(closed)
    before = [world.utc(due) - timedelta(days=days) for days in (7, 6, 5, 3)]
    assert len(world.send(*before).report["postponed"]) == 4
    world.relay_at(world.sink.port)
    world.send(before[-1] + 60 * MINUTE, before[-1] + 300 * MINUTE)
    world.owes("call", which="3d")
