"""Fault 20: records, settings and the ledger itself are edited while reminders go out."""

from datetime import UTC, datetime, timedelta

from tests.faults.fault import fault
from tests.faults.world import World

DAY, HOUR, MINUTE = timedelta(days=1), timedelta(hours=1), timedelta(minutes=1)
DUE = datetime(2026, 6, 18, 12, tzinfo=UTC)
WRITTEN = DUE.replace(tzinfo=None)


@fault(20)
def lead_time_added(world: World) -> None:
    """A future one fires when it comes; a past one is sent once, unless something was sent since."""
    world.people("one", leads=("7d",))
    world.put("call", WRITTEN)
    world.send(DUE - 7 * DAY)
    world.owes("call", which="7d")
    world.people("one", leads=("30d", "7d", "6d", "2d"))
    world.send(DUE - 7 * DAY + HOUR, DUE - 6 * DAY - HOUR)
    world.send(DUE - 5 * DAY, DUE - 2 * DAY)
    world.owes("call", which="6d")
    world.owes("call", which="2d")
    world.people("one", leads=("30d", "7d", "6d", "3d", "2d"))
    world.send(DUE - 2 * DAY + HOUR)


@fault(20)
def moved_before_anybody_was_notified(world: World) -> None:
    """Only the new one exists."""
    world.people("one")
    world.put("call", WRITTEN - 30 * DAY)
    world.send(DUE - 60 * DAY)
    world.put("call", WRITTEN, previously=(WRITTEN - 30 * DAY,))
    world.send(DUE - 37 * DAY, DUE - 7 * DAY)
    world.owes("call")


@fault(20)
def moved_after_somebody_was_notified(world: World) -> None:
    """One notice, later and earlier; later lead times go on as they would."""
    world.people("one", leads=("7d", "1d"))
    world.put("call", WRITTEN)
    world.send(DUE - 7 * DAY)
    world.owes("call", which="7d")
    world.put("call", WRITTEN + 2 * DAY, previously=(WRITTEN,))
    world.send(DUE - 6 * DAY, DUE - 6 * DAY + HOUR)
    world.owes("call", kind="moved", which="0")
    world.put("call", WRITTEN - DAY, previously=(WRITTEN, WRITTEN + 2 * DAY))
    world.send(DUE - 5 * DAY, DUE - 5 * DAY + HOUR)
    world.owes("call", kind="moved", which="1")
    world.send(DUE - 2 * DAY)
    world.owes("call", which="1d")


@fault(20)
def moved_there_and_back(world: World) -> None:
    """Two notices; nothing of the old date is repeated."""
    world.people("one", leads=("7d", "1d"))
    world.put("call", WRITTEN)
    world.send(DUE - 7 * DAY)
    world.owes("call", which="7d")
    world.put("call", WRITTEN + 2 * DAY)
    world.send(DUE - 6 * DAY)
    world.put("call", WRITTEN)
    world.send(DUE - 6 * DAY + HOUR, DUE - 5 * DAY)
    world.owes("call", kind="moved", which="0")
    world.owes("call", kind="moved", which="1")
    world.send(DUE - DAY)
    world.owes("call", which="1d")


@fault(20)
def cancelled_and_closed(world: World) -> None:
    """One notice to who was notified, none to who was not; what is announced again is sent."""
    world.people("one", leads=("7d", "1d"))
    for status in ("cancelled", "closed"):
        world.put(status, WRITTEN)
        world.put(f"unsent-{status}", WRITTEN + 30 * DAY)
    world.send(DUE - 7 * DAY)
    for status in ("cancelled", "closed"):
        world.owes(status, which="7d")
        world.put(status, WRITTEN, status=status)
        world.put(f"unsent-{status}", WRITTEN + 30 * DAY, status=status)
        world.owes(status, kind=status, which="0")
    world.send(DUE - 6 * DAY, DUE - 5 * DAY, DUE - DAY, DUE + 25 * DAY)
    world.put("unsent-closed", WRITTEN + 30 * DAY)
    world.send(DUE + 26 * DAY)
    world.owes("unsent-closed", which="7d")


@fault(20)
def deleted_and_restored(world: World) -> None:
    """Silence, and then it goes on."""
    world.people("one", leads=("7d", "5d", "1d"))
    world.put("call", WRITTEN)
    world.send(DUE - 7 * DAY)
    world.remove("call")
    world.send(DUE - 6 * DAY, DUE - 5 * DAY, DUE - 4 * DAY)
    world.put("call", WRITTEN)
    world.send(DUE - 4 * DAY + HOUR, DUE - DAY)
    for which in ("7d", "5d", "1d"):
        world.owes("call", which=which)


@fault(20)
def broken_after_it_was_good(world: World) -> None:
    """Its last good state is used by the command, which names the file and exits with 1; when it is mended, nothing is repeated."""
    world.people("one")
    world.put("call", world.soon)
    good = (world.folder / "opportunities" / "call.toml").read_text()
    assert world.remind().code == 0
    (world.folder / "opportunities" / "call.toml").write_text(good.replace('"call"', '"cal"'))
    world.people("late")
    broken = world.remind()
    assert broken.code == 1 and "last good state" in broken.err and "sent to late" in broken.out, broken
    (world.folder / "opportunities" / "call.toml").write_text(good)
    assert world.remind().code == 0
    world.owes("call")


@fault(20)
def recipient_and_selection_added(world: World) -> None:
    """One message that catches up."""
    world.people("one", kind=["job"])
    world.put("call", WRITTEN)
    world.put("second", WRITTEN + HOUR)
    world.put("job", WRITTEN, kind="job")
    world.send(DUE - 6 * DAY)
    world.people("one", kind=["job", "call"])
    world.people("new")
    took = len(world.sink.accepted())
    world.send(DUE - 5 * DAY, DUE - 5 * DAY + HOUR)
    assert len(world.sink.accepted()) - took == 2, "not one message for each"
    world.owes("call", "second", "job")


@fault(20)
def address_and_title_corrected(world: World) -> None:
    """Nothing is repeated; what comes goes to the new address."""
    world.people("one", leads=("7d", "1d"))
    world.put("call", WRITTEN)
    world.send(DUE - 7 * DAY)
    world.owes("call", which="7d")
    world.people(
        "one", leads=("7d", "1d"), email="one@new.example", quiet_hours="23:00-05:00", timezone="Asia/Kathmandu"
    )
    world.put("call", WRITTEN, title="A better title")
    world.send(DUE - 7 * DAY + HOUR, DUE - 5 * DAY)
    world.send(DUE - DAY)
    world.owes("call", which="1d")
    assert world.sink.accepted()[-1].recipients == ("one@new.example",)


@fault(20)
def ledger_restored_from_a_backup(world: World) -> None:
    """What it forgot is sent again, under the same ids, with new dates, and once; what it knows is not. (Where more fell due since,
    the message that is made anew has other items, and therefore another id: the promise supposes that the ledger survives.)
    """
    world.people("one", leads=("7d", "1d"))
    world.put("known", WRITTEN)
    world.send(DUE - 7 * DAY)
    world.owes("known", which="7d")
    world.back_up()
    world.put("forgotten", WRITTEN)
    world.send(DUE - 6 * DAY)
    world.owes("forgotten", which="7d")
    world.restore()
    world.forgets, world.may_copy = True, 1
    world.send(DUE - 6 * DAY + HOUR, DUE - 5 * DAY)
    world.send(DUE - DAY)
    world.owes("known", "forgotten", which="1d")
