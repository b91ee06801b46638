from datetime import UTC, date, datetime, timedelta
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deadlines.domain.lead_time import UNITS, LeadTime, Unit
from deadlines.domain.moment import Moment
from deadlines.domain.weekend import DaysOff
from tests.conftest import REPOSITORY

EVERY_UNIT = pytest.mark.parametrize("unit", UNITS, ids=lambda unit: unit.abbreviation)


@pytest.mark.parametrize(
    ("said", "read"),
    [
        ("30d", "30d"),
        ("1 day", "1d"),
        ("2 weeks", "14d"),
        ("1w", "7d"),
        ("3h", "3h"),
        ("48 hours", "48h"),
        ("5 working days", "5wd"),
        ("5wd", "5wd"),
    ],
)
def test_lead_times_are_read_as_people_say_them(said: str, read: str) -> None:
    assert str(LeadTime.parse(said)) == read


@pytest.mark.parametrize("said", ["", "0d", "-1d", "1.5d", "d", "tomorrow", "1 fortnight", "1d 2h"])
def test_what_is_no_lead_time_is_refused_with_what_to_type(said: str) -> None:
    with pytest.raises(ValueError, match="2 weeks"):
        LeadTime.parse(said)


@pytest.mark.parametrize(
    ("said", "limit"),
    [
        ("1500 weeks", "521 weeks"),
        ("522w", "521 w"),
        ("3651 days", "3650 days"),
        ("999999999d", "3650 d"),
        ("2501 working days", "2500 working days"),
        ("8761 hours", "8760 hours"),
    ],
)
def test_what_is_too_long_is_refused_with_the_limit(said: str, limit: str) -> None:
    with pytest.raises(ValueError, match="is too long") as refused:
        LeadTime.parse(said)
    assert refused.value.args == (f'"{said}" is too long', f'write at most "{limit}"')
    assert LeadTime.parse(limit)


@pytest.mark.parametrize(
    ("moment", "lead", "instant"),
    [
        (Moment(datetime(2026, 3, 31, 17), "Europe/Berlin"), "14d", "2026-03-17T16:00"),
        (Moment(datetime(2026, 10, 26, 17), "Europe/Berlin"), "1d", "2026-10-25T16:00"),
        (Moment(datetime(2026, 10, 25, 17), "Europe/Berlin"), "1d", "2026-10-24T15:00"),
        (Moment(datetime(2026, 3, 30, 2, 30), "Europe/Berlin"), "1d", "2026-03-29T01:30"),
        (Moment(datetime(2026, 10, 26, 2, 30), "Europe/Berlin"), "1d", "2026-10-25T00:30"),
        (Moment(datetime(2026, 3, 29, 4), "Europe/Berlin"), "3h", "2026-03-28T23:00"),
        (Moment(datetime(2026, 3, 31, 23, 59), "AoE"), "1w", "2026-03-25T11:59"),
        (Moment(datetime(2026, 3, 31), "Pacific/Kiritimati"), "1d", "2026-03-29T10:00"),
        (Moment(date(2026, 3, 30), "Europe/Berlin"), "1d", "2026-03-29T07:00"),
        (Moment(date(2026, 3, 29), "Europe/Berlin"), "1d", "2026-03-28T08:00"),
        (Moment(date(2026, 3, 29), "Europe/Berlin"), "3h", "2026-03-29T07:00"),
        (Moment(datetime(2026, 3, 2, 12), "UTC"), "1 working days", "2026-02-27T12:00"),
        (Moment(date(2026, 3, 1), "UTC"), "5 working days", "2026-02-23T09:00"),
    ],
)  # fmt: skip
def test_days_are_calendar_days_in_the_deadlines_zone(moment: Moment, lead: str, instant: str) -> None:
    assert LeadTime.parse(lead).before(moment) == datetime.fromisoformat(instant).replace(tzinfo=UTC)


@EVERY_UNIT
def test_every_word_of_a_unit_is_read_and_what_is_written_is_read_again(unit: Unit) -> None:
    for word, size in unit.words.items():
        for written in (f"3{word}", f"3 {word}"):
            read = LeadTime.parse(written)
            assert read == LeadTime(3 * size, unit)
            assert LeadTime.parse(str(read)) == read


def test_no_word_belongs_to_two_units() -> None:
    assert all(one.words.keys().isdisjoint(other.words) for one, other in combinations(UNITS, 2))


@EVERY_UNIT
def test_every_unit_is_proposed_and_documented(unit: Unit) -> None:
    documented = (REPOSITORY / "docs" / "reminders.md").read_text(encoding="utf-8")
    assert unit.examples
    for example in unit.examples:
        assert LeadTime.parse(example).unit is unit
        assert f"`{example}`" in documented
        with pytest.raises(ValueError, match=f'"{example}"'):
            LeadTime.parse("soon")


_DATES = st.lists(st.dates(date(2026, 1, 1), date(2026, 3, 31)), max_size=90).map(frozenset)
DAYS_OFF = st.builds(DaysOff, st.frozensets(st.integers(0, 6), max_size=6), _DATES, _DATES)


@EVERY_UNIT
@given(st.integers(1, 60), st.dates(date(2026, 1, 1), date(2026, 4, 30)), DAYS_OFF, st.integers(0, 24))
def test_no_lead_time_is_longer_than_its_unit_says_nor_ends_after_its_moment(
    unit: Unit, amount: int, day: date, days_off: DaysOff, hour: int
) -> None:
    """What is further ahead than that is not looked at; a day more is for hours of the day itself."""
    lead = LeadTime(amount, unit)
    written = day if hour == 24 else datetime(day.year, day.month, day.day, hour)
    moment = Moment(written, "UTC")
    before = lead.before(moment, days_off)
    assert day - timedelta(days=lead.most_days(days_off) + 1) <= before.date() <= day
    assert before < moment.instant
    assert LeadTime(amount + 1, unit).before(moment, days_off) <= before
