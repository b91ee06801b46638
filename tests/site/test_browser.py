"""The page in a real browser: what people see, in their zone and language, with and without JavaScript."""

from collections.abc import Callable, Iterator
from pathlib import Path

import axe_playwright_python
import pytest
from playwright.sync_api import Browser, expect

from tests.conftest import Folder, a_call
from tests.server.conftest import start
from tests.site.browser import ReadByAll, Visit, served, served_without_slashes
from tests.site.test_site import BY_ALL, EVIL, FULL, ROLLING

pytestmark = pytest.mark.slow

AXE_KNOWS_WCAG_2_2 = (4, 8)
AXE = Path(axe_playwright_python.__file__).with_name("axe.min.js").read_text()
NOW = "2026-03-05T12:00:00Z"
Visiting = Callable[..., Visit]


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Folder:
    project = Folder(tmp_path_factory.mktemp("site"))
    project.file("deadlines.toml", BY_ALL)
    project.record("one", FULL)
    project.record("all-year", ROLLING)
    project.record("expected", f'status = "expected"\n{a_call("2026-09-01")}')
    project.record("later", a_call("2026-04-01", timezone='"Asia/Kolkata"').replace("A call", "Défense des droits"))
    project.record("soon", a_call("2026-03-05", timezone='"Pacific/Kiritimati"').replace("A call", "On an island"))
    project.record("anywhere", a_call("2026-03-04", timezone='"AoE"').replace("A call", "Anywhere"))
    project.record("arabic", a_call("2026-05-01").replace("A call", "دعوة للتقديم").replace("Somebody", "منظمة حقوق"))
    project.record("london", a_call("2026-04-01T00:00:00", timezone='"Europe/London"').replace("A call", "London"))
    project.record(
        "midnight", a_call("2026-04-01T00:00:00", timezone='"Europe/Brussels"').replace("A call", "Midnight")
    )
    project.record("upcoming", a_call("2026-06-01"), more="opens = 2026-03-06")
    project.record("cancelled", f'status = "cancelled"\n{a_call("2026-03-20")}')
    project.record("filled", f'status = "closed"\n{a_call("2026-03-20")}')
    project.record("evil", EVIL, kind="jobs")
    assert project.run("export", "--as-of", "2026-03-01").code == 0
    return project


@pytest.fixture(scope="module")
def base(project: Folder) -> Iterator[str]:
    with served(project.root / "calendars") as address:
        yield address


@pytest.fixture
def visit(browser: Browser, base: str) -> Iterator[Visiting]:
    visits = []

    def begin(**context: object) -> Visit:
        context.setdefault("timezone_id", "Europe/Brussels")
        begun = Visit(browser, str(context.pop("base", base)), **{"now": NOW, **context})
        visits.append(begun)
        return begun

    yield begin
    for begun in visits:
        begun.leave()


PAGES = (
    "index.html",
    "embed.html",
    "entries/one.html",
    "entries/evil.html",
    "entries/cancelled.html",
    "entries/expected.html",
    "entries/all-year.html",
    "jobs.html",
    "topic-civic-space.html",
    "browse.html",
)
PLACES = {"en": "", "fr": "fr/", "es": "es/", "ar": "ar/"}


@pytest.mark.parametrize("width", [320, 1280])
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("tag", PLACES)
def test_nobody_is_kept_out(visit: Visiting, tag: str, scheme: str, width: int) -> None:
    assert tuple(map(int, AXE.split("axe v", 1)[1][:4].split("."))) >= AXE_KNOWS_WCAG_2_2
    reader = visit(color_scheme=scheme, viewport={"width": width, "height": 800})
    for name in PAGES:
        page = reader.to(PLACES[tag] + name)
        page.evaluate("document.querySelectorAll('details').forEach((found) => { found.open = true })")
        page.evaluate(AXE)
        found = page.evaluate("axe.run({resultTypes: ['violations']})")
        assert [
            (rule["id"], [node["html"] for node in rule["nodes"]][:3], rule["nodes"][0]["failureSummary"])
            for rule in found["violations"]
        ] == [], name
        assert page.evaluate("document.documentElement.scrollWidth") == width, name
        assert page.evaluate("getComputedStyle(document.body).direction") == ("rtl" if tag == "ar" else "ltr")


