"""What a subscriber sees over months: revisions, moves, what is cancelled, closed, gone, broken or comes back."""

import re
from pathlib import Path

import pytest

from tests.conftest import CALL, SETTINGS, Folder, a_call

UID = "one@test.example"
LATER = "2026-02-10T08:30:15Z"
STAMP = "20260210T083015Z"


def stamps(entry: str) -> tuple[str, str, str]:
    return tuple(re.search(rf"{name}:(.*)\r\n", entry)[1] for name in ("SEQUENCE", "LAST-MODIFIED", "DTSTAMP"))  # type: ignore[index,return-value]


def test_an_unchanged_entry_keeps_its_bytes_on_any_later_day(project: Folder) -> None:
    project.record("one")
    project.record("two")
    project.export_at("2026-02-01")
    before = project.calendars()
    project.export_at("2026-08-01")
    assert project.calendars() == before
    project.record("two", a_call("2026-03-09"))
    kept = project.entry(UID)
    project.export_at(LATER)
    assert project.entry(UID) == kept


@pytest.mark.parametrize(
    "edit",
    [
        CALL.replace("A call", "Another call"),
        CALL.replace("example.org/call", "example.org/page"),
        CALL.replace("03-06", "03-07"),
        CALL.replace("03-06", "03-06T12:00:00\ntimezone = 'UTC'"),
        CALL.replace("2026-03-06", "2026-03-06\ntimezone = 'Europe/Paris'"),
        CALL.replace("2026-03-06", "2026-03-06\nstated = '6 March'"),
        f'topics = ["water"]\n{CALL}',
        f'status = "closed"\n{CALL}',
        f'salary = "1"\n{CALL}',
        f'{CALL}[apply]\nemail = "a@example.org"\n',
    ],
)
def test_whatever_a_subscriber_sees_raises_the_revision_and_its_stamps(project: Folder, edit: str) -> None:
    project.record("one")
    project.run("export")
    project.record("one", edit)
    project.export_at(LATER)
    assert stamps(project.entry(UID)) == ("1", STAMP, STAMP)
    assert stamps(project.entry(UID, "calls-alarms")) == ("1", STAMP, STAMP)


@pytest.mark.parametrize(
    "edit", [f"# a word to colleagues\n{CALL}", f"verified = 2026-02-01\n{CALL}", f'series = "s"\n{CALL}']
)
def test_what_no_subscriber_sees_changes_nothing(project: Folder, edit: str) -> None:
    project.record("one")
    project.run("export")
    before = project.calendars()
    project.record("one", edit)
    assert ".ics" not in project.run("export", "--check").out
    project.export_at(LATER)
    assert project.calendars() == before


def test_a_clock_that_went_back_does_not_take_the_stamps_back(project: Folder) -> None:
    project.record("one")
    project.run("export")
    project.record("one", a_call("2026-03-07"))
    project.export_at(LATER)
    project.record("one", a_call("2026-03-08"))
    project.export_at("2026-02-05")
    assert stamps(project.entry(UID)) == ("2", STAMP, STAMP)


def test_the_first_export_starts_from_the_records_own_history(project: Folder) -> None:
    project.record("one", a_call("2026-03-06", previously="[2026-03-01, 2026-03-02]"), more="published = 2026-01-15")
    ran = project.run("export")
    assert "nothing was published before: revisions start from the records' own history" in ran.err
    assert stamps(project.entry(UID)) == ("2", "20260115T000000Z", "20260115T000000Z")


def moved_three_times(project: Folder) -> None:
    project.record("one")
    project.record("two")
    project.run("export")
    for number, due in enumerate(("2026-03-07", "2026-03-08", "2026-03-09"), start=1):
        project.record("one", a_call(due))
        project.export_at(f"2026-02-0{number + 1}")


def test_a_memory_that_is_lost_is_told_and_no_revision_falls(project: Folder) -> None:
    moved_three_times(project)
    before = project.calendars()
    (project.root / "calendars/revisions.tsv").unlink()
    assert project.run("export", "--check").code == 1
    ran = project.export_at(LATER)
    assert ran.code == 0 and "revisions.tsv is missing" in ran.err
    assert project.calendars() == before
    (project.root / "calendars/revisions.tsv").unlink()
    project.record("one", a_call("2026-03-10"))
    project.export_at(LATER)
    assert stamps(project.entry(UID)) == ("4", STAMP, STAMP)


