"""The static site around the feeds: that it is complete, leads nowhere it should not, and stays true."""

import hashlib
import json
import re
import shutil
from base64 import b64encode
from pathlib import Path
from posixpath import dirname, join, normpath
from typing import get_args
from urllib.parse import parse_qs, unquote, urlsplit

import pytest

from deadlines.domain.feed import ALARMS, Facet, standard_feeds
from deadlines.domain.folder import TAKEN
from deadlines.wording.catalogue import LANGUAGES
from tests.conftest import CALL, SETTINGS, Folder, a_call
from tests.site.pages import Page, read

FACETS = get_args(Facet)
EVERYWHERE = SETTINGS + 'languages = ["en", "fr", "es", "ar"]\ncontact = "mistakes@test.example"\nneutral_feed = true\n'
BY_ALL = EVERYWHERE + 'feeds_by = ["topic", "region", "organisation", "language"]\n'
FULL = """\
title = "A call"
kind = "call"
organisation = "Somebody"
url = "https://example.org/call"
languages = ["en", "fr"]
topics = ["civic-space"]
regions = ["Africa"]
summary = "What it is about."

[[deadlines]]
due = 2026-03-06T18:00:00
timezone = "Europe/Zurich"
previously = [2026-02-20T18:00:00, 2026-03-01T18:00:00]
stated = "6 March 2026, 18:00"

[apply]
url = "https://apply.example.org/form"
email = "call@example.org"
reference = "REF 1 & 2"
documents = ["Curriculum vitae"]
"""
ROLLING = CALL.partition("[[")[0].replace("A call", "All year") + "rolling = true\n"
EVIL = """\
title = '<script>alert(1)</script>"><img src=x onerror=alert(2)>'
kind = "job"
organisation = "'\\" onmouseover=alert(3) <b>"
url = "https://example.org/?a=1&b='()"
topics = ['</script><script>alert(4)</script>', "evil"]
regions = ['javascript:alert(5)']
languages = ["qq-evil"]
summary = '''</dd></main><iframe src="https://evil.example/"></iframe> {{ 7 * 7 }} {% raw %}
&lt;script&gt; ]]> <!-- '''
location = "<style>*{display:none}</style>"
source = "javascript:alert(6)"
status_note = "<base href='https://evil.example/'>"

[[deadlines]]
due = 2026-03-06
label = "<svg onload=alert(7)>"
stated = "6 March 2026 </script>"

[apply]
email = "a?bcc=evil@example.org"
reference = "Hello&bcc=evil@example.org"
documents = ["<object data='https://evil.example/'>"]
requirements = ["</textarea><form action='https://evil.example/'>"]
"""


def pages(project: Folder) -> dict[str, Page]:
    return {name: read(content) for name, content in project.published().items() if name.endswith(".html")}


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Folder:
    """A project with everything, exported once; for tests that change nothing."""
    project = Folder(tmp_path_factory.mktemp("site"))
    project.file("deadlines.toml", BY_ALL)
    project.record("one", FULL)
    project.record("all-year", ROLLING)
    project.record("expected", f'status = "expected"\n{a_call("2026-09-01")}', kind="prizes")
    project.record("evil", EVIL, kind="jobs")
    assert project.run("check", "--as-of", "2026-02-01").code == 0
    assert project.run("export").code == 0
    return project


@pytest.fixture(scope="module")
def found(site: Folder) -> dict[str, Page]:
    return pages(site)


@pytest.fixture
def everywhere(site: Folder, tmp_path: Path) -> Folder:
    shutil.copytree(site.root, tmp_path, dirs_exist_ok=True)
    return Folder(tmp_path)


@pytest.mark.slow
def test_no_feed_of_the_settings_can_be_called_like_what_is_published_beside_it(project: Folder) -> None:
    project.file("deadlines.toml", BY_ALL)
    project.record("one", FULL)
    project.run("export")
    lists = {feed.name for feed in standard_feeds("")}
    stems = {name.partition("/")[0].partition(".")[0] for name in project.published() if not name.endswith(".tsv")}
    others = {stem for stem in stems - lists if not stem.endswith(ALARMS) and stem.partition("-")[0] not in FACETS}
    assert others <= TAKEN | set(LANGUAGES), others - TAKEN - set(LANGUAGES)
    assert {"index", "entries", "dates", "fr"} <= others


