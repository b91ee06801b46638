"""``deadlines import``: a second import repeats nothing, and moves what has moved."""

import json
from typing import Any

import pytest

from deadlines.cli.import_ import SYSTEMS, SYSTEMS_HELP
from tests.conftest import Folder

CSV = """\
id;Title;Type;Closing date;Organisation;Link;Topics
1;A call for reports;calls;2027-04-30;Somebody;https://example.org/1;civic space, land
2;A prize for courage;prize;30 May 2027;Nobody;https://example.org/2;land
"""
AT = "2027-03-01"


def imported(project: Folder, text: str, *options: str, at: str = AT) -> tuple[int, list[dict[str, Any]], str]:
    project.file("calls.csv", text)
    ran = project.run("import", "csv", "calls.csv", *options, "--format", "json", "--as-of", at)
    return ran.code, json.loads(ran.out), ran.err


def test_drafts_are_printed_and_nothing_is_written(project: Folder) -> None:
    project.file("calls.csv", CSV)
    ran = project.run("import", "csv", "calls.csv", "--as-of", AT)
    assert ran.code == 0 and ran.out.startswith("# opportunities/calls/a-call-for-reports.toml\n")
    assert 'source = "calls.csv 1"\n' in ran.out and "due = 2027-05-30\n" in ran.out
    assert list((project.root / "opportunities").rglob("*.toml")) == []


def test_a_second_import_repeats_nothing_and_moves_what_has_moved(project: Folder) -> None:
    assert imported(project, CSV, "--write")[0] == 0
    file = project.root / "opportunities/calls/a-call-for-reports.toml"
    assert 'topics = [\n    "civic space",\n    "land",\n]\n' in file.read_text()
    assert project.run("check").code == 0
    before = {path: path.read_bytes() for path in project.root.rglob("*.toml")}
    code, items, said = imported(project, CSV, "--write")
    assert (code, [item["is"] for item in items]) == (0, ["known", "known"])
    assert said == "deadlines: 2 are there already\n"
    assert {path: path.read_bytes() for path in project.root.rglob("*.toml")} == before
    moved = CSV.replace("2027-04-30", "2027-05-14")
    code, items, said = imported(project, moved)
    assert [item["is"] for item in items] == ["moved", "known"]
    assert "to move it: deadlines extend a-call-for-reports 2027-05-14\n" in said
    imported(project, moved, "--write")
    assert "due = 2027-05-14\n" in file.read_text() and "previously = [2027-04-30]\n" in file.read_text()


def test_a_window_that_rolls_over_after_it_closed_is_a_new_edition(project: Folder) -> None:
    imported(project, CSV, "--write")
    rolled = CSV.replace("2027-04-30", "2027-07-30").replace("example.org/1", "example.org/1b")
    _, items, _ = imported(project, rolled, "--write", at="2027-05-02")
    assert [item["is"] for item in items] == ["next", "known"]
    files = sorted(path.name for path in (project.root / "opportunities/calls").iterdir())
    assert files == ["a-call-for-reports-2027-07-30.toml", "a-call-for-reports.toml"]
    assert [item["is"] for item in imported(project, rolled, at="2027-05-02")[1]] == ["known", "known"]


def test_what_is_wrong_in_a_list_is_said_and_not_written(project: Folder) -> None:
    wrong = CSV.replace("https://example.org/1", "example.org")
    project.file("calls.csv", wrong)
    assert '# "example.org" is not a web address\n' in project.run("import", "csv", "calls.csv", "--as-of", AT).out
    ran = project.run("import", "csv", "calls.csv", "--write", "--as-of", AT)
    assert ran.code == 1 and "nothing was written" in ran.err
    assert ran.out == "opportunities/prizes/a-prize-for-courage.toml\n", "the good one is"


def test_only_what_is_asked_for_is_drafted(project: Folder) -> None:
    assert [item["title"] for item in imported(project, CSV, "--topic", "Civic space")[1]] == ["A call for reports"]
    assert [item["title"] for item in imported(project, CSV, "courage")[1]] == ["A prize for courage"]
    assert imported(project, CSV, "courage", "reports")[1] == []


def test_what_is_open_is_said_and_not_written(project: Folder) -> None:
    project.file("calls.csv", "Title,When\nA call,04/05/2027\n")
    ran = project.run("import", "csv", "calls.csv", "--map", "When=due", "--as-of", AT)
    assert '# "04/05/2027" may have the day or the month first; write it as 2027-04-30\n' in ran.out
    assert "# organisation is needed\n" in ran.out and "# deadlines is needed\n" in ran.out
    written = project.run("import", "csv", "calls.csv", "--map", "When=due", "--write", "--as-of", AT)
    assert written.code == 1 and '"A call" is not complete, and was not written' in written.err


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (("csv", "nowhere.csv"), 3, "nowhere.csv: No such file or directory"),
        (("xlsx", "deadlines.toml"), 1, "deadlines.toml cannot be read: it is no workbook that can be read"),
        (("ics", "deadlines.toml"), 1, "deadlines.toml cannot be read: it is no calendar"),
        (("reliefweb", "deadlines.toml"), 1, "deadlines.toml cannot be read: it is not JSON"),
        (("reliefweb", "jobs"), 3, 'write yours in [sources.reliefweb] as appname = "…"'),
        (("relief-web", "x"), 2, 'FORMAT: "relief-web" is not known; did you mean "reliefweb"?'),
        (("csv", "deadlines.toml", "--map", "title"), 2, '--map: write "COLUMN=KEY", such as "Closing date=due"'),
    ],
)
def test_what_cannot_be_read_is_one_line(project: Folder, arguments: tuple[str, ...], code: int, said: str) -> None:
    ran = project.run("import", *arguments)
    assert ran.code == code and said in ran.err and "Traceback" not in ran.err


def test_a_feed_is_read_as_announcements(project: Folder) -> None:
    entry = "<item><title>Call for applications: fellowship 2027</title><link>https://example.org/f</link><guid>g-1</guid><description>&lt;p&gt;Human Rights House invites applications. The deadline for applications is 30 April 2027.&lt;/p&gt;</description></item>"
    news = "<item><title>Court sentences lawyer</title><link>https://example.org/n</link><guid>g-2</guid><description>On 3 March 2027 a court sentenced a lawyer.</description></item>"
    project.file("feed.xml", f'<rss version="2.0"><channel><title>T</title>{entry}{news}</channel></rss>')
    ran = project.run("import", "rss", "feed.xml", "--format", "json", "--as-of", AT)
    (found,) = json.loads(ran.out)
    assert (found["source"], found["url"]) == ("feed.xml g-1", "https://example.org/f")
    assert [one["due"] for one in found["deadlines"]] == ["2027-04-30"]
    assert "Court sentences lawyer is left out" in ran.err


def test_the_help_names_every_format() -> None:
    assert f"{', '.join(SYSTEMS[:-1])} or {SYSTEMS[-1]}." == SYSTEMS_HELP


def test_the_csv_of_a_list_is_the_way_back(project: Folder) -> None:
    imported(project, CSV, "--write")
    listed = project.run("list", "--format", "csv", "--as-of", AT).out
    assert listed.startswith("\ufeffdays_left,due,timezone,") and listed.endswith("\r\n")
    project.file("list.csv", listed)
    ran = project.run("import", "csv", "list.csv", "--format", "json", "--as-of", AT)
    items = json.loads(ran.out)
    assert [(item["source"], item["is"], item["remarks"]) for item in items] == [
        ("calls.csv 1", "known", []),
        ("calls.csv 2", "known", []),
    ]
    assert [item["url"] for item in items] == ["https://example.org/1", "https://example.org/2"]
