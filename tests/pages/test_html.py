"""What a page shows, line by line."""

import pytest

from deadlines.pages.html import read_html
from deadlines.pages.page import Line, Page
from deadlines.pages.text import decoded


def lines(markup: str) -> list[str]:
    return [line.text for line in read_html(f"<!doctype html><body>{markup}".encode()).lines]


@pytest.mark.parametrize(
    ("markup", "shown"),
    [
        ("<p>Apply by <b>30</b> <i>April</i> 2027.</p><p>Write to us.", ["Apply by 30 April 2027.", "Write to us."]),
        ("<p>Deadline:\n   30\u00a0April</p>", ["Deadline: 30 April"]),
        ("Closing date<br>30 April", ["Closing date", "30 April"]),
        ("<table><tr><th>Deadline</th><td>30 April</td></tr><tr><td>Grant<td>1 May</table>", ["Deadline 30 April", "Grant 1 May"]),
        ("<table><tr><th>Deadline</th><td><p>30 April</p></td></tr></table>", ["Deadline", "30 April"]),
        ("<dl><dt>Deadline<dd>30 April</dl>", ["Deadline", "30 April"]),
        ("<div>Deadline: <span>30</span><span> April</span></div>tail", ["Deadline: 30 April", "tail"]),
        ("<!-- Deadline: 1 May --><p>a<script>2 May</script>b<p hidden>3 May<p style='display: none'>4 May", ["ab"]),
        ("<nav>Home</nav><h1>Call</h1><footer>2026</footer>", ["Home", "Call", "2026"]),
        ("", []),
    ],
)  # fmt: skip
def test_what_is_seen_stands_in_its_order_block_by_block(markup: str, shown: list[str]) -> None:
    assert lines(markup) == shown


def test_what_is_struck_through_is_marked() -> None:
    page = read_html(
        b"<title> A  call </title><h2>When</h2><p>Until <s>3 <b>May</b></s> 5 May <i style='text-decoration:line-through'>x</i>"
    )
    assert page == Page(
        "A call", (Line("When", heading=True), Line("Until 3 May 5 May x", ((6, 7), (8, 11), (18, 19))))
    )


@pytest.mark.parametrize(
    ("content", "charset"),
    [
        ("15. März".encode("cp1252"), "iso-8859-1"),
        ("15. März".encode(), "utf-8"),
        ("15. März".encode(), None),
        ("15. März".encode("cp1252"), None),
        ("15. März".encode("utf-8-sig"), "iso-8859-1"),
        ("15. März".encode("utf-16"), None),
        ("15. März".encode(), "no-such-charset"),
        (b'<?xml version="1.0" encoding="latin-1"?>' + "15. März".encode(), "utf-8"),
    ],
)
def test_bytes_are_text_by_their_mark_their_declaration_or_as_utf_8(content: bytes, charset: str | None) -> None:
    assert decoded(content, charset).lstrip("\ufeff") == "15. März"


def test_a_page_declares_its_own_charset() -> None:
    page = '<html><head><meta http-equiv="Content-Type" content="text/html; charset=windows-1251"><body>до 5 мая'
    assert [line.text for line in read_html(page.encode("cp1251")).lines] == ["до 5 мая"]


@pytest.mark.parametrize("content", [b"", b"\0", b"<", b"<!-- ", b"<p", b"\xff\xfe<", b"<?xml", bytes(range(256))])
def test_nothing_is_too_broken_to_be_read(content: bytes) -> None:
    read_html(content)
