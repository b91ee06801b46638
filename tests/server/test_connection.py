"""One connection: requests of every kind, one after another, and where each ends."""

import re
import socket
from contextlib import suppress

import pytest

from tests.conftest import Folder
from tests.server.conftest import Served

Full = tuple[Folder, Served]
HEAD = b"HEAD /all.ics HTTP/1.1\r\nHost: here\r\n"
LAST = b"HEAD /nowhere HTTP/1.1\r\nHost: here\r\nConnection: close\r\n\r\n"


def statuses(port: int, data: bytes) -> list[int]:
    """Send what is given and a last request, all at once; return what was answered until the server closes."""
    answers = b""
    with socket.create_connection(("127.0.0.1", port)) as connection:
        connection.settimeout(20)
        connection.sendall(data + LAST)
        while piece := connection.recv(100_000):
            answers += piece
    return [int(status) for status in re.findall(rb"^HTTP/1\.1 (\d+) ", answers, re.MULTILINE)]


@pytest.mark.parametrize(
    ("request_", "answered"),
    [
        (HEAD + b"\r\n" + HEAD + b"\r\n" + HEAD + b"\r\n", [200, 200, 200, 404]),
        (HEAD + b"Content-Length: 3\r\n\r\nabc", [200, 404]),
        (HEAD + b"Transfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n", [200, 404]),
        (HEAD + b"Expect: 100-continue\r\nContent-Length: 3\r\n\r\nabc", [200, 404]),
        (HEAD + b"Content-Length: 3\r\nContent-Length: 4\r\n\r\nabc", [400]),
        (HEAD + b"Content-Length: 3, 4\r\n\r\nabc", [400]),
        (HEAD + b"Content-Length: -3\r\n\r\n", [400]),
        (HEAD + b"Transfer-Encoding: other\r\n\r\n", [400]),
        (HEAD + b"Transfer-Encoding: chunked\r\n\r\nx\r\n\r\n", [400]),
        (HEAD + b"X : a\r\n\r\n", [400]),
        (HEAD + b"X: a\x00b\r\n\r\n", [400]),
        (HEAD + b"Host: there\r\n\r\n", [400]),
        (b"HEAD /all.ics HTTP/1.1\r\n\r\n", [400]),
        (b"HEAD /all.ics HTTP/1.0\r\nConnection: keep-alive\r\n\r\n", [200]),
        (b"HEAD http://here/all.ics HTTP/1.1\r\nHost: here\r\n\r\n", [200, 404]),
        (b"OPTIONS * HTTP/1.1\r\nHost: here\r\n\r\n", [405, 404]),
        (HEAD + b"X: a\r\n" * 2_000 + b"\r\n", [200, 404]),
    ],
)  # fmt: skip
def test_where_a_request_ends_is_never_guessed(full: Full, request_: bytes, answered: list[int]) -> None:
    assert statuses(full[1].port, request_) == answered


NEXT = b"HEAD /nowhere HTTP/1.1\r\nHost: here\r\n\r\n"
"""A request, unless it stands where another one is not at its end."""


@pytest.mark.parametrize(
    ("begun", "end", "answered"),
    [
        (HEAD + b"Content-Length: %d\r\n\r\n" % len(NEXT), b"", [200, 404]),
        (HEAD + b"Transfer-Encoding: chunked\r\n\r\n%x\r\n" % len(NEXT), b"\r\n0\r\n\r\n", [200, 404]),
        (HEAD + b"\r\n" + HEAD + b"X: ", b"", [200, 400]),  # which then has two hosts
    ],
    ids=["a body", "a chunk", "a field"],
)
def test_what_looks_like_a_request_within_another_is_none(
    full: Full, begun: bytes, end: bytes, answered: list[int]
) -> None:
    with socket.create_connection(("127.0.0.1", full[1].port)) as connection:
        connection.settimeout(20)
        connection.sendall(begun)
        answers = connection.recv(100_000)
        for part in (NEXT, end + LAST):
            with suppress(ConnectionError):
                connection.sendall(part)
        with suppress(ConnectionError):
            while piece := connection.recv(100_000):
                answers += piece
    assert [int(status) for status in re.findall(rb"^HTTP/1\.1 (\d+) ", answers, re.MULTILINE)] == answered


def test_a_client_that_wants_one_answer_gets_it_and_the_end_whichever_way(full: Full) -> None:
    answers = []
    for odd in (ODD, b"", b""):
        with socket.create_connection(("127.0.0.1", full[1].port)) as connection:
            connection.settimeout(20)
            connection.sendall(HEAD + b"Connection: close\r\n" + odd + b"\r\n")
            answer = connection.recv(100_000)
            with suppress(ConnectionError):
                connection.sendall(HEAD + b"\r\n")
                while piece := connection.recv(100_000):
                    answer += piece
        answers.append(sorted(re.sub(rb"date: .*\r\n", b"", answer).lower().split(b"\r\n")))
    assert answers[0] == answers[1] == answers[2] and b"connection: close" in answers[0]


def exchange(port: int, *parts: bytes) -> list[bytes]:
    """Send each HEAD when the one before was answered, on one connection; return the answers without their dates."""
    with socket.create_connection(("127.0.0.1", port)) as connection:
        connection.settimeout(20)
        answers = []
        for part in parts:
            connection.sendall(part)
            answer = b""
            while not answer.endswith(b"\r\n\r\n"):
                answer += connection.recv(100_000)
            answers.append(re.sub(rb"date: .*\r\n", b"", answer))
    return answers


ODD = b"X: \xe9\r\n"
"""With which a request is not plain, and means the same."""


@pytest.mark.parametrize(
    "target",
    [b"/all.ics", b"/", b"/page.css", b"/feed.ics?kind=job", b"/feed.ics", b"/nowhere", b"/health", b"/entries"],
)
@pytest.mark.parametrize(
    "fields", [b"", b"Accept-Encoding: gzip\r\n", b"If-None-Match: *\r\n", b'If-Match: "other"\r\n',
               b"If-Modified-Since: Tue, 14 Nov 2090 22:13:20 GMT\r\n", b"Connection: keep-alive\r\n"],
)  # fmt: skip
def test_a_plain_request_and_one_that_is_not_are_answered_alike(full: Full, target: bytes, fields: bytes) -> None:
    plain = b"HEAD " + target + b" HTTP/1.1\r\nHost: here\r\n" + fields
    odd, *others = exchange(full[1].port, plain + ODD + b"\r\n", *[plain + b"\r\n", plain + ODD + b"\r\n"] * 2)
    assert sorted(odd.split(b"\r\n")) == sorted(others[0].split(b"\r\n"))
    assert {frozenset(answer.split(b"\r\n")) for answer in others} == {frozenset(odd.split(b"\r\n"))}
