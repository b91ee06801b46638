"""``deadlines lint``: every fault alone, put into a calendar that is well, and what a subscriber sees between two states."""

import gzip
import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deadlines.lint.examine import examine
from tests.conftest import REPOSITORY, Folder, a_call
from tests.feeds.values import NOW

WELL = b"""\
BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//somebody//EN
REFRESH-INTERVAL;VALUE=DURATION:PT6H
BEGIN:VEVENT
UID:one@example.org
DTSTAMP:20260101T000000Z
LAST-MODIFIED:20260101T000000Z
SEQUENCE:0
SUMMARY:One
DTSTART:20260306T164500Z
DTEND:20260306T170000Z
BEGIN:VALARM
ACTION:DISPLAY
DESCRIPTION:One
TRIGGER:-P6DT23H45M
END:VALARM
END:VEVENT
BEGIN:VEVENT
UID:two@example.org
DTSTAMP:20260101T000000Z
LAST-MODIFIED:20260101T000000Z
SEQUENCE:3
SUMMARY:Two
STATUS:TENTATIVE
DTSTART;VALUE=DATE:20261231
DTEND;VALUE=DATE:20270101
END:VEVENT
END:VCALENDAR
""".replace(b"\n", b"\r\n")
ZONE = b"BEGIN:VTIMEZONE\r\nTZID:Z\r\nBEGIN:STANDARD\r\nDTSTART:19700101T000000\r\nTZOFFSETFROM:+0100\r\nTZOFFSETTO:+0100\r\n%sEND:STANDARD\r\nEND:VTIMEZONE\r\n"


def found(content: bytes, old: bytes | None = None) -> list[str]:
    return [f"{problem.place.line}:{problem.message}" for problem in examine(content, "feed.ics", now=NOW, old=old)]


def test_a_calendar_that_is_well_has_no_problem() -> None:
    assert found(WELL) == []
    assert found(WELL, old=WELL) == []


def put(before: bytes, after: bytes, count: int = 1) -> bytes:
    assert before in WELL
    return WELL.replace(before, after, count)


