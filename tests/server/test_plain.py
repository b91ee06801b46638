"""What is answered without h11 is what h11 would have read, and nothing else."""

import h11
import pytest
from hypothesis import given
from hypothesis import strategies as st

from deadlines.server.plain import LONGEST, Plain, combined, read_plain

THUNDERBIRD = (
    b"GET /all.ics HTTP/1.1\r\nHost: example.org\r\nUser-Agent: Mozilla/5.0 (X11; Linux x86_64; rv:153.0) Thunderbird/153.0\r\n"
    b"Accept: text/calendar,text/plain;q=0.8,*/*;q=0.5\r\nAccept-Encoding: gzip, deflate, br\r\n"
    b'Connection: keep-alive\r\nIf-None-Match: "a"\r\n\r\n'
)
GET = b"GET /all.ics HTTP/1.1\r\n"
HOST = b"Host: here\r\n"
LINES = (
    GET, b"HEAD / HTTP/1.1\r\n", b"GET /feed.ics?kind=job&x=%20 HTTP/1.1\r\n", b"GET /a HTTP/1.0\r\n", b"POST /a HTTP/1.1\r\n",
    b"GET http://here/a HTTP/1.1\r\n", b"GET /%61 HTTP/1.1\r\n", HOST, b"host:there\r\n", b"Host:\r\n", b"Host: a,b\r\n",
    b"Accept: a\r\n", b"Accept:\t b \t\r\n", b"X: \r\n", b"X: a\n", b" folded\r\n", b"\tfolded\r\n", b"X : a\r\n", b"X\r\n", b": a\r\n",
    b"X: \xe9\r\n", b"X: \x00\r\n", b"X: a\rb\r\n", b"X: \x0b\r\n", b"X: a\x7f\r\n", b"Content-Length: 0\r\n", b"Content-Length: 3\r\n",
    b"Transfer-Encoding: chunked\r\n", b"Expect: 100-continue\r\n", b"Upgrade: websocket\r\n", b"Connection: keep-alive\r\n",
    b"connection: Keep-Alive\r\n", b"Connection: close\r\n", b"Connection: upgrade\r\n", b"Connection: keep-alive, close\r\n",
    b"\r\n", b"\r\n\r\n", b"\n", b"abc", b"0\r\n\r\n",
)  # fmt: skip


def as_h11_reads(data: bytes) -> Plain | None:
    """Return the request, where these bytes are exactly one, without a body."""
    connection = h11.Connection(h11.SERVER, LONGEST)
    connection.receive_data(data)
    try:
        request, end = connection.next_event(), connection.next_event()
    except h11.RemoteProtocolError:
        return None
    whole = isinstance(request, h11.Request) and isinstance(end, h11.EndOfMessage)
    if not whole or connection.their_state not in (h11.DONE, h11.MUST_CLOSE) or connection.trailing_data[0]:
        return None
    assert isinstance(request, h11.Request) and not connection.they_are_waiting_for_100_continue
    assert request.http_version == b"1.1" and b"Upgrade" not in request.headers
    path, _, query = request.target.decode("ascii").partition("?")
    fields = combined([part.decode("latin-1") for part in pair] for pair in request.headers)
    closes = connection.their_state is h11.MUST_CLOSE
    return Plain(request.method.decode("ascii"), path.removeprefix("/"), query, fields, closes)


@given(st.lists(st.sampled_from(LINES), max_size=6).map(lambda lines: b"".join((*lines, b"\r\n"))))
def test_a_plain_request_is_what_h11_reads(data: bytes) -> None:
    if (read := read_plain(data)) is not None:
        assert read == as_h11_reads(data)


@given(st.data())
def test_a_plain_request_with_an_octet_changed_is_what_h11_reads(data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(THUNDERBIRD) - 1))
    put = data.draw(st.one_of(st.just(b""), st.integers(0, 255).map(lambda octet: bytes((octet,)))))
    changed = THUNDERBIRD[:at] + put + THUNDERBIRD[at + data.draw(st.integers(0, 3)) :]
    if (read := read_plain(changed)) is not None:
        assert read == as_h11_reads(changed)


@pytest.mark.parametrize(
    "data",
    [
        THUNDERBIRD,
        GET + HOST + b"\r\n",
        GET + HOST + b"Connection: close\r\n\r\n",
        b"HEAD /fr/ HTTP/1.1\r\nhost: [::1]:8000\r\nAccept: */*\r\n\r\n",
        b"GET /feed.ics?kind=job&topic=sant%C3%A9 HTTP/1.1\r\n" + HOST + b"If-None-Match: \"a\"\r\nIf-None-Match: W/\"b\"\r\n\r\n",
    ],
)  # fmt: skip
def test_what_calendar_programs_send_is_plain(data: bytes) -> None:
    assert read_plain(data) == as_h11_reads(data) is not None


@pytest.mark.parametrize(
    "data",
    [
        GET + HOST + b"Content-Length: 0\r\n\r\n",
        GET + HOST + b"Content-Length: 1\r\nContent-Length: 2\r\n\r\n",
        GET + HOST + b"Transfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\n0\r\n\r\n",
        GET + HOST + b"Expect: 100-continue\r\n\r\n",
        GET + HOST + b"Upgrade: websocket\r\nConnection: upgrade\r\n\r\n",
        GET + HOST + b"Connection: close, keep-alive\r\n\r\n",
        GET + HOST + b"X: a\n\r\n",
        GET + HOST + b"X: a\r\n folded\r\n\r\n",
        GET + HOST + b"X : a\r\n\r\n",
        GET + HOST + b"X: \xe9\r\n\r\n",
        GET + HOST + HOST + b"\r\n",
        GET + b"X: a\r\n\r\n",
        GET + HOST + b"\r\n" + GET + HOST + b"\r\n",
        GET + HOST + b"\r\nbody",
        GET + HOST + b"X: " + b"a" * LONGEST + b"\r\n\r\n",
        GET + HOST,
        b"GET /all.ics HTTP/1.0\r\n" + HOST + b"\r\n",
        b"GET /%2e%2e/a HTTP/1.1\r\n" + HOST + b"\r\n",
        b"GET http://here/all.ics HTTP/1.1\r\n" + HOST + b"\r\n",
        b"PUT /all.ics HTTP/1.1\r\n" + HOST + b"\r\n",
        b"",
    ],
)  # fmt: skip
def test_whatever_may_mean_more_than_it_says_is_for_h11(data: bytes) -> None:
    assert read_plain(data) is None
