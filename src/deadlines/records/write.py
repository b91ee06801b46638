"""Records written for people who have no editor at hand: new files only, and only whole ones."""

import os
from pathlib import Path
from typing import Any

import tomli_w

from deadlines.records.schema import schema_line


def record_text(table: dict[str, Any], file: Path, folder: Path) -> str:
    """Return a record as TOML, in the order of the keys given, with the line that tells editors its schema."""
    return schema_line(file, folder) + tomli_w.dumps(table, multiline_strings=False)


def create(file: Path, text: str) -> None:
    """Write a file that does not exist yet, in one step. Raises ``FileExistsError`` where it does."""
    file.parent.mkdir(parents=True, exist_ok=True)
    draft = file.with_name(f".{file.name}.{os.getpid()}.new")
    try:
        with draft.open("x", encoding="utf-8", newline="\n") as opened:
            opened.write(text)
            opened.flush()
            os.fsync(opened.fileno())
        os.link(draft, file)
    finally:
        draft.unlink(missing_ok=True)
