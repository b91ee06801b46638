"""How many columns of a terminal a text takes, and where it is broken."""

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache

_SPACES = re.compile("[ \t\n]+")
"""Where a line may be broken; not at a no-break space."""
_OF_ONE_COLUMN = re.compile(
    "[ -~\u00a0-\u00ac\u00ae-\u02ff\u0391-\u03a1\u03a3-\u0482\u048a-\u052f\u2010-\u2027\u202f]*"
)
"""Latin, Greek and Cyrillic letters, and punctuation: most texts have no other."""
_FIRST_FROM_THE_RIGHT = "\u0590"
_UNSEEN = frozenset({"Mn", "Me", "Cf", "Cc"})
_ISOLATE, _POP = "\N{FIRST STRONG ISOLATE}", "\N{POP DIRECTIONAL ISOLATE}"


def width_of(text: str) -> int:
    """Return the number of columns: none for marks and format characters, two for what is wide or full-width."""
    return len(text) if text.isascii() or _OF_ONE_COLUMN.fullmatch(text) else sum(map(_columns, text))


@lru_cache(maxsize=4096)
def _columns(character: str) -> int:
    if unicodedata.category(character) in _UNSEEN or "\u1160" <= character <= "\u11ff":
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


def wrapped(text: str, columns: int, *, whole_words: bool = False) -> Iterator[str]:
    """Yield the lines of a text in so many columns: broken at spaces, and inside of a word that has not got enough.

    With ``whole_words`` such a word has a line of its own, so that an address can be copied.
    """
    is_spaced_once = "  " not in text and "\t" not in text and "\n" not in text
    measure = len if text.isascii() or _OF_ONE_COLUMN.fullmatch(text) else width_of
    if measure(text) <= columns:
        yield text if is_spaced_once else " ".join(_SPACES.split(text))
        return
    line, width = "", 0
    for word in text.split(" ") if is_spaced_once else _SPACES.split(text):
        first, others, size = word, [], measure(word)
        if size > columns and not whole_words:
            first, *others = _parts(word, columns)
            size = measure(first)
        if line and width + 1 + size > columns:
            yield line
            line = ""
        line, width = (f"{line} {first}", width + 1 + size) if line else (first, size)
        for part in others:
            yield line
            line, width = part, measure(part)
    yield line


def _parts(word: str, columns: int) -> Iterator[str]:
    """Yield the pieces of a word that is longer than a line; a mark stays with its letter."""
    piece, width = "", 0
    for character in word:
        its = width_of(character)
        if piece and width + its > columns:
            yield piece
            piece, width = "", 0
        piece, width = piece + character, width + its
    yield piece


def isolated(text: str) -> str:
    """Return a text so that letters written from the right do not take along what stands around it (UAX 9)."""
    if text.isascii() or max(text) < _FIRST_FROM_THE_RIGHT or not any(map(_is_written_from_the_right, text)):
        return text
    return f"{_ISOLATE}{text}{_POP}"


@lru_cache(maxsize=4096)
def _is_written_from_the_right(character: str) -> bool:
    return unicodedata.bidirectional(character) in ("R", "AL")


def filled(text: str, columns: int) -> str:
    """Return a text with spaces up to so many columns."""
    return text + " " * (columns - width_of(text))
