"""``deadlines lint``: every fault alone, put into a calendar that is well, is found; and where, and how it is shown."""

import json

import pytest

from deadlines.lint.examine import examine
from tests.conftest import Folder
from tests.feeds.values import NOW
from tests.lint.faults import FAULTS
from tests.lint.feeds import WELL, found, put, said

RELATED = {
    "a floating time that is due": 3,
    "cut off": 5,
    "an END is missing": 3,
    "UNTIL is in UTC and the start floating": 3,
}
"""What one fault brings with it."""


@pytest.mark.parametrize("name", FAULTS)
def test_each_fault_is_found_with_what_it_breaks(name: str) -> None:
    messages = said(FAULTS[name].content)
    assert any(FAULTS[name].said in message for message in messages), messages
    assert len(messages) <= RELATED.get(name, 2), messages


@pytest.mark.parametrize("name", FAULTS)
def test_each_problem_has_a_place_and_what_to_do(name: str) -> None:
    content = FAULTS[name].content
    for problem in examine(content, "feed.ics", now=NOW):
        assert problem.hint
        assert 1 <= problem.place.line <= 1 + max(content.count(b"\n"), content.count(b"\r"))


def test_a_calendar_that_is_well_has_no_problem() -> None:
    assert said(WELL) == []


def test_a_problem_is_shown_at_its_place(project: Folder) -> None:
    project.file("feed.ics", put(b"20270101", b"20261231"))
    ran = project.run("lint", "feed.ics")
    assert ran.code == 1
    assert ran.out == (
        "feed.ics:27:18: the all-day entry is a day short: DTEND is the day after the last, and calcurse skips it\n"
        "   |\n"
        "27 | DTEND;VALUE=DATE:20261231\n"
        "   |                  ^^^^^^^^\n"
        "   = write DTEND;VALUE=DATE:20270101\n"
    )
    assert ran.err == "1 problem in 1 file\n"
    assert json.loads(project.run("lint", "feed.ics", "--format", "json").out)[0]["line"] == 27


def test_a_warning_causes_no_exit_code(project: Folder) -> None:
    project.file("feed.ics", put(b"VERSION", b"METHOD:PUBLISH\r\nVERSION"))
    ran = project.run("lint", "feed.ics")
    assert (ran.code, ran.err) == (0, "1 warning in 1 file\n")


def test_many_alike_are_one_problem_with_their_number() -> None:
    (only,) = found(WELL.replace(b"\r\n", b"\n"))
    assert only == "1:the line does not end in CRLF (RFC 5545 §3.1) (and 28 more like this)"


def test_a_problem_on_a_folded_line_is_shown_on_its_first() -> None:
    assert found(put(b"STATUS:TENTATIVE", b"STATUS:TENT\r\n ATIV")) == [
        "25:STATUS is not TENTATIVE, CONFIRMED or CANCELLED: Home Assistant refuses the whole calendar, and libical drops it"
    ]
