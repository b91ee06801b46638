"""What is sent of a file: its bytes, plain and compressed, and by which validators a client knows them again."""

import gzip
import hashlib
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from deadlines.server.answer import Answer

_PACKED = ("image/png", "image/vnd.microsoft.icon", "application/octet-stream")
_LEVEL = 6
PLAIN_BYTES = 4_000_000
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
