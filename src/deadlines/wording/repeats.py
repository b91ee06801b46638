"""A deadline that repeats in words: its rule, where that is a plain one, and its next dates."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from itertools import islice

from deadlines.domain.moment import Moment, day_of
from deadlines.domain.occurrences import MOST_AHEAD, recurrences
from deadlines.domain.opportunity import Deadline, Opportunity
from deadlines.wording.language import Language

TYPE_CHECKING = False
if TYPE_CHECKING:
    from deadlines.domain.record import DeadlineTable
    from deadlines.domain.recurrence import Rule

_NAMED = 3
"""Further dates that are named; of the others, how many they are."""
_IN_EACH_MONTH = 28
"""The last day that each month has: what is after it does not come every month."""
_ORDINARY_YEAR = 2027
"""A year without 29 February, which does not come every year."""


def rule_in_words(table: DeadlineTable, zone_name: str, language: Language) -> str:
    """Return ``every year on 1 March and 1 September``; of a rule that is not as plain, that there are several dates.

    It is the same on every day. Empty where nothing repeats.
    """
    if not table.repeats or not isinstance(table.due, date):
        return ""
    from deadlines.domain.recurrence import rule_of  # Only few records repeat.

    rule = rule_of(table.repeats)
    if rule is None:
        return ""
    said = _plain(rule, table.due, language)
    if not said:
        return language.say("on several dates")
    last = _last_of(rule, table, zone_name)
    return language.say("{rule}, until {day}", rule=said, day=language.day(last)) if last else said


def repetition(deadline: Deadline, language: Language) -> str:
    """Return the rule of a deadline in words; nothing where it does not repeat."""
    return rule_in_words(deadline.table, deadline.moment.zone_name, language) if deadline.day else ""


def further_dates(opportunity: Opportunity, deadline: Deadline, now: datetime, language: Language) -> str:
    """Return ``1 September 2027; 1 March 2028, and 12 more``: what comes after a deadline that repeats."""
    others = [one.moment for one in opportunity.others_of(deadline, now) if _is_later(one.moment, deadline.moment)]
    if not others:
        return ""
    named = language.history(others[:_NAMED])
    if len(others) <= _NAMED:
        return named
    return language.count("{dates}, and {n} more", "{dates}, and {n} more", len(others) - _NAMED, dates=named)


def repeats_in_words(opportunity: Opportunity, deadline: Deadline, now: datetime, language: Language) -> str:
    """Return ``Repeats: every year on 1 March; then 1 March 2028`` of a deadline that repeats."""
    said = repetition(deadline, language)
    if dates := further_dates(opportunity, deadline, now, language):
        said = language.say("{rule}; then {dates}", rule=said, dates=dates)
    return language.heading(language.say("Repeats"), said)


def _is_later(one: Moment, other: Moment) -> bool:
    return one.instant >= other.instant


def _plain(rule: Rule, due: date, language: Language) -> str:
    from calendar import monthrange

    interval, numbers = int(rule.parts.get("INTERVAL", "1")), rule.numbers
    others = {name for name in rule.parts if name.startswith("BY")}
    if rule.frequency == "YEARLY" and others <= {"BYMONTH", "BYMONTHDAY"} and others != {"BYMONTHDAY"}:
        months = sorted(numbers.get("BYMONTH", {due.month}))
        days = sorted(numbers.get("BYMONTHDAY", {due.day}))
        if all(0 < day <= monthrange(_ORDINARY_YEAR, month)[1] for month in months for day in days):
            dates = (date(due.year, month, day) for month in months for day in days)
            on = _joined([language.day(day, year=False) for day in dates], language)
            return language.count("every year on {days}", "every {n} years on {days}", interval, days=on)
    if rule.frequency == "MONTHLY" and others <= {"BYMONTHDAY"}:
        days = sorted(numbers.get("BYMONTHDAY", {due.day}))
        if days == [-1]:
            return language.count(
                "every month, on its last day", "every {n} months, on the last day of the month", interval
            )
        if all(0 < day <= _IN_EACH_MONTH for day in days):
            on = _joined([str(day) for day in days], language)
            return language.count("every month, on day {days}", "every {n} months, on day {days}", interval, days=on)
    if rule.frequency == "MONTHLY" and others == {"BYDAY"} and interval == len(rule.days) == 1:
        which, weekday = rule.days[0]
        return _nth(which, language.weekday(weekday), language)
    if rule.frequency == "WEEKLY" and others <= {"BYDAY"}:
        weekdays = sorted({weekday for _, weekday in rule.days} or {due.weekday()})
        on = _joined([language.weekday(weekday) for weekday in weekdays], language)
        return language.count("every week on {days}", "every {n} weeks on {days}", interval, days=on)
    return ""


def _nth(which: int, weekday: str, language: Language) -> str:
    return {
        1: language.say("every month, on the first {weekday}", weekday=weekday),
        2: language.say("every month, on the second {weekday}", weekday=weekday),
        3: language.say("every month, on the third {weekday}", weekday=weekday),
        4: language.say("every month, on the fourth {weekday}", weekday=weekday),
        -1: language.say("every month, on the last {weekday}", weekday=weekday),
    }.get(which, "")


def _joined(days: list[str], language: Language) -> str:
    """Return ``Monday, Tuesday and Friday``; in some languages each has its article."""
    said = days[0]
    for day in days[1:-1]:
        said = language.say("{days}, {day}", days=said, day=day)
    return language.say("{days} and {day}", days=said, day=days[-1]) if len(days) > 1 else said


def _last_of(rule: Rule, table: DeadlineTable, zone_name: str) -> date | None:
    """Return the last day of a rule that ends; None where it goes on, or has more dates than one looks through."""
    if "UNTIL" not in rule.parts and "COUNT" not in rule.parts:
        return None
    days = list(islice(_days(table, zone_name), MOST_AHEAD * 10 + 1))
    return days[-1] if 0 < len(days) <= MOST_AHEAD * 10 else None


def _days(table: DeadlineTable, zone_name: str) -> Iterator[date]:
    if table.repeats and isinstance(table.due, date):
        yield from map(day_of, recurrences(table.repeats, table.due, zone_name, last=date.max))