@pytest.mark.slow
def test_every_link_within_the_site_leads_to_a_file_and_every_anchor_to_an_element(
    site: Folder, found: dict[str, Page]
) -> None:
    published = site.published()
    assert len(found) > 80
    for name, page in found.items():
        assert page.wrong == [], name
        ids = [element.attributes["id"] for element in page.elements if "id" in element.attributes]
        assert len(ids) == len(set(ids)), name
        inside = [element.attributes.get("href") or "" for tag in ("a", "link") for element in page.all(tag)]
        inside += [element.attributes["src"] or "" for element in page.all("script") if "src" in element.attributes]
        for href in inside:
            parts = urlsplit(href)
            if parts.scheme:
                continue
            target = normpath(join(dirname(name), unquote(parts.path))) if parts.path else name
            assert target in published, (name, href)
            if parts.fragment:
                assert any(
                    element.attributes.get("id") == parts.fragment for element in found[target].elements
                ), (name, href)  # fmt: skip


def test_nothing_is_loaded_from_elsewhere_and_links_that_leave_tell_nothing(
    site: Folder, found: dict[str, Page]
) -> None:
    for name, page in found.items():
        head = {tag.attributes.get("http-equiv") or tag.attributes.get("name"): tag for tag in page.all("meta")}
        policy = head["Content-Security-Policy"].attributes["content"] or ""
        assert "default-src 'none'" in policy and "unsafe" not in policy
        assert head["referrer"].attributes["content"] == "no-referrer"
        for element in page.elements:
            for attribute in ("src", "srcset", "data", "action", "poster", "style", "background", "ping"):
                value = element.attributes.get(attribute)
                assert value is None or (element.tag == "script" and not urlsplit(value).scheme), (name, element)
            assert not [key for key in element.attributes if key.startswith("on")], (name, element)
        for link in page.all("link"):
            if link.attributes["rel"] not in ("canonical",):
                assert not urlsplit(link.attributes["href"] or "").netloc, (name, link)
        for link in page.all("a"):
            scheme = urlsplit(link.attributes["href"] or "").scheme
            assert scheme in ("", "https", "http", "mailto", "webcal"), (name, link)
            if scheme.startswith("http"):
                assert link.attributes["rel"] == "noreferrer noopener", (name, link)
                assert "out" in (link.attributes["class"] or ""), (name, link)


def test_no_record_can_become_markup_script_or_a_header(site: Folder, found: dict[str, Page]) -> None:
    for name, page in found.items():
        assert {element.tag for element in page.elements}.isdisjoint(
            {"iframe", "img", "object", "style", "base", "textarea", "b-", "embed"}
        ), name
        policy = (
            next(meta for meta in page.all("meta") if meta.attributes.get("http-equiv")).attributes["content"] or ""
        )
        for script in page.all("script"):
            if "src" in script.attributes:
                assert (script.attributes["src"] or "").endswith("page.js"), name
            elif script.attributes.get("type") == "application/ld+json":
                assert json.loads(script.text), name
            else:
                ours = b64encode(hashlib.sha256(script.text.encode()).digest()).decode()
                assert name.endswith("index.html") and f" 'sha256-{ours}';" in policy, name
        for link in page.links():
            if link.startswith("mailto:"):
                assert "bcc" not in parse_qs(urlsplit(link).query), link
    page = found["entries/evil.html"]
    assert '<script>alert(1)</script>"><img src=x onerror=alert(2)>' in page.text
    assert "{{ 7 * 7 }} {% raw %}" in page.text and "&lt;script&gt;" in page.text
    (data,) = [json.loads(script.text) for script in page.all("script") if "src" not in script.attributes]
    assert data["@type"] == "JobPosting" and data["title"].startswith("<script>")
    assert "mailto:a%3Fbcc%3Devil@example.org?subject=Hello%26bcc%3Devil%40example.org" in page.links()


