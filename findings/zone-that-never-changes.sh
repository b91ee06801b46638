#!/bin/sh
# A VTIMEZONE of one STANDARD without RRULE and RDATE, as Outlook writes those that have no summer time (RFC 5545 §3.6.5 allows it).
#
# ical 14.3.1 (the reader of Home Assistant) takes times in it for UTC, where it does not know the zone's name; one RRULE:FREQ=YEARLY
# in the same zone, which changes nothing, and it reads them rightly. icalendar 7.3.2 reads both rightly.
# Seen on 2026-11-27, of 18:00 at +03:00:
#   ical without RRULE  18:00Z
#   ical with RRULE     15:00Z
#   icalendar           15:00Z 15:00Z
set -eu
place=$(mktemp -d)
trap 'rm -rf "$place"' EXIT
cd "$place"
python3 -m venv venv
venv/bin/pip install --quiet ical==14.3.1 icalendar==7.3.2

cat > read.py <<'END'
from datetime import UTC
import icalendar
from ical.calendar_stream import IcsCalendarStream

FEED = """\
BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//example//EN
BEGIN:VTIMEZONE
TZID:Here
BEGIN:STANDARD
DTSTART:16010101T000000
TZOFFSETFROM:+0300
TZOFFSETTO:+0300
{rule}END:STANDARD
END:VTIMEZONE
BEGIN:VEVENT
UID:one@example.org
DTSTAMP:20270101T000000Z
SUMMARY:One
DTSTART;TZID=Here:20270305T180000
DTEND;TZID=Here:20270305T181500
END:VEVENT
END:VCALENDAR
""".replace("\n", "\r\n")
feeds = [FEED.replace("{rule}", rule) for rule in ("", "RRULE:FREQ=YEARLY\r\n")]
read = [IcsCalendarStream.calendar_from_ics(feed).events[0].dtstart for feed in feeds]
other = [icalendar.Calendar.from_ical(feed).walk("VEVENT")[0]["DTSTART"].dt for feed in feeds]
print(*(f"{at.astimezone(UTC):%H:%MZ}" for at in (*read, *other)))
END
seen=$(venv/bin/python read.py)
echo "ical, ical with RRULE, icalendar, icalendar with RRULE: $seen"
test "$seen" = "18:00Z 15:00Z 15:00Z 15:00Z"
