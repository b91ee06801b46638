"""deadlines serve beside nginx and the baseline, on the same folder, each on one core: what a request costs of the processor.

.venv/bin/python -m benchmarks.serve                     needs nginx, wrk and two cores: apt install nginx-light wrk
.venv/bin/python -m benchmarks.serve --records 10000     another size
"""

import argparse
import asyncio
import http.client
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from benchmarks.generate import project
from benchmarks.peers import BASELINE, Peers

OURS = Path(sys.executable).with_name("deadlines")
FEED, SMALL = "/all.ics", "/page.css"
CLIENTS, SECONDS, ROUNDS = 200, 3, 3
NEEDED = ("nginx", "wrk", "taskset")
MOST = 1_000_000_000
"""Bytes that a crowd fetches at once; more is too much for the clients."""
NEWER = ("countries", "applicants", "funding")
"""Keys that the baseline does not know."""
NGINX = """\
worker_processes 1; daemon off; pid {place}/nginx.pid; error_log {place}/nginx-error.log;
events {{ worker_connections 1024; }}
http {{
  access_log off; sendfile on; etag on; keepalive_requests 1000000;
  types {{ text/calendar ics; text/css css; }} charset utf-8; charset_types text/calendar;
  gzip on; gzip_types text/calendar;
  client_body_temp_path {place}/t1; proxy_temp_path {place}/t2; fastcgi_temp_path {place}/t3;
  uwsgi_temp_path {place}/t4; scgi_temp_path {place}/t5;
  server {{
    listen 127.0.0.1:{port}; root {folder};
    location / {{ add_header Cache-Control "public, max-age=900, must-revalidate"; }}
  }}
}}
"""


@dataclass(frozen=True)
class Server:
    """One that runs on the first core."""

    name: str
    process: int
    port: int

    @property
    def processes(self) -> list[int]:
        """It and what it has started."""
        children = Path(f"/proc/{self.process}/task/{self.process}/children").read_text()
        return [self.process, *map(int, children.split())]

    @property
    def microseconds(self) -> float:
        """Of the processor so far."""
        times = (Path(f"/proc/{one}/stat").read_text().rpartition(")")[2].split() for one in self.processes)
        return sum(int(its[11]) + int(its[12]) for its in times) / os.sysconf("SC_CLK_TCK") * 1e6

    @property
    def mebibytes(self) -> tuple[int, int]:
        """Of memory: now, and at most so far."""
        said = [Path(f"/proc/{one}/status").read_text() for one in self.processes]
        now, most = (sum(int(re.search(rf"{key}:\s+(\d+)", one)[1]) for one in said) for key in ("VmRSS", "VmHWM"))
        return now // 1024, most // 1024

    def ask(self, path: str, method: str = "GET", **fields: str) -> http.client.HTTPResponse:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        connection.request(method, path, headers={key.replace("_", "-"): value for key, value in fields.items()})
        return connection.getresponse()


@contextmanager
def deadlines(name: str, program: Path, folder: Path, **more: str) -> Iterator[Server]:
    command, environment = ("taskset", "-c", "0", program, "-C", folder, "serve", "--port", "0"), {**os.environ, **more}
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, env=environment
    ) as process:
        try:
            yield Server(name, process.pid, int(re.search(r":(\d+)/", process.stdout.readline())[1]))
        finally:
            process.terminate()


@contextmanager
def nginx(place: Path, folder: Path, port: int) -> Iterator[Server]:
    settings = place / "nginx.conf"
    settings.write_text(NGINX.format(place=place, port=port, folder=folder / "calendars"))
    place.chmod(0o755)
    command = ("taskset", "-c", "0", shutil.which("nginx"), "-p", place, "-c", settings)
    with subprocess.Popen(command) as process:
        try:
            wait_for(port)
            yield Server("nginx", process.pid, port)
        finally:
            process.terminate()


@contextmanager
def running(place: Path, records: int, peers: Peers | None) -> Iterator[list[Server]]:
    """Yield ours, nginx on the same folder and, with peers, the baseline on another."""
    os.environ |= {"XDG_CACHE_HOME": str(place / "cache"), "XDG_STATE_HOME": str(place / "state")}
    folder, another = place / "project", place / BASELINE
    project(records, folder)
    subprocess.run((OURS, "-C", folder, "export"), check=True, capture_output=True)
    with ExitStack() as stack:
        servers = [stack.enter_context(deadlines("deadlines serve", OURS, folder))]
        servers.append(stack.enter_context(nginx(place, folder, servers[0].port + 1)))
        if peers:
            project(records, another, without=NEWER)
            servers.append(stack.enter_context(deadlines(BASELINE, peers.baseline(), another, PYTHONPATH="")))
        yield servers


def wait_for(port: int) -> None:
    until = time.monotonic() + 10
    while time.monotonic() < until:
        try:
            http.client.HTTPConnection("127.0.0.1", port, timeout=1).connect()
        except OSError:
            time.sleep(0.05)
        else:
            return
    raise SystemExit("nginx did not start")


