"""A template that was compiled before is what it would be compiled to, or it is compiled again."""

from pathlib import Path

import pytest
from jinja2 import DictLoader, Environment

from deadlines.site.compiled import Compiled


def rendered(folder: Path, source: str = "{{ 6 * 7 }}") -> str:
    templates = Environment(loader=DictLoader({"page": source}), bytecode_cache=Compiled(folder), autoescape=True)
    return templates.get_template("page").render()


def test_a_template_is_compiled_once_and_again_when_it_is_another(tmp_path: Path) -> None:
    folder = tmp_path / "templates"
    assert rendered(folder) == "42"
    (file,) = folder.iterdir()
    kept = file.stat().st_ino
    assert rendered(folder) == "42" and file.stat().st_ino == kept
    assert rendered(folder, "{{ 7 * 7 }}") == "49" and file.stat().st_ino != kept


def test_whatever_happens_to_what_was_kept_the_template_is_the_same(tmp_path: Path) -> None:
    rendered(tmp_path)
    (file,) = tmp_path.iterdir()
    content = file.read_bytes()
    for at in range(0, len(content), 40):
        file.write_bytes(content[:at] + bytes([content[at] ^ 0x55]) + content[at + 1 :])
        assert rendered(tmp_path) == "42"
        file.write_bytes(content[:at])
        assert rendered(tmp_path) == "42"


def test_where_nothing_can_be_kept_it_is_compiled(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    assert rendered(tmp_path / "file") == rendered(tmp_path / "file" / "below") == "42"


@pytest.mark.parametrize("content", [b"", b"x" * 100])
def test_another_file_in_its_place_is_none_of_it(tmp_path: Path, content: bytes) -> None:
    rendered(tmp_path)
    (file,) = tmp_path.iterdir()
    file.write_bytes(content)
    assert rendered(tmp_path) == "42"
