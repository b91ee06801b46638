"""The table of docs/performance.md: everything beside a peer or the baseline, in one run.

.venv/bin/python -m benchmarks.table                     needs git, and pip for the peers that are not on the path
.venv/bin/python -m benchmarks.table --only start list   some of it
.venv/bin/python -m benchmarks.table --largest 10000     without what takes 100,000 records
"""

import argparse
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from itertools import count
from pathlib import Path
from time import sleep

import tomli_w

from benchmarks import browser, hugo, khal
from benchmarks import mails as mailed
from benchmarks import serve as served
from benchmarks.generate import project
from benchmarks.measured import Cost, Rival, side_by_side
from benchmarks.peers import BASELINE, Peers

OURS = Path(sys.executable).with_name("deadlines")
NEWER = ("countries", "applicants", "funding")
"""Keys that the baseline does not know."""
LATER = date(2030, 1, 1)
"""From which nothing is due for long."""
MANY = 10_000


@dataclass(frozen=True)
class Row:
    """A line of the table."""

    work: str
    ours: str
    peer: str
    ratio: float | None
    bar: float | None

    def __str__(self) -> str:
        ratio, bar = (f"{value:.3g}" if value is not None else "" for value in (self.ratio, self.bar))
        kept = "" if self.ratio is None or self.bar is None else "yes" if self.ratio <= self.bar else "no"
        return f"| {self.work} | {self.ours} | {self.peer} | {ratio} | {bar} | {kept} |"


@dataclass(frozen=True)
class Place:
    """Where a run keeps its projects, and the programs beside us."""

    folder: Path
    peers: Peers
    largest: int

    @property
    def environment(self) -> dict[str, str]:
        """Return what makes a run forget nothing of another run here, and find nothing of one elsewhere."""
        return {"XDG_CACHE_HOME": str(self.folder / "cache"), "XDG_STATE_HOME": str(self.folder / "state")}

    @cache  # noqa: B019
    def project(self, records: int, name: str = "project", begin: date = date(2026, 1, 1)) -> Path:
        """Return a project of so many records, old enough to be known by their dates."""
        folder = self.folder / f"{name}-{records}"
        project(records, folder, begin, NEWER)
        sleep(3)
        return folder

    def ours(self, *words: object, before: Callable[[], object] = lambda: None) -> Rival:
        """Return a run of this build."""
        return Rival((OURS, *words), before, self.environment)

    def baseline(self, *words: object, before: Callable[[], object] = lambda: None) -> Rival:
        """Return a run of the baseline."""
        return Rival((self.peers.baseline(), *words), before, self.environment)


def row(
    work: str, ours: Cost, peer: str, theirs: Cost, bar: float | None, memory: float | None = None
) -> Iterator[Row]:
    """Yield the line of a ratio, and one of memory where there is a bar for it."""
    yield Row(work, shown(ours), f"{peer} {shown(theirs)}", ours.seconds / theirs.seconds, bar)
    if memory:
        yield Row(f"{work}: MiB", f"{ours.mebibytes:.0f}", f"{peer} {theirs.mebibytes:.0f}", ours.mebibytes, memory)


def shown(cost: Cost) -> str:
    """Return seconds, with as many places as mean something."""
    return f"{cost.seconds:.3f} s" if cost.seconds < 1 else f"{cost.seconds:.2f} s"


def start(place: Place) -> Iterator[Row]:
    """What is asked at every key, beside an interpreter that does nothing."""
    folder = place.project(500)
    bare = Rival((sys.executable, "-c", "pass"))
    asked = {
        "--version": (("--version",), 2),
        "completion of an id, 500 records": (("completion", "--words", "ID", f"deadlines -C {folder} show "), 2),
        "--help": (("--help",), 6),
        "list --help": (("list", "--help"), 6),
    }
    theirs, *ours = side_by_side(15, bare, *(place.ours(*words) for words, _ in asked.values()))
    for (work, (_, bar)), our in zip(asked.items(), ours, strict=True):
        yield from row(work, our, "bare Python", theirs, bar)


