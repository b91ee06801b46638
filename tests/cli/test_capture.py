"""``deadlines capture``: what is printed, what is written, what is there already."""

import json
import tomllib
from pathlib import Path

import pytest

from tests.cli.terminal import Terminal
from tests.conftest import REPOSITORY, Folder
from tests.web.peer import Peer

SEED = REPOSITORY.parent / "shared/seeds/human-rights-defenders-posts.txt"
PRIZE = """\
Call for nominations for the Justice Prize 2027

The Justice Foundation invites nominations. The deadline for nominations is 30 April 2027, 17:00 {zone}.
Nominations should be sent to prize@example.org.

https://justice.example/prize
"""


@pytest.fixture
def page(project: Folder) -> Path:
    return project.file("page.txt", PRIZE.format(zone="Geneva time"))


def test_a_draft_is_printed_as_toml_with_its_sentence_and_nothing_is_written(project: Folder, page: Path) -> None:
    ran = project.run("capture", page.name)
    table = tomllib.loads(ran.out)
    assert (ran.code, table["organisation"], table["deadlines"][0]["timezone"]) == (
        0,
        "Justice Foundation",
        "Europe/Zurich",
    )
    assert "# " in ran.out and "The deadline for nominations is 30 April 2027" in ran.out
    assert not list(project.root.glob("opportunities/prizes/*"))


def test_what_is_written_is_what_check_accepts_and_is_not_written_twice(project: Folder, page: Path) -> None:
    assert project.run("capture", "--write", page.name).out.startswith("opportunities/prizes/")
    assert project.run("check").code == 0
    again = project.run("capture", "--write", page.name)
    assert again.out == "" and "already" in again.err
    assert len(list(project.root.glob("opportunities/prizes/*"))) == 1


def test_a_date_that_moved_is_proposed_as_a_move(project: Folder, page: Path) -> None:
    project.run("capture", "--write", page.name)
    page.write_text(PRIZE.format(zone="Geneva time").replace("30 April", "15 May"))
    assert "deadlines extend call-for-nominations-for-the-justice-prize-2027 2027-05-15T17:00" in (
        project.run("capture", page.name).err
    )


def test_an_edition_that_was_expected_is_given_its_dates(project: Folder, page: Path) -> None:
    project.record(
        "justice-prize-2027",
        'title = "Justice Prize 2027"  # kept\nkind = "prize"\norganisation = "Justice"\nurl = "https://justice.example/"\n'
        'series = "justice-prize"\nstatus = "expected"\n\n[[deadlines]]\ndue = 2027-05-01\n',
        kind="prizes",
    )
    assert "--write" in project.run("capture", page.name).err
    (path,) = project.run("capture", "--write", page.name).out.split()
    text = (project.root / path).read_text()
    table = tomllib.loads(text)
    assert path == "opportunities/prizes/justice-prize-2027.toml" and "# kept" in text and "status" not in table
    assert str(table["deadlines"][0]["due"]) == "2027-04-30 17:00:00" and table["organisation"] == "Justice"
    assert project.run("check").code == 0


def test_an_hour_without_a_zone_is_not_written_until_somebody_says_whose_it_is(project: Folder) -> None:
    project.file("page.txt", PRIZE.format(zone=""))
    ran = project.run("capture", "--write", "page.txt")
    assert ran.code == 1 and "--timezone" in ran.err and not list(project.root.glob("opportunities/prizes/*"))
    assert project.run("capture", "--write", "--timezone", "Europe/Paris", "page.txt").code == 0


def test_json_says_how_much_is_known(project: Folder, page: Path) -> None:
    (item,) = json.loads(project.run("capture", "--format", "json", page.name).out)
    (due,) = item["deadlines"]
    assert (due["due"], due["outcome"], due["zone_stated"]) == ("2027-04-30T17:00", "stated", "Geneva time")
    assert due["instant"] == "2027-04-30T15:00:00Z"
    (later,) = json.loads(project.run("capture", "--format", "json", "--as-of", "2027-05-01", page.name).out)
    assert later["status"] == "closed"
    assert "deadline for nominations" in due["sentence"]


def test_what_is_no_opportunity_is_an_empty_list_with_the_reason(project: Folder) -> None:
    project.file("news.txt", "Winners of the prize announced\n\nThey were chosen on 3 May 2027.\n")
    ran = project.run("capture", "--format", "json", "news.txt")
    assert (ran.code, json.loads(ran.out)) == (0, []) and "winners" in ran.err


def test_a_file_that_cannot_be_read_is_named_and_the_others_are_read(project: Folder, page: Path) -> None:
    ran = project.run("capture", "--format", "json", "none.txt", page.name)
    assert ran.code == 1 and "none.txt" in ran.err and len(json.loads(ran.out)) == 1


