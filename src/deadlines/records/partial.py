"""A record that is not complete yet: what is wrong in it so far, and its answers between two sessions."""

from datetime import datetime
from pathlib import Path
from typing import Any

from pydantic import ValidationError
from pydantic.fields import FieldInfo

from deadlines.documents.document import Document, read
from deadlines.documents.explain import explain
from deadlines.domain.problem import Keys, Problem
from deadlines.domain.record import DeadlineTable, MilestoneTable, Record
from deadlines.domain.rules import check
from deadlines.records.mend import further_problems, stand_in


def problems_so_far(table: dict[str, Any], project_zone: str) -> list[Problem]:
    """Return what is wrong in the keys that a table has, warnings left out; that others are needed is not said."""
    needed = {name: stand_in((name,)) for name, field in Record.model_fields.items() if field.is_required()}
    completed = needed | table
    for key, moment in (("deadlines", "due"), ("milestones", "on")):
        if _are_tables(table.get(key)):
            completed[key] = [_completed(one, moment, number) for number, one in enumerate(table[key])]
    if isinstance(table.get("opens"), datetime) and not any(
        "timezone" in one for one in completed.get("deadlines", ())
    ):
        del completed["opens"]
    try:
        found = check(Record.model_validate(completed), project_zone)
    except ValidationError as error:
        found = explain(error, Record) + further_problems(completed, error, project_zone, words=True)
    return [problem for problem in found if problem.keys and not problem.warning]


def missing(table: dict[str, Any]) -> list[Keys]:
    """Return the places of what a record needs still; ``("deadlines",)`` where it has none and is not rolling.

    A deadline needs a date, or the announcement's words; an hour needs a zone; and a label each of several deadlines,
    and those of what is rolling.
    """
    found: list[Keys] = [(name,) for name, field in Record.model_fields.items() if _lacks(table, name, field)]
    if not table.get("deadlines") and not table.get("rolling"):
        found.append(("deadlines",))
    for key, model in (("deadlines", DeadlineTable), ("milestones", MilestoneTable)):
        rows = table[key] if _are_tables(table.get(key)) else []
        for number, row in enumerate(rows):
            its = [name for name, field in model.model_fields.items() if _lacks(row, name, field)]
            its += ["due"] if key == "deadlines" and not row.keys() & {"due", "stated"} else []
            its += (
                ["label"]
                if key == "deadlines" and "label" not in row and (len(rows) > 1 or table.get("rolling"))
                else []
            )
            its += ["timezone"] if "timezone" not in row and any(map(_has_hour, row.items())) else []
            found += [(key, number, name) for name in its]
    return found


def _lacks(table: dict[str, Any], name: str, field: FieldInfo) -> bool:
    return field.is_required() and name not in table


def _has_hour(pair: tuple[str, Any]) -> bool:
    return pair[0] in ("due", "on", "opens") and isinstance(pair[1], datetime)


def _are_tables(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(one, dict) for one in value)


def _completed(table: dict[str, Any], moment: str, number: int) -> dict[str, Any]:
    """Return a deadline or milestone with what it needs, so that nothing is found that only its lack causes."""
    needed = {} if "stated" in table else {moment: stand_in(("deadlines", 0, "due"))}
    completed = needed | {"label": f"…{number}"} | table
    if any(map(_has_hour, completed.items())) and "timezone" not in table:
        completed = {key: value for key, value in completed.items() if key != "stated"} | {"timezone": "UTC"}
    return completed


def answers_as_bytes(table: dict[str, Any]) -> bytes:
    """Return answers as they are kept in a file."""
    import tomli_w

    return tomli_w.dumps(table).encode()


def answers_in(file: Path) -> dict[str, Any] | None:
    """Return the answers that are kept in a file; None where there are none, or no answers that can be read."""
    if not file.exists():
        return None
    found = read(file, file.name)
    return found.table if isinstance(found, Document) else None
