import json
import os

import pytest

from tests.cli.terminal import Terminal
from tests.conftest import CALL, SETTINGS, Folder, Ran, a_call

GENEVA = a_call("2026-03-06T18:00:00", timezone='"Europe/Geneva"')


def test_a_good_project_is_silent(project: Folder) -> None:
    project.record("one")
    ran = project.run("check")
    assert (ran.code, ran.out, ran.err) == (0, "", "")


def test_a_problem_has_place_line_carets_and_hint(project: Folder) -> None:
    project.record("one", GENEVA)
    ran = project.run("check")
    assert ran.code == 1
    assert ran.out == (
        'opportunities/calls/one.toml:8:12: "Europe/Geneva" is not a time zone\n'
        "  |\n"
        '8 | timezone = "Europe/Geneva"\n'
        "  |            ^^^^^^^^^^^^^^^\n"
        '  = did you mean "Europe/Zurich"?\n'
    )
    assert ran.err == "1 problem in 1 file\n"


def test_other_formats_say_the_same(project: Folder) -> None:
    project.record("one", GENEVA)
    concise = 'opportunities/calls/one.toml:8:12: "Europe/Geneva" is not a time zone\n'
    assert project.run("check", "--format", "concise").out == concise
    assert json.loads(project.run("check", "--format", "json").out) == [
        {
            "path": "opportunities/calls/one.toml",
            "line": 8,
            "col": 12,
            "end_col": 27,
            "severity": "error",
            "message": '"Europe/Geneva" is not a time zone',
            "hint": 'did you mean "Europe/Zurich"?',
        }
    ]
    github = project.run("check", "--format", "github").out
    assert github.startswith("::error file=opportunities/calls/one.toml,line=8,col=12,endColumn=27::")


def test_json_of_a_good_project_is_an_empty_list(project: Folder) -> None:
    assert json.loads(project.run("check", "--format", "json").out) == []


def test_all_problems_of_all_files_come_in_one_run(project: Folder) -> None:
    project.record("misspelt", CALL.replace("organisation", "organization") + 'timezone = "CET"\n')
    project.record("syntax", 'title = "unclosed\n')
    project.record("good")
    out = project.run("check", "--format", "concise").out
    assert '"organization" is not a known key' in out and '"CET" is not a time zone' in out
    assert "syntax.toml:1:" in out and "good" not in out
    assert len(out.splitlines()) == 3


def test_two_records_of_one_id_are_both_named(project: Folder) -> None:
    project.record("one")
    project.record("one", kind="jobs")
    out = project.run("check", "--format", "concise").out.splitlines()
    assert [line.split(":")[0] for line in out] == ["opportunities/calls/one.toml", "opportunities/jobs/one.toml"]
    assert all('the id "one" is taken by' in line for line in out)


def test_only_the_files_named_are_checked(project: Folder) -> None:
    bad = project.record("bad", GENEVA)
    good = project.record("good")
    assert project.run("check", str(good)).code == 0
    assert project.run("check", str(bad)).code == 1
    assert project.run("check", str(bad.parent)).code == 1
    assert project.run("check", "nowhere.toml").code == 2


def test_a_draft_outside_the_project_can_be_checked(project: Folder, tmp_path_factory: pytest.TempPathFactory) -> None:
    draft = tmp_path_factory.mktemp("drafts") / "draft.toml"
    draft.write_text(GENEVA)
    assert "Europe/Zurich" in project.run("check", str(draft)).out


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "the file is empty"),
        (b"\xef\xbb\xbf\n", "the file is empty"),
        (b'title = "caf\xe9"\n', "the file is not UTF-8 text"),
        (b"\x00\x01\x02", "not"),
        (b"x = 1\n" * 10, "this is not TOML"),
        (b"a = " + b"[" * 5000, "nested too deeply"),
        (b"x" * 50_000_000, "too large"),
        (b"due = 2026-02-30\n", "2026-02-30 is not a date"),
        (CALL.replace("A call", "A\\u0000call").encode(), "U+0000"),
        (CALL.replace("A call", "A\\u2028call").encode(), "U+2028"),
    ],
)
def test_whatever_is_in_a_file_is_a_problem_and_no_traceback(project: Folder, content: bytes, said: str) -> None:
    project.file("opportunities/calls/odd.toml", content)
    project.record("good")
    ran = project.run("check")
    assert ran.code == 1 and said in ran.out
    assert "good" in project.run("list", "--as-of", "2026-01-01").out


def test_a_folder_or_a_dangling_link_in_place_of_a_file_is_named(project: Folder) -> None:
    (project.root / "opportunities/folder.toml").mkdir()
    (project.root / "opportunities/link.toml").symlink_to("nowhere")
    os.mkfifo(project.root / "opportunities/pipe.toml")
    out = project.run("check", "--format", "concise").out
    assert "this is a folder" in out and "link.toml" in out and "not an ordinary file" in out


