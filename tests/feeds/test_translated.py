"""Feeds of one project in several languages: each says what records say in it, under the same UIDs."""

import re

from tests.conftest import CALL, Folder

SETTINGS = """
languages = ["fr", "ar"]

[topics.civic-space]
en = "Civic space"
fr = "Espace civique"
"""
FRENCH = '\n[translations.fr]\ntitle = "Un appel"\nsummary = "De l’eau."\n'
OWN = CALL.replace("\n\n[", '\nsummary = "About water."\ntopics = ["civic-space", "water"]\n\n[')


def published(project: Folder, more: str = "", settings: str = SETTINGS) -> dict[str, str]:
    project.file("deadlines.toml", (project.root / "deadlines.toml").read_text().partition("\nlanguages")[0] + settings)
    project.record("a-call", OWN + more)
    assert project.run("export").code == 0
    return {place or "en": project.entry("a-call@test.example", f"{place}/all") for place in (".", "fr", "ar")}


def revision(entry: str) -> int:
    found = re.search(r"\r\nSEQUENCE:(\d+)\r\n", entry)
    assert found
    return int(found[1])


def test_a_translation_changes_the_entries_of_its_language_alone_and_raises_their_revision(project: Folder) -> None:
    before, after = published(project), published(project, FRENCH)
    assert {place for place in before if before[place] != after[place]} == {"fr"}
    assert "Un appel" in after["fr"] and "De l’eau." in after["fr"] and "A call" in before["fr"]
    assert (revision(before["fr"]), revision(after["fr"])) == (0, 1)
    again = published(project, FRENCH)
    assert again == after


def test_a_topic_is_said_in_the_language_of_the_feed_and_else_in_that_of_the_project(project: Folder) -> None:
    said = published(project)
    categories = {place: re.findall(r"CATEGORIES:(.*)\r", entry) for place, entry in said.items()}
    assert categories["fr"][0].endswith("Espace civique,water")
    assert categories["."][0].endswith("Civic space,water") and categories["ar"][0].endswith("Civic space,water")
    without = published(project, settings=SETTINGS.partition("\n[topics")[0])
    assert {place: revision(entry) for place, entry in without.items()} == {".": 1, "fr": 1, "ar": 1}


def test_a_feed_has_a_title_in_each_language_and_is_the_same_feed(project: Folder) -> None:
    title = '\n[feeds.space]\ntitle = { en = "Space", fr = "Espace" }\ntopic = ["civic-space"]\n'
    published(project, settings=SETTINGS.replace("\n\n", '\nfeeds_by = ["topic"]\n\n', 1) + title)
    names = {
        f"{place}{name}": re.findall(r"X-WR-CALNAME:(.*)\r", project.calendar(f"{place}{name}").decode())[0]
        for place in ("", "fr/", "ar/")
        for name in ("space", "topic-civic-space")
    }
    assert names == {
        "space": "Space",
        "fr/space": "Espace",
        "ar/space": "Space",
        "topic-civic-space": "Test opportunities: Civic space",
        "fr/topic-civic-space": "Test opportunities\u00a0: Espace civique",
        "ar/topic-civic-space": "Test opportunities: Civic space",
    }


def test_what_is_renamed_is_known_by_what_is_said_of_it_in_the_language_of_the_project(project: Folder) -> None:
    english = FRENCH.replace("fr", "en").replace("Un appel", "The call")
    assert "The call" in published(project, english)["."]
    file = next(project.root.rglob("a-call.toml"))
    file.rename(file.with_name("another-name.toml"))
    assert project.run("export").code == 0
    assert "The call" in project.entry("a-call@test.example") and b"another-name@" not in project.calendar()
