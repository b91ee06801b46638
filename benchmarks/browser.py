"""Measure the page in a browser on an old phone: how soon it is ready, how long a key takes, how much has travelled.

.venv/bin/python -m benchmarks.browser                       10,000 opportunities, all open
.venv/bin/python -m benchmarks.browser 500 10000 100000
.venv/bin/python -m benchmarks.browser --published FOLDER    what another build exported, as of 2025-12-15

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
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Page
from tests.site.browser import Packed, chromium, served

from benchmarks.generate import project

ALL_OPEN = "2025-12-15"
FOUND = "document.getElementById('_count').textContent.startsWith('Shown')"
ALL = "!document.getElementById('_count').textContent.includes('so far')"
SLOWER, LINE = 4, 50_000
"""How many times slower the processor is, and the octets in a second of the line."""
WORD = "protection"
WATCH = """
window.keys = []; window.shifts = 0;
new PerformanceObserver((list) => list.getEntries().forEach((one) => keys.push([one.interactionId, one.duration])))
  .observe({ type: "event", durationThreshold: 16 });
new PerformanceObserver((list) => list.getEntries().forEach((one) => { if (!one.hadRecentInput) shifts += one.value; }))
  .observe({ type: "layout-shift", buffered: true });
addEventListener("load", () => requestAnimationFrame(() => setTimeout(() => { window.ready = performance.now(); })));
"""


@dataclass
class Reading:
    """What a reader of the page of everything waits for."""

    ready: float = 0
    """Seconds until the page has loaded and was painted."""
    moved: float = 0
    """How much moved meanwhile (Cumulative Layout Shift); good is below 0.1."""
    first: float = 0
    """Seconds from the first key to what was found first."""
    whole: float = 0
    """Seconds from the first key until everything was searched."""
    key: float = 0
    """Milliseconds from a further key to what it changed, the median of nine."""
    slowest: float = 0
    kilobytes: float = 0
    """What has travelled when the page is ready."""
    searched: float = 0
    """What has travelled when everything was searched."""

    def __str__(self) -> str:
        return (
            f"ready {self.ready:.1f} s, {self.kilobytes:.1f} kB; moved {self.moved:.3f}\n"
            f"first found {self.first:.1f} s after the first key, everything searched {self.whole:.1f} s, {self.searched:.0f} kB\n"
            f"a further key {self.key:.0f} ms, the slowest {self.slowest:.0f} ms"
        )


def read(published: Path) -> Reading:
    """Read the page of a published folder, and search in it."""
    with served(published, Packed) as base, chromium() as browser:
        found = Reading()
        page = browser.new_page(viewport={"width": 375, "height": 812})
        page.clock.set_fixed_time(f"{ALL_OPEN}T12:00:00Z")
        page.set_default_timeout(600_000)
        line = page.context.new_cdp_session(page)
        arrived: list[float] = []
        line.on("Network.loadingFinished", lambda one: arrived.append(one["encodedDataLength"]))
        line.send("Network.enable")
        speed = {"downloadThroughput": LINE, "uploadThroughput": LINE}
        line.send("Network.emulateNetworkConditions", {"offline": False, "latency": 0, **speed})
        line.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
        page.add_init_script(WATCH)
        page.goto(f"{base}index.html", wait_until="commit")
        until(page, "window.ready")
        found.ready, found.moved = page.evaluate("[ready / 1000, shifts]")
        found.kilobytes = sum(arrived) / 1000
        page.locator("#_words").focus()
        began = page.evaluate("performance.now()")
        page.keyboard.press(WORD[0])
        until(page, FOUND)
        found.first = (page.evaluate("performance.now()") - began) / 1000
        until(page, ALL)
        found.whole = (page.evaluate("performance.now()") - began) / 1000
        found.searched = sum(arrived) / 1000
        page.wait_for_timeout(1000)
        page.evaluate("keys.length = 0")
        for letter in WORD[1:]:
            page.keyboard.press(letter)
            page.wait_for_timeout(300)
        page.wait_for_timeout(1000)
        keys = longest(page.evaluate("keys"))
        found.key, found.slowest = statistics.median(keys), max(keys)
        return found


def until(page: Page, is_so: str) -> None:
    """Wait; the policy of the page forbids what Playwright has for this."""
    while not page.evaluate(is_so):
        page.wait_for_timeout(20)


def longest(events: Iterable[tuple[int, float]]) -> list[float]:
    """Return how long each key took, in ms: the longest of its events."""
    found: dict[int, float] = {}
    for key, took in events:
        found[key] = max(found.get(key, 0), took)
    return list(found.values()) or [0]


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("counts", type=int, nargs="*", default=[10_000])
    parser.add_argument("--published", type=Path, help="a folder that was exported as of then, of whatever build")
    asked = parser.parse_args()
    if asked.published:
        print(read(asked.published))
        return
    for count in asked.counts:
        with tempfile.TemporaryDirectory() as folder:
            project(count, Path(folder) / "project")
            export = ("export", "--to", "calendars", "--as-of", ALL_OPEN)
            subprocess.run([sys.executable, "-m", "deadlines", "-C", Path(folder) / "project", *export], check=False)
            published = Path(folder) / "project/calendars"
            data = [file.read_bytes() for file in published.glob("by-month/*.json")]
            packed = sum(len(gzip.compress(content, 6)) for content in data) / 1000
            print(f"{count:,} opportunities; to search: {len(data)} files, {packed:,.0f} kB compressed")
            print(read(published))


if __name__ == "__main__":
    main()
