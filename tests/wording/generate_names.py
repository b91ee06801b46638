"""Write ``deadlines/wording/data/names.tsv``, what languages and the cities of zones are called, from CLDR: ``python -m tests.wording.generate_names``."""

from collections.abc import Iterator
from pathlib import Path
from zoneinfo import available_timezones

from babel import Locale
from babel.core import get_global

from deadlines.domain.territory import names_in
from deadlines.wording.catalogue import LANGUAGES, SOURCE

FILE = Path(__file__).parents[2] / "src/deadlines/wording/data/names.tsv"
HEADER = "# Languages, scripts and cities of zones, from CLDR; python -m tests.wording.generate_names\n"


def names(tag: str) -> dict[str, str]:
    """Return what a language calls languages (``pt``), scripts (``Latn``) and what is no country or region, by code."""
    its = Locale(tag)
    others = {code: name for code, name in its.territories.items() if code not in names_in(SOURCE)}
    found = {**its.languages, **its.scripts, **others}
    plain = {code: name for code, name in found.items() if "_" not in code}
    return plain | (dict(cities(its)) if tag != SOURCE else {})


def cities(locale: Locale) -> Iterator[tuple[str, str]]:
    """Yield zones with their cities, where they are called otherwise than IANA does.

    CLDR keeps the name that a zone had first, Asia/Calcutta, of which IANA's newer one has become an alias.
    """
    zones, names = locale.time_zones, get_global("zone_aliases")
    for zone_name in sorted(zone for zone in available_timezones() if "/" in zone and not zone.startswith("Etc/")):
        alike = (zone_name, names.get(zone_name), *(old for old, new in names.items() if new == zone_name))
        city = next(filter(None, (zones[name].get("city") for name in alike if name in zones)), None)
        if city and city != zone_name.rpartition("/")[2].replace("_", " "):
            yield zone_name, city


def table() -> str:
    columns = [names(tag) for tag in LANGUAGES]
    rows = ["\t".join((code, *(its.get(code, "") for its in columns))) for code in sorted(set().union(*columns))]
    return HEADER + "\n".join(("\t".join(("code", *LANGUAGES)), *rows)) + "\n"


if __name__ == "__main__":
    FILE.write_text(table(), encoding="utf-8")
