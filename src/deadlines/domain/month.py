"""A month in the place of a date: the organiser says when, and not on which day."""

import re
from datetime import date, timedelta

_WRITTEN = re.compile(r"\d{4}-(0[1-9]|1[0-2])", re.ASCII)


class Month(str):
    """A year and a month, as the text that records have: ``2027-04``. Raises ``ValueError`` for any other text."""

    __slots__ = ()

    def __new__(cls, written: str) -> "Month":
        """Return the month of a text."""
        if not _WRITTEN.fullmatch(written) or written.startswith("0000"):
            raise ValueError(written)
        return super().__new__(cls, written)

    @property
    def year(self) -> int:
        """Its year."""
        return int(self[:4])

    @property
    def first_day(self) -> date:
        """Its 1st, to which days are counted."""
        return date(self.year, int(self[5:]), 1)

    @property
    def last_day(self) -> date:
        """Its last day, with which it ends."""
        return (self.first_day + timedelta(days=31)).replace(day=1) - timedelta(days=1)

    def in_year(self, year: int) -> "Month":
        """Return the same month of another year."""
        return Month(f"{year:04}{self[4:]}")
