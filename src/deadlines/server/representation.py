"""What is sent of a file: its bytes, plain and compressed, and by which validators a client knows them again."""

import gzip
import hashlib
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from pathlib import PurePosixPath

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


@dataclass(frozen=True)
class Representation:
    """One state of a file."""

    content: bytes
    media_type: str
    modified: datetime | None = None
    """When it was written, to the second; None where that is not known."""

    @cached_property
    def compressed(self) -> bytes | None:
        """The same, with gzip; None where that saves nothing."""
        if self.media_type in _PACKED:
            return None
        packed = gzip.compress(self.content, _LEVEL, mtime=0)
        return packed if len(packed) < len(self.content) else None

    @cached_property
    def tag(self) -> str:
        """A strong entity tag, of the bytes (RFC 9110 §8.8.3)."""
        return _tag(self.content)

    @cached_property
    def compressed_tag(self) -> str:
        """The entity tag of the compressed bytes, which is another one (§8.8.3.3)."""
        return _tag(self.compressed or b"")

    @property
    def weight(self) -> int:
        """How many bytes it may hold in memory."""
        return 2 * len(self.content) + 500


def _tag(content: bytes) -> str:
    return f'"{hashlib.blake2b(content, digest_size=16).hexdigest()}"'
