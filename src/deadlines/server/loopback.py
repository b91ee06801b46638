"""The form over HTTP, for this machine alone: whoever knows the token of this run, and no page of another site."""

import secrets
from collections.abc import Callable
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from importlib.resources import files
from threading import Event, Thread
from urllib.parse import parse_qsl, urlsplit

from deadlines.app.project import OpenProject
from deadlines.form.page import POLICY, style
from deadlines.server.desk import Answer, Desk

MOST_BYTES = 4_000_000
"""A record has at most a megabyte, and three for one where a form sends what is beyond ASCII."""
MOST_FIELDS = 3_000
"""Of 200 deadlines and 100 milestones, with all that a record has."""
SECONDS = 10
"""In which the browser has to send what comes next."""
_HEADERS = {
    "Content-Security-Policy": POLICY,
    "Cache-Control": "no-store",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}
_FORM = "application/x-www-form-urlencoded"


class Refused(Exception):  # noqa: N818
    """A request that is answered with a status and nothing else."""

    def __init__(self, status: int, **headers: str) -> None:
        super().__init__(status)
        self.status, self.headers = status, headers


class Loopback(ThreadingHTTPServer):
    """Listens on a free port of 127.0.0.1; ``failed`` is told of a fault, which the browser is not."""

    daemon_threads = True
    allow_reuse_address = False

    def __init__(self, project: OpenProject, tag: str, failed: Callable[[Exception], None]) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.token, self.failed = secrets.token_urlsafe(24), failed
        self.ended = Event()
        """Set when somebody has said that it is enough, and was answered."""
        self.desk = Desk(project, f"/{self.token}/", tag)
        self.hosts = {f"{name}:{self.server_port}" for name in ("127.0.0.1", "localhost")}
        self.static = {
            "page.css": ("text/css; charset=utf-8", (files("deadlines.site") / "static" / "page.css").read_bytes()),
            "form.css": ("text/css; charset=utf-8", style()),
            "icon.svg": ("image/svg+xml", (files("deadlines.site") / "static" / "icon.svg").read_bytes()),
        }

    def address(self, place: str = "") -> str:
        """Return the address of a page, with the token."""
        return f"http://127.0.0.1:{self.server_port}/{self.token}/{place}"

    def handle_error(self, request: object, client_address: object) -> None:
        """Say nothing where a browser has gone away."""


class _Handler(BaseHTTPRequestHandler):
    server: Loopback
    protocol_version = "HTTP/1.1"
    timeout = SECONDS

    def do_GET(self) -> None:
        self._answered(self._get)

    def do_HEAD(self) -> None:
        self._answered(self._get)

    def do_POST(self) -> None:
        self._answered(self._post)

    def _get(self) -> Answer | tuple[str, bytes]:
        place, query = self._place()
        if place in self.server.static:
            return self.server.static[place]
        return self.server.desk.get(place, dict(parse_qsl(query, max_num_fields=10)))

    def _post(self) -> Answer:
        place, _ = self._place()
        origin = self.headers.get("Origin")
        if origin is not None and urlsplit(origin).netloc not in self.server.hosts:
            raise Refused(403)
        if self.headers.get("Sec-Fetch-Site", "same-origin") not in ("same-origin", "none"):
            raise Refused(403)
        if self.headers.get("Content-Type", "").partition(";")[0].strip().casefold() != _FORM:
            raise Refused(415)
        length = self.headers.get("Content-Length", "")
        if not (length.isascii() and length.isdecimal()) or "Transfer-Encoding" in self.headers:
            raise Refused(411)
        if len(length) > len(str(MOST_BYTES)) or int(length) > MOST_BYTES:
            raise Refused(413)
        body = self.rfile.read(int(length))
        try:
            pairs = parse_qsl(body.decode("ascii"), keep_blank_values=True, max_num_fields=MOST_FIELDS)
        except ValueError:
            raise Refused(400) from None
        return self.server.desk.post(place, _joined(pairs))

    def _place(self) -> tuple[str, str]:
        """Return what is asked for below the token, and the query. Raises ``Refused`` for whoever has no business."""
        if self.headers.get_all("Host", []) not in [[host] for host in self.server.hosts]:
            raise Refused(403)
        address = urlsplit(self.path)
        token, _, place = address.path.removeprefix("/").partition("/")
        if not secrets.compare_digest(token.encode(), self.server.token.encode()):
            raise Refused(403)
        return place, address.query

    def _answered(self, answer: Callable[[], Answer | tuple[str, bytes]]) -> None:
        """Send an answer; whatever goes wrong, no traceback."""
        try:
            made = answer()
            if isinstance(made, Answer):
                self.close_connection |= self.server.desk.finished
                more = {"Location": made.location} if made.location else {}
                self._send(made.status, "text/html; charset=utf-8", made.page.encode(), **more)
            else:
                self._send(200, *made)
        except Refused as refused:
            self.close_connection = True
            self._send(refused.status, "text/plain; charset=utf-8", f"{refused.status}\n".encode(), **refused.headers)
        except OSError:
            self.close_connection = True
        except Exception as error:
            self.server.failed(error)
            self.close_connection = True
            self._send(500, "text/plain; charset=utf-8", b"500\n")
        finally:
            if self.server.desk.finished:
                self.server.ended.set()

    def _send(self, status: int, kind: str, body: bytes, **headers: str) -> None:
        self.send_response(status)
        for name, value in {**_HEADERS, "Content-Type": kind, "Content-Length": str(len(body)), **headers}.items():
            self.send_header(name, value)
        if self.close_connection:
            self.send_header("Connection", "close")
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        """Answer what is no request at all; nothing of it is repeated."""
        self.close_connection = True
        if code == HTTPStatus.NOT_IMPLEMENTED:
            self._send(405, "text/plain; charset=utf-8", b"405\n", Allow="GET, HEAD, POST")
        else:
            self._send(code, "text/plain; charset=utf-8", f"{int(code)}\n".encode())

    def version_string(self) -> str:
        """Return what the server calls itself."""
        return "deadlines"

    def log_message(self, format: str, *arguments: object) -> None:  # noqa: A002
        """Note nothing: the address has the token."""


def _joined(pairs: list[tuple[str, str]]) -> dict[str, str]:
    """Return what was sent by its name; what has one name is several lines, as of boxes of which several are ticked."""
    found: dict[str, str] = {}
    for name, value in pairs:
        found[name] = f"{found[name]}\n{value}" if name in found else value
    return found


def serve(server: Loopback) -> None:
    """Answer until somebody says that it is enough; raises ``KeyboardInterrupt`` at Ctrl-C."""
    Thread(target=server.serve_forever, args=(0.1,), daemon=True).start()
    try:
        while not server.ended.wait(0.5):
            pass
    finally:
        server.shutdown()
        server.server_close()
