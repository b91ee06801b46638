"""The table of ``list`` at every width: nothing is lost, and no id is broken."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.cells import cell_len

from deadlines.cli.columns import _OF_ONE_COLUMN, _columns, isolated, width_of, wrapped
from deadlines.cli.reader import Terminal
from deadlines.cli.table import LAYOUTS, NEAR, SOON, Entry, draw

HEADINGS = {"left": "Left", "due": "Deadline", "yours": "Your time", "opportunity": "Opportunity"}
ESCAPES = re.compile("\x1b\\[[0-9;]*m|\x1b\\]8;[^\x1b]*\x1b\\\\|[\u2068\u2069]")
WORDS = st.text(
    st.sampled_from("abcdefgé-é\u0301漢字かなカナ한국어ＡＢשלוםاختبارпризहिन्दीไทย"), min_size=1, max_size=50
)  # fmt: skip
TEXTS = st.lists(WORDS, min_size=1, max_size=8).map(" ".join)
IDS = st.lists(st.text("abcz019", min_size=1, max_size=30), min_size=1, max_size=6).map("-".join)
DATES = st.sampled_from([
    (), ("2026-03-06", "zone not stated"), ("2026-03-06 18:00", "America/Argentina/Buenos_Aires"), ("2026-03-06 18:00", "UTC"),
])  # fmt: skip


@st.composite
def entries(draw: st.DrawFn) -> Entry:
    due = draw(DATES)
    return Entry(
        left=(draw(st.sampled_from(["today", "12 days", "rolling", "cancelled", "dans 12 jours"])),),
        due=due,
        yours=due[:1],
        title=draw(TEXTS),
        about=f"call, {draw(TEXTS)}",
        id=draw(IDS),
        url="https://example.org/",
        look=draw(st.sampled_from(["", SOON, NEAR])),
        here=draw(st.sampled_from([(), ("17:00 your time",)])) if due else (),
    )


def plain(line: str) -> str:
    return ESCAPES.sub("", line)


@pytest.mark.slow
@given(st.lists(entries(), min_size=1, max_size=5), st.booleans())
def test_at_every_width_nothing_is_cut_and_no_id_is_broken(rows: list[Entry], rich: bool) -> None:
    for columns in range(40, 201):
        assert_whole(rows, columns, rich=rich)


@settings(max_examples=15)
@given(st.lists(entries(), min_size=1, max_size=5), st.integers(40, 200))
def test_at_any_width_nothing_is_cut_and_no_id_is_broken(rows: list[Entry], columns: int) -> None:
    assert_whole(rows, columns, rich=True)


def assert_whole(rows: list[Entry], columns: int, *, rich: bool) -> None:
    lines = list(map(plain, draw(rows, HEADINGS, Terminal(columns, colours=rich, links=rich))))
    for line in lines:
        assert width_of(line) <= columns or line.strip() in {row.id for row in rows}
    remaining = iter(lines)
    for row in rows:
        assert any(line.rpartition(" ")[2] == row.id for line in remaining), "each id whole, in order"
    said = re.sub(r"\s", "", "".join(lines))
    letters = list(said)
    for row in rows:
        for text in (*row.left, *row.due, row.title, row.about):
            wanted = iter(letters)
            assert all(letter in wanted for letter in re.sub(r"\s", "", text)), text


@settings(max_examples=15)
@given(st.lists(entries(), min_size=1, max_size=5))
def test_columns_stand_below_their_headings(rows: list[Entry]) -> None:
    for columns in (60, 80, 100, 140):
        heading, *lines = map(plain, draw(rows, HEADINGS, Terminal(columns)))
        if "Opportunity" in heading:
            begins = heading.index("Opportunity")
            titles = [line[begins:] for line in lines[1:] if line[:begins].strip()]
            assert all(line[begins - 1 : begins] == " " for line in lines[1:] if len(line) > begins)
            assert len(titles) >= len([row for row in rows if row.left])


ROW = Entry(
    ("12 days",), ("2026-03-06 18:00", "Europe/Zurich"), ("2026-03-06 17:00",), "A call for input", "call, OHCHR",
    "ohchr-call-2026", "https://example.org/é\x1b", here=("17:00 your time",),
)  # fmt: skip


def at(columns: int, row: Entry = ROW, **terminal: bool) -> list[str]:
    return list(draw([row], HEADINGS, Terminal(columns, **terminal)))


def test_what_gives_way_first_is_your_own_time_then_the_days_left_then_the_deadline() -> None:
    assert at(80)[0] == "Left      Deadline           Your time          Opportunity"
    assert at(70)[2:5] == [
        "12 days   2026-03-06 18:00   A call for input",
        "          Europe/Zurich      call, OHCHR",
        "          17:00 your time    ohchr-call-2026",
    ]
    assert at(50)[2:] == [
        "12 days            A call for input",
        "2026-03-06 18:00   call, OHCHR",
        "Europe/Zurich      ohchr-call-2026",
        "17:00 your time",
    ]
    assert at(40) == [
        "12 days, 2026-03-06 18:00,",
        "Europe/Zurich, 17:00 your time",
        "A call for input",
        "call, OHCHR",
        "ohchr-call-2026",
    ]
    assert len(LAYOUTS) == 4


def test_a_longer_id_takes_the_room_of_other_columns_and_is_never_broken() -> None:
    assert at(80, replace(ROW, id="x" * 40))[0].split() == ["Left", "Deadline", "Opportunity"]
    assert at(80, replace(ROW, id="x" * 60))[0].split() == ["Deadline", "Opportunity"]
    assert at(80, replace(ROW, id="x" * 120))[-1] == "x" * 120


def test_colour_marks_the_days_left_alone_and_a_title_is_a_link() -> None:
    line = at(120, replace(ROW, look=SOON), colours=True, links=True)[2]
    link = "\x1b]8;id=ohchr-call-2026;https://example.org/%C3%A9%1B\x1b\\A call for input\x1b]8;;\x1b\\"
    assert line == f"\x1b[1;31m12 days\x1b[0m   2026-03-06 18:00   2026-03-06 17:00   {link}"
    assert "\x1b" not in "".join(at(120, replace(ROW, look=SOON)))


@pytest.mark.parametrize(
    ("text", "columns"),
    [("漢字", 4), ("Ａ", 2), ("e\u0301", 1), ("हिन्दी", 5), ("שלום", 4), ("한국어", 6), ("a\u2068b", 2)],
)
def test_the_width_is_that_of_a_terminal(text: str, columns: int) -> None:
    assert width_of(text) == columns


@given(TEXTS, st.integers(4, 60))
def test_lines_have_at_most_so_many_columns_and_together_the_whole_text(text: str, columns: int) -> None:
    lines = list(wrapped(text, columns))
    assert all(cell_len(line) <= columns for line in lines)
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")


def test_letters_that_are_not_looked_at_one_by_one_take_one_column() -> None:
    plain = [letter for letter in map(chr, range(0x3000)) if _OF_ONE_COLUMN.fullmatch(letter)]
    assert len(plain) > 1000
    assert {_columns(letter) for letter in plain} == {1} == {cell_len(letter) for letter in plain}


def test_no_letter_from_the_right_comes_before_those_that_are_looked_at() -> None:
    from_the_right = [letter for letter in map(chr, range(0x3000)) if unicodedata.bidirectional(letter) in ("R", "AL")]
    assert all(isolated(letter) != letter for letter in from_the_right) and len(from_the_right) > 500


def as_it_is_defined(text: str, columns: int, whole_words: bool) -> Iterator[str]:
    """The lines of a text, word by word and letter by letter."""
    if width_of(text) <= columns:
        yield " ".join(re.split("[ \t\n]+", text))
        return
    line = ""
    for word in re.split("[ \t\n]+", text):
        pieces = [word]
        if width_of(word) > columns and not whole_words:
            pieces = [""]
            for letter in word:
                if pieces[-1] and width_of(pieces[-1] + letter) > columns:
                    pieces.append("")
                pieces[-1] += letter
        if line and width_of(f"{line} {pieces[0]}") > columns:
            yield line
            line = ""
        line = f"{line} {pieces[0]}" if line else pieces[0]
        for piece in pieces[1:]:
            yield line
            line = piece
    yield line


@given(st.text(st.sampled_from("ab  é-漢e\u0301ש\u202f\u2019\n"), max_size=80), st.integers(2, 30), st.booleans())
def test_a_text_is_broken_as_it_is_defined(text: str, columns: int, whole_words: bool) -> None:
    assert list(wrapped(text, columns, whole_words=whole_words)) == list(as_it_is_defined(text, columns, whole_words))


def test_a_line_is_not_broken_at_a_no_break_space() -> None:
    assert list(wrapped("a b\u202f: c", 5)) == ["a b\u202f:", "c"]