@pytest.mark.parametrize(
    ("zone", "here"),
    [
        ("Asia/Kathmandu", "Friday, 6 March, 22:45"),
        ("America/Bogota", "Friday, 6 March, 12:00"),
        ("Pacific/Kiritimati", "Saturday, 7 March, 07:00"),
        ("Europe/Zurich", None),
    ],
)
def test_a_deadline_with_an_hour_is_shown_in_the_readers_time_beside_the_official_one(
    visit: Visiting, zone: str, here: str | None
) -> None:
    page = visit(timezone_id=zone).to("index.html")
    row = page.locator("#one")
    assert "Friday, 6 March 2026, 18:00 (Zurich time)" in row.inner_text()
    assert (f"): {here}" in row.inner_text()) if here else row.locator(".here").count() == 0
    assert page.locator("#later .here").count() == 0, "a date stays a date"


@pytest.mark.parametrize(
    ("tag", "left", "here"),
    [
        ("fr", "demain", "Heure locale (heure normale de Colombie)\u00a0: vendredi 6 mars à 12\u00a0h"),
        ("es", "mañana", "Hora local (hora estándar de Colombia): viernes 6 de marzo, a las 12:00"),
        ("ar", "غدًا", "بتوقيتكم (توقيت كولومبيا الرسمي): الجمعة، 6 آذار/مارس، الساعة 12:00"),
    ],
)
def test_days_left_and_the_readers_time_are_in_the_language_of_the_page(
    visit: Visiting, tag: str, left: str, here: str
) -> None:
    row = visit(timezone_id="America/Bogota", locale="de-DE").to(f"{PLACES[tag]}index.html").locator("#one")
    assert row.locator(".left").inner_text() == left
    assert row.locator(".here").inner_text() == here


@pytest.mark.parametrize(
    ("now", "zone", "name", "left"),
    [
        ("2026-03-05T09:59:59Z", "UTC", "soon", "today"),
        ("2026-03-05T10:00:00Z", "UTC", "soon", "closed"),
        ("2026-03-04T09:59:59Z", "America/Bogota", "soon", "tomorrow"),
        ("2026-03-05T11:59:59Z", "Pacific/Kiritimati", "anywhere", "today"),
        ("2026-03-05T12:00:00Z", "Pacific/Kiritimati", "anywhere", "closed"),
        ("2026-03-06T17:00:00Z", "Europe/Zurich", "one", "today"),
        ("2026-03-06T17:00:01Z", "Europe/Zurich", "one", "closed"),
        ("2026-03-06T09:00:00Z", "Pacific/Kiritimati", "one", "tomorrow"),
        ("2026-03-28T18:29:59Z", "Europe/Brussels", "later", "in 4 days"),
        ("2026-03-28T18:30:00Z", "Europe/Brussels", "later", "in 3 days"),
        ("2026-03-27T23:30:00Z", "Europe/Brussels", "arabic", "in 34 days"),
        ("2026-03-30T21:59:59Z", "Europe/Brussels", "midnight", "tomorrow"),
        ("2026-03-31T21:59:59Z", "Europe/Brussels", "midnight", "today"),
        ("2026-03-31T22:00:00Z", "Europe/Brussels", "midnight", "today"),
        ("2026-03-31T22:00:01Z", "Europe/Brussels", "midnight", "closed"),
        ("2026-03-31T20:59:59Z", "Africa/Nairobi", "midnight", "tomorrow"),
    ],
)
def test_days_left_are_calendar_dates_to_the_second(visit: Visiting, now: str, zone: str, name: str, left: str) -> None:
    page = visit(now=now, timezone_id=zone).to("index.html")
    assert page.locator(f"#{name} .due .left").inner_text() == left
    assert page.locator(f"#_closed #{name}").count() == (left == "closed")
    entry = page.context.new_page()
    entry.clock.set_fixed_time(now)
    entry.goto(page.url.replace("index.html", f"entries/{name}.html"))
    assert entry.locator("dd.due .left").first.inner_text() == left


