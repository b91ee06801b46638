"""An opportunity as an item of ``list --format json``, and back: the shape is documented and does not change silently.

Its keys are those of the record, by their types. What is read back was written by others, and is not trusted.
"""

import json
import re
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from pydantic import BaseModel, ValidationError
from pydantic.fields import FieldInfo

from deadlines.documents.explain import explain
from deadlines.domain.characters import UNSAFE
from deadlines.domain.feed import PAST_STAYS
from deadlines.domain.fields import Table, fault_of_id
from deadlines.domain.instant import stamp
from deadlines.domain.key import is_date, moments_in, table_in
from deadlines.domain.moment import Moment, as_written, parse_written
from deadlines.domain.opportunity import Deadline, Milestone, Opportunity, Undated
from deadlines.domain.problem import Problem
from deadlines.domain.record import MilestoneTable, Record
from deadlines.domain.rules import check
from deadlines.domain.text import Counted, Sentence
from deadlines.domain.zone import find_zone

MOST_NAMED = 20
"""Problems of others: whoever reads them cannot mend them."""
MOST_ITEMS, LARGEST_ITEM = 100_000, 500_000
"""What is read of a list, and of an item in characters: no project has more."""

_LONGEST_PATH, _LONGEST_MESSAGE = 500, 300
_NOT_JSON = Sentence("this is not JSON, or is cut short")
_DECODER = json.JSONDecoder()
_BLANKS = re.compile(r"[ \t\n\r]*")
_ROOMS = (1_000, 16_000, LARGEST_ITEM)
"""In how many characters an item is looked for; most are short, and what is cut out of the text is copied."""
_BRACKETS = re.compile(r'"[^"\\]*(?:\\.[^"\\]*)*"|[\[\]{}]|"', re.DOTALL)
"""Texts, in which no bracket counts, and brackets; a quotation mark alone begins a text that does not end."""
_NOT_OF_THE_RECORD = ("written", "id", "path", "status", "stage", "read_in")
_OF_A_RULE = ("repeats", "except", "moved")
_COMPUTED = ("occurrence", "instant", "instant_latest", "all_day", "precision")


def item(opportunity: Opportunity, now: datetime) -> dict[str, Any]:
    """Return the documented keys, and every other key that the record has; ``status`` is the one at ``now``."""
    opportunity = opportunity.original
    record = opportunity.record
    first = {
        "id": opportunity.id,
        "title": record.title,
        "kind": record.kind,
        "organisation": record.organisation,
        "url": record.url,
        "status": opportunity.status(now),
        "deadlines": [_deadline(one) for one in opportunity.every_deadline if not _is_long_past(one, now)],
        "path": opportunity.path,
    }
    rest = _others(record, *first, "milestones", "opens")
    if opportunity.opens:
        rest["opens"] = as_written(opportunity.opens.written)
    if opportunity.milestones:
        rest["milestones"] = list(map(_milestone, record.milestones, opportunity.milestones))
    if record.status != "announced":
        rest["stage"] = record.status
    if opportunity.repeats:
        rest["written"] = [table.model_dump(exclude_unset=True, warnings=False) for table in record.deadlines]
    if _needs_a_zone(record):
        rest["read_in"] = opportunity.project_zone
    return first | rest


def _deadline(deadline: Deadline | Undated) -> dict[str, Any]:
    when = dated("due", deadline.moment) if isinstance(deadline, Deadline) else _undated(deadline.table.timezone)
    first = {
        "label": deadline.label,
        **when,
        "previously": [as_written(earlier.written) for earlier in deadline.previously],
        "stated": deadline.stated,
    }
    if isinstance(deadline, Deadline) and deadline.day:
        return first | {"occurrence": deadline.day} | _others(deadline.table, *first, *_OF_A_RULE)
    return first | _others(deadline.table, *first)


def _is_long_past(deadline: Deadline | Undated, now: datetime) -> bool:
    """True for a date of a rule whose entry has left the feeds."""
    return isinstance(deadline, Deadline) and deadline.day is not None and deadline.moment.instant + PAST_STAYS <= now


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
    """Return a moment as it is written under ``key``, with its zone, its instant, and how exactly it is known.

    The applicant's own time has no instant, but the latest of them.
    """
    latest = stamp((moment.of_reader(None) if moment.reader else moment).instant)
    return {
        key: as_written(moment.written),
        "timezone": moment.zone_name if moment.zone_stated else None,
        **({"instant": None, "instant_latest": latest} if moment.is_local else {"instant": latest}),
        "all_day": moment.all_day,
        "precision": moment.precision,
    }


def _undated(zone_name: str | None) -> dict[str, Any]:
    return {"due": None, "timezone": zone_name, "instant": None, "all_day": None, "precision": None}


class NotAList(Exception):  # noqa: N818
    """What was read is not a list of opportunities, and why."""


@dataclass(frozen=True, slots=True)
class Unreadable:
    """In the place of an item that is not held: why."""

    why: str


def parse(content: bytes) -> Iterator[Any]:
    """Yield the items of ``opportunities.json``, one after another, so that not all of them need be kept.

    In the place of one that cannot be read alone is an ``Unreadable``. Raises ``NotAList``, however late.
    """
    try:
        text = content.decode(json.detect_encoding(content), "surrogatepass")
    except ValueError:
        raise NotAList(_NOT_JSON) from None
    at = _after_blanks(text, 0)
    if not text.startswith("[", at):
        raise NotAList(Sentence("this is not a list of opportunities") if text.startswith("{", at) else _NOT_JSON)
    at = _after_blanks(text, at + 1)
    more = not text.startswith("]", at)
    while more:
        item, at = _item_at(text, at)
        yield item
        at = _after_blanks(text, at)
        if more := text.startswith(",", at):
            at = _after_blanks(text, at + 1)
    if not text.startswith("]", at) or _after_blanks(text, at + 1) != len(text):
        raise NotAList(_NOT_JSON)


