import os
import re
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import vobject
from hypothesis import given, settings
from hypothesis import strategies as st

from deadlines.domain.feed import Feed
from deadlines.domain.opportunity import Opportunity
from deadlines.domain.point import points_of
from deadlines.domain.record import Record
from deadlines.domain.selection import Selection
from deadlines.feeds.context import ExportContext, Publication
from deadlines.feeds.entries import UNDATED, entry_of
from deadlines.feeds.folder import PublishedFolder
from deadlines.feeds.ical import assemble, head, render
from deadlines.feeds.plan import plan
from deadlines.lint.examine import examine
from deadlines.wording.language import ENGLISH
from tests.conftest import CALL, REPOSITORY, SETTINGS, Folder, a_call

NOW = datetime(2026, 2, 1, 12, tzinfo=UTC)
TWO = CALL + "label = 'first'\n\n[[deadlines]]\ndue = 2026-05-01\nlabel = 'second'\n"


def unfolded(calendar: bytes) -> str:
    return calendar.replace(b"\r\n ", b"").decode()


def events(calendar: bytes) -> dict[str, str]:
    blocks = re.findall(r"BEGIN:VEVENT\r\n.*?END:VEVENT\r\n", unfolded(calendar), re.DOTALL)
    return {re.search(r"UID:(.*)\r\n", block)[1]: block for block in blocks}  # type: ignore[index]


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


def test_a_date_stays_a_date_with_an_exclusive_end(project: Folder) -> None:
    project.record("one", a_call("2026-12-31"))
    project.run("export")
    text = unfolded(project.calendar())
    assert "DTSTART;VALUE=DATE:20261231\r\n" in text and "DTEND;VALUE=DATE:20270101\r\n" in text
    assert "time zone not stated\\; read in Europe/Brussels" in text


@pytest.mark.parametrize(
    ("due", "zone", "start", "end"),
    [
        ("2026-03-06T18:00:00", "Europe/Zurich", "20260306T164500Z", "20260306T170000Z"),
        ("2026-07-06T18:00:00", "Europe/Zurich", "20260706T154500Z", "20260706T160000Z"),
        ("2026-03-29T03:00:00", "Europe/Paris", "20260329T004500Z", "20260329T010000Z"),
        ("2026-03-31T23:59:00", "AoE", "20260401T114400Z", "20260401T115900Z"),
        ("2026-01-01T00:00:00", "Pacific/Kiritimati", "20251231T094500Z", "20251231T100000Z"),
        ("2026-06-01T12:00:00", "UTC+05:45", "20260601T060000Z", "20260601T061500Z"),
    ],
)
def test_a_moment_is_the_quarter_of_an_hour_that_ends_at_it(
    project: Folder, due: str, zone: str, start: str, end: str
) -> None:
    project.record("one", a_call(due, timezone=f'"{zone}"'))
    project.run("export")
    text = unfolded(project.calendar())
    assert f"DTSTART:{start}\r\n" in text and f"DTEND:{end}\r\n" in text
    assert f"({zone})" in text and "VTIMEZONE" not in text


def test_the_description_says_how_to_apply_and_what_was_announced(project: Folder) -> None:
    record = a_call(
        "2026-03-06T18:00:00", timezone='"Europe/Zurich"', stated='"6 March, 18:00"', previously="[2026-03-01T18:00:00]"
    )
    project.record(
        "one", record + '[apply]\nemail = "a@example.org"\nreference = "R; 1, 2"\nrequirements = ["Five sponsors"]\n'
    )
    project.run("export")
    text = unfolded(project.calendar())
    for said in (
        "Deadline: Friday\\, 6 March 2026\\, 18:00 (Europe/Zurich)",
        "As announced: 6 March\\, 18:00",
        "Earlier dates: 1 March 2026\\, 18:00",
        "Write to: a@example.org",
        "Subject line: R\\; 1\\, 2",
        "- Five sponsors",
        "SEQUENCE:1\r\n",
    ):
        assert said in text


@pytest.mark.parametrize(
    ("status", "certainty", "said"),
    [
        ("announced", "CONFIRMED", "SUMMARY:A call (Somebody)"),
        ("cancelled", "CANCELLED", "SUMMARY:CANCELLED: A call"),
        ("closed", "CONFIRMED", "SUMMARY:CLOSED: A call"),
        ("expected", "TENTATIVE", "expected\\, not announced"),
    ],
)
def test_the_status_is_in_the_entry(project: Folder, status: str, certainty: str, said: str) -> None:
    project.record("one", more=f'status = "{status}"')
    project.run("export")
    text = unfolded(project.calendar())
    assert f"STATUS:{certainty}\r\n" in text and said in text


