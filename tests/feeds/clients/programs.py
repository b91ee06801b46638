"""How each calendar program is run, and what it holds then: by UID the start, the end, STATUS and SUMMARY.

What is needed of npm and PyPI, and what is built, is in ``.clients/`` of this repository; ``tests/feeds/clients/install``
puts it there. A program that is not installed is skipped, and says so.
"""

import os
import re
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import UTC, date, datetime, timedelta
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Event, Thread
from urllib.error import URLError
from urllib.request import Request, urlopen  # noqa: TID251

import pytest

from tests.conftest import REPOSITORY
from tests.feeds.test_clients import with_vobject

HERE = Path(__file__).parent
CLIENTS = REPOSITORY / ".clients"
PYTHON = CLIENTS / "venv/bin/python"
WORLD = os.environ | {"TZ": "UTC", "LC_ALL": "C.UTF-8", "GO111MODULE": "off", "GOPATH": "/usr/share/gocode"}

Held = dict[str, tuple[str, str, str, str]]
Program = Callable[[Path], Held]


def needed(*things: str | Path) -> None:
    for thing in things:
        if not (thing.exists() if isinstance(thing, Path) else shutil.which(thing)):
            pytest.skip(f"NOT TRIED: {thing} is not installed; run tests/feeds/clients/install")


def run(*command: str | Path, **more: str) -> str:
    done = subprocess.run(
        command, capture_output=True, text=True, check=False, env=WORLD | more, cwd=CLIENTS, timeout=120
    )
    assert done.returncode == 0, f"{command} gave {done.returncode}\n{done.stderr[-3000:]}"
    return done.stdout


def by_lines(out: str, *, unescaped: bool = True) -> Held:
    """What a program of ``readers/`` prints: a line for each entry, its parts between unit separators (U+001F).

    Some leave it to those who call them to read ``\\,`` as a comma.
    """
    rows = [line.split("\x1f") for line in out.split("\n") if line]
    held: Held = {}
    for uid, start, end, status, name in rows:
        held[uid] = (start, end, status, name if unescaped else re.sub(r"\\([,;\\])", r"\1", name))
    assert len(held) == len(rows)
    return held


def a_reader(command: str | Path, name: str, feed: Path, *, unescaped: bool = True) -> Held:
    needed(command)
    return by_lines(run(command, HERE / "readers" / name, feed), unescaped=unescaped)


def a_build(name: str, feed: Path, *, unescaped: bool = True) -> Held:
    needed(CLIENTS / name)
    return by_lines(run(CLIENTS / name, feed), unescaped=unescaped)


def evolution(feed: Path) -> Held:
    needed(Path("/usr/lib/x86_64-linux-gnu/girepository-1.0/ECal-2.0.typelib"))
    return a_reader("/usr/bin/python3", "evolution.py", feed)


def calcurse(feed: Path) -> Held:
    """It keeps no UID and no STATUS; what it holds is known here by when and what."""
    needed("calcurse")
    with tempfile.TemporaryDirectory() as place:
        run("calcurse", "-D", place, "-q", "-i", feed)
        lines = (Path(place) / "apts").read_text(encoding="utf-8").splitlines()
    held: Held = {}
    for line in lines:
        if timed := re.match(r"(\S+) @ (\S+) -> (\S+) @ (\S+?)(?:>\w+ )?\s*[|!](.*)", line):
            start, end = (f"{_day(day)}T{clock}:00Z" for day, clock in (timed.group(1, 2), timed.group(3, 4)))
            summary = timed[5]
        else:
            found = re.match(r"(\S+) \[\d+\] (?:>\w+ )?(.*)", line)
            assert found, line
            day, summary = _day(found[1]), found[2]
            start, end = day.isoformat(), (day + timedelta(days=1)).isoformat()
        held[f"{len(held)}"] = (start, end, "", summary)
    return held


def _day(text: str) -> date:
    month, day, year = map(int, text.split("/"))
    return date(year, month, day)


@contextmanager
def served(folder: Path) -> Iterator[tuple[str, Event]]:
    """Any web server, which knows nothing of calendars; and whether it was asked for something."""
    asked = Event()

    class Quiet(SimpleHTTPRequestHandler):
        def log_message(self, *arguments: object) -> None:
            asked.set()

    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(folder))) as server:
        Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
        yield f"http://127.0.0.1:{server.server_address[1]}", asked
        server.shutdown()


