"""What completes and checks records in editors, Taplo and Tombi, accepts every form of a deadline by our schema."""

import shutil
import subprocess
from pathlib import Path

import pytest

from tests.cli.test_forms import FORMS
from tests.conftest import REPOSITORY

pytestmark = pytest.mark.slow

SCHEMA = REPOSITORY / "opportunities" / "record.schema.json"
EDITORS = {"taplo": ("taplo", "check"), "tombi": ("tombi", "lint", "--offline")}
LINE = "#:schema ./record.schema.json\n"
WRONG = {"nothing": 'label = "nothing"', "month": 'due = "2027-13"'}


def linted(editor: str, *files: Path) -> int:
    if shutil.which(editor) is None:
        pytest.skip(f"NOT TRIED: {editor} is not installed; pip install taplo tombi")
    return subprocess.run([*EDITORS[editor], *files], capture_output=True, check=False, cwd=files[0].parent).returncode


@pytest.mark.parametrize("editor", EDITORS)
def test_an_editor_accepts_every_form_of_a_deadline(editor: str, tmp_path: Path) -> None:
    shutil.copy(SCHEMA, tmp_path)
    for name, text in FORMS.items():
        (tmp_path / f"{name}.toml").write_text(LINE + text)
    assert linted(editor, *tmp_path.glob("*.toml")) == 0


@pytest.mark.parametrize("editor", EDITORS)
def test_an_editor_accepts_every_record_of_this_repository(editor: str) -> None:
    # Of TOML Taplo knows 1.0 alone, which wants the seconds of an hour.
    files = [file for file in SCHEMA.parent.rglob("*.toml") if editor == "tombi" or "T18:00\n" not in file.read_text()]
    assert linted(editor, *files) == 0


@pytest.mark.parametrize("wrong", WRONG)
def test_an_editor_refuses_what_says_neither_when_nor_what(wrong: str, tmp_path: Path) -> None:
    shutil.copy(SCHEMA, tmp_path)
    file = tmp_path / "wrong.toml"
    file.write_text(f"{LINE}{FORMS['month'].partition('[[')[0]}[[deadlines]]\n{WRONG[wrong]}\n")
    assert linted("tombi", file) == 1
