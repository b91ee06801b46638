"""One GET, whatever answers: an answer or ``Unreachable``, within the budget."""

import gzip
import socket
import threading
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deadlines.web.cache import Representation
from deadlines.web.dial import is_loopback, is_public
from deadlines.web.fetch import Unreachable, fetch, over_http, visit
from tests.certificate import Certificate
from tests.web.peer import Peer

OK = b"HTTP/1.1 200 OK\r\n"


def found(content: bytes, *headers: bytes) -> bytes:
    length = b"Content-Length: %d" % len(content)
    return OK + b"".join(header + b"\r\n" for header in (*headers, length)) + b"\r\n" + content


def leads_to(location: str) -> bytes:
    return f"HTTP/1.1 302 Found\r\nLocation: {location}\r\nContent-Length: 0\r\n\r\n".encode()


def refused(address: str, seconds: float = 20) -> Unreachable:
    with pytest.raises(Unreachable) as caught:
        fetch(address, seconds=seconds)
    return caught.value


def test_what_is_found_comes_with_its_validators_and_they_are_sent_again() -> None:
    with Peer(found(b"[]", b'ETag: "a"', b"Last-Modified: Sun, 01 Feb 2026 12:00:00 GMT")) as peer:
        first = fetch(peer.address("/x.json"), accept="application/json")
        assert first == Representation(b"[]", '"a"', "Sun, 01 Feb 2026 12:00:00 GMT")
        peer.says = b"HTTP/1.1 304 Not Modified\r\n\r\n"
        assert fetch(peer.address("/x.json"), first) is first
    one, two = peer.asked
    assert one.startswith("GET /x.json HTTP/1.1\r\n") and "Accept: application/json\r\n" in one
    assert "If-" not in one
    assert 'If-None-Match: "a"\r\n' in two and "If-Modified-Since: Sun, 01 Feb 2026 12:00:00 GMT\r\n" in two


def test_an_answer_that_is_an_error_says_its_status() -> None:
    with Peer(b"HTTP/1.1 503 Later\x1b[2J please\r\n\r\n") as peer:
        error = refused(peer.address())
        assert (error.status, str(error)) == (503, "it answers 503 Later [2J please")
        peer.says = b"HTTP/1.1 304 Not Modified\r\n\r\n"
        assert refused(peer.address()).status == 304, "nothing is held that could be current"


def test_a_visit_tells_of_errors_and_of_where_it_ended() -> None:
    gone = b"HTTP/1.1 410 Gone\r\nRetry-After: 60\r\nContent-Length: 4\r\n\r\nbody"
    with Peer({"/old": leads_to("/new"), "/new": found(b"here", b"Content-Type: text/html"), "/x": gone}) as peer:
        new = visit(peer.address("/old"), agent="deadlines (+https://example.org)")
        assert (new.status, new.address, new.content) == (200, peer.address("/new"), b"here")
        assert new.headers["content-type"] == "text/html"
        assert "User-Agent: deadlines (+https://example.org)\r\n" in peer.asked[1]
        lost = visit(peer.address("/x"))
        assert (lost.status, lost.content, lost.headers["Retry-After"]) == (410, b"", "60")


def test_a_visit_dials_only_what_is_allowed_after_a_redirect_too(monkeypatch: pytest.MonkeyPatch) -> None:
    with Peer({"/": leads_to("http://192.0.2.1/")}) as peer:
        monkeypatch.setenv("http_proxy", peer.address())
        with pytest.raises(Unreachable, match=r"127\.0\.0\.1, which is not on the public Internet"):
            visit(peer.address(), allows=is_public)
        assert peer.asked == []
        with pytest.raises(Unreachable, match=r"192\.0\.2\.1, which is not on the public Internet"):
            visit(peer.address(), allows=is_loopback)


def test_what_is_packed_is_unpacked_up_to_a_size() -> None:
    with Peer(found(gzip.compress(b"[1]"), b"Content-Encoding: gzip")) as peer:
        assert fetch(peer.address()).content == b"[1]"
        assert "Accept-Encoding: gzip\r\n" in peer.asked[0]
        peer.says = found(gzip.compress(b" " * 65_000_000, 1), b"Content-Encoding: gzip")
        assert str(refused(peer.address())) == "it is larger than 64 MB"


@pytest.mark.parametrize(
    "cut",
    [
        found(gzip.compress(b"[1, 2, 3]")[:-9], b"Content-Encoding: gzip"),
        OK + b"Content-Length: 10\r\n\r\n[1, 2",
        OK + b"Transfer-Encoding: chunked\r\n\r\n5\r\n[1, 2\r\n",
    ],
    ids=["gzip", "length", "chunks"],
)
def test_the_beginning_of_an_answer_is_none(cut: bytes) -> None:
    with Peer(cut) as peer:
        refused(peer.address())


def test_a_redirect_is_followed_and_what_comes_with_it_is_not_read() -> None:
    pages = {"/old": leads_to("/new").replace(b"Content-Length: 0\r\n", b""), "/new": found(b"[]")}
    with Peer(pages, then="dribbles") as peer:
        assert fetch(peer.address("/old")).content == b"[]"


@pytest.mark.parametrize("location", ["file:///etc/passwd", "ftp://127.0.0.1/x", "/round", "http://[", "//:x/", "\\"])
def test_a_redirect_to_anything_else_is_refused(location: str) -> None:
    with Peer(leads_to(location)) as peer:
        refused(peer.address("/round"))


def test_a_redirect_never_leads_from_https_to_http(certificate: Certificate, trusted: object) -> None:
    with Peer(found(b"[]")) as plain, Peer(certificate=certificate) as safe:
        safe.says = leads_to(plain.address())
        assert "not protected" in str(refused(safe.address(scheme="https", host="localhost")))
        plain.says, safe.says = leads_to(safe.address(scheme="https", host="localhost")), found(b"[2]")
        assert fetch(plain.address()).content == b"[2]"
    assert len(plain.asked) == 1


