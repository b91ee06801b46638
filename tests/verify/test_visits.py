"""Pages visited politely: what robots.txt asks is done, and each way to miss a page is told from the others."""

import socket

import pytest

from deadlines.verify.robots import Rules, address_of
from deadlines.verify.visits import Missed, Outcome, Visitor, Wanted
from deadlines.web.cache import Representation
from deadlines.web.fetch import Visit
from tests.web.peer import Peer

AGENT = "deadlines (+https://example.org)"


def answer(status: str, *headers: str, content: str = "") -> bytes:
    head = "\r\n".join((f"HTTP/1.1 {status}", *headers, f"Content-Length: {len(content)}"))
    return f"{head}\r\nConnection: close\r\n\r\n{content}".encode()


NO_RULES = answer("404 Not Found")


def visited(peer: Peer, *paths: str, private: bool = True, held: Representation | None = None) -> dict[str, Outcome]:
    wanted = [Wanted(path, peer.address(path), held) for path in paths]
    return {page.key: outcome for page, outcome in Visitor(AGENT, private).visit_all(wanted)}


def asked(peer: Peer) -> list[str]:
    return [head.split()[1] for head in peer.asked]


def test_the_rules_come_first_and_are_obeyed() -> None:
    rules = answer("200 OK", content="User-agent: *\nDisallow: /*/private\nAllow: /\n")
    with Peer({"/robots.txt": rules, "/call": answer("200 OK", content="here")}) as peer:
        found = visited(peer, "/call", "/en/private")
        assert asked(peer) == ["/robots.txt", "/call"]
        assert all(f"User-Agent: {AGENT}\r\n" in head for head in peer.asked)
    here = found["/call"]
    assert isinstance(here, Visit) and here.content == b"here"
    assert found["/en/private"] == Missed("robots", "its robots.txt asks programs not to read this page")


@pytest.mark.parametrize(
    "rules",
    [
        NO_RULES,
        answer("403 Forbidden"),
        answer("200 OK", "Content-Type: text/html", content="<html>Disallow: /</html>"),
        answer("200 OK", content="\n<!doctype html>User-agent: *\nDisallow: /"),
        answer("200 OK", content="User-agent: other\nDisallow: /"),
    ],
)
def test_where_there_are_no_rules_for_us_anything_may_be_read(rules: bytes) -> None:
    with Peer({"/robots.txt": rules, "/call": answer("200 OK", content="here")}) as peer:
        assert isinstance(visited(peer, "/call")["/call"], Visit)


def test_where_the_rules_cannot_be_had_nothing_is_read() -> None:
    with Peer({"/robots.txt": answer("500 Oh"), "/call": answer("200 OK")}) as peer:
        assert visited(peer, "/call", "/b") == dict.fromkeys(("/call", "/b"), Missed("fault", "it answers 500 Oh"))
        assert asked(peer) == ["/robots.txt"]


@pytest.mark.parametrize(
    ("says", "way"),
    [
        (answer("401 Unauthorized"), "refused"),
        (answer("403 Forbidden"), "refused"),
        (answer("444 No"), "refused"),
        (answer("403 Forbidden", "cf-mitigated: challenge"), "challenge"),
        (answer("429 Too Many", "Retry-After: 86400"), "busy"),
        (answer("503 Later", "Retry-After: Wed, 21 Oct 2026 07:28:00 GMT"), "busy"),
        (answer("500 Oh"), "fault"),
        (answer("400 Bad"), "fault"),
        (b"", "network"),
    ],
)
def test_each_way_to_miss_a_page_is_told_from_the_others(says: bytes, way: str) -> None:
    with Peer({"/robots.txt": NO_RULES, "/call": says}) as peer:
        found = visited(peer, "/call")["/call"]
    assert isinstance(found, Missed) and found.way == way


def test_what_is_gone_or_as_it_was_is_no_miss() -> None:
    pages = {"/robots.txt": NO_RULES, "/404": answer("404 No"), "/410": answer("410 No"), "/304": answer("304 Same")}
    with Peer(pages) as peer:
        found = visited(peer, "/404", "/410", "/304", held=Representation(b"", '"a"'))
        assert [one.status for one in found.values() if isinstance(one, Visit)] == [404, 410, 304]
        assert "If-None-Match" not in peer.asked[0] and 'If-None-Match: "a"' in peer.asked[1]


def test_a_busy_server_is_asked_once_more_and_then_left_alone() -> None:
    with Peer({"/robots.txt": NO_RULES, "/a": answer("503 Later", "Retry-After: 0")}) as peer:
        found = visited(peer, "/a", "/b")
        assert asked(peer) == ["/robots.txt", "/a", "/a"]
        assert {key: isinstance(one, Missed) and one.way for key, one in found.items()} == {"/a": "busy", "/b": "busy"}


def test_a_private_address_is_visited_only_where_that_is_allowed() -> None:
    with Peer({"/robots.txt": NO_RULES}) as peer:
        found = visited(peer, "/call", private=False)["/call"]
        assert found == Missed("network", "127.0.0.1 is 127.0.0.1, which is not on the public Internet")
        assert asked(peer) == []


def test_no_page_keeps_the_others_waiting_for_nothing() -> None:
    with socket.socket() as silent, Peer({"/robots.txt": NO_RULES, "/a": answer("200 OK")}) as peer:
        silent.bind(("127.0.0.1", 0))
        closed = f"http://127.0.0.1:{silent.getsockname()[1]}/a"
        wanted = [
            Wanted("closed", closed),
            Wanted("no address", "mailto:x@example.org"),
            Wanted("a", peer.address("/a")),
        ]
        found = {page.key: outcome for page, outcome in Visitor(AGENT, private=True).visit_all(wanted)}
    assert isinstance(found["a"], Visit)
    assert [one.way for one in found.values() if isinstance(one, Missed)] == ["network", "network"]


def test_the_rules_of_a_server_are_at_its_root() -> None:
    assert address_of("https://example.org:8443/a/b?c#d") == "https://example.org:8443/robots.txt"
    assert Rules().allows("https://example.org/") and Rules().pause == 0
