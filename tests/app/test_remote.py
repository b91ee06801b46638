"""``deadlines --from ADDRESS list`` and ``show``: what a project publishes, read without a clone, and without trust."""

import gzip
import json
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deadlines.domain.opportunity import Opportunity
from deadlines.items import read_items
from tests.conftest import CALL, REPOSITORY, Folder, Ran, a_call

NOON = ("--as-of", "2026-02-03T12:00", "--timezone", "Europe/Brussels")
Publish = Callable[[Any], None]


class Publisher:
    """A web server of the test: says what the test says, and remembers what it was asked."""

    def __init__(self) -> None:
        self.content, self.status, self.more = b"[]", 200, dict[str, str]()
        self.pages = False
        """True where every other address is that of a page, as for a host that knows no 404."""
        self.asked: list[tuple[str, dict[str, str]]] = []
        publisher = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                publisher.answer(self)

            def log_message(self, *_: object) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server.server_port}/calendars/opportunities.json"

    def publish(self, items: Any) -> None:
        self.content = items if isinstance(items, bytes) else json.dumps(items).encode()

    def answer(self, handler: BaseHTTPRequestHandler) -> None:
        self.asked.append((handler.path, {key.lower(): value for key, value in handler.headers.items()}))
        tag = f'"{hash(self.content)}"'
        same = self.status == 200 and handler.headers.get("If-None-Match") == tag
        if self.pages and handler.path.partition("?")[0] != "/calendars/opportunities.json":
            handler.send_response(200)
            handler.end_headers()
            handler.wfile.write(b"<!doctype html>")
            return
        handler.send_response(304 if same else self.status)
        for key, value in ({"ETag": tag} | self.more).items():
            handler.send_header(key, value)
        handler.send_header("Content-Length", str(0 if same else len(self.content)))
        handler.end_headers()
        handler.wfile.write(b"" if same else self.content)

    def stop(self) -> None:
        self.server.shutdown()
        self.server.server_close()


@pytest.fixture
def publisher(monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Publisher]:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path_factory.mktemp("cache")))
    running = Publisher()
    yield running
    running.stop()


@pytest.fixture
def nowhere(tmp_path_factory: pytest.TempPathFactory) -> Folder:
    """A folder that is no project."""
    return Folder(tmp_path_factory.mktemp("nowhere"))


def items_of(project: Folder) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(project.run("list", "--all", "--format", "json", *NOON).out)
    return found


def read(nowhere: Folder, publisher: Publisher, *command: str) -> Ran:
    return nowhere.run("--from", publisher.address, *command, *NOON)


def ids(ran: Ran) -> list[str]:
    return [item["id"] for item in json.loads(ran.out)]


@pytest.fixture
def full(project: Folder) -> Folder:
    project.record("with-an-hour", a_call("2026-03-06T18:00:00", timezone='"Europe/Zurich"',
                   previously="[2026-03-01T18:00:00]", stated='"Friday, 6 March 2026"'),
                   more='published = 2026-02-01\nverified = 2026-02-02\nlanguages = ["fr"]\nsummary = """\nTwo\nlines"""')  # fmt: skip
    project.record("a-date", a_call("2026-04-30"), more="opens = 2026-02-03\n[[milestones]]\nlabel = 'Results'\non = 2026-07-01\n[apply]\ndocuments = ['CV']")  # fmt: skip
    project.record("past", a_call("2026-02-02"))
    project.record("filled", a_call("2026-05-02"), more='status = "closed"\nstatus_note = "found"')
    project.record("pattern", a_call("2027-04-30"), more='status = "expected"\nseries = "a-prize"')
    project.record("withdrawn", a_call("2026-05-01"), more='status = "cancelled"')
    project.record("always", CALL.partition("\n[[")[0], more="rolling = true")
    project.record("always-filled", CALL.partition("\n[[")[0], more='rolling = true\nstatus = "closed"')
    return project


def test_what_is_read_is_what_was_published(full: Folder, nowhere: Folder, publisher: Publisher) -> None:
    publisher.publish(items_of(full))
    for options in (("list", "--all", "--format", "json"), ("list", "--format", "tsv"), ("list", "--kind", "call")):
        here, there = full.run(*options, *NOON), read(nowhere, publisher, *options)
        assert (there.out, there.err, there.code) == (here.out, here.err, 0)
    for id_ in ("with-an-hour", "a-date", "filled", "always"):
        assert read(nowhere, publisher, "show", id_).out == full.run("show", id_, *NOON).out


