"""How many columns of a terminal a text takes, and where it is broken."""

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache

_SPACES = re.compile("[ \t\n]+")
"""Where a line may be broken; not at a no-break space."""
_UNSEEN = frozenset({"Mn", "Me", "Cf", "Cc"})
_ISOLATE, _POP = "\N{FIRST STRONG ISOLATE}", "\N{POP DIRECTIONAL ISOLATE}"


def width_of(text: str) -> int:
    """Return the number of columns: none for marks and format characters, two for what is wide or full-width."""
    return len(text) if text.isascii() else sum(map(_columns, text))


@lru_cache(maxsize=4096)
def _columns(character: str) -> int:
    if unicodedata.category(character) in _UNSEEN or "\u1160" <= character <= "\u11ff":
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


def wrapped(text: str, columns: int, *, whole_words: bool = False) -> Iterator[str]:
    """Yield the lines of a text in so many columns: broken at spaces, and inside of a word that has not got enough.

    With ``whole_words`` such a word has a line of its own, so that an address can be copied.
    """
    if width_of(text) <= columns:
        yield " ".join(_SPACES.split(text))
        return
    line, width = "", 0
    for word in _SPACES.split(text):
        first, *others = [word] if whole_words else _parts(word, columns)
        if line and width + 1 + width_of(first) > columns:
            yield line
            line, width = "", 0
        line = f"{line} {first}" if line else first
        width = width_of(line) if not width else width + 1 + width_of(first)
        for part in others:
            yield line
            line, width = part, width_of(part)
    yield line


def _parts(word: str, columns: int) -> Iterator[str]:
    """Yield a word, or the pieces of one that is longer than a line; a mark stays with its letter."""
    if width_of(word) <= columns:
        yield word
        return
    piece = ""
    for character in word:
        if piece and width_of(piece) + _columns(character) > columns:
            yield piece
            piece = ""
        piece += character
    yield piece


def isolated(text: str) -> str:
    """Return a text so that letters written from the right do not take along what stands around it (UAX 9)."""
    if text.isascii() or not any(map(_is_written_from_the_right, text)):
        return text
    return f"{_ISOLATE}{text}{_POP}"


@lru_cache(maxsize=4096)
def _is_written_from_the_right(character: str) -> bool:
    return unicodedata.bidirectional(character) in ("R", "AL")


def filled(text: str, columns: int) -> str:
    """Return a text with spaces up to so many columns."""
    return text + " " * (columns - width_of(text))