@pytest.mark.parametrize(
    ("tag", "here"),
    [
        ("en", "Your time (West Africa Time): Tuesday, 31 March, midnight at the end of 31 March (00:00 on 1 April)"),
        (
            "fr",
            "Heure locale (heure d’Afrique de l’Ouest)\u00a0: mardi 31 mars, minuit à la fin du 31 mars (0\u00a0h le 1er avril)",
        ),
        (
            "es",
            "Hora local (hora de África occidental): martes 31 de marzo, medianoche al final del 31 de marzo (00:00 del 1 de abril)",
        ),
        (
            "ar",
            "بتوقيتكم (توقيت غرب أفريقيا): الثلاثاء، 31 آذار/مارس، منتصف الليل في نهاية يوم 31 آذار/مارس (00:00 يوم 1 نيسان/أبريل)",
        ),
    ],
)
def test_midnight_by_the_readers_clocks_ends_a_day(visit: Visiting, tag: str, here: str) -> None:
    for page in ("index.html", "entries/london.html"):
        shown = (
            visit(timezone_id="Africa/Lagos").to(f"{PLACES[tag]}{page}").locator("#london, article").locator(".here")
        )
        assert shown.inner_text() == here


@pytest.mark.parametrize(("name", "shown"), [("cancelled", 0), ("filled", 0), ("expected", 0), ("later", 1)])
def test_nothing_is_counted_on_the_page_of_what_is_over_or_only_expected(
    visit: Visiting, name: str, shown: int
) -> None:
    page = visit().to(f"entries/{name}.html")
    assert page.locator(".left").count() == shown


def test_what_is_not_open_yet_says_so_until_it_opens(visit: Visiting) -> None:
    assert (
        visit(now="2026-03-05T22:59:59Z").to("index.html").locator("#upcoming .facts .left").inner_text() == "upcoming"
    )
    assert visit(now="2026-03-05T23:00:00Z").to("index.html").locator("#upcoming .facts .left").count() == 0


def test_without_javascript_everything_is_there_to_read_and_to_subscribe(visit: Visiting) -> None:
    page = visit(java_script_enabled=False, now=None).to("fr/index.html")
    assert "sans JavaScript, cette page ne peut pas compter" in page.locator("noscript .note").inner_text()
    assert page.get_by_text("vendredi 6 mars 2026 à 18\u00a0h (heure de Zurich)").is_visible()
    assert page.locator("form, .copy, select").count() == 0, "nothing that does nothing, in a text browser either"
    address = page.locator(".address input").first
    assert address.get_attribute("size") == str(len(address.input_value()))
    page.get_by_text("S’abonner à ces dates").click()
    assert page.locator("a[href='webcal://test.example/calendars/fr/all.ics']").is_visible()
    page.get_by_role("link", name="Emplois").click()
    assert page.get_by_role("heading", level=1).inner_text() == "Emplois"
    page.locator("main h3 a").click()
    assert page.get_by_role("heading", level=1).inner_text().startswith("<script>alert(1)")
    page.get_by_role("link", name="العربية").click()
    assert page.locator("html").get_attribute("lang") == "ar"


