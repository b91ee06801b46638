from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deadlines.domain.local_time import LocalTime, occurrence
from deadlines.domain.moment import Moment, day_for_reader, days_left, parse_written, start_of_day
from deadlines.domain.zone import find_zone, zone_names

SECOND = timedelta(seconds=1)
ZONES = st.sampled_from([*sorted(zone_names()), "UTC", "AoE", "UTC+05:45", "UTC-09:30"])
DATES = st.dates(date(1971, 1, 1), date(2099, 12, 30))


@pytest.mark.parametrize(
    ("zone_name", "end"),
    [
        ("Europe/Brussels", datetime(2026, 4, 30, 22, tzinfo=UTC)),
        ("Pacific/Kiritimati", datetime(2026, 4, 30, 10, tzinfo=UTC)),
        ("AoE", datetime(2026, 5, 1, 12, tzinfo=UTC)),
        ("UTC+05:45", datetime(2026, 4, 30, 18, 15, tzinfo=UTC)),
    ],
)
def test_a_date_lasts_to_the_end_of_its_day_in_its_zone(zone_name: str, end: datetime) -> None:
    moment = Moment(date(2026, 4, 30), zone_name)
    assert moment.instant == end
    assert not moment.has_passed(end - SECOND)
    assert moment.has_passed(end)


@pytest.mark.parametrize(
    ("written", "zone_name", "instant"),
    [
        (datetime(2026, 3, 6, 18), "Europe/Zurich", datetime(2026, 3, 6, 17, tzinfo=UTC)),
        (datetime(2026, 7, 6, 18), "Europe/Zurich", datetime(2026, 7, 6, 16, tzinfo=UTC)),
        (datetime(2026, 10, 25, 12), "Europe/Zurich", datetime(2026, 10, 25, 11, tzinfo=UTC)),
        (datetime(2026, 3, 31, 23, 59), "AoE", datetime(2026, 4, 1, 11, 59, tzinfo=UTC)),
        (datetime(2026, 1, 1), "Pacific/Kiritimati", datetime(2025, 12, 31, 10, tzinfo=UTC)),
    ],
)
def test_a_date_time_is_open_in_its_minute_and_passed_a_second_later(
    written: datetime, zone_name: str, instant: datetime
) -> None:
    moment = Moment(written, zone_name)
    assert moment.instant == instant
    assert not moment.has_passed(instant)
    assert moment.has_passed(instant + SECOND)


def test_the_day_of_a_clock_change_has_23_or_25_hours() -> None:
    def hours(day: date) -> float:
        moment = Moment(day, "Europe/Berlin")
        return (moment.instant - moment.starts_at) / timedelta(hours=1)

    assert [hours(date(2026, 3, 29)), hours(date(2026, 10, 25)), hours(date(2026, 6, 1))] == [23, 25, 24]


def test_a_day_that_begins_at_one_begins_where_the_clocks_land() -> None:
    assert start_of_day(date(2025, 4, 25), "Africa/Cairo") == datetime(2025, 4, 24, 22, tzinfo=UTC)


@pytest.mark.parametrize(
    ("written", "zone_name", "what"),
    [
        (datetime(2026, 3, 29, 1, 59), "Europe/Paris", LocalTime.ONCE),
        (datetime(2026, 3, 29, 2, 0), "Europe/Paris", LocalTime.SKIPPED),
        (datetime(2026, 3, 29, 2, 59, 59), "Europe/Paris", LocalTime.SKIPPED),
        (datetime(2026, 3, 29, 3, 0), "Europe/Paris", LocalTime.ONCE),
        (datetime(2026, 10, 25, 1, 59, 59), "Europe/Paris", LocalTime.ONCE),
        (datetime(2026, 10, 25, 2, 0), "Europe/Paris", LocalTime.DOUBLED),
        (datetime(2026, 10, 25, 3, 0), "Europe/Paris", LocalTime.ONCE),
        (date(2011, 12, 30), "Pacific/Apia", LocalTime.SKIPPED),
        (date(2026, 3, 29), "Europe/Paris", LocalTime.ONCE),
    ],
)
def test_a_clock_change_skips_and_doubles(written: date, zone_name: str, what: LocalTime) -> None:
    where = find_zone(zone_name)
    assert where is not None
    assert occurrence(written, where) is what


@given(DATES, ZONES)
def test_a_date_contains_its_own_noon_and_ends_where_the_next_begins(day: date, zone_name: str) -> None:
    moment = Moment(day, zone_name)
    assert moment.starts_at < moment.instant == Moment(day + timedelta(days=1), zone_name).starts_at
    assert moment.has_passed(moment.instant) and not moment.has_passed(moment.instant - SECOND)


@pytest.mark.parametrize(
    "text", ["2026-02-30", "30.4.2026", "2026-04-30T25:00", "tomorrow", "2026-W05", "", "20260430"]
)
def test_what_is_no_date_is_refused_with_an_example(text: str) -> None:
    with pytest.raises(ValueError, match=r"2026-04-30|does not exist"):
        parse_written(text)


