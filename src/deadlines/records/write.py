"""Records written for people who have no editor at hand: new files only, and only whole ones."""

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