@pytest.mark.parametrize("place", ["http", "file"])
def test_a_search_folds_accents_and_stands_in_the_address(visit: Visiting, project: Folder, place: str) -> None:
    where = {} if place == "http" else {"base": f"file://{project.root}/calendars/"}
    reader = visit(**where)
    page = reader.to("index.html")
    titles = page.locator("main h3:visible")
    everything = titles.count()
    page.get_by_label("Search", exact=True).fill("defense DROITS")
    assert titles.all_inner_texts() == ["Défense des droits"]
    assert page.locator("#_count").inner_text() == f"Shown: 1 of {everything}"
    assert page.locator(".month:visible").count() == 1
    address = page.url
    assert "q=defense+DROITS" in address
    page.goto(address)
    assert page.locator("main h3:visible").all_inner_texts() == ["Défense des droits"]
    page.get_by_label("Search", exact=True).fill("nothing at all")
    assert page.locator("#_count").inner_text() == "Nothing matches. Try fewer words, or remove a filter."
    page.get_by_text("Narrow down").click()
    page.get_by_role("button", name="Show all").click()
    expect(titles).to_have_count(everything)
    assert page.url.endswith("index.html")
    page.get_by_label("Kind").select_option("job")
    assert titles.count() == 1 and page.url.endswith("?kind=job")
    page.get_by_role("button", name="Show all").click()
    expect(titles).to_have_count(everything)
    page.locator("select[name=language]").select_option("fr")
    assert titles.all_inner_texts() == ["A call"]
    assert page.locator("select[name=language] option").all_inner_texts() == ["All", "English", "French", "qq-evil"]


def test_a_topic_and_a_translated_text_are_found_by_what_the_record_calls_them_too(
    visit: Visiting, tmp_path: Path
) -> None:
    translated = Folder(tmp_path)
    translated.file("deadlines.toml", f'{BY_ALL}[topics.civic-space]\nfr = "Espace civique"\n')
    translated.record("one", f'{FULL}\n[translations.fr]\ntitle = "Un appel"\norganisation = "Quelqu’un"\n')
    translated.record("two", a_call("2026-04-01").replace("A call", "Another").replace("Somebody", "Others"))
    translated.run("export", "--as-of", "2026-03-01")
    with served(translated.root / "calendars") as base:
        page = visit(base=base).to("fr/index.html")
        titles = page.locator("main h3:visible")
        for typed in ("civic-space", "espace", "somebody one", "quelqu’un"):
            page.locator("#_words").fill(typed)
            assert titles.all_inner_texts() == ["Un appel"], typed
        page = visit(base=base).to("fr/index.html?topic=civic-space&organisation=Somebody")
        assert page.locator("select[name=topic] option:checked").inner_text() == "Espace civique"
        assert page.locator("select[name=organisation] option:checked").inner_text() == "Quelqu’un"
        assert page.locator("main h3:visible").all_inner_texts() == ["Un appel"]
        ours = '<!doctype html><link rel="icon" href="icon.svg"><body><script src="fr/embed.js" async></script>'
        (translated.root / "calendars" / "ours.html").write_text(ours)
        page = visit(base=base).to("ours.html")
        expect(page.locator("li").first).to_contain_text("Un appel (Quelqu’un)")


@pytest.mark.parametrize(
    "asked", ["length=1", "item=1", "elements=1", "submit=x&q=droits", "__proto__=1&hasOwnProperty=1"]
)
def test_whatever_the_address_asks_the_page_works(visit: Visiting, asked: str) -> None:
    page = visit().to(f"index.html?{asked}")
    expect(page.get_by_label("Search", exact=True)).to_have_value("droits" if "q=" in asked else "")
    page.get_by_label("Search", exact=True).fill("defense")
    assert page.locator("main h3:visible").all_inner_texts() == ["Défense des droits"]
    assert page.url.endswith("?q=defense")
    page.get_by_text("Subscribe to these dates").click()
    assert page.locator("[data-to=webcal]").first.is_visible()


@pytest.mark.parametrize("place", ["calendars", "calendars/fr"])
def test_where_a_host_drops_index_and_the_slash_every_link_leads_where_it_should(
    visit: Visiting, project: Folder, place: str
) -> None:
    with served_without_slashes(project.root) as base:
        page = visit(base=base).to(f"{place}?q=defense#later")
        assert page.locator("main h3:visible").all_inner_texts() == ["Défense des droits"], "the script is there"
        assert page.evaluate("getComputedStyle(document.body).maxWidth") != "none", "the style is there"
        assert page.url == f"{base}{place}/?q=defense#later"
        page.locator("#later h3 a").click()
        assert page.get_by_role("heading", level=1).inner_text() == "Défense des droits"
        page.locator("header .name a").click()
        assert page.get_by_role("heading", level=1).count() == 1 and page.locator("#later").count() == 1


