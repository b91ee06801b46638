"""An opportunity as an item of ``list --format json``, and back: the shape is documented and does not change silently.

What is read back was written by others, and is not trusted.
"""

import json
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from datetime import datetime
from typing import Any

from pydantic import ValidationError

from deadlines.documents.explain import explain
from deadlines.domain.moment import Moment, as_written, parse_written
from deadlines.domain.opportunity import Opportunity
from deadlines.domain.problem import Problem
from deadlines.domain.record import ID_PATTERN, Record
from deadlines.domain.rules import check
from deadlines.domain.text import UNSAFE
from deadlines.domain.zone import find_zone

_LONGEST_ID, _LONGEST_PATH, _LONGEST_MESSAGE = 200, 500, 300
_BESIDE = ("id", "path", "status", "stage", "read_in")
_OF_MOMENTS = ("instant", "all_day")


def item(opportunity: Opportunity, now: datetime) -> dict[str, Any]:
    """Return the documented keys, and every other key that the record has."""
    record = opportunity.record
    first = {
        "id": opportunity.id,
        "title": record.title,
        "kind": record.kind,
        "organisation": record.organisation,
        "url": record.url,
        "status": opportunity.status(now),
        "deadlines": [
            {
                "label": deadline.label,
                **dated("due", deadline.moment),
                "previously": [as_written(earlier.written) for earlier in deadline.previously],
                "stated": deadline.stated,
            }
            for deadline in opportunity.deadlines
        ],
        "path": opportunity.path,
    }
    rest = record.model_dump(exclude_unset=True, warnings=False, exclude={*first, "milestones", "opens"})
    if opportunity.opens:
        rest["opens"] = as_written(opportunity.opens.written)
    if opportunity.milestones:
        rest["milestones"] = [
            {"label": milestone.label, **dated("on", milestone.moment)} for milestone in opportunity.milestones
        ]
    if record.status != "announced":
        rest["stage"] = record.status
    if not_stated := {moment.zone_name for moment in _every_moment(opportunity) if not moment.zone_stated}:
        rest["read_in"] = not_stated.pop()
    return first | rest


def _every_moment(opportunity: Opportunity) -> Iterator[Moment]:
    yield from (deadline.moment for deadline in opportunity.deadlines)
    yield from (milestone.moment for milestone in opportunity.milestones)
    if opportunity.opens:
        yield opportunity.opens


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
        raise NotAList("is not JSON, or not the whole of it") from None
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
    if not isinstance(id_, str) or len(id_) > _LONGEST_ID or not ID_PATTERN.fullmatch(id_):
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
        if problems := [problem for problem in check(record, zone_name) if not problem.warning]:
            return _placed(problems, place)
        if "read_in" not in item and next(_without_zone(record), None):
            return [Problem("there is no zone in which its dates are read", path=place)]
        return Opportunity.of(record, id=id_, path=path, project_zone=zone_name)
    except ValidationError as error:
        return _placed(explain(error, Record), place)


def _placed(problems: list[Problem], place: str) -> list[Problem]:
    return [
        replace(problem, message=problem.message[:_LONGEST_MESSAGE], hint=problem.hint[:_LONGEST_MESSAGE], path=place)
        for problem in problems
    ]


def _without_zone(record: Record) -> Iterator[object]:
    yield from (table for table in record.deadlines if table.timezone is None)
    yield from (table for table in record.milestones if table.timezone is None)
    if record.opens is not None and record.opens_zone is None:
        yield record.opens


def _table(item: dict[str, Any]) -> dict[str, Any]:
    """Return an item as the table of its record: what was computed left out, dates as dates again."""
    table = {key: value for key, value in item.items() if key not in _BESIDE}
    if "stage" in item:
        table["status"] = item["stage"]
    for key in ("opens", "published", "verified"):
        if key in table:
            table[key] = _written(table[key])
    for key in ("deadlines", "milestones"):
        if isinstance(table.get(key), list):
            table[key] = [_moment(inner) if isinstance(inner, dict) else inner for inner in table[key]]
    return table


def _moment(table: dict[str, Any]) -> dict[str, Any]:
    kept = {key: value for key, value in table.items() if key not in _OF_MOMENTS and value is not None}
    for key in ("due", "on"):
        if key in kept:
            kept[key] = _written(kept[key])
    if isinstance(kept.get("previously"), list):
        kept["previously"] = [_written(earlier) for earlier in kept["previously"]]
    return kept


def _written(value: Any) -> Any:
    if isinstance(value, str):
        with suppress(ValueError):
            return parse_written(value)
    return value
