"""Words as a part of a name: of a file, a calendar, an address."""

import re
from functools import lru_cache

from deadlines.domain.text import fold

_SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_LONGEST_SLUG = 100
"""A part of a file's name (255 octets on every system) and of an address (256 characters in Google)."""


@lru_cache(maxsize=1_000)
def slug(words: str) -> str:
    """Return words as a part of a name: ``a-z`` and ``0-9`` joined by ``-``, for ever the same.

    Plain words are their own slug; whatever else is in them, or more than 100 letters, gives a hash, so that no two
    share one by accident.
    """
    plain = "-".join(fold(words).split())
    return plain if _SLUG.fullmatch(plain) and len(plain) <= _LONGEST_SLUG else hashed_slug(words)


def hashed_slug(words: str) -> str:
    """Return what can be kept of words in a name, with a hash of all of them."""
    import hashlib  # Most words are their own slug.

    digest = hashlib.sha256(" ".join(words.casefold().split()).encode()).hexdigest()[:8]
    kept = "-".join(re.findall(r"[a-z0-9]+", fold(words)))[: _LONGEST_SLUG - len(digest) - 1].strip("-")
    return f"{kept}-{digest}" if kept else digest