def test_a_mirror_offers_its_own_addresses(visit: Visiting, base: str) -> None:
    reader = visit()
    reader.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page = reader.to("fr/calls.html")
    address = page.locator(".address input").first
    assert address.input_value() == f"{base}fr/calls.ics"
    webcal = page.locator("[data-to=webcal]").first
    assert webcal.get_attribute("href") == f"webcal{base.removeprefix('http')}fr/calls.ics"
    page.get_by_text("S’abonner à ces dates").click()
    page.get_by_text("Autres logiciels d’agenda").first.click()
    assert not page.locator("[data-to=google]").first.is_visible(), "Google cannot read from this machine"
    button = page.get_by_role("button", name="Copier").first
    button.click()
    expect(page.get_by_role("button", name="Copié")).to_be_visible()
    assert page.evaluate("navigator.clipboard.readText()") == f"{base}fr/calls.ics"


def test_from_a_stick_the_published_addresses_are_offered(visit: Visiting, project: Folder) -> None:
    page = visit(base=f"file://{project.root}/calendars/").to("calls.html")
    assert page.locator(".address input").first.input_value() == "https://test.example/calendars/calls.ics"
    page.get_by_text("Subscribe to these dates").click()
    page.get_by_text("Other calendar programs").first.click()
    assert page.locator("[data-to=google]").first.is_visible()
    assert page.evaluate("getComputedStyle(document.querySelector('.button')).borderRadius") == "7px", (
        "the style is read"
    )
    page.get_by_text("QR code for an iPhone or iPad").first.click()
    assert page.locator(".qr svg").first.is_visible()


def test_a_keyboard_reaches_the_content_at_once(visit: Visiting) -> None:
    page = visit().to("index.html")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to the content"
    page.keyboard.press("Enter")
    assert page.url.endswith("#_main")


def test_an_opportunity_has_an_address_of_its_own_on_the_page(visit: Visiting) -> None:
    page = visit().to("index.html#arabic")
    assert page.locator("#arabic").is_visible()
    assert page.evaluate("document.querySelector(':target h3').textContent") == "دعوة للتقديم"
    name = page.locator("#arabic h3 bdi")
    assert page.evaluate("(found) => getComputedStyle(found).unicodeBidi", name.element_handle()) == "isolate"
    page.locator("#arabic h3 a").click()
    assert "Friday, 1 May 2026, until the end of the day" in page.locator("dd.due").inner_text()


@pytest.mark.parametrize("tag", PLACES)
def test_on_a_phone_the_first_opportunity_is_on_the_first_screen(visit: Visiting, tag: str) -> None:
    page = visit(viewport={"width": 375, "height": 812}).to(f"{PLACES[tag]}index.html")
    deadline = page.locator(".rows > li .due time").first.bounding_box()
    assert deadline and deadline["y"] + deadline["height"] < 812


@pytest.mark.parametrize(
    ("agent", "first"),
    [
        ("Mozilla/5.0 (Linux; Android 14; Pixel 8)", ".address"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X)", "[data-to=webcal]"),
    ],
)
def test_what_works_on_a_device_comes_first_and_the_rest_is_behind_it(visit: Visiting, agent: str, first: str) -> None:
    page = visit(user_agent=agent).to("index.html")
    page.get_by_text("Subscribe to these dates").click()
    ways = page.locator(".ways").first
    assert ways.locator(first).is_visible()
    assert (
        ways.locator("[data-to=webcal], .address").evaluate_all(
            "(found) => found.filter((one) => one.checkVisibility()).length"
        )
        == 1
    )
    assert ways.get_by_text("an app such as ICSx⁵").is_visible() == ("Android" in agent)
    ways.get_by_text("Other calendar programs").click()
    assert ways.locator("[data-to=webcal]").is_visible() and ways.locator(".address").is_visible()


