"""Lists of more than 200: what their pages have, say and lead to, with and without a script, from a host and a stick."""

import re
import shutil
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.conftest import Folder, a_call
from tests.site.browser import Visit, served
from tests.site.pages import read
from tests.site.test_browser import AXE, PLACES
from tests.site.test_site import BY_ALL, EVIL, FULL, ROLLING

pytestmark = pytest.mark.slow

NOW = "2026-02-01T12:00:00Z"
CALLS = 230
WORDS = ("Défense", "droits", "liberté", "señal", "mujeres", "حقوق", "space", "water")
TWO = """\
title = "In two stages"
kind = "call"
organisation = "Somebody & others"
url = "https://example.org/two"
regions = ["Sahel"]
applicants = ["organisation"]

[[deadlines]]
label = "proposal"
due = 2026-03-10

[[deadlines]]
label = "full text"
due = 2026-06-10T17:00:00
timezone = "AoE"
"""
Visiting = Callable[..., Visit]


def a_project(folder: Path, calls: int = CALLS) -> Folder:
    project = Folder(folder)
    project.file("deadlines.toml", BY_ALL + '[topics.civic-space]\nfr = "Espace civique"\n')
    for at in range(calls):
        title = f"{WORDS[at % 8]} {WORDS[at % 7]} {at}"
        due = f"2026-{3 + at * 5 // calls:02}-{1 + at % 28:02}"
        more = f'topics = ["{("civic-space", "water", "press")[at % 3]}"]\nlanguages = ["{("en", "fr")[at % 2]}"]'
        project.record(f"call-{at}", a_call(due).replace("A call", title), more=more)
    project.record("two", TWO)
    project.record("evil", EVIL, kind="jobs")
    its = 'countries = ["ML"]\napplicants = ["individual"]\n'
    project.record("translated", f'{its}{FULL}\n[translations.fr]\ntitle = "Un appel traduit"\n')
    project.record("all-year", ROLLING)
    project.record("expected", f'status = "expected"\n{a_call("2026-09-01")}')
    project.record("cancelled", f'status = "cancelled"\n{a_call("2026-03-20")}')
    project.record("invited", a_call("2026-04-20").replace("A call", "Secret"), more='access = "invitation"')
    assert project.run("export").code == 0
    return project


@pytest.fixture(scope="module")
def long(tmp_path_factory: pytest.TempPathFactory) -> Folder:
    return a_project(tmp_path_factory.mktemp("long"))


@pytest.fixture(scope="module")
def base(long: Folder) -> Iterator[str]:
    with served(long.root / "calendars") as address:
        yield address


@pytest.fixture
def visit(browser: Browser, base: str) -> Iterator[Visiting]:
    visits = []

    def begin(**context: object) -> Visit:
        begun = Visit(
            browser, str(context.pop("base", base)), **{"now": NOW, "timezone_id": "Europe/Brussels", **context}
        )
        visits.append(begun)
        return begun

    yield begin
    for begun in visits:
        begun.leave()


def rows_of(published: dict[str, bytes], pattern: str) -> Counter[str]:
    """How often the rows of some pages lead to each opportunity."""
    pages = "".join(content.decode() for name, content in published.items() if re.fullmatch(pattern, name))
    return Counter(re.findall(r'<h3><a href="[^"]*entries/([^"]*)\.html"', pages))


def test_the_pages_by_month_have_everything_and_each_has_at_most_200(long: Folder) -> None:
    published = long.published()
    for place in PLACES.values():
        everything = rows_of(published, rf"{place}by-month/all/.*\.html")
        assert set(everything) == {f"call-{at}" for at in range(CALLS)} | {
            "two", "evil", "translated", "all-year", "expected", "cancelled",
        }  # fmt: skip
        assert {id_ for id_, count in everything.items() if count > 1} == {"two"}
        assert set(everything) == set(rows_of(published, rf"{place}by-month/calls/.*\.html")) | {"evil"}
        index = rows_of(published, rf"{place}index\.html")
        assert len(index) == 200 and set(index) <= set(everything)
    for name, content in published.items():
        if name.endswith(".html") and "/entries/" not in f"/{name}":
            assert content.count(b'<li id="') <= 200, name


