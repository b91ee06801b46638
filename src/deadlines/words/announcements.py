"""What an announcement's words are about: deadlines, openings, closings, winners, verdicts, kinds, languages.

``cues`` says where each stands. The words are in ``data/announcements.txt``: a role a section, a language a line.
"""

import re
import unicodedata
from collections import Counter, defaultdict
from functools import cache
from importlib import resources
from typing import NamedTuple

ROLES = (
    "deadline", "until", "apply", "closes", "extended", "former", "opens", "will open", "event", "span", "closed",
    "opportunity",
    "unless", "winners", "news", "invites", "rolling", "may close early", "questions", "send to", "written in",
    "offers", "reference", "published", "author", "afterwards", "furniture", "status closed", "nominate", "oneself",
    "label location", "label salary", "label contract", "label amount",
    "kind prize", "kind job", "kind grant", "kind fellowship", "kind training", "kind call",
)  # fmt: skip
"""``deadline`` names one; ``until`` stands before it; ``apply`` is what one does by then; ``former`` precedes a date
that was one; ``event``, ``afterwards`` and ``span`` are what other dates are of: a ceremony, results, a contract;
``closed`` says that it is over, but not beside ``unless``; ``winners`` and ``news`` are of reports, ``invites`` of
announcements; ``questions`` and ``send to`` stand before an address, ``written in`` before languages in which one
applies, ``offers`` after who offers it, ``reference`` before what to quote, ``published`` and ``author`` beside a
post's day."""
ROLE = {name: 1 << number for number, name in enumerate(ROLES)}

_WORD = re.compile(r"\w+")
_STEM, _LONGEST_STEM = 3, 20
"""The fewest and the most letters of a beginning by which words are known."""
_MOST_KEPT = 50_000
"""Words that are not looked up again."""
_INSIDE = frozenset(("", "-", "'", ".", "/", "·", ":", "_", "∙", "‑", "–"))
"""What may stand between the words of one phrase, besides blanks."""


class Cue(NamedTuple):
    """Words that say what is about a date or an announcement."""

    start: int
    end: int
    roles: int


_Beginning = list[tuple[tuple[str, ...], int, int]]
"""What follows a word in each phrase that it begins, the languages of the phrase, one bit each, and its roles."""


class _Table:
    """Phrases by their first word, or by its first letters where only the beginning is given."""

    def __init__(self) -> None:
        self._exact: dict[str, dict[tuple[tuple[str, ...], int], int]] = defaultdict(lambda: defaultdict(int))
        self._stems: dict[str, dict[tuple[tuple[str, ...], int], int]] = defaultdict(lambda: defaultdict(int))
        self.known: dict[str, _Beginning] = {}
        """Words that were looked up."""
        for name, role in ROLE.items():
            for language, phrases in _sections()[name]:
                for phrase in phrases:
                    self._add(phrase, _bit(language), role)

    def _add(self, phrase: str, language: int, role: int) -> None:
        """Add the words of a phrase; a star ends the beginning of one."""
        first, *rest = (word for part in phrase.split() for word in _starred(part))
        words = tuple(rest)
        (self._stems if first.endswith("*") else self._exact)[first.rstrip("*")][words, language] |= role

    def beginning(self, word: str) -> _Beginning:
        """Return the phrases that begin with a word."""
        found = [(rest, language, role) for (rest, language), role in self._exact.get(word, {}).items()]
        for end in range(_STEM, min(len(word), _LONGEST_STEM) + 1):
            stems = self._stems.get(word[:end], {})
            found += [(rest, language, role) for (rest, language), role in stems.items()]
        if len(self.known) < _MOST_KEPT:
            self.known[word] = found
        return found


def _starred(part: str) -> list[str]:
    """Return the words of a part of a phrase without blanks; a star is of the last one."""
    words = _WORD.findall(fold(part))
    return [*words[:-1], words[-1] + "*"] if part.endswith("*") else words


class _Letters(dict[int, str]):
    """Each letter without case and accents, as one letter: places in a folded text are places in the text."""

    def __missing__(self, code: int) -> str:
        letter = chr(code)
        bare = unicodedata.normalize("NFKD", letter.lower())[:1].lower()[:1] or letter
        self[code] = bare
        return bare


_LETTERS = _Letters({ord(sign): "'" for sign in "’‘ʼ`´"} | dict(zip(map(ord, "ىیکہۀةıłđ"), "يىكهههild", strict=True)))


