"""A table without what no record may say: an address that is none, an opening after the deadline."""

from collections.abc import Iterator
from typing import Any

from pydantic import ValidationError

from deadlines.domain.problem import Keys
from deadlines.domain.record import Record
from deadlines.domain.rules import check

_STAND_INS = {"organisation": "-", "url": "https://example.org/", "rolling": True}
"""For what may be missing still."""
_NEVER = (("title",), ("kind",))
_ROUNDS = 8


def accepted(table: dict[str, Any], zone_name: str) -> tuple[dict[str, Any], list[str]]:
    """Return a table from which the values are taken out that ``check`` refuses, and the names of their keys.

    ``zone_name`` is that in which dates without a zone are read.
    """
    dropped: list[str] = []
    for _ in range(_ROUNDS):
        wrong = list(_wrong(table, zone_name))
        taken_out = [name for keys in wrong if (name := _taken_out(table, keys))]
        if not taken_out:
            break
        dropped += taken_out
    return table, dropped


def _wrong(table: dict[str, Any], zone_name: str) -> Iterator[Keys]:
    stand_ins = {key: value for key, value in _STAND_INS.items() if key not in table}
    if table.get("deadlines"):
        stand_ins.pop("rolling", None)
    try:
        record = Record.model_validate(stand_ins | table)
    except ValidationError as error:
        yield from (tuple(one["loc"]) for one in error.errors(include_url=False))
        return
    needs_zones = {
        ("deadlines", number) for number, row in enumerate(table.get("deadlines", ())) if "timezone" not in row
    }
    for problem in check(record, zone_name):
        if not problem.warning and not (
            problem.keys[:2] in needs_zones and problem.keys[2:] in (("due",), ("timezone",))
        ):
            yield problem.keys


def _taken_out(table: dict[str, Any], keys: Keys) -> str | None:
    """Take out what is at a place, or the nearest thing around it that can be; None where there is nothing."""
    inside: Any = table
    if keys[:1] in _NEVER:
        return None
    for place, key in enumerate(keys):
        last = place + 1 == len(keys) or not isinstance(inside, dict) or not isinstance(inside.get(key), dict | list)
        if isinstance(inside, dict) and key in inside and last:
            del inside[key]
            return ".".join(map(str, keys))
        if isinstance(inside, list) and isinstance(key, int) and key < len(inside):
            if last and not isinstance(inside[key], dict):
                del inside[key]
                return ".".join(map(str, keys))
            inside = inside[key]
        elif isinstance(inside, dict) and key in inside:
            inside = inside[key]
        else:
            return None
    return None
