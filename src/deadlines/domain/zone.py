"""Zones: the names that are accepted, and what to say about those that are not.

Zone rules come from the ``tzdata`` package and not from the operating system, so that the same records mean the
same instants on every machine; a change of rules arrives with a change of the lock file.
"""

import difflib
import re
from datetime import UTC, timedelta, timezone, tzinfo
from functools import cache
from importlib import resources
from zoneinfo import ZoneInfo

AOE = timezone(timedelta(hours=-12), "AoE")
"""Anywhere on Earth: the last zone in which a day ends, UTC-12."""

_FIXED = re.compile(r"UTC([+-])(\d\d):(\d\d)")


@cache
def zone_names() -> frozenset[str]:
    """Return the IANA names a record may use: ``Area/City``, without ``Etc/``, whose signs are inverted."""
    listed = resources.files("tzdata").joinpath("zones").read_text(encoding="ascii").split()
    return frozenset(name for name in listed if "/" in name and not name.startswith(("Etc/", "SystemV/")))


@cache
def find_zone(name: str) -> tzinfo | None:
    """Return the zone called so (IANA, ``UTC``, ``UTC+05:45``, ``AoE``), or None: never a guess."""
    if name == "UTC":
        return UTC
    if name == "AoE":
        return AOE
    if fixed := _FIXED.fullmatch(name):
        offset = timedelta(hours=int(fixed[2]), minutes=int(fixed[3]))
        if offset > timedelta(hours=14) or int(fixed[3]) > 59:
            return None
        return timezone(-offset if fixed[1] == "-" else offset, name)
    if name not in zone_names():
        return None
    with resources.files("tzdata").joinpath("zoneinfo", *name.split("/")).open("rb") as rules:
        return ZoneInfo.from_file(rules, key=name)


def zone(name: str) -> tzinfo:
    """Return the zone called so; ``KeyError`` where the name has not been checked with ``find_zone`` before."""
    found = find_zone(name)
    if found is None:
        raise KeyError(name)
    return found


ABBREVIATIONS: dict[str, tuple[str, ...]] = {
    "CET": ("Europe/Paris", "Europe/Berlin", "Europe/Zurich", "Africa/Algiers"),
    "CEST": ("Europe/Paris", "Europe/Berlin", "Europe/Zurich"),
    "MET": ("Europe/Paris", "Europe/Berlin"),
    "EET": ("Europe/Athens", "Europe/Kyiv", "Africa/Cairo"),
    "EEST": ("Europe/Athens", "Europe/Kyiv", "Asia/Beirut"),
    "WET": ("Europe/Lisbon", "Atlantic/Canary"),
    "WEST": ("Europe/Lisbon", "Atlantic/Canary"),
    "GMT": ("UTC", "Europe/London", "Africa/Accra"),
    "BST": ("Europe/London", "Asia/Dhaka"),
    "IST": ("Asia/Kolkata", "Europe/Dublin", "Asia/Jerusalem"),
    "MSK": ("Europe/Moscow",),
    "TRT": ("Europe/Istanbul",),
    "EST": ("America/New_York", "America/Panama", "America/Toronto"),
    "EDT": ("America/New_York", "America/Toronto"),
    "ET": ("America/New_York", "America/Toronto"),
    "CST": ("America/Chicago", "America/Mexico_City", "Asia/Shanghai"),
    "CDT": ("America/Chicago", "America/Havana"),
    "CT": ("America/Chicago",),
    "MST": ("America/Denver", "America/Phoenix"),
    "MDT": ("America/Denver",),
    "MT": ("America/Denver",),
    "PST": ("America/Los_Angeles", "Asia/Manila"),
    "PDT": ("America/Los_Angeles",),
    "PT": ("America/Los_Angeles", "Europe/Lisbon"),
    "AST": ("America/Halifax", "Asia/Riyadh"),
    "BRT": ("America/Sao_Paulo",),
    "ART": ("America/Argentina/Buenos_Aires",),
    "COT": ("America/Bogota",),
    "WAT": ("Africa/Lagos", "Africa/Kinshasa"),
    "CAT": ("Africa/Maputo", "Africa/Harare"),
    "EAT": ("Africa/Nairobi", "Africa/Kampala"),
    "SAST": ("Africa/Johannesburg",),
    "GST": ("Asia/Dubai",),
    "PKT": ("Asia/Karachi",),
    "NPT": ("Asia/Kathmandu",),
    "ICT": ("Asia/Bangkok", "Asia/Ho_Chi_Minh"),
    "WIB": ("Asia/Jakarta",),
    "HKT": ("Asia/Hong_Kong",),
    "SGT": ("Asia/Singapore",),
    "PHT": ("Asia/Manila",),
    "JST": ("Asia/Tokyo",),
    "KST": ("Asia/Seoul",),
    "AEST": ("Australia/Sydney", "Australia/Brisbane"),
    "AEDT": ("Australia/Sydney",),
    "ACST": ("Australia/Adelaide", "Australia/Darwin"),
    "AWST": ("Australia/Perth",),
    "NZST": ("Pacific/Auckland",),
    "NZDT": ("Pacific/Auckland",),
    "Z": ("UTC",),
}

