"""The forms of a deadline on the pages, in the digest, the Atom feed and JSON-LD; and in a browser by its own clock."""

import json
import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.cli.test_forms import FORMS, WORDS
from tests.conftest import Folder
from tests.site.browser import ReadByAll, Visit, served

AS_OF = "2026-02-20"


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Folder:
    folder = Folder(tmp_path_factory.mktemp("forms"))
    folder.file(
        "deadlines.toml",
        '[project]\nname = "Test"\nurl = "https://test.example/"\ndomain = "test.example"\ntimezone = "Europe/Brussels"\n'
        'languages = ["fr"]\nneutral_feed = true\n',
    )
    for name, text in FORMS.items():
        folder.record(name, text.replace("A call", f"A call of {name}"))
    assert folder.export_at(AS_OF).code == 0
    return folder


def page(folder: Folder, name: str) -> str:
    text = (folder.root / "calendars" / name).read_text(encoding="utf-8")
    return re.sub(r"<[^>]+>", "", text)


@pytest.mark.parametrize("name", ["index.html", "entries/{}.html", "embed.html"])
@pytest.mark.parametrize(
    ("form", "said"),
    [
        ("month", "April 2026, day not stated"),
        ("own", "Tuesday, 10 March 2026, 17:00, your time"),
        ("undated", f"“{WORDS}” (no date stated)"),
        ("rolling", "Open all year; next review 1 September 2026"),
    ],
)
def test_every_page_says_what_the_announcement_says(published: Folder, name: str, form: str, said: str) -> None:
    assert said in page(published, name.format(form))


def test_each_is_in_its_section_and_stays_in_its_language(published: Folder) -> None:
    text = (published.root / "calendars/index.html").read_text()
    sections = {
        found[1]: found[2] for found in re.finditer(r'<section[^>]*?id="_(\w+)"(.*?)</section>', text, re.DOTALL)
    }
    assert 'id="undated"' in sections["undated"] and "rolling" not in sections
    assert re.search(r"<h2>April 2026</h2>\s*<ul[^>]*>\s*<li id=\"month\"", text)
    assert "avril 2026, jour non précisé" in page(published, "fr/index.html")


def test_the_description_of_a_feed_names_what_has_no_date_and_no_other_feed_does(published: Folder) -> None:
    text = published.calendar().replace(b"\r\n ", b"").decode().replace("\\", "")
    assert f"A call of undated (Somebody): “{WORDS}” (no date stated): https://example.org/call" in text
    assert "UID:undated@" not in text
    named = (published.root / "calendars/dates/dates.ics").read_bytes().replace(b"\r\n ", b"").decode()
    assert "A call" not in named and "April 2026\\, day not stated" in named and "until 17:00\\, your time" in named


def test_the_digest_and_atom_say_it_too(published: Folder) -> None:
    digest = published.run("digest", "--as-of", "2026-03-25").out
    assert "Deadline: April 2026, day not stated" in digest
    atom = (published.root / "calendars/atom.xml").read_text()
    for said in ("day not stated", "your time", WORDS, "Open all year", "Opens (Second)"):
        assert said in atom


def test_search_engines_are_told_no_day_that_nobody_stated(published: Folder) -> None:
    def event(name: str) -> list[str]:
        text = (published.root / f"calendars/entries/{name}.html").read_text()
        found = re.search(r'<script type="application/ld\+json">(.*?)</script>', text, re.DOTALL)
        parsed = json.loads(found[1]) if found else []
        return [one["endDate"] for one in (parsed if isinstance(parsed, list) else [parsed])]

    assert [event(name) for name in ("month", "undated", "own", "own-day")] == [
        [], [], ["2026-03-10T17:00:00"], ["2026-03-11"]
    ]  # fmt: skip


@pytest.mark.slow
@pytest.mark.parametrize(
    ("now", "zone", "row", "left"),
    [
        ("2026-02-20T12:00:00Z", "Africa/Dakar", "month", "in 2 months"),
        ("2026-03-31T12:00:00Z", "Africa/Dakar", "month", "next month"),
        ("2026-04-30T12:00:00Z", "Africa/Dakar", "month", "this month"),
        ("2026-03-10T02:59:00Z", "Pacific/Kiritimati", "own", "today"),
        ("2026-03-10T03:01:00Z", "Pacific/Kiritimati", "own", None),
        ("2026-03-10T23:59:00Z", "America/Los_Angeles", "own", "today"),
        ("2026-03-11T09:59:00Z", "Pacific/Kiritimati", "own-day", "today"),
        ("2026-03-11T10:01:00Z", "Pacific/Kiritimati", "own-day", None),
        ("2026-03-12T05:00:00Z", "America/Los_Angeles", "own-day", "today"),
        ("2026-03-01T12:00:00Z", "Africa/Dakar", "windows", "upcoming"),
        ("2026-04-01T12:00:00Z", "Africa/Dakar", "windows", "closed"),
        ("2027-01-01T12:00:00Z", "Africa/Dakar", "rolling", "closed"),
        ("2027-01-01T12:00:00Z", "Africa/Dakar", "undated", ""),
    ],
)
def test_a_browser_counts_each_by_its_own_clock(
    browser: Browser, published: Folder, now: str, zone: str, row: str, left: str | None
) -> None:
    with served(published.root / "calendars") as base:
        visit = Visit(browser, base, now=now, timezone_id=zone)
        found = visit.to("index.html").locator(f"#{row}")
        is_closed = visit.page.locator(f"#_closed #{row}").count() == 1
        texts = found.locator(".left").all_inner_texts()
        here = found.locator(".here").count()
        visit.leave()
    assert is_closed == (left is None)
    assert texts[:1] == ([left or "closed"] if left != "" else [])
    assert here == 0, "a month and the applicant's own time have no other"


@pytest.mark.slow
def test_the_script_for_other_sites_says_each(browser: Browser, published: Folder, tmp_path: Path) -> None:
    with served(published.root / "calendars", ReadByAll) as ours:
        (tmp_path / "index.html").write_text(f'<meta charset="utf-8"><script src="{ours}embed.js" async></script>')
        with served(tmp_path) as theirs:
            context = browser.new_context(timezone_id="Africa/Dakar")
            page = context.new_page()
            page.clock.set_fixed_time("2026-02-20T12:00:00Z")
            page.goto(theirs)
            page.wait_for_selector("ul.deadlines li", state="attached")
            texts = page.locator("ul.deadlines li").all_inner_texts()
            context.close()
    said = "\n".join(texts)
    for words in ("April 2026, day not stated", "10 March 2026, 17:00, your time", f"“{WORDS}” (no date stated)"):
        assert words in said, said
    assert [re.search(r"of ([\w-]+)", text)[1] for text in texts] == [  # type: ignore[index]
        "own", "own-day", "month", "windows", "rolling", "undated"
    ]  # fmt: skip
