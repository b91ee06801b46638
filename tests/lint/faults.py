"""Every fault that is named with programs: what is said of it, and what those programs do, which ``test_programs`` tries."""

from typing import NamedTuple

from tests.lint.feeds import DAY, DAYLIGHT, MOMENT, STANDARD, WELL, calendar, event, in_zone, put, with_event, zone

ASSISTANT, KDE, KHAL, RUBY = (
    "Home Assistant (ical)",
    "KDE (KCalendarCore)",
    "khal through vdirsyncer",
    "Ruby (icalendar)",
)
REFUSES, SKIPS = "refuses the calendar", "skips the entry"


class Fault(NamedTuple):
    """A calendar with one fault, a part of what is said, and what programs make of the entry: REFUSES, SKIPS, or its start."""

    content: bytes
    said: str
    programs: dict[str, str] = {}  # noqa: RUF012


def refused(content: bytes, said: str, *others: str) -> Fault:
    """Return what Home Assistant refuses."""
    return Fault(content, said, dict.fromkeys((ASSISTANT, *others), REFUSES))


def skipped(content: bytes, said: str, **others: str) -> Fault:
    """Return what calcurse skips."""
    return Fault(content, said, {"calcurse": SKIPS, **others})


def alarm(*lines: str) -> bytes:
    """Return a calendar whose entry has an alarm of these lines."""
    return with_event(*MOMENT, "BEGIN:VALARM", *lines, "END:VALARM")


def rule(text: str, *more: str) -> bytes:
    """Return a calendar whose entry, a moment, recurs."""
    return with_event(*MOMENT, f"RRULE:{text}", *more)


def daily(*more: str) -> bytes:
    """Return a calendar whose entry, a day, recurs."""
    return with_event(*DAY, *more)


def task(*lines: str) -> bytes:
    """Return a calendar with a task of these lines."""
    return calendar(
        "BEGIN:VTODO", "UID:task@example.org", "DTSTAMP:20270101T000000Z", "SUMMARY:Task", *lines, "END:VTODO"
    )


def moment(*lines: str) -> bytes:
    """Return a calendar whose entry is a moment and has more lines."""
    return with_event(*MOMENT, *lines)


def replaced(before: str, after: str) -> bytes:
    """Return a calendar that is well but for one place."""
    content = moment()
    assert before.encode() in content
    return content.replace(before.encode(), after.encode(), 1)


BERLIN = (*STANDARD, *DAYLIGHT)
NO_SUMMER = (
    "BEGIN:STANDARD",
    "DTSTART:19700101T000000",
    "TZOFFSETFROM:+0300",
    "TZOFFSETTO:+0300",
    "RRULE:FREQ=YEARLY",
    "END:STANDARD",
)
LISTED = (
    "BEGIN:DAYLIGHT", "DTSTART:20250330T020000", "TZOFFSETFROM:+0100", "TZOFFSETTO:+0200", "RDATE:20260329T020000,20270328T020000", "END:DAYLIGHT",
    "BEGIN:STANDARD", "DTSTART:20251026T030000", "TZOFFSETFROM:+0200", "TZOFFSETTO:+0100", "RDATE:20261025T030000,20271031T030000", "END:STANDARD",
)  # fmt: skip
PERSON = "mailto:person@example.org"

