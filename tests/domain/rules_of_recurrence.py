"""Recurrence rules at random, with a first date that they give; and the expansion of a second implementation."""

import random
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from itertools import islice, takewhile
from typing import Any

from dateutil.rrule import rrulestr

from deadlines.domain.recurrence import rule_of

LAST = date(2031, 1, 1)
WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")


def random_rule(seed: int) -> tuple[str, date] | None:
    """Return a rule that ``check`` takes, and its first date on or after some day; None where it has none."""
    chance = random.Random(seed)
    frequency = chance.choice(("DAILY", "WEEKLY", "MONTHLY", "MONTHLY", "YEARLY", "YEARLY", "YEARLY"))
    parts: dict[str, str] = {"FREQ": frequency}
    if chance.random() < 0.4:
        parts["INTERVAL"] = str(chance.choice((1, 2, 3, 4, 6, 11)))
    if chance.random() < (0.7 if frequency == "YEARLY" else 0.2):
        parts["BYMONTH"] = _some(chance, range(1, 13), 4)
    with_days = chance.random() < 0.5
    if frequency == "YEARLY" and "BYMONTH" not in parts and chance.random() < 0.3:
        if chance.random() < 0.5:
            parts["BYWEEKNO"] = _some(chance, (1, 2, 20, 35, 52, 53, -1, -10), 2)
            with_days = True
        else:
            parts["BYYEARDAY"] = _some(chance, (1, 59, 60, 100, 200, 365, 366, -1, -366, -100), 2)
    elif frequency != "WEEKLY" and chance.random() < 0.6:
        parts["BYMONTHDAY"] = _some(chance, (1, 2, 15, 28, 29, 30, 31, -1, -2, -15), 3)
        with_days = with_days and chance.random() < 0.3
    if with_days:
        parts["BYDAY"] = _days(chance, numbered=frequency in ("MONTHLY", "YEARLY") and "BYWEEKNO" not in parts)
    if frequency in ("MONTHLY", "YEARLY") and any(name.startswith("BY") for name in parts) and chance.random() < 0.2:
        parts["BYSETPOS"] = _some(chance, (1, 2, 3, -1, -2), 2)
    if chance.random() < 0.3:
        parts["WKST"] = chance.choice(WEEKDAYS)
    rule = ";".join(f"{name}={value}" for name, value in parts.items())
    start, its = date(2026, 1, 1) + timedelta(days=chance.randrange(700)), rule_of(rule)
    first = next((day for number in range(800) if its and its.can_begin(day := start + timedelta(number))), None)
    if first is None:
        return None
    if chance.random() < 0.2:
        most = max(1, len(list(islice(_through(rule, first, LAST), 30))))
        return f"{rule};COUNT={chance.randint(1, most)}", first
    if chance.random() < 0.2:
        return f"{rule};UNTIL={first + timedelta(days=chance.randrange(1500)):%Y%m%d}", first
    return rule, first


def with_hour(rule: str, first: date, hour: time) -> tuple[str, datetime]:
    """Return a rule of dates as one of hours in UTC."""
    head, until, ends = rule.partition("UNTIL=")
    return f"{head}{until}{ends}T{hour:%H%M%S}Z" if until else rule, datetime.combine(first, hour)


def by_dateutil(rule: str, first: date) -> list[date]:
    """Return what dateutil itself makes of a whole rule of dates, to the day ``LAST``."""
    if "COUNT" in rule or "UNTIL" in rule:
        found = [at.date() for at in rrulestr(rule, dtstart=datetime.combine(first, time()))]
        return [day for day in found if day <= LAST]
    return list(_through(rule, first, LAST))


def _through(rule: str, first: date, last: date) -> Iterator[date]:
    """Yield the dates of an endless rule."""
    found: Any = rrulestr(rule, dtstart=datetime.combine(first, time()))
    return takewhile(lambda day: day <= last, (at.date() for at in found))


def _some(chance: random.Random, values: Any, most: int) -> str:
    return ",".join(map(str, chance.sample(list(values), chance.randint(1, most))))


def _days(chance: random.Random, *, numbered: bool) -> str:
    days = chance.sample(WEEKDAYS, chance.randint(1, 3))
    numbered = numbered and chance.random() < 0.6
    which = [str(chance.choice((1, 2, 3, 4, 5, -1, -2))) if numbered else "" for _ in days]
    return ",".join(f"{number}{day}" for number, day in zip(which, days, strict=True))
