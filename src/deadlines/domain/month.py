"""A month in the place of a date: the organiser says when, and not on which day."""

from datetime import date, timedelta

_LONGEST = 60
"""Characters of a text that may be meant for a month."""
_NUMBERS = r"(?P<year>\d{4})\W?(?P<month>\d{1,2})|(?P<first>\d{1,2})\W?(?P<last>\d{4})"
"""A month in numbers, however it is written."""
_MONTHS = frozenset(f"{number:02}" for number in range(1, 13))


class Month(str):
    """A year and a month, as the text that records have: ``2027-04``. Raises ``ValueError`` for any other text."""

    __slots__ = ()

    def __new__(cls, written: str) -> "Month":
        """Return the month of a text."""
        year, separator, number = written[:4], written[4:5], written[5:]
        is_year = len(year) == 4 and year.isascii() and year.isdigit() and year != "0000"
        if not is_year or separator != "-" or number not in _MONTHS:
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


def month_in(text: str) -> Month | None:
    """Return the month that is meant by a text, as numbers or in words of any language; None where it is none."""
    import re  # Only who writes no date needs it.
    from contextlib import suppress

    if typed := re.fullmatch(_NUMBERS, text.strip(), re.ASCII):
        year, number = typed["year"] or typed["last"], typed["month"] or typed["first"]
        with suppress(ValueError):
            return Month(f"{year}-{int(number):02}")
        return None
    if len(text) > _LONGEST or not re.search(r"\d{4}", text):
        return None
    # Only who writes words in the place of a date needs the tables of languages.
    from deadlines.words.read import read

    readings = {(one.year, one.month) for found in read(text).dates for one in found.readings if one.day is None}
    with suppress(ValueError):
        ((year, number),) = readings
        return Month(f"{year}-{number:02}") if year else None
    return None