LINES = {
    "a blank line": Fault(
        replaced("STATUS", "\r\nSTATUS"), "a blank line is not a content line (RFC 5545 §3.1): Google"
    ),
    "a blank line at the start": Fault(
        b"\r\n" + moment(), "begins with a blank line", {RUBY: REFUSES, "calcurse": REFUSES}
    ),
    "a blank line at the end": Fault(moment() + b"\r\n", "warning: the calendar ends in a blank line"),
    "CR alone": refused(moment().replace(b"\r\n", b"\r"), "the line ends in CR alone", "ical.js"),
    "a line that is none": refused(moment("and more"), "this is not a line of a calendar"),
    "a parameter without a name": refused(moment("LOCATION;=de:Bern"), "this is not a line of a calendar"),
    "a parameter without a sign": refused(moment("LOCATION;de:Bern"), "this is not a line of a calendar"),
    "a quotation mark alone": refused(moment(f'ATTENDEE;CN="Smith:{PERSON}'), "this is not a line of a calendar"),
    "a space before the colon": refused(moment("LOCATION :Bern"), "this is not a line of a calendar"),
    "a property before the calendar": Fault(b"X-A:1\r\n" + moment(), "outside of any calendar", {"ical.js": REFUSES}),
    "a control character": refused(moment("LOCATION:Be\x07rn"), "the control character U+0007"),
    "NUL": Fault(moment("LOCATION:Be\0rn"), "NUL: Evolution and KDE", {KDE: REFUSES}),
    "not UTF-8": Fault(
        moment("LOCATION:Zürich").replace("ü".encode(), b"\xfc"), "the line is not UTF-8", {RUBY: REFUSES}
    ),
    "a byte order mark": refused(b"\xef\xbb\xbf" + moment(), "byte order mark", "ical.js", "calcurse"),
}
CALENDARS = {
    "two calendars": refused(
        moment() + moment().replace(b"example.org", b"example.net"), "another calendar in the file"
    ),
    "no VERSION": Fault(replaced("VERSION:2.0\r\n", ""), "no VERSION:2.0", {KDE: REFUSES, "calcurse": REFUSES}),
    "another VERSION": Fault(replaced("VERSION:2.0", "VERSION:1.0"), "VERSION is not 2.0", {KDE: REFUSES}),
    "no PRODID": Fault(replaced("PRODID:-//somebody//EN\r\n", ""), "no PRODID", {"ics.py": REFUSES}),
    "PRODID twice": refused(replaced("PRODID", "PRODID:a\r\nPRODID"), "PRODID is in VCALENDAR more than once"),
    "METHOD:PUBLISH": Fault(
        replaced("PRODID", "METHOD:PUBLISH\r\nPRODID"), "warning: METHOD makes the calendar a message"
    ),
    "METHOD:REQUEST": Fault(
        replaced("PRODID", "METHOD:REQUEST\r\nPRODID"), "METHOD:REQUEST makes the calendar a message"
    ),
    "a UID of the calendar": Fault(replaced("PRODID", "UID:feed\r\nPRODID"), "show one entry of all", {KHAL: SKIPS}),
    "an unknown component": Fault(
        calendar("BEGIN:X-A", "X-B:1", "END:X-A", *event(*MOMENT)), "a component X-A", {KHAL: REFUSES}
    ),
    "busy times": Fault(
        calendar("BEGIN:VFREEBUSY", "UID:f", "DTSTAMP:20270101T000000Z", "END:VFREEBUSY"), "VFREEBUSY", {KHAL: REFUSES}
    ),
    "an alarm of the calendar": Fault(
        calendar("BEGIN:VALARM", "ACTION:AUDIO", "TRIGGER:-P1D", "END:VALARM"), "a component VALARM", {KHAL: REFUSES}
    ),
    "the calendar in small letters": Fault(
        moment().replace(b"VCALENDAR", b"vcalendar"), "in small letters", {"node-ical": REFUSES, "ics.py": REFUSES}
    ),
}
COUNTS = {
    **{
        f"{name} twice": refused(moment(f"{name}:{value}", f"{name}:{value}"), f"{name} is in VEVENT more than once")
        for name, value in (
            ("LOCATION", "Bern"), ("DESCRIPTION", "x"), ("URL", "https://example.org"), ("CLASS", "PUBLIC"), ("PRIORITY", "5"), ("SEQUENCE", "1"),
            ("TRANSP", "OPAQUE"), ("GEO", "1.0;2.0"), ("ORGANIZER", PERSON), ("CREATED", "20270101T000000Z"), ("LAST-MODIFIED", "20270101T000000Z"),
        )
    },
    "SUMMARY twice": refused(moment("SUMMARY:Call"), "SUMMARY is in VEVENT more than once"),
    "STATUS twice": refused(moment("STATUS:CONFIRMED"), "STATUS is in VEVENT more than once"),
    "UID twice": refused(moment("UID:call@example.org"), "UID is in VEVENT more than once"),
    "DTSTART twice": refused(moment("DTSTART:20270405T170000Z"), "DTSTART is in VEVENT more than once: Home Assistant and node-ical", "node-ical"),
    "DTEND twice": refused(moment(MOMENT[1]), "DTEND is in VEVENT more than once: Home Assistant and node-ical", "node-ical"),
    "no DTSTART": skipped(with_event(MOMENT[1]), "no DTSTART", **{KHAL: SKIPS}),
    "DUE of an event": Fault(moment("DUE:20270305T171500Z"), "warning: DUE has no place in VEVENT"),
    "SUMMARY of a calendar": Fault(replaced("PRODID", "SUMMARY:x\r\nPRODID"), "warning: SUMMARY has no place in VCALENDAR"),
}  # fmt: skip
PARAMETERS = {
    "a name with a comma": refused(
        moment(f"ATTENDEE;CN=Smith, John:{PERSON}"), "CN of ATTENDEE has more than one value"
    ),
    "a role of two": refused(
        moment(f"ATTENDEE;ROLE=CHAIR,OPT-PARTICIPANT:{PERSON}"), "ROLE of ATTENDEE has more than one value"
    ),
    "a parameter twice": Fault(
        moment(f"ATTENDEE;ROLE=CHAIR;ROLE=CHAIR:{PERSON}"), "warning: ROLE of ATTENDEE is there twice"
    ),
    "two languages": Fault(
        moment("LOCATION;LANGUAGE=de,fr:Bern"), "warning: LANGUAGE of LOCATION has more than one value"
    ),
    "a zone of a place": Fault(moment("LOCATION;TZID=Europe/Berlin:Bern"), "warning: LOCATION has no parameter TZID"),
    "a parameter in small letters": refused(
        moment("LOCATION;language=de:Bern"), "the parameter language is in small letters"
    ),
    "VALUE in small letters": skipped(
        with_event("DTSTART;VALUE=date:20270305", DAY[1]),
        "VALUE=date is in small letters: calcurse skips the entry, and Home Assistant",
    ),
    "VALUE in quotation marks": skipped(
        with_event('DTSTART;VALUE="DATE":20270305', DAY[1]), "VALUE is in quotation marks"
    ),
    "VALUE of another type": Fault(
        with_event("DTSTART;VALUE=TEXT:20270305T170000Z", MOMENT[1]),
        "DTSTART is DATE-TIME or DATE, and not TEXT",
        {"ical.js": REFUSES},
    ),
    "an empty VALUE": Fault(
        with_event("DTSTART;VALUE=:20270305T170000Z", MOMENT[1]), "and not nothing: ical.js", {"ical.js": REFUSES}
    ),
    "DTSTART in small letters": Fault(
        with_event("dtstart:20270305T170000Z", MOMENT[1]), "dtstart is in small letters", {"node-ical": REFUSES}
    ),
    "a picture without VALUE": Fault(
        moment("ATTACH;ENCODING=BASE64:eHg="), "warning: ATTACH has ENCODING without VALUE=BINARY"
    ),
}
VALUES = {
    "an unknown STATUS": refused(replaced("STATUS:CONFIRMED", "STATUS:EXPECTED"), "STATUS is not TENTATIVE"),
    "a STATUS misspelt": refused(replaced("STATUS:CONFIRMED", "STATUS:CANCELED"), "STATUS is not TENTATIVE"),
    "a STATUS in small letters": refused(
        replaced("STATUS:CONFIRMED", "STATUS:confirmed"), "STATUS:confirmed is in small letters"
    ),
    "SEQUENCE in words": refused(moment("SEQUENCE:first"), "SEQUENCE is not a number"),
    "PRIORITY beyond 9": refused(moment("PRIORITY:10"), "PRIORITY is not a number from 0 to 9"),
    "an attachment that is broken": refused(
        moment("ATTACH;ENCODING=BASE64;VALUE=BINARY:eH!"), "ATTACH is not in base64"
    ),
    "a place beyond Earth": Fault(moment("GEO:91.0;200.0"), "warning: GEO is not a place on Earth"),
    "a request without a code": refused(moment("REQUEST-STATUS:ok"), "REQUEST-STATUS has no code"),
    "a title on two lines": skipped(
        with_event(*MOMENT, summary=r"SUMMARY:Call\nplease"), "warning: SUMMARY has a line break"
    ),
    "GEO with a comma": refused(moment("GEO:46.2,6.15"), "GEO is not a latitude and longitude"),
    "a DTSTAMP of seconds since 1970": refused(
        replaced("20270101T090000Z", "20270101T00001767225600Z"), "DTSTAMP is not an instant"
    ),
    "a DTSTAMP that is a date": Fault(
        replaced("20270101T090000Z", "20270101"), "DTSTAMP is not an instant in UTC: vobject", {"vobject": REFUSES}
    ),
    "a CREATED in words": refused(moment("CREATED:today"), "CREATED is not an instant in UTC: Home Assistant"),
    "a comma": skipped(with_event(*MOMENT, summary="SUMMARY:Call, please"), ", in SUMMARY is not escaped"),
    "a semicolon": skipped(
        with_event(*MOMENT, summary="SUMMARY:Call; please"),
        "; in SUMMARY is not escaped: calcurse skips the entry, and Ruby's reader takes a list",
    ),
    "a semicolon after an escaped one": skipped(
        with_event(*MOMENT, summary=r"SUMMARY:Call\;; please"), "; in SUMMARY is not escaped"
    ),
    "a backslash": skipped(with_event(*MOMENT, summary=r"SUMMARY:Call C:\temp"), "a backslash in SUMMARY"),
    "a backslash at the end": skipped(with_event(*MOMENT, summary="SUMMARY:Call\\"), "a backslash in SUMMARY"),
    "a comma in a place": skipped(moment("LOCATION:Bern, Switzerland"), ", in LOCATION is not escaped"),
    "a semicolon in a description": skipped(moment("DESCRIPTION:one; two"), "; in DESCRIPTION is not escaped"),
    "a comma in a contact": Fault(moment("CONTACT:Smith, John"), "warning: , in CONTACT is not escaped"),
    "an empty property": Fault(moment("CATEGORIES:"), "warning: CATEGORIES is empty"),
}
SPANS = {
    "DTEND and DURATION": refused(moment("DURATION:PT15M"), "the entry has DTEND and DURATION", "ics.py"),
    "DURATION of zero": skipped(with_event(MOMENT[0], "DURATION:PT0S"), "DURATION is zero"),
    "DURATION of no days": skipped(with_event(DAY[0], "DURATION:P0D"), "DURATION is zero"),
    "a negative DURATION": refused(with_event(MOMENT[0], "DURATION:-PT15M"), "DURATION is negative"),
    "DURATION without T": refused(with_event(MOMENT[0], "DURATION:P15M"), "DURATION is not a duration"),
    "DURATION in years": refused(with_event(MOMENT[0], "DURATION:P1Y"), "DURATION is not a duration"),
    "hours after a date": refused(with_event(DAY[0], "DURATION:PT15M"), "DURATION has hours and DTSTART is a date"),
    "an end at the start": skipped(with_event(MOMENT[0], "DTEND:20270305T170000Z"), "DTEND equals DTSTART"),
    "an end before the start": skipped(
        with_event(MOMENT[0], "DTEND:20270305T160000Z"), "DTEND is before DTSTART", **{KHAL: SKIPS}
    ),
    "an all-day end a day short": skipped(with_event(DAY[0], "DTEND;VALUE=DATE:20270305"), "a day short"),
    "a date and a date-time": refused(
        with_event(DAY[0], "DTEND:20270306T170000Z"), "DTSTART is a date and DTEND a date-time"
    ),
    "a floating end": refused(
        with_event(MOMENT[0], "DTEND:20270305T171500"), "DTSTART is a date-time and DTEND a floating time"
    ),
    "an end that does not exist": refused(
        with_event(MOMENT[0], "DTEND:20270332T170000Z"), "DTEND is not a date that exists"
    ),
    "an end without seconds": refused(with_event(MOMENT[0], "DTEND:20270305T1715Z"), "DTEND is not a date that exists"),
    "a space after the end": refused(
        with_event(MOMENT[0], "DTEND:20270305T171500Z "), "DTEND is not a date that exists"
    ),
    "an hour in a date": refused(
        with_event(DAY[0], "DTEND;VALUE=DATE:20270306T170000Z"), "DTEND says VALUE=DATE and is a date-time"
    ),
    "a date without VALUE": skipped(
        with_event("DTSTART:20270305", "DTEND:20270306"), "DTSTART is a date without VALUE=DATE", **{"ical.js": REFUSES}
    ),
}
ZONES = {
    "a floating time": Fault(with_event("DTSTART:20270705T180000", "DTEND:20270705T181500"), "DTSTART is a floating time"),
    "a zone without a name": Fault(with_event("DTSTART;TZID=:20270705T180000", "DTEND;TZID=:20270705T181500"), "DTSTART is a floating time"),
    "a zone that is not declared": Fault(
        with_event("DTSTART;TZID=Europe/Vienna:20270705T180000", "DTEND;TZID=Europe/Vienna:20270705T181500"),
        "the zone of DTSTART is not declared: ical.js reads a floating time, and Ruby's reader UTC",
        {"ical.js": "2027-07-05T18:00:00Z", RUBY: "2027-07-05T18:00:00Z", "libical": "2027-07-05T16:00:00Z"},
    ),
    "a zone that is none": Fault(
        with_event("DTSTART;TZID=PT:20270705T180000", "DTEND;TZID=PT:20270705T181500"),
        "no zone has this name", {ASSISTANT: REFUSES, "ical.js": "2027-07-05T18:00:00Z"},
    ),
    "a zone of Windows that is not declared": Fault(
        with_event("DTSTART;TZID=W. Europe Standard Time:20270705T180000", "DTEND;TZID=W. Europe Standard Time:20270705T181500"),
        "no zone has this name", {ASSISTANT: REFUSES, "ical.js": "2027-07-05T18:00:00Z"},
    ),
    "a zone that is declared later": Fault(
        calendar(*event("DTSTART;TZID=Europe/Berlin:20270705T180000", "DTEND;TZID=Europe/Berlin:20270705T181500"), *zone("Europe/Berlin", *BERLIN)),
        "is declared after it", {RUBY: "2027-07-05T18:00:00Z"},
    ),
    "UTC in a zone": Fault(
        in_zone("Europe/Berlin", *BERLIN).replace(b"T180000\r\n", b"T180000Z\r\n").replace(b"T181500\r\n", b"T181500Z\r\n"),
        "DTSTART ends in Z and has TZID: Home Assistant and Ruby's reader take Europe/Berlin, libical and ical.js UTC",
        {ASSISTANT: "2027-07-05T16:00:00Z", RUBY: "2027-07-05T16:00:00Z", "libical": "2027-07-05T18:00:00Z", "ical.js": "2027-07-05T18:00:00Z"},
    ),
    "a date in a zone": Fault(
        calendar(*zone("Europe/Berlin", *BERLIN), *event("DTSTART;TZID=Europe/Berlin;VALUE=DATE:20270305", "DTEND;TZID=Europe/Berlin;VALUE=DATE:20270306")),
        "DTSTART is a date and has TZID: khal makes a moment of it", {KHAL: "2027-03-04T23:00:00Z"},
    ),
    "a zone that is not what its name says": Fault(
        in_zone("Europe/Berlin", *NO_SUMMER),
        "VTIMEZONE of Europe/Berlin says +03:00, and the zone has +02:00 then: libical and ical.js take the one, Home Assistant and KDE the other",
        {"libical": "2027-07-05T15:00:00Z", "ical.js": "2027-07-05T15:00:00Z", ASSISTANT: "2027-07-05T16:00:00Z", KDE: "2027-07-05T16:00:00Z"},
    ),
    "a zone of Windows that is not what its name says": Fault(
        in_zone("W. Europe Standard Time", *NO_SUMMER),
        "VTIMEZONE of W. Europe Standard Time says +03:00, and the zone has +02:00 then: libical and ical.js take the one, node-ical and KDE the other",
        {"libical": "2027-07-05T15:00:00Z", "ical.js": "2027-07-05T15:00:00Z", "node-ical": "2027-07-05T16:00:00Z", KDE: "2027-07-05T16:00:00Z"},
    ),
    "a zone of RDATEs in one line": Fault(in_zone("Berlin", *LISTED), "RDATE of a zone lists several moments", {RUBY: REFUSES, "ical.js": "2027-07-05T17:00:00Z"}),
    "a zone that never changes": Fault(
        in_zone("Here", *(line for line in NO_SUMMER if "RRULE" not in line)),
        "warning: no rule of the zone Here has RRULE or RDATE: Home Assistant takes its times for UTC", {ASSISTANT: "2027-07-05T18:00:00Z"},
    ),
    "a zone whose rule ends": refused(
        in_zone("Berlin", *STANDARD, *(line + ";UNTIL=20300331T010000Z" if "RRULE" in line else line for line in DAYLIGHT)),
        "warning: a rule of the zone Berlin has UNTIL",
    ),
    "a zone without a rule": refused(calendar(*zone("Here"), *event(*MOMENT)), "the zone has no rule"),
    "a zone without TZID": refused(calendar("BEGIN:VTIMEZONE", *BERLIN, "END:VTIMEZONE"), "the zone has no TZID"),
    "a zone without an offset": refused(calendar(*zone("Here", *(line for line in NO_SUMMER if "FROM" not in line))), "STANDARD has no TZOFFSETFROM"),
    "a zone from UTC": refused(calendar(*zone("Here", *(line.replace("000000", "000000Z") for line in NO_SUMMER))), "DTSTART of a zone is not a local time"),
    "an offset with a colon": Fault(in_zone("Here", *(line.replace("+0300", "+03:00") for line in NO_SUMMER)), "TZOFFSETFROM is not an offset", {RUBY: REFUSES}),
    "an offset without a sign": Fault(in_zone("Here", *(line.replace("+0300", "0300") for line in NO_SUMMER)), "TZOFFSETFROM is not an offset", {RUBY: REFUSES}),
}  # fmt: skip
RULES = {
    "no FREQ": refused(rule("COUNT=3;BYDAY=FR"), "RRULE has no FREQ"),
    "an unknown FREQ": refused(rule("FREQ=FORTNIGHTLY;COUNT=3"), "FREQ of RRULE is not one of"),
    "a rule in small letters": refused(rule("FREQ=monthly;COUNT=3"), "RRULE is in small letters: ical.js and Home Assistant", "ical.js"),
    "a part twice": Fault(rule("FREQ=WEEKLY;COUNT=3;COUNT=4"), "COUNT is in RRULE twice: libical drops the rule"),
    "COUNT and UNTIL": Fault(rule("FREQ=MONTHLY;COUNT=3;UNTIL=20270601T170000Z"), "RRULE has COUNT and UNTIL: libical drops the rule"),
    "an unknown part": Fault(rule("FREQ=WEEKLY;COUNT=3;X-A=0"), "RRULE has no part X-A: libical drops the rule"),
    "a semicolon too many": refused(rule("FREQ=MONTHLY;COUNT=3;"), "RRULE has a part that is none"),
    "an INTERVAL of zero": refused(rule("FREQ=MONTHLY;COUNT=3;INTERVAL=0"), "INTERVAL of RRULE is not a number from 1"),
    "a COUNT in words": refused(rule("FREQ=MONTHLY;COUNT=three"), "COUNT of RRULE is not a number from 1"),
    "a month that is none": refused(rule("FREQ=YEARLY;COUNT=3;BYMONTH=3,13"), "BYMONTH of RRULE is not numbers from 1 to 12"),
    "a day that is none": refused(rule("FREQ=MONTHLY;COUNT=3;BYMONTHDAY=32"), "BYMONTHDAY of RRULE is not numbers from -31 to 31 without 0"),
    "an hour that is none": refused(rule("FREQ=DAILY;COUNT=3;BYHOUR=24"), "BYHOUR of RRULE is not numbers from 0 to 23"),
    "a week that is none": refused(rule("FREQ=YEARLY;COUNT=3;BYWEEKNO=54"), "BYWEEKNO of RRULE is not numbers from -53 to 53"),
    "a day of the year that is none": refused(rule("FREQ=YEARLY;COUNT=3;BYYEARDAY=367"), "BYYEARDAY of RRULE is not numbers from -366 to 366"),
    "a position that is none": refused(rule("FREQ=MONTHLY;COUNT=3;BYDAY=FR;BYSETPOS=0"), "BYSETPOS of RRULE is not numbers from -366 to 366"),
    "a weekday that is none": refused(rule("FREQ=WEEKLY;COUNT=3;BYDAY=FRI"), "BYDAY of RRULE is not days such as MO"),
    "a week that begins on no day": refused(rule("FREQ=WEEKLY;COUNT=3;WKST=XX"), "WKST of RRULE is not a day such as MO"),
    "weeks of a month": Fault(rule("FREQ=MONTHLY;COUNT=3;BYWEEKNO=9"), "BYWEEKNO does not go with FREQ=MONTHLY"),
    "days of the month of a week": Fault(rule("FREQ=WEEKLY;COUNT=3;BYMONTHDAY=5"), "BYMONTHDAY does not go with FREQ=WEEKLY"),
    "days of the year of a month": Fault(rule("FREQ=MONTHLY;COUNT=3;BYYEARDAY=64"), "BYYEARDAY does not go with FREQ=MONTHLY"),
    "a numbered day of a week": Fault(rule("FREQ=WEEKLY;COUNT=3;BYDAY=1FR"), "BYDAY has a number, which goes with months and years alone"),
    "a position of nothing": Fault(rule("FREQ=MONTHLY;COUNT=3;BYSETPOS=1"), "warning: BYSETPOS is alone in RRULE"),
    "a position in a week": Fault(rule("FREQ=WEEKLY;BYDAY=FR,SA;BYSETPOS=1"), "BYSETPOS is there with FREQ=WEEKLY: libical and ical.js"),
    "two rules": refused(rule("FREQ=WEEKLY;COUNT=2", "RRULE:FREQ=DAILY;COUNT=2"), "RRULE is there twice"),
    "EXRULE": Fault(rule("FREQ=WEEKLY;COUNT=3", "EXRULE:FREQ=WEEKLY;COUNT=1"), "EXRULE is of an older RFC"),
    "a start on another weekday": Fault(rule("FREQ=WEEKLY;COUNT=3;BYDAY=MO"), "DTSTART is none of the days of RRULE", {KHAL: "2027-03-08T17:00:00Z"}),
    "a start on another day": Fault(rule("FREQ=MONTHLY;COUNT=3;BYMONTHDAY=10"), "DTSTART is none of the days of RRULE", {KHAL: "2027-03-10T17:00:00Z"}),
    "a start at another hour": Fault(rule("FREQ=DAILY;COUNT=3;BYHOUR=9"), "DTSTART is none of the days of RRULE", {KHAL: "2027-03-06T09:00:00Z"}),
    "a start that is not the last Friday": Fault(rule("FREQ=MONTHLY;COUNT=3;BYDAY=FR;BYSETPOS=-1"), "DTSTART is none of the days of RRULE", {KHAL: "2027-03-26T17:00:00Z"}),
    "a rule without days": Fault(rule("FREQ=YEARLY;COUNT=3;BYMONTH=2;BYMONTHDAY=30"), "DTSTART is none of the days of RRULE", {KHAL: SKIPS}),
    "hours of a date": Fault(daily("RRULE:FREQ=DAILY;COUNT=3;BYHOUR=9"), "DTSTART is a date and RRULE has an hour"),
    "a date every hour": Fault(daily("RRULE:FREQ=HOURLY;COUNT=3"), "DTSTART is a date and RRULE HOURLY"),
    "UNTIL is a date": refused(rule("FREQ=MONTHLY;UNTIL=20271205"), "UNTIL is a date and DTSTART a date-time: Home Assistant refuses the whole calendar, and calcurse skips"),
    "UNTIL is a date, in a zone": refused(in_zone("Europe/Berlin", *BERLIN).replace(b"STATUS", b"RRULE:FREQ=MONTHLY;UNTIL=20271205\r\nSTATUS", 1), "UNTIL is a date and DTSTART a date-time"),
    "UNTIL is a moment": skipped(daily("RRULE:FREQ=DAILY;UNTIL=20270307T000000Z"), "UNTIL is a date-time and DTSTART a date: calcurse skips the entry"),
    "UNTIL is floating": Fault(rule("FREQ=MONTHLY;UNTIL=20270601T170000"), "UNTIL is a floating time and DTSTART is not"),
    "UNTIL is in UTC and the start floating": refused(
        with_event("DTSTART:20270305T170000", "DTEND:20270305T171500", "RRULE:FREQ=MONTHLY;UNTIL=20270601T170000Z"), "UNTIL is in UTC and DTSTART a floating time",
    ),
    "UNTIL does not exist": refused(rule("FREQ=MONTHLY;UNTIL=20270631T170000Z"), "UNTIL is not a date that exists"),
    "UNTIL in small letters": refused(rule("FREQ=MONTHLY;UNTIL=20270601t170000z"), "UNTIL is not a date that exists"),
    "UNTIL is before the start": skipped(rule("FREQ=MONTHLY;UNTIL=20270101T170000Z"), "UNTIL is before DTSTART", **{KHAL: SKIPS}),
    "EXDATE is a date": skipped(rule("FREQ=MONTHLY;COUNT=4", "EXDATE;VALUE=DATE:20270405"), "EXDATE is a date and DTSTART a date-time: vobject cannot show the entry, and calcurse skips it"),
    "EXDATE is a moment": skipped(daily("RRULE:FREQ=DAILY;COUNT=4", "EXDATE:20270306T000000Z"), "EXDATE is a date-time and DTSTART a date"),
    "EXDATE is floating": Fault(rule("FREQ=MONTHLY;COUNT=4", "EXDATE:20270405T170000"), "EXDATE is a floating time and DTSTART a date-time: Home Assistant"),
    "EXDATE does not exist": refused(rule("FREQ=MONTHLY;COUNT=4", "EXDATE:20270405T170000Z,20270431T170000Z"), "EXDATE is not a date that exists"),
    "EXDATE with a space": refused(rule("FREQ=MONTHLY;COUNT=4", "EXDATE:20270405T170000Z, 20270505T170000Z"), "EXDATE is not a date that exists"),
    "EXDATE without VALUE": Fault(rule("FREQ=MONTHLY;COUNT=4", "EXDATE:20270405"), "EXDATE is a date without VALUE=DATE"),
    "an empty EXDATE": refused(rule("FREQ=MONTHLY;COUNT=4", "EXDATE:"), "EXDATE is not a date that exists"),
    "RDATE is a date": Fault(rule("FREQ=MONTHLY;COUNT=4", "RDATE;VALUE=DATE:20270410"), "RDATE is a date and DTSTART a date-time: vobject cannot show the entry", {KHAL: SKIPS}),
    "RDATE is floating": Fault(rule("FREQ=MONTHLY;COUNT=4", "RDATE:20270410T170000"), "RDATE is a floating time and DTSTART a date-time"),
    "RDATE is a period": refused(rule("FREQ=MONTHLY;COUNT=4", "RDATE;VALUE=PERIOD:20270410T170000Z/PT1H"), "warning: RDATE is a period"),
    "RDATE is a period and does not say so": refused(rule("FREQ=MONTHLY;COUNT=4", "RDATE:20270410T170000Z/PT1H"), "RDATE is a period without VALUE=PERIOD"),
    "RECURRENCE-ID is a date": Fault(
        calendar(*event(*MOMENT, "RRULE:FREQ=MONTHLY;COUNT=4"), *event("RECURRENCE-ID;VALUE=DATE:20270405", "DTSTART:20270406T170000Z", "DTEND:20270406T171500Z")),
        "RECURRENCE-ID is a date and DTSTART of the series a date-time",
    ),
}  # fmt: skip
ALARMS = {
    "no TRIGGER": refused(alarm("ACTION:DISPLAY", "DESCRIPTION:x"), "the alarm has no TRIGGER"),
    "no ACTION": refused(alarm("DESCRIPTION:x", "TRIGGER:-P1D"), "the alarm has no ACTION"),
    "no DESCRIPTION": refused(alarm("ACTION:DISPLAY", "TRIGGER:-P1D"), "the alarm has no DESCRIPTION"),
    "a mail to nobody": Fault(
        alarm("ACTION:EMAIL", "DESCRIPTION:x", "SUMMARY:x", "TRIGGER:-P1D"),
        "the alarm has no ATTENDEE",
        {"ics.py": REFUSES},
    ),
    "TRIGGER twice": refused(
        alarm("ACTION:AUDIO", "TRIGGER:-P1D", "TRIGGER:-P2D"), "TRIGGER is in VALARM more than once"
    ),
    "TRIGGER in words": refused(
        alarm("ACTION:AUDIO", "TRIGGER:tomorrow"), "TRIGGER is neither a duration nor a date-time"
    ),
    "TRIGGER without VALUE": Fault(
        alarm("ACTION:AUDIO", "TRIGGER:20270301T000000Z"),
        "TRIGGER is not a duration and lacks VALUE=DATE-TIME: ical.js",
    ),
    "REPEAT without DURATION": refused(
        alarm("ACTION:AUDIO", "TRIGGER:-P1D", "REPEAT:2"), "one of REPEAT and DURATION alone"
    ),
    "an alarm in an alarm": Fault(
        alarm("ACTION:AUDIO", "TRIGGER:-P1D", "BEGIN:VALARM", "ACTION:AUDIO", "TRIGGER:-P1D", "END:VALARM"),
        "VALARM is in VALARM",
        {RUBY: REFUSES},
    ),
}