def test_the_page_says_how_to_apply_and_how_the_deadline_moved(site: Folder, found: dict[str, Page]) -> None:
    page = found["entries/one.html"]
    for said in (
        "Friday, 6 March 2026, 18:00 (Zurich time)",
        "extended from 1 March",
        "20 February 2026, 18:00",
        "6 March 2026, 18:00",
        "Curriculum vitae",
        "REF 1 & 2",
        "What it is about.",
        "English, French",
    ):
        assert said in page.text, said
    assert "mailto:call@example.org?subject=REF%201%20%26%202" in page.links()
    assert "mailto:mistakes@test.example?subject=Mistake%20in%20one" in page.links()
    french = found["fr/entries/one.html"]
    assert "vendredi 6 mars 2026 à 18\u00a0h (heure de Zurich)" in french.text and "anglais, français" in french.text
    title = next(element for element in french.all("bdi") if element.text == "A call")
    assert title.attributes["lang"] == "en"
    arabic = site.published()["ar/index.html"]
    assert b'<html lang="ar" dir="rtl">' in arabic


def test_the_buttons_are_the_ones_that_work(site: Folder, found: dict[str, Page]) -> None:
    links = found["calls.html"].links()
    assert (
        "webcal://test.example/calendars/calls.ics" in links
        and "webcal://test.example/calendars/calls-alarms.ics" in links
    )
    google = next(link for link in links if "google" in link)
    assert google.endswith("/r?cid=webcal%3A%2F%2Ftest.example%2Fcalendars%2Fcalls.ics")
    assert parse_qs(urlsplit(google).query) == {"cid": ["webcal://test.example/calendars/calls.ics"]}
    for host in ("outlook.live.com", "outlook.office.com"):
        outlook = urlsplit(next(link for link in links if host in link))
        assert outlook.path == "/calendar/0/addfromweb"
        assert parse_qs(outlook.query) == {
            "url": ["https://test.example/calendars/calls.ics"],
            "name": ["Test opportunities: calls"],
        }
    page = found["calls.html"]
    assert "https://test.example/calendars/calls.ics" in [
        element.attributes.get("value") for element in page.all("input")
    ]
    assert "every 4 to 24 hours" in page.text and "Android cannot subscribe" in page.text
    assert len(page.all("svg")) == 2
    assert "webcal://test.example/calendars/fr/calls.ics" in found["fr/calls.html"].links()


def test_without_an_address_the_files_are_offered(project: Folder) -> None:
    project.file("deadlines.toml", SETTINGS.replace('url = "https://test.example/calendars/"\n', ""))
    project.record("one", FULL)
    project.run("export")
    links = pages(project)["index.html"].links()
    assert "all.ics" in links and not any("google" in link or link.startswith("webcal") for link in links)
    assert "sitemap.xml" not in project.published()


def test_every_list_has_a_page_and_those_that_are_asked_for_a_calendar(project: Folder) -> None:
    project.file("deadlines.toml", SETTINGS + 'feeds_by = ["topic"]\n')
    project.record("one", FULL)
    project.record("two", CALL.replace('"call"', '"job"').replace("A call", "A job"))
    project.run("export")
    found, published = pages(project), project.published()
    for name in ("topic-civic-space", "region-africa", "language-fr", "organisation-somebody", "calls", "jobs"):
        assert f"{name}.html" in found["browse.html"].links()
        assert (f"{name}.ics" in published) == (name in ("topic-civic-space", "calls", "jobs"))
        assert ("There is no calendar of this list alone." in found[f"{name}.html"].text) == (
            f"{name}.ics" not in published
        )
    assert "A job" in found["jobs.html"].text and "A call" not in found["jobs.html"].text


def test_the_languages_share_the_uids_and_the_instants(site: Folder, found: dict[str, Page]) -> None:
    def facts(name: str) -> list[str]:
        text = site.published()[name].replace(b"\r\n ", b"").decode()
        return re.findall(r"^(?:UID|DTSTART|DTEND|SEQUENCE|STATUS).*", text, re.M)

    for tag in ("fr", "es", "ar"):
        assert facts("all.ics") == facts(f"{tag}/all.ics") and facts("all-alarms.ics") == facts(f"{tag}/all-alarms.ics")
    assert "X-WR-CALNAME:Test opportunities\u00a0: emplois" in site.published()["fr/jobs.ics"].decode()