def test_the_records_of_this_repository_come_back_as_they_are(nowhere: Folder, publisher: Publisher) -> None:
    ours = Folder(REPOSITORY)
    publisher.publish(items_of(ours))
    there = read(nowhere, publisher, "list", "--all", "--format", "json")
    assert (there.out, there.code) == (ours.run("list", "--all", "--format", "json", *NOON).out, 0)


@pytest.mark.parametrize("moment", ["2026-02-02T22:59:59Z", "2026-02-02T23:00:00Z"])
def test_a_day_ends_when_it_ends_for_the_publisher(
    full: Folder, nowhere: Folder, publisher: Publisher, moment: str
) -> None:
    publisher.publish(items_of(full))
    options = ("list", "--all", "--format", "json", "--as-of", moment, "--timezone", "Asia/Tokyo")
    assert json.loads(nowhere.run("--from", publisher.address, *options).out) == json.loads(full.run(*options).out)


def test_a_folder_is_an_address_too_and_what_has_not_changed_is_not_sent_again(
    full: Folder, nowhere: Folder, publisher: Publisher
) -> None:
    publisher.publish(items_of(full))
    folder = publisher.address.removesuffix("opportunities.json")
    first = nowhere.run("--from", folder, "list", *NOON)
    second = nowhere.run("--from", publisher.address, "list", *NOON)
    assert first == second and first.code == 0
    assert [path for path, _ in publisher.asked] == ["/calendars/opportunities.json"] * 2
    assert "if-none-match" not in publisher.asked[0][1] and "if-none-match" in publisher.asked[1][1]
    publisher.publish([])
    assert ids(read(nowhere, publisher, "list", "--format", "json")) == []


@pytest.mark.parametrize(
    "typed",
    [
        "calendars", "calendars/", "calendars/index.html", "calendars/all.ics", "calendars/atom.xml", "calendars/browse",
        "calendars/feeds.json", "calendars/fr", "calendars/fr/", "calendars/ar/jobs-alarms.ics", "calendars/entries/x.html",
        "calendars/fr/entries/x", "calendars/fr/dates/dates.ics", "calendars/index.html?kind=job#june",
    ],
)  # fmt: skip
def test_any_address_of_a_published_project_leads_to_its_records(
    full: Folder, nowhere: Folder, publisher: Publisher, typed: str
) -> None:
    publisher.publish(items_of(full))
    publisher.pages = True
    host = publisher.address.removesuffix("calendars/opportunities.json")
    read = nowhere.run("--from", f"{host}{typed}", "list", *NOON)
    assert (read.out, read.code) == (full.run("list", *NOON).out, 0) and "cannot be read" not in read.err
    assert len(publisher.asked) <= 5
    publisher.stop()
    offline = nowhere.run("--from", f"{host}{typed}", "list", *NOON)
    assert (offline.out, offline.code) == (read.out, 0) and "less than a minute old" in offline.err


def test_where_no_records_are_found_the_address_that_was_looked_for_is_named(
    nowhere: Folder, publisher: Publisher
) -> None:
    publisher.publish(b"<html>")
    folder = publisher.address.removesuffix("/opportunities.json")
    ran = nowhere.run("--from", folder, "list", *NOON)
    assert ran.code == 3 and f"{publisher.address} cannot be read: this is not JSON" in ran.err


def test_a_page_in_a_folder_on_this_machine_leads_to_its_records_too(full: Folder, nowhere: Folder) -> None:
    for name, content in (("opportunities.json", json.dumps(items_of(full))), ("all.ics", ""), ("fr/index.html", "")):
        nowhere.file(f"stick.d/{name}", content)
    for place in ("stick.d", "stick.d/all.ics", "stick.d/fr/index.html", "stick.d/fr"):
        assert nowhere.run("--from", place, "list", *NOON).out == full.run("list", *NOON).out
    assert nowhere.run("--from", "stick.d/jobs.ics", "list").code == 2


def test_offline_the_last_copy_is_read_and_its_age_is_said(full: Folder, nowhere: Folder, publisher: Publisher) -> None:
    publisher.publish(items_of(full))
    online = read(nowhere, publisher, "list")
    publisher.stop()
    offline = read(nowhere, publisher, "list")
    assert (offline.out, offline.code) == (online.out, 0)
    assert "cannot be read" in offline.err and "less than a minute old" in offline.err


