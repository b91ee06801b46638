"""A text taken apart: numbers and known words with what stands before each. Linear in the length of the text."""

import re
from collections.abc import Iterator
from functools import lru_cache

from deadlines.words.letters import fold, script_of, split
from deadlines.words.lexicon import ROLE, Entry, lexicon
from deadlines.words.numerals import HAN, ethiopic, han

_UNSEEN = re.compile('[\\s*_"“”„«»‹›ʹʻʼʾʿ\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]+')
"""What may stand between two words without a meaning: blanks, emphasis, quotes, marks of direction."""
_INSIDE = {"", "-", ".", "'", "’", "ʼ", "ʻ", "´", "‘", "‑", "/", "་", "־", "॰", "़", "`"}
"""What may stand between the words of one phrase."""
_LONGEST_WORD = 40
_LONGEST_NUMBER = 8
_COUNTERS = ROLE["year"] | ROLE["month"] | ROLE["day"] | ROLE["hour"] | ROLE["minutes"]


class Token:
    """A number, or a word or phrase with its meaning."""

    __slots__ = ("digits", "end", "entry", "gap", "joined", "number", "start", "word")

    def __init__(
        self, start: int, end: int, gap: str, joined: bool, word: str, entry: Entry | None, number: int, digits: int
    ) -> None:
        self.start = start
        self.end = end
        self.gap = gap
        """What stands before it, without blanks."""
        self.joined = joined
        """True where no blank stands before it."""
        self.word = word
        """Folded; empty for a number, and for what is too long to be looked up."""
        self.entry = entry
        self.number = number
        """-1 for a word, and for a number too long to be part of a date."""
        self.digits = digits

    @property
    def roles(self) -> int:
        """What it may do around a date or an hour, one bit each."""
        return self.entry.roles if self.entry else 0


def tokens(text: str) -> list[Token]:
    """Return the numbers, words and known phrases of a text from left to right."""
    found: list[Token] = []
    phrases, end = False, 0
    longer: dict[str, list[tuple[tuple[str, ...], Entry]]] = {}
    for between, digits, letters in split(text):
        start = end + len(between)
        gap, joined = _GAPS.get(between) or _gap(between)
        if digits:
            end = start + len(digits)
            number = int(digits) if end - start <= _LONGEST_NUMBER else -1
            found.append(Token(start, end, gap, joined, "", None, number, end - start))
            if longer:
                phrases = phrases or str(number) in longer
                longer = {}
            continue
        end = start + len(letters)
        word, entry, number = _looked_up(letters) if end - start <= _LONGEST_WORD else _too_long(letters)
        if word is None:
            found += _cut(letters, start, gap, joined)
            phrases = True
            continue
        if longer and word in longer:
            phrases = True
        longer = entry.longer if entry is not None else {}
        found.append(Token(start, end, gap, joined, word, entry, number, 0 if number < 0 else len(str(number))))
    return _phrases(found) if phrases else found


def _too_long(letters: str) -> tuple[str | None, None, int]:
    return None if script_of(letters) == "unspaced" else "", None, -1


@lru_cache(4096)
def _looked_up(piece: str) -> tuple[str | None, Entry | None, int]:
    """Return a word folded, its meaning, and the number that it is in Ethiopic signs; None for a run to be cut."""
    script = script_of(piece)
    if script == "unspaced":
        return None, None, -1
    if "\u1369" <= piece <= "\u137d" and (number := ethiopic(piece)) >= 0:
        return "", None, number
    word = fold(piece)
    return word, lexicon(script).get(word) if word else None, -1


def _gap(between: str) -> tuple[str, bool]:
    return _UNSEEN.sub("", between), not any(map(str.isspace, between))


_GAPS = {
    between: _gap(between) for between in ("", " ", ", ", ". ", ".", "-", "/", ":", " (", "'", "’", ",", "; ", ": ")
}


def _cut(run: str, start: int, gap: str, joined: bool) -> Iterator[Token]:
    """Yield the known words of a run that has no blanks, and what is between them as one token each."""
    parts = _short_parts(run) if len(run) <= _LONGEST_WORD else _parts(run)
    for first, last, word, entry, number in parts:
        digits = len(str(number)) if number >= 0 else 0
        yield Token(start + first, start + last, gap, joined, word, entry, number, digits)
        gap, joined = "", True


Part = tuple[int, int, str, Entry | None, int]
"""Where it begins and ends in the run; its word with the meaning, or the number that it is."""


@lru_cache(4096)
def _short_parts(run: str) -> list[Part]:
    return _parts(run)


def _parts(run: str) -> list[Part]:
    found: list[Part] = []
    place = unknown = 0
    while place < len(run):
        length, word, entry, number = _known(run, place)
        if number < 0 and entry is None:
            place += max(1, length)
            continue
        if unknown < place:
            found.append((unknown, place, run[unknown:place], None, -1))
        found.append((place, place + length, word, entry, number))
        place = unknown = place + length
    if unknown < place:
        found.append((unknown, place, run[unknown:place], None, -1))
    return found


def _known(run: str, place: int) -> tuple[int, str, Entry | None, int]:
    """Return the length of what is known at a place of a run, with its word or number; or how far to go on."""
    words = lexicon("unspaced")
    signs = place
    while signs < len(run) and run[signs] in HAN:
        signs += 1
    if place < signs < len(run) and (counter := words.get(run[signs])) and counter.roles & _COUNTERS:
        return signs - place, "", None, han(run[place:signs])
    if length := words.longest(run, place):
        word = run[place : place + length]
        return length, word, words.get(word), -1
    return signs - place, "", None, -1


def _phrases(found: list[Token]) -> list[Token]:
    """Join the words of a phrase to one token, the longest phrase first."""
    joined: list[Token] = []
    place, end = 0, len(found)
    while place < end:
        token = found[place]
        place += 1
        if token.entry is not None and token.entry.longer and place < end:
            following = found[place]
            second = following.word or str(following.number)
            for rest, entry in token.entry.longer.get(second, ()):
                if _follows(found, place, rest):
                    last = found[place + len(rest) - 1]
                    word = f"{token.word} {' '.join(rest)}"
                    token = Token(token.start, last.end, token.gap, token.joined, word, entry, -1, 0)
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
