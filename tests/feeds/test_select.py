"""A feed of any selection, from the values of an export."""

import pickle
from dataclasses import replace
from datetime import date, timedelta

import pytest

from deadlines.domain.selection import Selection
from deadlines.domain.translation import in_language
from deadlines.feeds.published import PublishedFeed
from deadlines.feeds.select import select
from tests.feeds.values import ALL, NOW, export, folder, opportunity, revisions

ONE = opportunity("one", topics=["water"])
TWO = opportunity("two", kind="job")
OLD = opportunity("old", date(2020, 1, 1), kind="grant")
WATER, JOB, GRANT = Selection(topic=("water",)), Selection(kind=("job",)), Selection(kind=("grant",))


def test_its_entries_are_those_of_the_feeds_in_the_order_of_their_uids() -> None:
    made = export([TWO, ONE])
    found = select(made, Selection(), "Mine", {})
    assert found is not None and PublishedFeed(found).title == "Mine"
    assert PublishedFeed(found).blocks == {uid: made.entries[uid].block for uid in ("one@x.org", "two@x.org")}
    assert PublishedFeed(select(made, WATER, "Mine", {}) or b"").blocks.keys() == {"one@x.org"}
    assert select(made, GRANT, "Mine", {}) is None


def test_with_alarms_it_has_the_entries_of_the_feeds_with_alarms_and_says_so() -> None:
    made = export([ONE])
    found = PublishedFeed(select(made, Selection(), "Mine", {}, alarms=True) or b"")
    assert found.title == "Mine (with alerts)"
    assert found.blocks == {"one@x.org": made.entries["one@x.org"].with_alarms}


@pytest.mark.parametrize("gone", [True, False])
def test_an_entry_without_a_record_is_selected_by_what_was_known_of_it_or_by_what_it_says(gone: bool) -> None:
    broken = frozenset[str]() if gone else frozenset(("one",))
    made = export([TWO], folder(export([ONE, TWO])), broken_ids=broken)
    for known in ({}, {"one": ONE}):
        assert b"UID:one@x.org" in (select(made, WATER, "Mine", known) or b"")
        assert b"UID:one@x.org" not in (select(made, JOB, "Mine", known) or b"")
    assert b"UID:one@x.org" not in (select(made, WATER, "Mine", {"one": opportunity("one")}) or b"")


def test_a_topic_of_an_entry_without_a_record_is_known_by_its_word() -> None:
    said = {"water": "Eau"}
    before = export([TWO, in_language(ONE, "en", said)])
    made = replace(export([TWO], folder(before)), publication=replace(before.publication, topics=said))
    assert b"Eau" in made.entries["one@x.org"].block and b"UID:one@x.org" in (select(made, WATER, "Mine", {}) or b"")
    assert b"UID:one@x.org" not in (select(made, Selection(topic=("air",)), "Mine", {}) or b"")


def test_an_opening_without_a_record_is_no_deadline() -> None:
    feeds = (replace(ALL, include=("opens",)),)
    opens = opportunity("one", opens=date(2026, 2, 20))
    made = export([TWO], folder(export([opens, TWO], feeds=feeds)), feeds)
    assert made.without_record == {"one@x.org", "one+opens@x.org"}
    assert b"UID:one@x.org" in (select(made, Selection(), "Mine", {}) or b"")
    assert b"UID:one+opens@x.org" not in (select(made, Selection(), "Mine", {}) or b"")


def test_where_all_is_long_past_the_latest_is_shown_as_it_was_published() -> None:
    first = export([opportunity("old", date(2020, 1, 2), kind="grant")], now=NOW - timedelta(days=2001))
    before = export([OLD], folder(first), now=NOW - timedelta(days=2000))
    assert revisions(before) == {"old@x.org": (1, "announced")}
    made = export([OLD, ONE], folder(before))
    assert revisions(made).keys() == {"one@x.org"}
    assert PublishedFeed(select(made, GRANT, "Mine", {}) or b"").blocks == {
        "old@x.org": before.entries["old@x.org"].block
    }


def test_asking_changes_nothing_of_the_export() -> None:
    made = export([OLD, ONE, TWO])
    before = pickle.dumps(made)
    for selection in (GRANT, WATER, JOB, Selection()):
        select(made, selection, "Mine", {}, alarms=True)
    assert pickle.dumps(made) == before
