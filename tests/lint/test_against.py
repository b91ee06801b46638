"""What a subscriber sees between two states of a calendar."""

import pytest

from tests.lint.feeds import WELL, found, put

CHANGES = {
    "another UID": (put(b"one@", b"uno@"), "the entry had another UID before"),
    "an entry lost": (WELL[: WELL.index(b"BEGIN:VEVENT")] + WELL[WELL.index(b"BEGIN:VEVENT\r\nUID:two") :], '"One" (one@example.org) is lost'),
    "a revision that did not rise": (put(b"SUMMARY:One", b"SUMMARY:Uno"), "its revision has not risen: Google ignores"),
    "an alarm changed without a revision": (put(b"-P6DT23H45M", b"-P1D"), "its revision has not risen"),
    "a stamp that did not change": (put(b"SEQUENCE:0\r\nSUMMARY:One", b"SEQUENCE:1\r\nSUMMARY:Uno"), "its LAST-MODIFIED has not"),
    "a revision that fell": (put(b"SEQUENCE:3", b"SEQUENCE:2"), "the revision of the entry fell"),
    "a false change": (put(b"DTSTAMP:20260101", b"DTSTAMP:20260102"), "says that it has changed, and has not: Nextcloud"),
    "a false revision": (put(b"SEQUENCE:0", b"SEQUENCE:1"), "says that it has changed, and has not"),
}  # fmt: skip


@pytest.mark.parametrize("name", CHANGES)
def test_between_two_states_what_a_subscriber_would_suffer_is_found(name: str) -> None:
    content, said = CHANGES[name]
    (message,) = found(content, old=WELL)
    assert said in message


def test_a_change_that_is_told_is_none_to_complain_of() -> None:
    changed = put(
        b"LAST-MODIFIED:20260101T000000Z\r\nSEQUENCE:0\r\nSUMMARY:One",
        b"LAST-MODIFIED:20260202T000000Z\r\nSEQUENCE:1\r\nSUMMARY:Uno",
    )
    assert found(changed, old=WELL) == []


@pytest.mark.parametrize("end", ["20250202", "20250131"])
def test_an_entry_may_leave_a_year_after_it_ended(end: str) -> None:
    old = put(
        b"END:VCALENDAR",
        f"BEGIN:VEVENT\r\nUID:old\r\nDTSTART;VALUE=DATE:20250101\r\nDTEND;VALUE=DATE:{end}\r\nEND:VEVENT\r\nEND:VCALENDAR".encode(),
    )
    assert bool(found(WELL, old=old)) == (end == "20250202")


def test_a_cancelled_entry_may_leave() -> None:
    old = put(
        b"END:VCALENDAR",
        b"BEGIN:VEVENT\r\nUID:old\r\nSTATUS:CANCELLED\r\nDTSTART;VALUE=DATE:20270101\r\nEND:VEVENT\r\nEND:VCALENDAR",
    )
    assert found(WELL, old=old) == []
