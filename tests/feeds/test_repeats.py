"""A deadline that repeats in the feeds: single entries, each known by its date, to a horizon that is remembered."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deadlines.domain.occurrences import horizon_at
from deadlines.domain.opportunity import Opportunity
from deadlines.domain.point import points_of
from deadlines.feeds.export import Export
from deadlines.feeds.folder import PublishedFolder
from deadlines.feeds.revisions import revisions_in
from tests.conftest import CALL, Folder
from tests.feeds.values import NOTHING, NOW, export, folder, opportunity, revisions

RULE = "FREQ=YEARLY;BYMONTH=3,9;BYMONTHDAY=1"
PRIZE = CALL.replace("due = 2026-03-06", f'due = 2026-03-01\nrepeats = "{RULE}"')


def prize(**said: Any) -> Opportunity:
    table = {"due": date(2026, 3, 1), "repeats": RULE} | said
    return opportunity("prize", deadlines=[table])


def published(one: Opportunity, before: PublishedFolder = NOTHING, now: datetime = NOW) -> Export:
    horizon = horizon_at(now)
    return export([one.reaching(horizon)], before, now=now, horizon=horizon)


def blocks(made: Export) -> dict[str, bytes]:
    return {uid: entry.block for uid, entry in made.entries.items()}


def test_each_date_is_an_entry_of_its_own_and_no_rule_is_published() -> None:
    made = published(prize(label="Round"))
    days = ["2026-03-01", "2026-09-01", "2027-03-01"]
    assert list(made.entries) == [f"prize+{day}.round@x.org" for day in days]
    content = folder(made).feeds["all"].content
    assert b"RRULE" not in content and b"Repeats: every year on 1 March and 1 September" in content.replace(
        b"\r\n ", b""
    )


def test_what_is_published_is_not_changed_by_the_dates_that_come_to_it() -> None:
    first = published(prize())
    later = published(prize(), folder(first), datetime(2026, 9, 15, tzinfo=UTC))
    assert blocks(first).items() < blocks(later).items()
    assert later.entries.keys() - first.entries.keys() == {"prize+2027-09-01@x.org", "prize+2028-03-01@x.org"}


def test_an_exception_changes_that_entry_alone() -> None:
    first = published(prize())
    made = published(prize(**{"except": [date(2026, 9, 1)]}), folder(first))
    changed = {uid for uid, block in blocks(made).items() if block != blocks(first).get(uid)}
    assert changed == {"prize+2026-09-01@x.org"}
    assert revisions(made)["prize+2026-09-01@x.org"] == (1, "removed")


def test_a_date_that_moves_keeps_its_entry_and_says_so() -> None:
    first = published(prize())
    made = published(prize(moved=[{"from": date(2026, 9, 1), "to": date(2026, 9, 15)}]), folder(first))
    changed = {uid for uid, block in blocks(made).items() if block != blocks(first).get(uid)}
    assert changed == {"prize+2026-09-01@x.org"}
    block = made.entries["prize+2026-09-01@x.org"].block
    assert b"SEQUENCE:1" in block and b"(extended from 1 September)" in block and b"DATE:20260915" in block


@given(st.permutations(["due", "repeats", "except", "moved"]), st.integers(0, 40))
def test_identity_depends_neither_on_the_order_of_keys_nor_on_the_day(order: list[str], months: int) -> None:
    said = {
        "due": date(2026, 3, 1), "repeats": RULE, "except": [date(2026, 9, 1)],
        "moved": [{"from": date(2027, 3, 1), "to": date(2027, 3, 9)}],
    }  # fmt: skip
    at = datetime(2026 + months // 12, months % 12 + 1, 1, tzinfo=UTC)
    uids = {
        point.uid("x.org"): point.moment.written
        for point in points_of(prize(**{key: said[key] for key in order}).reaching(horizon_at(at)))
    }
    known = {
        f"prize+{year}-{month:02}-01@x.org": date(year, month, 9 if (year, month) == (2027, 3) else 1)
        for year in range(2026, 2033) for month in (3, 9) if (year, month) != (2026, 9)
    }  # fmt: skip
    assert uids.items() <= known.items()


def test_a_deadline_that_becomes_a_rule_keeps_the_entry_that_it_had(project: Folder) -> None:
    record = project.record("prize", CALL.replace("2026-03-06", "2026-03-01"))
    project.run("export")
    record.write_text(PRIZE)
    assert project.run("export").code == 0
    uids = [line for line in project.calendar().decode().split("\r\n") if line.startswith("UID:prize")]
    assert uids == [f"UID:prize{at}@test.example" for at in ("+2026-09-01", "+2027-03-01", "")]


def test_time_changes_nothing_but_at_an_export(project: Folder) -> None:
    project.record("prize", PRIZE)
    project.run("export")
    table = (project.root / "calendars/revisions.tsv").read_bytes()
    assert revisions_in(table).horizon == date(2027, 8, 31) and not revisions_in(table).damaged
    assert project.run("export", "--check", "--as-of", "2027-06-01").code == 0
    before = project.calendars()
    project.run("export", "--as-of", "2026-02-27")
    assert project.calendars() == before
    project.run("export", "--as-of", "2026-03-02")
    assert b"+2027-09-01@" in project.calendar()


def test_a_horizon_never_comes_nearer(project: Folder) -> None:
    project.record("prize", PRIZE)
    project.run("export", "--as-of", "2026-09-02")
    assert project.run("export", "--as-of", "2026-02-01").code == 0
    assert b"+2028-03-01@" in project.calendar() and b"REMOVED" not in project.calendar()


def test_a_date_that_passed_long_ago_leaves_and_is_not_called_removed(project: Folder) -> None:
    project.record("prize", PRIZE)
    project.run("export")
    project.run("export", "--as-of", "2029-01-01")
    assert b"REMOVED" not in project.calendar() and b"+2026-03-01@" not in project.calendar()
    assert b"+2030-03-01@" in project.calendar()


@pytest.mark.parametrize("broken", ['repeats = "FREQ=YEARLY;BYMONTH=4"', 'repeats = "often"'])
def test_a_rule_that_broke_keeps_its_entries(project: Folder, broken: str) -> None:
    record = project.record("prize", PRIZE)
    project.run("export")
    before = project.calendars()
    record.write_text(PRIZE.replace(f'repeats = "{RULE}"', broken))
    assert project.run("export", "--as-of", "2026-02-20").code == 1
    assert project.calendars() == before
