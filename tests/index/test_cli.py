"""With and without the index the commands print the same."""

import pytest

from tests.conftest import Folder
from tests.index.test_packed import BRIEFLY, record_text

LISTS = (
    (), ("--all",), ("--status", "closed,upcoming"), ("--kind", "call", "--within", "40"), ("--kind", "prize"), ("call", "2"), ("--before", "2026-02-20"),
    ("--access", "invitation"), ("--organisation", "some", "--sort", "title"), ("--applicant", "individual"), ("nothing", "at", "all"),
    ("--all", "--format", "csv"), ("--format", "csv", "--sort", "published"), ("--format", "table"), ("--all", "--format", "table"), ("--format", "json"),
)  # fmt: skip


@pytest.fixture
def kept(project: Folder) -> Folder:
    for number, (deadline, more) in enumerate(BRIEFLY):
        project.record(f"a-{number}", record_text(number, deadline, more))
    project.record("broken", "title = ")
    return project


def test_a_list_is_the_same(kept: Folder) -> None:
    for words in LISTS:
        line = ("list", "--as-of", kept.NOW, "--timezone", "Africa/Dakar", *words)
        assert kept.run(*line) == kept.run(*line, "--no-index"), words


def test_what_is_shown_is_the_same(kept: Folder) -> None:
    for typed in ("a-1", "a-2", "a-20", "broken", "a", "none", "a-21.toml"):
        line = ("show", typed, "--as-of", kept.NOW, "--timezone", "Africa/Dakar")
        assert kept.run(*line) == kept.run(*line, "--no-index"), typed
