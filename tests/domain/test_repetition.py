"""What is wrong with a deadline that repeats, and what to write instead."""

from datetime import date, datetime
from typing import Any

import pytest

from deadlines.domain.record import DeadlineTable, Record
from deadlines.domain.repetition import faults_of, most_ahead
from deadlines.domain.rules import check

FIRST = date(2027, 3, 1)
HOUR = datetime(2027, 3, 1, 17)


def faults(
    repeats: str, due: Any = FIRST, zone_name: str = "Europe/Berlin", **said: Any
) -> list[tuple[str, str, bool]]:
    table = DeadlineTable.model_validate({"due": due, "repeats": repeats} | said)
    return [
        (".".join(map(str, one.keys)), f"{one.message}; {one.hint}", one.warning)
        for one in faults_of(table, due, zone_name)
    ]


@pytest.mark.parametrize("rule", ["yearly", "FREQ=YEARLY;COUNT=x", "FREQ=YEARLY;UNTIL=2027", "FREQ=YEARLY"])
@pytest.mark.parametrize("due", [FIRST, HOUR])
def test_where_the_zone_is_unknown_a_rule_is_looked_at_all_the_same(rule: str, due: date) -> None:
    table = {"due": due, "repeats": rule, "timezone": "Europe/Geneva", "stated": "1 March 2027"}
    record = Record.model_validate(
        {"title": "A", "kind": "call", "organisation": "B", "url": "https://c.example", "deadlines": [table]}
    )
    keys = {one.keys[-1] for one in check(record, "UTC")}
    assert keys == ({"timezone"} if rule == "FREQ=YEARLY" else {"timezone", "repeats"})


@pytest.mark.parametrize(
    ("rule", "due", "said"),
    [
        ("every year", FIRST, 'this is not a rule; write "FREQ=YEARLY"'),
        ("monthly", FIRST, 'this is not a rule; write "FREQ=MONTHLY"'),
        ("RRULE:freq=yearly; interval=2;", FIRST, 'write "FREQ=YEARLY;INTERVAL=2"'),
        ("BYMONTH=3", FIRST, "there is no FREQ in it"),
        ("twice a year", FIRST, "there is no FREQ in it"),
        ("FREQ=HOURLY", HOUR, "does not come twice a day"),
        ("FREQ=YEARLY;BYHOUR=9,17", HOUR, "the time is that of due"),
        ("FREQ=YEARLY;BYMONHT=3", FIRST, '"BYMONHT=3" is no part of a rule; did you mean "BYMONTH=3,9"?'),
        ("FREQ=YEARLY;RSCALE=CHINESE", FIRST, "is no part of a rule; known parts: FREQ, INTERVAL"),
        ("FREQ=YEARLY;BYMONTH=13", FIRST, '"BYMONTH=13" cannot be; write "BYMONTH=3,9", for example'),
        ("FREQ=YEARLY;UNTIL=20270230", FIRST, '"UNTIL=20270230" cannot be'),
        ("FREQ=YEARLY;COUNT=0", FIRST, '"COUNT=0" cannot be'),
        ("FREQ=YEARLY;BYMONTH=3;BYMONTH=9", FIRST, "BYMONTH is there twice; keep one"),
        ("FREQ=YEARLY;COUNT=2;UNTIL=20300101", FIRST, "COUNT and UNTIL are both there"),
        ("FREQ=MONTHLY;BYYEARDAY=60", FIRST, "BYYEARDAY does not go with FREQ=MONTHLY"),
        ("FREQ=WEEKLY;BYMONTHDAY=1", FIRST, "BYMONTHDAY does not go with FREQ=WEEKLY"),
        ("FREQ=WEEKLY;BYDAY=1MO", FIRST, 'there is none here; write "BYDAY=MO"'),
        ("FREQ=MONTHLY;BYDAY=MO,-1FR", FIRST, "some days in BYDAY have a number and some have none"),
        ("FREQ=YEARLY;BYWEEKNO=9", FIRST, "add the day of the week"),
        ("FREQ=MONTHLY;BYSETPOS=1", FIRST, "chooses among the dates of another part"),
        ("FREQ=WEEKLY;BYDAY=MO,TU;BYSETPOS=1", FIRST, "leave in BYDAY the days that are meant"),
        ("FREQ=YEARLY;UNTIL=20300301T170000Z", FIRST, 'UNTIL has a time, and due has none; write "UNTIL=20300301"'),
        ("FREQ=YEARLY;UNTIL=20300701", HOUR, 'write "UNTIL=20300701T150000Z"'),
        ("FREQ=YEARLY;UNTIL=20300301T170000", HOUR, 'write "UNTIL=20300301T160000Z"'),
        ("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30", FIRST, "the rule gives no date from due on"),
        ("FREQ=YEARLY;UNTIL=20260301", FIRST, "the rule ends before due"),
        ("FREQ=YEARLY;BYMONTH=3,9;BYMONTHDAY=15", FIRST, "write due = 2027-03-15, the next date of the rule"),
        ("FREQ=MONTHLY;BYDAY=-1FR", HOUR, "write due = 2027-03-26T17:00:00, the next date"),
    ],
)  # fmt: skip
def test_a_rule_that_is_wrong_is_answered_with_what_to_write(rule: str, due: Any, said: str) -> None:
    found = faults(rule, due)
    assert len(found) == 1 and said in found[0][1] and not found[0][2], found