def khal(feed: Path) -> Held:
    """Subscribed to by vdirsyncer, shown by khal. The former puts names of its own in the place of all UIDs."""
    vdirsyncer, program = (CLIENTS / "venv/bin" / name for name in ("vdirsyncer", "khal"))
    needed(vdirsyncer, program)
    with tempfile.TemporaryDirectory() as place, served(feed.parent) as (address, _):
        (Path(place) / "sync").write_text(
            f'[general]\nstatus_path = "{place}/status"\n[pair p]\na = "web"\nb = "disk"\ncollections = null\n'
            f'[storage web]\ntype = "http"\nurl = "{address}/{feed.name}"\n'
            f'[storage disk]\ntype = "filesystem"\npath = "{place}/store"\nfileext = ".ics"\n'
        )
        run(vdirsyncer, "-c", f"{place}/sync", "discover")
        run(vdirsyncer, "-c", f"{place}/sync", "sync")
        (Path(place) / "khal").write_text(
            f"[calendars]\n[[feed]]\npath = {place}/store\n[sqlite]\npath = {place}/khal.db\n[locale]\n"
            "local_timezone = UTC\ndefault_timezone = UTC\ntimeformat = %H:%M:%S\ndateformat = %Y-%m-%d\n"
            "longdateformat = %Y-%m-%d\ndatetimeformat = %Y-%m-%dT%H:%M:%S\nlongdatetimeformat = %Y-%m-%dT%H:%M:%S\n"
        )
        form = "\x1f".join(("{uid}", "{start-long}", "{end-long}", "{status}", "{title}"))
        out = run(
            program, "-c", f"{place}/khal", "list", "--once", "--day-format", "", "--format", form,
            "2015-01-01", "2029-12-31",
        )  # fmt: skip
    held: Held = {}
    for uid, (start, end, status, title) in by_lines(out).items():
        if "T" in start:
            held[uid] = (f"{start}Z", f"{end}Z", status.strip(), title)
        else:  # khal shows the last day
            after = date.fromisoformat(end) + timedelta(days=1)
            held[uid] = (start, after.isoformat(), status.strip(), title)
    return held


def radicale(feed: Path) -> Held:
    """The feed put into a Radicale, as a whole, and taken out again."""
    program = CLIENTS / "venv/bin/radicale"
    needed(program)
    with tempfile.TemporaryDirectory() as place:
        (Path(place) / "config").write_text(
            f"[server]\nhosts = 127.0.0.1:5291\n[auth]\ntype = none\n[rights]\ntype = authenticated\n"
            f"[storage]\nfilesystem_folder = {place}/store\n[logging]\nlevel = error\n"
        )
        server = subprocess.Popen([program, "--config", f"{place}/config"], env=WORLD)
        try:
            basic = {"Authorization": "Basic bWU6bWU=", "Content-Type": "text/calendar; charset=utf-8"}
            put = Request("http://127.0.0.1:5291/me/feed/", feed.read_bytes(), basic, method="PUT")
            _patiently(put)
            back = _patiently(Request("http://127.0.0.1:5291/me/feed/", None, basic))
        finally:
            server.terminate()
            server.wait()
    return {
        uid: (*map(as_text, span), status, name) for uid, (*span, name, status) in with_vobject(back.decode()).items()
    }


def _patiently(request: Request) -> bytes:
    """Ask a server that has only just been started."""
    for _ in range(100):
        try:
            with urlopen(request, timeout=60) as answer:
                content: bytes = answer.read()
                return content
        except URLError as error:
            if not isinstance(error.reason, ConnectionRefusedError):
                raise
            time.sleep(0.1)
    raise AssertionError("the server did not start")


