"""Records as TOML text: new files, and single values."""

import re
from pathlib import Path
from typing import Any

import tomli_w

from deadlines.records.schema import schema_line

_SPACED_MOMENT = re.compile(r"^((?:\w+ =|   ) \d{4}-\d\d-\d\d) (\d\d:)", re.MULTILINE)
"""tomli-w puts a space between date and time, which TOML allows and people find hard to copy."""


def record_text(table: dict[str, Any], file: Path, folder: Path) -> str:
    """Return a record as TOML, with the line by which editors find its schema.

    The keys come in the order in which they are given, but tables last, since TOML wants it, and in each of several
    tables its label first.
    """
    plain = {key: value for key, value in table.items() if not _is_table(value)}
    blocks = [tomli_w.dumps(plain)]
    for key, value in table.items():
        if isinstance(value, dict):
            blocks.append(tomli_w.dumps({key: value}))
        elif _is_table(value):
            blocks += [f"[[{key}]]\n{tomli_w.dumps(_labelled(inside))}" for inside in value]
    return schema_line(file, folder) + _SPACED_MOMENT.sub(r"\1T\2", "\n".join(blocks))


def as_toml(text: str) -> str:
    """Return a text as TOML writes it, in quotes."""
    return tomli_w.dumps({"text": text}).removeprefix("text = ").removesuffix("\n")


def _is_table(value: Any) -> bool:
    return isinstance(value, dict) or (isinstance(value, list) and any(isinstance(one, dict) for one in value))


def _labelled(table: dict[str, Any]) -> dict[str, Any]:
    return dict(sorted(table.items(), key=lambda item: item[0] != "label"))