@pytest.mark.slow
def test_a_language_that_leaves_the_settings_is_kept_true(everywhere: Folder) -> None:
    everywhere.file("deadlines.toml", BY_ALL.replace('"fr", ', ""))
    everywhere.record("one", FULL.replace("2026-03-06T18", "2026-03-07T18").replace("6 March", "7 March"))
    ran = everywhere.export_at("2026-02-02")
    assert 'calendars/fr/ was published and goes on, since people may follow it; add "fr" to languages' in ran.err
    assert "20260307T170000Z" in everywhere.published()["fr/all.ics"].decode()
    assert not any("fr/" in link for link in pages(everywhere)["index.html"].links())


@pytest.mark.slow
def test_the_neutral_calendar_names_nothing_and_keeps_its_entries(everywhere: Folder) -> None:
    def calendar() -> str:
        return everywhere.published()["dates/dates.ics"].replace(b"\r\n ", b"").decode()

    before = calendar()
    for named in (
        "A call",
        "Somebody",
        "example.org/call",
        "civic",
        "one@",
        "one.",
        "All year",
        "script",
        "Test opp",
        "REF 1",
    ):
        assert named not in before, named
    assert "X-WR-CALNAME:Dates\r\n" in before and "\r\nURL" not in before and "\r\nCATEGORIES" not in before
    code = re.search(r"SUMMARY:Deadline (\w{6}) \(extended from 1 March\)", before)
    assert code and f"Deadline {code[1]}" in pages(everywhere)["entries/one.html"].text
    uid = re.search(rf"UID:({code[1].lower()}\w*@test.example)", before)
    assert uid
    everywhere.record("one", FULL.replace("03-06T", "03-09T").replace("6 March", "9 March"))
    everywhere.export_at("2026-02-02")
    assert f"UID:{uid[1]}" in calendar() and "DTEND:20260309T170000Z" in calendar()
    kept = calendar()
    everywhere.record("one", FULL.replace("03-06", "02-30"))
    everywhere.export_at("2026-02-03")
    assert calendar() == kept
    (everywhere.root / "opportunities/calls/one.toml").unlink()
    everywhere.export_at("2026-02-04")
    assert f"SUMMARY:REMOVED: Deadline {code[1]}" in calendar() and "Ask the organisation" not in calendar()


def test_every_calendar_of_the_site_is_one_that_programs_read(site: Folder, found: dict[str, Page]) -> None:
    calendars = [name for name in site.published() if name.endswith(".ics")]
    assert len(calendars) > 50 and "entries/one.ics" in calendars and "entries/all-year.ics" not in calendars
    ran = site.run("lint", *(str(site.root / "calendars" / name) for name in calendars))
    assert (ran.code, ran.out) == (0, ""), ran.out[:500]
    one = site.published()["entries/one.ics"].decode()
    assert one.count("BEGIN:VEVENT") == 1 and "UID:one@test.example" in one


@pytest.mark.parametrize(
    ("due", "zone_name", "said"),
    [
        ("2026-03-06T18:00:00", "Europe/Zurich", "UTC: 6 March 2026, 17:00"),
        ("2026-07-06T18:00:00", "America/Vancouver", "UTC: 7 July 2026, 01:00"),
        ("2026-03-06T19:00:00", "America/New_York", "UTC: midnight at the end of 6 March 2026 (00:00 on 7 March)"),
        ("2026-03-06", "AoE", "UTC: until 7 March 2026, 12:00"),
        ("2026-03-06T18:00:00", "UTC", None),
        ("2026-03-06", None, None),
    ],
)
def test_an_entrys_own_page_gives_utc_beside_the_official_time(
    project: Folder, due: str, zone_name: str | None, said: str | None
) -> None:
    project.record("one", a_call(due, **({"timezone": f'"{zone_name}"'} if zone_name else {})))
    project.run("export")
    text = read(project.published()["entries/one.html"]).text
    assert said in text if said else "UTC:" not in text


