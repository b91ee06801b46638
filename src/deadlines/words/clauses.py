"""A text taken apart into clauses: sentences, lines of a list, rows of a table, each with its place."""

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from deadlines.words.announcements import ROLE, Cue, cues, spoken_languages
from deadlines.words.found import Words
from deadlines.words.read import read

LONGEST_CLAUSE = 4_000
"""Characters; what has no end of a sentence for longer is cut."""
_BLANK = dict.fromkeys(
    (*map(ord, "\t\u00a0\u1680\u2007\u202f\u205f\u3000\u2028\u2029\x0b\x85"), *range(0x2000, 0x200B)), " "
)
_HEAD = 30
"""Characters of a line in which a date at its beginning ends."""
_WRAPPED = 45
"""Characters from which a line may have been broken to fit a page."""
_END = re.compile(r"[.!?؟。;]+[\"”»’')\]*_]*\s+(?=[^\s])")
_ABBREVIATED = re.compile(
    r"(?:^|[^\w])(?:\w|no|nos|nr|art|st|dr|mr|mrs|ms|prof|dept|univ|inc|ltd|co|vs|cf|p|pp|tel|ca|approx|z\. ?b|"
    r"bzw|inkl|jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec|janv|févr|avr|juil|déc|ene|abr|ago|mon|tue|tues|"
    r"wed|thu|thur|thurs|fri|sat|sun|a\.m|p\.m|e\.g|i\.e|u\.s|u\.k|u\.n|d\.c|uhr|max|min|г|гг|ул|им|т|р|kl|den|"
    r"f\.eks|bl\.a|t\.o\.m|s\.k)$",
    re.IGNORECASE,
)
_BULLET = re.compile(r"\s*(?:[-*–—]\s|[•·‣◦▪●○■>|#]|\(?\d{1,2}[.)]\s+(?![a-zà-ÿа-я])|\(?[a-z][.)]\s)")
_FEWEST = 10
"""Words of a clause whose language is known; a shorter one may be in any."""
_LABEL = re.compile(r"\s*[^\W\d_a-z][^:.!?]{0,40}:(?:\s|$)")
_DIGIT = re.compile(r"\d")


@dataclass(frozen=True)
class Clause:
    """A sentence or line of a text, with its place among the others."""

    text: str
    start: int
    spoken: frozenset[str]
    """The languages of all of the text."""

    @property
    def end(self) -> int:
        """The place after it."""
        return self.start + len(self.text)

    @cached_property
    def cues(self) -> list[Cue]:
        """What its words are about."""
        return cues(self.text, spoken_languages() if self.text.count(" ") < _FEWEST else self.spoken)

    @cached_property
    def roles(self) -> int:
        """All that its words are about, one bit each."""
        roles = 0
        for cue in self.cues:
            roles |= cue.roles
        return roles

    @cached_property
    def words(self) -> Words:
        """The dates, hours and zones in it."""
        return read(self.text)

    @cached_property
    def has_digits(self) -> bool:
        """True where a date may stand in it."""
        return _DIGIT.search(self.text) is not None

    def has(self, role: str) -> bool:
        """Say whether any of its words is about this."""
        return self.roles & ROLE[role] > 0


def tidy(text: str) -> str:
    """Return a text as it is read: one kind of line end and blank, letters composed, nothing that steers."""
    composed = unicodedata.normalize("NFC", text)
    lines = composed.replace("\r\n", "\n").replace("\r", "\n").translate(_BLANK)
    return _STEERING.sub("", lines)


_STEERING = re.compile("[\x00-\x08\x0e-\x1f\x7f\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")


MOST_CLAUSES = 100_000
"""Of one post; what is longer is read up to there."""


def clauses(text: str, spoken: frozenset[str], offset: int = 0) -> list[Clause]:
    """Return the clauses of a tidy text."""
    joined = _unwrapped(text)
    found: list[Clause] = []
    for start, end in _lines(joined):
        for first, last in _sentences(joined, start, end):
            for cut in range(first, last, LONGEST_CLAUSE):
                piece = joined[cut : min(last, cut + LONGEST_CLAUSE)]
                if piece.strip() and len(found) < MOST_CLAUSES:
                    lead = len(piece) - len(piece.lstrip())
                    found.append(Clause(piece.strip(), offset + cut + lead, spoken))
    return found


def clause_at(found: list[Clause], place: int) -> int:
    """Return the number of the clause that stands at a place, or of the one before it."""
    return max(0, bisect_right(found, place, key=lambda clause: clause.start) - 1)


def _lines(text: str) -> Iterator[tuple[int, int]]:
    start = 0
    for line in text.split("\n"):
        if line:
            yield start, start + len(line)
        start += len(line) + 1


def _unwrapped(text: str) -> str:
    """Return a text of the same length in which the lines of one paragraph are one, where a page had broken them."""
    lines = text.split("\n")
    pieces: list[str] = []
    for number, line in enumerate(lines):
        pieces.append(line)
        if number + 1 < len(lines):
            pieces.append(" " if _goes_on(line, lines[number + 1]) else "\n")
    return "".join(pieces)


def _goes_on(line: str, following: str) -> bool:
    if len(line) < _WRAPPED or len(line) > 200 or not following.strip() or line.rstrip().endswith((":", ".", "!", "?")):
        return False
    first = following.lstrip()[:1]
    return (
        not _BULLET.match(following)
        and not _LABEL.match(following)
        and (first.islower() or first.isdigit() or len(line) >= 60)
        and not (_begins_with_a_date(following) and _begins_with_a_date(line))
    )


def _begins_with_a_date(line: str) -> bool:
    """True for a row of a list of dates."""
    head = line.strip()[:_HEAD]
    return any(map(str.isdigit, head)) and any(found.start == 0 for found in read(head).dates)


def _sentences(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    first = start
    for found in _END.finditer(text, start, end):
        if _ends(text, first, found.start(), found.end(), end):
            yield first, found.end()
            first = found.end()
    yield first, end


def _ends(text: str, first: int, stop: int, after: int, end: int) -> bool:
    """Say whether a mark ends a sentence: not an abbreviation, an ordinal, or before a small letter."""
    if text[stop] == ";":
        return True
    following = text[after : min(after + 1, end)]
    if following.islower():
        return False
    if text[stop] != "." or text[stop : stop + 2] == "..":
        return True
    before = text[max(first, stop - 12) : stop]
    if before[-1:].isdigit():
        return not (len(before) - len(before.rstrip("0123456789")) <= 2 and _is_ordinal(text, stop, after, end))
    return _ABBREVIATED.search(before) is None


def _is_ordinal(text: str, stop: int, after: int, end: int) -> bool:
    """Say whether "30." before a word is a day, as in German and Norwegian: a month follows."""
    found = read(text[max(0, stop - 2) : min(after + 24, end)])
    return bool(found.dates) and found.dates[0].start <= 2
