"""The days on which nobody works: weekends by country, public holidays, and the Saturdays that are worked for them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Literal, get_args

Weekday = Literal["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]
WEEKDAYS: tuple[Weekday, ...] = get_args(Weekday)

# Checked by tests/domain/test_weekend.py against CLDR's week data and the library holidays. They differ about
#     AF           CLDR Thu Fri, holidays Fri Sat: offices work from Sunday to Thursday
#     BD DJ MV     CLDR Sat Sun, holidays Fri Sat: the latter
#     BN           CLDR Sat Sun, holidays Fri Sun: the latter
#     LY           CLDR Fri Sat, holidays Sat Sun: the former
#     MR           CLDR Sat Sun, holidays Fri Sat: the former, since October 2014
#     IN UG        CLDR Sun, holidays Sat Sun: the latter
#     AI CD HK KN NE PY TK VE   CLDR Sat Sun, holidays Sun: the former
# Where Saturday is doubtful it is no working day, since a reminder comes earlier then and not too late.
_ELSEWHERE: dict[tuple[Weekday, ...], str] = {
    ("Fri", "Sat"): "AF BD BH DJ DZ EG IL IQ JO KW LY MV OM QA SA SD SY YE",
    ("Fri", "Sun"): "BN",
    ("Fri",): "IR",
}
_WEEKENDS = {country: days for days, countries in _ELSEWHERE.items() for country in countries.split()}


def weekend_of(country: str) -> tuple[Weekday, ...]:
    """Return the weekend of a country (ISO 3166-1, two letters) or of a part of it (ISO 3166-2)."""
    return _WEEKENDS.get(country.partition("-")[0], ("Sat", "Sun"))


def weekdays(names: Iterable[Weekday]) -> frozenset[int]:
    """Return days of the week as ``date.weekday`` counts them."""
    return frozenset(map(WEEKDAYS.index, names))


@dataclass(frozen=True, slots=True)
class DaysOff:
    """The days on which a recipient does not work; ``day in days_off`` asks for one."""

    weekend: frozenset[int] = frozenset({5, 6})
    """Less than all days of the week, as ``date.weekday`` counts them."""
    holidays: frozenset[date] = frozenset()
    worked: frozenset[date] = frozenset()
    """Days of weekends that are worked in exchange for others."""

    def __contains__(self, day: date) -> bool:
        if day.weekday() in self.weekend and day not in self.worked:
            return True
        return day in self.holidays

    def most_days(self, working_days: int) -> int:
        """Return how many days so many working days are at most.

        A weekend makes one of them as many days as it has and one; a holiday makes one more of them.
        """
        return (len(self.weekend) + 1) * (working_days + len(self.holidays))


SATURDAY_AND_SUNDAY = DaysOff()