@pytest.mark.parametrize(
    ("place", "said"), [("", "Languages: English\\, French"), ("fr/", "Langues : anglais\\, français")]
)
def test_an_entry_calls_languages_by_their_names(site: Folder, place: str, said: str) -> None:
    calendar = site.published()[f"{place}all.ics"].replace(b"\r\n ", b"").decode().replace("\u00a0", " ")
    assert said in calendar


def test_two_deadlines_stand_under_both_months_and_an_id_stands_once(project: Folder) -> None:
    project.record("two", CALL + 'label = "First"\n\n[[deadlines]]\ndue = 2026-05-06\nlabel = "Second"\n')
    project.record("between", a_call("2026-04-06"))
    project.run("export")
    page = project.published()["index.html"].decode()
    assert re.findall(r"<h2>(\w+ 2026)</h2>", page) == ["March 2026", "April 2026", "May 2026"]
    assert project.published()["index.html"].count(b'<li id="two"') == 1


def test_who_publishes_stands_on_every_page_and_when_it_was_updated_on_every_list(project: Folder) -> None:
    project.file("deadlines.toml", f'{SETTINGS}contact = "desk@test.example"\n')
    project.record("one", more='verified = 2026-01-20\nsource = "A newsletter"')
    project.export_at("2026-02-01")
    publisher = 'Test opportunities</bdi> · <a href="mailto:desk@test.example">Contact</a>'
    for name, updated in (("index.html", True), ("browse.html", True), ("entries/one.html", False)):
        page = project.published()[name].decode()
        assert publisher in page and (f"{publisher} · Last updated on 1 February 2026" in page) == updated
    page = project.published()["index.html"].decode()
    assert "Checked on 20 January 2026" in page and re.search("Source: <bdi[^>]*>A newsletter<", page)
    project.export_at("2026-02-20")
    assert b"Last updated on 1 February 2026" in project.published()["index.html"]
    project.record("one", more='verified = 2026-01-20\nsummary = "More"')
    project.export_at("2026-02-21")
    assert b"Last updated on 21 February 2026" in project.published()["browse.html"]


@pytest.mark.slow
@pytest.mark.parametrize("settings", [EVERYWHERE, EVERYWHERE.replace('url = "https://test.example/calendars/"\n', "")])
def test_copies_of_pages_and_calendar_files_are_left_alone(project: Folder, settings: str) -> None:
    project.file("deadlines.toml", settings)
    project.record("stays")
    project.record("one", FULL)
    renamed = project.record("old-name", a_call("2026-05-05"))
    project.run("export")
    published = project.published()
    copies = {
        copy: published[name]
        for name, copy in (
            ("index.html", "index copy.html"), ("index.html", "index (1).html"), ("fr/jobs.html", "fr/jobs copy.html"),
            ("entries/one.html", "entries/one copy.html"), ("entries/one.ics", "entries/one copy.ics"),
            ("entries/one.ics", "entries/one-2.ics"), ("entries/one.ics", "ar/entries/one (1).ics"),
        )
    }  # fmt: skip
    copies["entries/theirs.ics"] = b"BEGIN:VCALENDAR\r\nPRODID:theirs\r\nEND:VCALENDAR\r\n"
    if "url" in settings:
        copies["entries/one-copy.html"] = published["entries/one.html"]
    for name, content in copies.items():
        project.file(f"calendars/{name}", content)
    (project.root / "opportunities/calls/one.toml").unlink()
    renamed.rename(renamed.with_name("new-name.toml"))
    project.export_at("2026-02-03")
    after = project.published()
    assert after.items() >= copies.items()
    assert "entries/one.ics" not in after and "entries/old-name.ics" not in after and "entries/new-name.ics" in after
    renamed.with_name("new-name.toml").rename(renamed.with_name("newer-name.toml"))
    project.export_at("2026-02-03")
    assert {"entries/newer-name.ics"} == project.published().keys() & {
        f"entries/{it}-name.ics" for it in ("new", "newer")
    }
    assert b"http-equiv" in after["entries/one.html"] and after["entries/one.html"] != published["entries/one.html"]
    assert project.run("export", "--check", "--as-of", "2026-02-03").code == 0
