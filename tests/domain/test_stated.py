from datetime import date, datetime

import pytest

from deadlines.domain.moment import Written
from deadlines.domain.stated import contradictions

EVENING = datetime(2026, 3, 6, 18)
AGREEING: list[tuple[str, Written]] = [
    ("Friday, 6 March 2026, at 18:00 Central European Time", EVENING),
    ("March 6th, 2026, 6 p.m.", EVENING),
    ("06/03/2026 18h00", EVENING),
    ("03/06/2026, 6 pm", EVENING),
    ("vendredi 6 mars 2026 à 18h", EVENING),
    ("el viernes 6 de marzo de 2026 a las 18.00 horas", EVENING),
    ("am Freitag, dem 6. März 2026, um 18 Uhr", EVENING),
    ("6 марта 2026, 18:00", EVENING),
    ("2026-03-06 1800 CET", EVENING),
    ("le 1er décembre 2024", date(2024, 12, 1)),
    ("30 April 2026 at midnight", date(2026, 4, 30)),
    ("30 April 2026, 23:59 (AoE)", date(2026, 4, 30)),
    ("midnight on 30 April 2026", datetime(2026, 5, 1, 0, 0)),
    ("11 AUGUST 2020 (12:00 NOON GREENWICH MEAN TIME / GMT)", datetime(2020, 8, 11, 12)),
    ("between 1 March and 6 March 2026", date(2026, 3, 6)),
    ("the first Friday of March", date(2026, 3, 6)),
    ("as soon as possible", date(2026, 3, 6)),
    ("hasta el próximo 15 de marzo", date(2019, 3, 15)),
    ("até a próxima segunda-feira (30)", date(2024, 9, 30)),
]
CONTRADICTING: list[tuple[str, Written, str]] = [
    ("Thursday, 6 March 2026", date(2026, 3, 6), "Thursday"),
    ("6 March 2025", date(2026, 3, 6), "6 March 2025"),
    ("7 March 2026", date(2026, 3, 6), "7 March 2026"),
    ("6 April 2026", date(2026, 3, 6), "6 April 2026"),
    ("6 March 2026, 17:00", EVENING, "17:00"),
    ("6 March 2026, 6 a.m.", EVENING, "06:00"),
    ("6 March 2026, noon", EVENING, "12:00"),
    ("6 March 2026, at 18:00", date(2026, 3, 6), "18:00"),
    ("jeudi 6 mars 2026", date(2026, 3, 6), "jeudi"),
    ("6 avril 2026", date(2026, 3, 6), "6 avril 2026"),
    ("6 mars 2026 à 17h30", EVENING, "17:30"),
    ("el jueves 6 de marzo de 2026", date(2026, 3, 6), "jueves"),
    ("6 de abril de 2026", date(2026, 3, 6), "6 de abril"),
    ("Donnerstag, 6. März 2026", date(2026, 3, 6), "Donnerstag"),
    ("13/03/2026", date(2026, 3, 6), "13/03/2026"),
]


@pytest.mark.parametrize(("stated", "due"), AGREEING)
def test_words_that_agree_are_no_problem(stated: str, due: Written) -> None:
    assert list(contradictions(stated, due)) == []


@pytest.mark.parametrize(("stated", "due", "named"), CONTRADICTING)
def test_a_contradiction_names_the_words(stated: str, due: Written, named: str) -> None:
    messages = [found.message for found in contradictions(stated, due)]
    assert len(messages) == 1
    assert named in messages[0]


@pytest.mark.parametrize(("timezone", "asked"), [("Australia/Sydney", True), ("UTC+10:00", False), ("UTC+11:00", True)])
def test_an_abbreviation_of_the_other_half_of_the_year_is_asked_about_unless_an_offset_is_written(
    timezone: str, asked: bool
) -> None:
    found = list(contradictions("Friday 16 March 2018 (17:00 AEST)", datetime(2018, 3, 16, 17), timezone))
    assert bool(found) == asked
