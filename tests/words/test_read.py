"""What is read of a text: where it stands, every reading of it, and what may be made of it."""

import sys
from collections.abc import Callable
from datetime import date, time
from types import FrameType

import pytest
from benchmarks.words import HOSTILE
from hypothesis import given
from hypothesis import strategies as st

from deadlines.domain.stated import contradictions
from deadlines.words.found import FoundDate, Outcome
from deadlines.words.read import LONGEST, read
from tests.words.test_sentences import CASES

PIECES = [word for sentence, *_ in CASES for word in sentence.split()]


def said(text: str) -> list[tuple[str, str]]:
    """Return the dates of a text in its own words, each with what may be made of it."""
    words = read(text)
    return [(words.said(found), found.outcome.value) for found in words.dates]


@pytest.mark.parametrize(
    ("text", "dates"),
    [
        ("by Friday, 30 April 2027, 17:00", [("30 April 2027", "said")]),
        ("del 14 al 19 de abril", [("14", "start"), ("19 de abril", "said")]),
        ("April 2nd – 30th, 2027", [("April 2nd – 30th, 2027", "said"), ("2", "start")]),
        ("01.04.–30.04.2027", [("01.04", "start"), ("30.04.2027", "said")]),
        ("from 1 March to 30 April 2027", [("1 March", "start"), ("30 April 2027", "said")]),
        ("30 days after 31 March 2027", [("31 March 2027", "relative")]),
        ("Opens 1 March; closes 30 April 2027", [("1 March", "said"), ("30 April 2027", "said")]),
        ("10 may apply", [("10 may", "unsure")]),
        ("כ״ג בניסן תשפ״ז", [("כ״ג בניסן תשפ״ז", "said")]),
        ("农历三月廿四", []),
        ("2027丁未年三月廿四", []),
        ("정미년 1월 22일", []),
        ("no date at all", []),
    ],
)
def test_dates_stand_where_they_are_said(text: str, dates: list[tuple[str, str]]) -> None:
    assert sorted(said(text)) == sorted(dates)


@pytest.mark.parametrize(
    ("text", "calendar"),
    [
        ("30 เมษายน 2570", "buddhist"),
        ("۱۰ اردیبهشت ۱۴۰۶", "persian"),
        ("۱۰ ثور ۱۴۰۶", "persian"),
        ("٢٣ ذو القعدة ١٤٤٨ هـ", "islamic"),
        ("ሚያዝያ 22 ቀን 2019 ዓ.ም.", "ethiopic"),
        ("ሚያዝያ ፳፪ ቀን ፳፻፲፱ ዓ.ም.", "ethiopic"),
        ("२०८४ वैशाख १७", "nepali"),
        ("民國116年4月30日", "roc"),
        ("令和9年4月30日", "reiwa"),
        ("כ״ג בניסן תשפ״ז", "hebrew"),
        ('כ"ג בניסן התשפ"ז', "hebrew"),
        ("10 Vaisakha 1949 Saka", "indian"),
    ],
)
def test_a_date_of_another_calendar_is_ours_as_well(text: str, calendar: str) -> None:
    (found,) = read(text).dates
    assert (calendar, date(2027, 4, 30)) in [(reading.calendar, reading.date) for reading in found.readings]


def test_a_word_that_is_two_months_is_both_unless_the_sentence_settles_it() -> None:
    def months(text: str) -> set[int]:
        return {reading.month for found in read(text).dates for reading in found.readings}

    assert months("4. listopada 2027.") == {10, 11}
    assert months("srijeda, 4. listopada 2027.") == {10}
    assert months("w czwartek 4 listopada 2027") == {11}


@pytest.mark.parametrize(
    ("text", "hours", "zone"),
    [
        ("17 heures 30", ["17:30"], None),
        ("5 o'clock", ["05:00", "17:00"], None),
        ("5 o'clock in the afternoon", ["17:00"], None),
        ("at midnight (CET)", ["00:00", "23:59"], "CET"),
        ("midi trente", ["12:30"], None),
        ("12:00 ليلاً", ["00:00", "23:59"], None),
        ("a las 5 y media de la tarde", ["17:30"], None),
        ("17.30", [], None),
        ("heure de Paris : 17 h", ["17:00"], "heure de Paris"),
        ("17:00 (Geneva time)", ["17:00"], "Geneva time"),
        ("5 pm PT", ["17:00"], "PT"),
        ("17:00 Europe/Zurich", ["17:00"], "Europe/Zurich"),
        ("in the afternoon", [], None),
        ("l’après-midi en Midi-Pyrénées", [], None),
        ("within 24 hours", [], None),
        ("48 h avant", [], None),
    ],
)
def test_hours_and_their_zones(text: str, hours: list[str], zone: str | None) -> None:
    words = read(text)
    assert sorted(f"{clock:%H:%M}" for found in words.hours for clock in found.times) == hours
    assert [words.said(found.zone) for found in words.hours if found.zone] == ([zone] if zone else [])


def test_two_hours_keep_their_own_zones() -> None:
    words = read("17:00 CEST (15:00 UTC)")
    assert [(found.times, found.zone and words.said(found.zone)) for found in words.hours] == [
        (frozenset({time(17)}), "CEST"),
        (frozenset({time(15)}), "UTC"),
    ]


TEXTS = st.one_of(
    st.text(max_size=300),
    st.lists(st.sampled_from(PIECES + list(" .,:-–/()'’\n")), max_size=60).map("".join),
    st.lists(st.sampled_from(PIECES), max_size=60).map(" ".join),
)


@given(TEXTS, st.dates(date(2020, 1, 1), date(2040, 1, 1)))
def test_any_text_is_read_and_what_is_found_stands_in_it(text: str, due: date) -> None:
    words = read(text)
    for found in (*words.dates, *words.weekdays, *words.hours, *words.zones):
        assert 0 <= found.start < found.end <= len(text)
    for found in words.dates:
        assert isinstance(found, FoundDate)
        assert found.readings or found.outcome is Outcome.START
    for contradiction in contradictions(text, due, "Europe/Paris"):
        assert contradiction.message


def calls(work: Callable[[], object]) -> int:
    """Return how many functions are called, which unlike time is the same on every machine."""
    count = 0

    def profile(_frame: FrameType, event: str, _argument: object) -> None:
        nonlocal count
        count += event in ("call", "c_call")

    sys.setprofile(profile)
    try:
        work()
    finally:
        sys.setprofile(None)
    return count


@pytest.mark.slow
@pytest.mark.parametrize("kind", HOSTILE)
def test_twice_the_text_is_twice_the_work(kind: str) -> None:
    def work(size: int) -> Callable[[], object]:
        text = HOSTILE[kind](size)
        return lambda: list(contradictions(text, date(2027, 4, 30), "Europe/Paris"))

    work(1000)()
    once, twice = calls(work(2000)), calls(work(4000))
    assert twice <= 2.2 * once + 100


def test_what_is_longer_than_any_announcement_is_read_up_to_there() -> None:
    text = "30 April 2027" + " " * LONGEST + "1 May 2027"
    assert said(text) == [("30 April 2027", "said")]
