"""When the next edition of a series is due, by what is steady in the earlier ones: a day, a weekday, only a month."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from dateutil.relativedelta import relativedelta, weekday

from deadlines.domain.moment import Written, day_of
from deadlines.domain.month import Month
from deadlines.domain.text import Sentence

_MOST_NAMED = 6
_WEEK = 7


@dataclass(frozen=True)
class Pattern:
    """What is expected, and why."""

    due: Written
    reason: Sentence


def expected(dues: Sequence[Written], year: int) -> Pattern:
    """Return what is expected in a year after these moments of the same deadline, the oldest first.

    What one edition alone had is taken for steady. In a year that has no 29 February it is the 28th.
    """
    last = dues[-1]
    days = [day_of(due) for due in dues]
    named = ", ".join(str(due) if isinstance(due, Month) else f"{day_of(due)}" for due in dues[-_MOST_NAMED:])
    if any(isinstance(due, Month) for due in dues):
        return Pattern(_month(last, year), Sentence("{days}: the month alone is known", days=named))
    if len({(day.month, day.day) for day in days}) == 1:
        return Pattern(_on(last, _same_day(days[-1], year)), Sentence("{days}: the same day each year", days=named))
    if found := _same_weekday(days, year):
        return Pattern(_on(last, found), Sentence("{days}: the same weekday of the month each year", days=named))
    if len({day.month for day in days}) == 1:
        return Pattern(_month(last, year), Sentence("{days}: the same month each year", days=named))
    return Pattern(_month(last, year), Sentence("{days}: nothing is steady; this is the month of the last", days=named))


def _on(last: Written, day: date) -> Written:
    """Return a day with the hour of the last edition, where that had one."""
    return datetime.combine(day, last.time()) if isinstance(last, datetime) else day


def _month(last: Written, year: int) -> Month:
    return Month(f"{year:04}-{day_of(last).month:02}")


def _same_day(day: date, year: int) -> date:
    moved: date = day + relativedelta(year=year)
    return moved


def _same_weekday(days: Sequence[date], year: int) -> date | None:
    """Return the day of the same weekday, counted from the first or last of its month; None where none is steady."""
    if len({(day.month, day.weekday()) for day in days}) > 1:
        return None
    on = days[-1]
    if len({(day.day - 1) // _WEEK for day in days}) == 1:
        found: date = date(year, on.month, 1) + relativedelta(weekday=weekday(on.weekday(), (on.day - 1) // _WEEK + 1))
        return found if found.month == on.month else None
    if all((day + relativedelta(days=_WEEK)).month != day.month for day in days):
        last: date = date(year, on.month, 1) + relativedelta(day=31, weekday=weekday(on.weekday(), -1))
        return last
    return None