@pytest.mark.parametrize(
    ("status", "content", "said"),
    [
        (503, b"", "it answers 503"),
        (404, b"gone", "it answers 404"),
        (200, b"<html>please log in", "is not JSON"),
        (200, b'{"a": 1}', "is not a list"),
        (200, b'[{"id": "cut', "is not JSON"),
        (200, b"[" * 100_000, "is not JSON"),
        (304, b"", ""),
    ],
)
def test_an_answer_that_is_no_list_replaces_nothing(
    full: Folder, nowhere: Folder, publisher: Publisher, status: int, content: bytes, said: str
) -> None:
    publisher.publish(items_of(full))
    online = read(nowhere, publisher, "list")
    publisher.status, publisher.content = status, content
    again = read(nowhere, publisher, "list")
    assert (again.out, again.code) == (online.out, 0)
    assert said in again.err


def test_without_a_copy_what_is_wrong_is_one_line(nowhere: Folder, publisher: Publisher) -> None:
    publisher.publish(b"<html>")
    ran = read(nowhere, publisher, "list")
    assert ran.code == 3 and ran.out == ""
    assert "there is no copy of it here yet" in ran.err and len(ran.err.splitlines()) == 1


def test_gzip_is_read_and_the_beginning_of_it_is_not(full: Folder, nowhere: Folder, publisher: Publisher) -> None:
    items = items_of(full)
    publisher.more = {"Content-Encoding": "gzip"}
    publisher.content = gzip.compress(json.dumps(items).encode())
    assert len(ids(read(nowhere, publisher, "list", "--all", "--format", "json"))) == len(items)
    assert publisher.asked[0][1]["accept-encoding"] == "gzip"
    publisher.content = gzip.compress(json.dumps(items).encode())[:-20]
    assert "incomplete" in read(nowhere, publisher, "list").err


@pytest.mark.parametrize(
    ("location", "said"), [("file:///etc/passwd", "not allowed"), ("ftp://127.0.0.1/x", "not protected")]
)
def test_a_redirect_leads_to_no_other_kind_of_address(
    nowhere: Folder, publisher: Publisher, location: str, said: str
) -> None:
    publisher.status, publisher.more = 302, {"Location": location}
    ran = read(nowhere, publisher, "list")
    assert ran.code == 3 and said in ran.err


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"kind": "jobb"}, 'did you mean "job"?'),
        ({"id": "../../etc/passwd"}, "its id is not valid"),
        ({"id": "A B"}, "its id is not valid"),
        ({"id": 5}, "its id is not valid"),
        ({"path": "a\x1b[2Jb"}, "its path is not valid"),
        ({"title": "\x1b]0;owned\x07"}, "control character"),
        ({"title": 3}, "title must be text"),
        ({"url": "javascript:alert(1)"}, "is not a web address"),
        ({"deadlines": "soon"}, "deadlines must be a list"),
        ({"deadlines": [5]}, "a table"),
        ({"deadlines": [{"due": "tomorrow"}]}, "not a date"),
        ({"deadlines": [{"due": "2026-03-06T18:00:00", "timezone": "Europe/Geneva"}]}, "is not a time zone"),
        ({"deadlines": []}, "there is no deadline"),
        ({"read_in": "Mars/Olympus"}, "does not exist"),
        ({"read_in": None}, "does not exist"),
        ({"surprise": 1}, '"surprise" is not a known key'),
        ({"apply": {"url": "file:///etc/passwd"}}, "is not a web address"),
    ],
)
def test_a_bad_item_is_named_and_left_out(
    full: Folder, nowhere: Folder, publisher: Publisher, change: dict[str, Any], said: str
) -> None:
    items = items_of(full)
    bad = next(item for item in items if item["id"] == "a-date")
    items[items.index(bad)] = bad | change
    publisher.publish(items)
    ran = read(nowhere, publisher, "list", "--all", "--format", "json")
    assert ran.code == 1
    assert len(ids(ran)) == len(items) - 1
    assert said in ran.err and f"opportunities.json#{items.index(bad | change)}" in ran.err
    assert "\x1b" not in ran.out + ran.err and "\x07" not in ran.err
    if "id" not in change:
        shown = read(nowhere, publisher, "show", "a-date")
        assert shown.code == 1 and said in shown.err and "\x1b" not in shown.err


def test_an_id_that_is_there_twice_is_nobodys(full: Folder, nowhere: Folder, publisher: Publisher) -> None:
    items = items_of(full)
    publisher.publish([*items, items[0]])
    ran = read(nowhere, publisher, "list", "--all", "--format", "json")
    assert ran.code == 1 and ran.err.count("its id is there twice") == 2 and items[0]["id"] not in ids(ran)


DEEP = b"[" * 1_000 + b'"]"' + b"]" * 1_000


