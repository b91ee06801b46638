"""Pages in another language: what records say in it, and the rest marked as what it is."""

import json
import re

import pytest

from tests.conftest import SETTINGS, Folder
from tests.feeds.test_translated import FRENCH, OWN


@pytest.fixture
def french(project: Folder) -> Folder:
    project.file(
        "deadlines.toml",
        SETTINGS + 'languages = ["fr"]\n[topics]\nwater = { fr = "Eau" }\ncivic-space = { en = "Civic space" }\n',
    )
    project.record("a-call", OWN.replace("\n\n[", '\nlocation = "Geneva"\n\n[') + FRENCH)
    project.run("export")
    return project


def texts(project: Folder, page: str) -> dict[str, str | None]:
    """Each text that stands by itself on a page, with the language that it is marked as."""
    text = (project.root / "calendars" / page).read_text()
    return {said: tag or None for tag, said in re.findall(r'<bdi[^>]*?(?: lang="(\w+)")?>([^<]*)</bdi>', text)}


@pytest.mark.parametrize("page", ["index.html", "entries/a-call.html", "embed.html"])
def test_what_is_not_translated_is_marked_as_the_language_of_the_records(french: Folder, page: str) -> None:
    said = texts(french, f"fr/{page}")
    assert said["Un appel"] is None and "A call" not in said and said["Somebody"] == "en"
    assert said.get("Geneva", "en") == "en" and said.get("De l’eau.") is None
    own = texts(french, page)
    assert own["A call"] is None and "Un appel" not in own


def test_topics_are_said_by_their_words_and_searched_by_their_names(french: Folder) -> None:
    row = (french.root / "calendars/fr/index.html").read_text()
    assert '<bdi class="topic" data-v="water">Eau</bdi>' in row
    assert '<bdi class="topic" data-v="civic-space" lang="en">Civic space</bdi>' in row
    said = texts(french, "fr/browse.html")
    assert said["Eau"] is None and said["Civic space"] == "en"
    assert (french.root / "calendars/fr/topic-water.html").exists()


def test_what_programs_read_is_as_it_was_written_and_news_are_in_their_language(french: Folder) -> None:
    (one,) = json.loads((french.root / "calendars/opportunities.json").read_text())
    assert one["title"] == "A call" and one["translations"] == {"fr": {"title": "Un appel", "summary": "De l’eau."}}
    assert one["topics"] == ["civic-space", "water"]
    for place, title in (("", "A call"), ("fr/", "Un appel")):
        assert f"<title>{title} (Somebody)</title>" in (french.root / f"calendars/{place}atom.xml").read_text()


def test_a_digest_says_it_too(french: Folder) -> None:
    said = french.run("digest", "--language", "fr", "--as-of", "2026-02-27")
    assert "Un appel" in said.out and "A call" not in said.out
    french.run("digest", "--language", "fr", "--as-of", "2026-02-27", "--to", str(french.root / "week"))
    page = (french.root / "week/digest.html").read_text()
    assert "<bdi>Un appel</bdi>" in page and '<bdi lang="en">Somebody</bdi>' in page
