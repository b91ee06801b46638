"""khal, with the entries of a project in its store, each a file."""

import subprocess
from pathlib import Path

SETTINGS = """\
[calendars]
[[generated]]
path = {store}
[sqlite]
path = {place}/cache.db
[locale]
local_timezone = Europe/Brussels
default_timezone = Europe/Brussels
timeformat = %H:%M
dateformat = %Y-%m-%d
longdateformat = %Y-%m-%d
datetimeformat = %Y-%m-%d %H:%M
longdatetimeformat = %Y-%m-%d %H:%M
"""
HEAD = b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//benchmark//EN\r\n"
END = b"END:VCALENDAR\r\n"


def prepared(folder: Path, place: Path, deadlines: Path) -> tuple[str, ...]:
    """Return the words with which khal lists the first 500 entries of a project."""
    store = place / "store"
    if not store.exists():
        subprocess.run((deadlines, "-C", folder, "export"), check=True, capture_output=True)
        store.mkdir(parents=True)
        (place / "config").write_text(SETTINGS.format(store=store, place=place))
        whole = (folder / "calendars" / "all.ics").read_bytes()
        for number, event in enumerate(whole.removesuffix(END).split(b"BEGIN:VEVENT")[1:501]):
            (store / f"{number}.ics").write_bytes(HEAD + b"BEGIN:VEVENT" + event + END)
    return ("-c", str(place / "config"), "list", "2026-01-01", "2028-12-31")
