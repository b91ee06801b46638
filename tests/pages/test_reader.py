"""A document is read in a child that may die, and is then replaced."""

import pytest

from deadlines.pages.page import Line, Page
from deadlines.pages.reader import Reader, Unreadable


def test_what_comes_out_of_the_child_is_what_the_parser_found() -> None:
    with Reader() as child:
        assert child.read("html", b"<title>A</title><p>x <s>y</s>") == Page("A", (Line("x y", ((2, 3),)),))
        assert child.read("html", "<p>до".encode("cp1251"), charset="cp1251").lines == (Line("до"),)


def test_a_child_that_dies_costs_one_document() -> None:
    with Reader() as child:
        with pytest.raises(Unreadable, match="its reader fails at it"):
            child.read("no such format", b"")
        assert child.read("html", b"<p>x").lines == (Line("x"),)


@pytest.mark.slow
def test_a_document_that_takes_too_long_is_a_problem_of_its_own() -> None:
    with Reader(seconds=0) as child, pytest.raises(Unreadable):
        child.read("html", b"<p><b>x</b>" * 3_000_000)
    with Reader() as child:
        with pytest.raises(Unreadable, match="larger than 64 MB"):
            child.read("html", b" " * 64_000_001)
        assert child.read("html", b"<p>x").lines == (Line("x"),)
