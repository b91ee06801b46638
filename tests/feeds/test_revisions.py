"""The table of revisions after what happens to it: merges, loss, damage; and moves that no history tells."""

import re
import subprocess

import pytest

from tests.conftest import CALL, SETTINGS, Folder, a_call
from tests.feeds.reading import LATER, STAMP, TABLE, UID, moved_three_times, stamps


def git(project: Folder, *arguments: str) -> int:
    names = ("-c", "user.name=A", "-c", "user.email=a@example.org", "-c", "commit.gpgsign=false")
    done = subprocess.run(["git", *names, *arguments], cwd=project.root, capture_output=True, check=False)
    return done.returncode


def test_two_coordinators_who_moved_the_same_deadline_are_merged_and_the_revision_rises_above_both(
    project: Folder,
) -> None:
    project.file(".gitattributes", "calendars/** -text\n")
    project.record("one")
    project.record("two")
    project.run("export")
    assert git(project, "init", "-q", "-b", "main") == 0
    git(project, "add", ".")
    git(project, "commit", "-qm", "begin")
    git(project, "checkout", "-qb", "other")
    project.record("one", a_call("2026-03-07"))
    project.export_at("2026-02-03")
    theirs = project.entry(UID)
    git(project, "commit", "-qam", "other")
    git(project, "checkout", "-q", "main")
    project.record("one", a_call("2026-03-08"))
    project.export_at("2026-02-04")
    ours = project.entry(UID)
    git(project, "commit", "-qam", "main")
    assert stamps(theirs)[0] == stamps(ours)[0] == "1"
    assert git(project, "merge", "other") != 0
    assert b"<<<<<<<" in (project.root / TABLE).read_bytes()
    project.record("one", a_call("2026-03-08"))
    ran = project.export_at(LATER)
    assert ran.code == 0 and "of revisions.tsv cannot be read" in ran.err
    assert stamps(project.entry(UID)) == ("2", STAMP, STAMP) and "20260308" in project.entry(UID)
    assert stamps(project.entry("two@test.example"))[0] == "0"
    assert project.run("export", "--check").code == 0


def test_feeds_of_one_side_and_the_table_of_the_other_raise_the_revision(project: Folder) -> None:
    project.record("one")
    project.run("export")
    begun = project.calendars()
    project.record("one", a_call("2026-03-07"))
    project.export_at("2026-02-03")
    feeds = {name: content for name, content in project.calendars().items() if name != "revisions.tsv"}
    for name, content in begun.items():
        project.file(f"calendars/{name}", content)
    project.record("one", a_call("2026-03-08"))
    project.export_at("2026-02-04")
    for name, content in feeds.items():
        project.file(f"calendars/{name}", content)
    project.export_at(LATER)
    assert stamps(project.entry(UID)) == ("2", STAMP, STAMP) and "20260308" in project.entry(UID)


def test_the_feed_with_alarms_never_falls_when_the_lines_of_two_sides_are_merged(project: Folder) -> None:
    project.record("one")
    project.run("export")
    file = project.root / TABLE
    for number in range(3):
        project.file("deadlines.toml", SETTINGS + f'[reminders]\nlead_times = ["{number + 2}d"]\n')
        project.export_at(f"2026-02-0{number + 2}")
    louder = file.read_text().splitlines()[-1]
    assert stamps(project.entry(UID, "all-alarms"))[0] == "3"
    file.write_text(file.read_text().replace(louder, re.sub("\t0\t", "\t1\t", louder, count=1) + "\n" + louder))
    line = file.read_text().splitlines()[-2].split("\t")
    line[9] = "0"
    file.write_text(file.read_text().replace(file.read_text().splitlines()[-2], "\t".join(line)))
    project.record("one", a_call("2026-03-09"))
    project.export_at(LATER)
    assert int(stamps(project.entry(UID, "all-alarms"))[0]) > 3


