"""The README prints what it says it prints. To renew that, and its tables of settings: ``python -m tests.test_readme``."""

import os
import pty
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from pydantic import BaseModel

from deadlines.domain.record import Record
from deadlines.wording.catalogue import LANGUAGES
from tests.conftest import REPOSITORY, Folder
from tests.settings_tables import in_the_readme, settings_tables, write

README = REPOSITORY / "README.md"
COLUMNS = 110
TESTS = "./bootstrap test && .venv/bin/pytest"
COMMAND = re.compile(r"```console\n\$ (?P<command>.*)\n(?P<output>(?:.*\n)*?)```")


def shown() -> dict[str, list[str]]:
    return {block["command"]: block["output"].splitlines() for block in COMMAND.finditer(README.read_text())}


def day_of_the_readme() -> str:
    return re.search(r"printed on (\d{4}-\d\d-\d\d)", README.read_text())[1]  # type: ignore[index]


def as_on_that_day(command: str) -> str:
    if "--as-of" in command or not re.search(r"deadlines (list|export)", command):
        return command
    day = f"--as-of {day_of_the_readme()}T12:00"
    return f"{command.replace('deadlines export', f'deadlines export --to calendars {day}')} {day}"


def on_terminal(command: str, folder: Path, *, columns: int = COLUMNS, path: str = os.environ["PATH"]) -> list[str]:
    """Run a command as a person does, at a terminal in Brussels, with an empty home."""
    ours, theirs = pty.openpty()
    with tempfile.TemporaryDirectory() as home:
        environment = os.environ | {
            "COLUMNS": str(columns), "HOME": home, "PATH": path, "TZ": "Europe/Brussels", "TERM": "xterm", "NO_COLOR": "1",
        }  # fmt: skip
        ran = subprocess.Popen(
            ["sh", "-c", command], cwd=folder, env=environment, stdin=theirs, stdout=theirs, stderr=theirs
        )
        os.close(theirs)
        printed = b"".join(_until_closed(ours))
        os.close(ours)
        assert ran.wait() == 0, printed.decode()
    lines = printed.decode().replace("\r\n", "\n").removesuffix("\n").split("\n")
    return [line.rpartition("\r")[2].rstrip() for line in lines]  # What comes after \r is written over the line.


def _until_closed(terminal: int) -> Iterator[bytes]:
    try:
        while piece := os.read(terminal, 65536):
            yield piece
    except OSError:
        return


def copy_of_the_project(folder: Path) -> Path:
    """A copy in which ``./bootstrap`` has nothing left to do."""
    for name in ("opportunities", "calendars"):
        shutil.copytree(REPOSITORY / name, folder / name)
    shutil.copy(REPOSITORY / "deadlines.toml", folder)
    (folder / ".venv").mkdir()
    (folder / ".venv" / "bin").symlink_to(Path(sys.executable).parent)
    begins, _, _ = (REPOSITORY / "bootstrap").read_text().partition("if command -v uv")
    (folder / "bootstrap").write_text(begins)
    (folder / "bootstrap").chmod(0o755)
    return folder


def alike(line: str) -> str:
    """A line without what further records change: numbers of entries, widths of columns."""
    line = re.sub(r"\d+ entr(y|ies)", "… entries", re.sub("─+", "─", line))
    return " ".join(line.split())


def assert_printed(expected: list[str], printed: list[str]) -> None:
    remaining = iter(list(map(alike, printed)))
    missing = [line for line in expected if alike(line) not in remaining]
    assert missing == [], "renew it with: python -m tests.test_readme"


@pytest.mark.parametrize(
    "command", [pytest.param(one, marks=[pytest.mark.slow] if "bootstrap" in one else []) for one in shown()]
)
def test_what_the_readme_shows_is_printed(command: str, tmp_path: Path) -> None:
    assert_printed(shown()[command], on_terminal(as_on_that_day(command), copy_of_the_project(tmp_path)))


def test_continuous_integration_calls_the_test_command_of_the_readme() -> None:
    assert TESTS in README.read_text() and TESTS in (REPOSITORY / ".ci/run").read_text()


@pytest.mark.slow
@pytest.mark.parametrize("with_uv", [False, True])
def test_the_first_command_of_the_readme_works_in_an_empty_clone(tmp_path: Path, *, with_uv: bool) -> None:
    uv = shutil.which("uv", path=os.pathsep.join((os.environ["PATH"], str(Path(sys.executable).parent))))
    if with_uv and uv is None:
        pytest.skip("uv is not installed here")
    (tmp_path / "bin").mkdir()
    if with_uv:
        (tmp_path / "bin" / "uv").symlink_to(str(uv))
    elsewhere = [folder for folder in os.environ["PATH"].split(os.pathsep) if not (Path(folder) / "uv").exists()]
    clone = tmp_path / "clone"
    subprocess.run(["git", "clone", "--quiet", REPOSITORY, clone], check=True)
    command = next(iter(shown()))
    printed = on_terminal(as_on_that_day(command), clone, path=os.pathsep.join((str(tmp_path / "bin"), *elsewhere)))
    assert_printed(shown()[command], printed)
    assert [line for line in printed if "warning" in line.lower()] == []


def test_every_key_of_a_record_is_explained() -> None:
    text = README.read_text()
    assert {key for key in _keys(Record) if not re.search(rf"[`.\[]{key}\b", text)} == set()


def test_the_tables_of_settings_are_what_their_docstrings_say() -> None:
    assert in_the_readme() == settings_tables(), "renew them with: python -m tests.settings_tables"


def test_the_settings_name_every_language_that_there_is() -> None:
    (row,) = re.findall(r"^\| `languages` \| Further.*$", in_the_readme(), re.MULTILINE)
    assert [tag for tag in LANGUAGES if f"`{tag}`" not in row] == [], "name it in the docstring of Project.languages"


def _keys(model: type[BaseModel]) -> Iterator[str]:
    for key, field in model.model_fields.items():
        yield key
        for inner in (field.annotation, *getattr(field.annotation, "__args__", ())):
            if isinstance(inner, type) and issubclass(inner, BaseModel):
                yield from _keys(inner)


def test_every_command_and_every_key_of_the_json_is_explained(project: Folder) -> None:
    text = README.read_text()
    assert {
        name for name in re.findall(r"^  (\w+) +\w", project.run("--help").out, re.M) if f"deadlines {name}" not in text
    } == set()
    assert "list" in re.findall(r"^  (\w+) +\w", project.run("--help").out, re.M)


def test_the_complete_record_of_the_readme_is_accepted(project: Folder) -> None:
    record = next(
        block for block in re.findall(r"```toml\n(.*?)```", README.read_text(), re.S) if "[[deadlines]]" in block
    )
    project.file("opportunities/calls/write-the-name-here-2027.toml", record)
    assert project.run("check").code == 0
    project.file("opportunities/calls/write-the-name-here-2027.toml", record.replace("Zurich", "Geneva"))
    assert '"Europe/Geneva" is not a time zone' in project.run("check").out


def renew() -> None:
    write()
    for command in shown():
        with tempfile.TemporaryDirectory() as folder:
            copy = copy_of_the_project(Path(folder))
            write_output(command, on_terminal(as_on_that_day(command), copy))


def write_output(command: str, printed: list[str]) -> None:
    before, after = ("\n".join((f"$ {command}", *lines, "```")) for lines in (shown()[command], printed))
    README.write_text(README.read_text().replace(before, after))


if __name__ == "__main__":
    renew()
