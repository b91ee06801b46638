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
from tests.lint.feeds import WELL

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


@pytest.mark.parametrize(
    "content",
    [
        b"BEGIN:VCALENDAR\r\n" * 5000,
        WELL.replace(b"BEGIN:VEVENT\r\n", b"BEGIN:VEVENT\r\n" * 5000),
        WELL.replace(b"BEGIN:VEVENT\r\n", b"BEGIN:VEVENT\r\n" * 5000).replace(
            b"END:VEVENT\r\n", b"END:VALARM\r\n" * 5000
        ),
        WELL.replace(b"SEQUENCE:0", b"SEQUENCE:" + b"9" * 9000).replace(b"20260306T164500Z", b"9" * 9000),
        WELL.replace(b"SUMMARY:One", b"SUMMARY" + b';A="' * 9000),
    ],
    ids=["calendars", "nested", "nested, not ended", "numbers", "quotes"],
)
def test_what_is_made_to_exhaust_a_reader_is_told_as_any_other_fault(content: bytes) -> None:
    assert 0 < len(examine(content, "feed.ics", now=NOW, old=content)) < 20


LINES = st.sampled_from(sorted({line for fault in FAULTS.values() for line in fault.content.split(b"\r\n")}))


@given(st.lists(LINES, max_size=60))
def test_no_order_of_lines_raises(lines: list[bytes]) -> None:
    for problem in examine(b"\r\n".join(lines), "feed.ics", now=NOW, old=WELL):
        assert problem.place.line >= 1 and problem.hint


@given(st.binary(max_size=300), st.integers(0, len(WELL)), st.integers(0, 40))
def test_no_bytes_raise(noise: bytes, at: int, cut: int) -> None:
    for content in (noise, WELL[:at] + noise + WELL[at + cut :]):
        for problem in examine(content, "feed.ics", now=NOW, old=WELL):
            assert problem.place.line >= 1 and problem.place.col >= 1
