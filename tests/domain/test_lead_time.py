from datetime import UTC, date, datetime

import pytest

from deadlines.domain.lead_time import LeadTime
from deadlines.domain.moment import Moment


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
    ],
)
def test_lead_times_are_read_as_people_say_them(said: str, read: str) -> None:
    assert str(LeadTime.parse(said)) == read


@pytest.mark.parametrize("said", ["", "0d", "-1d", "1.5d", "d", "tomorrow", "1 month", "10000d", "1d 2h"])
def test_what_is_no_lead_time_is_refused_with_what_to_type(said: str) -> None:
    with pytest.raises(ValueError, match="2 weeks"):
        LeadTime.parse(said)


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