CITIES: dict[str, str] = {
    "geneva": "Europe/Zurich",
    "geneve": "Europe/Zurich",
    "bern": "Europe/Zurich",
    "basel": "Europe/Zurich",
    "strasbourg": "Europe/Paris",
    "lyon": "Europe/Paris",
    "marseille": "Europe/Paris",
    "nice": "Europe/Paris",
    "the_hague": "Europe/Amsterdam",
    "hague": "Europe/Amsterdam",
    "den_haag": "Europe/Amsterdam",
    "rotterdam": "Europe/Amsterdam",
    "utrecht": "Europe/Amsterdam",
    "antwerp": "Europe/Brussels",
    "frankfurt": "Europe/Berlin",
    "munich": "Europe/Berlin",
    "hamburg": "Europe/Berlin",
    "bonn": "Europe/Berlin",
    "cologne": "Europe/Berlin",
    "barcelona": "Europe/Madrid",
    "bilbao": "Europe/Madrid",
    "milan": "Europe/Rome",
    "florence": "Europe/Rome",
    "venice": "Europe/Rome",
    "edinburgh": "Europe/London",
    "oxford": "Europe/London",
    "cambridge": "Europe/London",
    "manchester": "Europe/London",
    "york": "Europe/London",
    "cardiff": "Europe/London",
    "cork": "Europe/Dublin",
    "krakow": "Europe/Warsaw",
    "gothenburg": "Europe/Stockholm",
    "bergen": "Europe/Oslo",
    "lviv": "Europe/Kyiv",
    "odesa": "Europe/Kyiv",
    "kharkiv": "Europe/Kyiv",
    "st_petersburg": "Europe/Moscow",
    "pristina": "Europe/Belgrade",
    "ankara": "Europe/Istanbul",
    "tbilisi": "Asia/Tbilisi",
    "washington": "America/New_York",
    "washington_dc": "America/New_York",
    "boston": "America/New_York",
    "atlanta": "America/New_York",
    "miami": "America/New_York",
    "philadelphia": "America/New_York",
    "san_francisco": "America/Los_Angeles",
    "seattle": "America/Los_Angeles",
    "portland": "America/Los_Angeles",
    "san_diego": "America/Los_Angeles",
    "houston": "America/Chicago",
    "dallas": "America/Chicago",
    "austin": "America/Chicago",
    "montreal": "America/Toronto",
    "ottawa": "America/Toronto",
    "brasilia": "America/Sao_Paulo",
    "rio_de_janeiro": "America/Sao_Paulo",
    "quito": "America/Guayaquil",
    "medellin": "America/Bogota",
    "oaxaca": "America/Mexico_City",
    "guadalajara": "America/Mexico_City",
    "san_jose": "America/Costa_Rica",
    "san_salvador": "America/El_Salvador",
    "abuja": "Africa/Lagos",
    "dakar": "Africa/Dakar",
    "banjul": "Africa/Banjul",
    "yaounde": "Africa/Douala",
    "rabat": "Africa/Casablanca",
    "pretoria": "Africa/Johannesburg",
    "cape_town": "Africa/Johannesburg",
    "mombasa": "Africa/Nairobi",
    "arusha": "Africa/Dar_es_Salaam",
    "goma": "Africa/Lubumbashi",
    "alexandria": "Africa/Cairo",
    "benghazi": "Africa/Tripoli",
    "delhi": "Asia/Kolkata",
    "new_delhi": "Asia/Kolkata",
    "mumbai": "Asia/Kolkata",
    "bangalore": "Asia/Kolkata",
    "chennai": "Asia/Kolkata",
    "islamabad": "Asia/Karachi",
    "lahore": "Asia/Karachi",
    "beijing": "Asia/Shanghai",
    "shenzhen": "Asia/Shanghai",
    "hanoi": "Asia/Ho_Chi_Minh",
    "chiang_mai": "Asia/Bangkok",
    "cebu": "Asia/Manila",
    "abu_dhabi": "Asia/Dubai",
    "doha": "Asia/Qatar",
    "jeddah": "Asia/Riyadh",
    "tel_aviv": "Asia/Jerusalem",
    "ramallah": "Asia/Hebron",
    "osaka": "Asia/Tokyo",
    "canberra": "Australia/Sydney",
    "wellington": "Pacific/Auckland",
}
"""Cities that people write and IANA does not know; spelling distance alone would propose another country."""


def suggest_zone(name: str) -> str:
    """Return the hint for a name that is no zone: cities for an abbreviation, else the nearest name."""
    if cities := ABBREVIATIONS.get(name.strip().upper()):
        return "write the city, since abbreviations do not say whether summer time is meant: " + _quoted(cities)
    if offset := re.fullmatch(r"(?:UTC|GMT)?\s*([+-])(\d{1,2})(?::?(\d\d))?", name.strip()):
        return f'did you mean "UTC{offset[1]}{int(offset[2]):02}:{offset[3] or "00"}"?'
    city = re.sub(r"[\s-]+", "_", name.strip().lower().rsplit("/", 1)[-1])
    if known := CITIES.get(city):
        return f'did you mean "{known}"?'
    folded = {known.lower(): known for known in sorted(zone_names())}
    if same := folded.get(re.sub(r"\s+", "_", name.strip().lower())):
        return f'did you mean "{same}"?'
    if name.strip().lower() in {"aoe", "anywhere on earth"}:
        return 'did you mean "AoE"?'
    if name.strip().lower() == "utc":
        return 'did you mean "UTC"?'
    if at_city := [known for low, known in folded.items() if low.rsplit("/", 1)[-1] == city]:
        return f'did you mean "{at_city[0]}"?'
    if near := difflib.get_close_matches(name.lower(), folded, n=1, cutoff=0.75):
        return f'did you mean "{folded[near[0]]}"?'
    return 'write an IANA name such as "Europe/Zurich", or "UTC", "UTC+05:45", "AoE"'


def _quoted(names: tuple[str, ...]) -> str:
    return ", ".join(f'"{name}"' for name in names)
