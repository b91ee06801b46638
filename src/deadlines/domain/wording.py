"""Moments and ways to apply in English words: one wording for the command line and the calendars.

Nothing here depends on the locale of the machine, so that the same records give the same words everywhere.
"""

from collections.abc import Iterator
from datetime import date

from deadlines.domain.moment import Moment
from deadlines.domain.opportunity import Deadline
from deadlines.domain.record import Record

_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip


def day_in_words(day: date) -> str:
    """Return ``6 March 2026``."""
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


def moment_in_words(moment: Moment, *, whole_day: bool = True) -> str:
    """Return the official day or wall time with its zone, saying so where none was stated.

    ``whole_day`` is for deadlines: a date says that it lasts to its end.
    """
    day = f"{_WEEKDAYS[moment.day.weekday()]}, {day_in_words(moment.day)}"
    if moment.clock is not None:
        return f"{day}, {moment.clock:%H:%M} ({moment.zone_name})"
    if not whole_day:
        return day
    if moment.zone_stated:
        return f"{day}, until the end of the day ({moment.zone_name})"
    return f"{day}, until the end of the day (time zone not stated; read in {moment.zone_name})"


def brief(moment: Moment) -> str:
    """Return a moment without its zone, for histories: ``6 March 2026, 18:00``."""
    return day_in_words(moment.day) + (f", {moment.clock:%H:%M}" if moment.clock is not None else "")


def last_move(deadline: Deadline) -> str:
    """Return ``extended from 1 March`` or ``moved EARLIER, from 20 March``; nothing where it has not moved."""
    if not deadline.previously:
        return ""
    now, before = deadline.moment, deadline.previously[-1]
    if now.instant == before.instant:
        return ""
    if before.day == now.day:
        left = f"{before.clock:%H:%M}" if before.clock is not None else "the end of the day"
    else:
        left = day_in_words(before.day).removesuffix(f" {now.day.year}")
    return f"extended from {left}" if now.instant > before.instant else f"moved EARLIER, from {left}"


def about(record: Record) -> Iterator[tuple[str, str]]:
    """Yield what is offered and to whom, each as a heading and a text."""
    for heading, text in (
        ("Summary", record.summary),
        ("Who may apply", record.eligibility),
        ("Amount", record.amount),
        ("Location", record.location),
        ("Contract", record.contract),
        ("Salary", record.salary),
        ("Languages", ", ".join(record.languages)),
        ("Regions", ", ".join(record.regions)),
        ("Topics", ", ".join(record.topics)),
    ):
        if text:
            yield heading, text


def how_to_apply(record: Record) -> Iterator[tuple[str, str | tuple[str, ...]]]:
    """Yield what one needs in order to apply, each as a heading and a text or list."""
    apply = record.apply
    for heading, value in (
        ("Apply at", apply.url),
        ("Write to", apply.email),
        ("Subject line", apply.reference),
        ("Documents", apply.documents),
        ("Requirements", apply.requirements),
    ):
        if value:
            yield heading, value
