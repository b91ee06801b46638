"""A sender that fails where it is ordered to: the real check in a process of its own, with a ledger and a channel in which it
dies, freezes or fills the disk at an exact point. Nothing of this is in ``src``: the points are those of subclasses.
"""

import errno
import json
import os
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from pathlib import Path
from time import monotonic
from typing import Any

from deadlines import clock
from deadlines.records.load import load
from deadlines.reminders.channels.email import Email
from deadlines.reminders.check import check
from deadlines.reminders.compose import compose
from deadlines.reminders.ledger.database import LedgerError
from deadlines.reminders.ledger.postgres import PostgresLedger
from deadlines.reminders.ledger.sqlite import SqliteLedger
from deadlines.reminders.letter import Letter
from deadlines.reminders.recipients import recipients
from deadlines.reminders.report import Report
from deadlines.settings.load import load_settings
from deadlines.settings.root import OPPORTUNITIES

STEPS = ("begin", "record", "claim", "accepted", "accepted_and_next", "refused", "split", "postponed", "end")
COMMITS = "commits.txt"


@dataclass(frozen=True)
class Orders:
    """What a sender is to do, and how it fails."""

    folder: str
    times: tuple[str, ...] = ()
    """When it checks, one check after another; once, by the machine's clock, unless given."""
    dies: tuple[str, int] | None = None
    """In which step of the ledger it gets SIGKILL, and at its which point: before a statement, before or after a commit; 0 is
    after its first commit."""
    before: str = ""
    """What befalls it before it hands a message over: dies, freezes."""
    after: str = ""
    """What befalls it when the relay has answered, before that is written down: dies, freezes, or a file that is made as
    large as the disk lets it be."""
    minutes_ahead: int = 0
    """How far the database server's clock is ahead."""
    seconds: float = 60.0
    """How long a message may take it."""


class Failing:
    """A ledger in which the process dies at an exact point; each commit is noted, with the size of the log it is in."""

    def __init__(self, where: Any, orders: Orders) -> None:
        self._orders, self._step, self._reached = orders, "", 0
        super().__init__(where)

    def run(self, statement: str, values: Any = ()) -> Any:
        self._point()
        return super().run(statement, values)

    def changed(self, statement: str, values: Any = ()) -> int:
        self._point()
        return super().changed(statement, values)

    @contextmanager
    def transaction(self) -> Iterator[None]:
        with super().transaction():
            yield
            self._point()
        self._note_commit()
        if self._orders.dies == (self._step, 0):
            _befall("dies")
        self._point()

    @contextmanager
    def exclusive(self) -> Iterator[bool]:
        print("waits", flush=True)
        with super().exclusive() as mine:
            yield mine

    def server_time(self, now: datetime) -> datetime:
        return super().server_time(now) + timedelta(minutes=self._orders.minutes_ahead)

    def _point(self) -> None:
        if self._orders.dies and self._step == self._orders.dies[0]:
            self._reached += 1
            if self._reached == self._orders.dies[1]:
                _befall("dies")

    def _note_commit(self) -> None:
        log = Path(f"{getattr(self, 'file', '')}-wal")
        if log.exists():
            with (Path(self._orders.folder) / COMMITS).open("a") as commits:
                commits.write(f"{log.stat().st_size}\n")


def _step(name: str) -> Callable[..., Any]:
    def step(self: Any, *values: Any, **more: Any) -> Any:
        self._step = name
        try:
            return getattr(super(Failing, self), name)(*values, **more)
        finally:
            self._step = ""

    return step


for _name in STEPS:
    setattr(Failing, _name, _step(_name))


class FailingSqlite(Failing, SqliteLedger):
    pass


class FailingPostgres(Failing, PostgresLedger):
    pass


@dataclass(frozen=True)
class Hands:
    """A channel whose process fails before a message is handed over, or after."""

    line: Email
    orders: Orders
    at_once: int = 1

    def relay(self, address: str) -> str:
        return self.line.relay(address)

    def deliver(self, letter: Letter) -> str:
        _befall(self.orders.before)
        reply = self.line.deliver(letter)
        _befall(self.orders.after)
        return reply


def _befall(what: str) -> None:
    if what in ("dies", "freezes"):
        os.kill(os.getpid(), signal.SIGKILL if what == "dies" else signal.SIGSTOP)
    elif what:
        fill_disk(Path(what))


def fill_disk(file: Path) -> None:
    """Write to a file until there is no room."""
    with file.open("ab", buffering=0) as filler:
        for size in (65536, 512, 1):
            try:
                while True:
                    filler.write(bytes(size))
            except OSError as error:
                assert error.errno == errno.ENOSPC, error


def send(orders: Orders) -> int:
    """Check as ordered, leave a report in the folder, and return what the command would."""
    root = Path(orders.folder)
    settings = load_settings(root).settings
    assert settings is not None and settings.mail is not None and settings.ledger.url is not None
    loaded = load(root / OPPORTUNITIES, settings.project.timezone, shown_from=root)
    name = settings.project.name
    reports: list[Report] = []
    error = ""
    url = settings.ledger.url
    file = root / url.removeprefix("sqlite:///")
    try:
        ledger = FailingSqlite(file, orders) if url.startswith("sqlite") else FailingPostgres(url, orders)
        with Email(settings.mail, None, name=name, seconds=orders.seconds) as line:
            for at in orders.times or (None,):
                now = ticking(at)
                reports.append(
                    check(
                        loaded.opportunities, recipients(settings, now()), ledger, {"email": Hands(line, orders)},
                        lambda notices, to, id_, created, at: compose(
                            notices, to, id=id_, date=created, now=at, calendar=None, sender=name, records_language="en"
                        ),
                        clock=now,
                    )
                )  # fmt: skip
        ledger.close()
    except LedgerError as trouble:
        error = str(trouble)
    said = {
        "error": error,
        "busy": any(report.busy for report in reports),
        "sent": sum(len(report.sent) for report in reports),
        "postponed": [one.reply for report in reports for one in report.postponed],
        "refused": [one.recipient for report in reports for one in report.refused],
        "missed": [(one.recipient.id, one.point.opportunity.id) for report in reports for one in report.missed],
    }
    report_of(root, os.getpid()).write_text(json.dumps(said))
    return 3 if error else 1 if said["refused"] or said["missed"] else 0


def report_of(folder: Path, pid: int) -> Path:
    """The file in which a sender says how it fared."""
    return folder / f"report-{pid}.json"


def ticking(at: str | None) -> Callable[[], datetime]:
    """Return a clock that shows a moment now, and goes on as clocks do."""
    if at is None:
        return clock.now
    start, began = datetime.fromisoformat(at), monotonic()
    return lambda: start + timedelta(seconds=monotonic() - began)


def as_text(orders: Orders) -> str:
    return json.dumps(asdict(orders))


if __name__ == "__main__":
    given = json.loads(sys.argv[1])
    dies = given.pop("dies")
    sys.exit(send(Orders(**given | {"times": tuple(given["times"]), "dies": tuple(dies) if dies else None})))
