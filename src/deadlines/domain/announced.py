"""Whether the organiser's words say what the record says."""

from collections.abc import Iterator
from datetime import date
from itertools import islice

from deadlines.domain.moment import Written
from deadlines.domain.occurrences import recurrences
from deadlines.domain.problem import Problem
from deadlines.domain.record import DeadlineTable, Record
from deadlines.domain.repetition import faults_in, known_zone, years_after

_COMPARED = 12
"""Dates of what repeats."""


def stated_agrees_with_due(record: Record, project_zone: str) -> Iterator[Problem]:
    """Day, weekday, hour and zone in the organiser's words are those of ``due`` and ``timezone``.

    Of what repeats, they may be those of any of its next dates.
    """
    for index, table in enumerate(record.deadlines):
        if table.stated:
            # The tables of languages are read only where there are words to compare.
            from deadlines.domain.stated import contradictions

            dates = _dates(table, project_zone)
            compared = [list(contradictions(table.stated, due, table.timezone)) for due in dates]
            for found in compared[0] if all(compared) else ():
                yield Problem(found.message, found.hint, ("deadlines", index, "stated"), warning=found.warning)


def _dates(table: DeadlineTable, project_zone: str) -> list[Written | None]:
    """Return ``due``, and of what repeats, rightly, those that were moved and some of the dates that follow."""
    zone_name = known_zone(table, project_zone)
    if (
        table.repeats is None
        or list(faults_in(table, project_zone))
        or not isinstance(table.due, date)
        or not zone_name
    ):
        return [table.due]
    found = recurrences(table.repeats, table.due, zone_name, last=years_after(table.due, 3))
    return [table.due, *(move.to for move in table.moved), *islice(found, 1, _COMPARED)]
