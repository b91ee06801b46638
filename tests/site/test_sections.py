"""What time alone changes on the page: at an export and at no other time, at the right second."""

import pytest

from tests.conftest import SETTINGS, Folder, a_call
from tests.site.pages import read

SECTIONS = {"_closed", "_expected", "_rolling"}
SLOW = pytest.mark.slow


def section_of(project: Folder, name: str) -> str | None:
    """The id of the section of an opportunity; empty for one with a month as heading."""
    page, section, found = read(project.published()["index.html"]), "", None
    for element in page.elements:
        if element.tag == "section":
            section = element.attributes.get("id") or ""
        if element.tag == "li" and element.attributes.get("id") == name:
            found = section
    return found


@pytest.mark.parametrize(
    ("due", "timezone", "last", "first"),
    [
        ("2026-03-06T18:00:00", "Europe/Zurich", "2026-03-06T17:00:00Z", "2026-03-06T17:00:01Z"),
        ("2026-03-29T02:30:00", "UTC", "2026-03-29T02:30:00Z", "2026-03-29T02:30:01Z"),
        ("2026-03-06", "Pacific/Kiritimati", "2026-03-06T09:59:59Z", "2026-03-06T10:00:00Z"),
        ("2026-03-06", "AoE", "2026-03-07T11:59:59Z", "2026-03-07T12:00:00Z"),
        ("2026-03-28", "Europe/Paris", "2026-03-28T22:59:59Z", "2026-03-28T23:00:00Z"),
        ("2026-03-29", "Europe/Paris", "2026-03-29T21:59:59Z", "2026-03-29T22:00:00Z"),
        pytest.param("2026-03-06T17:00:00", "local", "2026-03-07T05:00:00Z", "2026-03-07T05:00:01Z", marks=SLOW),
        pytest.param('"2026-03"', "Pacific/Kiritimati", "2026-03-31T09:59:59Z", "2026-03-31T10:00:00Z", marks=SLOW),
    ],
)
def test_a_deadline_leaves_the_open_ones_at_the_export_after_its_last_second(
    project: Folder, due: str, timezone: str, last: str, first: str
) -> None:
    project.record("one", a_call(due, timezone=f'"{timezone}"'))
    project.record("two", a_call("2026-12-01"))
    project.run("export")
    project.export_at(last)
    assert section_of(project, "one") == ""
    project.export_at(first)
    assert section_of(project, "one") == "_closed"
    assert "The deadline has passed." in read(project.published()["entries/one.html"]).text


def test_while_time_changes_nothing_no_export_changes_a_byte(project: Folder) -> None:
    project.file("deadlines.toml", SETTINGS + 'languages = ["fr"]\nneutral_feed = true\n')
    project.record("one", a_call("2026-03-06"), more="published = 2026-01-15")
    project.record("two", a_call("2026-12-01"), more="opens = 2026-02-10")
    project.run("export")
    before = project.published()
    project.export_at("2026-02-09T22:59:59Z")
    assert project.published() == before
    project.export_at("2026-02-09T23:00:00Z")
    assert project.published().keys() == before.keys()
    changed = [name for name, content in project.published().items() if content != before[name]]
    assert sorted(changed) == ["feeds.json", "opportunities.json"]


def test_a_clean_checkout_stays_green_for_years_and_an_edit_turns_it_red(project: Folder) -> None:
    project.file("deadlines.toml", SETTINGS + 'languages = ["fr"]\nneutral_feed = true\n')
    project.record("one", a_call("2026-03-06"))
    project.record("two", a_call("2026-12-01"), more="opens = 2026-02-10")
    project.run("export")
    for day in ("2026-02-20", "2026-03-07", "2026-04-20", "2027-06-01", "2040-01-01", "2020-01-01"):
        ran = project.run("export", "--check", "--as-of", day)
        assert (ran.code, ran.out) == (0, ""), day
    project.record("one", a_call("2026-03-06"), more='source = "a newsletter"')
    out = project.run("export", "--check", "--as-of", "2040-01-01").out
    assert "calendars/entries/one.html is stale" in out and "calendars/fr/entries/one.html is stale" in out