def test_what_is_said_of_numbers_is_true_and_every_address_leads_somewhere(long: Folder) -> None:
    published = long.published()
    assert "The first 200 of 236." in read(published["index.html"]).text
    assert "The first 200 of 235." in read(published["calls.html"]).text
    assert "Les 200 premiers sur 236." in read(published["fr/index.html"]).text
    for list_, shown in (("index", "all"), ("calls", "calls")):
        page = published[f"{list_}.html"].decode()
        for address, said in re.findall(r'<li><a href="(by-month/[^"]*)">[^<]*</a> \((\d+)\)', page):
            assert address.startswith(f"by-month/{shown}/")
            assert rows_of(published, address.replace(".html", r"(-\d)?\.html")).total() == int(said), address
    assert "by-month/" not in published["jobs.html"].decode()
    for name in [name for name in published if re.fullmatch(r"(fr/)?(by-month/.*|index|calls)\.html", name)]:
        page = read(published[name])
        assert page.wrong == [], name
        ids = [element.attributes["id"] for element in page.elements if "id" in element.attributes]
        assert len(ids) == len(set(ids)), name
        place = (long.root / "calendars" / name).parent
        for href in (link for link in page.links() if "//" not in link and ":" not in link):
            file, _, anchor = href.partition("#")
            target = (place / file).resolve() if file else long.root / "calendars" / name
            assert target.is_file(), (name, href)
            assert not anchor or f'id="{anchor}"' in target.read_text(), (name, href)


def test_the_sitemap_has_every_page_of_a_long_list(long: Folder) -> None:
    published = long.published()
    named = set(re.findall("<loc>https://test.example/calendars/([^<]*)</loc>", published["sitemap.xml"].decode()))
    hidden = ("embed.html", "by-invitation.html", "entries/invited.html")
    assert named == {name for name in published if name.endswith(".html") and not name.endswith(hidden)}


def test_up_to_two_hundred_everything_is_in_the_page_which_fetches_nothing(tmp_path: Path) -> None:
    project = a_project(tmp_path, calls=195)  # and four more that are open: of those by invitation, nobody counts
    published = project.published()
    assert not any("by-month" in name for name in published)
    assert rows_of(published, r"index\.html").total() == 202
    assert b"connect-src" not in b"".join(published.values())


def test_pages_of_months_that_end_say_so_and_their_data_goes(long: Folder, tmp_path: Path) -> None:
    shutil.copytree(long.root, tmp_path, dirs_exist_ok=True)
    project = Folder(tmp_path)
    theirs = project.file("calendars/by-month/theirs.json", "{}")
    before = project.published()
    assert "by-month/2026-03.json" in before
    for at in range(60):
        project.record(f"call-{at}", a_call("2026-08-01"))
    project.export_at("2026-03-25")
    after = project.published()
    assert "by-month/2026-03.json" not in after and "by-month/2026-08.json" in after
    assert "This page has been discontinued" in read(after["by-month/all/2026-03.html"]).text
    assert "../../index.html" in read(after["by-month/all/2026-03.html"]).links()
    for at in range(100):
        (tmp_path / f"opportunities/calls/call-{at}.toml").unlink()
    project.export_at("2026-03-26")
    few = project.published()
    assert [name for name in few if name.endswith(".json") and "by-month" in name] == ["by-month/theirs.json"]
    assert {name for name in after if name.endswith(".html")} <= few.keys(), "an address stays"
    assert theirs.exists()


def rows_on(page: Page) -> dict[str, str]:
    """The rows that stand on a page, as they are seen, by their headings and their opportunities."""
    return page.evaluate(
        """() => Object.fromEntries([...document.querySelectorAll("main .rows > li")].map((row) => [
          row.closest("section").querySelector("h2").textContent + row.querySelector("h3 a").getAttribute("href").split("/").pop(),
          row.innerHTML.replaceAll("../../entries/", "entries/") + row.dataset.k + row.dataset.status,
        ]))"""
    )


def show_all(page: Page) -> None:
    """Wait until a search has read everything, and have all of it drawn."""
    expect(page.locator("#_count")).not_to_be_empty()
    expect(page.locator("#_count")).not_to_contain_text(re.compile("so far|Déjà|hasta ahora|حتى الآن"))
    more = page.locator("main > div > button")
    while more.is_visible():
        more.click()


@pytest.mark.parametrize("tag", PLACES)
def test_what_is_found_is_drawn_as_it_stands_on_the_pages_by_month(visit: Visiting, long: Folder, tag: str) -> None:
    reader = visit(timezone_id="America/Bogota")
    standing: dict[str, str] = {}
    for name in sorted(long.published()):
        if re.fullmatch(rf"{PLACES[tag]}by-month/all/[^/]*\.html", name):
            standing |= rows_on(reader.to(name))
    page = reader.to(f"{PLACES[tag]}index.html")
    page.locator("#_words").fill("e")  # which the name of every organisation has
    show_all(page)
    expect(page.locator("main .rows > li")).to_have_count(237)
    assert rows_on(page) == standing


