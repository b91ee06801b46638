"""The committed tables beside what they are made from, and the calendars beside libraries that compute them otherwise."""

import shutil
import subprocess
from datetime import date, timedelta
from pathlib import Path

import pytest
from babel import Locale, localedata
from babel.dates import format_date

from deadlines.words.calendars import UMM_AL_QURA_ENDS, day_of
from deadlines.words.read import read
from tests.words import generate, generate_zones

UNREAD = {"br", "blo", "kgp", "sa", "to", "yrl"}
"""Languages with abbreviations that are other words, or none: some of their dates are silence."""


def readings(text: str) -> set[date]:
    return {day for found in read(text).dates for reading in found.readings if (day := reading.date)}


@pytest.mark.slow
@pytest.mark.parametrize("language", generate.LANGUAGES)
def test_each_date_of_babel_is_read(language: str) -> None:
    localedata._cache.clear()  # type: ignore[attr-defined]  # babel 2.18 hands one language's names on to the next
    if language not in localedata.locale_identifiers():
        pytest.skip("babel does not have it")
    locale = Locale.parse(language)
    if locale.months["format"]["wide"][1].startswith("M0"):
        pytest.skip("babel has no names")
    days = [date(2027, month, 14) for month in range(1, 13)]
    dates = [(format_date(day, style, locale), day) for day in days for style in ("full", "long", "medium")]
    unread = [text for text, day in dates if day not in readings(text)]
    assert len(unread) <= (12 if language in UNREAD else 0), unread


@pytest.mark.slow
def test_the_committed_names_are_those_of_cldr(tmp_path: Path) -> None:
    if shutil.which("npm") is None:
        pytest.skip("npm is not there")
    packages = ["cldr-core@48.2.0", "cldr-dates-full@48.2.0"]
    packages += [f"cldr-cal-{calendar}-full@{release}" for calendar, (release, _) in generate.CALENDARS.items()]
    subprocess.run(
        ["npm", "install", "--prefix", tmp_path, "--legacy-peer-deps", *packages], check=True, capture_output=True
    )
    for file, text in generate.tables(tmp_path).items():
        assert (generate.DATA / file).read_text(encoding="utf-8") == text, file


@pytest.mark.slow
def test_the_committed_names_of_zones_are_those_of_cldr_and_tzdata() -> None:
    for file, text in generate_zones.tables().items():
        assert (generate.DATA / file).read_text(encoding="utf-8") == text, file


@pytest.mark.parametrize(
    ("calendar", "year", "month", "day", "gregorian"),
    [
        ("buddhist", 2570, 4, 30, date(2027, 4, 30)),
        ("roc", 116, 4, 30, date(2027, 4, 30)),
        ("reiwa", 9, 4, 30, date(2027, 4, 30)),
        ("persian", 1406, 2, 10, date(2027, 4, 30)),
        ("persian", 1403, 12, 30, date(2025, 3, 20)),
        ("persian", 1404, 12, 30, None),
        ("islamic", 1448, 11, 23, date(2027, 4, 30)),
        ("islamic", 1451, 3, 29, date(2029, 8, 10)),
        ("islamic", 1451, 3, 30, None),
        ("ethiopic", 2019, 8, 22, date(2027, 4, 30)),
        ("ethiopic", 2019, 13, 6, date(2027, 9, 11)),
        ("ethiopic", 2020, 13, 6, None),
        ("nepali", 2084, 1, 17, date(2027, 4, 30)),
        ("hebrew", 5787, 8, 23, date(2027, 4, 30)),
        ("hebrew", 5787, 6, 1, date(2027, 2, 8)),
        ("hebrew", 5788, 6, 1, None),
        ("indian", 1949, 2, 10, date(2027, 4, 30)),
    ],
)
def test_a_date_of_another_calendar(calendar: str, year: int, month: int, day: int, gregorian: date | None) -> None:
    assert day_of(calendar, year, month, day) == gregorian


@pytest.mark.slow
def test_calendars_agree_with_libraries_on_every_day() -> None:
    """``pip install hijridate nepali-datetime convertdate jdatetime`` for this one; they are no dependencies."""
    hijri, nepali = pytest.importorskip("hijridate"), pytest.importorskip("nepali_datetime")
    convertdate, jalali = pytest.importorskip("convertdate"), pytest.importorskip("jdatetime")
    day = date(2005, 1, 1)
    while day < date(2043, 1, 1):
        persian = jalali.date.fromgregorian(date=day)
        assert day_of("persian", persian.year, persian.month, persian.day) == day
        sambat = nepali.date.from_datetime_date(day)
        assert day_of("nepali", sambat.year, sambat.month, sambat.day) == day
        assert day_of("indian", *convertdate.indian_civil.from_gregorian(day.year, day.month, day.day)) == day
        if day <= UMM_AL_QURA_ENDS:
            said = hijri.Gregorian(day.year, day.month, day.day).to_hijri()
            assert day_of("islamic", said.year, said.month, said.day) == day
        day += timedelta(1)
