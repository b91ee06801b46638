"""The decision, from literals: which files, which revisions, what a coordinator has to know."""

import pickle
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from deadlines.feeds.export import Removal
from deadlines.feeds.folder import PublishedFolder
from deadlines.feeds.published import PublishedFeed
from tests.feeds.values import ALL, JOBS, NOW, export, folder, opportunity, revisions, uids

LATER = NOW + timedelta(days=3)
ONE, TWO = opportunity("one"), opportunity("two", kind="job")


def test_where_nothing_was_published_all_is_written() -> None:
    made = export([ONE, TWO])
    assert [(file.name, file.stale, file.entries) for file in made.files] == [
        ("all.ics", True, 2), ("all-alarms.ics", True, 2), ("jobs.ics", True, 1), ("jobs-alarms.ics", True, 1),
    ]  # fmt: skip
    assert revisions(made) == {"one@x.org": (0, "announced"), "two@x.org": (0, "announced")}
    assert uids(made, "jobs") == ["two@x.org"]
    assert made.is_first and not made.lost


def test_the_order_of_records_changes_nothing() -> None:
    records = [opportunity(f"id-{number}", date(2026, 1, 1) + timedelta(number)) for number in range(5)]
    assert export(records).files == export(records[::-1]).files


@pytest.mark.parametrize("days", [0, 1, 30, 365])
def test_what_was_published_is_not_written_again_on_a_later_day(days: int) -> None:
    before = export([ONE, TWO])
    again = export([ONE, TWO], folder(before), now=NOW + timedelta(days=days))
    assert not any(file.stale for file in (*again.files, again.revisions))
    assert again.entries == before.entries and again.lost == ()


def test_what_a_subscriber_sees_raises_the_revision_and_nothing_else_does() -> None:
    before = folder(export([ONE, TWO]))
    moved = opportunity("one", date(2026, 3, 9))
    made = export([moved, TWO._replace(path="elsewhere/two.toml")], before, now=LATER)
    assert revisions(made) == {"one@x.org": (1, "announced"), "two@x.org": (0, "announced")}
    assert made.entries["one@x.org"].row.at == LATER
    assert {file.name for file in made.files if file.stale} == {"all.ics", "all-alarms.ics"}


def test_an_entry_whose_record_is_gone_is_removed_for_thirty_days_and_its_line_stays() -> None:
    before = folder(export([ONE, TWO]))
    made = export([TWO], before, now=LATER)
    assert made.removals == (Removal("one@x.org", None, False),) and made.without_record == {"one@x.org"}
    assert revisions(made)["one@x.org"] == (1, "removed")
    again = export([TWO], folder(made), now=LATER + timedelta(days=30, seconds=-1))
    assert again.removals == () and again.files == tuple(replace(file, stale=False) for file in made.files)
    after = export([TWO], folder(again), now=LATER + timedelta(days=30))
    assert uids(after, "all") == ["two@x.org"]
    assert (after.left["one@x.org"].revision, after.left["one@x.org"].state) == ("1", "left")
    back = export([ONE, TWO], folder(after), now=LATER + timedelta(days=31))
    assert revisions(back)["one@x.org"] == (2, "announced")


def test_a_record_under_another_id_is_recognised() -> None:
    renamed = opportunity("uno", title="Call one")
    made = export([renamed, TWO], folder(export([ONE, TWO])))
    assert made.removals == (Removal("one@x.org", "uno", False),)


@pytest.mark.parametrize("context", [{"broken_ids": frozenset(("one",))}, {"complete": False}])
def test_an_entry_whose_record_cannot_be_read_stays_as_it_is(context: dict[str, object]) -> None:
    before = export([ONE, TWO])
    made = export([TWO], folder(before), now=LATER, **context)
    assert made.kept == {"one"} and made.removals == () and made.without_record == {"one@x.org"}
    assert not any(file.stale for file in (*made.files, made.revisions))


