"""Whoever sees the form is told of its labels, in each language, and never of the keys of a file."""

import pytest

from deadlines.domain.key import described
from deadlines.domain.record import DeadlineTable
from deadlines.domain.text import Counted, Sentence
from deadlines.form.said import helped, said
from deadlines.wording.catalogue import LANGUAGES
from deadlines.wording.language import language

STATED = Sentence(
    'stated says "{words}"{in_our_calendar}, but due is {day}', words="stated due", in_our_calendar="", day=5
)


@pytest.mark.parametrize(
    ("tag", "text", "shown"),
    [
        ("en", STATED, '“As announced” says "stated due", but “Deadline” is 5'),
        ("fr", Sentence('add timezone = "Area/City"'), 'ajoutez «\u202fFuseau horaire\u202f»\u00a0: "Area/City"'),
        ("en", Sentence("take rolling or [[deadlines]] out"), "take “Without a deadline” or “Deadlines” out"),
        ("es", Sentence("{key} is missing", key="title"), "falta «Título»"),
        ("en", Sentence("add {key} = {value}", key="title", value="a"), "add “Title”: a"),
        ("en", Sentence("{key} is missing", key="other"), "other is missing"),
        ("en", Sentence("due {due}, before it opens on {day}", due=1, day=2), "due 1, before it opens on 2"),
        ("en", Counted("{n} other", "{n} others", 3), "3 others"),
        (
            "ar",
            Sentence('"{word}" is not a value of {key}', word="cal", key="kind"),
            "«\u2068cal\u2069» ليست قيمة لـ«النوع»",
        ),
    ],
)
def test_a_key_is_said_as_its_label(tag: str, text: Sentence, shown: str) -> None:
    assert said(text, language(tag)) == shown


def test_a_table_that_is_typed_on_a_line_is_shown_so() -> None:
    repeats, moved = (described(DeadlineTable.model_fields[key]) for key in ("repeats", "moved"))
    assert "from “Deadline” on" in helped(repeats, language("en"))
    for tag in LANGUAGES:
        assert "2027-03-01 → 2027-03-15" in helped(moved, language(tag)) and "{" not in helped(moved, language(tag))
