#!/bin/sh
# A VTIMEZONE whose rule has UNTIL in UTC, as RFC 5545 §3.3.10 asks ("In the case of the STANDARD and DAYLIGHT sub-components the
# UNTIL rule part MUST always be specified as a date with UTC time").
#
# ical 14.3.1 (the reader of Home Assistant) refuses the whole calendar where it does not know the zone's name, and gives as the
# reason that UNTIL has to be in UTC. It takes the same rules under the name Europe/Berlin.
# Seen on 2026-11-27:
#   Europe/Berlin  2027-07-05T16:00Z
#   Berlin         RRULE UNTIL values must be specified in UTC when DTSTART is timezone-aware
set -eu
place=$(mktemp -d)
trap 'rm -rf "$place"' EXIT
cd "$place"
python3 -m venv venv
venv/bin/pip install --quiet ical==14.3.1

cat > read.py <<'END'
from datetime import UTC
from ical.calendar_stream import IcsCalendarStream
from ical.exceptions import CalendarParseError

FEED = """\
BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//example//EN
BEGIN:VTIMEZONE
TZID:{name}
BEGIN:STANDARD
DTSTART:19701025T030000
TZOFFSETFROM:+0200
TZOFFSETTO:+0100
RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU
END:STANDARD
BEGIN:DAYLIGHT
DTSTART:19700329T020000
TZOFFSETFROM:+0100
TZOFFSETTO:+0200
RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU;UNTIL=20300331T010000Z
END:DAYLIGHT
END:VTIMEZONE
BEGIN:VEVENT
UID:one@example.org
DTSTAMP:20270101T000000Z
SUMMARY:One
DTSTART;TZID={name}:20270705T180000
DTEND;TZID={name}:20270705T181500
END:VEVENT
END:VCALENDAR
""".replace("\n", "\r\n")
for name in ("Europe/Berlin", "Berlin"):
    try:
        (event,) = IcsCalendarStream.calendar_from_ics(FEED.replace("{name}", name)).events
        print(f"{event.dtstart.astimezone(UTC):%Y-%m-%dT%H:%MZ}")
    except CalendarParseError as error:
        reason = "RRULE UNTIL values must be specified in UTC when DTSTART is timezone-aware"
        print(reason if reason in str(error) else error)
END
seen=$(venv/bin/python read.py)
echo "$seen"
test "$seen" = "2027-07-05T16:00Z
RRULE UNTIL values must be specified in UTC when DTSTART is timezone-aware"
