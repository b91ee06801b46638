"""What icalendar itself takes to render the entries of a published feed once: the yardstick of run.py.

.venv/bin/python benchmarks/icalendar_alone.py ENTRIES.pickle OUT.ics
"""

import pickle
import sys
from pathlib import Path

from icalendar import Calendar, Event

calendar = Calendar()
calendar.add("prodid", "-//benchmark//icalendar alone//EN")
calendar.add("version", "2.0")
for properties in pickle.loads(Path(sys.argv[1]).read_bytes()):
    event = Event()
    for name, value in properties:
        event.add(name, value)
    calendar.add_component(event)
Path(sys.argv[2]).write_bytes(calendar.to_ical())
