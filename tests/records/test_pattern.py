"""When the next edition is due: what was steady in the earlier ones, and no more."""

from datetime import date, datetime

import pytest

from deadlines.domain.moment import Written
from deadlines.domain.month import Month
from deadlines.records.pattern import expected


def days(*texts: str) -> list[Written]:
    return [
        Month(text) if len(text) == 7 else datetime.fromisoformat(text) if "T" in text else date.fromisoformat(text)
        for text in texts
    ]


@pytest.mark.parametrize(
    ("dues", "due", "reason"),
    [
        (["2026-04-30"], "2027-04-30", "2026-04-30: the same day each year"),
        (["2024-04-30", "2025-04-30", "2026-04-30"], "2027-04-30", "2024-04-30, 2025-04-30, 2026-04-30: the same day each year"),
        (["2025-04-30T17:00", "2026-04-30T17:00"], "2027-04-30T17:00:00", "the same day each year"),
        (["2024-02-29"], "2027-02-28", "the same day each year"),
        (["2025-05-05", "2026-05-04"], "2027-05-03", "the same weekday of the month each year"),
        (["2024-03-29", "2025-03-28", "2026-03-27"], "2027-03-26", "the same weekday of the month each year"),
        (["2025-04-28", "2026-04-30"], "2027-04", "the same month each year"),
        (["2025-02-01", "2026-04-30"], "2027-04", "nothing is steady"),
        (["2025-04-30", "2026-04"], "2027-04", "the month alone is known"),
    ],
)  # fmt: skip
def test_what_is_steady_is_expected(dues: list[str], due: str, reason: str) -> None:
    found = expected(days(*dues), 2027)
    assert (str(found.due) if isinstance(found.due, Month) else found.due.isoformat()) == due
    assert reason in found.reason


def test_the_fifth_weekday_of_a_month_that_has_only_four_is_none() -> None:
    assert expected(days("2024-01-29", "2025-01-30"), 2027).due == Month("2027-01")
    assert expected(days("2020-01-31", "2025-01-31"), 2027).due == date(2027, 1, 31)
