"""Measure the page in a browser on an old phone: how soon it is ready, how long a key takes, how much has travelled.

.venv/bin/python -m benchmarks.browser                       10,000 opportunities
.venv/bin/python -m benchmarks.browser 500 10000 100000
.venv/bin/python -m benchmarks.browser 10000 --program PATH/TO/ANOTHER/deadlines

The processor is four times slower than this one, the line carries 50 kB in a second; ready is when the page has loaded
and was painted, a key is from the event to the next paint, as the browser itself measures it (Event Timing).
"""

import argparse
import gzip
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterable
from pathlib import Path

from playwright.sync_api import Page

from benchmarks.generate import project
from tests.site.browser import Packed, chromium, served


ALL_OPEN = "2025-12-15"
SLOWER, LINE = 4, 50_000
"""How many times slower the processor is, and the bytes in a second of the line."""
WORD = "protection"
WATCH = """
window.keys = []; window.shifts = 0;
new PerformanceObserver((list) => list.getEntries().forEach((one) => keys.push([one.interactionId, one.duration])))
  .observe({ type: "event", durationThreshold: 16 });
new PerformanceObserver((list) => list.getEntries().forEach((one) => { if (!one.hadRecentInput) shifts += one.value; }))
  .observe({ type: "layout-shift", buffered: true });
addEventListener("load", () => requestAnimationFrame(() => setTimeout(() => { window.ready = performance.now(); })));
"""


def export(count: int, folder: Path, program: list[str]) -> Path:
    project(count, folder)
    published = folder / "calendars"
    asked = [*program, "-C", str(folder), "export", "--to", str(published), "--as-of", ALL_OPEN]
    subprocess.run(asked, check=True, capture_output=True)
    return published


def measure(published: Path, name: str = "index.html") -> dict[str, float]:
    with served(published, Packed) as base, chromium() as browser:
        context = browser.new_context(viewport={"width": 375, "height": 812})
        page = context.new_page()
        page.set_default_timeout(300_000)
        page.clock.set_fixed_time(f"{ALL_OPEN}T12:00:00Z")
        line = context.new_cdp_session(page)
        arrived: list[float] = []
        line.on("Network.loadingFinished", lambda found: arrived.append(found["encodedDataLength"]))
        for command, values in (
            ("Network.enable", {}),
            (
                "Network.emulateNetworkConditions",
                {"offline": False, "latency": 0, "downloadThroughput": LINE, "uploadThroughput": LINE},
            ),
            ("Emulation.setCPUThrottlingRate", {"rate": SLOWER}),
        ):
            line.send(command, values)
        page.add_init_script(WATCH)
        page.goto(base + name, wait_until="commit")
        until(page, "window.ready")
        found: dict[str, float] = {"ready_s": page.evaluate("ready") / 1000, "kB": sum(arrived) / 1000}
        found["shift"] = page.evaluate("shifts")
        page.locator("#_words").focus()
        began = page.evaluate("performance.now()")
        page.keyboard.press(WORD[0])
        until(page, "document.getElementById('_count').textContent.startsWith('Shown')")
        found["first_found_s"] = (page.evaluate("performance.now()") - began) / 1000
        until(page, "!document.getElementById('_count').textContent.includes('so far')")
        found["all_searched_s"] = (page.evaluate("performance.now()") - began) / 1000
        found["kB_then"] = sum(arrived) / 1000
        page.wait_for_timeout(500)
        page.evaluate("keys.length = 0")
        for letter in WORD[1:]:
            page.keyboard.press(letter)
            page.wait_for_timeout(200)
        page.wait_for_timeout(1000)
        keys = longest(page.evaluate("keys"))
        found["key_ms"], found["slowest_key_ms"] = statistics.median(keys), max(keys)
        found["count"] = page.locator("#_count").inner_text()
        context.close()
        return found


def until(page: Page, is_so: str) -> None:
    """Wait; the policy of the page forbids what Playwright has for this."""
    while not page.evaluate(is_so):
        page.wait_for_timeout(20)


def longest(events: Iterable[tuple[int, float]]) -> list[float]:
    """Return how long each key took: of its events, the longest."""
    found: dict[int, float] = {}
    for key, took in events:
        found[key] = max(found.get(key, 0), took)
    return list(found.values()) or [16]


if __name__ == "__main__":
    pass
    print(measure(Path(sys.argv[2]), *sys.argv[3:]))