def test_time_takes_an_entry_out_unless_it_is_asked_what_the_records_alone_have_changed() -> None:
    past = opportunity("past", date(2025, 2, 1))
    before = folder(export([past, ONE], now=datetime(2025, 3, 1, tzinfo=UTC)))
    assert uids(export([past, ONE], before, now=LATER, time_passes=False), "all") == ["one@x.org", "past@x.org"]
    made = export([past, ONE], before, now=LATER)
    assert uids(made, "all") == ["one@x.org"] and made.absent == (past,) and made.deselected == ()


def test_a_feed_that_holds_nothing_any_more_keeps_its_latest_entry() -> None:
    before = folder(export([ONE, TWO]))
    elsewhere = opportunity("two")
    assert uids(export([ONE, elsewhere], before), "jobs") == ["two@x.org"]
    third = opportunity("three", kind="job")
    made = export([ONE, elsewhere, third], before)
    assert uids(made, "jobs") == ["three@x.org"] and made.deselected == (("jobs", "two@x.org"),)


def test_a_feed_that_never_had_an_entry_gets_no_file() -> None:
    made = export([ONE])
    assert made.empty == (JOBS,) and {file.name for file in made.files} == {"all.ics", "all-alarms.ics"}


def test_a_feed_that_is_none_any_more_says_where_to_go_unless_a_record_in_it_is_broken() -> None:
    before = folder(export([ONE, TWO]))
    made = export([ONE, TWO], before, (ALL,))
    assert [file.name for file in made.files if file.ended] == ["jobs.ics", "jobs-alarms.ics"]
    assert uids(made, "jobs") == ["jobs+ended@x.org", "two@x.org"]
    broken = export([ONE], before, (ALL,), broken_ids=frozenset(("two",)))
    assert not any(file.ended for file in broken.files) and uids(broken, "jobs") == ["two@x.org"]


def test_an_ended_feed_of_which_only_the_one_with_alarms_is_left_goes_on_under_its_own_title() -> None:
    before = folder(export([ONE, TWO]))
    feeds = {name: feed for name, feed in before.feeds.items() if name != "jobs"}
    made = export([ONE, TWO], replace(before, feeds=feeds), (ALL,))
    assert [folder(made).feeds[name].title for name in ("jobs", "jobs-alarms")] == ["Jobs", "Jobs (with alerts)"]


def test_what_is_rolling_is_listed_beside_entries_or_named() -> None:
    rolling = opportunity("always", deadlines=[], rolling=True)
    made = export([ONE, rolling])
    assert [file.rolling for file in made.files] == [1, 1] and made.absent == ()
    assert b"Call always" in made.files[0].content
    assert export([rolling]).absent == (rolling,)


def test_without_its_lines_the_revisions_go_on_from_the_feeds_and_without_both_from_the_record() -> None:
    moved = opportunity("one", deadlines=[{"due": date(2026, 3, 9), "previously": [date(2026, 3, 6)]}])
    before = folder(export([moved], folder(export([ONE])), now=LATER))
    assert export([moved], replace(before, table=None), now=LATER).entries == export([moved], before).entries
    assert revisions(export([moved])) == {"one@x.org": (1, "announced")}


def test_what_two_sides_have_published_is_revised_above_both() -> None:
    start = folder(export([ONE, TWO]))
    mine = folder(export([opportunity("one", date(2026, 3, 8)), TWO], start, now=LATER))
    theirs = folder(export([opportunity("one", date(2026, 3, 7)), TWO], start, now=LATER - timedelta(days=1)))
    merged = PublishedFolder(theirs.feeds, mine.table)
    made = export([opportunity("one", date(2026, 3, 8)), TWO], merged, now=LATER)
    assert revisions(made) == {"one@x.org": (2, "announced"), "two@x.org": (0, "announced")}


def test_a_file_of_another_program_is_written_over_under_the_name_of_a_feed_alone() -> None:
    theirs = PublishedFeed(b"BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n", is_ours=False)
    made = export([ONE], PublishedFolder({"all": theirs}))
    assert made.files[0].name == "all.ics" and made.files[0].stale


def test_an_export_holds_values_alone() -> None:
    made = export([ONE, TWO], folder(export([ONE])), broken_ids=frozenset(("three",)))
    assert pickle.loads(pickle.dumps(made)) == made
