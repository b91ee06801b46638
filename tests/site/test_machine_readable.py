"""What programs read beside the page."""

import json
import re
from pathlib import Path
from xml.etree import ElementTree

from deadlines.site.machine_readable import sitemaps
from tests.conftest import SETTINGS, Folder, a_call
from tests.site.pages import read
from tests.site.test_site import FULL, ROLLING


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
    assert (calls["title"], calls["language"], calls["count"]) == (
        "Test opportunities\u00a0: appels à contributions",
        "fr",
        2,
    )
    assert calls["with_alarms"] == "https://test.example/calendars/fr/calls-alarms.ics"


def test_the_sitemap_names_every_page_with_its_languages(project: Folder) -> None:
    project.file("deadlines.toml", SETTINGS + 'languages = ["fr"]\n')
    project.record("one", FULL)
    project.run("export")
    root = ElementTree.fromstring(project.published()["sitemap.xml"])
    named = {element.text for element in root.iter("{http://www.sitemaps.org/schemas/sitemap/0.9}loc")}
    base = "https://test.example/calendars/"
    assert {f"{base}index.html", f"{base}fr/index.html", f"{base}entries/one.html", f"{base}fr/calls.html"} <= named
    pages = {f"{base}{name}" for name in project.published() if name.endswith(".html") and "embed" not in name}
    assert named == pages
    links = [element.get("hreflang") for element in root.iter("{http://www.w3.org/1999/xhtml}link")]
    assert len(links) == 2 * len(named) and set(links) == {"en", "fr"}


def test_a_sitemap_of_more_than_search_engines_read_is_several() -> None:
    pages = [f"entries/{at}.html" for at in range(5)]
    found = dict(sitemaps("https://test.example/", pages, [("en", ""), ("fr", "fr/")], most=4))
    assert list(found) == ["sitemap-1.xml", "sitemap-2.xml", "sitemap-3.xml", "sitemap.xml"]
    named = {name: re.findall("<loc>([^<]*)</loc>", text) for name, text in found.items()}
    assert named.pop("sitemap.xml") == [f"https://test.example/{name}" for name in named]
    assert [len(inside) for inside in named.values()] == [4, 4, 2]
    assert {one for inside in named.values() for one in inside} == {
        f"https://test.example/{place}{page}" for place in ("", "fr/") for page in pages
    }
    assert all(ElementTree.fromstring(text.encode()) is not None for text in found.values())
    assert list(dict(sitemaps("https://test.example/", pages, [("en", "")], most=5))) == ["sitemap.xml"]


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
