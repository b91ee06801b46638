"""Calendars that programs read as they are meant, as programs write them: nothing is said of them, or no more than they deserve."""

from datetime import UTC, date, datetime, timedelta

import icalendar
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.conftest import REPOSITORY, Folder, a_call
from tests.lint.feeds import DAY, DAYLIGHT, MOMENT, STANDARD, calendar, event, in_zone, said, with_event, zone

GOOGLE = (
    "BEGIN:VEVENT", "DTSTART;TZID=Europe/Berlin:20270305T180000", "DTEND;TZID=Europe/Berlin:20270305T190000",
    "RRULE:FREQ=WEEKLY;WKST=SU;UNTIL=20270601T215959Z;BYDAY=FR", "EXDATE;TZID=Europe/Berlin:20270312T180000", "DTSTAMP:20270101T090000Z",
    "ORGANIZER;CN=Fund:mailto:fund@example.org", "UID:7kukuqrfedlm2f9t@google.com", "X-MICROSOFT-CDO-OWNERAPPTID:-1",
    "ATTENDEE;CUTYPE=INDIVIDUAL;ROLE=REQ-PARTICIPANT;PARTSTAT=NEEDS-ACTION;RSVP=", " TRUE;CN=one@example.org;X-NUM-GUESTS=0:mailto:one@example.org",
    "CLASS:PUBLIC", "CREATED:20270101T090000Z", "DESCRIPTION:", "LAST-MODIFIED:20270101T090000Z", "LOCATION:", "SEQUENCE:1", "STATUS:CONFIRMED",
    r"SUMMARY:Call\, with a comma", "TRANSP:OPAQUE", "END:VEVENT",
)  # fmt: skip
THUNDERBIRD = (
    "BEGIN:DAYLIGHT", "TZOFFSETFROM:+0100", "TZOFFSETTO:+0200", "TZNAME:CEST", "DTSTART:19800406T020000", "RDATE:19800406T020000", "END:DAYLIGHT",
    "BEGIN:STANDARD", "TZOFFSETFROM:+0200", "TZOFFSETTO:+0100", "TZNAME:CET", "DTSTART:19961027T030000", "RDATE:19961027T030000", "END:STANDARD",
    "BEGIN:DAYLIGHT", "TZOFFSETFROM:+0100", "TZOFFSETTO:+0200", "TZNAME:CEST", "DTSTART:19970330T020000", "RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU", "END:DAYLIGHT",
    "BEGIN:STANDARD", "TZOFFSETFROM:+0200", "TZOFFSETTO:+0100", "TZNAME:CET", "DTSTART:19971026T030000", "RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU", "END:STANDARD",
)  # fmt: skip
OUTLOOK = (
    "BEGIN:STANDARD", "DTSTART:16010101T030000", "TZOFFSETFROM:+0200", "TZOFFSETTO:+0100", "RRULE:FREQ=YEARLY;INTERVAL=1;BYDAY=-1SU;BYMONTH=10", "END:STANDARD",
    "BEGIN:DAYLIGHT", "DTSTART:16010101T020000", "TZOFFSETFROM:+0100", "TZOFFSETTO:+0200", "RRULE:FREQ=YEARLY;INTERVAL=1;BYDAY=-1SU;BYMONTH=3", "END:DAYLIGHT",
)  # fmt: skip
APPLE = (
    "BEGIN:DAYLIGHT", "DTSTART:19810329T020000", "TZNAME:GMT+2", "TZOFFSETFROM:+0100", "TZOFFSETTO:+0200", "RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU", "END:DAYLIGHT",
    "BEGIN:STANDARD", "DTSTART:19961027T030000", "TZNAME:GMT+1", "TZOFFSETFROM:+0200", "TZOFFSETTO:+0100", "RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU", "END:STANDARD",
)  # fmt: skip
OLD_RULES = (
    "BEGIN:DAYLIGHT", "DTSTART:19670430T020000", "TZOFFSETFROM:-0500", "TZOFFSETTO:-0400", "RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=4;UNTIL=19730429T070000Z", "END:DAYLIGHT",
    "BEGIN:STANDARD", "DTSTART:19671029T020000", "TZOFFSETFROM:-0400", "TZOFFSETTO:-0500", "RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10;UNTIL=20061029T060000Z", "END:STANDARD",
    "BEGIN:DAYLIGHT", "DTSTART:20070311T020000", "TZOFFSETFROM:-0500", "TZOFFSETTO:-0400", "RRULE:FREQ=YEARLY;BYDAY=2SU;BYMONTH=3", "END:DAYLIGHT",
    "BEGIN:STANDARD", "DTSTART:20071104T020000", "TZOFFSETFROM:-0400", "TZOFFSETTO:-0500", "RRULE:FREQ=YEARLY;BYDAY=1SU;BYMONTH=11", "END:STANDARD",
)  # fmt: skip
WINDOWS = "W. Europe Standard Time"