@pytest.mark.parametrize("damage", ["one@", "<<<<<<< HEAD\none@", "one@x\tnot a number\tmore\n", "\x00\xff"])
def test_a_memory_that_is_damaged_is_told_and_no_revision_falls(project: Folder, damage: str) -> None:
    moved_three_times(project)
    before = project.calendars()
    file = project.root / "calendars/revisions.tsv"
    file.write_text(file.read_text().replace("one@test.example\t", damage, 1))
    ran = project.export_at(LATER)
    assert "of revisions.tsv cannot be read" in ran.err
    assert project.calendars() == before


def test_a_memory_of_an_earlier_day_does_not_lower_a_revision(project: Folder) -> None:
    project.record("one")
    project.run("export")
    old = (project.root / "calendars/revisions.tsv").read_bytes()
    project.record("one", a_call("2026-03-07"))
    project.export_at("2026-02-03")
    project.record("one", a_call("2026-03-08"))
    project.export_at("2026-02-04")
    (project.root / "calendars/revisions.tsv").write_bytes(old)
    project.record("one", a_call("2026-03-09"))
    project.export_at(LATER)
    assert stamps(project.entry(UID)) == ("3", STAMP, STAMP)


@pytest.mark.parametrize("feed", ["all", "calls", "all-alarms"])
@pytest.mark.parametrize("damage", ["gone", "empty", "cut", "edited", "merged"])
def test_a_feed_that_is_lost_or_damaged_is_mended(project: Folder, feed: str, damage: str) -> None:
    moved_three_times(project)
    before = project.calendars()
    file = project.root / f"calendars/{feed}.ics"
    content = file.read_bytes()
    if damage == "gone":
        file.unlink()
    else:
        file.write_bytes({
            "empty": b"",
            "cut": content[: len(content) // 2],
            "edited": content.replace(b"A call", b"B call"),
            "merged": content.replace(b"SEQUENCE:3", b"<<<<<<< HEAD\r\nSEQUENCE:3"),
        }[damage])  # fmt: skip
    assert project.run("export", "--check").code == 1
    project.export_at(LATER)
    assert project.calendars() == before


def test_all_feeds_lost_but_the_memory_kept_gives_the_same_bytes(project: Folder) -> None:
    moved_three_times(project)
    before = project.calendars()
    for file in (project.root / "calendars").glob("*.ics"):
        file.unlink()
    project.export_at(LATER)
    assert project.calendars() == before


def test_check_warns_of_a_move_that_the_history_does_not_tell(project: Folder) -> None:
    project.record("one", a_call("2026-03-06", previously="[2026-03-01]"))
    project.run("export")
    project.record("one", a_call("2026-03-20", previously="[2026-03-01]"))
    ran = project.run("check")
    assert ran.code == 0
    assert (
        "opportunities/calls/one.toml:7:7: warning: 2026-03-06 was published, and previously does not name it"
        in ran.out
    )
    assert "previously = [2026-03-01, 2026-03-06]" in ran.out and ran.err == "1 warning in 1 file\n"
    assert "warning: 2026-03-06 was published" in project.export_at(LATER).err
    assert project.run("check").out == ""


def test_a_move_into_another_zone_is_told_in_the_zone_that_previously_is_read_in(project: Folder) -> None:
    project.record("one", a_call("2026-03-06T18:00:00", timezone='"Europe/Paris"'))
    project.run("export")
    project.record("one", a_call("2026-03-20T18:00:00", timezone='"UTC"'))
    assert "previously = [2026-03-06T17:00:00]" in project.run("check").out
    project.record("one", a_call("2026-03-20T18:00:00", timezone='"UTC"', previously="[2026-03-06T17:00:00]"))
    assert project.run("check").out == ""


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (a_call("2026-03-06"), a_call("2026-03-20", previously="[2026-03-06]")),
        (f'status = "expected"\n{CALL}', a_call("2026-03-20")),
        (a_call("2026-03-06T18:00:00", timezone='"Europe/Paris"'), a_call("2026-03-06T17:00:00", timezone='"UTC"')),
        (a_call("2026-03-06"), a_call("2026-03-06", timezone='"Europe/Brussels"')),
        (a_call("2026-03-06"), a_call("2026-03-20", timezone='"America/Lima"', previously="[2026-03-06]")),
    ],
    ids=["told", "was expected", "the same instant", "the same day", "told, and the zone is known since"],
)
def test_check_is_silent_where_nothing_moved_untold(project: Folder, before: str, after: str) -> None:
    project.record("one", before)
    project.run("export")
    project.record("one", after)
    ran = project.run("check")
    assert (ran.code, ran.out, ran.err) == (0, "", "")


