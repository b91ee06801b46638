"""Rules about VTIMEZONE (RFC 5545 §3.6.5), and whether what it says is what its name means."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

from deadlines.domain.recurrence import rule_of
from deadlines.lint.components import Component
from deadlines.lint.dates import DATED
from deadlines.lint.findings import REFUSED, Found, quoted
from deadlines.lint.scope import Scope
from deadlines.lint.values import offset, point
from deadlines.lint.zones import Zone, iana_offset, iana_zone, windows_zone

_UTC_INSTEAD = "write moments in UTC and take the zone out"


def zones_have_rules(component: Component, scope: Scope) -> Iterator[Found]:
    """RFC 5545 §3.6.5: at least one observance, and no name twice."""
    name = component.text("TZID")
    if not component.components:
        yield Found(f"the zone has no rule: {REFUSED}", _UTC_INSTEAD, component)
    if name in scope.declared:
        message = f"the zone {quoted(name)} is declared twice: libical takes the second rules, KDE the first"
        yield Found(message, "keep one", component, warning=True)
    scope.declared.add(name)


def zones_are_read_by_their_rules(component: Component, scope: Scope) -> Iterator[Found]:
    """What Home Assistant makes of rules where the name of the zone tells it nothing."""
    for found in component.properties:
        zone = scope.zones.get(found.parameter("TZID")) if found.name in DATED else None
        if zone is None or iana_zone(zone.name):
            continue
        if zone.never_changes:
            message = (
                f"no rule of the zone {quoted(zone.name)} has RRULE or RDATE: Home Assistant takes its times for UTC"
            )
            yield Found(message, "write moments in UTC, or RRULE:FREQ=YEARLY into the zone", found, warning=True)
        if zone.has_until:
            message = f"a rule of the zone {quoted(zone.name)} has UNTIL: {REFUSED}"
            yield Found(message, "write moments in UTC", found, warning=True)


def observances_are_complete(component: Component, scope: Scope) -> Iterator[Found]:
    """RFC 5545 §3.3.14, §3.6.5: a local start, two offsets, and days on which it begins."""
    for part in component.components:
        if (found := part.first("DTSTART")) and ((at := point(found)) is None or at.all_day or at.utc):
            message = f"DTSTART of a zone is not a local time: {REFUSED}"
            yield Found(message, "write DTSTART:19701025T030000", found)
        for name in ("TZOFFSETFROM", "TZOFFSETTO"):
            if (found := part.first(name)) and offset(found.value) is None:
                if found.value in ("-0000", "-000000"):
                    yield Found(f"{name} is -0000 (RFC 5545 §3.3.14)", "write +0000", found, warning=True)
                else:
                    yield Found(f"{name} is not an offset: Ruby's reader refuses the calendar", "write +0100", found)
        for found in part.all("RDATE"):
            if "," in found.value:
                message = (
                    "RDATE of a zone lists several moments: Ruby's reader fails, and ical.js may take the first alone"
                )
                yield Found(message, "write an RDATE line for each, or moments in UTC", found)


def zones_mean_what_they_are_called(component: Component, scope: Scope) -> Iterator[Found]:
    """Programs go by the rules in the file or by those of IANA, so that both have to be the same where an entry is."""
    for found in component.properties:
        at = point(found) if found.name in DATED else None
        if at is None or at.utc or not isinstance(at.value, datetime) or at.zone not in scope.zones:
            continue
        moments = [at.value]
        if found.name == "DTSTART":
            moments += _recurrences(component, at.value, scope.now.replace(tzinfo=None))
        for wall in moments:
            if (message := _contradiction(scope.zones[at.zone], wall)) is not None:
                past = wall.date() < scope.now.date() - timedelta(days=1)
                yield Found(message, f"on {wall:%Y-%m-%d}; {_UTC_INSTEAD}", found, warning=past)
                break


def _recurrences(component: Component, start: datetime, now: datetime) -> list[datetime]:
    """Return a moment of each month of a year in which the entry recurs, far from any change of clocks."""
    found = component.first("RRULE")
    rule = rule_of(found.value) if found else None
    if found is None or rule is None:
        return []
    until = point(found, rule.parts["UNTIL"]) if "UNTIL" in rule.parts else None
    last = until.value.toordinal() if until else rule.longest(start)
    first = max(start, now) if now.toordinal() <= last else start
    months = range(first.month, first.month + 12)
    days = ((first.year + month // 12, month % 12 + 1, 15) for month in months)
    moments = [datetime.combine(date(*day), time(12)) for day in days if day[0] <= date.max.year]
    return [at for at in moments if start.toordinal() <= at.toordinal() <= last]


def _contradiction(declared: Zone, wall: datetime) -> str | None:
    by_iana = iana_zone(declared.name)
    zone = by_iana or windows_zone(declared.name)
    if zone is None or not 1 < wall.year < date.max.year:
        return None
    by_file, by_name = declared.offset(wall), iana_offset(zone, wall)
    if by_file is None or by_name is None or by_file == by_name:
        return None
    others = "Home Assistant and KDE" if by_iana else "node-ical and KDE"
    return (
        f"VTIMEZONE of {quoted(declared.name)} says {_as_text(by_file)}, and the zone has {_as_text(by_name)} then: "
        f"libical and ical.js take the one, {others} the other"
    )


def _as_text(length: timedelta) -> str:
    minutes = round(length / timedelta(minutes=1))
    return f"{'-' if minutes < 0 else '+'}{abs(minutes) // 60:02}:{abs(minutes) % 60:02}"
