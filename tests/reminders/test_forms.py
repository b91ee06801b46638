"""Reminders of what has no plain date: months, the applicant's own time, windows, reviews, and no date at all."""

from collections import defaultdict
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from deadlines.domain.moment import Moment
from deadlines.domain.month import Month
from deadlines.domain.opportunity import Opportunity
from deadlines.domain.record import Record
from deadlines.domain.reminder import Notice, Recipient
from deadlines.reminders.headline import alert
from deadlines.reminders.item import in_words
from deadlines.reminders.plan import plan
from deadlines.wording.language import ENGLISH
from tests.reminders.world import World, recipient

SECOND = timedelta(seconds=1)
ZONES = ("Pacific/Kiritimati", "America/Los_Angeles", "Africa/Dakar")


def record(id_: str, *deadlines: dict[str, Any], **more: Any) -> Opportunity:
    table = {
        "title": "A call",
        "kind": "call",
        "organisation": "O",
        "url": "https://example.org/",
        "deadlines": deadlines,
    }
    found = Record.model_validate(table | more)
    return Opportunity.of(found, id=id_, path=f"{id_}.toml", project_zone="Europe/Brussels")


def world(tmp_path: Path, one: Opportunity, *people: Recipient, at: str) -> World:
    made = World(tmp_path / "ledger.sqlite3", now=datetime.fromisoformat(f"{at}Z"), people=list(people))
    made.put(one)
    return made


@pytest.mark.parametrize(
    ("deadline", "zone_name", "ends"),
    [
        ({"due": datetime(2026, 3, 6, 17), "timezone": "local"}, "Pacific/Kiritimati", "2026-03-06T03:00:00"),
        ({"due": datetime(2026, 3, 6, 17), "timezone": "local"}, "America/Los_Angeles", "2026-03-07T01:00:00"),
        ({"due": date(2026, 3, 6), "timezone": "local"}, "Pacific/Kiritimati", "2026-03-06T10:00:00"),
        ({"due": date(2026, 3, 6), "timezone": "local"}, "Africa/Dakar", "2026-03-07T00:00:00"),
        ({"due": Month("2026-03"), "timezone": "AoE"}, "Africa/Dakar", "2026-04-01T12:00:00"),
        ({"due": Month("2026-03"), "timezone": "Pacific/Kiritimati"}, "Africa/Dakar", "2026-03-31T10:00:00"),
    ],
)
def test_a_reminder_goes_a_second_before_the_moment_of_its_reader_and_not_at_it(
    deadline: dict[str, Any], zone_name: str, ends: str
) -> None:
    one, me = record("one", deadline), recipient("me", "1d", timezone=zone_name)
    end = datetime.fromisoformat(f"{ends}Z")
    sent = [len(plan((one,), (me,), (), now=at, since=None).messages) for at in (end - SECOND, end, end + SECOND)]
    assert sent == [1, 0, 0]
    late = plan((one,), (me,), (), now=end, since=end - SECOND).missed
    assert [missed.recipient.id for missed in late] == ["me"], "what nobody was told is noted when its moment has come"


def test_a_month_is_counted_to_its_first_day_and_says_so(tmp_path: Path) -> None:
    one = world(tmp_path, record("one", {"due": Month("2026-04")}), recipient("me", "7d"), at="2026-03-01T00:00:00")
    one.check(at=datetime(2026, 3, 25, 7, 59, 59, tzinfo=UTC))
    assert one.sent() == []
    one.check(at=datetime(2026, 3, 25, 8, tzinfo=UTC))
    ((_, notice),) = one.sent_of("one")
    me = one.people[0]
    assert alert(notice, me.timezone, ENGLISH, one.now) == "At least 7 days left"
    said = in_words(notice, me.timezone, ENGLISH, one.now)
    assert said.dates[0].texts == ("April 2026, day not stated",)
    assert alert(notice, me.timezone, ENGLISH, datetime(2026, 4, 20, tzinfo=UTC)) == "This month"


