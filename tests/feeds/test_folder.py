"""What an export finds in the published folder."""

from dataclasses import replace
from pathlib import Path

from deadlines.feeds.export import publish
from deadlines.feeds.folder import PublishedFolder, gather
from tests.feeds.values import ALL, JOBS, export, folder, opportunity

THEIRS = b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//holidays//EN\r\nEND:VCALENDAR\r\n"


def test_what_was_published_is_what_is_found(tmp_path: Path) -> None:
    made = export([opportunity("one"), opportunity("two", kind="job")])
    publish(made, tmp_path)
    assert gather(tmp_path, (ALL, JOBS)) == folder(made)
    assert gather(tmp_path, ()) == folder(made)


def test_nothing_is_found_where_nothing_was_published(tmp_path: Path) -> None:
    found = gather(tmp_path / "nowhere", (ALL,))
    assert found == PublishedFolder() and found.uids == frozenset() and not found.revisions.found


def test_a_file_of_another_program_is_none_of_ours_even_under_the_name_of_a_feed(tmp_path: Path) -> None:
    for name in ("all", "holidays"):
        (tmp_path / f"{name}.ics").write_bytes(THEIRS)
    found = gather(tmp_path, (ALL,))
    assert found.feeds.keys() == {"all"} and not found.feeds["all"].is_ours and found.names == ()


def test_an_entry_is_found_in_the_feed_of_all_first() -> None:
    before = folder(export([opportunity("one"), opportunity("two", kind="job")]))
    after = folder(export([opportunity("one"), opportunity("two", kind="job", title="Another")], before))
    made = replace(after, feeds=after.feeds | {"jobs": before.feeds["jobs"]})
    assert made.names == ("all", "jobs")
    assert made.blocks == made.feeds["all"].blocks and made.blocks["two@x.org"] != made.blocks_in("jobs")["two@x.org"]
    assert made.uids == {"one@x.org", "two@x.org"} == PublishedFolder(made.feeds).uids
