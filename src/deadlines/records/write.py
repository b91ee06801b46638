"""Records as TOML text: new files, new tables of a file, and single values."""

import re
from pathlib import Path
from typing import Any

import tomli_w

from deadlines.documents.explain import known_keys
from deadlines.domain.moment import as_written
from deadlines.domain.problem import Keys
from deadlines.domain.record import Record
from deadlines.records.schema import schema_line

_SPACED_MOMENT = re.compile(r"^((?:\w+ =|   ) \d{4}-\d\d-\d\d) (\d\d:)", re.MULTILINE)
"""tomli-w puts a space between date and time, which TOML allows and people find hard to copy."""


def record_text(table: dict[str, Any], file: Path, folder: Path) -> str:
    """Return a record as TOML, with the line by which editors find its schema.

    The keys come in the order of the model, but tables last, since TOML wants it, and in each of several tables its
    label first: whoever made the record, it is the same file.
    """
    ordered = in_order((), table)
    plain = {key: value for key, value in ordered.items() if not _is_table(value)}
    blocks = [_dumped(plain)]
    for key, value in ordered.items():
        if is_by_name(value):
            blocks += [table_text((key, name), table) for name, table in value.items()]
        elif isinstance(value, dict):
            blocks.append(table_text((key,), value))
        elif _is_table(value):
            blocks += [table_text((key, number), table) for number, table in enumerate(value)]
    return schema_line(file, folder) + "\n".join(blocks)


def table_text(keys: Keys, table: dict[str, Any]) -> str:
    """Return a table of a record with its header: ``[apply]``, ``[translations.fr]``, ``[[deadlines]]``.

    Tables within it stand on a line each.
    """
    ordered = in_order(keys, table)
    name = ".".join(_as_key(key) for key in keys if isinstance(key, str))
    is_one_of_several = isinstance(keys[-1], int)
    ordered = _labelled(ordered) if is_one_of_several else ordered
    plain = {key: value for key, value in ordered.items() if not _is_table(value)}
    inline = (f"{_as_key(key)} = {as_toml(value)}\n" for key, value in ordered.items() if _is_table(value))
    return "".join((f"[[{name}]]\n" if is_one_of_several else f"[{name}]\n", _dumped(plain), *inline))


def in_order(keys: Keys, table: dict[str, Any]) -> dict[str, Any]:
    """Return the table at a place of a record with its keys in the order of the model."""
    names = known_keys(Record, keys)
    known = {name: table[name] for name in names if name in table}
    return known | {name: value for name, value in table.items() if name not in known}


def is_by_name(value: Any) -> bool:
    """True for tables to which people give names, such as ``[translations.fr]``."""
    return isinstance(value, dict) and bool(value) and all(isinstance(one, dict) for one in value.values())


def _as_key(name: str) -> str:
    """Return a name as a part of a header, or before a value."""
    return name if re.fullmatch(r"[A-Za-z0-9_-]+", name) else as_toml(name)


def as_toml(value: Any) -> str:
    """Return a value as TOML writes it on one line: a text in quotes, a date, a list, an inline table."""
    if isinstance(value, list):
        return f"[{', '.join(map(as_toml, value))}]"
    if isinstance(value, dict):
        return f"{{ {', '.join(f'{_as_key(key)} = {as_toml(inner)}' for key, inner in value.items())} }}"
    if isinstance(value, str | bool | int):
        return tomli_w.dumps({"value": value}).removeprefix("value = ").removesuffix("\n")
    return as_written(value)


def _dumped(table: dict[str, Any]) -> str:
    return _SPACED_MOMENT.sub(r"\1T\2", tomli_w.dumps(table))


def _is_table(value: Any) -> bool:
    return isinstance(value, dict) or (isinstance(value, list) and any(isinstance(one, dict) for one in value))


def _labelled(table: dict[str, Any]) -> dict[str, Any]:
    return dict(sorted(table.items(), key=lambda item: item[0] != "label"))
