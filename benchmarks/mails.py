"""Mails through the ledger and one relay, beside smtplib alone with the same mails over one connection.

.venv/bin/python -m benchmarks.mails
"""

import json
import os
import sys
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from time import perf_counter

import tomli_w
from tests.sink import Sink

from benchmarks.measured import Cost, Rival, cost

MAILS = 300
BAR = 0.30
"""Of smtplib's mails a second of the processor."""
OURS = Path(sys.executable).with_name("deadlines")


def project(folder: Path, port: int, mails: int) -> None:
    """Write a project in which so many people are to be reminded of one call."""
    due = datetime.now(UTC) + timedelta(days=3)  # noqa: TID251
    (folder / "opportunities").mkdir(parents=True)
    (folder / "opportunities" / "a-call.toml").write_text(
        'title = "Call for input: civil society space"\nkind = "call"\norganisation = "OHCHR"\n'
        'url = "https://example.org/call"\nsummary = "What restricts the work of defenders, and what helps them."\n'
        'languages = ["en", "fr"]\n\n[apply]\nemail = "input@example.org"\nreference = "Civic space"\n\n'
        f'[[deadlines]]\ndue = {due:%Y-%m-%dT%H:%M:%S}\ntimezone = "UTC"\n'
    )
    table = {
        "project": {"name": "Mails", "domain": "mails.example", "timezone": "Europe/Brussels"},
        "ledger": {"url": "sqlite:///ledger.sqlite3"},
        "mail": {"host": "127.0.0.1", "port": port, "security": "none", "sender": "us@mails.example"},
        "reminders": {"lead_times": ["7d"]},
        "recipients": [{"id": f"r{number}", "email": f"r{number}@example.org"} for number in range(mails)],
    }
    (folder / "deadlines.toml").write_text(tomli_w.dumps(table))


ALONE = """
import json, smtplib, sys
with smtplib.SMTP("127.0.0.1", int(sys.argv[2])) as smtp:
    for sender, recipients, raw in json.load(open(sys.argv[1])):
        smtp.sendmail(sender, recipients, raw.encode("latin-1"))
"""
"""Sends the mails in a file, and imports no more than that takes."""


@dataclass(frozen=True)
class Timed(Cost):
    """What a process costs, and how long it takes."""

    elapsed: float
    """Seconds by the wall."""


def timed(rival: Rival) -> Timed:
    """Run a command."""
    began = perf_counter()
    its = cost(rival)
    return Timed(its.seconds, its.mebibytes, perf_counter() - began)


def mails(
    folder: Path, count: int = MAILS, program: Path = OURS, environment: Mapping[str, str] | None = None
) -> tuple[Timed, Timed]:
    """Return what ``remind`` costs that sends so many mails, and smtplib alone that sends the same."""
    with Sink.start(folder / "sink") as sink:
        project(folder / "project", sink.port, count)
        ours = timed(Rival((program, "-C", folder / "project", "remind"), environment=environment or {}))
        sent = sink.accepted()
        if len(sent) != count:
            raise SystemExit(f"{len(sent)} mails of {count} arrived")
        same = folder / "mails.json"
        same.write_text(json.dumps([(one.sender, one.recipients, one.raw.decode("latin-1")) for one in sent]))
        return ours, timed(Rival((sys.executable, "-c", ALONE, same, sink.port)))


def main() -> None:
    with tempfile.TemporaryDirectory() as name:
        ours, theirs = mails(Path(name), program=Path(os.environ.get("DEADLINES", OURS)))
    for what, one in (("remind", ours), ("smtplib alone", theirs)):
        print(f"{MAILS} mails, {what}: {one.seconds:.2f} s of the processor, {one.elapsed:.2f} s")
    processor, wall = theirs.seconds / ours.seconds, theirs.elapsed / ours.elapsed
    print(f"of smtplib: {processor:.2f} by the processor (bar {BAR}), {wall:.2f} by the wall")


if __name__ == "__main__":
    main()
