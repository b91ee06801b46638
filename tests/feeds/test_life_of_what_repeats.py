"""A deadline that repeats over some years: edited, exported and read back, and each date is what it should be."""

import os
from datetime import UTC, date, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from deadlines.domain.feed import PAST_STAYS
from deadlines.domain.occurrences import horizon_at
from deadlines.feeds.published import number_in
from deadlines.feeds.revisions import revisions_in
from tests.domain.rules_of_recurrence import by_dateutil
from tests.feeds.values import ALL, NOTHING, export, folder, opportunity

LIVES = int(os.environ.get("LIVES", "4"))
RULES = st.sampled_from((
    ("FREQ=YEARLY;BYMONTH=3,9;BYMONTHDAY=1", date(2026, 3, 1)), ("FREQ=MONTHLY;BYDAY=-1FR", date(2026, 1, 30)),
    ("FREQ=MONTHLY;INTERVAL=3;COUNT=5", date(2026, 1, 31)), ("FREQ=YEARLY;UNTIL=20280301", date(2026, 3, 1)),
    ("FREQ=YEARLY;INTERVAL=4", date(2024, 2, 29)),
))  # fmt: skip
EDITS = st.lists(
    st.tuples(st.integers(0, 150), st.sampled_from(("nothing", "except", "move", "back")), st.integers(0, 5)),
    min_size=1,
    max_size=8,
)


@settings(max_examples=LIVES, derandomize=True, deadline=None)
@given(RULES, EDITS)
def test_after_any_edit_each_date_is_published_as_it_is(
    made: tuple[str, date], edits: list[tuple[int, str, int]]
) -> None:
    rule, first = made
    dates = by_dateutil(rule, first)
    now, horizon = datetime(2026, 2, 1, 12, tzinfo=UTC), date.min
    excepted: set[date] = set()
    moved: dict[date, date] = {}
    before, blocks = NOTHING, {}
    for days, edit, pick in edits:
        now += timedelta(days=days)
        coming = [day for day in dates if day > now.date() and day <= horizon_at(now)]
        if edit == "back":
            excepted, moved = set(), {}
        elif edit != "nothing" and coming:
            day = coming[pick % len(coming)]
            if edit == "except" and day not in moved and len(coming) > 1:
                excepted.add(day)
            elif edit == "move" and day not in excepted:
                moved[day] = day + timedelta(days=5 + pick)
        horizon = max(horizon, horizon_at(now))
        table = {
            "due": first, "repeats": rule, "except": sorted(excepted), "timezone": "UTC",
            "moved": [{"from": day, "to": to} for day, to in moved.items()],
        }  # fmt: skip
        one = opportunity("one", deadlines=[table]).reaching(horizon)
        out = export([one], before, (ALL,), now=now, horizon=horizon)
        for uid, entry in out.entries.items():
            day = date.fromisoformat(uid[4:14])
            removed = b"REMOVED" in entry.block
            assert removed == (day in excepted), uid
            if not removed:
                assert f"DTSTART;VALUE=DATE:{moved.get(day, day):%Y%m%d}\r\n".encode() in entry.block
            if (last := blocks.get(uid)) is not None:
                assert (number_in(entry.block) > number_in(last)) == (entry.block != last), uid
        present = {date.fromisoformat(uid[4:14]) for uid, entry in out.entries.items() if b"REMOVED" not in entry.block}
        expected = {
            day
            for day in dates
            if day <= horizon and day not in excepted
            and datetime.combine(moved.get(day, day), datetime.min.time(), tzinfo=UTC) + timedelta(days=1) + PAST_STAYS > now
        }  # fmt: skip
        beyond = present - expected
        assert expected <= present and (len(beyond) <= 1), (
            expected ^ present
        )  # the next of what is rare, or the last of all
        assert revisions_in(out.revisions.content).horizon == horizon
        blocks |= {uid: entry.block for uid, entry in out.entries.items()}
        before = folder(out)
        again = export([one], before, (ALL,), now=now + timedelta(days=400), horizon=horizon, time_passes=False)
        assert not again.revisions.stale and not any(file.stale for file in again.files)
