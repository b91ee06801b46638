"""Measure the page of 500 opportunities: how long it takes to make, and how much of it travels.

.venv/bin/python benchmarks/page.py          500 opportunities
.venv/bin/python benchmarks/page.py 10000
"""

import gc
import gzip
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path

from generate import project

from deadlines.app.publication import plan_publication, publish_planned
from deadlines.records.load import load
from deadlines.settings.load import load_settings
from deadlines.settings.root import CALENDARS, OPPORTUNITIES

ALL_OPEN = datetime(2025, 12, 15, tzinfo=UTC)
LINE = 50_000
"""Bits in a second of a poor connection."""


def seconds_of_the_page(folder: Path) -> tuple[float, int, Path]:
    settings = load_settings(folder).settings
    assert settings
    records = load(folder / OPPORTUNITIES, settings.project.timezone, shown_from=folder)
    calendars = folder / CALENDARS
    took = []
    for _ in range(3):
        began = time.perf_counter()
        planned = plan_publication(records.opportunities, settings, calendars, now=ALL_OPEN)
        publish_planned(planned, calendars, write=False)
        took.append(time.perf_counter() - began)
        pages = publish_planned(planned, calendars, write=True).site.pages
    return min(took), pages, calendars


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 500
    gc.disable()
    with tempfile.TemporaryDirectory() as name:
        for languages in ((), ("fr", "es", "ar")):
            folder = Path(name) / f"in-{len(languages) + 1}"
            project(count, folder)
            settings = folder / "deadlines.toml"
            text = settings.read_text()
            settings.write_text(text.replace("\n\n", f"\nlanguages = {list(languages)}\n\n", 1).replace("'", '"'))
            took, pages, calendars = seconds_of_the_page(folder)
            print(
                f"{count} opportunities, languages: {len(languages) + 1}; feeds and {pages} pages made and compared in "
                f"{took:.2f} s after reading (bar for one language 1.00)"
            )
        sizes = {
            file: len(gzip.compress((calendars / file).read_bytes(), 6)) / 1000
            for file in ("index.html", "fr/index.html", "ar/index.html", "page.css", "page.js", "icon.svg")
        }
        for file, size in sizes.items():
            print(f"{file}: {size:.1f} kB gzipped")
        travels = sizes["index.html"] + sizes["page.css"] + sizes["page.js"] + sizes["icon.svg"]
        print(f"the page travels as {travels:.1f} kB (bar 60), {travels * 8000 / LINE:.1f} s at 50 kbit/s")


if __name__ == "__main__":
    main()
