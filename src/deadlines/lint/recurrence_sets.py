"""Rules about entries that recur (RFC 5545 §3.3.10, §3.8.5): RRULE, RDATE, EXDATE and RECURRENCE-ID beside DTSTART."""

from collections import Counter
from collections.abc import Iterator
from datetime import timedelta

from deadlines.domain.recurrence import is_known_part, parts_of, rule_of, wrong_part
from deadlines.lint.components import Component, Property
from deadlines.lint.findings import REFUSED, Found, quoted
from deadlines.lint.scope import Scope
from deadlines.lint.values import Point, duration, point
from deadlines.lint.zones import instant

_ONLY_IN = {"BYWEEKNO": ("YEARLY",), "BYYEARDAY": ("YEARLY", "HOURLY", "MINUTELY", "SECONDLY")}
_NOT_IN = {"BYMONTHDAY": ("WEEKLY",)}
_WITHIN_A_DAY = ("HOURLY", "MINUTELY", "SECONDLY")


def rules_say_what_they_may(component: Component, scope: Scope) -> Iterator[Found]:
    """RFC 5545 §3.3.10: each part once, known, and in its range; and the parts that go together."""
    rules = component.all("RRULE")
    if len(rules) > 1:
        yield Found(f"RRULE is there twice: {REFUSED}", "write one rule, and further days as RDATE", rules[1])
    for found in rules:
        if found.whole:
            yield from _says_what_it_may(found)
    for found in component.all("EXRULE"):
        message = "EXRULE is of an older RFC: libical leaves days out by it, and ical.js and Home Assistant do not"
        yield Found(message, "write the days as EXDATE", found)


def _says_what_it_may(found: Property) -> Iterator[Found]:
    parts = parts_of(found.value)
    said = {name: value for name, _, value in parts}
    for name, sign, value in parts:
        if not sign:
            what = quoted(name) or "nothing"
            yield Found(f"RRULE has a part that is none ({what}): {REFUSED}", "take it out; is a ; too many?", found)
        elif not is_known_part(name):
            yield Found(f"RRULE has no part {quoted(name)}: libical drops the rule", "take it out", found)
        elif name == "UNTIL":
            if point(found, value) is None:
                yield Found(f"UNTIL is not a date that exists: {REFUSED}", "write 20270601T170000Z", found)
        elif may := wrong_part(name, value):
            yield Found(f"{name} of RRULE is not {may}: {REFUSED}", f"correct {quoted(value) or name}", found)
    if "FREQ" not in said:
        yield Found(f"RRULE has no FREQ: {REFUSED}", "write FREQ=YEARLY or another", found)
    for name, times in Counter(name for name, _, _ in parts).items():
        if times > 1 and is_known_part(name):
            yield Found(f"{name} is in RRULE twice: libical drops the rule", "keep one", found)
    if "COUNT" in said and "UNTIL" in said:
        yield Found("RRULE has COUNT and UNTIL: libical drops the rule", "take one of the two out", found)
    if any(value.upper() != value for name, _, value in parts if name in ("FREQ", "BYDAY", "WKST")):
        message = "RRULE is in small letters: ical.js and Home Assistant refuse the whole calendar"
        yield Found(message, f"write {quoted(found.value.upper())}", found)
    yield from _goes_together(found)


def _goes_together(found: Property) -> Iterator[Found]:
    rule = rule_of(found.value)
    if rule is None:
        return
    for name, frequencies in _ONLY_IN.items():
        if name in rule.parts and rule.frequency not in frequencies:
            yield _shows_none(name, rule.frequency, found)
    for name, frequencies in _NOT_IN.items():
        if name in rule.parts and rule.frequency in frequencies:
            yield _shows_none(name, rule.frequency, found)
    without_numbers = "BYWEEKNO" in rule.parts or rule.frequency not in ("MONTHLY", "YEARLY")
    if without_numbers and any(which for which, _ in rule.days):
        message = "BYDAY has a number, which goes with months and years alone: libical shows other days, or none"
        yield Found(message, "take the number out", found)
    if "BYSETPOS" in rule.parts and rule.frequency not in ("MONTHLY", "YEARLY"):
        message = f"BYSETPOS is there with FREQ={rule.frequency}: libical and ical.js show every day of the set"
        yield Found(message, "leave in BYDAY the days that are meant", found)
    if "BYSETPOS" in rule.parts and not any(name.startswith("BY") and name != "BYSETPOS" for name in rule.parts):
        yield Found("BYSETPOS is alone in RRULE (RFC 5545 §3.3.10)", "take it out", found, warning=True)


def _shows_none(name: str, frequency: str, found: Property) -> Found:
    message = f"{name} does not go with FREQ={frequency}: libical shows the entry on no day"
    return Found(message, "write another FREQ, or take it out", found)


