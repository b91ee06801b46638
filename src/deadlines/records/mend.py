"""A table with mistakes in its shape, mended so far that the rules can look at the rest of it.

Without this a coordinator would learn of a wrong date only after she had repaired a misspelt key. What is mended is
never published; problems that stand on mended ground are dropped, since they may be our own doing.
"""

from copy import deepcopy
from datetime import date
from typing import Any

from pydantic import ValidationError

from deadlines.documents.explain import known_keys, nearest
from deadlines.domain.problem import Keys, Problem
from deadlines.domain.record import Record
from deadlines.domain.rules import check

_STAND_INS: dict[str, Any] = {"kind": "call", "url": "https://example.org/"}
_ROUNDS = 4
"""A renamed key may bring further mistakes to light; after a few rounds nothing more is worth finding."""


def problems_beside(table: dict[str, Any], error: ValidationError, project_zone: str) -> list[Problem]:
    """Return what the rules find in a table although it is no record."""
    mended, touched = deepcopy(table), set[Keys]()
    for _ in range(_ROUNDS):
        for detail in error.errors(include_url=False):
            _mend(mended, tuple(detail["loc"]), detail["type"], touched)
        try:
            record = Record.model_validate(mended)
        except ValidationError as further:
            error = further
        else:
            return [problem for problem in check(record, project_zone) if not _stands_on(problem.keys, touched)]
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
    elif what == "missing":
        table[last] = _stand_in(last)
    elif what == "extra_forbidden":
        value = table.pop(last)
        known = known_keys(Record, keys[:-1])
        meant = nearest(last, [key for key in known if key not in table])
        if meant:
            table[meant] = value
            touched.add((*keys[:-1], meant))
    elif last in ("due", "on", "title", "kind", "organisation", "url", "label"):
        table[last] = _stand_in(last)
    else:
        table.pop(last, None)


def _stand_in(key: str) -> Any:
    return date(2026, 4, 30) if key in ("due", "on") else _STAND_INS.get(key, "…")


def _stands_on(keys: Keys, touched: set[Keys]) -> bool:
    if keys in touched or (keys == () and any(mended[0] in ("deadlines", "rolling") for mended in touched)):
        return True
    if keys and keys[-1] in ("timezone", "label"):
        return any(keys[: len(mended)] == mended for mended in touched)
    dates = {"due", "on", "opens", "published", "previously"}
    return any(keys[:2] == mended[:2] or mended[-1] in dates for mended in touched) and keys != ()
