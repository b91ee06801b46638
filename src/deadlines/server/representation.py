"""What is sent of a file: its bytes, plain and compressed, and by which validators a client knows them again."""

import gzip
import hashlib
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from deadlines.server.answer import Answer

TYPES = {
    ".ics": "text/calendar; charset=utf-8",
    ".html": "text/html; charset=utf-8",
    ".json": "application/json",
    ".atom": "application/atom+xml; charset=utf-8",
    ".xml": "application/xml; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml; charset=utf-8",
    ".txt": "text/plain; charset=utf-8",
    ".tsv": "text/tab-separated-values; charset=utf-8",
    ".png": "image/png",
    ".ico": "image/vnd.microsoft.icon",
    ".webmanifest": "application/manifest+json",
}
CALENDAR = TYPES[".ics"]
_PACKED = ("image/png", "image/vnd.microsoft.icon", "application/octet-stream")
_ATOM = b"http://www.w3.org/2005/Atom"
_LEVEL = 6


def type_of(name: str, content: bytes) -> str:
    """Return the media type of a published file."""
    found = TYPES.get(PurePosixPath(name).suffix.lower(), "application/octet-stream")
    return TYPES[".atom"] if found == TYPES[".xml"] and _ATOM in content[:500] else found


PLAIN_BYTES = 1_000_000
"""Of what is kept as it is too; what is larger is kept with gzip alone, and unpacked while it is sent."""


@dataclass(frozen=True)
class Representation:
    """One state of a file, as it is and with gzip, each with a strong entity tag of its bytes (RFC 9110 §8.8.3)."""

    media_type: str
    size: int
    """Of the bytes as they are."""
    tag: str
    content: bytes | None
    """None where they are kept with gzip alone."""
    packed: bytes | None
    """The same with gzip; None where that saves nothing."""
    packed_tag: str
    modified: datetime | None = None
    """When it was written, to the second; None where that is not known."""
    answers: "dict[object, Answer]" = field(default_factory=dict, compare=False)
    """Those that were made of it."""

    @property
    def weight(self) -> int:
        """How many bytes it holds in memory."""
        return len(self.content or b"") + len(self.packed or b"") + 4_000


def represent(content: bytes, media_type: str, modified: datetime | None = None) -> Representation:
    """Return what is sent of some bytes."""
    packed = None if media_type in _PACKED else gzip.compress(content, _LEVEL, mtime=0)
    if packed is None or len(packed) >= len(content):
        return Representation(media_type, len(content), _tag(content), content, None, "", modified)
    kept = content if len(content) <= PLAIN_BYTES else None
    return Representation(media_type, len(content), _tag(content), kept, packed, _tag(packed), modified)


def _tag(content: bytes) -> str:
    return f'"{hashlib.blake2b(content, digest_size=16).hexdigest()}"'
