"""Compare the organiser's own words with a deadline that has no day, or no zone of its own."""

from collections.abc import Iterator

from deadlines.domain.contradiction import Contradiction
from deadlines.domain.month import Month
from deadlines.domain.text import Sentence
from deadlines.words.calendars import GREGORIAN_MONTHS
from deadlines.words.found import Outcome, Reading, Words


def of_one_zone(words: Words) -> Iterator[Contradiction]:
    """Yield the zone of an hour that is said to be in the applicant's own."""
    if zone := next((found.zone for found in words.hours if found.zone), None):
        yield Contradiction(
            Sentence("stated says {zone}, and timezone is that of whoever applies", zone=words.said(zone)),
            Sentence("correct the one that is wrong"),
        )


def more_exact(words: Words, due: Month | None) -> Iterator[Contradiction]:
    """Yield a date that is not in the month, or that is known where the record has only a month, or nothing."""
    said = [
        found for found in words.dates if found.outcome is Outcome.SAID and found.calendars & GREGORIAN_MONTHS.keys()
    ]
    if due and said and not any(_is_within(reading, due) for found in words.dates for reading in found.readings):
        yield Contradiction(
            Sentence('stated says "{words}", and due is {day}', words=words.said(said[0]), day=due),
            Sentence("correct the one that is wrong"),
        )
        return
    dates = {day: found for found in said for reading in found.readings if (day := reading.date)}
    if len(dates) == 1 and len(said) == 1:
        ((day, found),) = dates.items()
        yield Contradiction(
            Sentence('stated says "{words}", which is a day', words=words.said(found)),
            Sentence("where that is the deadline, write due = {day}", day=day),
            warning=True,
        )


def _is_within(reading: Reading, due: Month) -> bool:
    first = due.first_day
    return reading.is_day(first if reading.day is None else first.replace(day=min(reading.day, due.last_day.day)))
