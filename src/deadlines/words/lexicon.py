"""What words mean: months, weekdays, and what stands around dates and hours; read out of ``data/`` when asked for.

A part of the tables is one script's, so that a sentence in Latin letters loads no other.
"""

from collections import defaultdict
from functools import cache
from importlib import resources

from deadlines.words.letters import fold, pieces

ROLES = (
    "between", "to", "and", "at", "at hour", "hour", "hours", "minutes", "am", "morning", "pm", "evening", "night",
    "noon", "midnight", "half", "half before", "quarter", "quarter before", "after", "before", "span", "within",
    "lunar", "lead", "year", "month", "day", "zone",
)  # fmt: skip
"""``between`` day, month and year; ``to`` the end of a range; ``at`` an hour with minutes, ``at hour`` a bare one;
``hour`` after a number is always one, ``hours`` may be a duration; ``span`` is a unit of duration, ``within`` begins
one; ``lunar`` is a calendar that is not read; ``lead`` to a date in digits; ``year``, ``month`` and ``day`` count the
number before them; ``zone`` stands with the name of one."""
ROLE = {name: 1 << number for number, name in enumerate(ROLES)}

_MARKED = ROLE["month"] | ROLE["noon"] | ROLE["midnight"] | ROLE["zone"]


class Entry:
    """All that one word may mean, in any language; ``longer`` are the phrases that it begins."""

    __slots__ = ("day", "eras", "longer", "marked", "months", "roles", "weekdays")

    def __init__(self) -> None:
        self.months: dict[tuple[str, int], int] = {}
        """(calendar, number) and the languages in which it is, one bit each."""
        self.weekdays: dict[tuple[int, bool], int] = {}
        """(number with Monday 0, whether it is an abbreviation) and the languages."""
        self.day = (0, 0)
        """The day of a month that a numeral names, and the languages."""
        self.eras: frozenset[str] = frozenset()
        self.roles = 0
        self.marked = False
        """True where it is a month, a weekday, an era, noon or midnight, or stands with a zone."""
        self.longer: dict[str, list[tuple[tuple[str, ...], Entry]]] = {}
        """By their second word, the rest of each phrase and its meaning; the longest first."""


class Lexicon:
    """The words of one script. Looking up builds a word's entry once."""

    def __init__(self, script: str) -> None:
        self._said: dict[str, list[tuple[tuple[str, ...], str, object, int]]] = defaultdict(list)
        self._entries: dict[str, Entry] = {}
        self._lengths: dict[str, dict[int, None]] = {}
        _months(self._said, "months.txt", script, "gregorian")
        for file in ("calendars.txt", "spellings.txt"):
            _months(self._said, file, script, None)
        _cells(self._said, "weekdays.txt", script, "weekday")
        _cells(self._said, "short_weekdays.txt", script, "short weekday")
        _cells(self._said, "numerals.txt", script, "day")
        for line in _section("phrases.txt", script):
            what, _, words = line.partition(": ")
            role, _, language = what.rpartition(" ")
            kind, value = ("era", role[4:]) if role.startswith("era ") else ("role", ROLE[role])
            for word in words.split(", "):
                _add(self._said, word, kind, value, language_bit(language))

    def get(self, word: str) -> Entry | None:
        """Return what a folded word means, or None."""
        known = self._entries.get(word)
        if known is not None or word not in self._said:
            return known
        entry = self._entries[word] = Entry()
        longer: dict[tuple[str, ...], Entry] = defaultdict(Entry)
        for rest, kind, value, language in self._said[word]:
            _mean(longer[rest] if rest else entry, kind, value, language)
        if len(word) < 4 and (entry.roles or entry.eras):
            entry.weekdays = {}
            entry.months = {} if len(word) < 3 else entry.months
        for meant in (entry, *longer.values()):
            meant.marked = bool(meant.months or meant.weekdays or meant.eras or meant.roles & _MARKED)
        for rest, meaning in sorted(longer.items(), key=lambda item: -len(item[0])):
            entry.longer.setdefault(rest[0], []).append((rest, meaning))
        return entry

    def longest(self, run: str, place: int) -> int:
        """Return the length of the longest known word that begins at a place of a run without blanks, or 0."""
        if not self._lengths:
            for word in sorted(self._said, key=len, reverse=True):
                self._lengths.setdefault(word[0], {})[len(word)] = None
        room = len(run) - place
        for size in self._lengths.get(run[place], ()):
            if size <= room and run[place : place + size] in self._said:
                return size
        return 0


@cache
def lexicon(script: str) -> Lexicon:
    """Return the words of a script; it is read when first needed."""
    return Lexicon(script)


@cache
def language_bit(language: str) -> int:
    """Return the bit that stands for a language, by its code."""
    _LANGUAGES.setdefault(language, len(_LANGUAGES))
    return 1 << _LANGUAGES[language]


def languages(codes: str) -> int:
    """Return the bits that stand for some languages, by their codes with blanks between them."""
    return sum(map(language_bit, codes.split()))


_LANGUAGES: dict[str, int] = {}

Said = dict[str, list[tuple[tuple[str, ...], str, object, int]]]


def _mean(entry: Entry, kind: str, value: object, language: int) -> None:
    if kind == "role":
        entry.roles |= value  # type: ignore[operator]
    elif kind == "era":
        entry.eras |= {str(value)}
    elif kind == "day":
        entry.day = (value, entry.day[1] | language)  # type: ignore[assignment]
    elif kind in ("weekday", "short weekday"):
        key = (value - 1, kind != "weekday")  # type: ignore[operator]
        entry.weekdays[key] = entry.weekdays.get(key, 0) | language
    else:
        month = (kind, value)
        entry.months[month] = entry.months.get(month, 0) | language  # type: ignore[index, arg-type]


def _months(said: Said, file: str, script: str, calendar: str | None) -> None:
    if calendar is not None:
        _cells(said, file, script, calendar)
        return
    for title in _titles(file):
        name, _, of = title.partition(" ")
        if of == script:
            _cells(said, file, title, name)


def _cells(said: Said, file: str, title: str, kind: str) -> None:
    for line in _section(file, title):
        language, _, row = line.partition(": ")
        bit = language_bit(language)
        for number, cell in enumerate(row.split(" | "), 1):
            if cell != "-":
                for word in cell.split(", "):
                    _add(said, word, kind, number, bit)


def _add(said: Said, word: str, kind: str, value: object, language: int) -> None:
    if word.isascii() and word.isalpha():
        said[word].append(((), kind, value, language))
    else:
        first, *rest = pieces(word) or ("",)
        if first:
            said[first].append((tuple(rest), kind, value, language))


@cache
def _section(file: str, title: str) -> list[str]:
    """Return the lines under a title of a table; folded, but for scripts that have nothing to fold."""
    text = _sections(file).get(title, "")
    return (text if title.endswith("unspaced") else fold(text)).splitlines()


def _titles(file: str) -> list[str]:
    return list(_sections(file))


@cache
def _sections(file: str) -> dict[str, str]:
    text = resources.files("deadlines.words").joinpath("data", file).read_text(encoding="utf-8")
    blocks = (block.partition("\n") for block in text.split("\n== ")[1:])
    return {title: lines for title, _, lines in blocks}
