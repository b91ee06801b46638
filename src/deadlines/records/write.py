"""Records written for people who have no editor at hand: new files only, and only whole ones."""

import os
import re
from pathlib import Path
from typing import Any

import tomli_w

from deadlines.records.schema import schema_line

_SPACED_MOMENT = re.compile(r"^((?:due|opens) = \d{4}-\d\d-\d\d) (\d\d:)", re.MULTILINE)
"""tomli-w puts a space between date and time, which TOML allows and people find hard to copy."""


def record_text(table: dict[str, Any], file: Path, folder: Path) -> str:
    """Return a record as TOML, in the order of the keys given, with the line that tells editors its schema."""
    plain = {key: value for key, value in table.items() if key not in ("deadlines", "apply")}
    blocks = [tomli_w.dumps(plain)]
    blocks += ["[[deadlines]]\n" + tomli_w.dumps(deadline) for deadline in table.get("deadlines", ())]
    blocks += [tomli_w.dumps({"apply": table["apply"]})] if "apply" in table else []
    return schema_line(file, folder) + _SPACED_MOMENT.sub(r"\1T\2", "\n".join(blocks))


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
