import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import CALL, REPOSITORY, SETTINGS, Folder, a_call
from tests.feeds.reading import LATER, STAMP, TABLE, UID, events, stamps, unfolded

TWO = CALL + "label = 'first'\n\n[[deadlines]]\ndue = 2026-05-01\nlabel = 'second'\n"


def test_there_is_a_feed_of_all_and_one_for_each_kind_that_has_entries(project: Folder) -> None:
    project.record("one")
    project.record("two", CALL.replace('"call"', '"job"'))
    ran = project.run("export")
    assert ran.code == 0
    feeds = ["all-alarms.ics", "all.ics", "calls-alarms.ics", "calls.ics", "jobs-alarms.ics", "jobs.ics"]
    assert sorted(project.calendars()) == [*feeds, "revisions.tsv"]
    assert sorted(events(project.calendar())) == ["one@test.example", "two@test.example"]
    assert sorted(events(project.calendar("jobs"))) == ["two@test.example"]


def test_a_declared_feed_is_a_selection(project: Folder) -> None:
    project.file("deadlines.toml", SETTINGS + '[feeds.in-french]\ntitle = "In French"\nlanguage = ["fr"]\n')
    project.record("one", more='languages = ["fr-CH"]')
    project.record("two")
    project.run("export")
    assert sorted(events(project.calendar("in-french"))) == ["one@test.example"]
    assert "X-WR-CALNAME:In French\r\n" in unfolded(project.calendar("in-french"))


def test_uids_come_from_id_and_label_and_not_from_the_position(project: Folder) -> None:
    project.record("one", TWO)
    project.run("export")
    before = events(project.calendar())
    assert sorted(before) == ["one.first@test.example", "one.second@test.example"]
    head, _, tail = TWO.partition("[[deadlines]]")
    project.record("one", f"{head}[[deadlines]]\ndue = 2026-01-01\nlabel = 'zeroth'\n\n[[deadlines]]{tail}")
    project.run("export")
    assert set(before) < set(events(project.calendar()))


def test_moving_a_file_between_folders_changes_nothing(project: Folder) -> None:
    file = project.record("one")
    project.run("export")
    before = project.calendars()
    file.rename(project.root / "opportunities" / "one.toml")
    assert project.run("export", "--check").code == 0
    project.run("export")
    assert project.calendars() == before


def test_what_would_not_change_is_not_touched(project: Folder) -> None:
    project.record("one")
    project.run("export")
    file = project.root / "calendars/all.ics"
    os.utime(file, ns=(1, 1))
    before = file.stat()
    assert "unchanged" in project.run("export").out
    assert (file.stat().st_mtime_ns, file.stat().st_ino) == (before.st_mtime_ns, before.st_ino)


def test_check_says_whether_the_folder_is_stale_and_writes_nothing(project: Folder) -> None:
    project.record("one")
    ran = project.run("export", "--check")
    assert ran.code == 1 and "calendars/all.ics is stale; run deadlines export" in ran.out
    assert not (project.root / "calendars").exists()
    project.run("export")
    assert project.run("export", "--check").code == 0
    project.record("one", a_call("2026-03-07"))
    assert project.run("export", "--check").code == 1


def test_what_is_rolling_is_listed_and_counted_and_named_where_nothing_can_list_it(project: Folder) -> None:
    project.record("always", CALL.partition("\n[[")[0], more="rolling = true")
    ran = project.run("export")
    assert ran.code == 0 and "in no feed, since they have no date: always" in ran.err
    assert not list((project.root / "calendars").glob("*.ics"))
    project.record("one")
    ran = project.run("export")
    assert "all.ics: 1 entry, 1 rolling, written" in ran.out and "always" not in ran.err
    assert "Open without a deadline:\\n- A call (Somebody): https://example.org/call\r\n" in unfolded(
        project.calendar()
    )


def test_a_record_that_broke_keeps_its_last_entry_and_the_others_go_on(project: Folder) -> None:
    project.record("one")
    project.record("one-more")
    project.run("export")
    before = events(project.calendar())
    project.record("one", CALL.replace("2026-03-06", "2026-02-30"))
    project.record("one-more", a_call("2026-03-07"))
    ran = project.run("export")
    assert ran.code == 1
    assert "one.toml:7:7: 2026-02-30 is not a date" in ran.err and "one is broken and keeps the entry" in ran.err
    after = events(project.calendar())
    assert after["one@test.example"] == before["one@test.example"]
    assert "20260307" in after["one-more@test.example"]
    assert set(events(project.calendar("calls"))) == set(after)
    assert not [line for line in project.run("export", "--check").out.splitlines() if "stale" in line]


def test_a_calendar_that_is_not_ours_is_left_alone(project: Folder) -> None:
    project.record("one")
    theirs = b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//holidays//EN\r\nEND:VCALENDAR\r\n"
    project.file("calendars/holidays.ics", theirs)
    project.run("export")
    assert project.calendar("holidays") == theirs


def test_a_folder_that_cannot_be_written_is_an_error_and_no_traceback(project: Folder) -> None:
    project.record("one")
    project.file("calendars", "a file in place of the folder")
    ran = project.run("export")
    assert ran.code == 3 and "calendars" in ran.err


def test_who_is_reading_a_feed_keeps_the_whole_of_it_while_it_is_replaced(project: Folder) -> None:
    record = project.record("one")
    project.run("export")
    before, reader = project.calendar(), (project.root / "calendars/all.ics").open("rb")
    record.write_text(CALL.replace("A call", "Another call"))
    project.run("export")
    with reader:
        assert reader.read() == before != project.calendar()


