"""Plain requests: what nearly all clients send, read in one step; whatever may mean more than it says is for h11.

A request is plain when it is whole, alone, GET or HEAD of HTTP/1.1 by a path that needs no decoding, in lines that end
in CRLF, and when no field of it changes where it ends, or what becomes of the connection but that it is closed
(RFC 9112 §3, §5, §6, §9).
"""

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

LONGEST = 16_384
"""Of a head, in bytes."""
_HEAD = re.compile(
    rb"(GET|HEAD) /([A-Za-z0-9._~/-]*)(?:\?([!-~]*))? HTTP/1\.1\r\n((?:[!#$%&'*+.^_`|~0-9A-Za-z-]+:[\t -~]*+\r\n)+)\r\n"
)
_FRAMING = frozenset({"connection", "content-length", "expect", "transfer-encoding", "upgrade"})


class Plain(NamedTuple):
    """A request for what is at a path."""

    method: str
    path: str
    """Without the ``/`` that it begins with."""
    query: str
    fields: dict[str, str]
    """Names in small letters; what came in several lines is one list."""
    closes: bool
    """The client wants no other answer on this connection."""


def read_plain(data: bytes) -> Plain | None:
    """Return the request that these bytes are, or None where they are not exactly one that is plain."""
    found = _HEAD.fullmatch(data) if len(data) <= LONGEST else None
    if found is None:
        return None
    method, path, query, lines = (part.decode("ascii") for part in found.groups(b""))
    fields = combined(line.partition(":")[::2] for line in lines.split("\r\n")[:-1])
    if not _FRAMING.isdisjoint(fields) and _is_framed(fields):
        return None
    closes = fields.get("connection", "").lower() == "close"
    return Plain(method, path, query, fields, closes) if fields.get("host", ",").find(",") < 0 else None


def combined(pairs: Iterable[Sequence[str]]) -> dict[str, str]:
    """Return fields by name in small letters, those of several lines as one list (RFC 9110 §5.3)."""
    fields: dict[str, str] = {}
    for written, value in pairs:
        name, value = written.lower(), value.strip(" \t")
        fields[name] = f"{fields[name]}, {value}" if name in fields else value
    return fields


def _is_framed(fields: dict[str, str]) -> bool:
    """True unless the one field that is about the connection says only whether it is closed."""
    others = _FRAMING & fields.keys()
    return others != {"connection"} or fields["connection"].lower() not in ("keep-alive", "close")