COLUMNS = (
    "uid",
    "revision",
    "modified",
    "moment",
    "timezone",
    "state",
    "content",
    "block",
    "alarms",
    "changes",
    "alarms_modified",
)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("revision", "-5"),
        ("revision", "1_0"),
        ("revision", "٣"),
        ("revision", "9" * 5000),
        ("revision", "2147483648"),
        ("revision", "99999999999"),
        ("modified", "2026-02-04"),
        ("modified", "0001-01-01T00:00:00Z"),
        ("modified", "9999-12-31T23:59:59Z"),
        ("modified", "2026-02-31T00:00:00Z"),
        ("moment", "soon"),
        ("moment", "0001-01-01"),
        ("moment", "9999-12-31T23:59:59"),
        ("timezone", "Europe/Geneva"),
        ("alarms", "-P1D\rBEGIN:VALARM"),
        ("alarms", "often"),
        ("alarms", "-P15H"),
        ("changes", "-1"),
        ("alarms_modified", "yesterday"),
    ],
)
def test_nothing_damaged_is_published_and_no_revision_falls(project: Folder, column: str, value: str) -> None:
    moved_three_times(project)
    before = project.calendars()
    file = project.root / TABLE
    line = next(line for line in file.read_text().split("\n") if line.startswith(f"{UID}\t"))
    cells = line.split("\t")
    cells[COLUMNS.index(column)] = value
    file.write_bytes(file.read_bytes().replace(line.encode(), "\t".join(cells).encode()))
    ran = project.export_at(LATER)
    assert "1 line of revisions.tsv cannot be read" in ran.err
    assert project.calendars() == before


@pytest.mark.slow
@pytest.mark.parametrize(
    ("column", "value"), [("revision", "0"), ("revision", "2"), ("modified", "2026-01-01T00:00:00Z"), ("modified", "2099-01-01T00:00:00Z")]
)  # fmt: skip
def test_what_is_wrong_in_a_line_and_can_be_read_is_corrected_by_the_feeds(
    project: Folder, column: str, value: str
) -> None:
    moved_three_times(project)
    before = project.calendars()
    rewrite(project, UID, **{column: value})
    ran = project.export_at(LATER)
    assert ("newer in the feeds than in revisions.tsv" in ran.err) == (column == "revision")
    assert project.calendars() == before
    rewrite(project, UID, **{column: value})
    project.record("one", a_call("2026-03-10"))
    project.export_at(LATER)
    assert stamps(project.entry(UID)) == ("4", STAMP, STAMP)


def rewrite(project: Folder, uid: str, **columns: str) -> None:
    file = project.root / TABLE
    line = next(line for line in file.read_text().split("\n") if line.startswith(f"{uid}\t"))
    cells = line.split("\t")
    for column, value in columns.items():
        cells[COLUMNS.index(column)] = value
    file.write_bytes(file.read_bytes().replace(line.encode(), "\t".join(cells).encode()))


@pytest.mark.slow
@pytest.mark.parametrize("number", ["999999", "1000000", "2147483646"])
def test_a_large_revision_goes_on(project: Folder, number: str) -> None:
    moved_three_times(project)
    rewrite(project, UID, revision=number)
    for due, added in (("2026-03-10", 1), ("2026-03-10", 1), ("2026-03-11", 2)):
        project.record("one", a_call(due))
        ran = project.export_at(LATER)
        expected = min(int(number) + added, 2**31 - 1)
        assert int(stamps(project.entry(UID))[0]) == expected
        assert int(stamps(project.entry(UID, "all-alarms"))[0]) <= 2**31 - 1
        assert "cannot be read" not in ran.err
    assert ("the highest revision that there is" in ran.err) == (number == "2147483646")
    assert project.run("export", "--check").code == 0


def test_beyond_the_highest_revision_the_instant_tells_what_is_newer(project: Folder) -> None:
    moved_three_times(project)
    rewrite(project, UID, revision=str(2**31 - 1))
    project.record("one", a_call("2026-03-10"))
    project.export_at(LATER)
    assert stamps(project.entry(UID)) == (str(2**31 - 1), STAMP, STAMP) and "20260310" in project.entry(UID)


@pytest.mark.parametrize("gone", [True, False])
def test_a_line_that_is_missing_while_its_record_is_deleted_costs_no_revision(project: Folder, gone: bool) -> None:
    moved_three_times(project)
    file = project.root / TABLE
    file.write_text("".join(line for line in file.read_text().splitlines(True) if not line.startswith(f"{UID}\t")))
    if gone:
        (project.root / "opportunities/calls/one.toml").unlink()
    before = project.calendars()
    ran = project.export_at(LATER)
    assert "1 entry of the feeds has no line in revisions.tsv" in ran.err
    if not gone:
        return
    assert "SUMMARY:REMOVED: Deadline: A call" in project.entry(UID)
    assert stamps(project.entry(UID)) == ("4", STAMP, STAMP) and before != project.calendars()
    project.record("one", a_call("2026-03-12"))
    project.export_at("2026-02-11")
    assert stamps(project.entry(UID))[0] == "5"


def test_a_table_without_any_line_withdraws_nothing_where_the_records_are_gone(project: Folder) -> None:
    moved_three_times(project)
    file = project.root / TABLE
    file.write_text("".join(line for line in file.read_text().splitlines(True) if "@" not in line))
    for record in (project.root / "opportunities/calls").iterdir():
        record.unlink()
    before = project.calendar()
    assert "what is published is not withdrawn all at once" in project.export_at(LATER).err
    assert project.calendar() == before


