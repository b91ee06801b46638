"""Zones: the names that are accepted, and what to say about those that are not.

Zone rules come from the ``tzdata`` package and not from the operating system, so that the same records mean the
same instants on every machine; a change of rules arrives with a change of the lock file.
"""

from datetime import UTC, timedelta, timezone, tzinfo
from functools import cache
from io import BytesIO
from zoneinfo import ZoneInfo

from deadlines.domain.enclosed import enclosed
from deadlines.domain.text import Sentence

AOE = timezone(timedelta(hours=-12), "AoE")
"""Anywhere on Earth: the last zone in which a day ends, UTC-12."""
EARLIEST = timezone(timedelta(hours=14))
"""The first zone in which a day begins."""
LOCAL = "local"
"""What a deadline has in the place of a zone where it ends by the clocks of whoever applies. It is no zone."""


@cache
def zone_names() -> frozenset[str]:
    """Return the IANA names a record may use: ``Area/City``, without ``Etc/``, whose signs are inverted."""
    listed = enclosed("tzdata", "zones").decode().split()
    return frozenset(name for name in listed if "/" in name and not name.startswith(("Etc/", "SystemV/")))


@cache
def find_zone(name: str) -> tzinfo | None:
    """Return the zone called so (IANA, ``UTC``, ``UTC+05:45``, ``AoE``), or None: never a guess."""
    if name == "UTC":
        return UTC
    if name == "AoE":
        return AOE
    if name.startswith("UTC"):
        return _fixed(name)
    if name not in zone_names():
        return None
    return ZoneInfo.from_file(BytesIO(enclosed("tzdata", "zoneinfo", *name.split("/"))), key=name)


def _fixed(name: str) -> tzinfo | None:
    """Return a zone that is called by its offset; None where it is none."""
    import re  # Most zones are of a city.

    fixed = re.fullmatch(r"UTC([+-])(\d\d):(\d\d)", name)
    if fixed is None:
        return None
    offset = timedelta(hours=int(fixed[2]), minutes=int(fixed[3]))
    if offset > timedelta(hours=14) or int(fixed[3]) > 59:
        return None
    return timezone(-offset if fixed[1] == "-" else offset, name)


def zone(name: str) -> tzinfo:
    """Return the zone called so; ``KeyError`` where the name has not been checked with ``find_zone`` before."""
    found = find_zone(name)
    if found is None:
        raise KeyError(name)
    return found


def is_fixed(name: str) -> bool:
    """True for a zone whose clocks never change: ``UTC``, ``UTC+05:45``, ``AoE``."""
    return isinstance(find_zone(name), timezone)


def suggest_zone(name: str) -> str:
    """Return the hint for a name that is no zone: cities for an abbreviation, else the nearest name."""
    # Only who mistypes a zone needs these, and the tables of names.
    import difflib
    import re

    from deadlines.words.zones import suggested, windows_zone

    said = name.strip()
    if said.lower() == "utc":
        return _meant("UTC")
    places = suggested(said)
    if places and said.isupper():
        return Sentence(
            "write the city, since abbreviations do not say whether summer time is meant: {cities}",
            cities=_quoted(places),
        )
    if offset := re.fullmatch(r"(?:UTC|GMT)?\s*([+-])(\d{1,2})(?::?(\d\d))?", said):
        return _meant(f"UTC{offset[1]}{int(offset[2]):02}:{offset[3] or '00'}")
    if len(places) > 1:
        return Sentence("write the city whose clocks are meant: {cities}", cities=_quoted(places))
    city = said.rsplit("/", 1)[-1].replace("_", " ")
    if known := windows_zone(said) or next(iter(places or suggested(city)), None):
        return _meant(known)
    folded = {known.lower(): known for known in sorted(zone_names())}
    if same := folded.get(re.sub(r"\s+", "_", said.lower())):
        return _meant(same)
    if near := difflib.get_close_matches(said.lower(), folded, n=1, cutoff=0.75):
        return _meant(folded[near[0]])
    return Sentence('write an IANA name such as "Europe/Zurich", or "UTC", "UTC+05:45", "AoE"')


def _meant(name: str) -> Sentence:
    return Sentence('did you mean "{name}"?', name=name)


def _quoted(names: tuple[str, ...]) -> str:
    return ", ".join(f'"{name}"' for name in names)
