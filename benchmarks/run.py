"""Time check, list and export as whole processes, and the bars they have to keep, side by side.

.venv/bin/python benchmarks/run.py                      500 and 10,000 records
.venv/bin/python benchmarks/run.py 500 10000 100000
.venv/bin/python benchmarks/run.py --khal PATH/TO/khal  adds the comparison with khal list
"""

import argparse
import pickle
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import icalendar
from generate import project

DEADLINES = str(Path(sys.executable).with_name("deadlines"))
AS_OF = "2026-01-01"
"""A day on which all entries of ``generate.py`` are to come, and have alarms in the twins."""
PLAIN = ("uid", "dtstamp", "sequence", "status", "summary", "dtstart", "dtend", "description", "url", "transp")


def seconds(*command: str) -> float:
    began = time.perf_counter()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    return time.perf_counter() - began


def best(times: int, *rivals: Callable[[], float]) -> list[float]:
    """Return the best of several runs of each rival, taken in turns so that they share the machine's moods."""
    rounds = [[rival() for rival in rivals] for _ in range(times)]
    return [min(column) for column in zip(*rounds, strict=True)]


def growth(counts: list[int], place: Path) -> None:
    print(f"{'records':>8}  {'command':<14}  {'seconds':>8}  {'ms a record':>11}")
    for count in counts:
        folder = place / f"growth-{count}"
        project(count, folder)
        run = (DEADLINES, "-C", str(folder))
        for name, command in (
            ("check", (*run, "check")),
            ("list --all", (*run, "list", "--all")),
            ("export, first", (*run, "export")),
            ("export, again", (*run, "export")),
        ):
            took = seconds(*command)
            print(f"{count:>8}  {name:<14}  {took:>8.2f}  {1000 * took / count:>11.3f}", flush=True)
        shutil.rmtree(folder)


def check_1200(place: Path) -> None:
    folder = place / "check"
    project(1200, folder)
    (took,) = best(3, lambda: seconds(DEADLINES, "-C", str(folder), "check"))
    print(f"check of 1,200 records: {took:.2f} s (bar 1.00)")


def export_2000(place: Path) -> None:
    folder = place / "export"
    project(1818, folder)
    export = (DEADLINES, "-C", str(folder), "export")
    subprocess.run(export, check=True, capture_output=True)
    entries, took, yardstick = first_export(export, folder, place, times=5)
    print(
        f"export of {entries:,} entries into all feeds: {took:.2f} s; "
        f"icalendar alone, one feed: {yardstick:.2f} s; ratio {took / yardstick:.2f} (bar 1.30)"
    )


def export_many(count: int, place: Path) -> None:
    folder = place / "many"
    project(count, folder)
    export = (DEADLINES, "-C", str(folder), "export", "--to", "calendars", "--as-of", AS_OF)
    subprocess.run(export, check=True, capture_output=True)
    entries, took, yardstick = first_export(export, folder, place, times=3)
    print(
        f"first export of {count:,} records, {entries:,} entries, into all feeds: {took:.2f} s, "
        f"{1000 * took / entries:.2f} ms an entry (bar 0.50); "
        f"icalendar alone, one feed: {yardstick:.2f} s; ratio {took / yardstick:.2f}"
    )
    edited = next((folder / "opportunities").rglob("generated-0.toml"))
    text, edits = edited.read_text(encoding="utf-8"), iter(range(100))

    def after_one_edit() -> float:
        edited.write_text(text.replace('title = "', f'title = "{next(edits)} '), encoding="utf-8")
        return seconds(*export)

    alone = str(Path(__file__).with_name("reading_alone.py"))
    again, reading = best(5, after_one_edit, lambda: seconds(sys.executable, alone, str(folder)))
    print(
        f"export after one edit among {count:,} records: {again:.2f} s; reading the records alone: {reading:.2f} s; "
        f"ratio {again / reading:.2f} (bar 2.00)"
    )


def first_export(export: tuple[str, ...], folder: Path, place: Path, times: int) -> tuple[int, float, float]:
    """Return the entries of ``all``, what a first export takes, and icalendar alone for the entries of that feed."""
    calendars = folder / "calendars"
    events = icalendar.Calendar.from_ical((calendars / "all.ics").read_bytes()).walk("VEVENT")
    entries = [[(name, getattr(e[name], "dt", e[name])) for name in PLAIN] for e in events]
    entries = [
        [*((n, v if hasattr(v, "year") or isinstance(v, int) else str(v)) for n, v in entry), *_rest(event)]
        for entry, event in zip(entries, events, strict=True)
    ]
    pickled, out = place / "entries.pickle", place / "alone.ics"
    pickled.write_bytes(pickle.dumps(entries))

    def ours() -> float:
        shutil.rmtree(calendars)
        return seconds(*export)

    alone = str(Path(__file__).with_name("icalendar_alone.py"))
    took, yardstick = best(times, ours, lambda: seconds(sys.executable, alone, str(pickled), str(out)))
    return len(entries), took, yardstick


def _rest(event: icalendar.Event) -> list[tuple[str, object]]:
    return [
        ("categories", [str(category) for category in event["categories"].cats]),
        ("x-microsoft-cdo-busystatus", "FREE"),
    ]


def list_500(place: Path, khal: str) -> None:
    folder, store, settings = place / "list", place / "khal" / "store", place / "khal" / "config"
    project(500, folder)
    subprocess.run((DEADLINES, "-C", str(folder), "export"), check=True, capture_output=True)
    store.mkdir(parents=True)
    head = b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//benchmark//EN\r\n"
    whole = (folder / "calendars" / "all.ics").read_bytes()
    events = [b"BEGIN:VEVENT" + part for part in whole.removesuffix(b"END:VCALENDAR\r\n").split(b"BEGIN:VEVENT")[1:]]
    for number, event in enumerate(events[:500]):
        (store / f"{number}.ics").write_bytes(head + event + b"END:VCALENDAR\r\n")
    settings.write_text(
        f"[calendars]\n[[generated]]\npath = {store}\n[sqlite]\npath = {place}/khal/cache.db\n"
        "[locale]\nlocal_timezone = Europe/Brussels\ndefault_timezone = Europe/Brussels\n"
        "timeformat = %H:%M\ndateformat = %Y-%m-%d\nlongdateformat = %Y-%m-%d\n"
        "datetimeformat = %Y-%m-%d %H:%M\nlongdatetimeformat = %Y-%m-%d %H:%M\n"
    )
    theirs = (khal, "-c", str(settings), "list", "2026-01-01", "2028-12-31")
    first = seconds(*theirs)
    took, yardstick = best(
        5, lambda: seconds(DEADLINES, "-C", str(folder), "list", "--all"), lambda: seconds(*theirs)
    )  # fmt: skip
    print(
        f"list of 500 records: {took:.2f} s; khal list of 500 events, its cache warm: {yardstick:.2f} s "
        f"(cold {first:.2f} s); ratio {took / yardstick:.2f} (bar 1.00)"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("counts", nargs="*", type=int)
    parser.add_argument("--khal", metavar="PATH")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        growth(options.counts or [500, 10_000], Path(name))
        check_1200(Path(name))
        export_2000(Path(name))
        export_many(10_000, Path(name))
        if options.khal:
            list_500(Path(name), options.khal)


if __name__ == "__main__":
    main()
