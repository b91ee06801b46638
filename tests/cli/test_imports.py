"""What is heavy is imported by the command that needs it, and by no other."""

import re
import subprocess
import sys
import tomllib

import pytest

from deadlines import __version__
from tests.conftest import REPOSITORY, SETTINGS, Folder, a_call

HEAVY = {
    "icalendar",
    "rich",
    "apprise",
    "apscheduler",
    "holidays",
    "jinja2",
    "psycopg",
    "segno",
    "smtplib",
    "sqlite3",
    "tomli_w",
    "uvicorn",
    "urllib.request",
}

SLOW = {
    "typer",
    "pydantic",
    "importlib.resources",
    "deadlines.domain.record",
    "deadlines.settings.tables",
    "deadlines.cli.list",
}
"""What most commands need, and those that are wanted at once do not."""

COSTLY = {
    *("dataclasses", "inspect", "typing", "re", "enum", "contextlib", "importlib", "difflib"),
    *("deadlines.domain.point", "deadlines.domain.problem", "deadlines.records.loaded", "deadlines.domain.occurrences"),
}
"""What takes longer than to list or to show what has not changed."""


def imported_by(*command: str, before: tuple[str, ...] = ("-C", str(REPOSITORY))) -> set[str]:
    done = subprocess.run(
        [sys.executable, "-X", "importtime", "-c", "from deadlines.cli.start import main; main()", *before, *command],
        capture_output=True, text=True, check=True, cwd=REPOSITORY,
    )  # fmt: skip
    return set(re.findall(r"\|\s+([\w.]+)$", done.stderr, re.MULTILINE))


@pytest.mark.parametrize(
    "command", [("list", "--all", "--no-index"), ("check", "--no-index"), ("show", "havel-prize-2026", "--no-index")]
)
def test_nothing_heavy_is_imported_to_list_check_or_show(command: tuple[str, ...]) -> None:
    imported = imported_by(*command)
    assert "deadlines.records.load" in imported
    words = {name for name in imported if name.startswith("deadlines.words")}
    assert bool(words) == (command[0] == "check"), "only check compares the organiser's words with the dates"
    assert imported & HEAVY == set()
    assert {name for name in imported if name.startswith("deadlines.reminders")} == set()


def test_the_version_is_printed_by_bare_python() -> None:
    imported = imported_by("--version", before=())
    ours = {name for name in imported if name.startswith("deadlines")}
    assert ours == {"deadlines", "deadlines.cli", "deadlines.cli.start"}
    assert imported & {"typer", "pydantic", "re", "pathlib", "importlib.metadata"} == set()


def test_the_version_is_that_of_the_package() -> None:
    assert __version__ == tomllib.loads((REPOSITORY / "pyproject.toml").read_text())["project"]["version"]


def test_to_offer_ids_no_document_is_read() -> None:
    imported = imported_by("completion", "--words", "ID", "deadlines show ", before=())
    assert imported & {"re", "typing", "pathlib", "shlex", "deadlines.domain"} == set()
    assert imported & (HEAVY | {"typer", "pydantic", "deadlines.documents.document", "deadlines.wording"}) == set()


def test_to_offer_topics_no_record_is_read_that_has_not_changed() -> None:
    asked = ("completion", "--words", "TOPIC", "deadlines list --topic ")
    imported_by(*asked, before=())
    imported = imported_by(*asked, before=())
    assert "deadlines.index.look" in imported
    assert imported & ((HEAVY - {"sqlite3"}) | SLOW | COSTLY | {"deadlines.records.load"}) == set()


@pytest.mark.parametrize("command", [("--help",), ("add", "--help"), ("list", "-h")])
def test_for_help_no_command_is_imported(command: tuple[str, ...]) -> None:
    imported = imported_by(*command, before=())
    assert "deadlines.cli.help_page" in imported
    assert imported & (HEAVY | SLOW | {"dataclasses", "pathlib", "zoneinfo", "deadlines.domain.moment"}) == set()


@pytest.mark.parametrize(
    ("command", "unless"),
    [
        pytest.param(("list",), COSTLY - {"dataclasses", "inspect", "typing"}, id="some of it repeats"),
        pytest.param(("list", "--kind", "grant"), set[str](), id="none of it repeats"),
        pytest.param(("list", "rights", "--format", "csv"), COSTLY, id="words in records"),
        pytest.param(("show", "havel-prize-2026"), set[str](), id="one record"),
    ],
)
def test_what_has_not_changed_is_not_read_again(command: tuple[str, ...], unless: set[str]) -> None:
    imported_by(*command)
    imported = imported_by(*command)
    assert "deadlines.index.look" in imported
    assert imported & (COSTLY - unless) == set()
    assert (
        imported & ((HEAVY - {"sqlite3"}) | (SLOW - {"importlib.resources"}) | {"deadlines.records.load", "tomli"})
        == set()
    )


def test_for_what_programs_read_nothing_is_put_into_words() -> None:
    imported_by("list")
    imported = imported_by("list", "--timezone", "UTC")
    assert imported & {"pathlib", "tzlocal", "deadlines.wording.language"} == set()


@pytest.mark.parametrize("command", [("list", "--all"), ("show", "havel-prize-2026")])
def test_to_list_and_to_show_no_command_line_is_made(command: tuple[str, ...]) -> None:
    assert imported_by(*command) & {"typer", "deadlines.cli.list", "deadlines.cli.show"} == set()


def test_to_list_and_to_show_no_model_and_no_command_line_is_imported() -> None:
    done = subprocess.run(
        [sys.executable, "-X", "importtime", "-c", "import deadlines.cli.listing, deadlines.cli.showing"],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    imported = set(re.findall(r"\|\s+([\w.]+)$", done.stderr, re.MULTILINE))
    assert imported & (HEAVY | SLOW) == set()


@pytest.mark.slow
def test_for_a_check_that_has_nothing_to_do_no_model_is_imported(project: Folder) -> None:
    people = '[mail]\nhost = "127.0.0.1"\nport = 1\nsecurity = "none"\nsender = "a@b.example"\n'
    people += '[[recipients]]\nid = "one"\nemail = "one@b.example"\n[ledger]\nurl = "sqlite:///ledger.sqlite3"\n'
    project.file("deadlines.toml", f"{SETTINGS}\n{people}")
    project.record("far", a_call("2099-01-01"))
    place = ("-C", str(project.root))
    first, again = (imported_by("remind", before=place) for _ in range(2))
    assert "deadlines.records.load" in first
    assert again & (SLOW | HEAVY - {"sqlite3"}) == set()


@pytest.mark.slow
def test_the_test_sees_what_export_imports() -> None:
    assert {"jinja2", "pydantic"} <= imported_by("export", "--check")
