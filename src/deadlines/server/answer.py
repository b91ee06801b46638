"""An answer, before it is sent: its status, its fields and its bytes; which of a file's answers a request gets."""

import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from http import HTTPStatus

from deadlines.domain.media_type import CACHE
from deadlines.server.conditions import accepts_gzip, as_http_date, decide
from deadlines.server.representation import Representation

ALWAYS = (
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"no-referrer"),
    (b"access-control-allow-origin", b"*"),
)
"""All of it is public, so pages of other sites may read it too (Fetch §3.3)."""
MAKES_FEEDS = b"feeds"
"""In Server-Timing, which the script of a page can read: here there is a feed of any selection."""
PIECE = 65_536
"""Bytes that are handed on at once: no more of an answer waits for a client that is slow."""
_STEP = 16_384
"""Bytes of gzip that are unpacked at once."""
_CACHE = CACHE.encode()
Fields = tuple[tuple[bytes, bytes], ...]


@dataclass(frozen=True)
class Answer:
    """What a client is answered; the fields have a length where there is a body."""

    status: int
    fields: Fields
    body: bytes = b""
    is_packed: bool = False
    """The body is kept with gzip and is sent without."""

    @cached_property
    def head(self) -> bytes:
        """The status line and the fields, to which that of the date can be added."""
        lines = b"".join(b"%s: %s\r\n" % field for field in self.fields)
        return b"HTTP/1.1 %d %s\r\n%s" % (self.status, HTTPStatus(self.status).phrase.encode(), lines)

    @property
    def is_small(self) -> bool:
        """True when all of it can be handed on at once."""
        return not self.is_packed and len(self.body) <= PIECE

    def pieces(self) -> Iterator[bytes]:
        """Yield the body, a piece at a time."""
        if self.is_packed:
            yield from _unpacked(self.body)
        else:
            for start in range(0, len(self.body), PIECE):
                yield self.body[start : start + PIECE]


def _unpacked(packed: bytes) -> Iterator[bytes]:
    unpacking = zlib.decompressobj(zlib.MAX_WBITS | 16)
    for start in range(0, len(packed), _STEP):
        rest = packed[start : start + _STEP]
        while rest:
            yield unpacking.decompress(rest, PIECE)
            rest = unpacking.unconsumed_tail
    yield unpacking.flush()


def of_file(found: Representation, fields: Mapping[str, str], now: datetime) -> Answer:
    """Return what a GET or HEAD with these fields is answered where a file was found."""
    packed = found.packed is not None and accepts_gzip(fields.get("accept-encoding", ""))
    modified = found.modified
    if modified is not None and modified >= now.replace(microsecond=0):
        modified = None  # it may change once more in this second, and a date could not tell (RFC 9110 §8.8.2.1)
    status = decide(fields, found.packed_tag if packed else found.tag, modified)
    key = (status, packed, modified is not None)
    if (made := found.answers.get(key)) is None:
        made = found.answers[key] = _made(found, status, modified, packed=packed)
    return made


def _made(found: Representation, status: int, modified: datetime | None, *, packed: bool) -> Answer:
    fields = [*ALWAYS, (b"cache-control", _CACHE)]
    if found.packed is not None:
        fields.append((b"vary", b"Accept-Encoding"))
    if found.media_type.startswith("text/html"):
        fields.append((b"server-timing", MAKES_FEEDS))
    fields.append((b"etag", (found.packed_tag if packed else found.tag).encode()))
    if modified is not None:
        fields.append((b"last-modified", as_http_date(modified).encode()))
    if status != 200:
        return Answer(status, (*fields, *([(b"content-length", b"0")] if status == 412 else [])))
    body = found.packed if packed or found.content is None else found.content
    assert body is not None  # noqa: S101
    size = len(body) if packed else found.size
    fields += [(b"content-type", found.media_type.encode()), (b"content-length", b"%d" % size)]
    if packed:
        fields.append((b"content-encoding", b"gzip"))
    return Answer(status, tuple(fields), body, is_packed=not packed and found.content is None)


def of_text(text: str, status: int, *more: tuple[bytes, bytes]) -> Answer:
    """Return an answer in words, which nobody keeps."""
    return of_bytes(text.encode(), "text/plain; charset=utf-8", status, *more)


def of_bytes(body: bytes, media_type: str, status: int = 200, *more: tuple[bytes, bytes]) -> Answer:
    """Return an answer that nobody keeps."""
    about = ((b"content-type", media_type.encode()), (b"content-length", b"%d" % len(body)))
    return Answer(status, (*ALWAYS, (b"cache-control", b"no-store"), *about, *more), body)
