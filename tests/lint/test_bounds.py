"""What is examined may be anything: nothing raises, and memory grows with the file by a few times its size."""

import tracemalloc
from pathlib import Path

import pytest
from benchmarks.lint import INPUTS, run
from hypothesis import given
from hypothesis import strategies as st

from deadlines.lint.examine import examine
from tests.feeds.values import NOW
from tests.lint.faults import FAULTS
from tests.lint.feeds import DAYLIGHT, WELL, in_zone, put, said

TIMES = 8
"""Octets of memory for each of the file: itself, its longest line and what is kept of small entries."""
QUICK = (
    "newlines",
    "newlines in pairs",
    "one line",
    "one line of commas",
    "one line beyond ASCII",
    "one line of NUL",
    "dates left out",
)


@pytest.mark.slow
@pytest.mark.parametrize("name", QUICK)
def test_memory_is_a_few_times_the_file(name: str) -> None:
    content = INPUTS[name](2_000_000)
    examine(WELL, "feed.ics", now=NOW)  # what is read once and kept
    tracemalloc.start()
    try:
        examine(content, "feed.ics", now=NOW)
        assert tracemalloc.get_traced_memory()[1] <= TIMES * len(content)
    finally:
        tracemalloc.stop()


@pytest.mark.slow
@pytest.mark.parametrize("name", INPUTS)
def test_peak_memory_is_a_few_times_any_file(tmp_path: Path, name: str) -> None:
    file = tmp_path / "feed.ics"
    file.write_bytes(WELL)
    alone = run(file).peak
    file.write_bytes(INPUTS[name](4_000_000))
    assert run(file).peak - alone <= TIMES * file.stat().st_size


def test_what_follows_a_million_lines_is_not_examined_and_that_is_said() -> None:
    messages = said(WELL[: WELL.index(b"BEGIN:VEVENT")] + b"\r\n" * 1_000_000 + b"and more\r\n")
    assert any("more than 1,000,000 lines; what follows was not examined" in message for message in messages)
    assert not any("no line of a calendar" in message for message in messages)


def test_of_a_very_long_line_that_is_said() -> None:
    line = b"ATTACH;ENCODING=BASE64;VALUE=BINARY:" + b"eHg=" * 300_000
    message = "warning: the line is longer than 1,000,000 octets, unfolded; its value was not examined"
    assert message in said(WELL.replace(b"SEQUENCE:0", line))


def test_what_an_entry_has_beyond_ten_thousand_lines_is_not_examined_and_that_is_said() -> None:
    messages = said(WELL.replace(b"SEQUENCE:0", b"X-A:1\r\n" * 10_000 + b"SEQUENCE:first"))
    assert any("VEVENT has more than 10,000 lines; the others were not examined" in message for message in messages)
    assert not any("SEQUENCE" in message for message in messages)


def test_of_problems_of_very_many_kinds_the_number_is_said() -> None:
    rules = "".join(f"RRULE:FREQ=DAILY;X{number}=1\r\n" for number in range(1_000))
    problems = examine(WELL.replace(b"SEQUENCE:0", rules.encode() + b"SEQUENCE:0"), "feed.ics", now=NOW)
    assert len(problems) <= 201
    assert any("more problems of other kinds" in problem.message for problem in problems)


def test_after_many_missing_ends_the_last_entry_is_still_examined() -> None:
    entry = WELL[WELL.index(b"BEGIN:VEVENT") : WELL.index(b"END:VEVENT")]
    entries = b"".join(entry.replace(b"one@", b"%d@" % number) for number in range(30))
    content = WELL[: WELL.index(b"BEGIN:VEVENT")] + entries.replace(b"UID:29@", b"STATUS:NONE\r\nUID:29@")
    messages = said(content)
    assert any("STATUS is not" in message for message in messages)
    assert not any("more than once" in message for message in messages)


@pytest.mark.parametrize(
    "content",
    [
        b"BEGIN:VCALENDAR\r\n" * 5000,
        WELL.replace(b"BEGIN:VALARM\r\n", b"BEGIN:VALARM\r\n" * 5000),
        pytest.param(WELL.replace(b"BEGIN:VEVENT\r\n", b"BEGIN:VEVENT\r\n" * 5000), marks=pytest.mark.slow),
        pytest.param(
            WELL.replace(b"BEGIN:VEVENT\r\n", b"BEGIN:VEVENT\r\n" * 5000).replace(
                b"END:VEVENT\r\n", b"END:VALARM\r\n" * 5000
            ),
            marks=pytest.mark.slow,
        ),
        WELL.replace(b"SEQUENCE:0", b"SEQUENCE:" + b"9" * 9000).replace(b"20260306T164500Z", b"9" * 9000),
        WELL.replace(b"SUMMARY:One", b"SUMMARY" + b';A="' * 9000),
        put(b"SEQUENCE:0", b"RRULE:FREQ=YEARLY;BYSETPOS=1;BYDAY=FR" + b",1FR,-1MO" * 9000),
        in_zone("Here", *DAYLIGHT).replace(b"BEGIN:VTIMEZONE", b"BEGIN:VTIMEZONE\r\n X"),
    ],
)
def test_what_is_made_to_exhaust_a_reader_is_told_as_any_other_fault(content: bytes) -> None:
    assert 0 < len(examine(content, "feed.ics", now=NOW, old=content)) < 20


LINES = st.sampled_from(sorted({line for fault in FAULTS.values() for line in fault.content.split(b"\r\n")}))


@pytest.mark.parametrize("day", ["00010101", "00020101", "00030101", "99981231", "99991231"])
@pytest.mark.parametrize("offset", ["+1400", "-1400"])
@pytest.mark.parametrize("until", ["", ";UNTIL=00010101T000000Z", ";UNTIL=99991231T235959Z"])
def test_the_first_and_the_last_years_there_are_raise_nothing(day: str, offset: str, until: str) -> None:
    rule = f"RRULE:FREQ=YEARLY;BYMONTH=1,12;BYMONTHDAY=1,31{until}".replace("1,12", "12" if day > "9" else "1")
    offsets = (f"TZOFFSETFROM:{offset}", f"TZOFFSETTO:{offset}")
    parts = ("BEGIN:STANDARD", "DTSTART:00010101T000000", *offsets, rule, "END:STANDARD")
    for name in ("Here", "Europe/Berlin"):
        content = in_zone(name, *parts, day=day).replace(
            b"STATUS", b"RRULE:FREQ=WEEKLY;BYWEEKNO=1;COUNT=3\r\nSTATUS", 1
        )
        assert said(content) and said(content.replace(b"T180000", b"T000000").replace(b"T181500", b"T000000Z"))


@given(st.lists(LINES, max_size=60))
def test_no_order_of_lines_raises(lines: list[bytes]) -> None:
    for problem in examine(b"\r\n".join(lines), "feed.ics", now=NOW, old=WELL):
        assert problem.place.line >= 1 and problem.hint


@given(st.binary(max_size=300), st.integers(0, len(WELL)), st.integers(0, 40))
def test_no_bytes_raise(noise: bytes, at: int, cut: int) -> None:
    for content in (noise, WELL[:at] + noise + WELL[at + cut :]):
        for problem in examine(content, "feed.ics", now=NOW, old=WELL):
            assert problem.place.line >= 1 and problem.place.col >= 1
