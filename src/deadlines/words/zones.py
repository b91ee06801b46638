"""Zones that words name: CET, GMT+3, "Central European Time", "heure de Paris", AoE. Their rules are not asked here."""

from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from importlib import resources
from typing import TypeVar

from deadlines.words.found import FoundZone
from deadlines.words.letters import fold, pieces
from deadlines.words.lexicon import ROLE
from deadlines.words.sentence import Sentence
from deadlines.words.tokens import Token

_ZONE = ROLE["zone"]
_ALSO_WORDS = frozenset(
    (
        "ET",
        "CT",
        "MT",
        "PT",
        "EST",
        "IST",
        "ART",
        "CAT",
        "EAT",
        "MET",
        "WAT",
        "COT",
        "PET",
        "AST",
        "CLT",
        "WEST",
        "WIT",
        "AFT",
        "HST",
        "NST",
        "TU",
        "UK",
        "HP",
        "HAE",
        "CST",
    )
)
"""Abbreviations that are zones beside an hour alone."""
_LINKS = frozenset(("de", "di", "of", "du", "d", "da", "do", "del", "la", "le", "in", "von", "i"))
"""What may stand between "heure" and "Paris"."""
_AREAS = frozenset(
    ("africa", "america", "antarctica", "arctic", "asia", "atlantic", "australia", "europe", "indian", "pacific")
)

Meaning = tuple[frozenset[int], tuple[str, ...]]
"""Offsets in the strict sense, in minutes east of UTC (none: what the clocks there show), and places."""


T = TypeVar("T")
Table = dict[str, dict[str, list[tuple[tuple[str, ...], T]]]]
"""Names by their first word and by their second; of each the rest, and what it means."""


def zones(sentence: Sentence) -> Iterator[FoundZone]:
    """Yield the zones that a sentence names, once its hours are read. No table is read where nothing points to one."""
    found = sentence.tokens
    pointed = [last + 1 for _, last in sentence.hours if _is_name(sentence, last + 1)]
    if sentence.zoned:
        pointed = sorted({*pointed, *sentence.zoned})
    beside = {place for first, last in sentence.hours for place in (first - 1, last + 1)} if pointed else set()
    done = -1
    for place in pointed:
        for start in range(max(done + 1, place - 3, 0), place + 1):
            if _may_begin(found[start], start == place) and (named := _named(sentence, start, place, beside)):
                done, meaning = named
                yield FoundZone(found[start].start, found[done].end, *meaning)
                break


def _may_begin(token: Token, is_last: bool) -> bool:
    """Say whether a name of a zone may begin with a word; "heure" and the like begin "heure de Paris"."""
    first = token.word.partition(" ")[0]
    return first in _firsts() or first.endswith("er") or (is_last and bool(token.roles & _ZONE))


def _is_name(sentence: Sentence, place: int) -> bool:
    """Say whether a word is nothing else that is known, or has a capital."""
    if place >= sentence.size or sentence.taken[place] or not (token := sentence.tokens[place]).word:
        return False
    return token.entry is None or sentence.text[token.start].isupper()


def _named(sentence: Sentence, start: int, place: int, beside: set[int]) -> tuple[int, Meaning] | None:
    """Return the zone whose name begins at a token and reaches to the place that pointed to it, and its last token."""
    tokens = sentence.tokens
    if sentence.taken[start] or tokens[start].digits:
        return None
    if tokens[start].word in ("utc", "gmt") and (offset := _offset(sentence, start)):
        return offset
    for end, meaning in _called(sentence, start, _names()):
        if end >= place and _is_zone(sentence, start, end, beside):
            return end, meaning
    return _city_time(sentence, start, place, beside)


def _is_zone(sentence: Sentence, start: int, end: int, beside: set[int]) -> bool:
    """Say whether a name is meant: an abbreviation in capitals, and beside an hour where it is a word too."""
    token = sentence.tokens[start]
    said = sentence.text[token.start : token.end]
    if end > start or not said.isascii() or len(said) > 5 or said.casefold() == "aoe":
        return True
    if not said.isupper():
        return False
    return said not in _ALSO_WORDS or start in beside


def _city_time(sentence: Sentence, start: int, place: int, beside: set[int]) -> tuple[int, Meaning] | None:
    """Return the zone of "Geneva time", "heure de Paris", "17:00 (Brussels)"."""
    tokens = sentence.tokens
    if tokens[start].roles & _ZONE and start == place:
        after = start + 1
        while after < len(tokens) and tokens[after].word in _LINKS and not tokens[after].gap.strip("'’"):
            after += 1
        after = after if after < len(tokens) and not tokens[after].gap.strip("'’") else -1
        city = _city(sentence, after) if after > 0 else None
        return (city[0], (frozenset(), (city[1],))) if city else None
    if tokens[start].word in _AREAS and start + 1 < len(tokens) and tokens[start + 1].gap == "/":
        city = _city(sentence, start + 1)
        return (city[0], (frozenset(), (city[1],))) if city else None
    city = _city(sentence, start)
    if city is None:
        return None
    after = city[0] + 1
    if after < len(tokens) and tokens[after].roles & _ZONE and not tokens[after].gap:
        return after, (frozenset(), (city[1],))
    in_brackets = tokens[start].gap == "(" and start in beside
    return (city[0], (frozenset(), (city[1],))) if in_brackets else None