def _after_blanks(text: str, at: int) -> int:
    found = _BLANKS.match(text, at)
    return found.end() if found else at


def _item_at(text: str, at: int) -> tuple[Any, int]:
    """Return the value that begins at a place, and where it ends."""
    why = Sentence("this is not JSON")
    for room in _ROOMS:
        piece = text[at : at + room]
        is_cut = at + room < len(text)
        try:
            item, end = _DECODER.raw_decode(piece)
        except json.JSONDecodeError:
            if is_cut:
                why = Sentence("this is not JSON, or has more than {n} characters", n=f"{LARGEST_ITEM:,}")
        except (RecursionError, ValueError):
            why = Sentence("this is nested too deep, or has a number that is too long")
        else:
            if not is_cut or end < len(piece):
                return item, at + end
    return Unreadable(why), _end_of(text, at)


def _end_of(text: str, at: int) -> int:
    """Return where the brackets are closed that open at a place."""
    depth = 0
    if text.startswith(("[", "{"), at):
        for token in _BRACKETS.finditer(text, at):
            depth += {"[": 1, "{": 1, "]": -1, "}": -1}.get(token[0], 0)
            if depth == 0:
                return token.end()
            if token[0] == '"':
                break
    raise NotAList(_NOT_JSON)


def read_items(items: Iterable[Any], address: str) -> tuple[list[Opportunity], list[Problem]]:
    """Return the good items and what is wrong with the others; of those beyond MOST_NAMED, only how many they are.

    A problem's path is the address with the item's number and, where it is one, its id: ``…json#3/havel-prize-2027``.
    Raises ``NotAList``.
    """
    numbers: dict[str, int] = {}
    good: dict[str, Opportunity] = {}
    problems: list[Problem] = []
    others = 0
    for number, item in enumerate(items):
        if number == MOST_ITEMS:
            message = Sentence("more than {n} items are not read", n=f"{MOST_ITEMS:,}")
            problems.append(Problem(message, path=f"{address}#{number}"))
            break
        found = _read(item, f"{address}#{number}", in_full=len(problems) < MOST_NAMED)
        id_ = found.id if isinstance(found, Opportunity) else _id_of(item)
        if id_ is not None and (first := numbers.setdefault(id_, number)) != number:
            message = Sentence("its id is there twice")
            found = [Problem(message, path=f"{address}#{number}/{id_}")]
            if good.pop(id_, None):
                found.insert(0, Problem(message, path=f"{address}#{first}/{id_}"))
        if isinstance(found, Opportunity):
            good[found.id] = found
        elif len(problems) < MOST_NAMED:
            problems += found[: MOST_NAMED - len(problems)]
        else:
            others += 1
    if others:
        problems.append(Problem(Counted("{n} other cannot be read", "{n} others cannot be read", others), path=address))
    return list(good.values()), problems


def _id_of(item: Any) -> str | None:
    id_ = item.get("id") if isinstance(item, dict) else None
    return id_ if isinstance(id_, str) and not fault_of_id(id_) else None


def _read(item: Any, place: str, *, in_full: bool) -> Opportunity | list[Problem]:
    """Return an opportunity, or what is wrong; where not ``in_full``, only that something is."""
    if isinstance(item, Unreadable):
        return [Problem(item.why, path=place)]
    if not isinstance(item, dict):
        return [Problem(Sentence("this is not an opportunity"), path=place)]
    id_, path, zone_name = _id_of(item), item.get("path"), item.get("read_in", "UTC")
    if id_ is None:
        return [Problem(Sentence("its id is not valid"), path=place)]
    place = f"{place}/{id_}"
    if not isinstance(path, str) or len(path) > _LONGEST_PATH or "\n" in path or UNSAFE.search(path):
        return [Problem(Sentence("its path is not valid"), path=place)]
    if not isinstance(zone_name, str) or find_zone(zone_name) is None:
        return [Problem(Sentence("the zone in which its dates are read does not exist"), path=place)]
    try:
        record = Record.model_validate(_table(item))
        if problems := [found for found in check(record, zone_name, words=False) if not found.warning]:
            return _placed(problems, place)
        if "read_in" not in item and _needs_a_zone(record):
            return [Problem(Sentence("there is no zone in which its dates are read"), path=place)]
        return Opportunity.of(record, id=id_, path=path, project_zone=zone_name)
    except ValidationError as error:
        return _placed(explain(error, Record), place) if in_full else [Problem("", path=place)]
    except RecursionError:
        return [Problem(Sentence("this is nested too deeply"), path=place)]


def _placed(problems: list[Problem], place: str) -> list[Problem]:
    return [
        replace(problem, message=_brief(problem.message), hint=_brief(problem.hint), path=place) for problem in problems
    ]


def _brief(text: str) -> str:
    return text if len(text) <= _LONGEST_MESSAGE else text[:_LONGEST_MESSAGE]


def _table(item: dict[str, Any]) -> dict[str, Any]:
    """Return an item as the table of its record: what was computed left out, dates as dates again."""
    table = {key: value for key, value in item.items() if key not in _NOT_OF_THE_RECORD}
    if "stage" in item:
        table["status"] = item["stage"]
    if "written" in item:
        table["deadlines"] = item["written"]
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
