"""The zones of a file by its own rules (RFC 5545 §3.6.5), and those of IANA beside them."""

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import MAXYEAR, UTC, datetime, timedelta
from functools import cache, lru_cache
from importlib import resources
from zoneinfo import ZoneInfo

from deadlines.domain.recurrence import Rule, days_of, parts_of, rule_of
from deadlines.lint.components import Component, pieces
from deadlines.lint.values import Point, offset, point

_MOST_ZONES = 1_000
_MOST_OCTETS = 1_000_000
"""Of one VTIMEZONE that is read."""
_MOST_ONSETS = 2_000
_MOST_IN_FORCE = 4
"""Observances with a rule that hold in the same year; a zone has two."""
_MOST_IN_A_YEAR = 2
"""Onsets of one rule; a zone has one."""
_MOST_YEARS = 50
"""Years of a zone that are remembered."""
_UNDERSTOOD = {"FREQ", "INTERVAL", "BYMONTH", "BYDAY", "BYMONTHDAY", "UNTIL", "WKST"}
_EDGE = re.compile(
    rb"(?:^|(?<=[\r\n])|(?<=\xef\xbb\xbf))(BEGIN|END):(VCALENDAR|VTIMEZONE)[ \t]*(?=[\r\n]|\Z)", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class _Observance:
    """Where a rule begins, and the offsets before and after it."""

    start: datetime
    before: timedelta
    after: timedelta
    rule: Rule
    until: Point | None

    def holds_in(self, year: int) -> bool:
        return self.start.year <= year and (self.until is None or self.until.value.year >= year)

    def onsets(self, year: int) -> Iterator[datetime]:
        months = self.rule.numbers.get("BYMONTH", {self.start.month})
        for day in (day for month in months for day in days_of(year, month)):
            at = datetime.combine(day, self.start.time())
            if self.rule.falls_on(day, self.start) and self.start <= at and not self._is_over(at):
                yield at

    def _is_over(self, at: datetime) -> bool:
        if self.until is None:
            return False
        if not isinstance(self.until.value, datetime):
            return at.date() > self.until.value
        return (at - self.before if self.until.utc else at) > self.until.value


@dataclass(slots=True)
class Zone:
    """A VTIMEZONE. ``understood`` is False where its rules are wrong, or others than zones have."""

    name: str
    understood: bool = True
    never_changes: bool = False
    """True where no observance has RRULE or RDATE, and its offset is not that of UTC."""
    has_until: bool = False
    _onsets: list[tuple[datetime, timedelta]] = field(default_factory=list)
    _rules: list[_Observance] = field(default_factory=list)
    _years: dict[int, list[tuple[datetime, timedelta]]] = field(default_factory=dict)

    def offset(self, wall: datetime) -> timedelta | None:
        """Return the offset from UTC at a wall time, or None where it is not known, as before all rules."""
        if not self.understood or not 2 < wall.year < MAXYEAR:
            return None
        found: list[tuple[datetime, timedelta]] = []
        for onsets in (self._onsets, self._of(wall.year), self._of(wall.year - 1)):
            at = bisect_right(onsets, wall, key=lambda onset: onset[0])
            found += onsets[at - 1 : at] if at else []
        return max(found)[1] if found and self.understood else None

    def _of(self, year: int) -> list[tuple[datetime, timedelta]]:
        if year not in self._years:
            if len(self._years) >= _MOST_YEARS:
                self._years.clear()
            holding = [rule for rule in self._rules if rule.holds_in(year)]
            found = [list(rule.onsets(year)) for rule in holding[:_MOST_IN_FORCE]]
            if len(holding) > _MOST_IN_FORCE or any(len(onsets) > _MOST_IN_A_YEAR for onsets in found):
                self.understood = False
            onsets = sorted((at, rule.after) for rule, at_all in zip(holding, found, strict=False) for at in at_all)
            self._years[year] = onsets
        return self._years[year]


def zone_of(component: Component) -> Zone:
    """Return a VTIMEZONE as a zone."""
    zone = Zone(component.text("TZID"))
    for part in component.components:
        start = _wall(part, "DTSTART")
        before, after = (offset(part.text(name)) for name in ("TZOFFSETFROM", "TZOFFSETTO"))
        if part.name not in ("STANDARD", "DAYLIGHT") or not start or before is None or after is None:
            zone.understood = False
            continue
        zone._onsets += [(at, after) for at in (start, *_moments(part))]
        for found in part.all("RRULE"):
            rule, until = rule_of(found.value), None
            if rule and (said := rule.parts.get("UNTIL")):
                until = point(found, said)
            if rule is None or not _is_of_zones(rule) or ("UNTIL" in rule.parts and until is None):
                zone.understood = False
            else:
                zone._rules.append(_Observance(start, before, after, rule, until))
    zone.has_until = any(part == "UNTIL" for rule in _rules_of(component) for part, _, _ in parts_of(rule))
    changes = any(part.first(name) for part in component.components for name in ("RRULE", "RDATE"))
    zone.never_changes = not changes and any(after != timedelta(0) for _, after in zone._onsets)
    zone.understood &= 0 < len(zone._onsets) <= _MOST_ONSETS
    zone._onsets.sort()
    return zone


def declared(content: bytes) -> dict[int, dict[str, Zone]]:
    """Return the zones of each calendar in a file, by its number from 1 and by their names."""
    zones: dict[int, dict[str, Zone]] = {}
    calendar, most, begins = 0, _MOST_ZONES, None
    for edge in _EDGE.finditer(content):
        begin, name = edge[1].upper() == b"BEGIN", edge[2].upper()
        if name == b"VCALENDAR":
            calendar, begins = calendar + begin, None
        elif begin:
            begins = edge.start()
        elif begins is not None:
            if most and edge.end() - begins <= _MOST_OCTETS and (found := _read(content[begins : edge.end()])):
                zones.setdefault(calendar, {}).setdefault(found.name, found)
                most -= 1
            begins = None
    return zones


def iana_zone(name: str) -> ZoneInfo | None:
    """Return the zone of an IANA name, also of one that is old, or None."""
    return _load(name) if name in _iana_names() else None


def windows_zone(name: str) -> ZoneInfo | None:
    """Return the zone that Windows calls so, or None."""
    if not name.endswith(" Time"):
        return None
    from icalendar.timezone.windows_to_olson import WINDOWS_TO_OLSON

    return iana_zone(WINDOWS_TO_OLSON.get(name, ""))


def instant(found: Point, zones: dict[str, Zone]) -> datetime | None:
    """Return a wall time in UTC, by the file's own rules where it has them; None for a date and what is not known."""
    if not isinstance(found.value, datetime) or found.floating:
        return None
    if found.utc:
        return found.value
    try:
        if (zone := zones.get(found.zone)) is not None and (by_file := zone.offset(found.value)) is not None:
            return found.value - by_file
        if zone is None and (iana := iana_zone(found.zone)):
            return found.value.replace(tzinfo=iana).astimezone(UTC).replace(tzinfo=None)
    except OverflowError:
        pass
    return None


def iana_offset(zone: ZoneInfo, wall: datetime) -> timedelta | None:
    """Return the offset of an IANA zone, or None at an hour that occurs twice or not at all there."""
    first, second = (wall.replace(tzinfo=zone, fold=fold).utcoffset() for fold in (0, 1))
    return first if first == second else None


def _rules_of(component: Component) -> Iterator[str]:
    return (found.value for part in component.components for found in part.all("RRULE"))


def _wall(part: Component, name: str) -> datetime | None:
    found = part.first(name)
    at = point(found) if found else None
    return at.value if at and isinstance(at.value, datetime) and not at.utc else None


def _moments(part: Component) -> Iterable[datetime]:
    for found in part.all("RDATE"):
        for text in found.value.split(",", _MOST_ONSETS):
            at = point(found, text)
            if at and isinstance(at.value, datetime) and not at.utc:
                yield at.value


def _is_of_zones(rule: Rule) -> bool:
    understood = rule.parts.keys() <= _UNDERSTOOD and rule.parts.get("INTERVAL", "1") == "1"
    return rule.frequency == "YEARLY" and understood and len(rule.numbers.get("BYMONTH", ())) <= 1


def _read(content: bytes) -> Zone | None:
    parts = (piece for piece in pieces(b"BEGIN:VCALENDAR\r\n" + content) if isinstance(piece, Component))
    return next((zone_of(part) for part in parts if part.name == "VTIMEZONE"), None)


@cache
def _iana_names() -> frozenset[str]:
    return frozenset(resources.files("tzdata").joinpath("zones").read_text(encoding="ascii").split())


@lru_cache(maxsize=600)
def _load(name: str) -> ZoneInfo:
    with resources.files("tzdata").joinpath("zoneinfo", *name.split("/")).open("rb") as rules:
        return ZoneInfo.from_file(rules, key=name)
