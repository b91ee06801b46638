"""An opportunity as an item of ``list --format json``, and back: the shape is documented and does not change silently.

Its keys are those of the record, by their types. What is read back was written by others, and is not trusted.
"""

import json
from collections import Counter
from contextlib import suppress
from dataclasses import replace
from datetime import datetime
from typing import Any

from pydantic import BaseModel, ValidationError
from pydantic.fields import FieldInfo

from deadlines.documents.explain import explain
from deadlines.domain.fields import Table, fault_of_id
from deadlines.domain.key import is_date, moments_in, table_in
from deadlines.domain.moment import Moment, as_written, parse_written
from deadlines.domain.opportunity import Deadline, Milestone, Opportunity
from deadlines.domain.problem import Problem
from deadlines.domain.record import MilestoneTable, Record
from deadlines.domain.rules import check
from deadlines.domain.text import UNSAFE
from deadlines.domain.zone import find_zone

_LONGEST_PATH, _LONGEST_MESSAGE = 500, 300
_NOT_OF_THE_RECORD = ("id", "path", "status", "stage", "read_in")
_COMPUTED = ("instant", "all_day")


def item(opportunity: Opportunity, now: datetime) -> dict[str, Any]:
    """Return the documented keys, and every other key that the record has; ``status`` is the one at ``now``."""
    record = opportunity.record
    first = {
        "id": opportunity.id,
        "title": record.title,
        "kind": record.kind,
        "organisation": record.organisation,
        "url": record.url,
        "status": opportunity.status(now),
        "deadlines": list(map(_deadline, opportunity.deadlines)),
        "path": opportunity.path,
    }
    rest = _others(record, *first, "milestones", "opens")
    if opportunity.opens:
        rest["opens"] = as_written(opportunity.opens.written)
    if opportunity.milestones:
        rest["milestones"] = list(map(_milestone, record.milestones, opportunity.milestones))
    if record.status != "announced":
        rest["stage"] = record.status
    if _needs_a_zone(record):
        rest["read_in"] = opportunity.project_zone
    return first | rest


def _deadline(deadline: Deadline) -> dict[str, Any]:
    first = {
        "label": deadline.label,
        **dated("due", deadline.moment),
        "previously": [as_written(earlier.written) for earlier in deadline.previously],
        "stated": deadline.stated,
    }
    return first | _others(deadline.table, *first)


def _milestone(table: MilestoneTable, milestone: Milestone) -> dict[str, Any]:
    first = {"label": milestone.label, **dated("on", milestone.moment)}
    return first | _others(table, *first)


def _others(table: Table, *first: str) -> dict[str, Any]:
    """Return the keys that a table has besides the ``first``, in the order of the model."""
    return table.model_dump(exclude_unset=True, warnings=False, exclude=set(first))


def _needs_a_zone(record: Record) -> bool:
    """True where a moment names no zone, so that the project's has to be known."""
    return any(zone_name is None for _, _, zone_name in record.moments())


def dated(key: str, moment: Moment) -> dict[str, Any]:
    """Return a moment as it is written under ``key``, with its zone, its instant, and whether it is a date alone."""
    return {
        key: as_written(moment.written),
        "timezone": moment.zone_name if moment.zone_stated else None,
        "instant": f"{moment.instant:%Y-%m-%dT%H:%M:%SZ}",
        "all_day": moment.all_day,
    }


class NotAList(Exception):  # noqa: N818
    """What was read is not a list of opportunities, and why."""


def parse(content: bytes) -> list[Any]:
    """Return the items of ``opportunities.json``. Raises ``NotAList``."""
    try:
        found = json.loads(content)
    except (ValueError, RecursionError):
        raise NotAList("is not JSON, or is cut short") from None
    if not isinstance(found, list):
        raise NotAList("is not a list of opportunities")
    return found


def read_items(items: list[Any], address: str) -> tuple[list[Opportunity], list[Problem]]:
    """Return the good items and what is wrong with the others.

    A problem's path is the address with the item's number and, where it is one, its id: ``…json#3/havel-prize-2027``.
    """
    ids = Counter(item.get("id") for item in items if isinstance(item, dict) and isinstance(item.get("id"), str))
    good: list[Opportunity] = []
    problems: list[Problem] = []
    for number, item in enumerate(items):
        found = _read(item, f"{address}#{number}", ids)
        if isinstance(found, Opportunity):
            good.append(found)
        else:
            problems += found
    return good, problems


def _read(item: Any, place: str, ids: Counter[Any]) -> Opportunity | list[Problem]:
    if not isinstance(item, dict):
        return [Problem("this is not an opportunity", path=place)]
    id_, path, zone_name = item.get("id"), item.get("path"), item.get("read_in", "UTC")
    if not isinstance(id_, str) or fault_of_id(id_):
        return [Problem("its id is not one", path=place)]
    place = f"{place}/{id_}"
    if ids[id_] > 1:
        return [Problem("its id is there twice", path=place)]
    if not isinstance(path, str) or len(path) > _LONGEST_PATH or "\n" in path or UNSAFE.search(path):
        return [Problem("its path is not one", path=place)]
    if not isinstance(zone_name, str) or find_zone(zone_name) is None:
        return [Problem("the zone in which its dates are read does not exist", path=place)]
    table = _table(item)
    try:
        record = Record.model_validate(table)
        if problems := [found for found in check(record, zone_name, words=False) if not found.warning]:
            return _placed(problems, place)
        if "read_in" not in item and _needs_a_zone(record):
            return [Problem("there is no zone in which its dates are read", path=place)]
        return Opportunity.of(record, id=id_, path=path, project_zone=zone_name)
    except ValidationError as error:
        return _placed(explain(error, Record), place)


def _placed(problems: list[Problem], place: str) -> list[Problem]:
    return [
        replace(problem, message=problem.message[:_LONGEST_MESSAGE], hint=problem.hint[:_LONGEST_MESSAGE], path=place)
        for problem in problems
    ]


def _table(item: dict[str, Any]) -> dict[str, Any]:
    """Return an item as the table of its record: what was computed left out, dates as dates again."""
    table = {key: value for key, value in item.items() if key not in _NOT_OF_THE_RECORD}
    if "stage" in item:
        table["status"] = item["stage"]
    return _with_dates(table, Record)


def _with_dates(table: dict[str, Any], model: type[BaseModel]) -> dict[str, Any]:
    """Return a table as TOML would have it, by the types of its keys; what is of another type stays for the model."""
    found = {}
    for key, value in table.items():
        field = model.model_fields.get(key)
        if field and isinstance(value, list):
            found[key] = [_as_toml(one, field) for one in value]
        else:
            found[key] = _as_toml(value, field) if field else value
    return found


def _as_toml(value: Any, field: FieldInfo) -> Any:
    if isinstance(value, str) and is_date(field):
        with suppress(ValueError):
            return parse_written(value)
    if isinstance(value, dict) and (model := table_in(field)):
        return _with_dates(_without_computed(value) if moments_in(model) else value, model)
    return value


def _without_computed(table: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in table.items() if key not in _COMPUTED and value is not None}