def test_dates_and_local_times_are_read_as_typed() -> None:
    assert parse_written("2026-04-30") == date(2026, 4, 30)
    assert parse_written("2026-04-30 18:05") == datetime(2026, 4, 30, 18, 5)


@pytest.mark.parametrize(
    ("due", "zone_name", "here", "day"),
    [
        (datetime(2027, 5, 1), "Europe/Brussels", "Europe/Brussels", date(2027, 4, 30)),
        (datetime(2027, 4, 30, 23, 59, 59), "Europe/Brussels", "Europe/Brussels", date(2027, 4, 30)),
        (datetime(2027, 5, 1, 0, 0, 1), "Europe/Brussels", "Europe/Brussels", date(2027, 5, 1)),
        (datetime(2027, 5, 1, 0, 30), "Europe/Brussels", "Europe/Brussels", date(2027, 5, 1)),
        (datetime(2027, 5, 1), "Europe/Brussels", "Europe/London", date(2027, 4, 30)),
        (datetime(2027, 5, 1), "Europe/Brussels", "Europe/Athens", date(2027, 5, 1)),
        (datetime(2027, 4, 30, 18), "Europe/Brussels", "Asia/Vladivostok", date(2027, 5, 1)),
        (datetime(2027, 4, 30, 16), "Europe/Brussels", "Asia/Vladivostok", date(2027, 4, 30)),
        (datetime(2027, 1, 1), "Pacific/Kiritimati", "Pacific/Kiritimati", date(2026, 12, 31)),
        (datetime(2027, 1, 1), "AoE", "AoE", date(2026, 12, 31)),
        (datetime(2027, 1, 1), "AoE", "Pacific/Auckland", date(2027, 1, 2)),
        (date(2027, 4, 30), "Europe/Brussels", "Asia/Tokyo", date(2027, 4, 30)),
    ],
)
def test_a_deadline_at_midnight_is_of_the_day_that_it_ends_wherever_it_is_read(
    due: date, zone_name: str, here: str, day: date
) -> None:
    assert day_for_reader(Moment(due, zone_name), here) == day


def test_what_begins_at_midnight_is_of_the_day_that_it_begins() -> None:
    opens, evening = Moment(datetime(2027, 5, 1), "Europe/Brussels"), datetime(2027, 4, 30, 18, tzinfo=UTC)
    assert day_for_reader(opens, "Europe/Brussels", begins=True) == date(2027, 5, 1)
    assert days_left(opens, evening, "Europe/Brussels", begins=True) == 1


@pytest.mark.parametrize(
    ("here", "instant", "seen"),
    [
        # 00:00 is skipped: the day begins at 01:00, which ends the day before, and 01:00:01 does not
        ("Africa/Cairo", datetime(2027, 4, 29, 22, tzinfo=UTC), date(2027, 4, 29)),
        ("Africa/Cairo", datetime(2027, 4, 29, 22, 0, 1, tzinfo=UTC), date(2027, 4, 30)),
        ("America/Santiago", datetime(2026, 9, 6, 4, tzinfo=UTC), date(2026, 9, 5)),
        # the hour before 00:00 is doubled: the clocks show 24:00 once as 23:00
        ("Africa/Cairo", datetime(2027, 10, 28, 21, tzinfo=UTC), date(2027, 10, 28)),
        ("Africa/Cairo", datetime(2027, 10, 28, 22, tzinfo=UTC), date(2027, 10, 28)),
        ("Africa/Cairo", datetime(2027, 10, 28, 22, 0, 1, tzinfo=UTC), date(2027, 10, 29)),
        ("America/Santiago", datetime(2026, 4, 5, 4, tzinfo=UTC), date(2026, 4, 4)),
        # 00:00 itself is doubled: the day has begun an hour before the second
        ("America/Havana", datetime(2026, 11, 1, 4, tzinfo=UTC), date(2026, 10, 31)),
        ("America/Havana", datetime(2026, 11, 1, 5, tzinfo=UTC), date(2026, 11, 1)),
    ],
)
def test_a_day_ends_where_the_clocks_say_so(here: str, instant: datetime, seen: date) -> None:
    assert day_for_reader(Moment(instant.replace(tzinfo=None), "UTC"), here) == seen


@given(DATES, ZONES)
def test_midnight_is_counted_like_the_day_that_it_ends(day: date, zone_name: str) -> None:
    end = Moment(day, zone_name).instant
    midnight = Moment(end.astimezone(find_zone(zone_name)).replace(tzinfo=None), zone_name)
    assert (midnight.last_day, midnight.at_midnight) == (midnight.day - timedelta(days=1), True)
    left = [days_left(midnight, end + by, zone_name) for by in (-SECOND, 0 * SECOND, SECOND)]
    assert left == [0, 0, -1], "open in its second, and no day is left"