def load(
    server: Server, path: str, tag: str, status: int, connections: int, connection: str
) -> tuple[float, float, float]:
    """Ask again and again, on connections that stay open or on a new one each time.

    Return the microseconds of the server's processor for a request, the requests in a second, and the milliseconds in
    which half of them are answered.
    """
    command = (
        "taskset", "-c", "1", "wrk", "-t1", f"-c{connections}", f"-d{SECONDS}s", "--latency",
        "-H", f"If-None-Match: {tag}", "-H", f"Connection: {connection}", "-s", "/dev/stdin", f"http://127.0.0.1:{server.port}{path}",
    )  # fmt: skip
    watch = f"function response(s) if s ~= {status} then print('WRONG ' .. s) end end"
    before = server.microseconds
    said = subprocess.run(command, input=watch, capture_output=True, text=True, check=True).stdout
    spent = server.microseconds - before
    assert "WRONG" not in said and "Socket errors" not in said, said
    half, unit = re.search(r"50%\s+([\d.]+)(us|ms|s)", said).groups()
    count = int(re.search(r"(\d+) requests in", said)[1])
    rate = float(re.search(r"Requests/sec:\s+([\d.]+)", said)[1])
    return spent / count, rate, float(half) * {"us": 0.001, "ms": 1, "s": 1000}[unit]


def loads(
    servers: Sequence[Server], path: str, status: int, connections: int, connection: str = "keep-alive"
) -> list[tuple[float, float, float]]:
    """Return the best of several loads of each, taken in turns."""
    rounds = []
    for _ in range(ROUNDS):
        tags = [one.ask(path, "HEAD").headers["ETag"] if status == 304 else '"none"' for one in servers]
        asked = [(one, path, tag, status, connections, connection) for one, tag in zip(servers, tags, strict=True)]
        rounds.append([load(*its) for its in asked])
    columns = [zip(*its, strict=True) for its in zip(*rounds, strict=True)]
    return [(min(spent), max(rates), min(halves)) for spent, rates, halves in columns]


async def fetch(port: int, size: int) -> str:
    try:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write(f"GET {FEED} HTTP/1.1\r\nHost: here\r\nConnection: close\r\n\r\n".encode())
        answer = await asyncio.wait_for(reader.read(-1), 60)
        writer.close()
    except (OSError, TimeoutError) as error:
        return type(error).__name__
    head, _, body = answer.partition(b"\r\n\r\n")
    return "" if head.startswith(b"HTTP/1.1 200") and len(body) == size else head[:20].decode() or "nothing"


async def _crowd(port: int, size: int) -> tuple[float, int]:
    began = time.perf_counter()
    answers = await asyncio.gather(*(fetch(port, size) for _ in range(CLIENTS)))
    return time.perf_counter() - began, sum(map(bool, answers))


def crowd(server: Server) -> None:
    """Say how long 200 clients take that fetch the feed, unpacked, at the same time, where it is not too large."""
    size = int(server.ask(FEED, "HEAD").headers["Content-Length"])
    if size * CLIENTS > MOST:
        return
    rounds = [asyncio.run(_crowd(server.port, size)) for _ in range(ROUNDS)]
    took, errors = min(took for took, _ in rounds), sum(errors for _, errors in rounds)
    print(
        f"{CLIENTS} clients fetch {size / 1e6:.2f} MB at once, {ROUNDS} times: {server.name} {took:.2f} s, {errors} errors"
    )


def wire(server: Server) -> None:
    """Say how many bytes an answer has: the feed, the feed with gzip, and that nothing has changed."""
    for said, fields in (("as it is", {}), ("with gzip", {"Accept_Encoding": "gzip"})):
        answer = server.ask(FEED, **fields)
        head = sum(len(f"{name}: {value}\r\n") for name, value in answer.getheaders()) + len("HTTP/1.1 200 OK\r\n\r\n")
        print(f"{FEED} {said}: {head + len(answer.read()):,} bytes")
    answer = server.ask(FEED, If_None_Match="*")
    head = sum(len(f"{name}: {value}\r\n") for name, value in answer.getheaders()) + len(
        "HTTP/1.1 304 Not Modified\r\n\r\n"
    )
    print(f"{FEED} unchanged: {head:,} bytes")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--records", type=int, default=800)
    parser.add_argument("--peers", type=Path, metavar="DIR", help="where the peers stay installed")
    options = parser.parse_args()
    if missing := [name for name in NEEDED if not shutil.which(name)]:
        raise SystemExit(f"needed: {', '.join(missing)}")
    os.sched_setaffinity(0, {1})
    peers = Peers(options.peers) if options.peers else None
    with tempfile.TemporaryDirectory() as name, running(Path(name), options.records, peers) as servers:
        ours = servers[0]
        for path, status, connections, connection in (
            (FEED, 304, 8, "keep-alive"), (FEED, 304, 8, "close"), (SMALL, 200, 8, "keep-alive"), (SMALL, 200, 1, "keep-alive")
        ):  # fmt: skip
            its = loads(servers, path, status, connections, connection)
            for one, (spent, rate, half) in zip(servers, its, strict=True):
                print(f"{path} {status}, connections: {connections}, {connection}, {one.name}: {spent:.1f} µs of the processor, "
                      f"{rate:,.0f} a second, half within {half:.2f} ms")  # fmt: skip
        wire(ours)
        for one in servers:
            crowd(one)
        for one in servers:
            print(
                f"memory, {options.records:,} records, {one.name}: {one.mebibytes[0]} MiB, at most {one.mebibytes[1]} MiB"
            )


if __name__ == "__main__":
    main()
