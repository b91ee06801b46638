"""Calendars for these tests: one that is well, and what a test puts into it."""

from deadlines.lint.examine import examine
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

MOMENT = ("DTSTART:20270305T170000Z", "DTEND:20270305T171500Z")
DAY = ("DTSTART;VALUE=DATE:20270305", "DTEND;VALUE=DATE:20270306")
STANDARD = (
    "BEGIN:STANDARD", "DTSTART:19701025T030000", "TZOFFSETFROM:+0200", "TZOFFSETTO:+0100",
    "RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10", "END:STANDARD",
)  # fmt: skip
DAYLIGHT = (
    "BEGIN:DAYLIGHT", "DTSTART:19700329T020000", "TZOFFSETFROM:+0100", "TZOFFSETTO:+0200",
    "RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3", "END:DAYLIGHT",
)  # fmt: skip


def put(before: bytes, after: bytes, count: int = 1) -> bytes:
    """Replace something in the calendar that is well."""
    assert before in WELL
    return WELL.replace(before, after, count)


def calendar(*lines: str) -> bytes:
    """Return a calendar of these lines, with an entry that is well after them."""
    head = ("BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//somebody//EN")
    other = (
        "UID:other@example.org",
        "DTSTAMP:20270101T090000Z",
        "SUMMARY:Other",
        "STATUS:CONFIRMED",
        "DTSTART:20270401T170000Z",
        "DTEND:20270401T171500Z",
    )
    whole = (*head, *lines, "BEGIN:VEVENT", *other, "END:VEVENT", "END:VCALENDAR", "")
    return "\r\n".join(whole).encode()


def event(*lines: str, summary: str = "SUMMARY:Call", uid: str = "call@example.org") -> tuple[str, ...]:
    """Return the lines of an entry."""
    return ("BEGIN:VEVENT", f"UID:{uid}", "DTSTAMP:20270101T090000Z", "STATUS:CONFIRMED", summary, *lines, "END:VEVENT")


def with_event(*lines: str, summary: str = "SUMMARY:Call") -> bytes:
    """Return a calendar with an entry of these lines, and one that is well."""
    return calendar(*event(*lines, summary=summary))


def zone(name: str, *observances: str) -> tuple[str, ...]:
    """Return the lines of a VTIMEZONE."""
    return ("BEGIN:VTIMEZONE", f"TZID:{name}", *observances, "END:VTIMEZONE")


def in_zone(name: str, *observances: str, day: str = "20270705") -> bytes:
    """Return a calendar with an entry at 18:00 in a zone that it declares."""
    times = (f"DTSTART;TZID={name}:{day}T180000", f"DTEND;TZID={name}:{day}T181500")
    return calendar(*zone(name, *observances), *event(*times))


def said(content: bytes) -> list[str]:
    """Return what is said of a calendar, warnings marked."""
    problems = examine(content, "feed.ics", now=NOW)
    return [("warning: " if problem.warning else "") + problem.message for problem in problems]


def found(content: bytes, old: bytes | None = None) -> list[str]:
    """Return what is said of a calendar with the lines."""
    return [f"{problem.place.line}:{problem.message}" for problem in examine(content, "feed.ics", now=NOW, old=old)]