def test_no_draft_is_left_behind_and_the_web_server_may_read(project: Folder) -> None:
    project.record("one")
    project.run("export")
    files = [file for file in (project.root / "calendars").rglob("*") if file.is_file()]
    assert {file.suffix for file in files} == {".ics", ".tsv", ".html", ".css", ".js", ".svg", ".json", ".xml"}
    umask = os.umask(0)
    os.umask(umask)
    assert not any(file.name.startswith(".") for file in files)
    assert all(file.stat().st_mode & 0o777 == 0o666 & ~umask for file in files)


@pytest.fixture(scope="module")
def of_this_repository(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    return exported(Folder(tmp_path_factory.mktemp("here")), "here", {}, "2026-11-24T12:00:00Z")


def exported(folder: Folder, place: str, environment: dict[str, str], now: str) -> dict[str, bytes]:
    folder.file("deadlines.toml", (REPOSITORY / "deadlines.toml").read_bytes())
    for file in sorted((REPOSITORY / "opportunities").rglob("*.toml"), reverse=place != "here"):
        folder.file(f"opportunities/{place}/{file.name}", file.read_bytes())
    ran = folder.process("export", "--to", "calendars", "--as-of", now, **environment)
    assert ran.code == 0, ran.err
    return folder.calendars()


@pytest.mark.slow
@pytest.mark.parametrize(
    "environment",
    [
        {"TZ": "America/New_York", "PYTHONHASHSEED": "1"},
        {"TZ": "Asia/Kolkata", "LC_ALL": "C", "PYTHONHASHSEED": "2"},
        {"TZ": "UTC", "LC_ALL": "C.UTF-8", "PYTHONOPTIMIZE": "1"},
        {"TZ": "Pacific/Kiritimati", "LANG": "fr_FR.UTF-8"},
    ],
    ids=lambda environment: environment["TZ"],
)
def test_the_same_records_give_the_same_bytes_on_any_machine(
    tmp_path: Path, of_this_repository: dict[str, bytes], environment: dict[str, str]
) -> None:
    now = "2026-11-25T09:30:00Z"
    assert exported(Folder(tmp_path), environment["TZ"].casefold(), environment, now) == of_this_repository


def test_the_feeds_speak_the_language_of_the_project(project: Folder) -> None:
    project.record("one", a_call("2026-03-06", previously="[2026-03-01]"))
    project.run("export")
    english = project.entry("one@test.example")
    project.file("deadlines.toml", f'{SETTINGS}language = "fr"\n')
    assert project.run("export").code == 0
    french = project.entry("one@test.example")
    assert (
        "SUMMARY:Date limite\u00a0: A call (Somebody) (date limite repoussée\\, auparavant\u00a0: 1er mars)\r\n"
        in french
    )
    assert "Date limite\u00a0: vendredi 6 mars 2026\\, jusqu’à la fin de la journée" in french
    assert [line for line in english.splitlines() if line.startswith(("UID", "DTSTART", "DTEND"))] == [
        line for line in french.splitlines() if line.startswith(("UID", "DTSTART", "DTEND"))
    ]


def test_a_language_without_a_wording_is_told_and_the_feeds_are_english(project: Folder) -> None:
    project.file("deadlines.toml", f'{SETTINGS}language = "de-AT"\n')
    project.record("one")
    ran = project.run("export")
    assert ran.code == 0 and 'there is no wording in "de-AT"; what is ours is in "en"' in ran.err
    assert "Deadline: Friday\\, 6 March 2026" in project.entry("one@test.example")


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


def test_a_feed_over_its_budget_is_named_with_advice(project: Folder) -> None:
    for number in range(70):
        project.record(f"id-{number}", more=f'summary = "{"long " * 3_000}"')
    ran = project.run("export")
    assert ran.code == 0
    assert "calendars/all.ics has 70 entries and 1.1 MB" in ran.err and 'feeds_by = ["topic"]' in ran.err


def test_a_draft_that_a_killed_export_left_is_cleared_away(project: Folder) -> None:
    project.record("one")
    draft = project.file("calendars/.all.ics.1234.new", "half of a feed")
    project.run("export")
    assert not Path(draft).exists()


@pytest.mark.parametrize("complete", [True, False])
def test_neither_all_nor_another_domain_is_withdrawn_although_the_revisions_are_lost(
    project: Folder, complete: bool
) -> None:
    file = project.record("one")
    project.run("export")
    if not complete:
        (project.root / TABLE).unlink()
    before = project.calendars()
    project.file("deadlines.toml", SETTINGS.replace('domain = "test.example"', 'domain = "other.example"'))
    assert 'write domain = "test.example"' in project.export_at(LATER).err
    project.file("deadlines.toml", SETTINGS)
    file.unlink()
    ran = project.export_at(LATER)
    assert ran.code == 3 and "there is no record" in ran.err
    assert project.calendars() == before


@pytest.mark.slow
def test_a_full_disk_leaves_every_file_as_it_was(project: Folder) -> None:
    record = project.record("one")
    project.run("export")
    before = project.calendars()
    record.write_text(CALL.replace("A call", "Another " + "very " * 2000 + "long call"))
    code = (
        "import resource, signal, sys\n"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (4000, 4000))\n"
        "sys.argv = ['deadlines', *sys.argv[1:]]\n"
        "from deadlines.cli.start import main\n"
        "main()\n"
    )
    done = subprocess.run(
        [sys.executable, "-B", "-c", code, "-C", str(project.root), "export", "--to", "calendars", "--as-of", LATER],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (
        3,
        "deadlines: calendars/all.ics: File too large; mend that, then run deadlines export again\n",
    )
    after = project.calendars()
    assert {name for name in after if after[name] != before[name]} == {"revisions.tsv"} and set(after) == set(before)
    assert project.export_at(LATER).code == 0
    assert stamps(project.entry(UID)) == ("1", STAMP, STAMP)