FAULTS = {
    "a UID on the calendar": (put(b"VERSION", b"UID:feed\r\nVERSION"), "vdirsyncer and khal"),
    "METHOD": (put(b"VERSION", b"METHOD:PUBLISH\r\nVERSION"), "METHOD"),
    "no entry": (WELL[: WELL.index(b"BEGIN:VEVENT")] + b"END:VCALENDAR\r\n", "vdirsyncer refuses"),
    "no VERSION": (put(b"VERSION:2.0\r\n", b""), "VERSION:2.0"),
    "no PRODID": (put(b"PRODID:-//somebody//EN\r\n", b""), "PRODID"),
    "missing VALUE of a header": (put(b";VALUE=DURATION", b""), "lacks VALUE=DURATION"),
    "a wrong duration": (put(b"PT6H", b"6:00:00"), "REFRESH-INTERVAL is no duration"),
    "no UID": (put(b"UID:one@example.org\r\n", b""), "no UID"),
    "equal UIDs": (put(b"two@", b"one@"), "lose one of the two"),
    "a random UID": (put(b"one@example.org", b"8327c6fb-0b9e-4a46-bc07-6f80bc0032d3"), "warning: the UID is random"),
    "no DTSTAMP": (put(b"DTSTAMP:20260101T000000Z\r\n", b""), "no DTSTAMP"),
    "a DTSTAMP of seconds since 1970": (put(b"20260101T000000Z", b"20260101T00001767225600Z"), "DTSTAMP is no instant"),
    "a DTSTAMP without zone": (put(b"DTSTAMP:20260101T000000Z", b"DTSTAMP:20260101T000000"), "DTSTAMP is no instant"),
    "SEQUENCE in words": (put(b"SEQUENCE:0", b"SEQUENCE:first"), "SEQUENCE is no number"),
    "no DTSTART": (put(b"DTSTART:20260306T164500Z\r\n", b""), "no DTSTART"),
    "no DTEND": (put(b"DTEND:20260306T170000Z\r\n", b""), "khal and web calendars"),
    "DTEND and DURATION": (put(b"DTEND:", b"DURATION:PT15M\r\nDTEND:"), "DTEND and DURATION"),
    "an end at the start": (put(b"20260306T170000Z", b"20260306T164500Z"), "calcurse skips it"),
    "an end before the start": (put(b"20260306T170000Z", b"20260306T160000Z"), "DTEND is before DTSTART"),
    "an all-day end a day short": (put(b"20270101", b"20261231"), "the all-day entry is a day short"),
    "a date that is none": (put(b"20270101", b"20261232"), "DTEND is no date that exists"),
    "missing VALUE of a date": (put(b"DTSTART;VALUE=DATE", b"DTSTART"), "a date without VALUE=DATE"),
    "VALUE=DATE with an hour": (put(b"DTEND:2026", b"DTEND;VALUE=DATE:2026"), "says VALUE=DATE and is a date-time"),
    "two kinds": (put(b"DTEND;VALUE=DATE:20270101", b"DTEND:20270101T000000Z"), "a date and a date-time"),
    "a floating time": (put(b"164500Z", b"164500"), "DTSTART is a floating time"),
    "an undeclared zone": (put(b"DTSTART:20260306T164500Z", b"DTSTART;TZID=Europe/Paris:20260306T174500"), "not declared:"),
    "a zone that is none": (put(b"DTSTART:20260306T164500Z", b"DTSTART;TZID=PT:20260306T154500"), "no zone has this name"),
    "a zone of RDATE": (put(b"BEGIN:VEVENT", ZONE % b"RDATE:20260101T000000\r\n" + b"BEGIN:VEVENT"), "RDATE: Thunderbird"),
    "a day at midnight in UTC": (
        put(b"DTSTART;VALUE=DATE:20261231\r\nDTEND;VALUE=DATE:20270101", b"DTSTART:20261231T000000Z\r\nDTEND:20270101T000000Z"),
        "west of Greenwich",
    ),
    "an unknown STATUS": (put(b"TENTATIVE", b"EXPECTED"), "libical drops it"),
    "no SUMMARY": (put(b"SUMMARY:One\r\n", b""), "no SUMMARY"),
    "empty CATEGORIES": (put(b"SUMMARY:One", b"SUMMARY:One\r\nCATEGORIES:"), "CATEGORIES is empty"),
    "a trigger without VALUE": (put(b"-P6DT23H45M", b"20260301T000000Z"), "ical.js refuses the entry"),
    "an alarm that says nothing": (put(b"DESCRIPTION:One\r\n", b""), "the alarm has no DESCRIPTION"),
    "a task": (put(b"END:VCALENDAR", b"BEGIN:VTODO\r\nUID:t\r\nDTSTAMP:20260101T000000Z\r\nEND:VTODO\r\nEND:VCALENDAR"), "warning: this is a task"),
    "NUL": (put(b"SUMMARY:One", b"SUMMARY:O\0ne"), "Evolution and KDE show nothing"),
    "a control character": (put(b"SUMMARY:One", b"SUMMARY:O\x07ne"), "U+0007: Home Assistant refuses"),
    "a line separator": (put(b"SUMMARY:One", "SUMMARY:O\u2028ne".encode()), "U+2028: some programs cut the title"),
    "LF": (WELL.replace(b"\r\n", b"\n"), "does not end in CRLF"),
    "a long line": (put(b"SUMMARY:One", b"SUMMARY:" + b"o" * 70), "longer than 75 octets"),
    "a fold inside a character": (put(b"SUMMARY:One", b"SUMMARY:\xc3\r\n \xa9"), "the fold is inside a character"),
    "Latin 1": (put(b"SUMMARY:One", b"SUMMARY:caf\xe9"), "the line is not UTF-8"),
    "a byte order mark": (b"\xef\xbb\xbf" + WELL, "byte order mark"),
    "a lost fold": (put(b"SUMMARY:One", b"SUMMARY:One\r\nand more"), "no line of a calendar"),
    "cut off": (WELL[: len(WELL) // 2], "VEVENT has no END: the file is cut off"),
    "a web page": (b"<!DOCTYPE html><html></html>", "this is a web page"),
    "nothing": (b"", "this is empty"),
}  # fmt: skip


@pytest.mark.parametrize("name", FAULTS)
def test_each_fault_is_found_with_the_program_that_it_breaks(name: str) -> None:
    content, said = FAULTS[name]
    problems = examine(content, "feed.ics", now=NOW)
    messages = [("warning: " if problem.warning else "") + problem.message for problem in problems]
    assert any(said in message for message in messages), messages
    assert all(problem.hint for problem in problems)
    related = {"cut off": 5, "no DTSTART": 1, "a zone of RDATE": 1, "a date that is none": 1}
    assert len(messages) <= related.get(name, 2), messages


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


def test_many_alike_are_one_problem_with_their_number() -> None:
    (only,) = found(WELL.replace(b"\r\n", b"\n"))
    assert only == "1:the line does not end in CRLF: strict readers refuse the calendar (and 28 more like this)"


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


@pytest.mark.parametrize("file", sorted((REPOSITORY / "calendars").glob("*.ics")), ids=lambda file: file.name)
def test_the_feeds_of_this_repository_are_well(project: Folder, file: object) -> None:
    ran = project.run("lint", str(file))
    assert (ran.code, ran.out, ran.err) == (0, "", "")


def test_our_own_feeds_are_well_after_every_change(project: Folder) -> None:
    steps = (
        a_call("2026-03-06T18:00:00", timezone='"Europe/Zurich"'),
        a_call("2026-03-20T18:00:00", timezone='"Europe/Zurich"', previously="[2026-03-06T18:00:00]"),
        'status = "closed"\n' + a_call("2026-03-20T18:00:00", timezone='"Europe/Zurich"'),
        'status = "cancelled"\n' + a_call("2026-03-20"),
    )
    project.record("stays")
    for day, step in enumerate(steps, start=2):
        project.record("one", step)
        project.export_at(f"2026-02-{day:02}")
        for feed in ("all", "calls", "all-alarms"):
            if day > 2:
                assert project.run("lint", f"calendars/{feed}.ics", "--against", f"{feed}.old").out == ""
            project.file(f"{feed}.old", project.calendar(feed))


STRANGE = {
    "/garbage": b"\x00\xff\x01garbage\r\n\r\n",
    "/file": b"HTTP/1.1 302 Found\r\nLocation: file:///etc/passwd\r\nContent-Length: 0\r\n\r\n",
    "/round": b"HTTP/1.1 302 Found\r\nLocation: /round\r\nContent-Length: 0\r\n\r\n",
    "/chunks": b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nZZZ\r\n",
    "/headers": b"HTTP/1.1 200 OK\r\n" + b"A: b\r\n" * 500 + b"\r\n",
    "/no-gzip": b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\nBEGIN:VCALENDAR",
    "/gzip": b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\n" + gzip.compress(WELL),
}


class Site(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        if self.path in STRANGE:
            self.connection.sendall(STRANGE[self.path])
            return
        content = {"/feed.ics": WELL, "/page": b"<html></html>"}.get(self.path)
        self.send_response(200 if content is not None else 503)
        self.end_headers()
        self.wfile.write(content or b"")

    def log_message(self, *args: object) -> None: ...


@pytest.fixture
def site() -> Iterator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), Site) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_address[1]}"
        server.shutdown()


