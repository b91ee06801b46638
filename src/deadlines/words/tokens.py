"""A text taken apart: numbers and known words with what stands before each. Linear in the length of the text."""

import re
from collections.abc import Iterator

from deadlines.words.letters import PIECES, fold, script_of
from deadlines.words.lexicon import ROLE, Entry, lexicon
from deadlines.words.numerals import HAN, ethiopic, han

_UNSEEN = re.compile("[\\s*_\"“”„«»‹›ʹʻʼʾʿ\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]+")
"""What may stand between two words without a meaning: blanks, emphasis, quotes, marks of direction."""
_INSIDE = {"", "-", ".", "'", "’", "ʼ", "ʻ", "´", "‘", "‑", "/", "་", "־", "॰", "़", "`"}
"""What may stand between the words of one phrase."""
_LONGEST_WORD = 40
_LONGEST_NUMBER = 8
_COUNTERS = ROLE["year"] | ROLE["month"] | ROLE["day"] | ROLE["hour"] | ROLE["minutes"]


class Token:
    """A number, or a word or phrase with its meaning."""

    __slots__ = ("digits", "end", "entry", "gap", "joined", "number", "start", "word")

    def __init__(self, start: int, end: int, gap: str, joined: bool, word: str = "", number: int = -1) -> None:
        self.start = start
        self.end = end
        self.gap = gap
        """What stands before it, without blanks."""
        self.joined = joined
        """True where no blank stands before it."""
        self.word = word
        """Folded; empty for a number, and for what is too long to be looked up."""
        self.number = number
        """-1 for a word, and for a number too long to be part of a date."""
        self.digits = 0
        self.entry: Entry | None = None

    @property
    def roles(self) -> int:
        """What it may do around a date or an hour, one bit each."""
        return self.entry.roles if self.entry else 0


def tokens(text: str) -> list[Token]:
    """Return the numbers, words and known phrases of a text from left to right."""
    return _phrases(list(_pieces(text)))


def _pieces(text: str) -> Iterator[Token]:
    end = 0
    for match in PIECES.finditer(text):
        last, (start, end) = end, match.span()
        between = text[last:start]
        gap, joined = ("", False) if between == " " else ("", True) if not between else _gap(between)
        piece = match[0]
        if piece.isdecimal():
            token = Token(start, end, gap, joined, "", int(piece) if end - start <= _LONGEST_NUMBER else -1)
            token.digits = end - start
            yield token
            continue
        script = script_of(piece)
        if script == "unspaced":
            yield from _cut(piece, start, gap, joined)
        elif end - start > _LONGEST_WORD:
            yield Token(start, end, gap, joined)
        else:
            word = fold(piece)
            token = Token(start, end, gap, joined, word)
            if word:
                token.entry = lexicon(script).get(word)
            if script == "other" and "\u1369" <= piece <= "\u137d" and (number := ethiopic(piece)) >= 0:
                token.number, token.digits, token.word = number, len(str(number)), ""
            yield token


def _gap(between: str) -> tuple[str, bool]:
    return _UNSEEN.sub("", between), not any(map(str.isspace, between))


def _cut(piece: str, start: int, gap: str, joined: bool) -> Iterator[Token]:
    """Yield the known words of a run that has no blanks, and what is between them as one token each."""
    words = lexicon("unspaced")
    place = unknown = 0
    while place < len(piece):
        token = None
        signs = place
        while signs < len(piece) and piece[signs] in HAN:
            signs += 1
        if signs > place and signs < len(piece) and (entry := words.get(piece[signs])) and entry.roles & _COUNTERS:
            number = han(piece[place:signs])
            token = Token(start + place, start + signs, "", True, "", number)
            token.digits = len(str(number))
            length = signs - place
        elif length := words.longest(piece, place):
            token = Token(start + place, start + place + length, "", True, piece[place : place + length])
            token.entry = words.get(token.word)
        if token is None:
            place += max(1, signs - place)
            continue
        if unknown < place:
            yield Token(start + unknown, start + place, gap, joined, piece[unknown:place])
            gap, joined = "", True
        token.gap, token.joined = gap, joined
        yield token
        gap, joined = "", True
        place += length
        unknown = place
    if unknown < place:
        yield Token(start + unknown, start + place, gap, joined, piece[unknown:place])


def _phrases(found: list[Token]) -> list[Token]:
    """Join the words of a phrase to one token, the longest phrase first."""
    joined: list[Token] = []
    place = 0
    while place < len(found):
        token = found[place]
        place += 1
        if token.entry is not None and token.entry.longer:
            for rest, entry in token.entry.longer:
                if _follows(found, place, rest):
                    last = found[place + len(rest) - 1]
                    whole = Token(token.start, last.end, token.gap, token.joined, f"{token.word} {' '.join(rest)}")
                    whole.entry = entry
                    token = whole
                    place += len(rest)
                    break
        joined.append(token)
    return joined


def _follows(found: list[Token], place: int, rest: tuple[str, ...]) -> bool:
    if place + len(rest) > len(found):
        return False
    for token, word in zip(found[place : place + len(rest)], rest, strict=True):
        if token.gap not in _INSIDE or (token.word != word and not (word.isdecimal() and token.number == int(word))):
            return False
    return True