_BEYOND_ASCII = re.compile("[^\x00-\x7f]")


def fold(text: str) -> str:
    """Return the text without case and accents, every letter in its place."""
    return _BEYOND_ASCII.sub(lambda found: _LETTERS[ord(found[0])], text).lower()


def cues(text: str, spoken: frozenset[str]) -> list[Cue]:
    """Return what is known of a text in some languages, from left to right, in time in proportion to its length.

    What is alike in several languages stands once.
    """
    table, bits = _table(), _bits(spoken)
    known = table.known
    folded = fold(text)
    words = [(found[0], *found.span()) for found in _WORD.finditer(folded)]
    found: list[Cue] = []
    for place, (word, start, _) in enumerate(words):
        begun = known.get(word)
        if begun is None:
            begun = table.beginning(word)
        if not begun:
            continue
        here: dict[int, int] = {}
        for rest, language, roles in begun:
            if language & bits and (last := _reaches(folded, words, place, rest) if rest else place) >= 0:
                here[last] = here.get(last, 0) | roles
        for last, roles in here.items():
            found.append(Cue(start, words[last][2], roles))
    return found


def _reaches(text: str, words: list[tuple[str, int, int]], place: int, rest: tuple[str, ...]) -> int:
    """Return the place of the last word of a phrase that goes on after a word so; -1 where it does not."""
    last = place + len(rest)
    if last >= len(words):
        return -1
    for number, expected in enumerate(rest, place + 1):
        word = words[number][0]
        if word != expected and not (expected.endswith("*") and word.startswith(expected[:-1])):
            return -1
        gap = text[words[number - 1][2] : words[number][1]]
        if len(gap) > 4 or gap.strip() not in _INSIDE:
            return -1
    return last


def languages_of(text: str, fewest: int = 1) -> list[str]:
    """Return the languages of a text, that of most of it first, where it has so many of their commonest words."""
    common = _common()
    counted: Counter[str] = Counter()
    for word, number in Counter(_WORD.findall(fold(text))).items():
        for language in common.get(word, ()):
            counted[language] += number
    most = max(counted.values(), default=0)
    return [language for language, number in counted.most_common() if number * 3 >= most] if most >= fewest else []


def languages_named(text: str) -> list[tuple[int, int, str]]:
    """Return the languages that a text names: where each begins and ends, and its tag; ``EnglishFrench`` is two."""
    names = _language_names()
    return [
        (found.start(), found.end(), names[found[0]])
        for found in _names_pattern().finditer(fold(text))
        if _is_word(text, found.start(), found.end())
    ]


def _is_word(text: str, start: int, end: int) -> bool:
    """Say whether a word begins and ends here, or one with a capital that stands at once beside another."""
    begins = start == 0 or not text[start - 1].isalpha() or (text[start].isupper() and text[start - 1].islower())
    ends = end == len(text) or not text[end].isalpha() or (text[end].isupper() and text[end - 1].islower())
    return begins and ends


@cache
def _names_pattern() -> re.Pattern[str]:
    return re.compile("|".join(sorted(map(re.escape, _language_names()), key=len, reverse=True)))


@cache
def _table() -> _Table:
    return _Table()


def _bit(language: str) -> int:
    return 1 << _LANGUAGES.setdefault(language, len(_LANGUAGES))


_LANGUAGES: dict[str, int] = {}


@cache
def _bits(spoken: frozenset[str]) -> int:
    return sum(map(_bit, spoken))


@cache
def spoken_languages() -> frozenset[str]:
    """Return the languages of which words are known."""
    return frozenset(language for language, _ in _sections()["deadline"])


@cache
def _common() -> dict[str, list[str]]:
    found: dict[str, list[str]] = defaultdict(list)
    for language, words in _sections()["common"]:
        for word in words:
            found[fold(word)].append(language)
    return found


@cache
def _language_names() -> dict[str, str]:
    pairs = (one.split(" | ") for _, names in _sections()["language"] for one in names)
    return {fold(name): tag for name, tag in pairs}


@cache
def _sections() -> dict[str, list[tuple[str, list[str]]]]:
    text = resources.files("deadlines.words").joinpath("data", "announcements.txt").read_text(encoding="utf-8")
    blocks = (block.partition("\n") for block in text.split("\n== ")[1:])
    return {
        title: [(line.partition(": ")[0], line.partition(": ")[2].split(", ")) for line in lines.splitlines()]
        for title, _, lines in blocks
    }
