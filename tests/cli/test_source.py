"""Where ``list`` and ``show`` read the records from."""

import pytest

from tests.conftest import Folder

NOON = ("--as-of", "2026-02-03T12:00", "--timezone", "Europe/Brussels")


@pytest.fixture
def nowhere(project: Folder, tmp_path_factory: pytest.TempPathFactory) -> Folder:
    """A folder outside of any project, with what one has published."""
    project.record("one")
    folder = Folder(tmp_path_factory.mktemp("nowhere"))
    folder.file("opportunities.json", project.run("list", "--all", "--format", "json", *NOON).out)
    return folder


@pytest.mark.parametrize("place", ["opportunities.json", "."])
def test_from_stands_before_the_command_or_after_it(nowhere: Folder, place: str) -> None:
    for arguments in (("--from", place, "list"), ("list", "--from", place), ("list", f"--from={place}", *NOON)):
        assert nowhere.run(*arguments, *NOON).out.endswith("\tone\n")
    assert (
        nowhere.run("show", "one", "--from", place, *NOON).out == nowhere.run("--from", place, "show", "one", *NOON).out
    )
    assert nowhere.run("--from", "elsewhere", "list", "--from", place, *NOON).code == 0, "the latter counts"


def test_outside_of_a_project_both_ways_in_are_named(nowhere: Folder) -> None:
    for command in (("list",), ("show", "one")):
        ran = nowhere.run(*command)
        assert ran.code == 3 and "--from" in ran.err and "-C" in ran.err and ran.out == ""