@pytest.mark.parametrize(
    "bad",
    [DEEP, b'{"id": "x", "title": ' + b'{"a":' * 1_200 + b"1" + b"}" * 1_201, b'{"id": "n", "x": ' + b"9" * 5_000 + b"}",
     b'{"id": "a", "topics": ' + b"[" * 700 + b"]" * 700 + b"}", b'{"id":"a","path":"a","topics":' + DEEP + b"}", b"NaN"],
)  # fmt: skip
def test_an_item_that_nobody_can_hold_is_named_with_its_number_and_the_others_go_on(
    full: Folder, nowhere: Folder, publisher: Publisher, bad: bytes
) -> None:
    items = items_of(full)
    publisher.publish(json.dumps(items)[:-1].encode() + b", " + bad + b" , " + bad + b" ]")
    ran = read(nowhere, publisher, "list", "--all", "--format", "json")
    assert ran.code == 1 and len(ids(ran)) == len(items)
    assert f"opportunities.json#{len(items)}" in ran.err and f"opportunities.json#{len(items) + 1}" in ran.err


@pytest.mark.parametrize("rest", [b"", b"[", b",", b'"\\"' + b'\\"' * 20, b"] x", b" 5"])
def test_a_list_that_ends_in_the_midst_of_what_nobody_can_hold_is_no_list(
    nowhere: Folder, publisher: Publisher, rest: bytes
) -> None:
    publisher.publish(b"[" + b"[" * 5_000 + rest)
    assert "is not JSON, or is cut short" in read(nowhere, publisher, "list").err


def test_many_bad_items_do_not_fill_the_screen(nowhere: Folder, publisher: Publisher) -> None:
    publisher.publish([{"id": f"id-{number}", "path": "x"} for number in range(500)])
    ran = read(nowhere, publisher, "list")
    assert ran.code == 1 and "others cannot be read" in ran.err and len(ran.err) < 50_000


def test_the_address_can_be_set_once_and_the_project_around_comes_first(
    full: Folder, nowhere: Folder, publisher: Publisher, monkeypatch: pytest.MonkeyPatch
) -> None:
    publisher.publish([])
    monkeypatch.setenv("DEADLINES_FROM", publisher.address)
    assert json.loads(nowhere.run("list", "--format", "json", *NOON).out) == []
    assert len(publisher.asked) == 1
    assert json.loads(full.run("list", "--format", "json", *NOON).out) != []
    assert len(publisher.asked) == 1
    assert nowhere.run("check").code == 3


def test_a_file_or_a_stick_is_read_too(full: Folder, nowhere: Folder) -> None:
    nowhere.file("stick/opportunities.json", json.dumps(items_of(full)))
    for place in ("stick", "stick/opportunities.json"):
        assert nowhere.run("--from", place, "list", *NOON).out == full.run("list", *NOON).out
    gone = nowhere.run("--from", "example.org/calendars", "list")
    assert gone.code == 2 and "begins with https://" in gone.err


@pytest.mark.parametrize(
    "typed", ["ftp://example.org/", "https://", "file:///etc/passwd", "https://e.org/\x1b[2J", "https://[::/"]
)
def test_what_is_no_address_is_wrong_usage(nowhere: Folder, typed: str) -> None:
    ran = nowhere.run("--from", typed, "list")
    assert ran.code == 2 and "is not a web address" in ran.err and "\x1b" not in ran.err


def test_other_commands_refuse_it(project: Folder) -> None:
    assert project.process("--from", "https://example.org/", "export").code == 2


def test_a_folder_that_cannot_be_written_costs_only_the_copy(
    nowhere: Folder, publisher: Publisher, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(nowhere.file("a-file", "x")))
    ran = read(nowhere, publisher, "list", "--format", "json")
    assert ran.code == 0 and "no copy is kept" in ran.err


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20)
    | st.sampled_from(["2026-04-30", "2026-03-29T02:30:00", "Europe/Brussels", "AoE", "closed", "call"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=8,
)  # fmt: skip
WHOLE = {
    "id": "one", "path": "opportunities/one.toml", "title": "A call", "kind": "call", "organisation": "Somebody",
    "url": "https://example.org/", "status": "open", "read_in": "Europe/Brussels",
    "deadlines": [{"label": None, "due": "2026-03-06", "timezone": None, "previously": [], "stated": None}],
}  # fmt: skip


@given(
    st.dictionaries(
        st.sampled_from([*WHOLE, "opens", "milestones", "published", "languages", "apply", "rolling"]), JSON
    )
)
def test_no_item_can_raise(change: dict[str, Any]) -> None:
    good, problems = read_items([WHOLE, WHOLE | {"id": "two"} | change], "https://e.org/x")
    assert len(good) + len({problem.path for problem in problems}) == 2
    assert all(isinstance(one, Opportunity) and one.status(datetime(2026, 2, 1, tzinfo=UTC)) for one in good)
