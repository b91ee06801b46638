"""A project, a ledger and a relay, in which something fails; what is owed is written down beforehand, and counted at the relay."""

import json
import multiprocessing
import os
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any, Literal

import tomli_w

from deadlines import clock
from tests.conftest import Ran
from tests.faults.sender import COMMITS, Orders, as_text, report_of, send
from tests.faults.servers import postgres
from tests.faults.tally import Item, Tally, count, wrong
from tests.sink import Sink

LedgerKind = Literal["sqlite", "postgres"]
LEADS = ("7d",)
PATIENCE = 120.0
"""Seconds after which an event that does not come is a failure."""
FORK = multiprocessing.get_context("fork")


@dataclass(frozen=True)
class Sent:
    """How a sender of ours ended."""

    code: int
    report: dict[str, Any]

    @property
    def killed(self) -> bool:
        return self.code == -signal.SIGKILL


@dataclass
class World:
    folder: Path
    kind: LedgerKind
    sink: Sink
    may_copy: int = 0
    """Crashes and lost lines between a final dot and the commit that follows: so many copies may be."""
    kills: int = 0
    forgets: bool = False
    """True where the ledger loses what it had: then a copy has the date of its second recording."""
    owed: set[Item] = field(default_factory=set)
    file: Path = field(init=False)
    """The ledger, where it is a file."""

    def __post_init__(self) -> None:
        self.folder.mkdir(parents=True)
        self.file = self.folder / "ledger.sqlite3"
        self.url = "sqlite:///ledger.sqlite3" if self.kind == "sqlite" else postgres().new_database()
        self.port = self.sink.port
        self._people: dict[str, dict[str, Any]] = {}
        self.sink.forget()

    # What there is, and what is owed.

    @property
    def now(self) -> datetime:
        """The machine's clock."""
        return clock.now()

    @property
    def names(self) -> tuple[str, ...]:
        """The ids of all recipients."""
        return tuple(self._people)

    @staticmethod
    def utc(written: datetime) -> datetime:
        return written.replace(tzinfo=UTC)

    @property
    def soon(self) -> datetime:
        """A deadline in three days, by the machine's clock."""
        return (clock.now() + timedelta(days=3)).replace(tzinfo=None, microsecond=0)

    def put(
        self, id_: str, due: date, zone: str | None = "UTC", *, previously: tuple[date, ...] = (), **more: Any
    ) -> None:
        deadline = (
            {"due": due} | ({"timezone": zone} if zone else {}) | ({"previously": previously} if previously else {})
        )
        record = {
            "title": f"The call {id_}", "kind": "call", "organisation": "Somebody", "url": "https://example.org/call",
            "deadlines": [deadline],
        } | more  # fmt: skip
        place = self.folder / "opportunities" / f"{id_}.toml"
        place.parent.mkdir(exist_ok=True)
        place.write_text(tomli_w.dumps(record), encoding="utf-8")

    def remove(self, id_: str) -> None:
        (self.folder / "opportunities" / f"{id_}.toml").unlink()

    def people(self, *ids: str, leads: tuple[str, ...] = LEADS, **more: Any) -> None:
        for id_ in ids:
            self._people[id_] = {"id": id_, "email": f"{id_}@example.org", "lead_times": leads} | more
        self._write_settings()

    def relay_at(self, port: int) -> None:
        self.port = port
        self._write_settings()

    def ledger_at(self, file: Path) -> None:
        self.file, self.url = file, f"sqlite:///{file}"
        self._write_settings()

    def owes(self, *records: str, to: tuple[str, ...] = (), kind: str = "due", which: str = LEADS[0]) -> None:
        self.owed |= {Item(id_, record, kind, which) for id_ in to or self._people for record in records}

    # What happens.

    def remind(self) -> Ran:
        """Run the command, and count it when it was killed."""
        ran = self.ask("remind")
        self.kills += ran.code == -signal.SIGKILL
        return ran

    def ask(self, *arguments: str) -> Ran:
        """Run a command that sends nothing."""
        with self.start(*arguments) as process:
            try:
                out, err = process.communicate(timeout=PATIENCE)
            except subprocess.TimeoutExpired:
                process.kill()
                raise AssertionError(f"{' '.join(arguments)} does not end") from None
        return Ran(process.returncode, out, err)

    def start(self, *arguments: str) -> "subprocess.Popen[str]":
        return subprocess.Popen(
            [sys.executable, "-m", "deadlines", "-C", str(self.folder), *arguments],
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        )  # fmt: skip

    def send(self, *times: datetime, **orders: Any) -> Sent:
        """Check in a process that is like the command's, and fails as ordered."""
        return self.joined(self.fork(*times, **orders))

    def fork(self, *times: datetime, **orders: Any) -> Any:
        """Start a sender; ``ended`` takes note of how it ends."""
        process = FORK.Process(target=_send, args=(self._orders(times, orders),))
        process.start()
        return process

    def wait_until_frozen(self, process: Any) -> None:
        state = os.waitid(os.P_PID, process.pid, os.WSTOPPED | os.WEXITED | os.WNOWAIT)
        assert state and state.si_status == signal.SIGSTOP, "a sender ended and did not freeze"

    def resume(self, process: Any) -> Sent:
        """Let a frozen sender go on to its end."""
        os.kill(process.pid, signal.SIGCONT)
        return self.joined(process)

    def joined(self, process: Any) -> Sent:
        process.join(PATIENCE)
        assert process.exitcode is not None, "a sender does not end"
        return self.ended(process.exitcode, process.pid)

    def send_elsewhere(self, *times: datetime, **environment: str) -> Sent:
        """Check in an interpreter of its own, with other modules or another environment."""
        with subprocess.Popen(
            [sys.executable, "-m", "tests.faults.sender", as_text(self._orders(times, {}))],
            env=os.environ | environment,
            stdout=subprocess.DEVNULL,
        ) as process:
            return self.ended(process.wait(PATIENCE), process.pid)

    def ended(self, code: int, pid: int) -> Sent:
        """Take note of how a sender ended."""
        file = report_of(self.folder, pid)
        sent = Sent(code, json.loads(file.read_text()) if file.exists() else {})
        file.unlink(missing_ok=True)
        assert sent.killed or sent.report, f"a sender ended with {code} and said nothing"
        self.kills += sent.killed
        return sent

    def at_each_point(self, step: str, spoil: Callable[[int], None] = lambda _: None) -> int:
        """Kill a sender at every point of a step in turn, each with a record of its own, and go on after each."""
        for number in range(1, 60):
            name = f"{step}-{number}".replace("_", "-")
            self.put(name, self.soon)
            self.owes(name)
            killed = self.send(dies=(step, number)).killed
            if killed:
                spoil(number)
            self.goes_on()
            if not killed:
                assert number > 2, f"no sender died in {step}"
                return number - 1
        raise AssertionError(f"{step} has no end")

    def goes_on(self) -> None:
        """Start it again, as cron would."""
        sent = self.send()
        assert sent.code == 0, sent.report

    def back_up(self) -> None:
        """Keep a copy of the ledger, as an administrator would make one."""
        if self.kind == "sqlite":
            with closing(sqlite3.connect(self.file)) as one, closing(sqlite3.connect(self.folder / "backup")) as other:
                one.backup(other)
        else:
            self._backup = postgres().copy(self.url)

    def restore(self) -> None:
        """Put the copy in the ledger's place."""
        if self.kind == "sqlite":
            (self.folder / "backup").replace(self.file)
        else:
            self.url = self._backup
            self._write_settings()

    def commits(self) -> list[int]:
        """Sizes of the ledger's log after each commit of the last sender."""
        noted = self.folder / COMMITS
        sizes = list(map(int, noted.read_text().split())) if noted.exists() else []
        noted.unlink(missing_ok=True)
        return sizes

    # What came of it.

    def tally(self) -> Tally:
        return count(self.owed, self.sink.accepted(), self.kills)

    def wrong(self) -> list[str]:
        return list(wrong(self.owed, self.sink.accepted(), self.may_copy, same_date=not self.forgets))

    def _orders(self, times: tuple[datetime, ...], orders: dict[str, Any]) -> Orders:
        return Orders(str(self.folder), tuple(time.isoformat() for time in times), **orders)

    def _write_settings(self) -> None:
        settings = {
            "project": {"name": "Faults", "domain": "faults.example", "url": "https://faults.example/", "timezone": "Europe/Brussels"},
            "mail": {"host": "127.0.0.1", "port": self.port, "security": "none", "sender": "deadlines@faults.example"},
            "ledger": {"url": self.url},
            "recipients": list(self._people.values()),
        }  # fmt: skip
        (self.folder / "deadlines.toml").write_text(tomli_w.dumps(settings), encoding="utf-8")


def _send(orders: Orders) -> None:
    sys.stdout = open(os.devnull, "w")  # noqa: PTH123, SIM115
    os._exit(send(orders))
