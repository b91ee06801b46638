"""A deadline that repeats, as people and programs see it, and as it is edited."""

import json
from datetime import date

import pytest

from deadlines.domain.occurrences import horizon_at
from deadlines.domain.opportunity import Deadline, Opportunity
from deadlines.domain.record import Record
from deadlines.wording.language import language
from deadlines.wording.repeats import further_dates, rule_in_words
from tests.conftest import CALL, Folder
from tests.feeds.values import NOW

RULE = "FREQ=YEARLY;BYMONTH=3,9;BYMONTHDAY=1"
PRIZE = CALL.replace("due = 2026-03-06", f'due = 2026-03-01\nrepeats = "{RULE}"')
MOVED = PRIZE + "except = [2026-09-01]\nmoved = [{ from = 2027-03-01, to = 2027-03-15 }]\n"
AT = ("--as-of", "2026-03-02", "--timezone", "Europe/Brussels")


def test_the_next_date_is_listed_and_how_it_goes_on(project: Folder) -> None:
    project.record("prize", MOVED)
    table = project.run("list", "--format", "table", *AT).out
    assert "2027-03-15" in table and "every year on 1 March" in table and table.count("A call") == 1
    assert project.run("list", "--format", "tsv", *AT).out.count("prize") == 1
    assert project.run("list", "--format", "tsv", *AT, "--within", "30").out.count("prize") == 0
    shown = project.run("show", "prize", *AT).out
    assert "Status: open" in shown and "Deadline: Monday, 15 March 2027" in shown
    assert "repeats: every year on 1 March and 1 September; then 1 September 2027" in shown


def test_what_has_come_for_the_last_time_is_closed(project: Folder) -> None:
    project.record("prize", PRIZE.replace("DAY=1", "DAY=1;COUNT=2"))
    assert "Status: open" in project.run("show", "prize", *AT).out
    assert "Status: closed" in project.run("show", "prize", "--as-of", "2026-09-02").out


def test_each_date_is_in_the_json_and_the_rule_is_read_back(project: Folder) -> None:
    record = project.record(
        "prize", MOVED + '\n[[deadlines]]\ndue = 2026-05-01\nlabel = "Late"\n'.replace("due", "due", 1)
    )
    record.write_text(
        record.read_text().replace(
            "[[deadlines]]\ndue = 2026-03-01", '[[deadlines]]\nlabel = "Round"\ndue = 2026-03-01'
        )
    )
    listed = project.run("list", "--all", "--format", "json", *AT).out
    (item,) = json.loads(listed)
    days = [(one["label"], one["due"], one.get("occurrence")) for one in item["deadlines"]]
    assert days == [
        ("Round", "2026-03-01", "2026-03-01"), ("Round", "2027-03-15", "2027-03-01"),
        ("Round", "2027-09-01", "2027-09-01"), ("Late", "2026-05-01", None),
    ]  # fmt: skip
    assert item["deadlines"][1]["previously"] == ["2027-03-01"] and "repeats" not in item["deadlines"][1]
    assert item["written"][0]["repeats"] == RULE and item["written"][0]["moved"] == [
        {"from": "2027-03-01", "to": "2027-03-15"}
    ]
    published = project.file("published.json", listed)
    assert project.run("list", "--all", "--format", "json", *AT, "--from", str(published)).out == listed


@pytest.mark.parametrize(
    ("options", "moved"),
    [
        (("2026-09-10",), "[{ from = 2026-09-01, to = 2026-09-10 }]"),
        (("2026-02-20",), "[{ from = 2026-03-01, to = 2026-02-20 }]"),
        (("2026-09-10", "--instead-of", "2027-03-01"), "[{ from = 2027-03-01, to = 2026-09-10 }]"),
    ],
)
def test_extend_moves_one_date(project: Folder, options: tuple[str, ...], moved: str) -> None:
    record = project.record("prize", PRIZE)
    ran = project.run("extend", "prize", *options)
    assert ran.code == 0, ran.err
    assert f"moved = {moved}" in record.read_text() and "due = 2026-03-01\n" in record.read_text()


