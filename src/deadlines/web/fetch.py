"""One conditional request to an address that a person typed, with limits for whatever answers."""

import http.client
import urllib.error
import urllib.request
import zlib
from dataclasses import replace
from datetime import datetime
from threading import Thread
from typing import IO, Any

from deadlines.web.cache import Copy

LARGEST = 64_000_000
"""Bytes of an answer: some 40,000 records."""
SECONDS = 30
"""For the whole of a request; its parts have less."""
_SECONDS_OF_SILENCE = 10
_PIECE = 65_536


class Unreachable(Exception):  # noqa: N818
    """An address did not answer with what can be used, and why."""


def fetch(address: str, held: Copy | None, now: datetime) -> Copy:
    """Return what an address holds now, or ``held`` where that is still current. Raises ``Unreachable``."""
    found: list[Copy | Exception] = []

    def ask() -> None:
        try:
            found.append(_ask(address, held, now))
        except Exception as error:
            found.append(error)

    asking = Thread(target=ask, daemon=True)
    asking.start()
    asking.join(SECONDS)
    if not found:
        raise Unreachable(f"no whole answer in {SECONDS} seconds")
    if isinstance(found[0], Copy):
        return found[0]
    raise _in_words(found[0]) from None


def _ask(address: str, held: Copy | None, now: datetime) -> Copy:
    headers = {"User-Agent": "deadlines", "Accept": "application/json", "Accept-Encoding": "gzip"}
    if held and held.tag:
        headers["If-None-Match"] = held.tag
    if held and held.modified:
        headers["If-Modified-Since"] = held.modified
    opener = urllib.request.build_opener(NeverLessSafe)
    try:
        with opener.open(urllib.request.Request(address, headers=headers), timeout=_SECONDS_OF_SILENCE) as answer:  # noqa: S310
            packed = answer.headers.get("Content-Encoding", "identity").strip().lower() in ("gzip", "x-gzip")
            content = _read(answer, packed=packed)
            return Copy(content, now, answer.headers.get("ETag"), answer.headers.get("Last-Modified"))
    except urllib.error.HTTPError as error:
        with error:
            if error.code == 304 and held:
                return replace(held, checked=now)
        raise


def _read(answer: IO[bytes], *, packed: bool) -> bytes:
    unpack = zlib.decompressobj(31) if packed else None
    pieces, room = [], LARGEST
    while piece := answer.read(_PIECE):
        if unpack:
            piece = unpack.decompress(piece, room + 1)
            if unpack.unconsumed_tail:
                room = -1
        room -= len(piece)
        if room < 0:
            raise Unreachable(f"it is larger than {LARGEST // 1_000_000} MB")
        pieces.append(piece)
    if unpack and not unpack.eof:
        raise Unreachable("the answer is not whole")
    return b"".join(pieces)


class NeverLessSafe(urllib.request.HTTPRedirectHandler):
    """Follows redirects, but not from https to what is not protected, nor to another kind of address."""

    def redirect_request(
        self, req: urllib.request.Request, fp: IO[bytes], code: int, msg: str, headers: Any, newurl: str
    ) -> urllib.request.Request | None:
        """Return the request that follows. Raises ``Unreachable``."""
        if not newurl.lower().startswith(("https://", f"{req.type}://")):
            raise Unreachable("it leads to an address that is not protected")
        return super().redirect_request(req, fp, code, msg, headers, newurl)


def _in_words(error: Exception) -> Unreachable:
    if isinstance(error, Unreachable):
        return error
    if isinstance(error, urllib.error.HTTPError):
        return Unreachable(f"it answers {error.code} {error.reason}")
    if isinstance(error, TimeoutError):
        return Unreachable(f"silent for {_SECONDS_OF_SILENCE} seconds")
    if isinstance(error, OSError):
        return Unreachable(str(getattr(error, "reason", None) or error.strerror or error))
    if isinstance(error, (http.client.HTTPException, ValueError, zlib.error)):
        return Unreachable(f"its answer cannot be read: {type(error).__name__}")
    raise error
