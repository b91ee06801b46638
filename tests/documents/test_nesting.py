"""What is known at a glance not to be nested deeply is what a look at each token finds."""

from hypothesis import given
from hypothesis import strategies as st

from deadlines.documents.nesting import DEEPEST, nesting_in, too_deep_in

PIECES = (
    "[", "]", "{", "}", ".", '"', "\\", '"""', "'''", "'", "#", "\n", "a", " ", 'a = "x"\n', "[[[[", "]]]]", ".a.b.c.d", '"a"."b"', "1.5, ",
)  # fmt: skip


@given(st.lists(st.sampled_from(PIECES), max_size=60).map("".join))
def test_a_glance_and_a_look_at_each_token_find_the_same(text: str) -> None:
    assert nesting_in(text) == too_deep_in(text)


def test_pairs_of_two_kinds_are_counted_as_deep_as_they_stand() -> None:
    as_deep = "a = " + "[{" * (DEEPEST // 2) + "}]" * (DEEPEST // 2)
    assert nesting_in(as_deep) is None
    assert nesting_in(as_deep.replace("{}", "{[]}")) is not None