def test_an_address_is_examined_as_a_file_is(project: Folder, site: str) -> None:
    ran = project.run("lint", f"{site}/feed.ics")
    assert (ran.code, ran.out, ran.err) == (0, "", "")
    assert "this is a web page: Thunderbird loses all entries" in project.run("lint", f"{site}/page").out
    ran = project.run("lint", f"{site}/away")
    assert ran.code == 1 and "answers 503" in ran.err and "Thunderbird" in ran.err


@pytest.mark.parametrize("path", [path for path in STRANGE if path != "/gzip"])
def test_a_server_that_answers_strangely_is_told_on_one_line(project: Folder, site: str, path: str) -> None:
    ran = project.run("lint", site + path)
    assert ran.code in (1, 3) and ran.err.startswith(f"deadlines: {site}{path} ") and ran.err.count("\n") == 1
    assert ran.out == "" and "fault of deadlines" not in ran.err


def test_a_feed_that_a_server_sends_packed_is_examined(project: Folder, site: str) -> None:
    assert project.run("lint", f"{site}/gzip") == project.run("lint", f"{site}/feed.ics")


@pytest.mark.parametrize(
    ("place", "said", "code"),
    [
        ("http://example .org/a b", "cannot be read", 3),
        ("nowhere.ics", "there is no file nowhere.ics", 2),
        (".", "is a folder; name its files", 2),
        ("ftp://example.org/feed.ics", "is not a web address", 2),
        ("http://127.0.0.1:1/feed.ics", "cannot be read", 3),
        ("https://[", "cannot be read", 3),
    ],
)
def test_what_cannot_be_examined_is_told_on_one_line(project: Folder, place: str, said: str, code: int) -> None:
    ran = project.run("lint", place)
    assert ran.code == code and said in ran.err and ran.err.count("\n") == 1


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


LINES = st.sampled_from(
    [*WELL.split(b"\r\n"), *(content.split(b"\r\n")[5] for content, _ in FAULTS.values() if content.count(b"\r\n") > 5)]
)


@given(st.lists(LINES, max_size=60))
def test_no_order_of_lines_raises(lines: list[bytes]) -> None:
    for problem in examine(b"\r\n".join(lines), "feed.ics", now=NOW, old=WELL):
        assert problem.place.line >= 1 and problem.hint


@given(st.binary(max_size=300), st.integers(0, len(WELL)), st.integers(0, 40))
def test_no_bytes_raise(noise: bytes, at: int, cut: int) -> None:
    for content in (noise, WELL[:at] + noise + WELL[at + cut :]):
        for problem in examine(content, "feed.ics", now=NOW, old=WELL):
            assert problem.place.line >= 1 and problem.place.col >= 1