def test_an_expected_edition_is_a_day_and_is_replaced_in_place(project: Folder) -> None:
    project.record("one", a_call("2026-03-06T18:00:00", timezone='"UTC"'), more='status = "expected"')
    project.run("export")
    assert "DTSTART;VALUE=DATE:20260306\r\n" in project.entry(UID) and "STATUS:TENTATIVE" in project.entry(UID)
    project.record("one", a_call("2026-03-16T18:00:00", timezone='"UTC"'))
    project.export_at(LATER)
    entry = project.entry(UID)
    assert "DTEND:20260316T180000Z" in entry and "STATUS:CONFIRMED" in entry and "expected" not in entry
    assert stamps(entry)[0] == "1"
    assert "VALARM" in project.entry(UID, "calls-alarms")


@pytest.mark.parametrize(
    ("status", "now", "there"),
    [
        ("cancelled", "2026-04-05T22:59:59Z", True),
        ("cancelled", "2026-04-05T23:00:00Z", False),
        ("announced", "2027-03-07T22:59:59Z", True),
        ("announced", "2027-03-07T23:00:00Z", False),
        ("closed", "2027-03-07T22:59:59Z", True),
    ],
)
def test_an_entry_leaves_a_time_after_its_date_and_at_an_export_alone(
    project: Folder, status: str, now: str, there: bool
) -> None:
    project.record("one", f'status = "{status}"\n{CALL}')
    project.record("stays", a_call("2028-01-01"))
    project.run("export")
    assert project.run("export", "--check", "--as-of", "2035-01-01").code == 0
    ran = project.export_at(now)
    assert (UID in project.calendar().decode()) == there
    assert ("in no feed, since their dates are long past: one" in ran.err) != there
    assert project.run("export", "--check", "--as-of", "2035-01-01").code == 0


def test_a_feed_never_becomes_empty(project: Folder) -> None:
    project.record("one", a_call("2016-03-06"))
    project.record("two", a_call("2017-03-06"))
    project.run("export")
    assert "two@test.example" in project.entry("two@test.example") and UID not in project.calendar().decode()
    before = project.calendars()
    project.export_at("2036-01-01")
    assert project.calendars() == before


def test_a_record_that_is_gone_is_published_as_cancelled_for_thirty_days(project: Folder) -> None:
    file = project.record("one")
    project.record("two")
    project.run("export")
    file.unlink()
    ran = project.export_at(LATER)
    assert ran.code == 0
    assert f"{UID} is published as cancelled for thirty days: its record is gone" in ran.err
    entry = project.entry(UID)
    assert "SUMMARY:REMOVED: A call (Somebody)\r\n" in entry and "STATUS:CANCELLED" in entry
    assert stamps(entry) == ("1", STAMP, STAMP) and "DTSTART;VALUE=DATE:20260306" in entry
    assert UID in project.calendar("calls").decode() and "VALARM" not in project.entry(UID, "all-alarms")
    before = project.calendars()
    ran = project.export_at("2026-03-12T08:30:14Z")
    assert project.calendars() == before and UID not in ran.err
    assert project.run("export", "--check", "--as-of", "2035-01-01").code == 0
    project.export_at("2026-03-12T08:30:15Z")
    assert UID not in project.calendar().decode() and UID not in project.calendar("calls").decode()


def test_a_record_that_comes_back_goes_on_from_its_last_revision(project: Folder) -> None:
    file = project.record("one")
    project.record("two")
    project.run("export")
    file.unlink()
    project.export_at(LATER)
    project.record("one")
    project.export_at("2026-02-20")
    assert stamps(project.entry(UID))[0] == "2" and "STATUS:CONFIRMED" in project.entry(UID)
    (project.root / "opportunities/calls/one.toml").unlink()
    project.export_at("2026-02-21")
    project.export_at("2026-05-01")
    assert UID not in project.calendar().decode()
    project.record("one", a_call("2026-09-01"))
    project.export_at("2026-05-02")
    assert stamps(project.entry(UID))[0] == "4"


