"""``deadlines export``: where it writes, and when it only says what would change."""

from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from deadlines.cli.main import app
from tests.conftest import Folder, a_call


def run(project: Folder, *options: str) -> Result:
    """Run an export as it is typed: ``Folder.run`` adds a day and a folder."""
    return CliRunner().invoke(app, ["-C", str(project.root), "export", *options])


def exported(project: Folder, *options: str) -> str:
    ran = run(project, *options)
    assert ran.exit_code == 0, ran.stderr
    return ran.stdout


def test_as_of_a_day_it_says_what_would_change_and_writes_nothing(project: Folder) -> None:
    project.record("a-call", a_call("2026-03-06"), more='status = "cancelled"')
    project.record("another", a_call("2026-06-06"))
    exported(project)
    before = project.published()
    assert "calendars/all.ics: 1 entry, would be written" in exported(project, "--as-of", "2026-05-01")
    assert project.published() == before


def test_to_names_the_folder_of_any_export(project: Folder, tmp_path_factory: pytest.TempPathFactory) -> None:
    project.record("a-call", a_call("2099-03-06"))
    other = tmp_path_factory.mktemp("elsewhere") / "feeds"
    assert f"{other}/all.ics: 1 entry, written" in exported(project, "--to", str(other))
    assert not (project.root / "calendars").exists()
    assert f"{other}/all.ics: 1 entry, unchanged" in exported(project, "--to", str(other))
    assert "preview/all.ics: 1 entry, written" in exported(project, "--to", "preview", "--as-of", "2098-01-01")
    assert (project.root / "preview" / "all.ics").read_bytes() == (other / "all.ics").read_bytes()
    assert "calendars/all.ics: 1 entry, written" in exported(project, "--to", "calendars", "--as-of", "2098-01-01")
    assert exported(project, "--to", "preview", "--check") == ""


def test_a_folder_that_cannot_be_written_is_named(project: Folder) -> None:
    project.record("a-call")
    (project.root / "taken").write_text("a file")
    ran = run(project, "--to", "taken")
    assert ran.exit_code == 3 and ran.stderr.startswith("deadlines: taken: ") and "move it away" in ran.stderr
    assert Path(project.root / "taken").read_text() == "a file"