PREFERENCES = """\
user_pref("calendar.registry.feed.type", "ics");
user_pref("calendar.registry.feed.uri", "%s");
user_pref("calendar.registry.feed.name", "Feed");
user_pref("calendar.registry.feed.cache.enabled", true);
user_pref("calendar.registry.feed.cache.supported", true);
user_pref("calendar.registry.feed.readOnly", true);
user_pref("calendar.list.sortOrder", "feed");
user_pref("calendar.timezone.local", "UTC");
user_pref("calendar.timezone.useSystemTimezone", false);
user_pref("mail.provider.suppress_dialog_on_startup", true);
user_pref("mail.rights.version", 1);
user_pref("mailnews.start_page.enabled", false);
user_pref("app.update.enabled", false);
"""
ALL_DAY = 8
"""Of the column ``flags``."""


def thunderbird(feed: Path, profile: Path | None = None) -> Held:
    """A Thunderbird that subscribes, or with a profile looks again, and what it keeps in its store then."""
    needed("thunderbird")
    with tempfile.TemporaryDirectory() as place, served(feed.parent) as (address, asked):
        profile = profile or Path(place)
        if not (profile / "user.js").exists():
            (profile / "user.js").write_text(PREFERENCES % f"{address}/{feed.name}")
        else:
            known = (profile / "user.js").read_text()
            (profile / "user.js").write_text(re.sub(r"http://127.0.0.1:\d+", address, known))
        command = ["thunderbird", "--headless", "--no-remote", "--profile", str(profile)]
        program = subprocess.Popen(
            command,
            env=WORLD | {"HOME": place},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        try:
            assert asked.wait(60)
            return _settled(profile / "calendar-data/cache.sqlite")
        finally:
            program.terminate()
            program.wait()


def _settled(store: Path) -> Held:
    """What the store holds when it has not changed for three seconds."""
    before, since, ends = None, time.monotonic(), time.monotonic() + 60
    while time.monotonic() < ends:
        now = _stored(store)
        if now != before:
            before, since = now, time.monotonic()
        elif before and time.monotonic() - since > 3:
            return before
        time.sleep(0.2)
    return before or {}


def _stored(store: Path) -> Held:
    """Thunderbird keeps its store to itself; a copy can be read."""
    question = "select id, event_start, event_end, flags, ical_status, title from cal_events"
    with tempfile.TemporaryDirectory() as place:
        for file in (store, store.with_name(f"{store.name}-wal")):
            if file.exists():
                shutil.copy(file, place)
        try:
            with closing(sqlite3.connect(Path(place) / store.name)) as connection:
                rows = connection.execute(question).fetchall()
        except sqlite3.DatabaseError:
            return {}
    held: Held = {}
    for uid, start, end, flags, status, title in rows:
        points = [datetime.fromtimestamp(at / 1_000_000, UTC) for at in (start, end)]
        spans = [f"{at:%Y-%m-%d}" if flags & ALL_DAY else f"{at:%Y-%m-%dT%H:%M:%SZ}" for at in points]
        held[uid] = (spans[0], spans[1], status, title)
    return held


def as_text(point: date | datetime) -> str:
    return f"{point.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}" if isinstance(point, datetime) else point.isoformat()


PROGRAMS: dict[str, Program] = {
    "Thunderbird": thunderbird,
    "Evolution (ECal)": evolution,
    "libical": partial(a_build, "libical"),
    "KDE (KCalendarCore)": partial(a_build, "kde"),
    "Home Assistant (ical)": partial(a_reader, PYTHON, "home_assistant.py"),
    "khal through vdirsyncer": khal,
    "Radicale": radicale,
    "ical.js": partial(a_reader, "node", "icaljs.mjs"),
    "node-ical": partial(a_reader, "node", "node_ical.cjs"),
    "Ruby (icalendar)": partial(a_reader, "ruby", "ruby.rb"),
    "Perl (Data::ICal)": partial(a_reader, "perl", "perl.pl"),
    "Perl (iCal::Parser)": partial(a_reader, "perl", "perl_parser.pl", unescaped=False),
    "Go (golang-ical)": partial(a_build, "golang", unescaped=False),
    "calcurse": calcurse,
}


if __name__ == "__main__":
    for name, program in PROGRAMS.items():
        try:
            print(f"{name}: {len(program(Path(sys.argv[1]).resolve()))} entries")
        except (AssertionError, pytest.skip.Exception) as error:
            print(f"{name}: {str(error)[-2000:]}")
