"""Reminders: what an idle check costs, how soon what is due is known, how soon a killed sender goes on, and what is lost.

.venv/bin/python -m benchmarks.reminders            (with sqlalchemy installed, also the other design under the same kills)
"""

import importlib.util
import os
import signal
import statistics
import subprocess
import sys
import tempfile
from contextlib import closing
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from time import monotonic, perf_counter

import tomli_w
from tests.sink import Sink

from benchmarks.generate import project
from deadlines.domain.kind import KINDS
from deadlines.domain.lead_time import LeadTime
from deadlines.domain.opportunity import Opportunity
from deadlines.domain.record import Record
from deadlines.domain.reminder import Recipient
from deadlines.domain.selection import Selection
from deadlines.reminders.ledger.sqlite import SqliteLedger
from deadlines.reminders.plan import plan

NOW = datetime(2026, 11, 25, 12, tzinfo=UTC)
REMINDERS, KILLS = 300, 5


def main() -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        idle_check(folder / "idle")
        planning(folder / "ledger")
        with Sink.start(folder / "sink") as sink:
            going_on(folder / "killed", sink)
            one_job_for_each(folder, sink)


def settings(folder: Path, port: int, ids: list[str], leads: tuple[str, ...]) -> None:
    file = folder / "deadlines.toml"
    table = {
        "ledger": {"url": "sqlite:///ledger.sqlite3"},
        "mail": {"host": "127.0.0.1", "port": port, "security": "none", "sender": "us@example.org"},
        "recipients": [{"id": id_, "email": f"{id_}@example.org", "lead_times": leads} for id_ in ids],
    }
    file.write_text(file.read_text() + tomli_w.dumps(table))


def command(folder: Path, *words: str) -> list[str]:
    return [sys.executable, "-m", "deadlines", "-C", str(folder), *words]


def timed(words: list[str]) -> float:
    start = perf_counter()
    subprocess.run(words, capture_output=True, check=False)
    return perf_counter() - start


def idle_check(folder: Path) -> None:
    """Nothing due, 1,000 records: the check beside the list, in pairs."""
    project(1000, folder)
    settings(folder, 1, ["advocacy", "legal"], ("1h",))
    timed(command(folder, "remind"))
    pairs = [(timed(command(folder, "remind")), timed(command(folder, "list", "--all"))) for _ in range(9)]
    ratio = statistics.median(remind / listing for remind, listing in pairs)
    remind, listing = (statistics.median(times) for times in zip(*pairs, strict=True))
    print(
        f"nothing due, 1,000 records: remind {remind:.2f} s, list --all {listing:.2f} s; ratio {ratio:.2f} (bar 2.00)"
    )


def planning(file: Path) -> None:
    """What is due among 100,000 records and four lead times, with what was sent of it in the ledger."""
    leads = dict.fromkeys(KINDS, tuple(map(LeadTime.parse, ("30d", "14d", "7d", "1d"))))
    people = [
        Recipient(f"r{number}", "email", f"r{number}@example.org", Selection(kind=(kind,)), leads, (), "UTC", "en")
        for number, kind in enumerate(("call", "job", "prize"))
    ]
    records = [
        Opportunity.of(
            Record.model_validate({
                "title": f"Record {number}", "kind": KINDS[number % 6], "organisation": "O", "url": "https://example.org/",
                "deadlines": ({"due": date(2026, 1, 1) + timedelta(days=number % 730)},),
            }),
            id=f"record-{number}", path="", project_zone="Europe/Brussels",
        )
        for number in range(100_000)
    ]  # fmt: skip
    with closing(SqliteLedger(file)) as ledger:
        start = perf_counter()
        first = plan(records, people, ledger.facts(), now=NOW, since=None)
        owed = sum(len(message.items) for message in first.messages)
        print(f"100,000 records, 4 lead times: {owed} reminders known in {perf_counter() - start:.2f} s (bar 1.00)")
        ledger.record(first.messages, (), (), NOW)
        for claim in filter(None, [ledger.claim([message.id], NOW) for message in ledger.ready(NOW)]):
            ledger.accepted(claim, [fact.key for fact in claim.items], "250", NOW)
        start = perf_counter()
        again = plan(records, people, ledger.facts(), now=NOW, since=NOW - timedelta(minutes=1))
        print(
            f"the same, all of it sent: {len(again.messages)} messages known in {perf_counter() - start:.2f} s (bar 1.00)"
        )


def crowd(folder: Path, sink: Sink) -> None:
    project(1, folder)
    due = datetime.now(UTC) + timedelta(days=3)  # noqa: TID251
    record = folder / "opportunities" / "000" / "generated-0.toml"
    record.write_text(
        'title = "A call"\nkind = "call"\norganisation = "O"\nurl = "https://example.org/"\n'
        f'[[deadlines]]\ndue = {due:%Y-%m-%dT%H:%M:%S}\ntimezone = "UTC"\n'
    )
    settings(folder, sink.port, [f"r{number}" for number in range(REMINDERS)], ("7d",))


def killed(words: list[str], sink: Sink, at: int, ready: bool = False) -> None:
    """Start a sender, and kill it when the relay has taken so many more."""
    before = len(sink.accepted())
    with subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as sender:
        if ready and sender.stdout:
            sender.stdout.readline()
        limit = monotonic() + 20
        while len(sink.accepted()) < before + at and sender.poll() is None and monotonic() < limit:
            pass
        os.kill(sender.pid, signal.SIGKILL)


def going_on(folder: Path, sink: Sink) -> None:
    """From the start of a sender that follows a killed one to what the relay takes next."""
    crowd(folder, sink)
    sink.behave(delay_ms=20)
    killed(command(folder, "remind"), sink, 20)
    before, start = len(sink.accepted()), perf_counter()
    with subprocess.Popen(command(folder, "remind"), stdout=subprocess.DEVNULL) as sender:
        while len(sink.accepted()) == before:
            pass
        print(f"a killed and restarted sender goes on after {perf_counter() - start:.2f} s (bar 1.00)")
        sender.wait()


def one_job_for_each(folder: Path, sink: Sink) -> None:
    """Both designs under the same kills: after every fiftieth message, and a start at once."""
    sink.behave(delay_ms=20)
    sink.forget()
    ours = folder / "ours"
    crowd(ours, sink)
    for _ in range(KILLS):
        killed(command(ours, "remind"), sink, 50)
    subprocess.run(command(ours, "remind"), capture_output=True, check=False)
    told = [str(one.message["To"]) for one in sink.accepted()]
    print(
        f"ledger: {REMINDERS} reminders, {KILLS} kills: lost {REMINDERS - len(set(told))}, copies {len(told) - len(set(told))}"
    )
    if importlib.util.find_spec("sqlalchemy") is None:
        print("one job for each: not measured; it needs sqlalchemy (pip install sqlalchemy)")
        return
    script = str(Path(__file__).with_name("one_job_each.py"))
    for grace in ("default", "none"):
        sink.forget()
        store = [sys.executable, script, str(folder / f"{grace}.sqlite3"), str(sink.port), str(REMINDERS), grace]
        for _ in range(KILLS):
            killed(store, sink, 50, ready=True)
        killed(store, sink, REMINDERS, ready=True)
        told = [str(one.message["To"]) for one in sink.accepted()]
        lost, copies = REMINDERS - len(set(told)), len(told) - len(set(told))
        print(
            f"one job for each, misfire grace {grace}: {REMINDERS} reminders, {KILLS} kills: lost {lost}, copies {copies}"
        )


if __name__ == "__main__":
    main()
