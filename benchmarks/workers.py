"""Mails through one ledger in PostgreSQL: how long one worker takes, and how long four do on the same machine.

.venv/bin/python -m benchmarks.workers            (needs the package pgserver, as the tests do)

Each worker is a process of its own, as `deadlines remind` is. They begin together with what is recorded already, and
what is counted is from the first mail that the relay takes to the last: no start of a process is in it. The relay does
next to nothing with a mail, so that it is the workers that are measured; `--relay-ms 20` makes it as slow as one that scans.
"""

import argparse
import asyncio
import multiprocessing
import os
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from multiprocessing.connection import Connection
from pathlib import Path
from time import monotonic

from tests.faults.servers import postgres

from benchmarks.mails import project

MAILS, WORKERS, ROUNDS, BAR = 2_000, 4, 3, 1.5


class Line(asyncio.Protocol):
    """One connection to a relay that takes everything."""

    def __init__(self, taken: list[float], seconds: float) -> None:
        self._taken, self._seconds, self._within, self._said = taken, seconds, False, b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._line: asyncio.Transport = transport  # type: ignore[assignment]
        self._line.write(b"220 relay\r\n")

    def data_received(self, data: bytes) -> None:
        self._said += data
        if self._within:
            if self._said.endswith(b"\r\n.\r\n"):
                self._within, self._said = False, b""
                self._taken.append(monotonic())
                asyncio.get_running_loop().call_later(self._seconds, self._line.write, b"250 taken\r\n")
            return
        while b"\r\n" in self._said:
            command, _, self._said = self._said.partition(b"\r\n")
            self._within = command[:4].upper() == b"DATA"
            self._line.write(b"354 go on\r\n" if self._within else b"250 ok\r\n")


def relay(seconds: float, parent: Connection) -> None:
    """Take mails; answer each question of the parent with when they came, and forget them."""

    async def serve() -> None:
        taken: list[float] = []
        server = await asyncio.get_running_loop().create_server(lambda: Line(taken, seconds), "127.0.0.1", 0)
        parent.send(server.sockets[0].getsockname()[1])
        while await asyncio.to_thread(parent.recv):
            parent.send(list(taken))
            taken.clear()

    asyncio.run(serve())


def run(workers: int, mails: int, port: int, folder: Path, source: Sequence[str]) -> float:
    """Let so many workers send so many mails; return the seconds that all of them together had of the processors."""
    project(folder, port, mails)
    settings = folder / "deadlines.toml"
    settings.write_text(settings.read_text().replace("sqlite:///ledger.sqlite3", postgres().new_database()))
    command = [*source, "-C", str(folder), "remind"]
    before = os.times()
    started = [subprocess.Popen(command, stdout=subprocess.DEVNULL) for _ in range(workers)]
    if any(one.wait() for one in started):
        raise SystemExit("a worker failed")
    after = os.times()
    return after.children_user + after.children_system - before.children_user - before.children_system


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.workers", description=__doc__)
    parser.add_argument("--relay-ms", type=float, default=0)
    parser.add_argument("--mails", type=int, default=MAILS)
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    options = parser.parse_args()
    ours, theirs = multiprocessing.Pipe()
    multiprocessing.Process(target=relay, args=(options.relay_ms / 1000, theirs), daemon=True).start()
    port = ours.recv()
    best: dict[int, float] = {}
    with tempfile.TemporaryDirectory() as name:
        for number in range(options.rounds):
            for workers in (1, WORKERS):
                source = (sys.executable, "-m", "deadlines")
                seconds = run(workers, options.mails, port, Path(name) / f"{number}-{workers}", source)
                ours.send(True)
                taken = ours.recv()
                if len(taken) != options.mails:
                    raise SystemExit(f"{len(taken)} mails of {options.mails} arrived")
                rate = (len(taken) - 1) / (max(taken) - min(taken))
                best[workers] = max(best.get(workers, 0.0), rate)
                print(
                    f"{workers} at work: {rate:.0f} mails a second, {seconds / options.mails * 1000:.2f} ms of the processor each",
                    flush=True,
                )
    ratio = best[WORKERS] / best[1]
    print(f"{WORKERS} workers on {os.cpu_count()} processors: {ratio:.2f} of one (bar {BAR})")
    return 0 if ratio >= BAR else 1


if __name__ == "__main__":
    sys.exit(main())