@pytest.mark.slow
@pytest.mark.parametrize(
    "part",
    [
        "revisions.tsv",
        "*.ics",
        *(
            pytest.param(part, marks=pytest.mark.slow)
            for part in ("all.ics", "calls.ics", "*-alarms.ics", "all*", "[ar]*")
        ),
    ],
)
@pytest.mark.parametrize("edited", [True, False])
def test_a_part_of_the_folder_that_is_undone_is_named_and_no_revision_falls(
    project: Folder, part: str, edited: bool
) -> None:
    moved_three_times(project)
    before = project.calendars()
    for number in range(2):
        project.record("one", a_call(f"2026-04-0{number + 1}"))
        project.export_at(f"2026-02-06T0{number}:00:00Z")
    published = project.calendars()
    for file in (project.root / "calendars").glob(part):
        if file.name in before:
            file.write_bytes(before[file.name])
    if edited:
        project.record("one", a_call("2026-04-09"))
    ran = project.export_at(LATER)
    assert "as after a commit was undone" in ran.err
    numbers = [int(stamps(project.entry(UID, feed))[0]) for feed in ("all", "calls", "all-alarms", "calls-alarms")]
    if edited or part == "[ar]*":
        assert min(numbers) >= 5 + edited
    else:
        assert project.calendars() == published
    assert "as after" not in project.export_at("2026-02-11").err


def test_a_feed_with_alarms_alone_that_is_newer_counts(project: Folder) -> None:
    moved_three_times(project)
    before = project.calendars()
    for number in range(2):
        project.record("one", a_call(f"2026-04-0{number + 1}"))
        project.export_at(f"2026-02-06T0{number}:00:00Z")
    for name, content in before.items():
        if "alarms" not in name:
            project.file(f"calendars/{name}", content)
    ran = project.export_at(LATER)
    assert "newer in the feeds than in revisions.tsv" in ran.err
    assert int(stamps(project.entry(UID))[0]) > 5


def test_what_several_languages_have_lost_is_said_once(project: Folder) -> None:
    project.file("deadlines.toml", f'{SETTINGS}languages = ["fr", "es"]\n')
    project.record("one")
    project.run("export")
    for table in (project.root / "calendars").rglob("revisions.tsv"):
        table.unlink()
    said = [line for line in project.export_at(LATER).err.splitlines() if "is missing" in line]
    assert len(said) == 1 and "calendars/, calendars/fr/, calendars/es/: revisions.tsv is missing" in said[0]


def test_a_table_that_is_lost_is_named_and_no_revision_falls(project: Folder) -> None:
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


@pytest.mark.slow
@pytest.mark.parametrize("damage", ["one@", "<<<<<<< HEAD\none@", "one@x\tnot a number\tmore\n", "\x00\xff"])
def test_a_table_that_is_damaged_is_named_and_no_revision_falls(project: Folder, damage: str) -> None:
    moved_three_times(project)
    before = project.calendars()
    file = project.root / "calendars/revisions.tsv"
    file.write_text(file.read_text().replace("one@test.example\t", damage, 1))
    ran = project.export_at(LATER)
    assert "of revisions.tsv cannot be read" in ran.err
    assert project.calendars() == before


def test_a_table_of_an_earlier_day_does_not_lower_a_revision(project: Folder) -> None:
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


def test_check_warns_of_a_move_that_the_history_does_not_tell(project: Folder) -> None:
    project.record("one", a_call("2026-03-06", previously="[2026-03-01]"))
    project.run("export")
    project.record("one", a_call("2026-03-20", previously="[2026-03-01]"))
    ran = project.run("check")
    assert ran.code == 0
    assert (
        "opportunities/calls/one.toml:7:7: warning: 2026-03-06 was published, but previously does not name it"
        in ran.out
    )
    assert "previously = [2026-03-01, 2026-03-06]" in ran.out and ran.err == "1 warning in 1 file\n"
    assert "warning: 2026-03-06 was published" in project.export_at(LATER).err
    assert project.run("check").out == ""


def test_a_move_into_another_zone_is_named_in_the_zone_that_previously_is_read_in(project: Folder) -> None:
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
    ids=[
        "in previously",
        "was expected",
        "the same instant",
        "the same day",
        "in previously, and the zone is known since",
    ],
)
def test_check_is_silent_where_the_history_tells_every_move(project: Folder, before: str, after: str) -> None:
    project.record("one", before)
    project.run("export")
    project.record("one", after)
    ran = project.run("check")
    assert (ran.code, ran.out, ran.err) == (0, "", "")