def test_a_certificate_that_nobody_vouches_for_is_refused(certificate: Certificate) -> None:
    with Peer(found(b"[]"), certificate=certificate) as peer:
        assert "certificate" in str(refused(peer.address(scheme="https", host="localhost")))
    assert peer.asked == []


@pytest.mark.slow
@pytest.mark.parametrize("then", ["hangs", "dribbles"])
@pytest.mark.parametrize(
    "says",
    [
        b"",
        b"HTTP/1.1 100 Continue\r\n\r\n" * 3,
        OK + b"X: ",
        OK + b"\r\n[",
        OK + b"Content-Length: 50000\r\n\r\n[",
        OK + b"Transfer-Encoding: chunked\r\n\r\nfff\r\nab",
        b"HTTP/1.1 503 Later\r\n",
    ],
    ids=["nothing", "continue", "head", "body", "length", "chunks", "error"],
)
def test_a_server_that_hangs_or_dribbles_is_left_when_the_budget_is_spent(says: bytes, then: str) -> None:
    """It would go on for ever: that this ends, and that the connection is closed, is what is proved."""
    with Peer(says, then) as peer:
        assert str(refused(peer.address(), seconds=0.1)) == "no complete answer in 0.1 seconds"
        peer.was_left.wait()


def test_tls_that_is_never_spoken_costs_the_budget() -> None:
    with Peer(then="hangs") as peer:
        assert str(refused(peer.address(scheme="https"), seconds=0.1)) == "no complete answer in 0.1 seconds"


def test_the_budget_is_one_for_all_redirects() -> None:
    """Each hop waits for a third of it."""

    class Slow(Peer):
        def _answer(self, connection: Any) -> None:
            self._stops.wait(0.1)
            super()._answer(connection)

    with Slow({f"/{hop}": leads_to(f"/{hop + 1}") for hop in range(5)} | {"/5": found(b"[]")}) as peer:
        assert "no complete answer" in str(refused(peer.address("/0"), seconds=0.3))
        assert not any(head.startswith("GET /5 ") for head in peer.asked)


def test_a_name_server_that_is_silent_costs_the_budget(monkeypatch: pytest.MonkeyPatch) -> None:
    answered = threading.Event()
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: answered.wait() and [])
    assert str(refused("http://example.org/", seconds=0.1)) == "no complete answer in 0.1 seconds"
    answered.set()


@pytest.mark.parametrize(
    "address",
    ["", "x", "http://", "https://[", "http://example .org/a b", "http://127.0.0.1:x/", "http://127.0.0.1:99999/",
     "http://127.0.0.1:99999999999999999999/", "http://a\0b/", "http://" + "a" * 300 + "/", "http://é.invalid/é",
     "http://no-such-host.invalid/", "http://127.0.0.1:1/", "file:///etc/passwd", "data:,x", "ftp://127.0.0.1/x", "http://x:y@127.0.0.1:1/"],
)  # fmt: skip
def test_what_cannot_be_asked_is_unreachable(address: str) -> None:
    assert str(refused(address))


LINES = st.sampled_from(
    [OK, b"HTTP/1.1 302 Found\r\n", b"HTTP/9.9 9999 x\r\n", b"HTTP/1.1 304 x\r\n", b"HTTP/1.1 401 x\r\n", b"Content-Length: 5\r\n",
     b"Content-Length: -1\r\n", b"Content-Length: x\r\n", b"Transfer-Encoding: chunked\r\n", b"Content-Encoding: gzip\r\n",
     b"Content-Encoding: \xff\r\n", b"Location: /x\r\n", b"Location: //[\r\n", b"Location: \xff\r\n", b"Location:\r\n",
     b"WWW-Authenticate: x\r\n", b"\r\n", b"5\r\nhello\r\n", b"0\r\n\r\n", b"ZZ\r\n", b"-5\r\nx", b": x\r\n", b"x\r\n", b"\n",
     gzip.compress(b"[]"), b"[]"]
)  # fmt: skip


@pytest.fixture(scope="module")
def any_peer() -> Iterator[Peer]:
    with Peer() as peer:
        yield peer


@given(st.lists(LINES | st.binary(max_size=20), max_size=9), st.booleans())
def test_no_answer_raises_anything_else(any_peer: Peer, pieces: list[bytes], well: bool) -> None:
    any_peer.says = (OK if well else b"") + b"".join(pieces)
    try:
        assert isinstance(fetch(any_peer.address()).content, bytes)
    except Unreachable as error:
        assert str(error).isprintable()


def test_a_proxy_of_the_environment_is_used(monkeypatch: pytest.MonkeyPatch) -> None:
    with Peer(found(b"[]")) as proxy:
        monkeypatch.setenv("http_proxy", proxy.address())
        monkeypatch.setenv("https_proxy", proxy.address())
        monkeypatch.setenv("no_proxy", "")
        assert fetch("http://example.invalid/x").content == b"[]"
        proxy.says = b"HTTP/1.1 403 no\r\n\r\n"
        refused("https://example.invalid/")
    assert [head.partition("\r\n")[0] for head in proxy.asked] == [
        "GET http://example.invalid/x HTTP/1.1", "CONNECT example.invalid:443 HTTP/1.0",
    ]  # fmt: skip


def test_webcal_is_https() -> None:
    assert over_http("WebCal://Example.org/A.ics") == "https://Example.org/A.ics"
    assert over_http("HTTP://x/") == "http://x/"
    assert over_http("calendar.ics") == "calendar.ics"
