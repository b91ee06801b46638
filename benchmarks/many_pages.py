"""Many records verified in one run: simulated hosts on the loopback, each of which answers after 50 ms.

.venv/bin/python -m benchmarks.many_pages [RECORDS [HOSTS]]      10,000 records of 2,000 hosts unless given
"""

import asyncio
import contextlib
import multiprocessing
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

DELAY = 0.05
SETTINGS = (
    '[project]\nname = "Many"\nurl = "https://test.example/"\ndomain = "test.example"\ntimezone = "Europe/Brussels"\n'
)
RECORD = """\
title = "Call for reports number {n}"
kind = "call"
organisation = "Organisation {n}"
url = "http://{host}:{port}/call/{n}"

[[deadlines]]
due = {due}
"""
PAGE = """<!doctype html><title>Call for reports number {n}</title><body><nav>Home About Calls</nav><h1>Call for reports number {n}</h1>
<p>Organisation {n} invites everybody who works for human rights to send in a report on what was seen this year.</p>
{filler}<p>The deadline for reports is 30 April 2027.</p></body>"""
FILLER = (
    "<p>Reports are read by a jury, which answers each of them, and are published with the consent of their authors.</p>"
    * 30
)


def address(host: int) -> str:
    return f"127.1.{host // 250}.{host % 250 + 1}"


async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    with contextlib.suppress(OSError, asyncio.IncompleteReadError):
        head = await reader.readuntil(b"\r\n\r\n")
        path = head.split()[1].decode()
        await asyncio.sleep(DELAY)
        if path == "/robots.txt":
            writer.write(b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
        else:
            page = PAGE.format(n=path.rpartition("/")[2], filler=FILLER).encode()
            writer.write(b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\nConnection: close\r\n")
            writer.write(b"Content-Length: %d\r\n\r\n" % len(page) + page)
        await writer.drain()
        writer.close()


async def serve(port: int, hosts: int, ready: "multiprocessing.synchronize.Event") -> None:
    resource.setrlimit(resource.RLIMIT_NOFILE, (hosts + 1000, resource.getrlimit(resource.RLIMIT_NOFILE)[1]))
    servers = [await asyncio.start_server(answer, address(host), port) for host in range(hosts)]
    ready.set()
    await asyncio.gather(*(server.serve_forever() for server in servers))


def main() -> None:
    records, hosts = (int(one) for one in (*sys.argv[1:], *("10000", "2000")[len(sys.argv) - 1 :]))
    port, ready = 8971, multiprocessing.Event()
    server = multiprocessing.Process(target=lambda: asyncio.run(serve(port, hosts, ready)), daemon=True)
    server.start()
    ready.wait(60)
    with tempfile.TemporaryDirectory() as name:
        root = Path(name)
        (root / "deadlines.toml").write_text(SETTINGS)
        folder = root / "opportunities"
        folder.mkdir()
        for n in range(records):
            due = "2027-04-30" if n % 10 else "2027-04-16"
            (folder / f"call-{n}.toml").write_text(RECORD.format(n=n, host=address(n % hosts), port=port, due=due))
        began = time.perf_counter()
        command = (
            sys.executable,
            "-m",
            "deadlines",
            "-C",
            name,
            "verify",
            "--private",
            "--as-of",
            "2027-03-01",
            "--format",
            "json",
        )
        environment = os.environ | {"XDG_STATE_HOME": f"{name}/state"}
        done = subprocess.run(command, capture_output=True, text=True, env=environment, check=False)
        took = time.perf_counter() - began
        used = resource.getrusage(resource.RUSAGE_CHILDREN)
        verdicts = Counter(line.split('"')[3] for line in done.stdout.splitlines() if '"verdict"' in line)
        print(f"{records:,} records of {hosts:,} hosts in {took:.0f} s; {used.ru_utime + used.ru_stime:.0f} s of the processor; "
              f"at most {used.ru_maxrss / 1024:.0f} MiB; {dict(verdicts)}")  # fmt: skip
        print(*(line for line in done.stdout.split("  {") if "unclear" in line))
        print(done.stderr[-300:])
    server.terminate()


if __name__ == "__main__":
    multiprocessing.set_start_method("fork")
    main()
