"""Who is reminded, as the settings say, and the working days of a country."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deadlines.domain.lead_time import DAYS, HOURS, LeadTime
from deadlines.domain.moment import Moment
from deadlines.domain.reminder import QuietHours
from deadlines.reminders.recipients import NoHolidays, problems_of, recipients
from deadlines.settings.tables import Settings

NOW = datetime(2026, 4, 1, tzinfo=UTC)
ZONES = ("Europe/Berlin", "America/Havana", "Australia/Lord_Howe", "Asia/Beirut", "Asia/Kathmandu")


def made(reminders: dict[str, Any] | None = None, **recipient: Any) -> Settings:
    return Settings.model_validate({
        "project": {"name": "Test", "domain": "test.example", "timezone": "Europe/Brussels", "language": "fr"},
        "reminders": reminders or {},
        "mail": {"host": "localhost", "sender": "us@test.example"},
        "recipients": [{"id": "one", "email": "one@test.example", **recipient}],
    })  # fmt: skip


def test_what_a_recipient_does_not_say_is_the_projects() -> None:
    settings = made({"lead_times": ["2 weeks"], "kinds": {"job": ["3h"]}, "opens": ["1d"]})
    (one,) = recipients(settings, NOW)
    assert one.lead_times["call"] == (LeadTime(14, DAYS),)
    assert one.lead_times["job"] == (LeadTime(3, HOURS),)
    assert one.opens == (LeadTime(1, DAYS),)
    assert (one.timezone, one.language, one.quiet_hours) == ("Europe/Brussels", "fr", None)


def test_what_a_recipient_says_is_her_own() -> None:
    settings = made(
        {"kinds": {"job": ["3h"]}}, lead_times=["5d"], opens=[], timezone="Africa/Dakar", quiet_hours="22:00-07:00"
    )
    (one,) = recipients(settings, NOW)
    assert set(one.lead_times.values()) == {(LeadTime(5, DAYS),)}
    assert (one.opens, one.timezone, one.quiet_hours) == ((), "Africa/Dakar", QuietHours.parse("22:00-07:00"))


def test_each_address_of_a_recipient_is_reached_by_its_channel() -> None:
    both = recipients(made(webhook="https://example.org/hook", chat="TEAM_CHAT"), NOW)
    assert [(one.channel, one.address) for one in both] == [
        ("email", "one@test.example"), ("webhook", "https://example.org/hook"), ("chat", "TEAM_CHAT"),
    ]  # fmt: skip


def test_the_language_of_messages_selects_nothing() -> None:
    (one,) = recipients(made(language="es", kind=["call"]), NOW)
    assert (one.language, one.selection.language, one.selection.kind) == ("es", (), ("call",))


@pytest.mark.parametrize(
    ("country", "day"), [(None, date(2026, 4, 30)), ("FR", date(2026, 4, 29)), ("SN", date(2026, 4, 29))]
)
def test_public_holidays_of_a_country_are_no_working_days(country: str | None, day: date) -> None:
    """Friday the 1st of May is one in both; Friday the 8th is one in France."""
    (one,) = recipients(made(lead_times=["2 working days"], **({"country": country} if country else {})), NOW)
    (lead,) = one.lead_times["call"]
    assert lead.day_before(date(2026, 5, 4), one.days_off) == day
    assert lead.before(Moment(date(2026, 5, 4), "Africa/Dakar"), one.days_off).date() == day


@pytest.mark.parametrize(
    ("said", "before", "day"),
    [
        ({"country": "EG"}, date(2027, 2, 14), date(2027, 2, 11)),
        ({"country": "EG", "weekend": ["Sat", "Sun"]}, date(2027, 2, 14), date(2027, 2, 12)),
        ({"weekend": ["Fri", "Sat"]}, date(2027, 2, 14), date(2027, 2, 11)),
        ({"weekend": []}, date(2027, 2, 14), date(2027, 2, 13)),
        ({"country": "HU"}, date(2026, 8, 10), date(2026, 8, 8)),
        ({"country": "GB"}, date(2026, 9, 1), date(2026, 8, 31)),
        ({"country": "GB-ENG"}, date(2026, 9, 1), date(2026, 8, 28)),
        ({"country": "CH-GE"}, date(2026, 9, 11), date(2026, 9, 9)),
    ],
)
def test_working_days_are_those_of_the_country_the_region_and_the_recipient(
    said: dict[str, Any], before: date, day: date
) -> None:
    """In Hungary, Saturday the 8th was worked for a day in August; the last Monday of it is a holiday in England."""
    (one,) = recipients(made(lead_times=["1 working day"], **said), NOW)
    assert one.lead_times["call"][0].day_before(before, one.days_off) == day


@pytest.mark.parametrize(
    ("country", "message", "hint"),
    [
        ("GB-XXX", '"GB-XXX" has no public holidays of its own', "write GB-ENG, GB-NIR, GB-SCT, GB-WLS or GB"),
        ("HU-BU", '"HU-BU" has no public holidays of its own', "write HU"),
        ("ZZ", 'the public holidays of "ZZ" are not known', "take country out"),
    ],
)
def test_a_country_that_has_no_holidays_is_a_problem_at_its_place(country: str, message: str, hint: str) -> None:
    problems = list(problems_of(made(country=country), ()))
    assert (message, hint, ("recipients", 0, "country")) in [(one.message, one.hint, one.keys) for one in problems]


def test_a_country_whose_holidays_nobody_knows_is_said() -> None:
    with pytest.raises(NoHolidays, match='the public holidays of "ZZ" are not known; take country out'):
        recipients(made(lead_times=["2 working days"], country="ZZ"), NOW)


@pytest.mark.parametrize(
    ("said", "now", "end"),
    [
        ("22:00-07:00", datetime(2026, 3, 1, 20, 59, 59, tzinfo=UTC), None),
        ("22:00-07:00", datetime(2026, 3, 1, 21, tzinfo=UTC), datetime(2026, 3, 2, 6, tzinfo=UTC)),
        ("22:00-07:00", datetime(2026, 3, 2, 5, 59, 59, tzinfo=UTC), datetime(2026, 3, 2, 6, tzinfo=UTC)),
        ("22:00-07:00", datetime(2026, 3, 2, 6, tzinfo=UTC), None),
        ("12:00-14:00", datetime(2026, 3, 1, 12, tzinfo=UTC), datetime(2026, 3, 1, 13, tzinfo=UTC)),
        ("22:00-07:00", datetime(2026, 3, 28, 23, tzinfo=UTC), datetime(2026, 3, 29, 5, tzinfo=UTC)),
    ],
)
def test_quiet_hours_are_those_of_the_clock_on_the_wall(said: str, now: datetime, end: datetime | None) -> None:
    """In Brussels; in the last night the clocks go forward."""
    assert QuietHours.parse(said).end_after(now, "Europe/Brussels") == end


SECOND = timedelta(seconds=1)


@pytest.mark.parametrize(
    ("said", "starts", "ends"),
    [
        ("22:00-02:30", datetime(2026, 10, 24, 20), datetime(2026, 10, 25, 0, 30)),
        ("02:30-07:00", datetime(2026, 10, 25, 0, 30), datetime(2026, 10, 25, 6)),
        ("22:00-02:00", datetime(2026, 10, 24, 20), datetime(2026, 10, 25, 0)),
        ("22:00-03:00", datetime(2026, 10, 24, 20), datetime(2026, 10, 25, 2)),
        ("22:00-02:30", datetime(2027, 3, 27, 21), datetime(2027, 3, 28, 1, 30)),
        ("02:30-07:00", datetime(2027, 3, 28, 1, 30), datetime(2027, 3, 28, 5)),
        ("22:00-03:00", datetime(2027, 3, 27, 21), datetime(2027, 3, 28, 1)),
    ],
)
def test_quiet_hours_begin_and_end_once_in_the_nights_of_clock_changes(
    said: str, starts: datetime, ends: datetime
) -> None:
    """In Berlin, where 2:30 happens twice on 25 October and never on 28 March. The instants are in UTC."""
    starts, ends = starts.replace(tzinfo=UTC), ends.replace(tzinfo=UTC)
    hours = QuietHours.parse(said)
    for now in (starts - SECOND, ends, ends + SECOND, ends + 30 * 60 * SECOND, ends + 60 * 60 * SECOND):
        assert hours.end_after(now, "Europe/Berlin") is None
    for now in (starts, starts + SECOND, ends - 60 * 60 * SECOND, ends - SECOND):
        assert hours.end_after(now, "Europe/Berlin") == ends


@given(st.times(), st.times(), st.datetimes(datetime(2026, 1, 1), datetime(2027, 12, 31)), st.sampled_from(ZONES))
def test_quiet_hours_end_in_the_future(starts: time, ends: time, now: datetime, zone_name: str) -> None:
    end = QuietHours(starts, ends).end_after(now.replace(tzinfo=UTC), zone_name)
    assert end is None or end > now.replace(tzinfo=UTC)
    assert end is None or QuietHours(starts, ends).end_after(end, zone_name) is None


@pytest.mark.parametrize("said", ["", "22-7", "22:00", "22:00-22:00", "22:00-25:00", "22:00+01:00-07:00"])
def test_quiet_hours_that_are_none_say_what_to_type(said: str) -> None:
    with pytest.raises(ValueError, match='write "22:00-07:00"'):
        QuietHours.parse(said)