def list_(place: Place) -> Iterator[Row]:
    """Listing, beside khal and the baseline."""
    folder = place.project(500)
    if program := place.peers.find("khal"):
        prepared = khal.prepared(folder, place.folder / "khal", OURS)
        both = side_by_side(7, place.ours("-C", folder, "list"), Rival((program, *prepared)))
        yield from row("list, 500 records, TSV", both[0], "khal list, 500 events", both[1], 0.10)
    for records, form, times, bar, memory in (
        (MANY, "tsv", 5, 0.08, None),
        (MANY, "table", 3, 0.15, None),
        (100_000, "tsv", 3, 0.06, 200),
    ):
        if records <= place.largest:
            words = ("-C", place.project(records), "list", "--format", form)
            both = side_by_side(times, place.ours(*words), place.baseline(*words))
            yield from row(f"list, {records:,} records, {form}", both[0], BASELINE, both[1], bar, memory)


def show(place: Place) -> Iterator[Row]:
    """One record, found by its id, beside an interpreter that does nothing."""
    for records in (500, MANY, 100_000):
        if records <= place.largest:
            ours = place.ours("-C", place.project(records), "show", "generated-77")
            both = side_by_side(9, ours, Rival((sys.executable, "-c", "pass")))
            yield from row(f"show, one of {records:,} records", both[0], "bare Python", both[1], 3)


def export(place: Place) -> Iterator[Row]:
    """Exports that have nothing, one thing and everything to do."""
    folders = [place.project(MANY, name) for name in ("export-ours", "export-baseline")]
    runs = [place.ours("-C", folders[0], "export"), place.baseline("-C", folders[1], "export")]

    def empty(folder: Path) -> Callable[[], object]:
        def before() -> None:
            for name in ("calendars",):
                shutil.rmtree(folder / name, ignore_errors=True)
            shutil.rmtree(place.folder / "cache", ignore_errors=True)

        return before

    cold = [Rival(run.command, empty(folder), run.environment) for run, folder in zip(runs, folders, strict=True)]
    both = side_by_side(2, *cold)
    yield from row(f"export, cold, {MANY:,} records", both[0], BASELINE, both[1], None)
    if program := place.peers.find("hugo"):
        site = hugo.prepared(folders[0], place.folder / "hugo")
        theirs = side_by_side(2, Rival((program, "--source", site, "--quiet"), lambda: hugo.emptied(site)))[0]
        yield from row(f"export, cold, {MANY:,} records", both[0], "Hugo, the same pages", theirs, 1.0)
    for run in runs:
        side_by_side(1, run)
    both = side_by_side(3, *runs)
    yield from row(f"export, nothing changed, {MANY:,} records", both[0], BASELINE, both[1], 0.04)
    edits = count()

    def edit(folder: Path) -> Callable[[], object]:
        file = folder / "opportunities/007/generated-7077.toml"
        text = file.read_text(encoding="utf-8")
        return lambda: file.write_text(text.replace('title = "', f'title = "{next(edits)} ', 1), encoding="utf-8")

    edited = [Rival(run.command, edit(folder), run.environment) for run, folder in zip(runs, folders, strict=True)]
    both = side_by_side(3, *edited)
    yield from row(f"export, one edit among {MANY:,} records", both[0], BASELINE, both[1], 0.08, 200)
    if place.largest >= 100_000:
        folder = place.project(100_000, "export-largest")
        (ours,) = side_by_side(1, place.ours("-C", folder, "export"))
        work = "export, cold, 100,000 records: MiB"
        yield Row(work, f"{ours.mebibytes:.0f}, in {shown(ours)}", "", ours.mebibytes, 1024)


def check(place: Place) -> Iterator[Row]:
    """All records, beside a checker of TOML with our schema."""
    folder = place.project(MANY)
    if program := place.peers.find("tombi"):
        theirs = Rival((program, "lint", "--offline", "--quiet", folder / "opportunities"), codes=(0, 1))
        checked = place.ours("-C", folder, "check")
        side_by_side(1, checked)
        ours, in_full, theirs_ = side_by_side(3, checked, place.ours("-C", folder, "check", "--no-index"), theirs)
        yield from row(f"check, {MANY:,} records, nothing changed", ours, "tombi lint", theirs_, 0.25)
        yield from row(f"check, {MANY:,} records, all read, as where CI is set", in_full, "tombi lint", theirs_, None)


