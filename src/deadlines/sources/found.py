"""What a list of another system has: the table of a record, where it is from, and what is left open."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from deadlines.domain.characters import one_line

LONGEST_LINE, LONGEST_TEXT = 300, 2_000


@dataclass(frozen=True)
class Found:
    """One opportunity of a list."""

    source: str
    """The system and the number that it has there: ``ReliefWeb 4196203``. By this it is known again."""
    table: dict[str, Any]
    """The keys of a record that are known."""
    remarks: tuple[str, ...] = ()
    """What is left open, or was not taken as it stands there."""


@dataclass(frozen=True)
class Faulty:
    """An item of a list that cannot be read, and why."""

    place: str
    why: str


Item = Found | Faulty


class Unreadable(Exception):  # noqa: N818
    """What was given is no list of this kind, and why."""


def record_of(*, deadlines: Iterable[Mapping[str, Any]] = (), **keys: Any) -> dict[str, Any]:
    """Return the table of a record: what is empty left out, texts on one line and not longer than one reads."""
    table = {key: _tidy(key, value) for key, value in keys.items()}
    table = {key: value for key, value in table.items() if value not in (None, "", [], {})}
    if rows := [{key: _tidy(key, value) for key, value in row.items() if value not in (None, "")} for row in deadlines]:
        table["deadlines"] = rows
    return table


def _tidy(key: str, value: Any) -> Any:
    if isinstance(value, str):
        return one_line(value, LONGEST_TEXT if key == "summary" else LONGEST_LINE)
    if isinstance(value, list):
        return [one_line(one, LONGEST_LINE) if isinstance(one, str) else one for one in value if one not in (None, "")]
    return value


def text_in(table: Any, *keys: str) -> str:
    """Return the text at a place of nested tables; empty where there is none, or something else."""
    for key in keys:
        table = table.get(key) if isinstance(table, Mapping) else None
    if isinstance(table, bool) or not isinstance(table, str | int | float):
        return ""
    return str(table).strip()


def list_in(table: Any, *keys: str) -> list[Any]:
    """Return the list at a place of nested tables; empty where there is none."""
    for key in keys:
        table = table.get(key) if isinstance(table, Mapping) else None
    return table if isinstance(table, list) else []
