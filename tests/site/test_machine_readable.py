"""What programs read beside the page."""

import json
import re
from datetime import datetime
from pathlib import Path
from xml.etree import ElementTree

import pytest

from tests.conftest import SETTINGS, Folder, a_call
from tests.site.pages import read
from tests.site.test_site import EVIL, FULL, ROLLING

ATOM = "{http://www.w3.org/2005/Atom}"


def entries(project: Folder, place: str = "") -> dict[str, dict[str, str]]:
    root = ElementTree.fromstring(project.published()[f"{place}atom.xml"])
    return {
        entry.findtext(f"{ATOM}id", ""): {child.tag.removeprefix(ATOM): child.text or "" for child in entry}
        for entry in root.iter(f"{ATOM}entry")
    }


def updated(project: Folder, name: str) -> str:
    return entries(project)[f"tag:test.example,2026:{name}"]["updated"]


def test_the_opportunities_are_the_array_of_list_as_json(project: Folder) -> None:
    project.record("one", FULL)
    project.record("all-year", ROLLING)
    project.record("past", a_call("2020-01-01"), more="opens = 2019-01-01")
    project.run("export")
    published = json.loads(project.published()["opportunities.json"])
    listed = json.loads(project.run("list", "--all", "--format", "json", "--as-of", project.NOW).out)
    for one in listed:
        one["path"] = Path(one["path"]).name
    assert published == sorted(listed, key=lambda one: one["id"]) and len(published) == 3


def test_every_feed_is_named_with_its_address_and_its_count(project: Folder) -> None:
    project.file("deadlines.toml", SETTINGS + 'languages = ["fr"]\n')
    project.record("one", FULL)
    project.record("two", a_call("2026-12-01"))
    project.run("export")
    found = {feed["address"]: feed for feed in json.loads(project.published()["feeds.json"])["feeds"]}
    assert sorted(found) == [
        f"https://test.example/calendars/{place}{name}.ics" for place in ("", "fr/") for name in ("all", "calls")
    ]
    calls = found["https://test.example/calendars/fr/calls.ics"]
    assert (calls["title"], calls["language"], calls["count"]) == ("Test opportunities: appels", "fr", 2)
    assert calls["with_alarms"] == "https://test.example/calendars/fr/calls-alarms.ics"


def test_an_atom_entry_has_one_id_for_ever_and_is_updated_when_the_deadline_moves_and_not_else(
    project: Folder,
) -> None:
    project.record("one", a_call("2026-03-06"), more="published = 2026-01-15")
    project.record("two", a_call("2026-12-01"))
    project.run("export")
    assert updated(project, "one") == "2026-01-15T00:00:00Z"
    before = project.published()["atom.xml"]
    project.record("one", a_call("2026-03-06"), more="published = 2026-01-15\nsource = 'a letter'")
    project.export_at("2026-02-03T10:00:00Z")
    assert project.published()["atom.xml"] == before
    project.record("one", a_call("2026-03-09", previously="[2026-03-06]"), more="published = 2026-01-15")
    project.record("three", a_call("2026-11-01"))
    project.export_at("2026-02-04T10:00:00Z")
    assert updated(project, "one") == updated(project, "three") == "2026-02-04T10:00:00Z"
    assert updated(project, "two") == "2000-01-01T00:00:00Z"
    assert "extended from 6 March" in entries(project)["tag:test.example,2026:one"]["summary"]
    assert list(entries(project))[-1] == "tag:test.example,2026:two"
    project.record("one", f'status = "cancelled"\n{a_call("2026-03-09")}')
    project.export_at("2026-02-05T10:00:00Z")
    assert updated(project, "one") == "2026-02-05T10:00:00Z"
    assert entries(project)["tag:test.example,2026:one"]["title"] == "CANCELLED: A call (Somebody)"


