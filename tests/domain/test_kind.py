"""Every kind has its feed, its page, and its words in every language."""

import json
import re

import pytest

from deadlines.domain.fields import ID_PATTERN
from deadlines.domain.kind import KINDS
from deadlines.wording.catalogue import LANGUAGES, SOURCE
from deadlines.wording.language import language
from deadlines.wording.phrases import kind_in_words, kinds_in_words
from tests.conftest import CALL, REPOSITORY, SETTINGS, Folder
from tests.site.pages import read

RESERVED = {"all", "browse", "index", "atom", "sitemap", "feeds", "opportunities", "entries", "dates"}


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Folder:
    """A project with a record of each kind, published in every language."""
    project = Folder(tmp_path_factory.mktemp("kinds"))
    others = [tag for tag in LANGUAGES if tag != SOURCE]
    project.file("deadlines.toml", f"{SETTINGS}languages = {json.dumps(others)}\n")
    for kind in KINDS:
        project.record(f"one-{kind}", CALL.replace('"call"', f'"{kind}"'), kind=KINDS[kind].feed)
    assert project.run("export").code == 0
    return project


def test_names_and_feeds_of_kinds_are_words_of_addresses_each_their_own() -> None:
    feeds = [its.feed for its in KINDS.values()]
    assert [name for name in (*KINDS, *feeds) if not ID_PATTERN.fullmatch(name)] == []
    assert len(feeds) == len(set(feeds)) and not RESERVED & set(feeds)


@pytest.mark.parametrize("tag", LANGUAGES)
@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_has_its_feed_and_its_page_in_every_language(published: Folder, kind: str, tag: str) -> None:
    folder = published.root / "calendars" / ("" if tag == SOURCE else tag)
    words = kinds_in_words(kind, language(tag))
    calendar = (folder / f"{KINDS[kind].feed}.ics").read_text().replace("\r\n ", "")
    assert language(tag).heading("Test opportunities", words) in calendar and f"UID:one-{kind}@test.example" in calendar
    assert calendar.count("BEGIN:VEVENT") == 1
    page = read((folder / f"{KINDS[kind].feed}.html").read_bytes())
    assert page.all("h1")[0].text.casefold() == words.casefold() or words.casefold() in page.text.casefold()
    entry = read((folder / "entries" / f"one-{kind}.html").read_bytes())
    assert f"../{KINDS[kind].feed}.html" in entry.links() and kind_in_words(kind, language(tag)) in entry.text


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_is_what_search_engines_are_told(published: Folder, kind: str) -> None:
    entry = (published.root / "calendars" / "entries" / f"one-{kind}.html").read_text()
    assert f'"@type": "{KINDS[kind].schema_type}"' in entry


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_narrows_a_list_and_has_a_folder_for_its_records(
    published: Folder, kind: str, project: Folder
) -> None:
    found = json.loads(published.run("list", "--all", "--kind", kind, "--format", "json").out)
    assert [one["id"] for one in found] == [f"one-{kind}"]
    options = ("--title", "A title", "--organisation", "X", "--url", "https://example.org/", "--due", "2031-03-06")
    assert project.run("add", "--kind", kind, *options).out == f"opportunities/{KINDS[kind].feed}/a-title.toml\n"


def test_the_readme_names_every_kind() -> None:
    (row,) = re.findall(r"^\| `title`, `kind`.*$", (REPOSITORY / "README.md").read_text(), re.MULTILINE)
    assert [kind for kind in KINDS if f"`{kind}`" not in row] == [], 'name it in "The record" of the README'
