"""How connections are kept: on a server in this process, so that its sockets can be looked at."""

import asyncio
import http.client
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress

import pytest
import uvicorn
from uvicorn.server import ServerState

from deadlines.server.answer import of_text
from deadlines.server.app import Receive, Scope, Send
from deadlines.server.plain import Plain
from deadlines.server.run import MOST_CONNECTIONS, App, AtOnce, Patient, configuration, listen

SMALL = of_text("small", 200)


async def small(scope: Scope, receive: Receive, send: Send) -> None:
    await send({"type": "http.response.start", "status": SMALL.status, "headers": SMALL.fields})
    await send({"type": "http.response.body", "body": SMALL.body})


def never(request: Plain) -> None:
    return None


@contextmanager
def running(app: App, at_once: AtOnce = never) -> Iterator[tuple[uvicorn.Server, tuple[str, int]]]:
    """Run an application; yield the server and where it is."""
    listening = listen("127.0.0.1", 0)
    server = uvicorn.Server(configuration(app, at_once))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
    thread.start()
    try:
        yield server, listening.getsockname()
    finally:
        server.should_exit = True
        thread.join(20)


@pytest.mark.parametrize("at_once", [never, lambda _: SMALL], ids=["in turn", "at once"])
def test_small_answers_on_a_kept_connection_do_not_wait_for_an_acknowledgement_of_the_client(at_once: AtOnce) -> None:
    with running(small, at_once) as (server, place):
        connection = http.client.HTTPConnection(*place, timeout=20)
        for _ in range(2):
            connection.request("GET", "/")
            assert connection.getresponse().read() == b"small"
        kept = [one.transport.get_extra_info("socket") for one in server.server_state.connections]  # type: ignore[union-attr]
        assert [one.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY) for one in kept] == [1]
        connection.close()


class Slow(asyncio.Transport):
    """To a client that takes nothing any more."""

    def __init__(self) -> None:
        super().__init__({"socket": socket.socket()})
        self.written = b""

    def write(self, data: bytes | bytearray | memoryview) -> None:
        self.written += data

    def is_closing(self) -> bool:
        return False

    def pause_reading(self) -> None:
        pass

    def resume_reading(self) -> None:
        pass


def test_nothing_more_is_put_by_for_a_client_that_takes_nothing() -> None:
    async def after_three(*, takes: bool) -> bytes:
        settings = configuration(small, lambda _: SMALL)
        settings.load()
        made = Patient(lambda _: SMALL, settings, ServerState(), {})
        transport = Slow()
        made.connection_made(transport)
        if not takes:
            made.pause_writing()
        for _ in range(3):
            made.data_received(b"GET / HTTP/1.1\r\nHost: here\r\n\r\n")
            await asyncio.sleep(0)
        written = transport.written
        made.resume_writing()
        await asyncio.gather(*made.tasks)
        return written

    assert asyncio.run(after_three(takes=True)).count(b"small") == 3
    assert asyncio.run(after_three(takes=False)) == b""


@pytest.mark.slow
def test_who_was_answered_at_once_is_not_among_those_who_never_asked() -> None:
    def answered(connection: http.client.HTTPConnection) -> bool:
        connection.request("GET", "/")
        return connection.getresponse().read() == b"small"

    with running(small, lambda _: SMALL) as (_, place):
        asking, silent = http.client.HTTPConnection(*place, timeout=20), socket.create_connection(place, timeout=1)
        assert answered(asking)
        kept = asking.sock
        with suppress(ConnectionError):
            while True:
                try:
                    if silent.recv(1) == b"":
                        break
                except TimeoutError:
                    assert answered(asking)
        assert answered(asking) and asking.sock is kept
        asking.close()
        silent.close()


@pytest.mark.slow
def test_a_client_that_keeps_every_connection_busy_shuts_out_nobody_else() -> None:
    taken = threading.Semaphore(0)

    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["path"] == "/waits":
            taken.release()
            while (await receive())["type"] != "http.disconnect":
                pass
        await small(scope, receive, send)

    with running(app) as (server, place):
        crowd = [socket.create_connection(place, source_address=("127.0.0.2", 0)) for _ in range(MOST_CONNECTIONS)]
        for connection in crowd:
            connection.sendall(b"GET /waits HTTP/1.1\r\nHost: here\r\n\r\n")
        for _ in crowd:
            assert taken.acquire(timeout=20)
        others = [socket.create_connection(place, timeout=20) for _ in range(20)]
        for other in others:
            other.sendall(b"GET / HTTP/1.1\r\nHost: here\r\n\r\n")
            assert other.recv(1000).startswith(b"HTTP/1.1 200 ")
        assert len(server.server_state.connections) == MOST_CONNECTIONS
        for connection in (*others, *crowd):
            connection.close()
