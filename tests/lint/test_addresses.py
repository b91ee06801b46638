"""``deadlines lint`` of an address."""

import gzip
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from tests.conftest import Folder
from tests.lint.feeds import WELL
from tests.web.peer import Peer

STRANGE = {
    "/garbage": b"\x00\xff\x01garbage\r\n\r\n",
    "/file": b"HTTP/1.1 302 Found\r\nLocation: file:///etc/passwd\r\nContent-Length: 0\r\n\r\n",
    "/round": b"HTTP/1.1 302 Found\r\nLocation: /round\r\nContent-Length: 0\r\n\r\n",
    "/chunks": b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nZZZ\r\n",
    "/headers": b"HTTP/1.1 200 OK\r\n" + b"A: b\r\n" * 500 + b"\r\n",
    "/no-gzip": b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\nBEGIN:VCALENDAR",
    "/gzip": b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\n" + gzip.compress(WELL),
}


class Site(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        if self.path in STRANGE:
            self.connection.sendall(STRANGE[self.path])
            return
        content = {"/feed.ics": WELL, "/page": b"<html></html>"}.get(self.path)
        self.send_response(200 if content is not None else 503)
        self.end_headers()
        self.wfile.write(content or b"")

    def log_message(self, *args: object) -> None: ...


@pytest.fixture
def site() -> Iterator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), Site) as server:
        threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
        yield f"http://127.0.0.1:{server.server_address[1]}"
        server.shutdown()


def test_an_address_is_examined_as_a_file_is(project: Folder, site: str) -> None:
    ran = project.run("lint", f"{site}/feed.ics")
    assert (ran.code, ran.out, ran.err) == (0, "", "")
    assert "this is a web page: Thunderbird loses all entries" in project.run("lint", f"{site}/page").out
    ran = project.run("lint", f"{site}/away")
    assert ran.code == 1 and "answers 503" in ran.err and "Thunderbird" in ran.err


@pytest.mark.parametrize("path", [path for path in STRANGE if path != "/gzip"])
def test_a_server_that_answers_strangely_is_told_on_one_line(project: Folder, site: str, path: str) -> None:
    ran = project.run("lint", site + path)
    assert ran.code in (1, 3) and ran.err.startswith(f"deadlines: {site}{path} ") and ran.err.count("\n") == 1
    assert ran.out == "" and "fault of deadlines" not in ran.err


def test_a_feed_that_a_server_sends_packed_is_examined(project: Folder, site: str) -> None:
    assert project.run("lint", f"{site}/gzip") == project.run("lint", f"{site}/feed.ics")


@pytest.mark.parametrize(
    ("place", "said", "code"),
    [
        ("http://example .org/a b", "cannot be read", 3),
        ("nowhere.ics", "there is no file nowhere.ics", 2),
        (".", "is a folder; name its files", 2),
        ("ftp://example.org/feed.ics", "is not a web address", 2),
        ("http://127.0.0.1:1/feed.ics", "cannot be read", 3),
        ("https://[", "cannot be read", 3),
    ],
)
def test_what_cannot_be_examined_is_told_on_one_line(project: Folder, place: str, said: str, code: int) -> None:
    ran = project.run("lint", place)
    assert ran.code == code and said in ran.err and ran.err.count("\n") == 1


def test_many_addresses_share_one_time_so_that_a_hanging_one_ends_soon(project: Folder) -> None:
    with Peer(then="hangs") as peer:
        ran = project.run("lint", *[peer.address(f"/{number}.ics") for number in range(400)])
    assert ran.code == 3 and "no complete answer in 0.3 seconds" in ran.err