def remind(place: Place) -> Iterator[Row]:
    """A look at reminders when nothing is due, with four lead times."""
    records = min(place.largest, 100_000)
    folder = place.project(records, "remind", LATER)
    file = folder / "deadlines.toml"
    people = [
        {"id": id_, "email": f"{id_}@example.org", "lead_times": ["30d", "14d", "7d", "1d"]} for id_ in ("a", "b")
    ]
    table = {
        "ledger": {"url": "sqlite:///ledger.sqlite3"},
        "mail": {"host": "127.0.0.1", "port": 1, "security": "none", "sender": "us@example.org"},
        "recipients": people,
    }
    file.write_text(file.read_text() + tomli_w.dumps(table))
    another = place.folder / "remind-baseline"
    shutil.copytree(folder, another, dirs_exist_ok=True)
    runs = [place.ours("-C", folder, "remind"), place.baseline("-C", another, "remind")]
    side_by_side(1, *runs)
    both = side_by_side(2, *runs)
    yield from row(f"remind, nothing due, {records:,} records, 4 lead times", both[0], BASELINE, both[1], 0.05)


def page(place: Place) -> Iterator[Row]:
    """The page of everything in a browser, four times slower than here and on a line of 50 kB in a second."""
    folders = [place.project(MANY, name) for name in ("page-ours", "page-baseline")]
    as_of = ("--as-of", browser.ALL_OPEN)
    runs = (
        place.ours("-C", folders[0], "export", "--to", folders[0] / "calendars", *as_of),
        place.baseline("-C", folders[1], "export", *as_of),
    )
    side_by_side(1, *runs)
    ours, theirs = (browser.read(folder / "calendars") for folder in folders)
    work = f"page of {MANY:,}"
    yield Row(f"{work}, ready: s", f"{ours.ready:.1f}", f"{BASELINE} {theirs.ready:.1f}", ours.ready, 2)
    yield Row(f"{work}, a key: ms", f"{ours.key:.0f}", f"{BASELINE} {theirs.key:.0f}", ours.key, 100)
    kilobytes = f"{ours.kilobytes:.1f}", f"{BASELINE} {theirs.kilobytes:.1f}"
    yield Row(f"{work}, before the first search: kB", *kilobytes, ours.kilobytes, 30)


def serve(place: Place) -> Iterator[Row]:
    """What a request costs a server, beside nginx and the baseline."""
    if not all(map(shutil.which, served.NEEDED)):
        return
    with served.running(place.folder / "serve", 800, place.peers) as servers:
        ours, nginx, baseline = served.loads(servers, served.FEED, 304, 8)
        for name, theirs, bar in (("nginx", nginx, None), (BASELINE, baseline, 0.31)):
            spent = f"{ours[0]:.0f} µs", f"{name} {theirs[0]:.0f} µs"
            yield Row("serve, 304 on a kept connection: processor", *spent, ours[0] / theirs[0], bar)
        ours, nginx, baseline = served.loads(servers, served.SMALL, 200, 1)
        for name, theirs, bar in (("nginx", nginx, None), (BASELINE, baseline, 0.023)):
            half = f"{ours[2]:.2f} ms", f"{name} {theirs[2]:.2f} ms"
            yield Row("serve, small file on a kept connection: half within", *half, ours[2] / theirs[2], bar)


def mails(place: Place) -> Iterator[Row]:
    """Mails through the ledger and one relay, beside smtplib alone with the same mails."""
    ours, theirs = mailed.mails(place.folder / "mails", environment=place.environment)
    yield from row(f"remind, {mailed.MAILS} mails", ours, "smtplib alone", theirs, 1 / mailed.BAR)


PARTS: dict[str, Callable[[Place], Iterator[Row]]] = {
    "start": start, "list": list_, "show": show, "check": check, "export": export, "remind": remind,
    "page": page, "serve": serve, "mails": mails,
}  # fmt: skip


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--only", nargs="+", choices=PARTS, default=list(PARTS))
    parser.add_argument("--largest", type=int, default=100_000, metavar="RECORDS")
    parser.add_argument("--peers", type=Path, metavar="DIR", help="where the peers stay installed")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        place = Place(Path(name), Peers(options.peers or Path(name) / "peers"), options.largest)
        print("| work | now | beside | ratio | bar | kept |\n|---|---|---|---|---|---|")
        for part in options.only:
            for line in PARTS[part](place):
                print(line, flush=True)


if __name__ == "__main__":
    main()
