"""Weekends by country; among the slow tests, the table against what it was made of."""

from datetime import date

import pytest

from deadlines.domain.lead_time import LeadTime
from deadlines.domain.weekend import WEEKDAYS, DaysOff, Weekday, weekdays, weekend_of

DIFFERENT = {
    "AF": ("Thu Fri", "Fri Sat"),
    "BN": ("Sat Sun", "Fri Sun"),
    "LY": ("Fri Sat", "Sat Sun"),
    **dict.fromkeys(("BD", "DJ", "MR", "MV"), ("Sat Sun", "Fri Sat")),
    **dict.fromkeys(("AI", "CD", "HK", "KN", "NE", "PY", "TK", "VE"), ("Sat Sun", "Sun")),
    **dict.fromkeys(("IN", "UG"), ("Sun", "Sat Sun")),
}
"""Where CLDR and holidays say otherwise; the comment in the module says what we take."""


@pytest.mark.parametrize(
    ("country", "before_sunday"),
    [("EG", date(2027, 2, 11)), ("BE", date(2027, 2, 12)), ("IR", date(2027, 2, 13)), ("BN", date(2027, 2, 13))],
)
def test_the_working_day_before_a_sunday_is_that_of_the_country(country: str, before_sunday: date) -> None:
    days_off = DaysOff(weekdays(weekend_of(country)))
    assert LeadTime.parse("1 working day").day_before(date(2027, 2, 14), days_off) == before_sunday


def test_a_part_of_a_country_has_its_weekend() -> None:
    assert weekend_of("EG-C") == weekend_of("EG") != weekend_of("GB-ENG")


def test_a_saturday_that_is_worked_is_a_working_day() -> None:
    days_off = DaysOff(holidays=frozenset({date(2026, 8, 21)}), worked=frozenset({date(2026, 8, 8)}))
    one, six = LeadTime.parse("1wd"), LeadTime.parse("6wd")
    assert one.day_before(date(2026, 8, 10), days_off) == date(2026, 8, 8)
    assert six.day_before(date(2026, 8, 17), days_off) == date(2026, 8, 8)
    assert one.day_before(date(2026, 8, 24), days_off) == date(2026, 8, 20)


@pytest.mark.slow
def test_the_weekends_are_those_of_the_sources_where_they_agree() -> None:
    holidays = pytest.importorskip("holidays")
    read_by = {"CLDR": _of_cldr(), "holidays": {}}
    for country in filter(lambda name: len(name) == 2, holidays.list_supported_countries()):
        days = sorted(holidays.country_holidays(country).weekend)
        read_by["holidays"][country] = tuple(WEEKDAYS[day] for day in days)
    both = {country: (said, read_by["holidays"].get(country, said)) for country, said in read_by["CLDR"].items()}
    assert {
        country: (" ".join(one), " ".join(other)) for country, (one, other) in both.items() if one != other
    } == DIFFERENT
    assert {country: said for country, said in both.items() if weekend_of(country) not in said} == {}


def _of_cldr() -> dict[str, tuple[Weekday, ...]]:
    from babel import Locale
    from babel.localedata import locale_identifiers

    found = {}
    for name in locale_identifiers():
        locale = Locale.parse(name)
        if locale.territory and len(locale.territory) == 2:
            first, last = locale.weekend_start, locale.weekend_end
            days = sorted((first + number) % 7 for number in range((last - first) % 7 + 1))
            found[locale.territory] = tuple(WEEKDAYS[day] for day in days)
    return found