PLAIN = {
    "LF": Fault(WELL.replace(b"\r\n", b"\n"), "does not end in CRLF"),
    "no end of the last line": Fault(WELL.rstrip(), "warning: the last line does not end in CRLF"),
    "a long line": Fault(put(b"SUMMARY:One", b"SUMMARY:" + b"o" * 70), "longer than 75 octets"),
    "a fold inside a character": Fault(put(b"SUMMARY:One", b"SUMMARY:\xc3\r\n \xa9"), "the fold is inside a character"),
    "a line separator": Fault(put(b"SUMMARY:One", "SUMMARY:O\u2028ne".encode()), "U+2028: khal, through vdirsyncer, cuts the title"),
    "cut off": Fault(WELL[: len(WELL) // 2], "VEVENT has no END: the file is cut off"),
    "an END is missing": Fault(put(b"END:VEVENT\r\n", b""), "VEVENT has no END: the file is cut off"),
    "no entry": Fault(WELL[: WELL.index(b"BEGIN:VEVENT")] + b"END:VCALENDAR\r\n", "vdirsyncer refuses"),
    "a header without VALUE": Fault(put(b";VALUE=DURATION", b""), "REFRESH-INTERVAL lacks VALUE=DURATION"),
    "a wrong duration": Fault(put(b"PT6H", b"6:00:00"), "REFRESH-INTERVAL is not a duration"),
    "no UID": Fault(put(b"UID:one@example.org\r\n", b""), "no UID"),
    "an empty UID": Fault(put(b"UID:one@example.org", b"UID:"), "UID is empty"),
    "equal UIDs": Fault(put(b"two@", b"one@"), "lose one of the two"),
    "a random UID": Fault(put(b"one@example.org", b"8327c6fb-0b9e-4a46-bc07-6f80bc0032d3"), "warning: the UID is random"),
    "no DTSTAMP": Fault(put(b"DTSTAMP:20260101T000000Z\r\n", b""), "no DTSTAMP"),
    "a DTSTAMP without zone": Fault(put(b"DTSTAMP:20260101T000000Z", b"DTSTAMP:20260101T000000"), "DTSTAMP is not an instant in UTC (RFC"),
    "a negative SEQUENCE": Fault(put(b"SEQUENCE:0", b"SEQUENCE:-1"), "warning: SEQUENCE is not a revision"),
    "no DTEND": Fault(put(b"DTEND:20260306T170000Z\r\n", b""), "khal and web calendars"),
    "a day at midnight in UTC": Fault(
        put(b"DTSTART;VALUE=DATE:20261231\r\nDTEND;VALUE=DATE:20270101", b"DTSTART:20261231T000000Z\r\nDTEND:20270101T000000Z"),
        "west of Greenwich",
    ),
    "no SUMMARY": Fault(put(b"SUMMARY:One\r\n", b""), "no SUMMARY"),
    "a task": Fault(put(b"END:VCALENDAR", b"BEGIN:VTODO\r\nUID:t\r\nDTSTAMP:20260101T000000Z\r\nEND:VTODO\r\nEND:VCALENDAR"), "warning: this is a task"),
    "a web page": Fault(b"<!DOCTYPE html><html></html>", "this is a web page"),
    "nothing": Fault(b"", "this is empty"),
    "an entry without a calendar": Fault(WELL[WELL.index(b"BEGIN:VEVENT") : -len(b"END:VCALENDAR\r\n")], "this is no calendar"),
}  # fmt: skip

TASKS = {
    "DUE and DURATION": refused(
        task(MOMENT[0], "DUE:20270305T171500Z", "DURATION:PT15M"), "the entry has DUE and DURATION"
    ),
    "DUE twice": refused(
        task("DUE:20270305T171500Z", "DUE:20270305T171500Z"), "DUE is in VTODO more than once", "node-ical"
    ),
    "DUE before the start": Fault(task(MOMENT[0], "DUE:20270305T160000Z"), "warning: DUE is not after DTSTART"),
    "a date that is due": Fault(
        task(MOMENT[0], "DUE;VALUE=DATE:20270306"), "warning: DTSTART is a date-time and DUE a date"
    ),
    "a floating time that is due": refused(
        task(MOMENT[0], "DUE:20270305T171500"), "DTSTART is a date-time and DUE a floating time"
    ),
    "DURATION without DTSTART": refused(task("DURATION:PT15M"), "DURATION is there without DTSTART"),
    "a STATUS of an event": refused(task("STATUS:CONFIRMED"), "STATUS is not NEEDS-ACTION"),
    "done beyond words": Fault(task("PERCENT-COMPLETE:many"), "PERCENT-COMPLETE is not a number", {"ics.py": REFUSES}),
    "done twice": Fault(
        task("PERCENT-COMPLETE:5", "PERCENT-COMPLETE:5"), "warning: PERCENT-COMPLETE is in VTODO more than once"
    ),
    "a comma in a task": Fault(task("DESCRIPTION:a, b"), "warning: , in DESCRIPTION is not escaped"),
    "a SUMMARY of a task that is a date": refused(task("COMMENT;VALUE=DATE:x"), "COMMENT is TEXT, and not DATE"),
}

FAULTS = {**PLAIN, **TASKS, **LINES, **CALENDARS, **COUNTS, **PARAMETERS, **VALUES, **SPANS, **ZONES, **RULES, **ALARMS}