def rules_go_with_the_start(component: Component, scope: Scope) -> Iterator[Found]:
    """RFC 5545 §3.3.10, §3.8.5.3: UNTIL is of DTSTART's kind, and DTSTART is one of the days of the rule."""
    start = component.first("DTSTART")
    begins = point(start) if start else None
    if start is None or begins is None:
        return
    for found in component.all("RRULE"):
        rule = rule_of(found.value)
        if rule is None:
            continue
        until = point(found, rule.parts["UNTIL"]) if "UNTIL" in rule.parts else None
        if until is not None:
            yield from _ends_like_the_start(found, begins, until, scope)
        if begins.all_day and rule.frequency in _WITHIN_A_DAY:
            message = f"DTSTART is a date and RRULE {rule.frequency}: ical.js cannot read the entry"
            yield Found(message, "write FREQ=DAILY or longer", found)
        elif begins.all_day and rule.numbers.keys() & {"BYHOUR", "BYMINUTE", "BYSECOND"}:
            message = "DTSTART is a date and RRULE has an hour: vobject makes moments of the days"
            yield Found(message, "take BYHOUR, BYMINUTE and BYSECOND out", found)
        elif not rule.can_begin(begins.value):
            message = (
                "DTSTART is none of the days of RRULE: libical and Home Assistant leave it out, "
                "recurring-ical-events shows it"
            )
            yield Found(message, "begin on the first day of the rule", start)


def _ends_like_the_start(found: Property, begins: Point, until: Point, scope: Scope) -> Iterator[Found]:
    if until.all_day != begins.all_day:
        broken = "calcurse skips the entry" if begins.all_day else f"{REFUSED}, and calcurse skips the entry"
        message = f"UNTIL is {until.kind} and DTSTART {begins.kind}: {broken}"
        yield Found(message, "write UNTIL as a date" if begins.all_day else "write UNTIL in UTC, with Z", found)
    elif not begins.all_day and begins.floating and until.utc:
        yield Found(f"UNTIL is in UTC and DTSTART a floating time: {REFUSED}", "write both in UTC", found)
    elif not begins.all_day and not begins.floating and not until.utc:
        message = "UNTIL is a floating time and DTSTART is not: Home Assistant cannot show the calendar"
        yield Found(message, "write UNTIL in UTC, with Z", found)
    if _is_before(until, begins, scope):
        yield Found("UNTIL is before DTSTART: khal and calcurse do not show the entry", "correct one of the two", found)


def _is_before(until: Point, begins: Point, scope: Scope) -> bool:
    if until.all_day or begins.all_day:
        return until.value.toordinal() < begins.value.toordinal()
    first = instant(begins, scope.zones) if until.utc else begins.value
    return first is not None and until.value < first


def dates_are_of_the_starts_kind(component: Component, scope: Scope) -> Iterator[Found]:
    """RFC 5545 §3.8.5.1, §3.8.5.2: EXDATE and RDATE are dates where DTSTART is one."""
    start = component.first("DTSTART")
    begins = point(start) if start else None
    for found in component.properties:
        if found.name in ("EXDATE", "RDATE") and found.whole:
            yield from _are_of_kind(found, begins)


def _are_of_kind(found: Property, begins: Point | None) -> Iterator[Found]:
    said = found.parameter("VALUE").upper() or "DATE-TIME"
    for text in found.value.split(","):
        if "/" in text and found.name == "RDATE":
            yield from _is_period(found, text, said)
            continue
        at = point(found, text)
        if at is None:
            yield Found(f"{found.name} is not a date that exists: {REFUSED}", "write 20260306T170000Z", found)
        elif at.all_day and said == "DATE-TIME":
            message = f"{found.name} is a date without VALUE=DATE: ical.js cannot read the entry"
            yield Found(message, f"write {found.name};VALUE=DATE", found)
        elif begins is not None and at.kind != begins.kind:
            broken = "vobject cannot show the entry"
            if found.name == "EXDATE" and (at.all_day or begins.all_day):
                broken += ", and calcurse skips it"
            elif not at.all_day and not begins.all_day:
                broken = "Home Assistant cannot show the calendar"
            message = f"{found.name} is {at.kind} and DTSTART {begins.kind}: {broken}"
            yield Found(message, "write it as DTSTART is written", found)


def _is_period(found: Property, text: str, said: str) -> Iterator[Found]:
    start, _, end = text.partition("/")
    length = duration(end)
    if (
        point(found, start) is None
        or (length is None and point(found, end) is None)
        or (length and length < timedelta(0))
    ):
        yield Found(f"RDATE is not a period: {REFUSED}", "write 20270410T170000Z/PT1H", found)
    elif said != "PERIOD":
        yield Found(f"RDATE is a period without VALUE=PERIOD: {REFUSED}", "write RDATE;VALUE=PERIOD", found)
    else:
        message = f"RDATE is a period: {REFUSED}, and khal does not show the entry"
        yield Found(message, "write further entries", found, warning=True)


def note_exception(component: Component, scope: Scope) -> Iterator[Found]:
    """Keep what is known of a series and of what is other in it; they may come in any order."""
    uid, start = hash(component.text("UID")), component.first("DTSTART")
    begins = point(start) if start else None
    exception = component.first("RECURRENCE-ID")
    if exception is not None:
        if (at := point(exception)) is not None:
            scope.exceptions.append((uid, at.all_day, exception))
    elif begins is not None and (component.first("RRULE") or component.first("RDATE")):
        scope.series[uid] = begins.all_day
    yield from ()


def exceptions_are_of_the_series_kind(component: Component, scope: Scope) -> Iterator[Found]:
    """RFC 5545 §3.8.4.4: RECURRENCE-ID is a date where DTSTART of the series is one."""
    for uid, all_day, found in scope.exceptions:
        if uid in scope.series and scope.series[uid] != all_day:
            kinds = ("a date", "a date-time") if all_day else ("a date-time", "a date")
            message = f"RECURRENCE-ID is {kinds[0]} and DTSTART of the series {kinds[1]}: Home Assistant shows both"
            yield Found(message, "write it as DTSTART of the series is written", found)
