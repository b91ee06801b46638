"""A server at the level of bytes: it says what the test says, whatever it is asked, and then closes, hangs or dribbles."""

import socketserver
import ssl
import threading
from dataclasses import dataclass, field
from typing import Self

from tests.certificate import Certificate


@dataclass
class Peer:
    says: bytes | dict[str, bytes] = b""
    """To every request, or by the path that is asked for."""
    then: str = "closes"
    """After that: closes, hangs, or dribbles (a byte now and then, for ever)."""
    certificate: Certificate | None = None
    asked: list[str] = field(default_factory=list)
    """The heads of the requests."""
    was_left: threading.Event = field(default_factory=threading.Event)
    """Set when a connection has ended, whoever ended it."""
    _stops: threading.Event = field(default_factory=threading.Event)

    def __enter__(self) -> Self:
        peer = self

        class Handler(socketserver.BaseRequestHandler):
            def handle(self) -> None:
                try:
                    peer._answer(self.request)
                except OSError:
                    pass
                finally:
                    peer.was_left.set()

        self._server = socketserver.ThreadingTCPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self._server.handle_error = lambda *_: None  # type: ignore[method-assign]
        if self.certificate:
            context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
            context.load_cert_chain(self.certificate.chain, self.certificate.key)
            self._server.socket = context.wrap_socket(self._server.socket, server_side=True)
        threading.Thread(target=self._server.serve_forever, args=(0.01,), daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stops.set()
        self._server.shutdown()
        self._server.server_close()

    @property
    def port(self) -> int:
        return int(self._server.server_address[1])

    def address(self, path: str = "/", *, scheme: str = "http", host: str = "127.0.0.1") -> str:
        return f"{scheme}://{host}:{self.port}{path}"

    def _answer(self, connection: socketserver.socket.socket) -> None:  # type: ignore[name-defined]
        head = b""
        while b"\r\n\r\n" not in head:
            piece = connection.recv(65536)
            if not piece:
                return
            head += piece
        self.asked.append(head.decode("latin-1"))
        says = self.says if isinstance(self.says, bytes) else self.says.get(head.split()[1].decode("latin-1"), b"")
        connection.sendall(says)
        if self.then == "hangs":
            while connection.recv(65536):
                pass
        while self.then == "dribbles" and not self._stops.wait(0.01):
            connection.sendall(b"-")
