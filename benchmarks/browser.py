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
from collections.abc import Iterable, Iterator
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


def publish(count: int, folder: Path, program: list[str]) -> Path:
    """Export a project of so many opportunities, all open; return its published folder."""
    project(count, folder)
    subprocess.run([*program, "-C", str(folder), "export", "--to", "calendars", "--as-of", ALL_OPEN], check=False)
    return folder / "calendars"


def measure(published: Path) -> Iterator[str]:
    """Yield what a reader of the page of everything waits for, in sentences."""
    with served(published, Packed) as base, chromium() as browser:
        page = browser.new_page(viewport={"width": 375, "height": 812})
        page.clock.set_fixed_time(f"{ALL_OPEN}T12:00:00Z")
        page.set_default_timeout(600_000)
        line = page.context.new_cdp_session(page)
        arrived: list[float] = []
        line.on("Network.loadingFinished", lambda found: arrived.append(found["encodedDataLength"]))
        line.send("Network.enable")
        speed = {"downloadThroughput": LINE, "uploadThroughput": LINE}
        line.send("Network.emulateNetworkConditions", {"offline": False, "latency": 0, **speed})
        line.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
        page.add_init_script(WATCH)
        page.goto(f"{base}index.html", wait_until="commit")
        until(page, "window.ready")
        yield f"ready after {page.evaluate('ready') / 1000:.1f} s, {sum(arrived) / 1000:.1f} kB have travelled"
        yield f"what moved while it came: {page.evaluate('shifts'):.3f} (Cumulative Layout Shift; good is below 0.1)"
        page.locator("#_words").focus()
        began = page.evaluate("performance.now()")
        page.keyboard.press(WORD[0])
        for what, is_so in (("first found", FOUND), ("all searched", ALL)):
            until(page, is_so)
            took = (page.evaluate("performance.now()") - began) / 1000
            yield f"{what} {took:.1f} s after the first key, {sum(arrived) / 1000:.1f} kB have travelled"
        page.wait_for_timeout(1000)
        page.evaluate("keys.length = 0")
        for letter in WORD[1:]:
            page.keyboard.press(letter)
            page.wait_for_timeout(300)
        page.wait_for_timeout(1000)
        keys = longest(page.evaluate("keys"))
        yield f"a key {statistics.median(keys):.0f} ms, the slowest {max(keys):.0f} ms; {page.inner_text('#_count')}"


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
        print(*measure(asked.published), sep="\n")
        return
    for count in asked.counts:
        with tempfile.TemporaryDirectory() as folder:
            published = publish(count, Path(folder) / "project", [sys.executable, "-m", "deadlines"])
            data = [file.read_bytes() for file in published.glob("by-month/*.json")]
            print(f"{count:,} opportunities")
            packed = sum(len(gzip.compress(content, 6)) for content in data) / 1000
            print(f"to search: {len(data)} files, {sum(map(len, data)) / 1000:,.0f} kB, {packed:,.0f} kB compressed")
            print(*measure(published), sep="\n")


if __name__ == "__main__":
    main()