def whole(calendars: Path, page: str, months: str, only: str = "") -> str:
    """Write the page of a list as it would be if nothing were too long, and return its name."""
    text = (calendars / page).read_text()
    folder = (calendars / page).parent
    seen: set[str] = set()

    def row(found: re.Match[str]) -> str:
        is_again = found[1] in seen
        seen.add(found[1])
        if only not in found[0]:
            return ""
        return found[0].replace(f' id="{found[1]}"', "", 1) if is_again else found[0]

    sections = ""
    for part in re.findall(r'data-parts="([^"]*)"', text)[0].split():
        files = sorted(
            (folder / "by-month" / months).glob(f"{part}*.html"), key=lambda file: (len(file.stem), file.stem)
        )
        for file in files:
            shown = re.findall(r"<section(?![^>]*hidden).*?</section>", file.read_text(), re.S)
            sections += "".join(shown).replace("../../entries/", "entries/")
    sections = re.sub(r'<li id="([^"]*)".*?</li>', row, sections, flags=re.S)
    before, after = text[: text.index("<section")], text.rpartition("</nav>")[2]
    before = re.sub(r' data-(total|list|parts|found|reading|unread|further)="[^"]*"', "", before)
    before = re.sub(r"<script>.*?</script>", "", before)  # of a page that is called index.html
    regions = (folder / "by-month/regions.json").read_text().strip().replace('"', "&#34;")
    before = before.replace(" data-unstated=", f' data-territories="{regions}" data-unstated=')
    name = f"whole-{page.rpartition('/')[2]}"
    (folder / name).write_text(before + sections + after)
    return f"{page.rpartition('/')[0]}/{name}".removeprefix("/")


SHOWN = """() => [[...document.querySelectorAll("main .rows > li")].filter((row) => !row.closest("[hidden]")).map((row) =>
  row.closest("section").querySelector("h2").textContent + row.querySelector("h3 a").getAttribute("href") + row.id),
  document.querySelector("#_calendar:not([hidden])")?.textContent ?? "",
  [...document.querySelectorAll("select")].map((one) => [...one.options].map(({ value, text }) => value + text))]"""
ASKED = (
    "q=droits", "q=Defense+2026", "kind=job", "topic=civic-space", "language=fr&q=libert%C3%A9s", "q=two", "q=sahel",
    "country=ML", "applicant=individual", "region=002", "q=nothing+at+all", "organisation=Somebody", "q=espace", "q=evil",
    "topic=water&q=%D8%AD%D9%82%D9%88%D9%82", "q=translated", "q=traduits", "kind=call&q=water",
)  # fmt: skip


@pytest.mark.parametrize(
    ("page", "months", "only"),
    [
        ("index.html", "all", ""),
        ("fr/index.html", "all", ""),
        ("ar/calls.html", "calls", ""),
        ("organisation-somebody.html", "all", ">Somebody</bdi>"),
    ],
)
def test_a_long_list_is_searched_as_one_would_be_that_stands_there_whole(
    visit: Visiting, long: Folder, tmp_path: Path, page: str, months: str, only: str
) -> None:
    calendars = shutil.copytree(long.root / "calendars", tmp_path / "calendars")
    with served(calendars) as base:
        reader, oracle = visit(base=base), whole(calendars, page, months, only)
        for asked in ASKED:
            at_once = reader.to(f"{oracle}?{asked}").evaluate(SHOWN)
            if not reader.page.locator("#_count").inner_text():
                continue  # no row of the list has what is asked for, so that it is not offered
            found = reader.to(f"{page}?{asked}")
            show_all(found)
            expect(found.locator("main .rows > li")).to_have_count(len(at_once[0]))
            assert found.evaluate(SHOWN) == at_once, asked


def test_nothing_is_fetched_before_somebody_searches_and_nothing_twice(visit: Visiting, base: str) -> None:
    reader = visit()
    fetched: list[str] = []
    reader.page.on("request", lambda request: fetched.append(request.url.removeprefix(base)))
    page = reader.to("index.html")
    assert set(fetched) - {"icon.svg"} == {"index.html", "page.css", "page.js"}
    page.locator("#_words").press_sequentially("droits")
    show_all(page)
    page.get_by_text("Narrow down").click()
    page.locator("#_words").fill("libert")
    show_all(page)
    data = [name for name in fetched if name.startswith("by-month/")]
    assert len(data) == len(set(data)) and "by-month/2026-03.json" in data and "by-month/regions.json" in data
    page.get_by_role("button", name="Show all").click()
    expect(page.locator("#_count")).to_be_empty()
    expect(page.locator("main .rows > li")).to_have_count(201)
    assert page.locator("#_months").is_visible()


def test_what_is_chosen_before_anything_was_read_narrows_down(visit: Visiting) -> None:
    page = visit().to("index.html")
    page.get_by_text("Narrow down").click()
    page.get_by_label("Kind").select_option("job")
    show_all(page)
    assert page.locator("main .rows > li").count() == 1 and page.url.endswith("index.html?kind=job")
    assert page.locator("#_count").inner_text() == "Shown: 1 of 236"
    assert page.locator("main h3").inner_text().startswith("<script>alert(1)")


