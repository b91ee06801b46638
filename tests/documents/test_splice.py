"""Each layout of TOML with a change in it, as a person would have made it."""

import pytest

from deadlines.documents.document import Document, parse
from deadlines.documents.splice import with_item, with_key, with_value, without

INLINE = "d = [{ due = 1, stated = 'a, b', zone = 2 }, { due = 3 }]\n"
LINES = "d = [{\n  due = 1, # one, of two\n  stated = 'a'\n}]\n"
COMMA_FIRST = "d = [{\n  due = 1 # one, of two\n  , stated = 'a' # the words\n}]\n"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("url = 'x'\n\n[a]\n", "url = 'x'\nnew = 9\n\n[a]\n"),
        ("\turl = 'x' # the page\r\nz = 1\n", "\turl = 'x' # the page\r\n\tnew = 9\r\nz = 1\n"),
        ("\r\nurl = 'x'", "\r\nurl = 'x'\r\nnew = 9"),
        ("url = 'x'", "url = 'x'\nnew = 9"),
        ("title = 't'\nurl = '''x''' # '\nkind = 'k'\n", "title = 't'\nurl = '''x''' # '\nnew = 9\nkind = 'k'\n"),
    ],
)
def test_a_new_key_stands_on_a_line_of_its_own_behind_those_before_it(before: str, after: str) -> None:
    assert with_key(before, (), "new", "9", ("title", "url")) == after


def test_a_new_key_of_an_inline_table_stands_beside_the_one_before_it() -> None:
    assert with_key(INLINE, ("d", 1), "new", "9", ("due",)) == INLINE.replace("due = 3", "due = 3, new = 9")
    assert with_key(LINES, ("d", 0), "new", "9", ("due",)) == LINES.replace("due = 1", "due = 1, new = 9")


def test_a_value_is_found_under_a_key_in_quotes() -> None:
    assert with_value('[["d"]]\n"\\u0064ue" = 1 # 1\n', ("d", 0, "due"), "2") == '[["d"]]\n"\\u0064ue" = 2 # 1\n'


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("[]", "[9]"),
        ("[ # none\n]", "[9 # none\n]"),
        ("[1]", "[1, 9]"),
        ("[1,]", "[1, 9,]"),
        ("[\n  1,\n  2\n]", "[\n  1,\n  2,\n  9\n]"),
        ("[\r\n  1,\r\n]", "[\r\n  1,\r\n  9,\r\n]"),
        ("[\n  1, # one, ]\n]", "[\n  1, # one, ]\n  9,\n]"),
        ("[\n  1 # one, ]\n]", "[\n  1, # one, ]\n  9\n]"),
        ("[\n  1,\n  2]", "[\n  1,\n  2, 9]"),
        ("[\n  1, 2,\n]", "[\n  1, 2, 9,\n]"),
        ("[\n  1\n  , 2\n  ,\n]", "[\n  1\n  , 2, 9\n  ,\n]"),
        ("[\n  1\n  ,\n]", "[\n  1,\n  9\n  ,\n]"),
    ],
)
def test_a_value_more_is_written_as_the_others_are(before: str, after: str) -> None:
    assert with_item(f"a = {before}\nb = 1\n", ("a",), "9") == f"a = {after}\nb = 1\n"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("a = 1\nstated = 'x'\nb = 2\n", "a = 1\nb = 2\n"),
        ("a = 1\r\n  stated = 'x'  \r\nb = 2\r\n", "a = 1\r\nb = 2\r\n"),
        ("a = 1\nstated = '''\nx'''", "a = 1\n"),
        ("a = 1\n  stated = 'x' # as of May\nb = 2\n", "a = 1\n  # as of May\nb = 2\n"),
    ],
)
def test_a_line_goes_and_its_remark_stays(before: str, after: str) -> None:
    assert without(before, ("stated",)) == after


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (INLINE, INLINE.replace(" stated = 'a, b',", "")),
        (LINES, "d = [{\n  due = 1 # one, of two\n}]\n"),
        (COMMA_FIRST, "d = [{\n  due = 1 # one, of two\n  # the words\n}]\n"),
        ("d = [{due = 1, stated = 'x'}]\n", "d = [{due = 1}]\n"),
        ("d = [{stated = 'x', due = 1}]\n", "d = [{due = 1}]\n"),
        ("d = [{\n  stated = 'x', # so\n  due = 1 }]\n", "d = [{\n  # so\n  due = 1 }]\n"),
        ("d = [{\n  due = 1,\n  stated = 'x',\n}]\n", "d = [{\n  due = 1,\n}]\n"),
    ],
)
def test_of_an_inline_table_a_key_goes_with_its_comma(before: str, after: str) -> None:
    assert without(before, ("d", 0, "stated")) == after
    assert isinstance(parse(after.encode(), "a.toml"), Document)
