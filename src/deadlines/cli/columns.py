"""How many columns of a terminal a text takes, and where it is broken."""

import re
import unicodedata
from collections.abc import Iterator

_SPACES = re.compile("[ \t\n]+")
"""Where a line may be broken; not at a no-break space."""
_UNSEEN = frozenset({"Mn", "Me", "Cf", "Cc"})
_ISOLATE, _POP = "\N{FIRST STRONG ISOLATE}", "\N{POP DIRECTIONAL ISOLATE}"


def width_of(text: str) -> int:
    """Return the number of columns: none for marks and format characters, two for what is wide or full-width."""
    return len(text) if text.isascii() else sum(map(_columns, text))


def _columns(character: str) -> int:
    if unicodedata.category(character) in _UNSEEN or "\u1160" <= character <= "\u11ff":
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


def wrapped(text: str, columns: int, *, whole_words: bool = False) -> Iterator[str]:
    """Yield the lines of a text in so many columns: broken at spaces, and inside of a word that has not got enough.

    With ``whole_words`` such a word has a line of its own, so that an address can be copied.
    """
    line = ""
    for word in _SPACES.split(text):
        first, *others = [word] if whole_words else _parts(word, columns)
        if line and width_of(line) + 1 + width_of(first) > columns:
            yield line
            line = ""
        line = f"{line} {first}" if line else first
        for part in others:
            yield line
            line = part
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
    written_from_the_right = any(unicodedata.bidirectional(letter) in ("R", "AL") for letter in text)
    return f"{_ISOLATE}{text}{_POP}" if written_from_the_right else text


def filled(text: str, columns: int) -> str:
    """Return a text with spaces up to so many columns."""
    return text + " " * (columns - width_of(text))
