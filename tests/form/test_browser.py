"""The form in a real browser without JavaScript: four languages, light and dark, a phone, the keyboard alone."""

import os
from collections.abc import Iterator
from pathlib import Path

import axe_playwright_python
import pytest
from playwright.sync_api import Browser, Locator, Page

from tests.conftest import CALL, Folder, a_call
from tests.form.filling import Visitor, visiting
from tests.site.browser import Visit, chromium
from tests.site.test_site import EVIL, FULL

pytestmark = pytest.mark.slow

AXE = Path(axe_playwright_python.__file__).with_name("axe.min.js").read_text()
SHOTS = os.environ.get("SHOTS")
"""A folder for pictures of each state, to be looked at."""
WRONG = {"deadlines.0.due": "tomorrow", "title": "", "languages": "english!"}


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as found:
        yield found


@pytest.fixture
def visitor(project: Folder) -> Iterator[Visitor]:
    project.record("one", FULL)
    project.record("evil", EVIL, kind="jobs")
    project.record("arabic", a_call("2026-05-01").replace("A call", "دعوة للتقديم").replace("/call", "/ar"))
    project.record("broken", CALL.replace('"call"', '"cal"').replace("/call", "/broken"))
    project.record("no-toml", "title = ")
    with visiting(project.root) as found:
        yield found


def shown(page: Page, name: str) -> None:
    if SHOTS:
        page.screenshot(path=f"{SHOTS}/{name}.png", full_page=True)


@pytest.mark.parametrize("width", [320, 1280])
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("tag", ["en", "fr", "es", "ar"])
def test_nobody_is_kept_out(browser: Browser, visitor: Visitor, tag: str, scheme: str, width: int) -> None:
    reader = Visit(
        browser,
        visitor.server.address(),
        color_scheme=scheme,
        viewport={"width": width, "height": 800},
        bypass_csp=True,
    )
    states = {
        "list": lambda: reader.to(f"{tag}/"),
        "new": lambda: reader.to(f"{tag}/new"),
        "record": lambda: reader.to(f"{tag}/record/one"),
        "evil": lambda: reader.to(f"{tag}/record/evil"),
        "broken": lambda: reader.to(f"{tag}/record/broken"),
        "no-toml": lambda: reader.to(f"{tag}/record/no-toml"),
        "nothing": lambda: reader.to(f"{tag}/nothing"),
        "wrong": lambda: wrong(reader, tag),
        "more": lambda: more(reader, tag),
        "saved": lambda: saved(reader, tag),
    }
    for state, reached in states.items():
        page: Page = reached()
        shown(page, f"{state}-{tag}-{scheme}-{width}")
        page.evaluate(AXE)
        found = page.evaluate("axe.run({resultTypes: ['violations']})")
        assert [
            (rule["id"], [node["html"] for node in rule["nodes"]][:3], rule["nodes"][0]["failureSummary"])
            for rule in found["violations"]
        ] == [], state
        assert page.evaluate("document.documentElement.scrollWidth") == width, state
        assert page.evaluate("getComputedStyle(document.body).direction") == ("rtl" if tag == "ar" else "ltr")
    reader.wrong = [line for line in reader.wrong if "status of 4" not in line]  # So Chromium notes an answer of 4xx.
    reader.leave()


def sent(page: Page, button: Locator) -> None:
    """Send the form, and wait until what it answers is there, with its style."""
    with page.expect_navigation(wait_until="load"):
        button.click()


def wrong(reader: Visit, tag: str) -> Page:
    page = reader.to(f"{tag}/record/one")
    for name, text in WRONG.items():
        page.locator(f'[name="{name}"]').fill(text)
    sent(page, page.locator("button.main").first)
    assert page.locator("[aria-invalid]").count() >= 3
    return page


def more(reader: Visit, tag: str) -> Page:
    page = reader.to(f"{tag}/record/one")
    sent(page, page.locator('button[value="add milestones"]'))
    return page


def saved(reader: Visit, tag: str) -> Page:
    page = reader.to(f"{tag}/record/arabic")
    page.locator('[name="amount"]').fill(f"EUR {len(reader.page.url)}")
    sent(page, page.locator("button.main").first)
    assert "arabic.toml" in page.inner_text("main") and page.locator("form").count() == 0
    return page


def test_a_record_is_written_with_the_keyboard_alone_and_without_javascript(
    browser: Browser, visitor: Visitor, project: Folder
) -> None:
    reader = Visit(browser, visitor.server.address(), java_script_enabled=False)
    page = reader.to("en/")

    def press(*keys: str) -> None:
        for key in keys:
            page.keyboard.press(key)

    def to(name: str) -> None:
        for _ in range(100):
            press("Tab")
            if page.locator(f'[name="{name}"]:focus').count():
                return
        raise AssertionError(f"{name} is not reached")

    for _ in range(8):
        press("Tab")
        if page.locator("a.button:focus").count():
            break
    press("Enter")
    page.wait_for_url("**/en/new")
    for name, text in (
        ("title", "Zebra 2027"),
        ("kind", "p"),
        ("organisation", "Zoo"),
        ("url", "https://zoo.example/"),
    ):
        to(name)
        page.keyboard.type(text)
    press("Enter")
    page.wait_for_selector("[role=alert]:focus")  # One begins where it is said what is wrong.
    assert page.locator('[id="deadlines:wrong"]').inner_text().startswith("a deadline is needed")
    to("deadlines.0.due")
    page.keyboard.type("2027-03-05")
    to("do")
    while not page.locator('button[value="add deadlines"]:focus').count():
        press("Tab")
    press("Enter")
    page.wait_for_selector('[name="deadlines.1.due"]:focus')
    page.keyboard.type("2027-04-05")
    to("deadlines.1.label")
    page.keyboard.type("Second")
    press("Enter")
    page.wait_for_selector('[id="deadlines.0.label:wrong"]')
    to("deadlines.0.label")
    page.keyboard.type("First")
    press("Enter")
    page.wait_for_selector("text=zebra-2027.toml")
    written = (project.root / "opportunities/prizes/zebra-2027.toml").read_text()
    assert 'label = "First"\ndue = 2027-03-05\n' in written and 'label = "Second"\ndue = 2027-04-05\n' in written
    reader.context.close()
