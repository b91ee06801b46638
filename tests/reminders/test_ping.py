"""The address that is asked after each good check."""

import pytest

from deadlines.reminders.ping import ping
from tests.web.peer import Peer


def test_an_address_that_answers_is_no_trouble() -> None:
    with Peer(b"HTTP/1.1 200 OK\r\n\r\nOK") as peer:
        assert ping(peer.address("/T0KEN")) == ""
    assert peer.asked[0].startswith("GET /T0KEN ")


@pytest.mark.parametrize(
    "says", [b"", b"HTTP/1.1 404 Gone\r\n\r\n", b"\x00\xff\r\n\r\n", b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n"]
)
def test_whatever_else_it_says_is_one_line_and_never_raised(says: bytes) -> None:
    with Peer(says) as peer:
        trouble = ping(peer.address("/T0KEN"))
    assert trouble.startswith("the address in [reminders] ping did not answer: ")
    assert "T0KEN" not in trouble and trouble.isprintable()


def test_nobody_there_is_one_line_too() -> None:
    assert ping("http://127.0.0.1:1/") and ping("https://no-such-host.invalid/")