WELL = {
    "an event of Google": calendar(*zone("Europe/Berlin", "X-LIC-LOCATION:Europe/Berlin", *DAYLIGHT, *STANDARD), *GOOGLE),
    "a zone of Thunderbird": in_zone("Europe/Berlin", *THUNDERBIRD),
    "a zone of Outlook": in_zone(WINDOWS, *OUTLOOK),
    "a zone of Outlook and an end in UTC": calendar(
        *zone(WINDOWS, *OUTLOOK), *event(f"DTSTART;TZID={WINDOWS}:20270305T180000", "DTEND:20270305T173000Z")
    ),
    "a zone of Apple": in_zone("Europe/Berlin", *APPLE, day="20270305"),
    "a zone with its history": in_zone("America/New_York", *OLD_RULES),
    "a zone with its history, years ago": in_zone("America/New_York", *OLD_RULES, day="20100705"),
    "a zone that only the file knows": in_zone("My Berlin", *DAYLIGHT, *STANDARD),
    "a zone of Evolution": in_zone("/freeassociation.sourceforge.net/Europe/Berlin", *DAYLIGHT, *STANDARD),
    "UTC by its name": with_event("DTSTART;TZID=UTC:20270305T180000", "DTEND;TZID=UTC:20270305T181500"),
    "a day without an end": with_event(DAY[0]),
    "a day of one day": with_event(DAY[0], "DURATION:P1D"),
    "a moment of fifteen minutes": with_event(MOMENT[0], "DURATION:PT15M"),
    "VALUE=DATE-TIME": with_event("DTSTART;VALUE=DATE-TIME:20270305T170000Z", "DTEND;VALUE=DATE-TIME:20270305T171500Z"),
    "texts that are escaped": with_event(*MOMENT, r"LOCATION:a\, b\; c\\ d\n e\N", 'COMMENT:a "b": c', summary=r"SUMMARY:Call \\, b".replace(r"\\,", r"\\\,")),
    "lists": with_event(*MOMENT, "CATEGORIES:a,b", "RESOURCES:a,b", "REQUEST-STATUS:2.0;Success"),
    "what others may write": with_event(*MOMENT, "X-ALT-DESC;FMTTYPE=text/html:<p>a, b; c</p>", "X-A;X-B=c,d:e, f; g", "FOO;BAR=1:x"),
    "addresses": with_event(*MOMENT, "URL:https://example.org/a,b;c", "ATTACH:https://example.org/a", "ATTACH;ENCODING=BASE64;VALUE=BINARY:eHg="),
    "letters of no matter": with_event(*MOMENT, "TRANSP:transparent", "location:Bern", "CLASS:public"),
    "a fold by a tab": with_event(*MOMENT, "LOCATION:Be\r\n\trn"),
    "a fold in a name": with_event(*MOMENT, "LOCA\r\n TION:Bern"),
    "an alarm of Apple": with_event(
        *MOMENT, "BEGIN:VALARM", "UID:a", "X-WR-ALARMUID:a", "ACTION:NONE", "TRIGGER;VALUE=DATE-TIME:19760401T005545Z", "END:VALARM"
    ),
    "an alarm that repeats": with_event(
        *MOMENT, "BEGIN:VALARM", "ACTION:DISPLAY", "DESCRIPTION:a, b".replace(",", "\\,"), "TRIGGER;RELATED=END:-PT15M", "REPEAT:2", "DURATION:PT5M",
        "ACKNOWLEDGED:20270101T000000Z", "END:VALARM",
    ),
    "every first Friday": with_event(*MOMENT, "RRULE:FREQ=MONTHLY;BYDAY=+1FR;COUNT=3"),
    "the last Friday": with_event("DTSTART:20270326T170000Z", "DTEND:20270326T171500Z", "RRULE:FREQ=MONTHLY;BYDAY=FR;BYSETPOS=-1;COUNT=3"),
    "days left out and added": with_event(*MOMENT, "RRULE:FREQ=MONTHLY;COUNT=4", "EXDATE:20270405T170000Z,20270505T170000Z", "RDATE:20270410T170000Z"),
    "a day left out": with_event(*DAY, "RRULE:FREQ=DAILY;UNTIL=20270308", "EXDATE;VALUE=DATE:20270306"),
    "a moment of a series that moved": calendar(
        *event(*MOMENT, "RRULE:FREQ=MONTHLY;COUNT=4"),
        *event("RECURRENCE-ID;RANGE=THISANDFUTURE:20270405T170000Z", "DTSTART:20270406T170000Z", "DTEND:20270406T171500Z"),
    ),
    "a journal": calendar("BEGIN:VJOURNAL", "UID:j", "DTSTAMP:20270101T000000Z", "DESCRIPTION:a", "DESCRIPTION:b", "STATUS:FINAL", "END:VJOURNAL"),
}  # fmt: skip


