"""The dates of a deadline that repeats: which they are, what they are known by, and how far ahead one looks."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from deadlines.domain.moment import Moment
from deadlines.domain.occurrences import Occurrence, horizon_at, occurrences, recurrences
from tests.domain.rules_of_recurrence import LAST, by_dateutil, random_rule, with_hour

FAR = LAST


def days(rule: str, first: date, horizon: date, zone_name: str = "UTC", **said: object) -> list[str]:
    found = occurrences(rule, first, zone_name, horizon=horizon, **said)  # type: ignore[arg-type]
    return [one.written.isoformat().removesuffix(":00") for one in found]


@pytest.mark.parametrize(
    ("rule", "first", "horizon", "expected"),
    [
        ("FREQ=YEARLY;BYMONTH=3,9;BYMONTHDAY=1", date(2027, 3, 1), date(2028, 5, 31),
         ["2027-03-01", "2027-09-01", "2028-03-01"]),
        ("FREQ=YEARLY", date(2024, 2, 29), date(2029, 1, 1), ["2024-02-29", "2028-02-29"]),
        ("FREQ=MONTHLY", date(2027, 1, 31), date(2027, 6, 1), ["2027-01-31", "2027-03-31", "2027-05-31"]),
        ("FREQ=MONTHLY;BYMONTHDAY=-1", date(2027, 1, 31), date(2027, 4, 1), ["2027-01-31", "2027-02-28", "2027-03-31"]),
        ("FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1", date(2027, 1, 29), date(2027, 4, 1),
         ["2027-01-29", "2027-02-26", "2027-03-31"]),
        ("FREQ=WEEKLY;INTERVAL=2;COUNT=3", date(2027, 1, 4), FAR, ["2027-01-04", "2027-01-18", "2027-02-01"]),
        ("FREQ=YEARLY;UNTIL=20280301", date(2027, 3, 1), FAR, ["2027-03-01", "2028-03-01"]),
        ("FREQ=YEARLY;UNTIL=20280229", date(2027, 3, 1), FAR, ["2027-03-01"]),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)  # fmt: skip
def test_a_rule_gives_its_dates(rule: str, first: date, horizon: date, expected: list[str]) -> None:
    assert days(rule, first, horizon) == expected


def test_of_what_comes_every_four_years_the_next_is_known() -> None:
    assert days("FREQ=YEARLY;INTERVAL=4", date(2023, 5, 1), date(2025, 1, 31)) == ["2023-05-01", "2027-05-01"]
    assert days("FREQ=YEARLY;INTERVAL=4;COUNT=1", date(2023, 5, 1), date(2025, 1, 31)) == ["2023-05-01"]


def test_the_hour_stays_what_it_is_when_the_clocks_change() -> None:
    found = list(recurrences("FREQ=MONTHLY", datetime(2027, 2, 15, 17), "Europe/Berlin", last=date(2027, 4, 30)))
    assert [f"{Moment(one, 'Europe/Berlin').instant:%H:%M}" for one in found] == ["16:00", "16:00", "15:00"]


def test_an_hour_that_is_skipped_is_what_the_clocks_show_then() -> None:
    found = days("FREQ=WEEKLY", datetime(2027, 3, 21, 2, 30), date(2027, 4, 5), "Europe/Berlin")
    assert found == ["2027-03-21T02:30", "2027-03-28T03:30", "2027-04-04T02:30"]
    late = list(occurrences("FREQ=DAILY;COUNT=2", datetime(2027, 3, 27, 0), "Asia/Beirut", horizon=FAR))
    assert [(one.day.day, one.written.isoformat()) for one in late] == [
        (27, "2027-03-27T00:00:00"),
        (28, "2027-03-28T01:00:00"),
    ]


@pytest.mark.parametrize(("until", "last"), [("20270328T010000Z", 28), ("20270328T005959Z", 21)])
def test_an_end_in_utc_is_compared_as_an_instant(until: str, last: int) -> None:
    found = days(f"FREQ=WEEKLY;UNTIL={until}", datetime(2027, 3, 14, 3), FAR, "Europe/Berlin")
    assert found[-1] == f"2027-03-{last}T03:00"


def test_an_exception_takes_one_date_and_a_move_keeps_its_name() -> None:
    rule, first = "FREQ=YEARLY;COUNT=4", date(2027, 3, 1)
    found = occurrences(
        rule, first, "UTC", excepted=[date(2028, 3, 1)], moved={date(2029, 3, 1): date(2029, 3, 15)}, horizon=FAR
    )
    assert [(one.day, one.written, one.was_moved) for one in found] == [
        (date(2027, 3, 1), date(2027, 3, 1), False),
        (date(2029, 3, 1), date(2029, 3, 15), True),
        (date(2030, 3, 1), date(2030, 3, 1), False),
    ]


@pytest.mark.parametrize(
    ("now", "horizon"),
    [
        (datetime(2026, 11, 1, tzinfo=UTC), date(2028, 5, 31)),
        (datetime(2026, 11, 30, 23, 59, tzinfo=UTC), date(2028, 5, 31)),
        (datetime(2026, 8, 31, tzinfo=UTC), date(2028, 2, 29)),
    ],
)
def test_the_horizon_is_the_same_all_month(now: datetime, horizon: date) -> None:
    assert horizon_at(now) == horizon


def known(rule: str, first: date, horizon: date, **said: object) -> dict[date, Occurrence]:
    return {one.day: one for one in occurrences(rule, first, "UTC", horizon=horizon, **said)}  # type: ignore[arg-type]


@given(st.integers(0, 10_000), st.dates(date(2026, 1, 1), FAR), st.dates(date(2026, 1, 1), FAR), st.data())
def test_what_an_occurrence_is_known_by_depends_on_nothing_else(
    seed: int, one: date, other: date, data: st.DataObject
) -> None:
    """Neither on the horizon, nor on what is said of other dates."""
    made = random_rule(seed)
    assume(made)
    rule, first = made  # type: ignore[misc]
    near, far = (known(rule, first, horizon) for horizon in sorted((one, other)))
    assert near.items() <= far.items() | {day: near[day] for day in list(near)[-1:]}.items()
    assume(far)
    chosen = data.draw(st.sampled_from(sorted(far)))
    without = known(rule, first, max(one, other), excepted=[chosen])
    assert {day: its for day, its in far.items() if day != chosen}.items() <= without.items()
    moved = known(rule, first, max(one, other), moved={chosen: chosen + timedelta(days=3)})
    assert moved == far | {chosen: Occurrence(chosen, chosen, chosen + timedelta(days=3))}


@pytest.mark.slow
def test_ten_thousand_rules_give_what_dateutil_gives() -> None:
    compared = 0
    for seed in range(14_000):
        if (made := random_rule(seed)) is None:
            continue
        rule, first = made
        expected = by_dateutil(rule, first)
        assert expected[0] == first, made
        assert list(recurrences(rule, first, "UTC", last=FAR)) == expected, made
        hourly, start = with_hour(rule, first, time(17, 30))
        assert list(recurrences(hourly, start, "UTC", last=FAR)) == [
            datetime.combine(day, time(17, 30)) for day in expected
        ], made
        compared += 1
    assert compared > 10_000
