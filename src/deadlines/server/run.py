"""The application on uvicorn, with limits for clients that are slow on purpose."""

import asyncio
import socket
from collections.abc import Callable
from contextlib import closing
from ipaddress import ip_address

import h11
import uvicorn
from starlette.applications import Starlette
from uvicorn.protocols.http.h11_impl import H11Protocol

MOST_CONNECTIONS = 500
"""At once; one more is closed at once, which clients take for a network that fails: a 503 ends subscriptions."""
_HEAD_BYTES = 16_384
_REQUEST_SECONDS = 10
"""In which a request has to be there."""
_ANSWER_SECONDS = 600
"""In which a client has to take what is waiting for it: 1 MB at 50 kbit/s is under three minutes."""
_STOP_SECONDS = 5


class Patient(H11Protocol):
    """A connection of uvicorn that does not wait for ever, neither for a request nor for an answer to be taken."""

    _timer: asyncio.TimerHandle | None = None
    _slow: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Begin to wait for a request."""
        super().connection_made(transport)
        if len(self.connections) > MOST_CONNECTIONS:
            transport.abort()
        else:
            self._timer = self.loop.call_later(_REQUEST_SECONDS, transport.abort)

    def data_received(self, data: bytes) -> None:
        """Wait on while a request is incomplete."""
        super().data_received(data)
        state = self.conn.their_state
        unfinished = state is h11.SEND_BODY or (state is h11.IDLE and self.conn.trailing_data[0])
        if not unfinished and self._timer:
            self._timer.cancel()
            self._timer = None
        elif unfinished and not self._timer:
            self._timer = self.loop.call_later(_REQUEST_SECONDS, self.transport.abort)

    def pause_writing(self) -> None:
        """Begin to wait for the client to read."""
        super().pause_writing()
        self._slow = self._slow or self.loop.call_later(_ANSWER_SECONDS, self.transport.abort)

    def resume_writing(self) -> None:
        """The client has read."""
        super().resume_writing()
        if self._slow:
            self._slow.cancel()
            self._slow = None

    def connection_lost(self, exc: Exception | None) -> None:
        """Nothing is waited for any more."""
        super().connection_lost(exc)
        for timer in (self._timer, self._slow):
            if timer:
                timer.cancel()


def listen(host: str, port: int) -> socket.socket:
    """Return a socket that listens; whoever connects before the server runs waits. Raises ``OSError``."""
    family, *_, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
    return socket.create_server(address[:2], family=family, backlog=MOST_CONNECTIONS)


def address_of(listening: socket.socket) -> str:
    """Return the address at which a browser on this machine finds it."""
    host, port = listening.getsockname()[:2]
    return f"http://[{host}]:{port}/" if ":" in host else f"http://{host}:{port}/"


def is_loopback(listening: socket.socket) -> bool:
    """True when only this machine can connect."""
    return ip_address(listening.getsockname()[0]).is_loopback


def serve(app: Starlette, listening: socket.socket, started: Callable[[], None]) -> None:
    """Serve until a signal ends it; what is being sent then is sent to its end, for some seconds."""
    config = uvicorn.Config(
        app,
        http=Patient,
        ws="none",
        log_config=None,
        log_level="critical",
        access_log=False,
        server_header=False,
        proxy_headers=False,
        h11_max_incomplete_event_size=_HEAD_BYTES,
        timeout_keep_alive=5,
        timeout_graceful_shutdown=_STOP_SECONDS,
    )
    with closing(listening):
        _Server(config, started).run(sockets=[listening])


class _Server(uvicorn.Server):
    def __init__(self, config: uvicorn.Config, started: Callable[[], None]) -> None:
        super().__init__(config)
        self._tell_started = started

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self._tell_started()