@pytest.mark.parametrize(
    ("status", "now", "section"),
    [
        ("announced", "2026-04-05T22:59:59Z", "_closed"),
        ("announced", "2026-04-05T23:00:00Z", None),
        ("closed", "2026-02-01", "_closed"),
        ("cancelled", "2026-02-01", "_closed"),
        ("cancelled", "2026-04-05T23:00:00Z", None),
        ("expected", "2026-02-01", "_expected"),
    ],
)
def test_what_has_closed_is_shown_for_thirty_days(project: Folder, status: str, now: str, section: str | None) -> None:
    project.record("one", f'status = "{status}"\n{a_call("2026-03-06")}')
    project.record("two", a_call("2026-12-01"))
    project.export_at(now)
    assert section_of(project, "one") == section
    assert "entries/one.html" in project.published()


def test_a_damaged_site_is_mended_and_a_lost_one_made_again(project: Folder) -> None:
    project.record("one")
    project.run("export")
    before = project.published()
    for name in (
        "index.html",
        "entries/one.html",
        "entries/one.ics",
        "feeds.json",
        "atom.xml",
        "page.js",
        "sitemap.xml",
    ):
        file = project.root / "calendars" / name
        file.write_bytes(before[name][:50])
        assert f"calendars/{name} is stale" in project.run("export", "--check").out
        project.run("export")
        assert project.published() == before, name
        file.unlink()
        project.run("export")
        assert project.published() == before, name


def test_a_broken_record_keeps_its_page_its_item_and_its_news_and_is_named(project: Folder) -> None:
    project.record("one")
    project.record("two", a_call("2026-12-01").replace("A call", "Another"))
    project.run("export")
    before = project.published()
    project.record("one", a_call("2026-02-30"))
    assert project.export_at("2026-02-02").code == 1
    after = project.published()
    for name in ("entries/one.html", "entries/one.ics", "opportunities.json"):
        assert after[name] == before[name], name
    assert b"tag:test.example,2026:one</id>" in after["atom.xml"]
    page = read(after["index.html"])
    assert "Being corrected" in page.text and "A call" in page.text and "entries/one.html" in page.links()
    project.record("one")
    project.export_at("2026-02-03")
    assert project.published() == before


def test_a_record_that_is_gone_leaves_a_page_that_says_so(project: Folder) -> None:
    file = project.record("one")
    project.record("two", a_call("2026-12-01").replace('"call"', '"job"'))
    project.run("export")
    file.unlink()
    project.export_at("2026-02-02")
    published = project.published()
    assert "This page has been discontinued" in read(published["entries/one.html"]).text
    assert "../index.html" in read(published["entries/one.html"]).links()
    assert "entries/one.ics" not in published
    assert '"one"' not in published["opportunities.json"].decode()
    assert project.run("export", "--check").code == 0
    strange = project.file("calendars/mine.html", "<title>written by hand</title>")
    project.export_at("2026-02-03")
    assert strange.read_text() == "<title>written by hand</title>"


def test_midnight_is_filed_under_the_month_that_it_ends(project: Folder) -> None:
    project.record(
        "one", a_call("2026-05-01T00:00:00", timezone='"Europe/Brussels"'), more="opens = 2026-03-01T00:00:00"
    )
    project.record("two", a_call("2026-05-01T00:30:00", timezone='"Europe/Brussels"'))
    project.run("export")
    page = project.published()["index.html"].decode()
    places = [page.index(said) for said in (">April 2026<", 'id="one"', ">May 2026<", 'id="two"')]
    assert places == sorted(places)
    midnight = "Thursday, 30 April 2026, midnight at the end of 30 April (00:00 on 1 May) (Brussels time)"
    assert midnight in project.published()["entries/one.html"].decode()
    assert midnight.replace(",", "\\,") in project.entry("one@test.example")
    assert "Opens: Sunday\\, 1 March 2026\\, 00:00 (Brussels time)" in project.entry("one@test.example")


def test_midnight_that_is_only_expected_is_an_entry_of_the_day_that_it_ends(project: Folder) -> None:
    project.record("one", f'status = "expected"\n{a_call("2026-05-01T00:00:00", timezone=chr(34) + "UTC" + chr(34))}')
    project.run("export")
    assert "\nDTSTART;VALUE=DATE:20260430\r\n" in project.entry("one@test.example")
