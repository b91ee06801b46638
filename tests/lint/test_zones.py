"""Moments are reckoned by the file's own zones, and the zones are compared with what they are called."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from deadlines.lint.zones import iana_zone
from tests.lint.feeds import DAYLIGHT, STANDARD, calendar, event, in_zone, said, zone

NEW_YORK = (
    "BEGIN:DAYLIGHT", "DTSTART:20070311T020000", "TZOFFSETFROM:-0500", "TZOFFSETTO:-0400", "RRULE:FREQ=YEARLY;BYDAY=2SU;BYMONTH=3", "END:DAYLIGHT",
    "BEGIN:STANDARD", "DTSTART:20071104T020000", "TZOFFSETFROM:-0400", "TZOFFSETTO:-0500", "RRULE:FREQ=YEARLY;BYDAY=1SU;BYMONTH=11", "END:STANDARD",
)  # fmt: skip
SYDNEY = (
    "BEGIN:DAYLIGHT", "DTSTART:20081005T020000", "TZOFFSETFROM:+1000", "TZOFFSETTO:+1100", "RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=1SU", "END:DAYLIGHT",
    "BEGIN:STANDARD", "DTSTART:20080406T030000", "TZOFFSETFROM:+1100", "TZOFFSETTO:+1000",
    "RRULE:FREQ=YEARLY;BYMONTH=4;BYMONTHDAY=1,2,3,4,5,6,7;BYDAY=SU", "END:STANDARD",
)  # fmt: skip
ZONES = {"Europe/Berlin": (*STANDARD, *DAYLIGHT), "America/New_York": NEW_YORK, "Australia/Sydney": SYDNEY}
WALLS = st.datetimes(datetime(2009, 1, 1), datetime(2060, 1, 1)).map(lambda at: at.replace(microsecond=0))  # fmt: skip


def an_entry(name: str, start: datetime, end: str) -> tuple[str, ...]:
    return event(f"DTSTART;TZID={name}:{start:%Y%m%dT%H%M%S}", f"DTEND:{end}")


@given(st.sampled_from(sorted(ZONES)), WALLS, st.sampled_from((-1, 1)))
def test_an_end_in_utc_is_compared_with_a_start_in_the_files_own_zone(name: str, wall: datetime, minutes: int) -> None:
    local = wall.replace(tzinfo=iana_zone(name))
    assume(local.utcoffset() == local.replace(fold=1).utcoffset())
    end = f"{local.astimezone(UTC) + timedelta(minutes=minutes):%Y%m%dT%H%M%SZ}"
    messages = said(calendar(*zone("My own", *ZONES[name]), *an_entry("My own", wall, end)))
    assert any("DTEND is before DTSTART" in message for message in messages) == (minutes < 0), messages


@given(st.sampled_from(sorted(ZONES)), WALLS)
def test_a_zone_that_is_what_it_is_called_is_well_at_every_moment(name: str, wall: datetime) -> None:
    times = (f"DTSTART;TZID={name}:{wall:%Y%m%dT%H%M%S}", "DURATION:PT15M")
    assert said(calendar(*zone(name, *ZONES[name]), *event(*times))) == []


@pytest.mark.parametrize(("day", "is_said"), [("20270115", False), ("20270705", True), ("20250705", True)])
def test_a_zone_without_summer_is_wrong_in_summer_alone(day: str, is_said: bool) -> None:
    messages = said(in_zone("Europe/Berlin", *STANDARD, day=day))
    assert any("VTIMEZONE of Europe/Berlin says +01:00" in message for message in messages) == is_said
    assert any(message.startswith("warning: ") for message in messages) == (day < "2026")


@pytest.mark.parametrize(
    ("rule", "is_said"),
    [
        ("FREQ=WEEKLY", True),
        ("FREQ=WEEKLY;COUNT=4", False),
        ("FREQ=WEEKLY;COUNT=40", True),
        ("FREQ=WEEKLY;UNTIL=20270301T000000Z", False),
        ("FREQ=WEEKLY;UNTIL=20270801T000000Z", True),
    ],
)
def test_a_series_that_begins_in_winter_is_looked_at_in_summer_too(rule: str, is_said: bool) -> None:
    content = in_zone("Europe/Berlin", *STANDARD, day="20270115")
    messages = said(content.replace(b"STATUS", f"RRULE:{rule}\r\nSTATUS".encode(), 1))
    assert any("VTIMEZONE of Europe/Berlin" in message for message in messages) == is_said


def test_the_same_name_is_another_zone_in_another_calendar() -> None:
    first, second = (calendar(*zone("Here", *parts), *event("DTSTART;TZID=Here:20270705T180000", "DTEND:20270705T163000Z", uid=uid)) for parts, uid in (
        ((*STANDARD, *DAYLIGHT), "a"), (STANDARD, "b"),
    ))  # fmt: skip
    assert [
        message
        for message in said(first + second.replace(b"other@", b"another@"))
        if "calendar in the file" not in message
    ] == ["DTEND is before DTSTART: khal and calcurse do not show the entry"]


RULES = {
    "by the day": "RRULE:FREQ=DAILY",
    "many a year": "RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=SU",
    "by seconds": "RRULE:FREQ=SECONDLY;BYMONTH=2;BYMONTHDAY=30",
    "wrong": "RRULE:FREQ=YEARLY;BYMONTH=13",
}


@pytest.mark.parametrize("name", RULES)
def test_of_a_zone_whose_rules_are_none_of_a_zone_nothing_is_concluded(name: str) -> None:
    parts = [RULES[name] if line.startswith("RRULE") else line for line in (*STANDARD, *DAYLIGHT)]
    content = calendar(*zone("Here", *parts), *an_entry("Here", datetime(2027, 3, 5, 18), "20270305T010000Z"))
    assert not any("DTEND" in message for message in said(content))