def test_a_renamed_record_is_recognised(project: Folder) -> None:
    file = project.record("one")
    project.record("two", a_call("2026-05-05"))
    project.run("export")
    file.rename(file.with_name("uno.toml"))
    ran = project.export_at(LATER)
    assert "its record is gone, and uno says the same. Keep the id: rename uno.toml back to one.toml" in ran.err
    assert "STATUS:CANCELLED" in project.entry(UID) and "STATUS:CONFIRMED" in project.entry("uno@test.example")


def test_a_deadline_that_is_gone_from_its_record_is_cancelled(project: Folder) -> None:
    second = "\n[[deadlines]]\ndue = 2026-05-01\nlabel = 'second'\n"
    first = a_call("2026-03-06", label="'first'")
    project.record("one", first + second)
    project.run("export")
    project.record("one", first)
    ran = project.export_at(LATER)
    assert "one has no such deadline any more. Where it has another label since, write the old one again" in ran.err
    assert "STATUS:CANCELLED" in project.entry("one.second@test.example")
    assert "DESCRIPTION:This date was taken out" in project.entry("one.second@test.example")
    assert "STATUS:CONFIRMED" in project.entry("one.first@test.example")


def test_nothing_is_withdrawn_while_the_records_cannot_all_be_read(project: Folder) -> None:
    project.record("one")
    project.record("two", kind="prizes")
    project.run("export")
    before = project.calendars()
    folder = project.root / "opportunities/prizes"
    away = folder.rename(project.root / "away")
    folder.symlink_to(away)
    ran = project.export_at(LATER)
    assert ran.code == 1 and "a link to a folder is not followed" in ran.err
    assert project.calendars() == before


def test_nothing_is_withdrawn_all_at_once(project: Folder) -> None:
    file = project.record("one")
    project.run("export")
    before = project.calendars()
    file.unlink()
    ran = project.export_at(LATER)
    assert ran.code == 3 and "there is no record; what is published is not withdrawn all at once" in ran.err
    assert project.calendars() == before


def test_the_domain_of_what_is_published_never_changes(project: Folder) -> None:
    project.record("one")
    project.run("export")
    before = project.calendars()
    project.file("deadlines.toml", SETTINGS.replace('domain = "test.example"', 'domain = "other.example"'))
    ran = project.export_at(LATER)
    assert ran.code == 3 and 'write domain = "test.example"' in ran.err
    assert project.calendars() == before


def test_a_record_that_breaks_and_is_mended_has_changed_once(project: Folder) -> None:
    project.record("one")
    project.record("two")
    project.run("export")
    kept = project.entry(UID, "all-alarms")
    project.record("one", CALL.replace("03-06", "02-30"))
    assert project.export_at("2026-02-03").code == 1
    (project.root / "calendars/revisions.tsv").unlink()
    assert project.export_at("2026-02-04").code == 1
    assert project.entry(UID, "all-alarms") == kept
    project.record("one", a_call("2026-03-07"))
    assert project.export_at(LATER).code == 0
    assert stamps(project.entry(UID)) == ("1", STAMP, STAMP)


def test_a_feed_that_is_taken_out_of_the_settings_says_where_to_go(project: Folder) -> None:
    project.file("deadlines.toml", SETTINGS + '[feeds.mine]\ntitle = "Mine, all mine"\nwords = ["call"]\n')
    file = project.record("one")
    project.record("two")
    project.run("export")
    project.file("deadlines.toml", SETTINGS)
    assert "calendars/mine.ics is stale" in project.run("export", "--check").out
    ran = project.export_at(LATER)
    assert ran.code == 0 and "mine.ics is no feed any more; it keeps what it has and says where to go" in ran.err
    entry = project.entry("mine+ended@test.example", "mine")
    assert "https://test.example/calendars/all.ics" in entry
    assert "DTSTART;VALUE=DATE:20260210\r\nDTEND;VALUE=DATE:20260217\r\n" in entry
    assert "https://test.example/calendars/all-alarms.ics" in project.entry("mine+ended@test.example", "mine-alarms")
    assert b"X-WR-CALNAME:Mine\\, all mine\r\n" in project.calendar("mine")
    before = project.calendars()
    project.record("three")
    project.export_at("2026-02-12")
    assert project.calendars()["mine.ics"] == before["mine.ics"]
    project.record("one", a_call("2026-03-07"))
    (file.parent / "two.toml").unlink()
    project.export_at("2026-02-13")
    assert "20260307" in project.entry(UID, "mine") and "REMOVED" in project.entry("two@test.example", "mine")
    project.export_at("2030-01-01")
    assert project.calendar("mine").count(b"BEGIN:VEVENT") == 1
    project.file("deadlines.toml", SETTINGS + '[feeds.mine]\nwords = ["call"]\n')
    project.record("four", a_call("2030-03-01"))
    project.export_at("2030-01-02")
    assert "four@test.example" in project.entry("four@test.example", "mine") and b"+ended" not in project.calendar(
        "mine"
    )