def test_the_atom_feed_has_what_the_standard_demands(project: Folder) -> None:
    project.file("deadlines.toml", SETTINGS + 'languages = ["ar"]\n')
    project.record("one", FULL)
    project.record("evil", EVIL + "\n", kind="jobs")
    project.record("all-year", ROLLING)
    project.run("export")
    for place in ("", "ar/"):
        root = ElementTree.fromstring(project.published()[f"{place}atom.xml"])
        for element in (root, *root.iter(f"{ATOM}entry")):
            for name in ("id", "title", "updated"):
                assert len(element.findall(f"{ATOM}{name}")) == 1 and element.findtext(f"{ATOM}{name}")
            assert datetime.fromisoformat(element.findtext(f"{ATOM}updated", "")).tzinfo
            assert [link.get("href") for link in element.findall(f"{ATOM}link") if link.get("rel") == "alternate"]
        assert root.findtext(f"{ATOM}author/{ATOM}name") == "Test opportunities"
        assert (
            root.findall(f"{ATOM}link[@rel='self']")[0].get("href") == f"https://test.example/calendars/{place}atom.xml"
        )
        assert len(entries(project, place)) == 3
    assert entries(project).keys() == entries(project, "ar/").keys()


def test_the_sitemap_names_every_page_with_its_languages(project: Folder) -> None:
    project.file("deadlines.toml", SETTINGS + 'languages = ["fr"]\n')
    project.record("one", FULL)
    project.run("export")
    root = ElementTree.fromstring(project.published()["sitemap.xml"])
    named = {element.text for element in root.iter("{http://www.sitemaps.org/schemas/sitemap/0.9}loc")}
    base = "https://test.example/calendars/"
    assert {f"{base}index.html", f"{base}fr/index.html", f"{base}entries/one.html", f"{base}fr/calls.html"} <= named
    pages = {f"{base}{name}" for name in project.published() if name.endswith(".html")}
    assert named == pages
    links = [element.get("hreflang") for element in root.iter("{http://www.w3.org/1999/xhtml}link")]
    assert len(links) == 2 * len(named) and set(links) == {"en", "fr"}


@pytest.mark.parametrize(
    ("record", "expected"),
    [
        (
            FULL,
            {
                "@type": "Event",
                "startDate": "2026-03-06T18:00:00+01:00",
                "eventStatus": "https://schema.org/EventRescheduled",
                "previousStartDate": ["2026-02-20T18:00:00+01:00", "2026-03-01T18:00:00+01:00"],
            },
        ),
        (
            f'status = "cancelled"\n{a_call("2026-03-06")}',
            {"startDate": "2026-03-06", "eventStatus": "https://schema.org/EventCancelled"},
        ),
        (
            a_call("2026-03-28", timezone='"Europe/Paris"').replace('"call"', '"job"'),
            {"@type": "JobPosting", "validThrough": "2026-03-29T00:00:00+01:00", "title": "A call"},
        ),
    ],
)
def test_search_engines_are_told_the_deadline(project: Folder, record: str, expected: dict[str, object]) -> None:
    project.record("one", record)
    project.run("export")
    page = read(project.published()["entries/one.html"])
    (data,) = [json.loads(script.text) for script in page.all("script") if "src" not in script.attributes]
    assert {key: data[key] for key in expected} == expected


def test_a_page_tells_programs_of_its_feed_and_its_languages(project: Folder) -> None:
    project.file("deadlines.toml", SETTINGS + 'languages = ["fr"]\n')
    project.record("one", FULL)
    project.run("export")
    found = {
        (link.attributes.get("type") or link.attributes.get("hreflang") or link.attributes["rel"]): link.attributes[
            "href"
        ]
        for link in read(project.published()["fr/calls.html"]).all("link")
    }
    assert found == {
        "image/svg+xml": "../icon.svg",
        "stylesheet": "../page.css",
        "application/atom+xml": "atom.xml",
        "text/calendar": "calls.ics",
        "en": "../calls.html",
        "fr": "../fr/calls.html",
        "canonical": "https://test.example/calendars/fr/calls.html",
    }
    assert not re.search(rb"<link[^>]*href=\"/", project.published()["fr/calls.html"])
