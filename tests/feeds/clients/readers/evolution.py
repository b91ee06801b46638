"""What ECal reads in a calendar: the reader of Evolution and GNOME Calendar."""

import sys
from pathlib import Path

import gi

gi.require_version("ECal", "2.0")
gi.require_version("ICalGLib", "3.0")
from gi.repository import ECal, ICalGLib  # noqa: E402


def moment(at):
    value = at.get_value()
    if not value.is_date():
        value = value.convert_to_zone(ICalGLib.Timezone.get_utc_timezone())
    day = f"{value.get_year():04}-{value.get_month():02}-{value.get_day():02}"
    if value.is_date():
        return day
    return f"{day}T{value.get_hour():02}:{value.get_minute():02}:{value.get_second():02}Z"


calendar = ECal.util_parse_ics_string(Path(sys.argv[1]).read_bytes().decode())
kind = ICalGLib.ComponentKind.VEVENT_COMPONENT
event = calendar.get_first_component(kind)
while event is not None:
    found = ECal.Component.new_from_icalcomponent(event.clone())
    status = found.get_status().value_nick.upper()
    print(
        found.get_uid(), moment(found.get_dtstart()), moment(found.get_dtend()), status, found.get_summary().get_value(),
        sep="\x1f",
    )  # fmt: skip
    event = calendar.get_next_component(kind)
