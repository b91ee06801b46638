"""``list`` and ``show`` say what records say in the reader's language, wherever these come from."""

import json

import pytest

from tests.conftest import Folder
from tests.feeds.test_translated import FRENCH, OWN

NOON = ("--as-of", "2026-02-03T12:00", "--timezone", "Africa/Dakar")
MORE = OWN + '\n[apply]\ndocuments = ["A letter"]\n' + FRENCH + 'documents = ["Une lettre"]\n'


@pytest.fixture
def french(project: Folder, monkeypatch: pytest.MonkeyPatch) -> Folder:
    settings = (project.root / "deadlines.toml").read_text()
    project.file("deadlines.toml", settings + '\n[topics.water]\nfr = "Eau"\n')
    project.record("a-call", MORE)
    monkeypatch.delenv("LC_ALL")
    monkeypatch.setenv("LANGUAGE", "fr")
    return project


def test_what_is_translated_is_shown_in_the_language_of_the_reader(french: Folder) -> None:
    shown = french.run("show", "a-call", *NOON).out
    assert shown.startswith("Un appel\n") and "Résumé\u00a0: De l’eau." in shown and "  - Une lettre\n" in shown
    assert "civic-space, Eau\n" in shown
    table = french.run("list", "--format", "table", *NOON).out
    assert "Un appel" in table and "A call" not in table


@pytest.mark.parametrize("words", [("appel",), ("call",), ("--topic", "water")])
def test_it_is_found_in_either_language(french: Folder, words: tuple[str, ...]) -> None:
    assert "\tA call\t" in french.run("list", *words, *NOON).out  # As programs read it.
    assert "A call" not in french.run("list", "--topic", "Eau", *NOON).out


def test_what_is_published_is_read_in_the_language_of_the_reader_too(french: Folder) -> None:
    french.run("export", "--to", "calendars")
    published = ("--from", "calendars/opportunities.json", *NOON)
    assert french.run("show", "a-call", *published).out.startswith("Un appel\n")
    found = json.loads(french.run("list", "--format", "json", *published).out)
    assert found[0]["title"] == "A call" and found[0]["translations"]["fr"]["documents"] == ["Une lettre"]


def test_a_reason_that_is_another_now_leaves_no_translation_of_the_former(project: Folder) -> None:
    reasons = '\n[translations.fr]\ntitle = "Un appel"\nstatus_note = "En avril."\n'
    file = project.record("a-call", more='status = "expected"\nstatus_note = "In April."')
    file.write_text(file.read_text() + reasons)
    assert 'status_note = "En avril."' in project.run("cancel", "a-call", "--note", "No fund.").err
    assert file.read_text().endswith('\n[translations.fr]\ntitle = "Un appel"\n')


def test_the_next_edition_has_the_translations_that_are_of_no_year(project: Folder) -> None:
    project.record(
        "prize-2025",
        'title = "Prize 2025"\nkind = "prize"\norganisation = "X"\nurl = "https://example.org/"\nseries = "prize"\n'
        'summary = "For 2025."\neligibility = "Anybody."\n\n[[deadlines]]\ndue = 2025-03-06\n\n'
        '[translations.fr]\ntitle = "Prix 2025"\nsummary = "Pour elles."\neligibility = "Tout le monde."\n',
    )
    assert project.run("renew", "prize", "--as-of", "2026-01-01").code == 0
    text = (project.root / "opportunities/calls/prize-2026.toml").read_text()
    assert text.endswith('[translations.fr]\ntitle = "Prix 2026"\neligibility = "Tout le monde."\n')


def test_an_edit_says_what_subscribers_will_see_in_the_language_of_the_project(project: Folder) -> None:
    project.record("a-call", MORE.replace("translations.fr", "translations.en"))
    assert 'will see "Deadline: Un appel (Somebody)' in project.run("extend", "a-call", "2026-04-01").err