def test_a_feed_that_does_not_select_an_entry_any_more_is_named(project: Folder) -> None:
    project.record("one")
    project.record("two")
    project.run("export")
    project.record("one", CALL.replace('"call"', '"grant"'))
    ran = project.export_at(LATER)
    assert f"{UID} leaves calendars/calls.ics, which does not select it any more" in ran.err
    assert UID in project.calendar("grants").decode() and UID not in project.calendar("calls").decode()


def test_openings_and_milestones_are_entries_where_a_feed_asks_for_them(project: Folder) -> None:
    project.file("deadlines.toml", SETTINGS + '[feeds.whole]\nkind = ["call"]\ninclude = ["opens", "milestones"]\n')
    more = "\n[[milestones]]\nlabel = 'Interviews'\non = 2026-04-01T10:00:00\ntimezone = 'Europe/Paris'\n"
    project.record("one", a_call("2026-03-06") + more, more="opens = 2026-02-20")
    project.run("export")
    assert project.calendar().count(b"BEGIN:VEVENT") == 1
    opens = project.entry("one+opens@test.example", "whole")
    assert "SUMMARY:Opens: A call (Somebody)" in opens and "DTSTART;VALUE=DATE:20260220" in opens
    interviews = project.entry("one+milestone.interviews@test.example", "whole")
    assert "DTSTART:20260401T080000Z\r\nDTEND:20260401T081500Z" in interviews
    assert "Deadline: Friday\\, 6 March 2026" in interviews
    assert project.calendar("whole-alarms").count(b"BEGIN:VALARM") == 2
    before = project.calendars()
    project.export_at(LATER)
    assert project.calendars() == before


def test_there_is_a_feed_for_each_value_by_one_setting(project: Folder) -> None:
    by = 'feeds_by = ["topic", "language", "organisation", "region"]\n'
    project.file("deadlines.toml", SETTINGS + by)
    project.record("one", more='topics = ["Civic space"]\nlanguages = ["pt-BR"]\nregions = ["Asia"]')
    project.record("two", more='topics = ["civic-space", "eau & vie"]\nlanguages = ["pt"]')
    project.run("export")
    names = {file.stem for file in (project.root / "calendars").glob("*.ics")} - {"all", "calls"}
    quiet = sorted(name for name in names if not name.endswith("-alarms") and name != "all")
    assert [name for name in quiet if name != "topic-eau-vie-" + name[-8:]] == [
        "language-pt", "language-pt-br", "organisation-somebody", "region-asia", "topic-civic-space",
    ]  # fmt: skip
    assert project.calendar("topic-civic-space").count(b"BEGIN:VEVENT") == 2
    assert project.calendar("language-pt").count(b"BEGIN:VEVENT") == 2
    assert project.calendar("language-pt-br").count(b"BEGIN:VEVENT") == 1


def test_a_feed_over_its_budget_is_named_with_advice(project: Folder) -> None:
    for number in range(1001):
        project.record(f"id-{number}")
    ran = project.run("export")
    assert ran.code == 0
    assert "calendars/all.ics has 1001 entries" in ran.err and 'feeds_by = ["topic"]' in ran.err


def test_a_draft_that_a_killed_export_left_is_cleared_away(project: Folder) -> None:
    project.record("one")
    draft = project.file("calendars/.all.ics.1234.new", "half of a feed")
    project.run("export")
    assert not Path(draft).exists()