def test_whoever_comes_to_subscribe_finds_it_open(visit: Visiting) -> None:
    page = visit().to("entries/later.html")
    page.get_by_role("link", name="Subscribe instead").click()
    expect(page.locator("[data-to=webcal]").first).to_be_visible()


@pytest.mark.parametrize(
    ("asked", "said", "file"),
    [
        ("?kind=job", "Calendar of what is shown: Jobs", "jobs.ics"),
        ("?language=fr", "Calendar of what is shown: French", "language-fr.ics"),
        ("?q=defense", "Nearest calendar to what is shown: all.ics", "all.ics"),
        ("?kind=call&q=defense", "Nearest calendar to what is shown: Calls", "calls.ics"),
    ],
)
def test_the_calendar_of_what_is_shown_is_offered_or_the_nearest(
    visit: Visiting, base: str, asked: str, said: str, file: str
) -> None:
    offered = visit().to(f"index.html{asked}").locator("#_calendar")
    assert offered.inner_text() == said
    assert offered.locator("a").get_attribute("href") == f"webcal{base.removeprefix('http')}{file}"


def test_nothing_is_offered_where_nothing_is_narrowed_down(visit: Visiting) -> None:
    page = visit().to("index.html")
    assert not page.locator("#_calendar").is_visible()
    page.get_by_label("Search", exact=True).fill("nothing at all")
    assert not page.locator("#_calendar").is_visible()


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("calls", "A call"), ("défenses", "Défense des droits"), ("droit", "Défense des droits"), ("later", "Défense des droits"),
        ("الدعوة", "دعوة للتقديم"), ("منظمة", "دعوة للتقديم"), ("islands", "On an island"),
    ],
)  # fmt: skip
def test_a_search_finds_plurals_ids_and_organisations(visit: Visiting, typed: str, found: str) -> None:
    page = visit(now="2026-03-03T12:00:00Z").to("index.html")
    page.get_by_label("Search", exact=True).fill(typed)
    assert found in page.locator("main h3:visible").all_inner_texts()


@pytest.mark.parametrize(
    ("place", "asked", "typed", "found"),
    [
        ("", "region=002", "africa", {"sahel", "mali"}),
        ("fr/", "region=Afrique", "afrique", {"sahel", "mali"}),
        ("ar/", "region=011", "غرب أفريقيا", {"mali"}),
        ("", "country=SN", "", {"sahel", "silent", "unknown"}),
        ("", "country=FR&applicant=organisation", "", {"europe", "silent", "unknown"}),
        ("es/", "applicant=individual", "", {"europe", "silent", "unknown", "mali"}),
    ],
)  # fmt: skip
def test_a_page_is_narrowed_down_to_what_is_open_to_us(
    visit: Visiting, tmp_path: Path, place: str, asked: str, typed: str, found: set[str]
) -> None:
    project = Folder(tmp_path)
    project.file("deadlines.toml", BY_ALL)
    for name, more in {
        "sahel": 'regions = ["Sahel"]\napplicants = ["organisation", "group"]',
        "mali": 'countries = ["ML"]\napplicants = ["individual"]',
        "europe": 'regions = ["Europe"]',
        "unknown": 'regions = ["Global South"]',
        "silent": "draft = false",
    }.items():
        project.record(name, a_call("2099-03-06").replace("A call", name), more=more)
    project.run("export")
    base = f"file://{project.root}/calendars/{place}"
    page = visit(base=base).to(f"index.html?{asked}")
    chosen = set(page.locator("main h3:visible").all_inner_texts())
    assert chosen == found | ({"sahel"} if asked == "region=011" else set())
    if typed:
        page = visit(base=base).to("index.html")
        page.locator("#_words").fill(typed)
        assert set(page.locator("main h3:visible").all_inner_texts()) == found
    elif place == "":
        assert page.locator("#_count").inner_text().endswith(". What says nothing of that is shown too.")