def test_an_unreadable_file_is_named(project: Folder) -> None:
    (project.root / "opportunities/loop.toml").symlink_to("loop.toml")
    ran = project.run("check", "--format", "concise")
    assert ran.code == 1 and "opportunities/loop.toml:1:1: the file cannot be read: Too many levels" in ran.out


def test_a_capital_in_a_files_name_is_named_and_the_record_not_lost(project: Folder) -> None:
    project.file("opportunities/Call 1.toml", CALL)
    project.file("opportunities/other.TOML", CALL)
    out = project.run("check").out
    assert "rename it to call-1.toml" in out and "other.TOML" in out


def test_settings_are_checked_like_records(project: Folder) -> None:
    project.file("deadlines.toml", SETTINGS.replace("timezone", "timezon") + "[feeds.jobs]\n")
    project.record("bad", GENEVA)
    ran = project.run("check", "--format", "concise")
    assert ran.code == 3
    assert 'deadlines.toml:5:1: "timezon" is not a known key of [project]' in ran.out and "Geneva" in ran.out
    assert project.run("list").code == project.run("export").code == 3


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        ("[feeds.jobs]\n", 'the feed "jobs" exists already'),
        ("[feeds.all]\n", 'the feed "all" exists already'),
        ('[feeds."../x"]\n', "cannot be the name of a feed"),
        ('[feeds.x]\nkind = ["jobs"]\n', 'did you mean "job"?'),
        ("[reminders]\nlead_times = ['soon']\n", "is not a lead time"),
        ("[[recipients]]\nid = 'a'\n", "has no address"),
        ("[[recipients]]\nid = 'a'\nemail = 'b'\n", "is not an e-mail address"),
        ("[mail]\nhost = 'h'\nsender = 's@h.org'\nport = 0\n", "port"),
    ],
)
def test_what_is_wrong_in_settings_is_a_problem_with_a_place(project: Folder, settings: str, said: str) -> None:
    project.file("deadlines.toml", SETTINGS + settings)
    ran = project.run("check")
    assert ran.code == 3
    assert ran.out.startswith("deadlines.toml:") and said in ran.out


def test_a_feed_that_selects_nothing_is_a_problem(project: Folder) -> None:
    project.file("deadlines.toml", SETTINGS + '[feeds.sport]\ntopic = ["sport"]\n')
    project.record("one")
    for command in ("check", "export"):
        ran = project.run(command)
        assert ran.code == 1 and 'deadlines.toml:6:1: the feed "sport" selects nothing' in ran.out + ran.err


def test_wrong_settings_are_named_beside_records_that_are_asked_for(project: Folder) -> None:
    project.file("deadlines.toml", SETTINGS + "language = 5\n")
    project.record("one")
    said = project.run("check", str(project.root / "opportunities/calls/one.toml"))
    assert said.code == 3 and "language must be text" in said.out


def test_the_settings_of_the_readme_are_accepted(project: Folder) -> None:
    project.file("deadlines.toml", SETTINGS + EVERYTHING)
    project.record("one")
    assert project.run("check").code == 0


EVERYTHING = """\
language = "en"
[reminders]
lead_times = ["30d", "7d", "1d"]
kinds.job = ["7d", "2d"]
[[recipients]]
id = "advocacy"
email = "advocacy@example.org"
kind = ["call"]
lead_times = ["14d", "3d"]
timezone = "Africa/Dakar"
language = "fr"
[mail]
host = "mail.example.org"
port = 587
security = "starttls"
sender = "deadlines@example.org"
username = "deadlines"
[ledger]
url = "sqlite:///ledger.sqlite3"
"""


def test_control_characters_in_a_file_do_not_reach_the_terminal(project: Folder) -> None:
    project.file("opportunities/odd.toml", b'title = "\x1b[31mred"\n')
    assert "\x1b" not in project.run("check").out


@pytest.mark.parametrize("due", ["2100-01-01", "2099-12-31", "2090-01-01"])
def test_a_placeholder_is_a_warning_that_proposes_rolling_and_the_record_goes_on(project: Folder, due: str) -> None:
    file = project.record("one", a_call(due))
    for ran in (project.run("check"), project.run("check", str(file))):
        assert ran.code == 0 and ran.err == "1 warning in 1 file\n"
        assert f"one.toml:7:7: warning: the year {due[:4]} seems to mean that there is no deadline" in ran.out
        assert "rolling = true" in ran.out
    assert "one" in project.run("list", "--as-of", "2026-01-01").out
    assert project.run("export").code == 0


