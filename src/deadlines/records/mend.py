"""A table with mistakes in its shape, mended so far that the rules can examine the rest of it.

Without this a coordinator would learn of a wrong date only after a misspelt key was repaired. What is mended is never
published; problems that depend on a mended value are dropped, since the mending may be their cause.
"""

from copy import deepcopy
from datetime import date
from typing import Any

from pydantic import ValidationError

from deadlines.documents.explain import MOST_MISTAKES, known_keys, nearest
from deadlines.domain.key import choices, field_at, is_date
from deadlines.domain.problem import Keys, Problem
from deadlines.domain.record import Record
from deadlines.domain.rules import check

_COMPARED = ("due", "on", "opens", "published", "previously")
"""Dates that the rules compare with one another."""
_ROUNDS = 4
"""A renamed key may bring further mistakes to light; after a few rounds nothing more is worth finding."""


def further_problems(table: dict[str, Any], error: ValidationError, project_zone: str, *, words: bool) -> list[Problem]:
    """Return what the rules find in a table although it is no record."""
    if error.error_count() > MOST_MISTAKES:
        return []
    mended, touched = deepcopy(table), set[Keys]()
    for _ in range(_ROUNDS):
        for detail in error.errors(include_url=False):
            _mend(mended, tuple(detail["loc"]), detail["type"], touched)
        try:
            record = Record.model_validate(mended)
        except ValidationError as further:
            error = further
        else:
            return [
                problem
                for problem in check(record, project_zone, words=words)
                if not _depends_on(problem.keys, touched)
            ]
    return []


def _mend(table: Any, keys: Keys, what: str, touched: set[Keys]) -> None:
    for key in keys[:-1]:
        try:
            table = table[key]
        except (KeyError, IndexError, TypeError):
            return
    last = keys[-1]
    touched.add(keys)
    if isinstance(last, int) or not isinstance(table, dict):
        if isinstance(table, list) and isinstance(last, int) and last < len(table):
            table[last] = "…"
    elif what == "extra_forbidden":
        value = table.pop(last)
        known = known_keys(Record, keys[:-1])
        meant = nearest(last, [key for key in known if key not in table])
        if meant:
            table[meant] = value
            touched.add((*keys[:-1], meant))
    elif (field := field_at(Record, keys)) and (field.is_required() or last in ("due", "label")):
        table[last] = stand_in(keys)
    else:
        table.pop(last, None)


def stand_in(keys: Keys) -> Any:
    """Return a value that a key may have."""
    field = field_at(Record, keys)
    if field is None:
        return "…"
    if is_date(field):
        return date(2026, 4, 30)
    return next(iter(choices(field)), "https://example.org/" if keys[-1] == "url" else "…")


def _depends_on(keys: Keys, touched: set[Keys]) -> bool:
    """True where a problem may be there because of a value that was mended."""
    if keys in touched or (keys == () and any(mended[0] in ("deadlines", "rolling") for mended in touched)):
        return True
    if keys and keys[-1] in ("timezone", "label"):
        return any(keys[: len(mended)] == mended for mended in touched)
    return any(keys[:2] == mended[:2] or mended[-1] in _COMPARED for mended in touched) and keys != ()
