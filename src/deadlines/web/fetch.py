"""One conditional GET of an address, within one budget of time, whatever answers."""

import ssl
import urllib.error
import urllib.request
import zlib
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass
from email.message import Message
from http import HTTPStatus
from http.client import HTTPConnection, HTTPException, HTTPResponse, HTTPSConnection, InvalidURL
from typing import IO, Any

from deadlines.domain.characters import one_line
from deadlines.domain.text import Sentence
from deadlines.web.cache import LARGEST, Representation
from deadlines.web.connection import restricted
from deadlines.web.dial import Address, Budget, Refused, is_any

SECONDS = 20.0
"""For all of a request: the name, the connections, the redirects and the answer."""
AGENT = "deadlines"
"""What we call ourselves, where nobody else is named (RFC 9110 §10.1.5)."""
_PIECE = 65_536
_LONGEST_REASON = 200
_NO_ADDRESS = Sentence("this is not a web address")


class Unreachable(Exception):  # noqa: N818
    """There is no answer that can be used, and why. ``status`` is that of an answer, where there was one."""

    def __init__(self, why: str, status: int | None = None) -> None:
        super().__init__(why)
        self.status = status


def over_http(typed: str) -> str:
    """Return a typed address with its scheme in small letters; ``webcal``, which calendar programs know, is https."""
    scheme, colon, rest = typed.partition("://")
    return {"webcal": "https", "webcals": "https"}.get(scheme.lower(), scheme.lower()) + colon + rest


@dataclass(frozen=True)
class Visit:
    """What an address answered, whatever its status."""

    status: int
    reason: str
    address: str
    """Where the answer came from, after redirects."""
    content: bytes
    """Empty where the status is not 200."""
    headers: Message

    @property
    def representation(self) -> Representation:
        """The content with its validators."""
        return Representation(self.content, self.headers["ETag"], self.headers["Last-Modified"])


def fetch(
    address: str, held: Representation | None = None, *, accept: str = "*/*", seconds: float = SECONDS
) -> Representation:
    """Return what an address holds now, or ``held`` where the server says that it is current (RFC 9110 §13).

    Redirects are followed, but not from https to what is not protected; the proxies of the environment are used.
    Raises ``Unreachable`` and nothing else, after ``seconds`` at the latest.
    """
    found = visit(address, held, accept=accept, seconds=seconds)
    if found.status == HTTPStatus.NOT_MODIFIED and held:
        return held
    if not _is_found(found.status):
        answer = f"{found.status} {found.reason}".rstrip()
        raise Unreachable(Sentence("it answers {answer}", answer=answer), found.status)
    return found.representation


def visit(
    address: str,
    held: Representation | None = None,
    *,
    accept: str = "*/*",
    agent: str = AGENT,
    allows: Callable[[Address], bool] = is_any,
    seconds: float = SECONDS,
) -> Visit:
    """Return what an address answers, an error too; its content only where it has what was asked for.

    Only addresses that ``allows`` lets through are dialled, of redirects too; where it is not ``is_any``, no proxy is
    used, since that would dial for us. Redirects do not lead from https to what is not protected.
    Raises ``Unreachable`` and nothing else, after ``seconds`` at the latest.
    """
    budget = Budget(seconds)
    if not address.startswith(("http://", "https://")):
        raise Unreachable(_NO_ADDRESS)
    try:
        request = urllib.request.Request(address, headers=_headers(held, accept, agent))  # noqa: S310
    except ValueError:
        raise Unreachable(_NO_ADDRESS) from None
    direct = [] if allows is is_any else [urllib.request.ProxyHandler({})]
    try:
        with ExitStack() as guards:
            opener = urllib.request.build_opener(
                _Http(budget, guards, allows), _Https(budget, guards, allows), _Redirects, *direct
            )
            with opener.open(request, timeout=seconds) as answer:
                content = _read(answer, budget)
                return Visit(answer.status, _plain(answer.reason), answer.url, content, answer.headers)
    except urllib.error.HTTPError as error:
        error.close()
        if budget.spent:
            raise Unreachable(_late(budget)) from None
        return Visit(error.code, _plain(error.reason), error.url or address, b"", error.headers)
    except (OSError, HTTPException, ValueError, zlib.error) as error:
        raise Unreachable(_late(budget) if budget.spent else _in_words(error)) from None