@pytest.mark.parametrize("name", WELL)
def test_nothing_is_said_of_a_calendar_that_is_well(name: str) -> None:
    assert said(WELL[name]) == []


@pytest.mark.parametrize("file", sorted((REPOSITORY / "calendars").rglob("*.ics")), ids=lambda file: file.name)
def test_the_calendars_of_this_repository_are_well(project: Folder, file: object) -> None:
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


TEXTS = st.text(st.characters(exclude_categories=("Cs", "Cc", "Zl", "Zp")), min_size=1).map(str.strip).filter(bool)
DAYS = st.dates(date(1990, 1, 1), date(2090, 1, 1))
MOMENTS = st.datetimes(datetime(1990, 1, 1), datetime(2090, 1, 1), timezones=st.just(UTC)).map(lambda at: at.replace(microsecond=0))  # fmt: skip


@given(st.lists(st.tuples(TEXTS, TEXTS, DAYS | MOMENTS, st.integers(1, 40)), min_size=1, max_size=5))
def test_what_the_icalendar_library_writes_is_well(entries: list[tuple[str, str, date, int]]) -> None:
    written = icalendar.Calendar()
    written.add("prodid", "-//somebody//EN")
    written.add("version", "2.0")
    for number, (name, place, start, length) in enumerate(entries):
        entry = icalendar.Event()
        entry.add("uid", f"{number}@example.org")
        entry.add("dtstamp", datetime(2027, 1, 1, tzinfo=UTC))
        entry.add("summary", name)
        entry.add("location", place)
        entry.add("categories", [name, place])
        entry.add("dtstart", start)
        entry.add("dtend", start + timedelta(days=length))
        written.add_component(entry)
    midnights = "a day is written as midnight in UTC"  # what the draw gives at times, and rightly said
    assert [message for message in said(written.to_ical()) if midnights not in message] == []