def test_a_late_year_that_is_meant_is_none(project: Folder) -> None:
    project.record("one", a_call("2089-12-31"))
    assert project.run("check").out == ""


@pytest.mark.parametrize("due", ["9999-12-31", "2101-01-01T18:00:00", "1969-12-31", "0001-01-01"])
def test_a_year_that_cannot_be_meant_is_refused_with_the_limits(project: Folder, due: str) -> None:
    project.record("one", a_call(due))
    ran = project.run("check")
    assert ran.code == 1 and f"the year {int(due[:4])} cannot be meant" in ran.out
    assert "write a year from 1970 to 2100" in ran.out and ("rolling = true" in ran.out) == (due > "2100")
    typed = project.run("list", "--as-of", due)
    assert typed.code == 2 and "write a year from 1970 to 2100" in typed.err
    assert project.run("list", "--as-of", f"{due[:10]}T12:00:00Z").code == 2


@pytest.mark.parametrize(
    "due",
    [
        "2027-04-30T24:00",
        "2027-04-30T24:00:00",
        "2027-04-30 24:00:00",
        "2027-04-30t24:00:00Z",
        '"2027-04-30T24:00"',
        "'2027-04-30 24:00:00'",
        "2027-04-30T24:00  # the end of the day",
    ],
)
def test_the_hour_24_is_answered_with_what_it_means(project: Folder, due: str) -> None:
    project.record("one", a_call(due, timezone='"Europe/Berlin"'))
    ran = project.run("check")
    assert ran.out.startswith("opportunities/calls/one.toml:7:7: ") and ran.err == "1 problem in 1 file\n"
    assert "write 2027-05-01T00:00:00, which is the same, or 2027-04-30T23:59:00" in ran.out


@pytest.mark.parametrize("due", ["2027-04-30T24:30:00", "2027-02-30T24:00", "9999-12-31T24:00", "2027-04-30T25:00"])
def test_an_hour_that_means_nothing_is_no_date(project: Folder, due: str) -> None:
    project.record("one", a_call(due, timezone='"Europe/Berlin"'))
    assert "which is the same" not in project.run("check").out


def test_the_hour_24_in_a_list_and_typed_is_answered_too(project: Folder) -> None:
    project.record("one", a_call("2027-05-01", previously="[2027-04-01, 2027-04-30T24:00]"))
    assert "one.toml:8:27: TOML has no time 24:00" in project.run("check").out
    typed = project.run("list", "--after", "2027-04-30T24:00")
    assert typed.code == 2 and "write 2027-05-01T00:00:00" in typed.err


def test_a_renamed_record_is_named_with_its_old_id_until_it_is_exported(project: Folder) -> None:
    file = project.record("old-name")
    project.record("another", CALL.replace("A call", "Another call"))
    project.run("export")
    file.rename(file.with_name("new-name.toml"))
    ran = project.run("check")
    assert ran.code == 0
    assert 'opportunities/calls/new-name.toml:1:1: warning: it was published as "old-name"' in ran.out
    assert "rename it back to old-name.toml" in ran.out
    assert "old-name" not in project.run("check", str(project.root / "opportunities/calls/another.toml")).out
    project.run("export")
    assert project.run("check").out == ""


@pytest.mark.slow
def test_on_a_terminal_it_is_said_that_all_is_well(project: Folder) -> None:
    for number in range(3):
        project.record(f"record-{number}", CALL.replace("A call", f"Call {number}"), more="draft = false")
    said = Terminal(project, "check")
    assert said.end() == 0 and said.shown.strip() == "3 records, no problems"
    one = Terminal(project, "check", str(project.root / "opportunities/calls/record-0.toml"))
    assert one.end() == 0 and one.shown.strip() == "1 record, no problems"
    assert project.process("check") == Ran(0, "", "")
    project.record("record-0", CALL.replace("url", "ulr"))
    wrong = Terminal(project, "check")
    assert wrong.end() == 1 and "no problems" not in wrong.shown


def test_a_warning_is_printed_and_no_failure(project: Folder) -> None:
    project.record("one", CALL.replace("example.org/call", "reliefweb.int/job/1"))
    project.record("a-2020", a_call("2020-04-30"), more='series = "a"\nstatus = "expected"')
    ran = project.run("check", "--as-of", "2020-02-01")
    assert ran.code == 0 and ran.err == "2 warnings in 2 files\n"
    assert "one.toml:4:7: warning: reliefweb.int is a board, and not the organiser\n" in ran.out
    assert "= write the organiser’s own page; the board belongs into source\n" in ran.out
    assert (
        "a-2020.toml:7:10: warning: it is only expected, and should have been announced since 2020-01-31\n" in ran.out
    )
    assert "expected" not in project.run("check", "--as-of", "2020-01-30").out
