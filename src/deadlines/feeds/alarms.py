"""Alarms: what a feed with alarms has more than the same feed without (RFC 5545 §3.6.6, RFC 9074)."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from deadlines.domain.feed import Entry
from deadlines.domain.lead_time import MORNING, LeadTime
from deadlines.feeds.entries import span
from deadlines.feeds.ical import fold_line
from deadlines.feeds.published import SUMMARY, unfold

MOST = 2
"""Alarms of one entry: more are a nuisance, and Outlook takes one."""

_AFTER_MIDNIGHT = timedelta(hours=MORNING.hour)


def triggers(entry: Entry, lead_times: Iterable[LeadTime]) -> tuple[str, ...]:
    """Return the durations from the start of an entry to its alarms, the earliest first; the latest two of all.

    Relative to the start (RFC 5545 §3.8.6.3): of fifteen minutes that end at the deadline, seven days before it
    are ``-P6DT23H45M``, an hour more or less where the clocks change in between. That of a date is at nine in the
    morning where the reader is; the day before is ``-PT15H``. Only a deadline that is announced has alarms: not an
    opening, nor what is expected, closed or cancelled.
    """
    if not entry.rings:
        return ()
    starts, _ = span(entry)
    if isinstance(starts, datetime):
        offsets = {lead.before(entry.moment) - starts for lead in lead_times}
    else:
        offsets = {lead.day_before(starts) - starts + _AFTER_MIDNIGHT for lead in lead_times}
    return tuple(map(duration, sorted(offsets)[-MOST:]))


def duration(offset: timedelta) -> str:
    """Return DURATION (RFC 5545 §3.3.6), negative for one before: ``-P6DT23H45M``."""
    minutes, seconds = divmod(abs(offset) // timedelta(seconds=1), 60)
    hours, minutes = divmod(minutes, 60)
    days, hours = divmod(hours, 24)
    time = f"{hours}H" if hours else ""
    time += f"{minutes}M" if minutes or (hours and seconds) else ""  # no seconds follow an hour directly
    time += f"{seconds}S" if seconds else ""
    date = f"{days}D" if days or not time else ""
    return f"{'-' if offset < timedelta() else ''}P{date}{f'T{time}' if time else ''}"


def alarms_of(body: bytes, uid: str, durations: Iterable[str]) -> bytes:
    """Return the alarms of an entry, each with a UID of its own (RFC 9074 §4); ``body`` has its title."""
    found = SUMMARY.search(body)
    summary = unfold(found[1]).decode("utf-8", "replace") if found else "Deadline"
    name, _, domain = uid.rpartition("@")
    return b"".join(
        b"".join((
            b"BEGIN:VALARM\r\nACTION:DISPLAY\r\n",
            fold_line(f"DESCRIPTION:{summary}"),
            b"\r\nTRIGGER:", trigger.encode(), b"\r\n",
            fold_line(f"UID:{name}+alarm{number}@{domain}"),
            b"\r\nEND:VALARM\r\n",
        ))
        for number, trigger in enumerate(durations, start=1)
    )  # fmt: skip
