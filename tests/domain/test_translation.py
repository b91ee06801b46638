"""An opportunity in the language of those who read it: its texts change, and nothing that it is known by."""

from typing import Any

import pytest

from deadlines.domain.opportunity import Opportunity
from deadlines.domain.point import points_of
from deadlines.domain.record import TRANSLATED, Record, TranslationTable
from deadlines.domain.rules import check
from deadlines.domain.selection import Selection
from deadlines.domain.text import Translated
from deadlines.domain.translation import in_language
from deadlines.items import item, read_items
from tests.domain.samples import ZONE
from tests.reminders.test_compose import NOW

CALL: dict[str, Any] = {
    "title": "A call", "kind": "call", "organisation": "Somebody", "url": "https://example.org/", "summary": "About water.",
    "topics": ["civic-space", "water"], "deadlines": [{"due": NOW.date()}], "apply": {"documents": ["A letter", "A CV"]},
}  # fmt: skip
FRENCH = {"title": "Un appel", "documents": ["Une lettre", "Un CV"]}


def opportunity(**translations: Any) -> Opportunity:
    record = Record.model_validate(CALL | {"translations": translations})
    return Opportunity.of(record, id="a-call", path="a-call.toml", project_zone=ZONE)


def test_what_is_translated_is_read_and_the_rest_as_it_was_written() -> None:
    read = in_language(opportunity(fr=FRENCH), "fr").record
    assert (read.title, read.summary, read.apply.documents) == ("Un appel", "About water.", ("Une lettre", "Un CV"))
    assert isinstance(read.title, Translated) and not isinstance(read.summary, Translated)


def test_without_a_translation_it_is_the_same() -> None:
    own = opportunity(fr=FRENCH)
    assert in_language(own, "es", {"other": "otro"}) is own and own.original is own


@pytest.mark.parametrize(("given", "read"), [("fr", "fr"), ("fr-CA", "fr"), ("FR", "fr"), ("pt-BR", "pt")])
def test_a_translation_into_a_variety_of_a_language_is_read_too(given: str, read: str) -> None:
    assert in_language(opportunity(**{given: FRENCH}), read).record.title == "Un appel"
    if given.casefold() != read:
        assert in_language(opportunity(**{given: {"title": "Autre"}, read: FRENCH}), read).record.title == "Un appel"
    assert in_language(opportunity(**{given: FRENCH}), read[:1] + "x").record.title == "A call"


def test_a_topic_is_read_by_its_word_and_selected_by_its_name() -> None:
    read = in_language(opportunity(), "fr", {"civic-space": Translated("Espace civique")})
    assert read.record.topics == ("Espace civique", "water")
    assert Selection(topic=("Civic-Space",)).matches(read) and not Selection(topic=("Espace civique",)).matches(read)


def test_it_is_known_published_and_found_as_it_was_written() -> None:
    own = opportunity(fr=FRENCH)
    read = in_language(own, "fr")
    assert [point.uid("x.example") for point in points_of(read)] == [point.uid("x.example") for point in points_of(own)]
    assert item(read, NOW) == item(own, NOW)
    for word in ("call", "appel", "water"):
        assert Selection(words=(word,)).matches(own) and Selection(words=(word,)).matches(read)


def test_what_is_published_is_read_back_with_its_translations() -> None:
    import json

    own = opportunity(fr=FRENCH, ar={"title": "دعوة"})
    published = json.loads(json.dumps(item(own, NOW), default=str))
    (back,), problems = read_items([published], "x")
    assert problems == [] and back.record == own.record
    assert list(published["translations"]) == ["fr", "ar"] and published["translations"]["fr"]["title"] == "Un appel"


def test_a_translation_has_the_texts_of_a_record_that_people_read() -> None:
    assert list(TranslationTable.model_fields) == list(TRANSLATED)
    assert {"title", "organisation", "summary", "eligibility", "documents"} < set(TRANSLATED)
    assert not {"kind", "url", "source", "stated", "topics"} & set(TRANSLATED)


@pytest.mark.parametrize(
    ("translations", "said"),
    [
        ({"fr": {"salary": "100 €"}}, "salary is translated, but the record does not have it"),
        ({"fr": FRENCH, "FR": {"title": "Autre"}}, '"FR" and "fr" are the same language'),
        ({"fr": {"documents": ["Une lettre"]}}, "documents is a list of 2 in the record, and of 1 here"),
        ({"fr": {}, "ar": {"title": "دعوة"}}, None),
    ],
)
def test_a_translation_says_what_the_record_says_no_more_and_no_less(translations: Any, said: str | None) -> None:
    found = check(opportunity(**translations).record, ZONE)
    assert [problem.message for problem in found] == ([said] if said else [])
