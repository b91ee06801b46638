"""What the editions of a series say of each other."""

from datetime import UTC, date, datetime

import pytest

from deadlines.domain.opportunity import Opportunity
from deadlines.domain.series import doubts, to_announce
from deadlines.records.load import read_text
from tests.conftest import a_call

NOW = datetime(2026, 2, 1, 12, tzinfo=UTC)


def edition(
    name: str, due: str, more: str = "", title: str = "A call", more_due: str = "", **deadline: str
) -> Opportunity:
    text = a_call(due, **deadline).replace("A call", title)
    if more_due:
        text += f'label = "1"\n\n[[deadlines]]\nlabel = "2"\ndue = {more_due}\n'
    head, bracket, rest = text.partition("\n[")
    found = read_text(f'{head}\nseries = "a"\n{more}\n{bracket}{rest}', f"opportunities/{name}.toml", "Europe/Brussels")
    assert isinstance(found, Opportunity)
    return found


EXPECTED = edition("a-2027", "2027-04-30", 'status = "expected"')


@pytest.mark.parametrize(
    ("earlier", "since"),
    [
        ((edition("a-2026", "2026-04-30", "published = 2026-01-19"),), date(2027, 1, 19)),
        ((edition("a-2026", "2026-04-30"),), date(2027, 1, 30)),
        ((), date(2027, 1, 30)),
        (
            (
                edition("a-2025", "2025-04-30", "published = 2025-04-01"),
                edition("a-2026", "2026-04-30", "published = 2026-04-20"),
            ),
            date(2027, 4, 20),
        ),
    ],
)
def test_an_expected_edition_is_due_to_be_announced_as_long_before_as_the_last(
    earlier: tuple[Opportunity, ...], since: date
) -> None:
    before, then = (datetime(since.year, since.month, since.day - one, 12, tzinfo=UTC) for one in (1, 0))
    assert list(to_announce((*earlier, EXPECTED), before)) == []
    assert [(one.opportunity.id, one.since) for one in to_announce((*earlier, EXPECTED), then)] == [("a-2027", since)]


def found(*editions: Opportunity, now: datetime = NOW) -> list[tuple[str, str, tuple[str | int, ...]]]:
    return [(one.id, problem.message, problem.keys) for one, problem in doubts(editions, now) if problem.warning]


def test_an_edition_with_the_dates_of_another_looks_like_a_copy() -> None:
    first, copy = edition("a-2026", "2026-04-30"), edition("a-2027", "2026-04-30")
    said = [("a-2027", 'it has the dates of "a-2026", another edition of its series', ("deadlines", 0, "due"))]
    assert found(first, copy) == found(copy, first) == said
    assert found(first, edition("a-2027", "2027-04-30")) == []


@pytest.mark.parametrize(
    ("title", "due", "named"),
    [
        ("Prize 2026", "2026-04-30", None),
        ("Prize 2021", "2020-06-12", None),
        ("Prize 2025", "2026-04-30", 2025),
        ("Prize 2028", "2026-04-30", 2028),
        ("Prize 2025 and 2026", "2026-04-30", None),
        ("Prize", "2026-04-30", None),
        ("The 12026 prize", "2026-04-30", None),
    ],
)
def test_a_title_names_the_year_of_the_deadline_or_the_next(title: str, due: str, named: int | None) -> None:
    said = [("a", f"the title names {named}, and due is in {due[:4]}", ("title",))] if named else []
    assert found(edition("a", due, title=title)) == said


def test_a_title_names_the_next_year_where_an_edition_before_it_did() -> None:
    own, next_one = (
        edition("a-2025", "2025-04-30", title="Prize 2025"),
        edition("a-2025", "2025-04-30", title="Prize 2026"),
    )
    last = edition("a-2027", "2026-04-29", title="Prize 2027")
    assert [message for _, message, _ in found(own, last)] == ["the title names 2027, and due is in 2026"]
    assert found(next_one, last) == []
    own_again = edition("a-2026", "2026-02-28", title="Prize 2026")
    assert found(next_one, own_again, last) == []
    both = edition("a-2025", "2024-11-30", title="Prize 2025", more_due="2025-02-28")
    assert found(both, last) == []


@pytest.mark.parametrize(
    ("stated", "named"),
    [
        ("for the 2025 edition, until 30 April", 2025),
        ("for the 2026 edition, until 30 April", None),
        ("for the 2027 edition, until 30 April", None),
        ("moved from 15 March 2025 to 30 April 2026", None),
        ("30 April at 2000 UTC", None),
    ],
)
def test_a_year_in_the_words_that_is_of_no_date_is_that_of_the_deadline_or_the_next(
    stated: str, named: int | None
) -> None:
    due, zone = ("2026-04-30T20:00:00", '"UTC"') if "2000" in stated else ("2026-04-30", '"Europe/Paris"')
    said = [("a", f"stated names {named}, and due is in 2026", ("deadlines", 0, "stated"))] if named else []
    assert found(edition("a", due, stated=f'"{stated}"', timezone=zone)) == said


def test_an_expected_edition_that_nobody_announced_is_named() -> None:
    before, then = (datetime(2027, 1, day, 12, tzinfo=UTC) for day in (29, 30))
    said = [("a-2027", "it is only expected, and should have been announced since 2027-01-30", ("status",))]
    assert (found(EXPECTED, now=before), found(EXPECTED, now=then)) == ([], said)


def test_records_without_a_series_are_compared_with_none() -> None:
    alone = read_text(a_call("2026-04-30").replace("A call", "A call 2019"), "opportunities/x.toml", "UTC")
    assert isinstance(alone, Opportunity) and found(alone, edition("a-2026", "2026-04-30")) == []