@pytest.mark.parametrize(
    ("before", "now", "said"),
    [
        (Month("2026-04"), date(2026, 4, 15), "The day is known, 31 days left"),
        (Month("2026-04"), date(2026, 5, 15), "Extended, 61 days left"),
        (Month("2026-05"), date(2026, 4, 15), "MOVED EARLIER, 31 days left"),
        (date(2026, 4, 15), Month("2026-04"), "The day is no longer stated, at least 17 days left"),
        (Month("2026-04"), Month("2026-05"), "Extended, at least 47 days left"),
    ],
)
def test_a_day_in_the_month_that_was_known_is_no_move(before: Any, now: Any, said: str, tmp_path: Path) -> None:
    one = world(tmp_path, record("one", {"due": before}), recipient("me", "100d"), at="2026-03-15T12:00:00")
    one.check()
    one.put(record("one", {"due": now}))
    one.check(later=timedelta(hours=1))
    (_, (_, notice)) = one.sent_of("one")
    assert alert(notice, one.people[0].timezone, ENGLISH, one.now) == said


def test_the_applicants_own_time_is_told_as_such_and_by_the_recipients_clocks(tmp_path: Path) -> None:
    own = {"due": datetime(2026, 3, 6, 17), "timezone": "local"}
    east, west = (
        recipient(name, "3h", timezone=zone_name) for name, zone_name in zip(("east", "west"), ZONES, strict=False)
    )
    one = world(tmp_path, record("one", own), east, west, at="2026-03-05T00:00:00")
    for hours in (23, 24, 25, 44, 45, 46, 47):
        one.check(at=datetime(2026, 3, 5, tzinfo=UTC) + timedelta(hours=hours))
    at = {taken.letter.address: taken.at for taken, _ in one.sent_of("one")}
    assert at == {
        "east@example.org": datetime(2026, 3, 6, 0, tzinfo=UTC),
        "west@example.org": datetime(2026, 3, 6, 22, tzinfo=UTC),
    }
    notice = next(notice for _, notice in one.sent_of("one"))
    said = in_words(notice, east.timezone, ENGLISH, one.now)
    assert [row.texts[0] for row in said.dates] == ["Friday, 6 March 2026, 17:00, your time"]


WHEN = st.one_of(
    st.dates(date(2026, 3, 10), date(2026, 3, 20)),
    st.datetimes(datetime(2026, 3, 10), datetime(2026, 3, 20)).map(
        lambda at: at.replace(minute=0, second=0, microsecond=0)
    ),
    st.just(Month("2026-03")),
)


@pytest.mark.slow
@settings(max_examples=20)
@given(
    dues=st.lists(WHEN, min_size=1, max_size=2),
    where=st.sampled_from(("AoE", "Pacific/Kiritimati", "local")),
    zone_name=st.sampled_from(ZONES),
)
def test_of_windows_every_lead_time_is_told_once_and_nothing_after_its_moment(
    dues: list[Any], where: str, zone_name: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    windows = [
        {"label": f"{number}", "due": due, "opens": date(2026, 2, 20 + 2 * number), "timezone": where}
        for number, due in enumerate(dues)
    ]
    me = recipient("me", "9d", "2d", timezone=zone_name)
    me = Recipient(**{name: getattr(me, name) for name in me.__slots__} | {"opens": me.lead_times["call"][1:]})
    one = world(
        tmp_path_factory.mktemp("w"),
        record("one", *windows, {"label": "x", "stated": "soon"}),
        me,
        at="2026-02-10T00:00:00",
    )
    while one.now < datetime(2026, 4, 3, tzinfo=UTC):
        one.check(later=timedelta(hours=6))
    told: dict[Any, list[datetime]] = defaultdict(list)
    for taken, notice in one.sent_of("one"):
        assert notice.kind == "due" and taken.at < _of(notice, zone_name).instant
        told[notice.point.role, notice.point.label].append(taken.at)
    for window in windows:
        due = Moment(window["due"], zone_name if where == "local" else where)
        opens = Moment(window["opens"], zone_name if where == "local" else where)
        leads = [lead.before(due) for lead in me.lead_times["call"]]
        assert told["deadline", window["label"]] == [_next_check(at) for at in leads]
        assert told["opens", window["label"]] == [_next_check(me.opens[0].before(opens))]
    assert len(told) == 2 * len(windows)


def _of(notice: Notice, zone_name: str) -> Moment:
    due = notice.point.moment
    return Moment(due.written, zone_name) if due.zone_name == "local" else due


def _next_check(at: datetime) -> datetime:
    """Every six hours, from midnight."""
    midnight = at.replace(hour=0, minute=0, second=0)
    return next(
        midnight + timedelta(hours=hour) for hour in (0, 6, 12, 18, 24) if midnight + timedelta(hours=hour) >= at
    )
