"""What fits a page of a list, and what a script gets of the rest: nothing is left out, and nothing is there twice."""

from base64 import b64decode
from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deadlines.site.packed import packed, pieces_of
from deadlines.site.parts import MOST, Part, beginning, fit, is_part, size
from deadlines.wording.language import language

NAMES = ("2026-03", "2026-04", "undated", "rolling", "expected", "closed")


@st.composite
def lists(draw: st.DrawFn) -> list[Part]:
    """Parts with opportunities of which some have a further line in the second month."""
    counts = [draw(st.integers(0, 2 * MOST + 5)) for _ in NAMES]
    parts = [
        Part(name, tuple((f"{name}-{at}", True) for at in range(count)))
        for name, count in zip(NAMES, counts, strict=True)
    ]
    again = tuple((id_, False) for id_, _ in parts[0].lines[::3])
    return [part for part in (parts[0], Part(NAMES[1], again + parts[1].lines), *parts[2:]) if part.lines]


@given(lists())
def test_the_pages_of_a_part_have_each_of_its_lines_once_and_in_order(parts: list[Part]) -> None:
    for part in parts:
        pages = part.pages()
        assert sum(pages, ()) == part.lines
        assert all(0 < len(page) <= MOST for page in pages)


@given(lists())
def test_a_list_begins_with_what_comes_first_and_no_more_than_fits(parts: list[Part]) -> None:
    lines = [(part.name, line) for part in parts for line in part.lines]
    begun = [(part.name, line) for part in beginning(parts) for line in part.lines]
    assert begun == lines[: len(begun)]
    assert size(beginning(parts)) == min(MOST, size(parts))
    assert all(part.lines for part in beginning(parts))


@pytest.mark.parametrize(
    ("open_", "closed", "is_one_page"),
    [(0, 0, True), (MOST, 0, True), (MOST + 1, 0, False), (MOST, MOST, True), (MOST, MOST + 1, False)],
)
def test_a_list_is_one_page_up_to_two_hundred_that_are_open(open_: int, closed: int, *, is_one_page: bool) -> None:
    rolling = Part("rolling", tuple((f"a-{at}", True) for at in range(open_)))
    again = Part("2026-03", tuple((f"a-{at}", False) for at in range(open_)))
    over = Part("closed", tuple((f"b-{at}", True) for at in range(closed)))
    assert fit([again, rolling, over]) is is_one_page


@pytest.mark.parametrize(("tag", "said"), [("en", "March 2026"), ("fr", "Mars 2026"), ("es", "Marzo de 2026")])
def test_a_part_is_called_by_its_month_or_by_its_state(tag: str, said: str) -> None:
    assert Part("2026-03", ()).heading(language(tag)) == said
    assert all(Part(name, ()).heading(language(tag)) for name in NAMES)


@pytest.mark.parametrize(("name", "is_one"), [("2026-03", True), ("closed", True), ("2026-3", False), ("calls", False)])
def test_nothing_else_is_taken_for_a_part(name: str, *, is_one: bool) -> None:
    assert is_part(name) is is_one


def row(id_: str, title: str, topic: str) -> str:
    return (
        f'<li id="{id_}" data-k="call" data-status="announced">\n<h3><a href="entries/{id_}.html"><bdi>{title}</bdi></a>'
        '</h3>\n<p class="facts"><span class="kind">call</span> <bdi class="org" lang="en">Somebody</bdi></p>\n'
        '<p class="due"><time datetime="2026-03-06" data-zone="Etc/GMT+12"><b>Friday, 6 March 2026</b>, until the end'
        f'</time></p>\n<p class="tags"><bdi class="topic" data-v="{topic}">{topic}</bdi> </p>\n'
        f'<p class="how"><a href="entries/{id_}.html#_apply">How to apply</a></p>\n</li>'
    )


ROWS = {
    "one": row("one", "&lt;li id=&#34;one&#34;&gt; of one", "a"),
    "two": row("two", "Of two &amp; entries/two.html", "b"),
    "three": row("three", "", "b"),
}


def unpacked(part: Mapping[str, object]) -> dict[str, str]:
    """The rows again, as the script of the page puts them together."""
    shared, rows = part["shared"], part["rows"]
    assert isinstance(shared, list)
    assert isinstance(rows, list)
    return {
        id_: "".join(shared[piece] if isinstance(piece, int) else piece for piece in pieces).replace("\0", id_)
        for id_, *pieces in rows
    }


def test_rows_are_packed_without_a_letter_lost_and_what_they_share_is_there_once() -> None:
    lines = (("one", True), ("two", False), ("three", True))
    lists = {"calls": {"one", "two", "three"}, "topic-b": {"two", "three"}, "none": set[str]()}
    found = packed("March 2026", "2026-03", lines, {id_: pieces_of(row, id_) for id_, row in ROWS.items()}, lists)
    assert unpacked(found) == ROWS
    assert found["again"] == [1]
    assert {name: b64decode(bits) for name, bits in found["lists"].items()} == {
        "calls": b"\x07",
        "topic-b": b"\x06",
        "none": b"\x00",
    }
    assert '<bdi class="topic" data-v="b">b</bdi> ' in found["shared"], "what one narrows down by is a piece"
    assert not any("three" in piece for piece in found["shared"])