def test_the_applicants_own_time_ends_in_that_time() -> None:
    assert 'write "UNTIL=20300301T170000"' in faults("FREQ=YEARLY;UNTIL=20300301T160000Z", HOUR, "local")[0][1]
    assert faults("FREQ=YEARLY;UNTIL=20300301T170000", HOUR, "local") == []


@pytest.mark.parametrize(
    ("said", "place", "message"),
    [
        ({"except": [date(2028, 3, 2)]}, "except.0", "2028-03-02 is none of the dates of the rule; the nearest of them is 2028-03-01"),
        ({"except": [date(2028, 3, 1)] * 2}, "except.1", "is named twice"),
        ({"except": [date(2028, 3, 1)], "moved": [{"from": date(2028, 3, 1), "to": date(2028, 3, 5)}]}, "moved.0.from", "is named twice"),
        ({"moved": [{"from": date(2026, 3, 1), "to": date(2028, 3, 5)}]}, "moved.0.from", "none of the dates"),
        ({"moved": [{"from": date(2028, 3, 1), "to": date(2028, 3, 1)}]}, "moved.0.to", "2028-03-01 is what the rule says"),
    ],
)  # fmt: skip
def test_what_is_said_of_a_date_that_the_rule_does_not_give_is_a_problem(said: Any, place: str, message: str) -> None:
    found = faults("FREQ=YEARLY", **said)
    assert found[0][0] == place and message in found[0][1], found


def test_a_rule_of_which_no_date_is_left_is_a_problem() -> None:
    assert "no date of the rule is left" in faults("FREQ=YEARLY;COUNT=1", **{"except": [FIRST]})[0][1]


@pytest.mark.parametrize(
    ("due", "said"),
    [
        (datetime(2027, 3, 21, 2, 30), "2027-03-28T02:30:00 is skipped in Europe/Berlin"),
        (datetime(2027, 10, 24, 2, 30), "2027-10-31T02:30:00 happens twice in Europe/Berlin"),
    ],
)
def test_an_hour_that_a_clock_change_skips_or_doubles_is_a_warning(due: datetime, said: str) -> None:
    found = faults("FREQ=WEEKLY", due)
    assert len(found) == 1 and said in found[0][1] and found[0][2]
    assert faults("FREQ=WEEKLY;COUNT=3", due, **{"except": [due.replace(day=due.day + 7).date()]}) == []


def record(*deadlines: dict[str, Any], **more: Any) -> Record:
    table = {"title": "A", "kind": "call", "organisation": "B", "url": "https://example.org/", "deadlines": deadlines}
    return Record.model_validate(table | more)


@pytest.mark.parametrize(
    ("deadline", "said"),
    [
        ({"due": FIRST, "repeats": "FREQ=DAILY"}, "at most 400 dates in 18 months"),
        ({"due": FIRST, "except": [FIRST]}, "except is of a deadline that repeats"),
        ({"due": FIRST, "moved": [{"from": FIRST, "to": date(2027, 3, 5)}]}, "moved is of a deadline that repeats"),
        ({"due": FIRST, "repeats": "FREQ=YEARLY", "previously": [date(2027, 2, 1)]}, "name each date that was moved: moved = [{ from"),
        ({"due": FIRST, "repeats": "FREQ=YEARLY", "opens": date(2027, 2, 1)}, "opens is of one date"),
        ({"due": "2027-03", "repeats": "FREQ=YEARLY"}, "begins on a day"),
        ({"stated": "every spring", "repeats": "FREQ=YEARLY"}, "begins on a day"),
        ({"due": FIRST, "repeats": "FREQ=YEARLY", "moved": [{"from": FIRST, "to": HOUR}]}, "a time needs a time zone"),
    ],
)  # fmt: skip
def test_a_record_says_nothing_that_does_not_go_with_a_rule(deadline: dict[str, Any], said: str) -> None:
    found = check(record(deadline), "Europe/Brussels")
    assert any(said in f"{one.message}; {one.hint}" for one in found), found


def test_the_rules_of_a_record_are_counted_together() -> None:
    weekdays = {"due": FIRST, "repeats": "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR"}
    assert 380 < most_ahead(weekdays["repeats"], FIRST, "UTC") <= 400
    assert check(record(weekdays), "UTC") == []
    found = check(record(weekdays | {"label": "a"}, weekdays | {"label": "b"}), "UTC")
    assert [(one.keys, "at most 400" in one.message) for one in found] == [(("deadlines", 1, "repeats"), True)]


def test_the_organisers_words_may_be_of_any_of_the_next_dates() -> None:
    rule = {"due": FIRST, "repeats": "FREQ=YEARLY;BYMONTH=3,9;BYMONTHDAY=1"}
    for words in ("1 March and 1 September", "Wednesday, 1 September 2027", "1 March 2028"):
        assert check(record(rule | {"stated": words}), "UTC") == [], words
    moved = {"moved": [{"from": date(2027, 9, 1), "to": date(2027, 9, 20)}]}
    assert check(record(rule | moved | {"stated": "extended to 20 September 2027"}), "UTC") == []
    assert "5 March" in check(record(rule | {"stated": "5 March 2027"}), "UTC")[0].message