def _city(sentence: Sentence, start: int) -> tuple[int, str] | None:
    if not sentence.tokens[start].word:
        return None
    for end, name in _called(sentence, start, _cities()):
        return end, name
    first = sentence.tokens[start].word
    if first.endswith("er") and len(first) > 5:
        return next(((start, name) for rest, name in _cities().get(first[:-2], {}).get("", ()) if not rest), None)
    return None


def _called(sentence: Sentence, start: int, table: Table[T]) -> Iterator[tuple[int, T]]:
    """Yield the last token and the meaning of each name that begins at a token, the longest first."""
    first, *words = sentence.tokens[start].word.split(" ")
    if first not in table:
        return
    for place in range(start + 1, min(start + 6, sentence.size)):
        words += sentence.tokens[place].word.split(" ")
    for rest, meaning in (*table[first].get(words[0] if words else "", ()), *table[first].get("", ())):
        if tuple(words[: len(rest)]) == rest:
            yield _token_of(sentence, start, len(rest)), meaning


def _token_of(sentence: Sentence, start: int, word: int) -> int:
    """Return the token in which the so many words after a token's first one end; a phrase has several words."""
    place, left = start, word - sentence.tokens[start].word.count(" ")
    while left > 0:
        place += 1
        left -= sentence.tokens[place].word.count(" ") + 1
    return place


def _offset(sentence: Sentence, start: int) -> tuple[int, Meaning] | None:
    """Read the number after GMT or UTC: GMT+3, UTC -05:30."""
    if start + 1 >= len(sentence.tokens):
        return None
    hour = sentence.tokens[start + 1]
    sign = hour.gap.strip("( ")
    if sign not in ("+", "-", "−", "–", "±") or not hour.digits or not (sign == "+" or hour.joined):
        return None
    minutes, last = hour.number * 60, start + 1
    if hour.digits == 4:
        minutes = hour.number // 100 * 60 + hour.number % 100
    elif start + 2 < len(sentence.tokens):
        more = sentence.tokens[start + 2]
        if more.digits == 2 and more.gap == ":" and more.joined and more.number in (0, 15, 30, 45):
            minutes, last = minutes + more.number, start + 2
    if not 0 <= minutes <= 14 * 60:
        return None
    return last, (frozenset({minutes if sign == "+" else -minutes}), ())


def suggested(name: str) -> tuple[str, ...]:
    """Return the places that a name of a zone, an abbreviation or a city may mean, first the likeliest; or none."""
    first, *rest = pieces(fold(name)) or [""]
    second = rest[0] if rest else ""
    for other, meaning in _names().get(first, {}).get(second, ()):
        if other == tuple(rest):
            return meaning[1]
    return next(((to,) for other, to in _cities().get(first, {}).get(second, ()) if other == tuple(rest)), ())


def _table(named: Iterator[tuple[str, T]]) -> Table[T]:
    found: Table[T] = defaultdict(lambda: defaultdict(list))
    for names, meaning in named:
        for name in names.split(", "):
            first, *rest = pieces(fold(name))
            found[first][rest[0] if rest else ""].append((tuple(rest), meaning))
    for seconds in found.values():
        for longer in seconds.values():
            longer.sort(key=lambda item: -len(item[0]))
    return {first: dict(seconds) for first, seconds in found.items()}


@cache
def _firsts() -> frozenset[str]:
    return frozenset(_names()) | frozenset(_cities()) | _AREAS | {"utc", "gmt"}


@cache
def _names() -> Table[Meaning]:
    return _table(
        (names, (frozenset(map(_minutes, () if offsets == "-" else offsets.split())), tuple(places.split())))
        for file in ("zones.txt", "zone_names.txt")
        for names, offsets, places in _rows(file)
    )


@cache
def _cities() -> Table[str]:
    return _table((names, zone) for file in ("more_cities.txt", "cities.txt") for names, zone in _rows(file))


def windows_zone(name: str) -> str | None:
    """Return the zone that Windows calls so: "W. Europe Standard Time"."""
    return {fold(called): zone for called, zone in _rows("windows.txt")}.get(fold(name))


def places() -> frozenset[str]:
    """Return all zones that may be proposed."""
    named = {place for _, _, those in (*_rows("zones.txt"), *_rows("zone_names.txt")) for place in those.split()}
    return frozenset(
        named | {row[-1] for file in ("more_cities.txt", "cities.txt", "windows.txt") for row in _rows(file)}
    )


def _minutes(offset: str) -> int:
    hours, minutes = offset[1:].split(":")
    return (int(hours) * 60 + int(minutes)) * (-1 if offset[0] == "-" else 1)


def _rows(file: str) -> list[list[str]]:
    text = resources.files("deadlines.words").joinpath("data", file).read_text(encoding="utf-8")
    return [line.split(" | ") for line in text.splitlines() if not line.startswith("#")]