@pytest.mark.parametrize(
    ("due", "previously", "said"),
    [
        ("2026-03-15", "[2026-03-01]", "A call (Somebody) (extended from 1 March)"),
        ("2026-03-15", "[2026-04-01, 2026-03-20]", "A call (Somebody) (moved EARLIER, from 20 March)"),
        ("2027-01-15", "[2026-12-15]", "A call (Somebody) (extended from 15 December 2026)"),
        ("2026-03-15T18:00:00", "[2026-03-15T17:00:00]", "A call (Somebody) (extended from 17:00)"),
        ("2026-03-15T18:00:00", "[2026-03-15]", "A call (Somebody) (moved EARLIER, from the end of the day)"),
        ("2026-03-15", "[]", "A call (Somebody)"),
    ],
)
def test_the_summary_tells_the_last_move(project: Folder, due: str, previously: str, said: str) -> None:
    project.record("moved", a_call(due, previously=previously, timezone='"Europe/Paris"'))
    project.run("export")
    assert f"\r\nSUMMARY:{said}\r\n" in unfolded(project.calendar()).replace("\\,", ",")


def test_the_calendar_has_what_subscribing_needs_and_nothing_that_breaks_clients(project: Folder) -> None:
    project.record("one")
    project.run("export")
    text = unfolded(project.calendar("calls"))
    head = text.partition("BEGIN:VEVENT")[0]
    for line in (
        "VERSION:2.0",
        "NAME:Test opportunities: calls",
        "X-WR-CALNAME:Test opportunities: calls",
        "REFRESH-INTERVAL;VALUE=DURATION:PT6H",
        "X-PUBLISHED-TTL:PT6H",
        "SOURCE;VALUE=URI:https://test.example/calendars/calls.ics",
    ):
        assert f"{line}\r\n" in head
    assert "UID" not in head and "METHOD" not in head
    for line in ("TRANSP:TRANSPARENT", "X-MICROSOFT-CDO-BUSYSTATUS:FREE", "DTSTAMP:20000101T000000Z"):
        assert f"{line}\r\n" in text
    assert "\\;" not in head


def test_a_title_cannot_become_a_line_of_its_own(project: Folder) -> None:
    project.file("deadlines.toml", SETTINGS.replace("Test opportunities", "One, two; three \\\\n"))
    project.record("one", CALL.replace("A call", "A\\\\nBEGIN:VALARM, and; more"))
    project.run("export")
    text = unfolded(project.calendar())
    assert "X-WR-CALNAME:One\\, two\\; three \\\\n\r\n" in text
    assert "SUMMARY:A\\\\nBEGIN:VALARM\\, and\\; more (Somebody)\r\n" in text


def test_a_backslash_before_any_letter_stays_what_it_is(project: Folder) -> None:
    texts = "title = 'C:\\Names\\new\\N'\nsummary = 'D:\\N'\ntopics = ['E:\\N', 'a,b']\n"
    project.record("one", texts + CALL.partition("\n")[2])
    project.run("export")
    calendar: Any = vobject.readOne(project.calendar().decode())
    (event,) = calendar.vevent_list
    assert event.summary.value == "C:\\Names\\new\\N (Somebody)"
    assert "Summary: D:\\N\n" in event.description.value
    assert event.categories.value == ["call", "E:\\N", "a,b"]
    assert examine(project.calendar(), "all.ics", now=NOW) == []


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
    ran = folder.process("export", "--as-of", now, **environment)
    assert ran.code == 0, ran.err
    return folder.calendars()


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


def test_the_order_of_records_changes_nothing() -> None:
    records = [opportunity(f"id-{number}", due=date(2026, 1, 1) + timedelta(number)) for number in range(5)]
    feeds = (Feed("all", "All", Selection()),)
    there, back = (
        plan(order, feeds, PublishedFolder(), Publication("x.org", "UTC"), ExportContext(NOW)).files
        for order in (records, records[::-1])
    )
    assert there == back


def opportunity(name: str, due: date = date(2026, 3, 6), **more: str) -> Opportunity:
    table = {"title": "T", "kind": "call", "organisation": "O", "url": "https://example.org/"} | more
    record = Record.model_validate({**table, "deadlines": [{"due": due}]})
    return Opportunity.of(record, id=name, path=f"{name}.toml", project_zone="Europe/Brussels")


TEXTS = st.text(
    st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Zl", "Zp"], exclude_characters="\ufeff"), min_size=1
)


@settings(max_examples=60)
@given(title=TEXTS.filter(str.strip), summary=TEXTS.filter(str.strip))
def test_any_text_is_folded_at_75_octets_between_characters_and_read_back(title: str, summary: str) -> None:
    (point,) = points_of(opportunity("one", title=title, summary=summary))
    calendar = assemble(
        head("all", title, summary, "https://x.org/"), [render(entry_of(point, "x.org", ENGLISH), 0, UNDATED)]
    )
    assert b"\n" not in calendar.replace(b"\r\n", b"")
    lines = calendar.split(b"\r\n")
    assert lines.pop() == b""
    assert max(map(len, lines)) <= 75
    for line in lines:
        line.decode("utf-8")
    escaped = title.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    assert f"X-WR-CALNAME:{escaped}\r\n" in unfolded(calendar)


def test_the_feeds_speak_the_language_of_the_project(project: Folder) -> None:
    project.record("one", a_call("2026-03-06", previously="[2026-03-01]"))
    project.run("export")
    english = project.entry("one@test.example")
    project.file("deadlines.toml", f'{SETTINGS}language = "fr"\n')
    assert project.run("export").code == 0
    french = project.entry("one@test.example")
    assert "SUMMARY:A call (Somebody) (prolongé\\, auparavant 1er mars)\r\n" in french
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