def test_where_the_server_makes_feeds_the_calendar_is_of_exactly_what_is_shown(visit: Visiting, tmp_path: Path) -> None:
    project = Folder(tmp_path)
    project.file("deadlines.toml", BY_ALL)
    for name in ("defence", "other"):
        project.record(name, a_call("2099-03-06").replace("A call", name))
    served = start(project)
    try:
        page = visit(base=served.address, now=None).to("fr/index.html?q=defence")
        link = page.locator("#_calendar a")
        assert page.locator("#_calendar").inner_text() == "Agenda de ce qui est affiché\u00a0: feed.ics"
        asked = (link.get_attribute("href") or "").replace("webcal://", "http://")
        assert asked == f"{served.address}feed.ics?words=defence"
        answer = served.ask(asked.removeprefix(served.address.rstrip("/")))
        assert answer.status == 200 and answer.body.count(b"BEGIN:VEVENT") == 1
    finally:
        served.stop()


CALL_IN_WORDS = {
    "en": "call", "fr": "appel à contributions", "es": "convocatoria de contribuciones",
    "ar": "دعوة لتقديم مساهمات",
}  # fmt: skip


@pytest.mark.parametrize("tag", PLACES)
def test_a_page_of_another_site_shows_the_list_in_a_frame_and_by_a_script(
    browser: Browser, project: Folder, tmp_path: Path, tag: str
) -> None:
    with served(project.root / "calendars", ReadByAll) as ours, served(tmp_path) as theirs:
        place = f"{ours}{PLACES[tag]}"
        (tmp_path / "index.html").write_text(
            f'<!doctype html><script src="{place}embed.js" charset="utf-8" data-kind="call" data-most="3" async></script>'
            f'<iframe src="{place}embed.html" width="320" height="600"></iframe>'
        )
        context = browser.new_context(timezone_id="Europe/Brussels")
        page = context.new_page()
        wrong: list[str] = []
        page.on("console", lambda said: wrong.append(said.text))
        page.on("pageerror", lambda error: wrong.append(str(error)))
        page.clock.set_fixed_time(NOW)
        page.goto(theirs)
        rows = page.locator(".deadlines li")
        expect(rows).to_have_count(3)
        assert "On an island" not in rows.first.inner_text(), "it has closed in Kiritimati"
        link = rows.nth(0).locator("a")
        assert link.get_attribute("href") == f"{place}entries/one.html"
        assert CALL_IN_WORDS[tag] in rows.nth(0).inner_text(), "whatever the page's encoding is"
        assert ("6 March 2026, 18:00" if tag == "en" else "2026") in rows.nth(0).inner_text()
        assert page.locator(".deadlines").get_attribute("dir") == ("rtl" if tag == "ar" else "ltr")
        frame = page.frame_locator("iframe")
        assert frame.locator(".rows > li").count() > 5 and frame.locator("header, details").count() == 0
        assert frame.locator("a:not([target=_blank])").count() == 0
        assert page.frames[1].evaluate("document.documentElement.scrollWidth") <= 320
        page.frames[1].evaluate(AXE)
        found = page.frames[1].evaluate("axe.run({resultTypes: ['violations']})")
        assert [rule["id"] for rule in found["violations"]] == []
        assert [one for one in wrong if "favicon" not in one and "404" not in one] == []
        context.close()


def test_a_script_for_other_sites_is_small_and_runs_nothing_that_a_record_says(
    browser: Browser, project: Folder, tmp_path: Path
) -> None:
    assert all((project.root / "calendars" / place / "embed.js").stat().st_size < 5_000 for place in PLACES.values())
    with served(project.root / "calendars", ReadByAll) as ours, served(tmp_path) as theirs:
        (tmp_path / "index.html").write_text(f'<script src="{ours}embed.js" data-kind="job" async></script>')
        page = browser.new_page()
        page.on("dialog", lambda dialog: pytest.fail(dialog.message))
        page.clock.set_fixed_time(NOW)
        page.goto(theirs)
        assert page.locator(".deadlines li a").inner_text().startswith("<script>alert(1)")
        page.close()
