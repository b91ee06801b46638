"""What is typed for ``list`` is what the model of a selection makes of it."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from deadlines.app.refusal import Refusal
from deadlines.cli.typed import is_plain, select
from deadlines.domain.matching import Wanted
from deadlines.domain.selection import Selection
from tests.domain.test_selection import FULL, WANTED, asked, opportunity

SOME = {"kind": "call", "access": "open", "applicant": "group", "currency": "EUR", "country": "SN", "language": "pt-BR", "series": "a-b"}  # fmt: skip
LIKE_THOSE = st.sampled_from(
    sorted({*SOME.values(), "pt_BR", "A-b", "a--b", "Sahel", "NGO", "ngo", "\u202ex", "\n", " ", "a\u0301", "٣"})
)


def test_what_is_wanted_has_the_keys_of_a_selection() -> None:
    assert Wanted._fields == tuple(Selection.model_fields)
    assert Wanted()._asdict() == Selection().model_dump()


@given(st.sampled_from(sorted(set(Selection.model_fields) - {"min_amount"})), LIKE_THOSE | st.text(max_size=12))
def test_what_is_plain_is_what_the_model_takes(key: str, word: str) -> None:
    plain = is_plain(key, (word,))
    try:
        found: Any = Selection.model_validate({key: (word,)})
    except ValidationError:
        assert not plain
    else:
        assert getattr(found, key) == (word,)


@pytest.mark.parametrize("key", Selection.model_fields)
def test_what_most_people_type_is_plain(key: str) -> None:
    assert is_plain(key, 6000 if key == "min_amount" else (SOME.get(key, "civil society"),))


@pytest.mark.parametrize("facet", Selection.model_fields)
def test_what_is_typed_selects_what_a_feed_of_it_does(facet: str) -> None:
    typed: dict[str, Any] = {
        key: value if isinstance(value, list) else WANTED[key] for key, value in asked(facet).items()
    }
    assert select(**typed)._asdict() == Selection.model_validate(asked(facet)).model_dump()
    assert Selection.model_validate(asked(facet)).matches(opportunity(**FULL))


@pytest.mark.parametrize(
    ("key", "word"), [("topic", " "), ("language", "pt_BR"), ("country", "Sahel"), ("series", "A"), ("words", "a\nb")]
)
def test_what_cannot_be_one_is_said_by_the_model(key: str, word: str) -> None:
    with pytest.raises(Refusal, match=f"--{key}: "):
        select(**{key: [word]})
