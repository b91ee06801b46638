"""What languages, territories and the cities of time zones are called in each language of the wording, by CLDR.

A further language of the wording is one more column, which ``python -m tests.wording.generate_names`` writes.
"""

from collections.abc import Mapping
from functools import cache

from deadlines.domain.enclosed import enclosed
from deadlines.domain.territory import code_of, names_in


@cache
def name_of(tag: str, within: str) -> str:
    """Return the name of a BCP 47 tag: ``French`` for ``fr``, ``Portuguese (Brazil)`` for ``pt-BR``.

    A tag with a part that has no name is returned as it is.
    """
    known = _names(within)
    language, *rest = tag.split("-")
    codes = (part.title() if len(part) == 4 else part.upper() for part in rest)
    try:
        name, details = known[language.lower()], ", ".join(known[code] for code in codes)
    except KeyError:
        return tag
    return f"{name} ({details})" if details else name


def territory_of(written: str, within: str) -> str:
    """Return the name of a country, region or group, written as a code or by a name; one not known as it is written."""
    code = code_of(written)
    return written if code is None else names_in(within)[code]


def city_of(zone_name: str, within: str) -> str:
    """Return the city after which a time zone is named: ``Le Caire`` for ``Africa/Cairo`` in French."""
    return _names(within).get(zone_name) or zone_name.rpartition("/")[2].replace("_", " ")


@cache
def _names(within: str) -> Mapping[str, str]:
    """Return the names that a language of the wording has, by code: ``pt``, ``Latn``, ``BR``, ``Africa/Cairo``."""
    _, head, *rows = enclosed(__package__, "data", "names.tsv").decode().splitlines()
    column = head.split("\t").index(within)
    cells = (row.split("\t") for row in rows)
    return {**names_in(within), **{row[0]: row[column] for row in cells if row[column]}}
