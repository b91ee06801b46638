"""A record that is not complete yet: what is wrong in it so far, and its answers between two sessions."""

from pathlib import Path
from typing import Any

import tomli_w
from pydantic import ValidationError

from deadlines.documents.document import Document, read
from deadlines.documents.explain import explain
from deadlines.domain.problem import Problem
from deadlines.domain.record import Record
from deadlines.domain.rules import check
from deadlines.records.mend import further_problems, stand_in


def problems_so_far(table: dict[str, Any], project_zone: str) -> list[Problem]:
    """Return what is wrong in the keys that a table has; that others are needed is not said."""
    needed = {name: stand_in((name,)) for name, field in Record.model_fields.items() if field.is_required()}
    try:
        found = check(Record.model_validate(needed | table), project_zone)
    except ValidationError as error:
        found = explain(error, Record) + further_problems(needed | table, error, project_zone, words=True)
    return [problem for problem in found if problem.keys and not problem.warning]


def answers_as_bytes(table: dict[str, Any]) -> bytes:
    """Return answers as they are kept in a file."""
    return tomli_w.dumps(table).encode()


def answers_in(file: Path) -> dict[str, Any] | None:
    """Return the answers that are kept in a file; None where there are none, or no answers that can be read."""
    if not file.exists():
        return None
    found = read(file, file.name)
    return found.table if isinstance(found, Document) else None
