"""What is wrong with a deadline that repeats: with its rule (RFC 5545 §3.3.10), and with what is said of single dates.

Places are keys of its table.
"""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from difflib import get_close_matches

from deadlines.domain.local_time import LocalTime, occurrence
from deadlines.domain.moment import Dated, as_written, day_of
from deadlines.domain.occurrences import (
    MONTHS_AHEAD,
    MOST_AHEAD,
    YEARS_OF_SEARCH,
    end_in,
    occurrences,
    recurrences,
)
from deadlines.domain.problem import Keys, Problem
from deadlines.domain.record import DeadlineTable, Record
from deadlines.domain.recurrence import parts_of, rule_of, wrong_part
from deadlines.domain.repeated import RepeatedTable
from deadlines.domain.text import Sentence
from deadlines.domain.zone import LOCAL, find_zone, zone

EXAMPLE = "FREQ=YEARLY;BYMONTH=3,9;BYMONTHDAY=1"
MOVED_EXAMPLE = "moved = [{ from = 2027-03-01, to = 2027-03-15 }]"
_EXAMPLES = {
    "FREQ": "YEARLY", "INTERVAL": "2", "COUNT": "4", "UNTIL": "20281231", "WKST": "MO", "BYDAY": "MO,-1FR",
    "BYMONTHDAY": "1,-1", "BYYEARDAY": "100", "BYWEEKNO": "20", "BYMONTH": "3,9", "BYSETPOS": "-1",
}  # fmt: skip
"""Each part that a rule of ours may have, with a value."""
_OF_HOURS = ("BYHOUR", "BYMINUTE", "BYSECOND")
_WITHIN_A_DAY = ("HOURLY", "MINUTELY", "SECONDLY")
_WORDS = {
    "year": "YEARLY", "yearly": "YEARLY", "annual": "YEARLY", "annually": "YEARLY", "month": "MONTHLY",
    "monthly": "MONTHLY", "week": "WEEKLY", "weekly": "WEEKLY", "day": "DAILY", "daily": "DAILY",
}  # fmt: skip
_LOOKED_THROUGH = timedelta(days=4 * 365 + 1)
"""From the first date on, for clock changes and for how many there are: a leap day is in it."""
_AHEAD = timedelta(days=MONTHS_AHEAD * 365 // 12 + 1)


def repeated_deadlines_come(record: Record, project_zone: str) -> Iterator[Problem]:
    """A rule gives ``due`` and the dates that are named beside it, and not too many."""
    ahead = 0
    for index, table in enumerate(record.deadlines):
        found = list(faults_in(table, project_zone))
        yield from (replace(one, keys=("deadlines", index, *one.keys)) for one in found)
        if table.repeats is None or any(not one.warning for one in found):
            continue
        if (zone_name := known_zone(table, project_zone)) and isinstance(table.due, date):
            ahead += most_ahead(table.repeats, table.due, zone_name)
            if ahead > MOST_AHEAD:
                message = Sentence(
                    "the rules of a record give at most {most} dates in {n} months", most=MOST_AHEAD, n=MONTHS_AHEAD
                )
                hint = Sentence(
                    "where applications are accepted at any time, write rolling = true in the place of [[deadlines]]"
                )
                yield Problem(message, hint, ("deadlines", index, "repeats"))
                return


def faults_in(table: DeadlineTable, project_zone: str) -> Iterator[Problem]:
    """Yield what is wrong with a deadline that repeats, or what it says that only such a one may."""
    if table.repeats is None:
        for key in ("except", "moved"):
            if getattr(table, key):
                message = Sentence("{key} is of a deadline that repeats", key=key)
                hint = Sentence('add repeats = "{rule}", for example, or take it out', rule="FREQ=YEARLY")
                yield Problem(message, hint, (key,))
        return
    for key in ("previously", "opens"):
        if getattr(table, key):
            hint = Sentence("take it out")
            if key == "previously":
                hint = Sentence("name each date that was moved: {moved}", moved=MOVED_EXAMPLE)
            yield Problem(Sentence("{key} is of one date, and this deadline repeats", key=key), hint, (key,))
    if not isinstance(table.due, date):
        message = Sentence("a deadline that repeats begins on a day, and due names none")
        yield Problem(message, Sentence("write due = 2027-04-01, its first date"), ("repeats",))
    elif zone_name := known_zone(table, project_zone):
        yield from faults_of(table, table.due, zone_name)
    else:
        yield from _faults_of_rule(table.repeats)


def known_zone(table: DeadlineTable, project_zone: str) -> str | None:
    """Return the name of a deadline's zone; None where there is no such zone."""
    name = table.timezone or project_zone
    return name if name == LOCAL or find_zone(name) else None


def faults_of(table: RepeatedTable, due: Dated, zone_name: str) -> list[Problem]:
    """Return what is wrong with a deadline that repeats, whose first date is ``due`` in a zone that exists.

    Single dates are looked at where the rule is right, and clock changes, which are a warning, where all is.
    """
    rule = table.repeats or ""
    if found := _faults_of_rule(rule):
        return found
    if found := [*_wrong_end(rule, due, zone_name)] or [*_wrong_dates(rule, due, zone_name)]:
        return found
    return [*_wrong_exceptions(table, due, zone_name)] or [*_clock_changes(table, due, zone_name)]


def _faults_of_rule(rule: str) -> list[Problem]:
    """Return what is wrong with a rule, whatever its first date is."""
    for look in (_wrong_writing, _wrong_parts, _wrong_company):
        if found := list(look(rule)):
            return found
    return []


def most_ahead(rule: str, due: Dated, zone_name: str) -> int:
    """Return how many dates a rule that is right has in ``MONTHS_AHEAD`` months; those of four years are looked at."""
    days = [day_of(one) for one in recurrences(rule, due, zone_name, last=day_of(due) + _LOOKED_THROUGH)]
    most, first = 0, 0
    for number, day in enumerate(days):
        while day - days[first] > _AHEAD:
            first += 1
        most = max(most, number - first + 1)
    return most


def _wrong_writing(rule: str) -> Iterator[Problem]:
    bare = re.sub(r"\s+", "", rule).upper().removeprefix("RRULE:").strip(";")
    word = rule.casefold().removeprefix("every ").strip()
    if word in _WORDS:
        yield _of_rule(Sentence("this is not a rule"), Sentence('write "{rule}"', rule=f"FREQ={_WORDS[word]}"))
    elif bare != rule and rule_of(bare):
        yield _of_rule(Sentence("this is not how a rule is written"), Sentence('write "{rule}"', rule=bare))
    elif not any(name == "FREQ" for name, _, _ in parts_of(rule)):
        hint = Sentence('write a rule such as "{rule}"', rule=EXAMPLE)
        yield _of_rule(Sentence("the rule does not say how often: there is no FREQ in it"), hint)


def _wrong_parts(rule: str) -> Iterator[Problem]:
    seen: set[str] = set()
    for name, sign, value in parts_of(rule):
        if name in _OF_HOURS or (name == "FREQ" and value in _WITHIN_A_DAY):
            message = Sentence("a deadline does not come twice a day")
            yield _of_rule(message, Sentence("write FREQ=DAILY, WEEKLY, MONTHLY or YEARLY; the time is that of due"))
        elif name not in _EXAMPLES or not sign:
            near = get_close_matches(name, _EXAMPLES, n=1, cutoff=0.6)
            hint = Sentence('did you mean "{name}"?', name=f"{near[0]}={_EXAMPLES[near[0]]}") if near else None
            known = Sentence("known parts: {words}", words=", ".join(_EXAMPLES))
            yield _of_rule(Sentence('"{part}" is no part of a rule', part=f"{name}{sign}{value}"), hint or known)
        elif wrong_part(name, value) or (name == "UNTIL" and not _is_end(value)):
            message = Sentence('"{part}" cannot be', part=f"{name}={value}")
            yield _of_rule(message, Sentence('write "{part}", for example', part=f"{name}={_EXAMPLES[name]}"))
        elif name in seen:
            yield _of_rule(Sentence("{name} is there twice", name=name), Sentence("keep one"))
        seen.add(name)


def _wrong_company(rule: str) -> Iterator[Problem]:
    """RFC 5545 §3.3.10: the parts that do not go together."""
    found = rule_of(rule)
    if found is None:
        return
    frequency, parts = found.frequency, found.parts
    if "COUNT" in parts and "UNTIL" in parts:
        yield _of_rule(Sentence("COUNT and UNTIL are both there"), Sentence("take one of the two out"))
    goes_with = {"BYWEEKNO": ("YEARLY",), "BYYEARDAY": ("YEARLY",), "BYMONTHDAY": ("DAILY", "MONTHLY", "YEARLY")}
    for name, frequencies in goes_with.items():
        if name in parts and frequency not in frequencies:
            message = Sentence("{name} does not go with FREQ={frequency}", name=name, frequency=frequency)
            yield _of_rule(message, Sentence("take it out, or write FREQ={words}", words=" / ".join(frequencies)))
    if "BYWEEKNO" in parts and not found.days:
        hint = Sentence("add the day of the week, such as BYDAY=MO")
        yield _of_rule(Sentence("BYWEEKNO alone is the whole week in some programs"), hint)
    numbers = {bool(which) for which, _ in found.days}
    if len(numbers) > 1:
        message = Sentence("some days in BYDAY have a number and some have none; programs differ in that")
        yield _of_rule(message, Sentence("write two deadlines, each with a label and a rule of its own"))
    elif True in numbers and (frequency not in ("MONTHLY", "YEARLY") or "BYWEEKNO" in parts):
        bare = ",".join(re.sub(r"[+\-\d]", "", day) for day in parts["BYDAY"].split(","))
        message = Sentence("a number in BYDAY counts the weeks of a month or a year, and there is none here")
        yield _of_rule(message, Sentence('write "{part}"', part=f"BYDAY={bare}"))
    if "BYSETPOS" in parts and frequency in ("DAILY", "WEEKLY"):
        hint = Sentence("leave in BYDAY the days that are meant")
        yield _of_rule(Sentence("BYSETPOS goes with months and years alone: programs differ in the rest"), hint)
    elif "BYSETPOS" in parts and not any(name.startswith("BY") and name != "BYSETPOS" for name in parts):
        message = Sentence("BYSETPOS chooses among the dates of another part, and there is none")
        yield _of_rule(message, Sentence("take it out, or add BYDAY=MO,TU,WE,TH,FR"))


def _wrong_end(rule: str, due: Dated, zone_name: str) -> Iterator[Problem]:
    """RFC 5545 §3.3.10: UNTIL is a date where the first date is one, else an instant in UTC."""
    until = next((value for name, _, value in parts_of(rule) if name == "UNTIL"), None)
    if until is None:
        return
    ends = end_in(until)
    if not isinstance(due, datetime):
        if isinstance(ends, datetime):
            hint = Sentence('write "{part}"', part=f"UNTIL={ends:%Y%m%d}")
            yield _of_rule(Sentence("UNTIL has a time, and due has none"), hint)
    elif zone_name == LOCAL:
        if not isinstance(ends, datetime) or ends.tzinfo is not None:
            hint = Sentence('write "{part}"', part=f"UNTIL={day_of(ends):%Y%m%d}T{due:%H%M%S}")
            yield _of_rule(Sentence("UNTIL has to be in the time of the applicant, as due is"), hint)
    elif not isinstance(ends, datetime) or ends.tzinfo is None:
        last = datetime.combine(day_of(ends), due.time(), tzinfo=zone(zone_name)).astimezone(UTC)
        hint = Sentence('write "{part}"', part=f"UNTIL={last:%Y%m%dT%H%M%SZ}")
        yield _of_rule(Sentence("UNTIL has to be in UTC, as the time of due is in a zone"), hint)


def _wrong_dates(rule: str, due: Dated, zone_name: str) -> Iterator[Problem]:
    found = rule_of(rule)
    if found is None:
        return
    if not found.can_begin(due):
        last = years_after(due, YEARS_OF_SEARCH)
        days = (due + timedelta(days=number) for number in range(1, (last - day_of(due)).days))
        coming = next((day for day in days if found.falls_on(day, due) and found.can_begin(day)), None)
        if coming is None:
            message = Sentence("the rule gives no date from due on")
            yield _of_rule(message, Sentence("correct the parts of it that begin with BY"))
        else:
            hint = Sentence("write due = {day}, the next date of the rule, or correct the rule", day=as_written(coming))
            yield Problem(Sentence("due {due} is none of the dates of the rule", due=day_of(due)), hint, ("due",))
    elif next(recurrences(rule, due, zone_name, last=day_of(due)), None) is None:
        yield _of_rule(Sentence("the rule ends before due"), Sentence("correct UNTIL, or due"))


def _wrong_exceptions(table: RepeatedTable, due: Dated, zone_name: str) -> Iterator[Problem]:
    """Yield what is said of dates that the rule does not give, or is said twice; and where no date is left."""
    rule = table.repeats or ""
    named: list[tuple[Keys, date]] = [(("except", number), day) for number, day in enumerate(table.excepted)]
    named += [(("moved", number, "from"), move.day) for number, move in enumerate(table.moved)]
    seen: set[date] = set()
    for keys, day in named:
        if day in seen:
            yield Problem(Sentence("{day} is named twice", day=day), Sentence("keep one"), keys)
        elif not _falls_on(rule, due, zone_name, day):
            hint = Sentence("name a date as the rule gives it")
            if near := _nearest(rule, due, zone_name, day):
                hint = Sentence("the nearest of them is {day}", day=near)
            yield Problem(Sentence("{day} is none of the dates of the rule", day=day), hint, keys)
        seen.add(day)
    for number, move in enumerate(table.moved):
        at = datetime.combine(move.day, due.time()) if isinstance(due, datetime) else move.day
        if (type(at), at) == (type(move.to), move.to):
            message = Sentence("{value} is what the rule says", value=as_written(at))
            yield Problem(message, Sentence("write when it is due instead"), ("moved", number, "to"))
    if table.excepted and not any(occurrences(rule, due, zone_name, excepted=table.excepted, horizon=day_of(due))):
        hint = Sentence('take one of them out, or write status = "closed"')
        yield Problem(Sentence("no date of the rule is left"), hint, ("except",))


def _clock_changes(table: RepeatedTable, due: Dated, zone_name: str) -> Iterator[Problem]:
    """Warn of the first wall time that a clock change skips or doubles, unless something else is said of it."""
    if not isinstance(due, datetime) or zone_name == LOCAL:
        return
    where, named = zone(zone_name), {*table.excepted, *(move.day for move in table.moved)}
    for written in recurrences(table.repeats or "", due, zone_name, last=day_of(due) + _LOOKED_THROUGH):
        if written == due or day_of(written) in named or (what := occurrence(written, where)) is LocalTime.ONCE:
            continue
        time, place = as_written(written), zone_name
        message = Sentence("{time} happens twice in {place}", time=time, place=place)
        hint = Sentence("the first counts; where the organiser says otherwise, name the date in moved")
        if what is LocalTime.SKIPPED:
            message = Sentence("{time} is skipped in {place}", time=time, place=place)
            hint = Sentence("the hour after it counts; where the organiser says otherwise, name the date in moved")
        yield Problem(message, hint, ("repeats",), warning=True)
        return


def _falls_on(rule: str, due: Dated, zone_name: str, day: date) -> bool:
    return any(day_of(one) == day for one in recurrences(rule, due, zone_name, last=day))


def _nearest(rule: str, due: Dated, zone_name: str, day: date) -> date | None:
    last = min(day + timedelta(days=3 * 366), date.max)
    days = map(day_of, recurrences(rule, due, zone_name, last=last))
    return min(days, key=lambda one: abs(one - day), default=None)


def _is_end(value: str) -> bool:
    try:
        return bool(re.fullmatch(r"\d{8}(T\d{6}Z?)?", value, re.ASCII) and end_in(value))
    except ValueError:
        return False


def years_after(due: date, years: int) -> date:
    """Return the last day of the year that is so many years later."""
    return date(min(due.year + years, date.max.year), 12, 31)


def _of_rule(message: str, hint: str) -> Problem:
    return Problem(message, hint, ("repeats",))
