"""Letters side by side: no recipient waits for another's relay, and a relay that takes nothing is asked once."""

import threading
from collections import deque
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from deadlines.reminders.check import check
from deadlines.reminders.lanes import Lanes
from deadlines.reminders.letter import Letter, Undelivered
from deadlines.reminders.report import Report
from tests.reminders.world import World, opportunity, recipient

NOW = datetime(2026, 3, 5, 9, tzinfo=UTC)
PATIENCE = 20


@pytest.fixture
def world(tmp_path: Path) -> World:
    world = World(tmp_path / "ledger.sqlite3", now=NOW)
    world.put(opportunity(due=date(2026, 3, 6)))
    return world


class Ways:
    """A channel with a relay for each domain; what one does is a function."""

    def __init__(self, at_once: int = 1, **relays: Callable[[Letter], None]) -> None:
        self.at_once, self.relays, self.taken = at_once, relays, list[str]()

    def relay(self, address: str) -> str:
        return address.partition("@")[2]

    def deliver(self, letter: Letter) -> str:
        self.relays.get(self.relay(letter.address), lambda _: None)(letter)
        self.taken.append(letter.address)
        return "250 taken"


def people(**numbers: int) -> list[str]:
    return [f"{relay}-{number}@{relay}" for relay, count in numbers.items() for number in range(count)]


def checked(world: World, ways: Ways, *addresses: str, stopped: Callable[[], bool] = lambda: False) -> Report:
    persons = [replace(recipient(address.partition("@")[0]), address=address) for address in addresses]
    with closing(world.ledger()) as ledger:
        return check(
            world.records.values(), persons, ledger, {"email": ways}, world.relay.write,
            clock=lambda: world.now, stopped=stopped,
        )  # fmt: skip


def test_a_relay_that_hangs_keeps_no_letter_by_another_waiting(world: World) -> None:
    others = threading.Event()

    def hang(_: Letter) -> None:
        assert others.wait(PATIENCE), "the others wait for the one that hangs"
        raise Undelivered("it took longer than 60 s", "unsure", "way")

    def last(letter: Letter) -> None:
        if len(ways.taken) == 11:
            others.set()

    ways = Ways(hangs=hang, good=last)
    report = checked(world, ways, *people(hangs=3, good=12))
    assert (len(report.sent), len(report.postponed)) == (12, 1)
    assert [(one.address.partition("@")[2], one.reply) for one in report.waiting] == [
        ("hangs", "it took longer than 60 s")
    ] * 2


def test_a_relay_that_takes_nothing_is_asked_once_and_first_attempts_come_before_second_ones(world: World) -> None:
    asked: list[str] = []

    def gone(letter: Letter) -> None:
        asked.append(letter.address)
        raise Undelivered("no connection", "temporary", "way")

    everybody = people(gone=3, good=1)
    for _ in range(3):
        report = checked(world, Ways(gone=gone), *everybody)
    assert sorted(asked) == sorted(people(gone=3))
    assert (report.all_is_well, len(report.postponed), len(report.waiting)) == (False, 1, 2)
    assert all(one.again_at is None for one in (*report.postponed, *report.waiting)), "at the next check"
    report = checked(world, Ways(), *everybody)
    assert (report.all_is_well, len(report.sent)) == (True, 3)


def test_a_relay_gets_as_many_letters_at_once_as_its_channel_says_and_no_more(world: World) -> None:
    together, most = threading.Barrier(3), threading.Semaphore(3)

    def wait(_: Letter) -> None:
        assert most.acquire(blocking=False), "more at once than it takes"
        together.wait(PATIENCE)
        most.release()

    assert len(checked(world, Ways(at_once=3, slow=wait), *people(slow=6)).sent) == 6


def test_what_one_recipient_is_refused_closes_nothing(world: World) -> None:
    def refuse(letter: Letter) -> None:
        if letter.address.startswith("odd-1@"):
            raise Undelivered("550 no such user", "permanent")
        if letter.address.startswith("odd-2@"):
            raise Undelivered("554 relay access denied", "temporary", "us")

    report = checked(world, Ways(odd=refuse), *people(odd=5))
    assert (len(report.sent), len(report.refused), len(report.postponed), report.waiting) == (3, 1, 1, [])


def test_a_relay_that_refuses_everything_for_what_it_says_is_not_asked_without_end(world: World) -> None:
    def refuse(_: Letter) -> None:
        raise Undelivered("554 no", "permanent", "content")

    world.put(*(opportunity(f"a-{number}", date(2026, 3, 6)) for number in range(14)))
    ways = Ways(refuses=refuse)
    tried = 0
    for _ in range(20):
        report = checked(world, ways, *people(refuses=1))
        tried += 1
        if not report.waiting:
            break
    assert tried > 1 and not report.waiting
    assert len(checked(world, ways, *people(refuses=1)).still_refused) == 15


@pytest.mark.slow
def test_a_check_that_is_stopped_leaves_a_letter_that_hangs_behind_and_sends_it_again_later(world: World) -> None:
    hangs, end = threading.Event(), threading.Event()

    def hang(_: Letter) -> None:
        hangs.set()
        end.wait(PATIENCE)

    ways = Ways(hangs=hang)
    report = checked(world, ways, *people(hangs=2), stopped=hangs.is_set)
    assert not ways.taken and not report.sent
    end.set()
    world.now += timedelta(minutes=1)
    assert len(checked(world, Ways(), *people(hangs=2)).sent) == 2


def test_what_is_on_its_way_is_answered_before_an_error_is_raised(world: World) -> None:
    """A disk that is full when one is claimed: the reply to another is still recorded."""
    lanes: Lanes[str] = Lanes(lambda: False)
    failed, ended = threading.Event(), list[tuple[str, object]]()

    def begin(waiting: deque[str]) -> tuple[str, Callable[[], str]]:
        job = waiting.popleft()
        if job == "second":
            failed.set()
            raise OSError("full")
        return job, lambda: str(failed.wait(PATIENCE))

    for job in ("first", "second", "third"):
        lanes.put(job, job)
    with pytest.raises(OSError, match="full"):
        lanes.run(begin, lambda job, result, _: ended.append((job, result)))
    assert ended == [("first", "True")]


def test_without_time_nothing_begins() -> None:
    lanes: Lanes[str] = Lanes(lambda: False, seconds=0)
    lanes.put("relay", "job")
    lanes.run(lambda _: pytest.fail("it began"), lambda *_: None)