def _is_found(status: int) -> bool:
    return 200 <= status < 300


def _headers(held: Representation | None, accept: str, agent: str) -> dict[str, str]:
    headers = {"User-Agent": agent, "Accept": accept, "Accept-Encoding": "gzip"}
    if held and held.etag:
        headers["If-None-Match"] = held.etag
    if held and held.last_modified:
        headers["If-Modified-Since"] = held.last_modified
    return headers


def _read(answer: HTTPResponse, budget: Budget) -> bytes:
    packed = answer.headers.get("Content-Encoding", "identity").strip().lower() in ("gzip", "x-gzip")
    unpack = zlib.decompressobj(31) if packed else None
    pieces, room = [], LARGEST
    while piece := answer.read(_PIECE):
        if unpack:
            piece = unpack.decompress(piece, room + 1)
            if unpack.unconsumed_tail:
                room = -1
        room -= len(piece)
        if room < 0:
            raise Unreachable(Sentence("it is larger than {most} MB", most=LARGEST // 1_000_000))
        pieces.append(piece)
    if budget.spent:  # http.client takes the beginning of an answer for all of it.
        raise TimeoutError
    if answer.length or (unpack and not unpack.eof):
        raise Unreachable(Sentence("the answer is incomplete"))
    return b"".join(pieces)


class _Http(urllib.request.HTTPHandler):
    def __init__(self, budget: Budget, guards: ExitStack, allows: Callable[[Address], bool]) -> None:
        super().__init__()
        self._budget, self._guards, self._allows = budget, guards, allows

    def http_open(self, req: urllib.request.Request) -> HTTPResponse:
        def connect(host: str, **more: Any) -> HTTPConnection:
            return restricted(HTTPConnection(host, **more), self._budget, self._allows, self._guards)

        return self.do_open(connect, req)


class _Https(urllib.request.HTTPSHandler):
    def __init__(self, budget: Budget, guards: ExitStack, allows: Callable[[Address], bool]) -> None:
        super().__init__()
        self._budget, self._guards, self._allows = budget, guards, allows

    def https_open(self, req: urllib.request.Request) -> HTTPResponse:
        def connect(host: str, **more: Any) -> HTTPConnection:
            connection = HTTPSConnection(host, context=ssl.create_default_context(), **more)
            return restricted(connection, self._budget, self._allows, self._guards)

        return self.do_open(connect, req)


class _Redirects(urllib.request.HTTPRedirectHandler):
    def redirect_request(
        self, req: urllib.request.Request, fp: IO[bytes], code: int, msg: str, headers: Any, newurl: str
    ) -> urllib.request.Request | None:
        if not newurl.lower().startswith(("https://", f"{req.type}://")):
            raise Unreachable(Sentence("it leads to an address that is not protected"))
        following = super().redirect_request(req, fp, code, msg, headers, newurl)
        if following is not None:
            fp.close()  # The handler would read all that this answer has, however much.
        return following


def _late(budget: Budget) -> str:
    return Sentence("no complete answer in {n} seconds", n=f"{budget.seconds:g}")


def _in_words(error: Exception) -> str:
    if isinstance(error, urllib.error.URLError) and isinstance(error.reason, Exception):
        error = error.reason
    if isinstance(error, Refused):
        return Sentence("{fact}, which is not on the public Internet", fact=error)
    if isinstance(error, InvalidURL):
        return _NO_ADDRESS
    if isinstance(error, OSError):
        why = error.args[0] if error.args else ""
        return why if isinstance(why, Sentence) else _plain(error.strerror or error) or type(error).__name__
    return Sentence("its answer cannot be read: {reason}", reason=type(error).__name__)


def _plain(text: object) -> str:
    return one_line(str(text), _LONGEST_REASON)
