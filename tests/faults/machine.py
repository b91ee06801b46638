"""Faults 15 to 17: the machine is off, its disk is full, its ledger cannot be written."""

import os
import sqlite3
import subprocess
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import timedelta
from pathlib import Path

import psycopg
import pytest
from psycopg.conninfo import conninfo_to_dict

from tests.faults.fault import NotInjected, fault
from tests.faults.sender import fill_disk
from tests.faults.world import PATIENCE, World

DAY, HOUR = timedelta(days=1), timedelta(hours=1)


@fault(15)
def off_for_three_days(world: World) -> None:
    """Two lead times passed meanwhile: one message, which says what is left."""
    world.people("one", leads=("7d", "5d", "3d"))
    due = world.utc(world.soon) + 30 * DAY
    world.put("sent-before", due.replace(tzinfo=None))
    world.put("not-sent-before", (due - DAY).replace(tzinfo=None))
    world.send(due - 7 * DAY)
    world.owes("sent-before", which="7d")
    world.owes("not-sent-before", which="7d")
    world.send(due - 4 * DAY + HOUR, due - 3 * DAY + HOUR)
    world.owes("not-sent-before", which="3d")
    world.owes("sent-before", which="5d")
    world.owes("sent-before", which="3d")


@fault(15)
def off_past_the_deadline(world: World) -> None:
    """Nothing is sent at or after it; what was never sent is named, once, and stays in the status."""
    world.people("one", leads=("1d",))
    due = world.now - HOUR
    world.put("call", due.replace(tzinfo=None))
    world.send(due - 8 * DAY)
    late = world.remind()
    assert late.code == 1 and "MISSED: one was not reminded of call" in late.err, late
    again = world.remind()
    assert (again.code, again.out, again.err) == (0, "", ""), again
    status = world.ask("status")
    assert status.code == 1 and "Missed in the last 7 days: 1" in status.out, status


@fault(16, "sqlite")
def disk_full_before_the_claim(world: World) -> None:
    """What cannot be written down is not sent; with room it goes out."""
    with small_disk(world) as disk:
        world.people("one", "two")
        world.put("later", world.soon + 30 * DAY)
        assert world.remind().code == 0
        world.put("call", world.soon)
        world.owes("call")
        fill_disk(disk / "filler")
        full = world.remind()
        assert full.code == 3 and "room" in full.err, full
        assert not world.sink.accepted(), "something was sent that could not be written down"
        (disk / "filler").unlink()
        assert world.remind().code == 0


@fault(16, "sqlite")
def disk_full_at_the_first_check(world: World) -> None:
    """There is no ledger yet, and no room for one."""
    with small_disk(world) as disk:
        world.people("one", "two")
        world.put("call", world.soon)
        world.owes("call")
        fill_disk(disk / "filler")
        full = world.remind()
        assert full.code == 3 and full.err, full
        assert not world.sink.accepted(), "something was sent that could not be written down"
        (disk / "filler").unlink()
        assert world.remind().code == 0


@fault(16, "sqlite")
def disk_full_between_send_and_commit(world: World) -> None:
    """The reply is recorded in the space that was reserved for it; nothing more is sent until there is room, and no copy."""
    with small_disk(world) as disk:
        world.people("one", "two", "three")
        for number in range(3):
            world.put(f"call-{number}", world.soon)
            world.owes(f"call-{number}")
            took = len(world.sink.accepted())
            full = world.send(after=str(disk / "filler"))
            assert full.code == 3 and "last reply was recorded" in full.report["error"], full
            assert len(world.sink.accepted()) == took + 1, "it went on with a full disk"
            (disk / "filler").unlink()
            world.goes_on()


@fault(17, "sqlite")
def ledger_locked_by_another_program(world: World) -> None:
    """The check waits for it half a minute; then it says so, and has sent nothing."""
    world.people("one")
    world.put("call", world.soon)
    world.owes("call")
    assert world.send(world.now - 30 * DAY).code == 0
    with closing(sqlite3.connect(world.file, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        waiting = world.remind()
        assert waiting.code == 3 and "locked" in waiting.err, waiting
        assert not world.sink.accepted()
        patient = world.start("remind")
        with pytest.raises(subprocess.TimeoutExpired):
            patient.wait(2)
        other.execute("ROLLBACK")
    said = patient.communicate(timeout=PATIENCE)
    assert patient.returncode == 0, said


@fault(17, "postgres")
def tables_locked_by_another_program(world: World) -> None:
    """The same on a server: a check that waited for ever would stop all that follow it."""
    world.people("one")
    world.put("call", world.soon)
    world.owes("call")
    assert world.send(world.now - 30 * DAY).code == 0
    with psycopg.connect(world.url) as other:
        other.execute("LOCK TABLE message IN ACCESS EXCLUSIVE MODE")
        waiting = world.remind()
        assert waiting.code == 3 and "lock" in waiting.err, waiting
        assert not world.sink.accepted()
        other.rollback()
    assert world.remind().code == 0


@fault(17, "sqlite")
def ledger_read_only(world: World) -> None:
    """A file system that became read-only, as one with errors does: nothing is sent, and it is said."""
    with small_disk(world) as disk:
        world.people("one")
        world.put("later", world.soon + 30 * DAY)
        assert world.remind().code == 0
        world.put("call", world.soon)
        world.owes("call")
        _run("mount", "-o", "remount,ro", str(disk))
        read_only = world.remind()
        assert read_only.code == 3 and "ead-only" in read_only.err, read_only
        assert not world.sink.accepted()
        _run("mount", "-o", "remount,rw", str(disk))
        assert world.remind().code == 0


@fault(17, "postgres")
def database_read_only_or_gone(world: World) -> None:
    """A standby that takes no writes: nothing is sent. A session that is cut while a message is at the relay: one copy."""
    world.people("one")
    world.put("call", world.soon)
    world.owes("call")
    assert world.send(world.now - 30 * DAY).code == 0
    name = conninfo_to_dict(world.url)["dbname"]
    with psycopg.connect(world.url, autocommit=True) as administrator:
        administrator.execute(f"ALTER DATABASE {name} SET default_transaction_read_only = on")
        read_only = world.remind()
        assert read_only.code == 3 and "read-only" in read_only.err, read_only
        assert not world.sink.accepted()
        administrator.execute(f"ALTER DATABASE {name} RESET default_transaction_read_only")
        sender = world.fork(after="freezes")
        world.wait_until_frozen(sender)
        administrator.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid() AND datname = %s",
            (name,),
        )
    assert world.resume(sender).code == 3
    world.may_copy += 1
    world.goes_on()


@contextmanager
def small_disk(world: World) -> Iterator[Path]:
    """A file system of one megabyte and a half, with the ledger on it."""
    disk = world.folder / "disk"
    disk.mkdir()
    if os.geteuid() != 0:
        raise NotInjected("a file system of its own is mounted by root alone")
    _run("mount", "-t", "tmpfs", "-o", "size=1536k", "tmpfs", str(disk))
    try:
        world.ledger_at(disk / "ledger.sqlite3")
        yield disk
    finally:
        _run("umount", "-l", str(disk))


def _run(*command: str) -> None:
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise NotInjected(done.stderr.strip())