@pytest.mark.parametrize("tag", PLACES)
def test_from_a_stick_what_is_searched_is_said_and_the_months_have_the_rest(
    visit: Visiting, long: Folder, tag: str
) -> None:
    reader = visit(base=f"file://{long.root}/calendars/")
    page = reader.to(f"{PLACES[tag]}index.html")
    page.locator("#_words").fill("droits")
    here = page.locator("main .rows > li:visible").count()
    said = page.locator("#_count").inner_text()
    assert 0 < here < 100 and "236" in said and "200" in said
    page.locator("#_rest a").click()
    page.locator("#_months a").nth(3).click()
    assert page.locator("main .rows > li").count() > 20
    page.locator("main .hint a").click()
    assert page.locator("#_words").count() == 1


def test_without_javascript_the_months_have_everything(visit: Visiting) -> None:
    page = visit(java_script_enabled=False, now=None).to("calls.html")
    assert page.get_by_text("The first 200 of 235.").is_visible()
    assert page.locator("form, button").count() == 0
    page.locator("#_months a").get_by_text("March 2026").click()
    assert page.get_by_role("heading", level=1).inner_text() == "Calls"
    assert page.get_by_role("heading", level=2).first.inner_text() == "March 2026"
    page.locator("main h3 a").first.click()
    assert page.url.split("/")[-2] == "entries"


def test_where_the_rest_cannot_be_fetched_that_is_said_and_tried_again(
    visit: Visiting, long: Folder, tmp_path: Path
) -> None:
    calendars = shutil.copytree(long.root / "calendars", tmp_path / "calendars")
    lost = (calendars / "by-month/2026-05.json").rename(tmp_path / "lost.json")
    with served(calendars) as base:
        reader = visit(base=base)
        page = reader.to("index.html")
        page.locator("#_words").fill("droits")
        show_all(page)
        expect(page.locator("#_count")).to_contain_text(
            "of 236 could be searched here; the others are in the pages by month"
        )
        few = page.locator("main .rows > li").count()
        lost.rename(calendars / "by-month/2026-05.json")
        page.locator("#_words").fill("droit")
        expect(page.locator("#_count")).not_to_contain_text("could be searched")
        show_all(page)
        assert page.locator("main .rows > li").count() > few
        assert [one for one in reader.wrong if "404" not in one] == []
        reader.wrong.clear()


def test_an_address_of_what_does_not_stand_on_the_page_any_more_leads_to_it(visit: Visiting) -> None:
    page = visit().to("index.html#call-195")
    page.wait_for_url("**/entries/call-195.html")
    page = visit().to("index.html#call-0")
    assert page.locator(":target h3").count() == 1


def test_a_keyboard_gets_to_what_is_shown_more(visit: Visiting) -> None:
    page = visit().to("index.html?q=somebody")
    expect(page.locator("#_count")).to_contain_text("Shown: the first 50 of 23")
    expect(page.locator("main .rows > li")).to_have_count(50)
    page.get_by_role("button", name="Show more").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#_count")).to_contain_text("Shown: the first 100 of 23")
    assert page.evaluate("[...document.querySelectorAll('main li h3 a')].indexOf(document.activeElement)") == 50


def test_what_has_closed_since_the_page_was_made_is_found_among_what_has_closed(visit: Visiting) -> None:
    page = visit(now="2026-03-07T12:00:00Z").to("index.html?q=somebody&topic=civic-space")
    show_all(page)
    assert page.locator("#_closed li").count() > 1 and page.locator("#_closed #translated").count() == 1
    assert page.locator(".month .left.past").count() == 0


@pytest.mark.parametrize(
    ("tag", "scheme", "width"), [("en", "light", 320), ("fr", "dark", 1280), ("es", "light", 1280), ("ar", "dark", 320)]
)
def test_nobody_is_kept_out_of_a_long_list(visit: Visiting, tag: str, scheme: str, width: int) -> None:
    reader = visit(color_scheme=scheme, viewport={"width": width, "height": 800})
    pages = ("index.html", "index.html?q=somebody", "by-month/all/2026-03.html")
    for name in pages:
        page = reader.to(PLACES[tag] + name)
        if "?" in name:
            show_all(page)
        page.evaluate(AXE)
        found = page.evaluate("axe.run({resultTypes: ['violations']})")
        assert [(rule["id"], [node["html"] for node in rule["nodes"]][:3]) for rule in found["violations"]] == [], name
        assert page.evaluate("document.documentElement.scrollWidth") == width, name


@pytest.mark.parametrize("tag", PLACES)
def test_on_a_phone_the_first_of_a_long_list_is_on_the_first_screen(visit: Visiting, tag: str) -> None:
    page = visit(viewport={"width": 375, "height": 812}).to(f"{PLACES[tag]}index.html")
    deadline = page.locator(".rows > li .due time").first.bounding_box()
    assert deadline and deadline["y"] + deadline["height"] < 812
