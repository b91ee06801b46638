"""What announcements say of a deadline beside a date: a month, the applicant's own time, windows, no date, reviews."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deadlines.domain.moment import Moment, days_left, parse_due, shift
from deadlines.domain.month import Month, month_in
from deadlines.domain.opportunity import Opportunity
from deadlines.domain.point import name_in, points_of
from deadlines.domain.record import Record
from deadlines.domain.zone import zone_names

SECOND = timedelta(seconds=1)
MONTHS = st.dates(date(1971, 1, 1), date(2099, 11, 1)).map(lambda day: Month(f"{day:%Y-%m}"))
ZONES = st.sampled_from([*sorted(zone_names()), "UTC", "AoE", "UTC+05:45"])


def opportunity(*deadlines: dict[str, Any], **more: Any) -> Opportunity:
    table = {"title": "A", "kind": "call", "organisation": "O", "url": "https://example.org/", "deadlines": deadlines}
    record = Record.model_validate(table | more)
    return Opportunity.of(record, id="one", path="one.toml", project_zone="Europe/Brussels")


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@given(MONTHS, ZONES)
def test_a_month_begins_with_its_first_day_and_passes_with_its_last(month: Month, zone_name: str) -> None:
    whole, first, last = (Moment(one, zone_name) for one in (month, month.first_day, month.last_day))
    assert (whole.starts_at, whole.instant) == (first.starts_at, last.instant)
    assert (month.last_day + timedelta(days=1)).day == 1 and month.last_day.month == month.first_day.month
    assert not whole.has_passed(whole.instant - SECOND) and whole.has_passed(whole.instant)
    assert days_left(whole, first.starts_at - SECOND, "UTC") == 1
    assert {days_left(whole, now, "UTC") for now in (whole.starts_at, whole.instant - SECOND)} == {0}
    assert days_left(whole, whole.instant, "UTC") == -1
    assert parse_due(str(month)) == month


@pytest.mark.parametrize(
    ("text", "month"),
    [
        ("April 2027", "2027-04"), ("avril 2027", "2027-04"), ("نيسان 2027", "2027-04"), ("2027-4", "2027-04"),
        ("04/2027", "2027-04"), ("2027/04", "2027-04"), ("202704", "2027-04"), ("2027-13", None), ("5 April 2027", None),
        ("April", None), ("spring 2027", None), ("2027-04-05", None), ("", None), ("April 2027 or May 2027", None),
    ],
)  # fmt: skip
def test_a_month_is_recognised_however_it_is_written(text: str, month: str | None) -> None:
    assert month_in(text) == month


@given(ZONES, st.dates(date(1971, 1, 3), date(2099, 11, 1)), st.booleans())
def test_the_applicants_own_time_passes_when_it_has_passed_everywhere(zone_name: str, day: date, hour: bool) -> None:
    written = datetime(day.year, day.month, day.day, 17) if hour else day
    own, anywhere = Moment(written, "local"), Moment(written, "AoE")
    assert own.instant == anywhere.instant
    mine = own.read_by(zone_name)
    assert mine.instant == Moment(written, zone_name).instant <= own.instant
    assert own.starts_at <= mine.starts_at
    assert mine.read_by("UTC").zone_name == "local" and own.seen_in(zone_name) == own
    assert days_left(own, mine.instant - SECOND, zone_name) == 0


@pytest.mark.parametrize(
    ("before", "now", "moved"),
    [
        (Month("2027-04"), date(2027, 4, 1), 0), (Month("2027-04"), date(2027, 4, 30), 0),
        (Month("2027-04"), date(2027, 5, 1), 1), (Month("2027-04"), date(2027, 3, 31), -1),
        (date(2027, 4, 30), Month("2027-04"), 0), (date(2027, 3, 31), Month("2027-04"), 1),
        (Month("2027-04"), Month("2027-03"), -1), (datetime(2027, 4, 5, 12), Month("2027-04"), 0),
        (date(2027, 4, 5), datetime(2027, 4, 5, 12), -1), (date(2027, 4, 5), date(2027, 4, 5), 0),
    ],
)  # fmt: skip
def test_what_is_more_exact_is_not_moved(before: Any, now: Any, moved: int) -> None:
    assert shift(Moment(before, "UTC"), Moment(now, "UTC")) == moved


def test_a_deadline_without_a_date_never_closes_by_the_passing_of_the_others() -> None:
    both = opportunity({"label": "a", "due": date(2026, 3, 6)}, {"label": "b", "stated": "varies"})
    assert [both.status(at(day)) for day in ("2026-03-01", "2027-01-01")] == ["open", "open"]
    assert both.next_deadline(at("2027-01-01")) is None
    assert [one.label for one in both.every_deadline] == ["a", "b"]
    assert [point.label for point in points_of(both)] == ["a"]


def test_windows_are_upcoming_before_and_between_them() -> None:
    windows = opportunity(
        {"label": "a", "opens": date(2026, 2, 1), "due": date(2026, 3, 1)},
        {"label": "b", "opens": datetime(2026, 6, 1, 9), "due": date(2026, 7, 1), "timezone": "UTC"},
    )
    seen = {
        "2026-01-31T22:59:59": "upcoming", "2026-01-31T23:00:00": "open", "2026-03-01T22:59:59": "open",
        "2026-03-01T23:00:00": "upcoming", "2026-06-01T08:59:59": "upcoming", "2026-06-01T09:00:00": "open",
        "2026-07-02": "closed",
    }  # fmt: skip
    assert {moment: windows.status(at(moment)) for moment in seen} == seen
    opening = windows.next_opening(at("2026-04-01"))
    assert opening and (opening.label, opening.moment.day) == ("b", date(2026, 6, 1))
    uids = [point.uid("x.org") for point in points_of(windows) if point.role == "opens"]
    assert uids == ["one+opens.a@x.org", "one+opens.b@x.org"]
    assert [name and name.label for name in map(name_in, uids)] == ["a", "b"]


def test_the_opening_of_one_deadline_is_that_of_the_record() -> None:
    """So that an organiser's opening may be written in either place, and the entry stays the same."""
    of_record = opportunity({"due": date(2026, 3, 1)}, opens=date(2026, 2, 1))
    of_deadline = opportunity({"due": date(2026, 3, 1), "opens": date(2026, 2, 1)})
    assert [point.uid("x") for point in points_of(of_record)] == [point.uid("x") for point in points_of(of_deadline)]


@pytest.mark.parametrize("now", ["2026-01-01", "2026-05-01", "2029-01-01"])
def test_what_is_rolling_is_so_all_year_whatever_its_reviews_are(now: str) -> None:
    rolling = opportunity(
        {"label": "a", "due": date(2026, 3, 1)}, {"label": "b", "due": date(2026, 9, 1)}, rolling=True
    )
    assert rolling.status(at(now)) == "rolling"


def test_an_expected_edition_may_have_a_month() -> None:
    expected = opportunity({"due": Month("2026-04")}, status="expected")
    assert [expected.status(at(day)) for day in ("2026-04-30", "2026-05-01")] == ["expected", "closed"]
    assert [point.moment.written for point in points_of(expected)] == ["2026-04"]
