"""Every sentence is said in every language. To bring the catalogues up to date: ``python -m tests.wording.catalogues``."""

import re
from gettext import GNUTranslations
from io import BytesIO
from string import Formatter

import pytest
from babel.messages.catalog import Message
from babel.messages.mofile import write_mo

from deadlines.wording.catalogue import LANGUAGES, entries, translations
from deadlines.wording.language import language
from tests.wording.catalogues import CATALOGUES, TRANSLATED, catalogue, in_the_sources

NUMBERS = (0, 1, 2, 3, 10, 11, 25, 99, 100, 101, 102, 103, 1000)
PREFIXES = ("CANCELLED: {name}", "CLOSED: {name}", "REMOVED: {name}")


def fields(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}


def mistakes(message: Message) -> list[str]:
    """What is wrong in a translation: it is empty, fuzzy, or names other values than the English sentence."""
    if not isinstance(message.id, str):
        expected, said = fields(message.id[1]), message.string or ()
        found = [f"{text!r} is empty" for text in said if not text]
        return found + [f"{text!r} names other values" for text in said if text and fields(text) | {"n"} != expected]
    found = ["it is empty"] if not message.string else []
    found += ["it is fuzzy"] if message.fuzzy else []
    return found + (
        ["it names other values"] if message.string and fields(message.string) != fields(message.id) else []
    )  # type: ignore[arg-type]


def test_there_is_a_catalogue_for_each_language_but_english() -> None:
    assert sorted(file.stem for file in CATALOGUES.glob("*.po")) == sorted(TRANSLATED)
    assert len(list(in_the_sources())) > 40


@pytest.mark.parametrize("tag", TRANSLATED)
def test_every_sentence_of_the_sources_is_translated_and_nothing_else(tag: str) -> None:
    said = {str(message.id) for message in in_the_sources() if message.id}
    translated = {str(message.id) for message in catalogue(tag) if message.id}
    assert sorted(said - translated) == [], "run python -m tests.wording.catalogues, then translate"
    assert sorted(translated - said) == [], "run python -m tests.wording.catalogues"


@pytest.mark.parametrize("tag", TRANSLATED)
def test_no_translation_is_missing_fuzzy_or_broken(tag: str) -> None:
    wrong = {str(message.id): found for message in catalogue(tag) if message.id and (found := mistakes(message))}
    assert wrong == {}


def test_a_french_line_breaks_before_no_mark_that_has_a_space() -> None:
    said = [text for _, forms in entries((CATALOGUES / "fr.po").read_text()) for text in forms.split("\0")]
    assert [text for text in said if re.search(" [;?!»]| :(?!\\w)|« ", text)] == []


@pytest.mark.parametrize("tag", TRANSLATED)
def test_a_catalogue_is_read_as_gettext_compiles_it(tag: str) -> None:
    compiled = BytesIO()
    write_mo(compiled, catalogue(tag))
    compiled.seek(0)
    theirs, ours = GNUTranslations(compiled), translations(tag)
    for message in filter(lambda message: message.id, in_the_sources()):
        if isinstance(message.id, str):
            assert ours.gettext(message.id) == theirs.gettext(message.id)
        else:
            said = [one.ngettext(*message.id, n) for one in (ours, theirs) for n in NUMBERS]
            assert said[: len(NUMBERS)] == said[len(NUMBERS) :]


def test_quotes_line_breaks_and_what_is_empty_in_a_catalogue() -> None:
    text = '#, x\nmsgid ""\n"say \\"a\\" \\\\n"\n"\\n"\nmsgstr "b"\n\nmsgid "empty"\nmsgstr ""\n\n#~ msgid "old"\n#~ msgstr "c"\n'
    assert dict(entries(text)) == {'say "a" \\n\n': "b"}


def test_a_broken_translation_would_be_seen() -> None:
    assert mistakes(Message("{day}, {time}", "{day}, {tme}")) == ["it names other values"]
    assert mistakes(Message("today", "")) == ["it is empty"]
    assert mistakes(Message("today", "heute", flags=["fuzzy"])) == ["it is fuzzy"]
    assert mistakes(Message(("{n} day", "{n} days"), ("un jour", ""))) == ["'' is empty"]
    assert len(mistakes(Message(("{n} day of {x}", "{n} days of {x}"), ("un jour de {x}", "{n} jours")))) == 1


@pytest.mark.parametrize("tag", LANGUAGES)
def test_a_number_is_said_in_every_form_and_never_left_out_by_mistake(tag: str) -> None:
    said = {n: language(tag).count("{n} day", "{n} days", n) for n in NUMBERS}
    assert [n for n, text in said.items() if n > 2 and str(n) not in text] == []
    assert all("{" not in text for text in said.values())


@pytest.mark.parametrize("tag", LANGUAGES)
@pytest.mark.parametrize("prefix", PREFIXES)
def test_what_stands_before_the_name_of_an_entry_can_be_taken_off_again(tag: str, prefix: str) -> None:
    assert len(language(tag).say(prefix, name="")) > 3
    assert language(tag).say(prefix, name="A name") == language(tag).say(prefix, name="") + "A name"
