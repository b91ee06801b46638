"""What the package ical reads in a calendar: the reader of Home Assistant."""

import sys
from datetime import UTC, datetime
from pathlib import Path

from ical.calendar_stream import IcsCalendarStream


def moment(value):
    return f"{value.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}" if isinstance(value, datetime) else value.isoformat()


calendar = IcsCalendarStream.calendar_from_ics(Path(sys.argv[1]).read_bytes().decode())
for event in calendar.events:
    print(event.uid, moment(event.dtstart), moment(event.dtend), event.status.value, event.summary, sep="\x1f")
