"""Whether a rule can begin at DTSTART is what dateutil finds by unrolling it."""

from datetime import datetime, timedelta

import pytest
from dateutil.rrule import rrulestr
from hypothesis import assume, given
from hypothesis import strategies as st

from tests.lint.feeds import said, with_event

WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
STARTS = st.datetimes(datetime(1999, 1, 1), datetime(2035, 1, 1)).map(lambda at: at.replace(microsecond=0))


def numbers(*choices: range) -> st.SearchStrategy[str]:
    drawn = st.sampled_from([number for choice in choices for number in choice])
    return st.lists(drawn, min_size=1, max_size=8, unique=True).map(lambda chosen: ",".join(map(str, chosen)))


@st.composite
def rules(draw: st.DrawFn) -> str:
    """Of each part so many values that dateutil comes to a set soon."""
    frequency = draw(st.sampled_from(("YEARLY", "MONTHLY", "WEEKLY", "DAILY")))
    parts = [f"FREQ={frequency}"]
    which = {"BYMONTH": numbers(range(1, 13)), "BYHOUR": numbers(range(24))}
    if frequency != "WEEKLY":
        which["BYMONTHDAY"] = numbers(range(1, 29), range(-28, 0))
    if frequency == "YEARLY":
        which = {
            "BYWEEKNO": numbers(range(1, 53), range(-52, 0)),
            "BYYEARDAY": numbers(range(1, 366), range(-365, 0)),
            **which,
        }
    for name in draw(st.lists(st.sampled_from(sorted(which)), max_size=1)):
        parts.append(f"{name}={draw(which[name])}")
    if draw(st.booleans()):
        # With days of another part a numbered weekday may never come, and dateutil looks for it until the year 9999.
        has_number = frequency in ("MONTHLY", "YEARLY") and len(parts) == 1 and draw(st.booleans())
        number = st.sampled_from(("1", "2", "4", "-1", "-2")) if has_number else st.just("")
        days = draw(st.lists(st.tuples(number, st.sampled_from(WEEKDAYS)), min_size=1, max_size=4))
        parts.append("BYDAY=" + ",".join(which + day for which, day in days))
    is_week = frequency == "WEEKLY" or parts[-1].startswith("BYWEEKNO")  # of which programs take other days
    if len(parts) > 1 and not is_week and draw(st.booleans()):
        parts.append(f"BYSETPOS={draw(st.sampled_from(('1', '-1', '1,2', '-2,-1')))}")
    if draw(st.booleans()):
        parts.append(f"WKST={draw(st.sampled_from(WEEKDAYS))}")
    return ";".join(parts)


def is_said(rule: str, start: datetime) -> bool:
    messages = said(with_event(f"DTSTART:{start:%Y%m%dT%H%M%SZ}", "DURATION:PT15M", f"RRULE:{rule}"))
    return any("DTSTART is none of the days of RRULE" in message for message in messages)


@pytest.mark.parametrize(
    ("rule", "start"),
    [
        ("FREQ=YEARLY;BYYEARDAY=-1", datetime(2027, 12, 31)),
        ("FREQ=YEARLY;BYYEARDAY=-307", datetime(2028, 2, 29)),
        ("FREQ=YEARLY;BYWEEKNO=-1;BYDAY=FR", datetime(2027, 12, 31)),
        ("FREQ=YEARLY;BYWEEKNO=53;BYDAY=FR", datetime(2027, 1, 1)),
        ("FREQ=YEARLY;BYWEEKNO=1;BYDAY=FR;WKST=SU", datetime(2026, 1, 9)),
        ("FREQ=MONTHLY;BYMONTHDAY=-1", datetime(2028, 2, 29)),
        ("FREQ=MONTHLY;BYDAY=-2TU", datetime(2027, 3, 23)),
        ("FREQ=YEARLY;BYDAY=-1SU", datetime(2027, 12, 26)),
        ("FREQ=DAILY;BYHOUR=9,12,17;BYSETPOS=2", datetime(2027, 3, 5, 12)),
        ("FREQ=MONTHLY;BYDAY=FR;BYHOUR=9,17;BYSETPOS=-2", datetime(2027, 3, 26, 9)),
        ("FREQ=YEARLY;BYMONTH=3,10;BYDAY=SU;BYSETPOS=-1", datetime(2027, 10, 31)),
    ],
)
def test_a_day_is_of_the_rule_and_the_next_is_not(rule: str, start: datetime) -> None:
    assert next(iter(rrulestr(rule, dtstart=start))) == start
    assert not is_said(rule, start)
    assert is_said(rule, start + timedelta(days=1, hours=1))


@given(rules(), STARTS)
def test_a_start_is_a_day_of_the_rule_where_dateutil_begins_with_it(rule: str, start: datetime) -> None:
    first = next(iter(rrulestr(rule, dtstart=start)), None)
    assume(first is not None)
    assert is_said(rule, start) == (first != start)
    assert first is None or not is_said(rule, first)
