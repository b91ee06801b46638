"""Write the tables of zone names in ``deadlines/words/data`` from CLDR and tzdata: ``python -m tests.words.generate_zones``.

``zone_names.txt`` has names such as "Central European Time", ``cities.txt`` what the cities of IANA's zones are called,
``windows.txt`` the names that Windows gives to zones.
"""

import re
from collections import defaultdict
from datetime import datetime, timedelta, tzinfo

from babel import Locale, localedata
from babel.core import get_global

from deadlines.domain.zone import find_zone, zone, zone_names
from deadlines.words.letters import fold
from tests.words.generate import DATA, codes

LANGUAGES = codes("en fr es pt de it nl ru uk ar tr pl el")
WIDELY_NAMED = {
    "Europe_Central": "Europe/Paris Europe/Berlin Europe/Zurich",
    "Europe_Eastern": "Europe/Athens Europe/Kyiv Europe/Helsinki",
    "Europe_Western": "Europe/Lisbon Atlantic/Canary",
    "GMT": "UTC Europe/London Africa/Accra",
    "Moscow": "Europe/Moscow",
    "America_Eastern": "America/New_York America/Toronto",
    "America_Central": "America/Chicago America/Winnipeg America/Mexico_City",
    "America_Mountain": "America/Denver America/Edmonton",
    "America_Pacific": "America/Los_Angeles America/Vancouver",
    "Atlantic": "America/Halifax",
    "Africa_Eastern": "Africa/Nairobi Africa/Kampala",
    "Africa_Western": "Africa/Lagos Africa/Kinshasa",
    "Africa_Central": "Africa/Maputo Africa/Harare",
    "Africa_Southern": "Africa/Johannesburg",
    "India": "Asia/Kolkata",
    "Arabian": "Asia/Riyadh",
    "Brasilia": "America/Sao_Paulo",
}
"""The zones whose names are read in all of LANGUAGES; of the others, the English names alone."""
WIDELY_KNOWN = codes(
    "Amsterdam Athens Belgrade Berlin Brussels Bucharest Budapest Copenhagen Dublin Helsinki Istanbul Kyiv Lisbon London "
    "Luxembourg Madrid Minsk Moscow Oslo Paris Prague Rome Sofia Stockholm Tallinn Tirane Vienna Vilnius Warsaw Zagreb "
    "Zurich New_York Chicago Los_Angeles Toronto Mexico_City Bogota Lima Santiago Sao_Paulo Buenos_Aires Caracas Havana "
    "Cairo Casablanca Tunis Algiers Tripoli Dakar Lagos Nairobi Johannesburg Addis_Ababa Khartoum Beirut Damascus Baghdad "
    "Amman Jerusalem Riyadh Dubai Tehran Kabul Karachi Kolkata Dhaka Kathmandu Bangkok Jakarta Manila Singapore Hong_Kong "
    "Tokyo Seoul Sydney Tbilisi Yerevan Baku Almaty Tashkent Bishkek"
)
"""The cities of zones whose names are read in all of LANGUAGES."""


def offset(place: str, month: int) -> timedelta:
    """Return what the clocks of a place show, against UTC, in a month of 2027."""
    there: tzinfo = zone(place)
    return datetime(2027, month, 15, tzinfo=there).utcoffset() or timedelta()


def signed(minutes: int) -> str:
    return f"{'-' if minutes < 0 else '+'}{abs(minutes) // 60:02}:{abs(minutes) % 60:02}"


def zone_lines() -> list[str]:
    members = defaultdict(list)
    for name, meta in sorted(get_global("meta_zones").items()):
        if find_zone(name):
            members[meta].append(name)
    lines: list[str] = []
    for meta in sorted({*members, *WIDELY_NAMED}):
        places = WIDELY_NAMED.get(meta, " ".join(members[meta][:3])).split()
        if not places:
            continue
        both = sorted({offset(places[0], 1), offset(places[0], 7)})
        strict = {"generic": "-", "standard": signed(_minutes(both[0])), "daylight": signed(_minutes(both[-1]))}
        for kind in ("generic", "standard", "daylight"):
            names = {fold(name): name for name in _zone_names(meta, kind)}
            if names and (kind != "daylight" or len(both) == 2):
                lines.append(f"{', '.join(names.values())} | {strict[kind]} | {' '.join(places)}")
    return lines


def _minutes(of: timedelta) -> int:
    return int(of.total_seconds()) // 60


def _zone_names(meta: str, kind: str) -> list[str]:
    found = []
    for language in LANGUAGES if meta in WIDELY_NAMED else ["en"]:
        localedata._cache.clear()  # type: ignore[attr-defined]
        if name := Locale.parse(language).meta_zones.get(meta, {}).get("long", {}).get(kind):
            found.append(re.sub(r"\s*\(.*\)", "", name))
    return found


def city_lines() -> list[str]:
    called: dict[str, dict[str, str]] = defaultdict(dict)
    by_city = {name.rsplit("/", 1)[-1]: name for name in sorted(zone_names(), reverse=True) if _is_city(name)}
    for city, name in by_city.items():
        called[name][fold(city.replace("_", " "))] = city.replace("_", " ")
    for language in LANGUAGES:
        localedata._cache.clear()  # type: ignore[attr-defined]
        zones = Locale.parse(language).time_zones
        for city in WIDELY_KNOWN:
            name = by_city[city]
            if exonym := zones.get(name, {}).get("city"):
                called[name].setdefault(fold(exonym), exonym)
    return [f"{', '.join(names.values())} | {name}" for name, names in sorted(called.items())]


def _is_city(name: str) -> bool:
    areas = ("Africa", "America", "Asia", "Atlantic", "Australia", "Europe", "Indian", "Pacific")
    return name.startswith(tuple(f"{area}/" for area in areas)) and not re.search(r"\d|_City$(?<!Mexico_City)", name)


def tables() -> dict[str, str]:
    """Return all files, by name."""
    how = "made from CLDR and tzdata by tests/words/generate_zones.py."
    windows = sorted((name, to) for name, to in get_global("windows_zone_mapping").items() if find_zone(to))
    titled = {
        "zone_names.txt": ("Names of zones, their offset in the strict sense, and places", zone_lines()),
        "cities.txt": ("What the city of a zone is called, and the zone", city_lines()),
        "windows.txt": ("What Windows calls zones", [f"{name} | {to}" for name, to in windows]),
    }
    return {file: "\n".join([f"# {title}; {how}", *lines]) + "\n" for file, (title, lines) in titled.items()}


if __name__ == "__main__":
    for file, text in tables().items():
        (DATA / file).write_text(text, encoding="utf-8")