def test_a_date_that_moves_again_is_changed_in_its_place(project: Folder) -> None:
    record = project.record("prize", MOVED)
    assert project.run("extend", "prize", "2027-03-20").code == 0
    assert "moved = [{ from = 2027-03-01, to = 2027-03-20 }]" in record.read_text()
    assert (
        "2027-03-02 is none of the dates"
        in project.run("extend", "prize", "2027-03-20", "--instead-of", "2027-03-02").err
    )
    assert project.run("extend", "prize", "2027-03-20").code == 1


@pytest.mark.slow
def test_the_news_feed_changes_when_a_date_moves_and_not_when_one_passes(project: Folder) -> None:
    record = project.record("prize", PRIZE)
    project.run("export")
    news = (project.root / "calendars/atom.xml").read_bytes()
    assert b"every year on 1 March and 1 September" in news and b"2027" not in news
    project.run("export", "--as-of", "2026-03-02")
    assert (project.root / "calendars/atom.xml").read_bytes() == news
    record.write_text(PRIZE + "moved = [{ from = 2026-09-01, to = 2026-09-15 }]\n")
    project.run("export", "--as-of", "2026-03-03")
    assert b"15 September 2026 (extended from 1 September)" in (project.root / "calendars/atom.xml").read_bytes()


def made(repeats: str, due: date) -> Opportunity:
    table = {"title": "A", "kind": "call", "organisation": "B", "url": "https://example.org/"}
    record = Record.model_validate(table | {"deadlines": [{"due": due, "repeats": repeats}]})
    return Opportunity.of(record, id="a", path="a.toml", project_zone="UTC", horizon=horizon_at(NOW))


@pytest.mark.parametrize(
    ("repeats", "due", "words"),
    [
        ("FREQ=YEARLY", date(2026, 3, 1), ("every year on 1 March", "chaque année, le 1er mars", "cada año, el 1 de marzo")),
        ("FREQ=YEARLY;INTERVAL=2", date(2026, 3, 6), ("every 2 years on 6 March", "tous les 2 ans, le 6 mars", "cada 2 años, el 6 de marzo")),
        ("FREQ=MONTHLY;BYMONTHDAY=15", date(2026, 3, 15), ("every month, on day 15", "chaque mois, le 15", "cada mes, el día 15")),
        ("FREQ=MONTHLY;BYMONTHDAY=-1", date(2026, 3, 31), ("every month, on its last day", "chaque mois, le dernier jour", "cada mes, el último día")),
        ("FREQ=MONTHLY;BYDAY=1MO", date(2026, 3, 2), ("every month, on the first Monday", "chaque mois, le premier lundi", "cada mes, el primer lunes")),
        ("FREQ=WEEKLY;BYDAY=MO,TH;UNTIL=20270101", date(2026, 3, 2),
         ("every week on Monday and Thursday, until 31 December 2026", "chaque semaine, le lundi et le jeudi, jusqu’au 31 décembre 2026", "cada semana, el lunes y el jueves, hasta el 31 de diciembre de 2026")),
        ("FREQ=YEARLY", date(2027, 1, 31), ("every year on 31 January", "chaque année, le 31 janvier", "cada año, el 31 de enero")),
        ("FREQ=YEARLY;BYMONTH=1,4;BYMONTHDAY=31", date(2027, 1, 31), ("on several dates", "à plusieurs dates", "en varias fechas")),
        ("FREQ=YEARLY", date(2028, 2, 29), ("on several dates", "à plusieurs dates", "en varias fechas")),
        ("FREQ=MONTHLY", date(2026, 3, 31), ("on several dates", "à plusieurs dates", "en varias fechas")),
    ],
)  # fmt: skip
def test_a_plain_rule_is_said_in_words_and_no_other(repeats: str, due: date, words: tuple[str, ...]) -> None:
    table = made(repeats, due).record.deadlines[0]
    assert tuple(rule_in_words(table, "UTC", language(tag)) for tag in ("en", "fr", "es")) == words
    assert rule_in_words(table, "UTC", language("ar"))


def test_of_many_further_dates_some_are_named(project: Folder) -> None:
    weekly = made("FREQ=WEEKLY", date(2026, 2, 2))
    first = weekly.deadlines[0]
    assert isinstance(first, Deadline)
    assert (
        further_dates(weekly, first, NOW, language("en"))
        == "9 February 2026; 16 February 2026; 23 February 2026, and 79 more"
    )
