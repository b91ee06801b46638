"""Territories: countries, regions and groups of countries, by code and by what people call them.

A country has its code of ISO 3166-1 (``SN``), a region that of UN M49 (``011``), a group a word (``sahel``). Names are
CLDR's, in each language of the wording; a further language is one more column, a further group one more line.
"""

from __future__ import annotations

from collections import namedtuple
from collections.abc import Iterator, Mapping
from functools import cache

from deadlines.domain.enclosed import enclosed
from deadlines.domain.text import fold

WORLD = "001"


class _Territory(namedtuple("_Territory", ("contains", "spellings", "names"))):
    __slots__ = ()

    contains: tuple[str, ...]
    spellings: tuple[str, ...]
    """What else it is called, and codes of three letters."""
    names: Mapping[str, str]
    """By language."""


@cache
def code_of(written: str) -> str | None:
    """Return the code of what people write, a code or a name in any of the languages; None where it is not known.

    Capitals, accents and an article do not matter: ``Sénégal``, ``SEN``, ``the Sahel``.
    """
    if written in _territories():
        return written
    return _spelled_so().get(written) or _codes().get(_plain(written))


def is_country(code: str) -> bool:
    """True for the code of a country."""
    found = _territories().get(code)
    return found is not None and not found.contains


@cache
def countries_in(code: str) -> frozenset[str]:
    """Return the countries of a region or group; of a country, that one."""
    inside = _territories()[code].contains
    return frozenset(country for inner in inside for country in countries_in(inner)) if inside else frozenset((code,))


@cache
def share_a_country(one: str, other: str) -> bool:
    """True for two territories of which one is in the other, or which overlap."""
    return not countries_in(one).isdisjoint(countries_in(other))


@cache
def containing(code: str) -> tuple[str, ...]:
    """Return the other regions and groups that have every country of a territory, but for the world."""
    its = countries_in(code)
    regions = (other for other, found in _territories().items() if found.contains and other not in (code, WORLD))
    return tuple(region for region in regions if its <= countries_in(region))


@cache
def names_around(territories: tuple[str, ...]) -> str:
    """Return what some territories and all that contain them are called, in each language, folded for a search."""
    codes = {code for written in territories if (code := code_of(written))}
    around = sorted(codes.union(*map(containing, codes)))
    return fold("\n".join(name for code in around for name in _territories()[code].names.values()))


@cache
def names_in(language: str) -> Mapping[str, str]:
    """Return what each territory is called in a language of the wording, by its code."""
    return {code: found.names[language] for code, found in _territories().items()}


def suggested(written: str, *, country: bool = False) -> str | None:
    """Return the name that is probably meant, as the tables spell it; None where no name is near.

    With ``country`` only those of countries are looked at.
    """
    import difflib

    known = {plain: name for code, plain, name in _spelled() if is_country(code) or not country}
    near = difflib.get_close_matches(_plain(written), known, n=1, cutoff=0.75)
    return known[near[0]] if near else None


def _plain(written: str) -> str:
    """Return a name so that it is the same however it is typed."""
    import re  # Most names are written as the tables have them.

    words = re.sub(r"[\W_]+", " ", fold(written).replace("&", " and ")).split()
    return " ".join("saint" if word == "st" else word for word in (words[1:] if words[:1] == ["the"] else words))


@cache
def _spelled_so() -> Mapping[str, str]:
    """Return the codes by names as the tables spell them: most records do, and no name need be made plain."""
    its = _territories().items()
    return {name: code for code, found in its for name in (*found.names.values(), *found.spellings)}


@cache
def _codes() -> Mapping[str, str]:
    return {plain: code for code, plain, _ in _spelled()}


def _spelled() -> Iterator[tuple[str, str, str]]:
    """Yield each code with each of its names, as it is compared and as it is spelled."""
    for code, found in _territories().items():
        for name in (code, *found.names.values(), *found.spellings):
            yield code, _plain(name), name


@cache
def _territories() -> Mapping[str, _Territory]:
    spellings = {code: tuple(names.split(", ")) for code, names in _rows("spellings.tsv")}
    (_, *heads), *territories = _rows("territories.tsv")
    languages = heads[2:]
    found: dict[str, _Territory] = {}
    for code, contains, aliases, *names in territories:
        its = (*aliases.split(), *spellings.get(code, ()))
        found[code] = _Territory(tuple(contains.split()), its, dict(zip(languages, names, strict=True)))
    _, *groups = _rows("groups.tsv")
    for code, contains, *names in groups:
        its = spellings.get(code, ())
        found[code] = _Territory(tuple(contains.split()), its, dict(zip(languages, names, strict=True)))
    return found


def _rows(file: str) -> list[list[str]]:
    """Return the cells of each line of a table but its first, which says what it is."""
    _, *lines = enclosed(__package__, "data", file).decode().splitlines()
    return [line.split("\t") for line in lines]
