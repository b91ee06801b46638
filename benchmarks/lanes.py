"""Reminders by three ways: mail hangs, one webhook refuses, two hundred recipients have a webhook that works.

.venv/bin/python -m benchmarks.lanes
"""

import json
import subprocess
import sys
import tempfile
import threading
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from time import monotonic

import tomli_w
from tests.sink import Sink

GOOD, REFUSED, BY_MAIL = 200, 20, 20
BAR = 60


class Receiver(BaseHTTPRequestHandler):
    """A web server that takes what is posted to it, or refuses it, and notes when."""

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers["Content-Length"]))
        self.server.taken.append(monotonic())  # type: ignore[attr-defined]
        self.send_response(self.server.status)  # type: ignore[attr-defined]
        self.end_headers()

    def log_message(self, *_: object) -> None: ...


def receiver(status: int) -> ThreadingHTTPServer:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Receiver)
    server.status, server.taken = status, []  # type: ignore[attr-defined]
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server


def project(folder: Path, mail: int, good: int, refuses: int) -> None:
    due = datetime.now(UTC) + timedelta(days=3)  # noqa: TID251
    people = [{"id": f"mail-{n}", "email": f"mail-{n}@example.org"} for n in range(BY_MAIL)]
    people += [{"id": f"refused-{n}", "webhook": f"http://127.0.0.1:{refuses}/{n}"} for n in range(REFUSED)]
    people += [{"id": f"good-{n}", "webhook": f"http://127.0.0.1:{good}/{n}"} for n in range(GOOD)]
    (folder / "opportunities").mkdir(parents=True)
    (folder / "deadlines.toml").write_text(tomli_w.dumps({
        "project": {"name": "Lanes", "domain": "lanes.example", "timezone": "Europe/Brussels"},
        "ledger": {"url": "sqlite:///ledger.sqlite3"},
        "mail": {"host": "127.0.0.1", "port": mail, "security": "none", "sender": "us@lanes.example"},
        "reminders": {"private_webhooks": True, "lead_times": ["7d"]},
        "recipients": people,
    }))  # fmt: skip
    for number in range(5):
        (folder / "opportunities" / f"call-{number}.toml").write_text(
            f'title = "Call {number}"\nkind = "call"\norganisation = "O"\nurl = "https://example.org/"\n'
            f'[[deadlines]]\ndue = {due:%Y-%m-%dT%H:%M:%S}\ntimezone = "UTC"\n'
        )


def main() -> int:
    good, refuses = receiver(200), receiver(404)
    with tempfile.TemporaryDirectory() as name, Sink.start(Path(name) / "sink", hang_at="mail") as sink:
        folder = Path(name) / "project"
        project(folder, sink.port, good.server_address[1], refuses.server_address[1])
        began = monotonic()
        command = [sys.executable, "-m", "deadlines", "-C", str(folder), "remind", "--json"]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        took, last = monotonic() - began, max(good.taken, default=began) - began  # type: ignore[attr-defined]
        report = json.loads(done.stdout)
    said = {key: len(value) for key, value in report.items()}
    print(
        f"{len(good.taken)} webhooks of {GOOD} taken, the last after {last:.1f} s (bar {BAR}); the check took {took:.1f} s: {said}"
    )  # type: ignore[attr-defined]
    return 0 if len(good.taken) == GOOD and last < BAR else 1  # type: ignore[attr-defined]


if __name__ == "__main__":
    sys.exit(main())
