"""Calendars in which announcements are dated, as days of the Gregorian one: arithmetic, or a table with its source.

Years, months and days count from 1, months as CLDR numbers them. Sources of the arithmetic: Reingold and Dershowitz,
*Calendrical Calculations*, for the Ethiopic, Hebrew and Indian calendars; ICU for the Solar Hijri one (33-year cycle,
which gives the equinox of Tehran in 1178-1633).
"""

from collections.abc import Callable
from datetime import date, timedelta
from functools import cache
from importlib import resources

Of = Callable[[int, int, int], date | None]

YEARS = {
    "gregorian": range(1900, 2100),
    "buddhist": range(2443, 2643),
    "roc": range(1, 190),
    "reiwa": range(1, 100),
    "heisei": range(1, 32),
    "persian": range(1300, 1500),
    "islamic": range(1350, 1500),
    "ethiopic": range(1900, 2100),
    "nepali": range(2000, 2100),
    "hebrew": range(5660, 5860),
    "indian": range(1850, 2000),
}
"""The years of each calendar that a deadline may name."""
GREGORIAN_MONTHS = {"gregorian": 0, "buddhist": -543, "roc": 1911, "reiwa": 2018, "heisei": 1988}
"""Calendars that differ from the Gregorian one in the number of the year alone, and by how much."""
UMM_AL_QURA_ENDS = date(2029, 8, 10)
"""The last day on which ICU's table and that of the hijridate library are one."""


def day_of(calendar: str, year: int, month: int, day: int) -> date | None:
    """Return a date of another calendar as a Gregorian one; None where it does not exist or no table has it."""
    if (shift := GREGORIAN_MONTHS.get(calendar)) is not None:
        try:
            return date(year + shift, month, day)
        except ValueError:
            return None
    return _REST[calendar](year, month, day) if year in YEARS[calendar] and day >= 1 else None


def year_of(calendar: str, day: date) -> int:
    """Return the year of a calendar that begins in a Gregorian day's year; the day may still be of the one before."""
    return day.year - _BEHIND[calendar]


def month_of(calendar: str, year: int, month: int) -> tuple[date, date] | None:
    """Return the first and the last day of a month."""
    first = day_of(calendar, year, month, 1)
    days = [found for number in (28, 29, 30, 31, 32) if (found := day_of(calendar, year, month, number))]
    return (first, days[-1]) if first else None


_BEHIND = {"persian": 621, "islamic": 579, "ethiopic": 7, "nepali": -57, "hebrew": -3761, "indian": 78}


def _persian(year: int, month: int, day: int) -> date | None:
    def new_year(year: int) -> int:
        return 226_894 + 365 * (year - 1) + (8 * year + 21) // 33

    before = 31 * (month - 1) if month <= 7 else 30 * (month - 1) + 6
    longest = 31 if month <= 6 else 30 if month <= 11 else new_year(year + 1) - new_year(year) - before
    return date.fromordinal(new_year(year) + before + day) if month <= 12 and day <= longest else None


def _ethiopic(year: int, month: int, day: int) -> date | None:
    longest = 30 if month <= 12 else 6 if year % 4 == 3 else 5
    ordinal = 2795 + 365 * (year - 1) + year // 4 + 30 * (month - 1) + day
    return date.fromordinal(ordinal) if month <= 13 and day <= longest else None


def _indian(year: int, month: int, day: int) -> date | None:
    leap = (year + 78) % 4 == 0 and ((year + 78) % 100 != 0 or (year + 78) % 400 == 0)
    lengths = [31 if leap else 30, 31, 31, 31, 31, 31, 30, 30, 30, 30, 30, 30]
    if month > 12 or day > lengths[month - 1]:
        return None
    return date(year + 78, 3, 21 if leap else 22) + timedelta(sum(lengths[: month - 1]) + day - 1)


def _hebrew(year: int, month: int, day: int) -> date | None:
    lengths = _hebrew_lengths(year)
    if month > 13 or day > lengths[month - 1]:
        return None
    return date.fromordinal(_hebrew_new_year(year) + sum(lengths[: month - 1]) + day - 1)


def _hebrew_new_year(year: int) -> int:
    def elapsed(year: int) -> int:
        months = (235 * year - 234) // 19
        parts = 12_084 + 13_753 * months
        days = 29 * months + parts // 25_920
        return days + 1 if 3 * (days + 1) % 7 < 3 else days

    before, this, after = elapsed(year - 1), elapsed(year), elapsed(year + 1)
    delay = 2 if after - this == 356 else 1 if this - before == 382 else 0
    return -1_373_428 + this + delay + 1


@cache
def _hebrew_lengths(year: int) -> list[int]:
    """Return the days of Tishri to Elul; Adar I, the sixth, has none in a common year."""
    days = _hebrew_new_year(year + 1) - _hebrew_new_year(year)
    leap = days > 380
    heshvan, kislev = 30 if days % 10 == 5 else 29, 29 if days % 10 == 3 else 30
    return [30, heshvan, kislev, 29, 30, 30 if leap else 0, 29, 30, 29, 30, 29, 30, 29]


def _tabled(file: str, ends: date = date.max) -> Of:
    @cache
    def table() -> dict[int, tuple[date, list[int]]]:
        text = resources.files("deadlines.words").joinpath("data", file).read_text(encoding="utf-8")
        rows = (line.split() for line in text.splitlines() if not line.startswith("#"))
        return {int(row[0]): (date.fromisoformat(row[1]), [int(days) for days in row[2:]]) for row in rows}

    def of(year: int, month: int, day: int) -> date | None:
        first, lengths = table().get(year, (date.min, []))
        if month > len(lengths) or day > lengths[month - 1]:
            return None
        found = first + timedelta(sum(lengths[: month - 1]) + day - 1)
        return found if found <= ends else None

    return of


_REST: dict[str, Of] = {
    "persian": _persian,
    "ethiopic": _ethiopic,
    "indian": _indian,
    "hebrew": _hebrew,
    "islamic": _tabled("umm_al_qura.txt", UMM_AL_QURA_ENDS),
    "nepali": _tabled("bikram_sambat.txt"),
}
