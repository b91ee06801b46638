"""A server in a process of its own, on a free port of this machine, used as a calendar program uses it."""

import http.client
import os
import re
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from queue import SimpleQueue
from threading import Thread

import pytest

from tests.conftest import CALL, Folder, a_call


@dataclass(frozen=True)
class Answer:
    status: int
    headers: http.client.HTTPMessage
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode()


@dataclass
class Served:
    process: subprocess.Popen[str]
    address: str
    port: int
    told: list[str] = field(default_factory=list)
    lines: SimpleQueue[str] = field(default_factory=SimpleQueue)

    def __post_init__(self) -> None:
        Thread(target=self._listen, daemon=True).start()

    def _listen(self) -> None:
        assert self.process.stderr
        for line in self.process.stderr:
            self.lines.put(line)
        self.lines.put("")

    def ask(self, path: str, *, method: str = "GET", body: bytes | None = None, **headers: str) -> Answer:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        named = {key.replace("_", "-"): value for key, value in headers.items()}
        connection.putrequest(method, path, skip_accept_encoding=True)
        for key, value in (({"Content-Length": str(len(body))} if body else {}) | named).items():
            connection.putheader(key, value)
        connection.endheaders(body)
        answer = connection.getresponse()
        found = Answer(answer.status, answer.headers, answer.read())
        connection.close()
        return found

    def until(self, words: str) -> list[str]:
        """Wait until the server says something on stderr; return all that it has said."""
        while line := self.lines.get(timeout=30):
            self.told.append(line.rstrip("\n"))
            if words in line:
                return self.told
        raise AssertionError(f"the server ended: {self.told}")

    def stop(self, how: int = signal.SIGTERM) -> int:
        self.process.send_signal(how)
        return self.process.wait(timeout=20)


def start(project: Folder, *options: str) -> Served:
    process = subprocess.Popen(
        [sys.executable, "-m", "deadlines", "-C", str(project.root), "serve", "--port", "0", *options],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=os.environ | {"PYTHONUNBUFFERED": "1"},
    )  # fmt: skip
    assert process.stdout
    line = process.stdout.readline()
    found = re.search(r"http://\S+:(\d+)/", line)
    if not found:
        process.kill()
        raise AssertionError((line, process.communicate()))
    served = Served(process, found[0], int(found[1]))
    served.until("current: ")
    return served


@pytest.fixture
def starting() -> Iterator[Callable[..., Served]]:
    running: list[Served] = []

    def begin(project: Folder, *options: str) -> Served:
        running.append(start(project, *options))
        return running[-1]

    yield begin
    for served in running:
        served.process.kill()
        served.process.wait()


@pytest.fixture(scope="module")
def full(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Folder, Served]]:
    """A project with several kinds, served; for tests that change nothing in it."""
    from tests.conftest import SETTINGS

    project = Folder(tmp_path_factory.mktemp("served"))
    project.file("deadlines.toml", SETTINGS)
    project.record("a-call", a_call("2099-03-06"), more='languages = ["en"]\ntopics = ["Santé"]')
    project.record("a-job", a_call("2099-04-06T18:00:00", timezone='"Europe/Zurich"').replace('"call"', '"job"'),
                   more='languages = ["fr", "en"]')  # fmt: skip
    project.record("long-past", a_call("2019-03-06").replace('"call"', '"prize"'))
    project.record("always", CALL.partition("\n[[")[0].replace('"call"', '"grant"'), more="rolling = true")
    served = start(project)
    yield project, served
    served.process.kill()
    served.process.wait()
