"""deadlines serve and nginx side by side on the same folder, each on one core; nginx and wrk come from the system.

.venv/bin/python benchmarks/serve.py            needs nginx, wrk and two cores: apt install nginx-light wrk
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
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from generate import project

DEADLINES = str(Path(sys.executable).with_name("deadlines"))
FEED = "/all.ics"
CLIENTS, SECONDS, ROUNDS = 200, 4, 3
NGINX = """\
worker_processes 1; daemon off; pid {place}/nginx.pid; error_log {place}/nginx-error.log;
events {{ worker_connections 1024; }}
http {{
  access_log off; sendfile on; etag on; keepalive_requests 1000000;
  types {{ text/calendar ics; }} charset utf-8; charset_types text/calendar;
  gzip on; gzip_types text/calendar;
  client_body_temp_path {place}/t1; proxy_temp_path {place}/t2; fastcgi_temp_path {place}/t3;
  uwsgi_temp_path {place}/t4; scgi_temp_path {place}/t5;
  server {{
    listen 127.0.0.1:{port}; root {folder};
    location / {{ add_header Cache-Control "public, max-age=900, must-revalidate"; }}
  }}
}}
"""


@contextmanager
def ours(folder: Path) -> Iterator[int]:
    command = ("taskset", "-c", "0", DEADLINES, "-C", str(folder), "serve", "--port", "0")
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as server:
        line = server.stdout.readline()
        yield int(re.search(r":(\d+)/", line)[1])
        server.terminate()


@contextmanager
def theirs(folder: Path, place: Path, port: int) -> Iterator[int]:
    settings = place / "nginx.conf"
    settings.write_text(NGINX.format(place=place, port=port, folder=folder / "calendars"))
    place.chmod(0o755)
    with subprocess.Popen(
        ("taskset", "-c", "0", shutil.which("nginx"), "-p", str(place), "-c", str(settings))
    ) as server:
        wait_for(port)
        yield port
        server.terminate()


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


def tag_of(port: int) -> str:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    connection.request("HEAD", FEED)
    return connection.getresponse().headers["ETag"]


def conditional(port: int) -> float:
    """Return how many requests a second are answered 304, over eight connections that stay open."""
    command = (
        "taskset", "-c", "1", "wrk", "-t1", "-c8", f"-d{SECONDS}s", "-H", f"If-None-Match: {tag_of(port)}",
        "-s", "/dev/stdin", f"http://127.0.0.1:{port}{FEED}",
    )  # fmt: skip
    count = "function response(s) if s ~= 304 then print('WRONG ' .. s) end end"
    ran = subprocess.run(command, input=count, capture_output=True, text=True, check=True)
    assert "WRONG" not in ran.stdout and "Socket errors" not in ran.stdout, ran.stdout
    return float(re.search(r"Requests/sec:\s+([\d.]+)", ran.stdout)[1])


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


def crowd(port: int, size: int) -> tuple[float, int]:
    """Return the seconds and the errors of 200 clients that fetch the feed at the same time."""
    return asyncio.run(_crowd(port, size))


def main() -> None:
    argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter).parse_args()
    if missing := [name for name in ("nginx", "wrk", "taskset") if not shutil.which(name)]:
        raise SystemExit(f"needed: {', '.join(missing)}")
    os.sched_setaffinity(0, {1})
    with tempfile.TemporaryDirectory() as name, ExitStack() as stack:
        place, folder = Path(name), Path(name) / "project"
        project(800, folder)
        subprocess.run((DEADLINES, "-C", str(folder), "export"), check=True, capture_output=True)
        size = (folder / "calendars" / "all.ics").stat().st_size
        one = stack.enter_context(ours(folder))
        two = stack.enter_context(theirs(folder, place, one + 1))
        rates = [(conditional(one), conditional(two)) for _ in range(ROUNDS)]
        mine, yours = (max(column) for column in zip(*rates, strict=True))
        print(f"conditional requests a second, one core: {mine:,.0f} (bar 1,000); nginx {yours:,.0f}; "
              f"ratio {mine / yours:.3f}")  # fmt: skip
        for who, port in (("deadlines serve", one), ("nginx", two)):
            rounds = [crowd(port, size) for _ in range(ROUNDS)]
            took, errors = min(took for took, _ in rounds), sum(errors for _, errors in rounds)
            print(f"{CLIENTS} clients fetch {size / 1e6:.2f} MB at once, {ROUNDS} times, {who}: "
                  f"{errors} errors, best {took:.2f} s")  # fmt: skip


if __name__ == "__main__":
    main()
