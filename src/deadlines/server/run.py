"""The application on uvicorn, with limits for clients that are slow on purpose."""

import asyncio
import socket
from collections import Counter
from collections.abc import Awaitable, Callable
from contextlib import closing
from functools import partial
from ipaddress import ip_address
from typing import Any

import h11
import uvicorn
from uvicorn.protocols.http.flow_control import CLOSE_HEADER
from uvicorn.protocols.http.h11_impl import H11Protocol

from deadlines.server.answer import Answer
from deadlines.server.app import Application, Receive, Scope, Send
from deadlines.server.plain import LONGEST, Plain, read_plain

MOST_CONNECTIONS = 500
"""At once. For one more, one of the client that has the most is closed, an idle one where there is one; a 503 would end
subscriptions."""
_REQUEST_SECONDS = 10
"""In which a request has to be there."""
_ANSWER_SECONDS = 600
"""In which a client has to take what is waiting for it: 1 MB at 50 kbit/s is under three minutes."""
_STOP_SECONDS = 5


App = Callable[[Scope, Receive, Send], Awaitable[None]]
AtOnce = Callable[[Plain], Answer | None]


class Patient(H11Protocol):
    """A connection of uvicorn that does not wait for ever, neither for a request nor for an answer to be taken.

    A plain request that ``at_once`` has an answer to is answered where it arrives; all others go their way through h11.
    """

    def __init__(self, at_once: AtOnce, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self._at_once = at_once

    _timer: asyncio.TimerHandle | None = None
    _slow: asyncio.TimerHandle | None = None
    _idle_since = 0.0

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Begin to wait for a request; where there are too many connections, one of them makes room."""
        super().connection_made(transport)
        # asyncio does this for sockets that it made itself; without it, each small answer waits for the client's ACK.
        transport.get_extra_info("socket").setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._timer = self.loop.call_later(_REQUEST_SECONDS, transport.abort)
        self._idle_since = self.loop.time()
        if len(self.connections) > MOST_CONNECTIONS:
            closed = self._least_missed()
            self.connections.discard(closed)  # Now, so that of several that come at once each closes another.
            closed.transport.abort()

    def _least_missed(self) -> "Patient":
        """Return a connection of the client with the most; one that is idle before one that is not, for longest."""
        connected = [other for other in self.connections if isinstance(other, Patient)]
        clients = Counter(other._host for other in connected)
        return min(connected, key=lambda other: (-clients[other._host], not other._is_idle, other._idle_since))

    @property
    def _is_idle(self) -> bool:
        """True while no whole request waits for its answer."""
        return self._timer is not None or self.cycle is None or bool(self.cycle.response_complete)

    @property
    def _host(self) -> str:
        """The address of the client; behind a proxy all have the same."""
        return self.client[0] if self.client else ""

    def data_received(self, data: bytes) -> None:
        """Answer, or wait on while a request is incomplete."""
        if self._is_answered(data):
            return
        super().data_received(data)
        state = self.conn.their_state
        unfinished = state is h11.SEND_BODY or (state is h11.IDLE and self.conn.trailing_data[0])
        if not unfinished and self._timer:
            self._timer.cancel()
            self._timer = None
        elif unfinished and not self._timer:
            self._timer = self.loop.call_later(_REQUEST_SECONDS, self.transport.abort)

    def _is_answered(self, data: bytes) -> bool:
        """True when these bytes were a plain request and all of its answer was at hand."""
        is_between = self.conn.our_state is h11.IDLE is self.conn.their_state and not self.conn.trailing_data[0]
        if not is_between or self.flow.write_paused or self.transport.is_closing():
            return False
        request = read_plain(data)
        answer = request and self._at_once(request)
        if not request or not answer or not answer.is_small:
            return False
        more = (*self.server_state.default_headers, *([CLOSE_HEADER] if request.closes else ()))
        fields = b"".join(b"%s: %s\r\n" % field for field in more)
        body = b"" if request.method == "HEAD" else answer.body
        self.transport.write(b"%s%s\r\n%s" % (answer.head, fields, body))
        if self._timer:
            self._timer.cancel()
            self._timer = None
        if request.closes:
            self.transport.close()
        self.on_response_complete()
        return True

    def on_response_complete(self) -> None:
        """Begin to be idle again."""
        self._idle_since = self.loop.time()
        super().on_response_complete()

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


def configuration(app: App, at_once: AtOnce) -> uvicorn.Config:
    """Return how uvicorn is to run an application: with our limits, and without a log of who reads."""
    return uvicorn.Config(
        app,
        http=partial(Patient, at_once),  # type: ignore[arg-type]
        ws="none",
        log_config=None,
        log_level="critical",
        access_log=False,
        server_header=False,
        proxy_headers=False,
        h11_max_incomplete_event_size=LONGEST,
        timeout_keep_alive=5,
        timeout_graceful_shutdown=_STOP_SECONDS,
    )


def serve(app: Application, listening: socket.socket, started: Callable[[], None]) -> None:
    """Serve until a signal ends it; what is being sent then is sent to its end, for some seconds."""
    with closing(listening):
        _Server(configuration(app, app.at_once), started).run(sockets=[listening])


class _Server(uvicorn.Server):
    def __init__(self, config: uvicorn.Config, started: Callable[[], None]) -> None:
        super().__init__(config)
        self._tell_started = started

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self._tell_started()