@pytest.mark.slow
@pytest.mark.skipif(not SEED.exists(), reason="the page of the seed is not here")
def test_the_page_of_ten_posts_gives_its_three_opportunities(project: Folder) -> None:
    ran = project.run("capture", "--format", "json", str(SEED))
    survey, job, prize = json.loads(ran.out)
    assert [one["kind"] for one in (survey, job, prize)] == ["call", "job", "prize"]
    assert [one["deadlines"][0]["due"] for one in (survey, job, prize)] == [
        "2026-03-06T18:00",
        "2026-02-06",
        "2026-04-30",
    ]
    assert survey["deadlines"][0]["zone_stated"] == "Central European Time"
    assert (survey["languages"], survey["contact"]) == (["en", "fr", "es"], "ohchr-civicspacesurvey@un.org")
    assert "apply" not in survey
    assert (job["apply"]["email"], job["apply"]["reference"]) == ("recrutement@fidh.org", "DOIG-UE-0126")
    assert (prize["apply"]["email"], prize["languages"]) == ("hrprize.pace@coe.int", ["en", "fr"])
    assert [one["published"] for one in (survey, job, prize)] == ["2026-02-11", "2026-01-30", "2026-01-19"]
    assert ran.err.count("nothing drafted") == 7


def test_each_entry_of_a_feed_is_a_draft_of_its_own(project: Folder) -> None:
    entry = (
        "<item><title>Call for papers: {title}</title><link>https://example.org/{title}</link>"
        "<pubDate>Wed, 10 Feb 2027 09:00:00 GMT</pubDate><description>&lt;p&gt;Deadline: {day}&lt;/p&gt;</description></item>"
    )
    items = entry.format(title="rights", day="30 April") + entry.format(title="law", day="2 May 2027")
    project.file("calls.rss", f'<rss version="2.0"><channel><title>Calls</title>{items}</channel></rss>')
    first, second = json.loads(project.run("capture", "--format", "json", "calls.rss").out)
    assert [one["deadlines"][0]["due"] for one in (first, second)] == ["2027-04-30", "2027-05-02"]
    assert [one["deadlines"][0]["outcome"] for one in (first, second)] == ["derived", "stated"]
    assert (first["url"], first["published"]) == ("https://example.org/rights", "2027-02-10")


def test_an_address_is_read_and_is_that_of_the_record_and_no_private_one_unless_it_is_asked_for(
    project: Folder,
) -> None:
    html = "<title>A fund for law | Somebody</title><h1>A fund for law</h1><p>Open call. <p>Deadline: <del>1</del> 30 April 2027"
    with Peer(f"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<!doctype html>{html}".encode()) as peer:
        address = peer.address("/fund")
        (item,) = json.loads(project.run("capture", "--format", "json", "--private", address).out)
        refused = project.run("capture", "--format", "json", address)
    assert (item["title"], item["url"], item["deadlines"][0]["due"]) == ("A fund for law", address, "2027-04-30")
    assert (refused.code, json.loads(refused.out)) == (1, []) and address in refused.err


def test_a_month_and_a_date_without_a_year_are_written_as_far_as_they_are_known(project: Folder) -> None:
    text = "Call for papers: a journal\n\nThe Law Institute invites papers. Papers are accepted until {}.\n\nhttps://law.example/{}\n"
    project.file("month.txt", text.format("the end of April 2027", 1))
    project.file("day.txt", text.replace("a journal", "other things").format("1 March", 2))
    ran = project.run("capture", "--write", "month.txt", "day.txt")
    month, day = (tomllib.loads((project.root / path).read_text())["deadlines"][0] for path in ran.out.split())
    assert month["due"] == "2027-04" and "due" not in day and "until 1 March" in day["stated"]
    assert project.run("check").code == 0


@pytest.mark.slow
def test_on_a_terminal_each_draft_is_shown_and_what_is_missing_is_asked(project: Folder, page: Path) -> None:
    page.write_text(PRIZE.format(zone="Geneva time").replace("https://justice.example/prize\n", ""))
    person = Terminal(project, "capture", page.name)
    person.type("yes", "https://justice.example/prize")
    assert person.end() == 0
    (written,) = project.root.glob("opportunities/prizes/*.toml")
    table = tomllib.loads(written.read_text())
    assert (table["url"], table["organisation"]) == ("https://justice.example/prize", "Justice Foundation")
    assert "The deadline for nominations is 30 April 2027" in person.shown


def test_what_a_page_says_for_programs_alone_is_a_hint_and_no_deadline(project: Folder) -> None:
    data = '<script type="application/ld+json">{"@type": "JobPosting", "title": "a\tb", "validThrough": "2027-05-31T00:00"}</script>'
    html = (
        "<!doctype html><title>Vacancy: an officer</title>{}<h1>Vacancy: an officer</h1><p>How to apply: write to us{}."
    )
    project.file("silent.html", html.format(data, ""))
    project.file("says.html", html.format(data, " by 31 May 2027"))
    silent, says = json.loads(project.run("capture", "--format", "json", "silent.html", "says.html").out)
    assert silent["deadlines"] == [] and "2027-05-31" in silent["hints"][0]
    assert says["deadlines"][0]["due"] == "2027-05-31" and "hints" not in says
