"""What was typed into the form of a record: the table that it means, beside what the file says.

A field in which nothing was changed leaves its key exactly as it is, so that what a form cannot show is not lost.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from deadlines.domain.key import is_date, is_list, is_named, is_number, key_of, may_be_month, table_in
from deadlines.domain.moment import is_more_exact, parse_due, parse_written
from deadlines.domain.money import number_in
from deadlines.domain.month import Month
from deadlines.domain.problem import Keys, Problem
from deadlines.domain.record import Record
from deadlines.domain.text import Sentence
from deadlines.form.fields import (
    NAME,
    SECTIONS,
    TICKED,
    Field,
    Group,
    Row,
    Section,
    control_of,
    default_of,
    name_of,
    repeats,
    rows_of,
    shown,
    table_of,
)

NEEDED = Problem(Sentence("this is needed"))
NO_DEADLINE = Problem(Sentence("a deadline is needed, or the tick that there is none"), keys=("deadlines",))
TWICE = Problem(Sentence("this language is there already"), Sentence("put both into one"))
NO_DATE = Problem(Sentence("there is no such date"), Sentence("write 2026-04-30, or with a time 2026-04-30T18:00"))
NO_DUE = Problem(NO_DATE.message, Sentence("write 2026-04-30, with a time 2026-04-30T18:00, or a month 2026-04"))
_ARROWS = re.compile(r"\s*(?:→|->|=>)\s*")
_ROW = re.compile(r"([a-z_]+)\.(\d{1,5})\.was")


class NotOurForm(ValueError):  # noqa: N818
    """What was sent is of no form of this record."""


@dataclass
class Filled:
    """A form that was filled in."""

    table: dict[str, Any] = field(default_factory=dict)
    """What the record is to say, in the order of the model."""
    removed: list[Keys] = field(default_factory=list)
    """Those of several tables that are in the file and not in the form."""
    unread: list[Problem] = field(default_factory=list)
    """What is no date, or has no name."""
    rows: dict[str, list[tuple[int | None, int]]] = field(default_factory=dict)
    """Of several tables: which each is in the file, and its number among what was typed."""


def filled(typed: Mapping[str, str], before: Mapping[str, Any]) -> Filled:
    """Return what was typed, beside what the file says; for a new record that is nothing. Raises ``NotOurForm``."""
    found = Filled()
    for key, its in Record.model_fields.items():
        model = table_of(its)
        if model is None:
            _put(found, found.table, (key,), its, typed, before, name_of((key,)))
        elif is_named(its):
            _put_named(found, key, model, typed, before)
        elif is_list(its):
            _put_rows(found, key, model, typed, before)
        else:
            _put_table(found, key, model, typed, before.get(key))
    found.table |= {key: value for key, value in before.items() if key not in Record.model_fields}
    return found


def _put(
    found: Filled,
    table: dict[str, Any],
    keys: Keys,
    its: FieldInfo,
    typed: Mapping[str, str],
    before: Mapping[str, Any],
    name: str,
) -> None:
    """Put the value of one field into the table, unless it says what holds without it."""
    key = str(keys[-1])
    text = typed.get(name, "").replace("\r\n", "\n").replace("\r", "\n")
    if key in before and text == shown(before[key], control_of(its)):
        table[key] = before[key]
    elif text.strip() and text != default_of(its):
        try:
            if value := _value(text, its):
                table[key] = value
        except ValueError:
            found.unread.append(replace(NO_DUE if may_be_month(its) else NO_DATE, keys=keys))


def _value(text: str, its: FieldInfo) -> Any:
    if inside := table_in(its):
        return [_on_a_line(line, inside) for line in text.split("\n") if line.strip()]
    if is_list(its):
        lines = (line.strip() for line in text.split("\n"))
        return [_moment(line, its) if is_date(its) else line for line in lines if line]
    if is_date(its):
        return _moment(text, its)
    if is_number(its):
        return number_in(text) or text.strip()
    return text == TICKED if control_of(its) == "tick" else text.strip()


def _moment(text: str, its: FieldInfo) -> Any:
    """Return a date or a date-time, or the text of a month as a file has it."""
    if not may_be_month(its):
        return parse_written(text)
    written = parse_due(text)
    return str(written) if isinstance(written, Month) else written


def _on_a_line(line: str, model: type[BaseModel]) -> dict[str, Any]:
    """Return a table that was typed on a line: its values in the order of the model, with arrows between them."""
    texts = [text.strip() for text in _ARROWS.split(line.strip())]
    if len(texts) != len(model.model_fields):
        raise ValueError(line)
    return {key: _value(text, its) for text, (key, its) in zip(texts, model.model_fields.items(), strict=True)}


def _put_table(found: Filled, key: str, model: type[BaseModel], typed: Mapping[str, str], before: Any) -> None:
    was = before if isinstance(before, dict) else {}
    table: dict[str, Any] = {}
    for inner, its in model.model_fields.items():
        _put(found, table, (key, inner), its, typed, was, name_of((key, inner)))
    table |= {name: value for name, value in was.items() if name not in model.model_fields}
    if table or before == {}:
        found.table[key] = table
    elif before is not None and not was:
        found.table[key] = before


def _put_rows(
    found: Filled, key: str, model: type[BaseModel], typed: Mapping[str, str], record: Mapping[str, Any]
) -> None:
    before = record.get(key)
    was = rows_of(before)
    rows: list[dict[str, Any]] = []
    places = found.rows[key] = []
    for number in numbers_of(typed, key):
        which = _which(typed[f"{key}.{number}.was"], was, [place for place, _ in places])
        old = was[which] if which is not None else {}
        row: dict[str, Any] = {}
        unread = len(found.unread)
        for inner, its in model.model_fields.items():
            place = (key, len(rows), inner)
            _put(found, row, place, its, typed, old, name_of((key, number, inner)))
        row |= {name: value for name, value in old.items() if name not in model.model_fields}
        if not row and which is None and len(found.unread) == unread:
            continue
        if typed.get(f"{key}.{number}.keep") == TICKED:
            _keep_what_was_due(row, old, record.get("status"))
        rows.append(row)
        places.append((which, number))
    kept = {place for place, _ in places}
    found.removed += [(key, number) for number in range(len(was)) if number not in kept]
    if rows or before == []:
        found.table[key] = rows
    elif before is not None and not was:
        found.table[key] = before


def _put_named(
    found: Filled, key: str, model: type[BaseModel], typed: Mapping[str, str], record: Mapping[str, Any]
) -> None:
    """Put tables that people name into the table of the record; what a file has in their place stays."""
    before = record.get(key)
    was = {key: rows_of(before)} if before is not None else {}
    _put_rows(found, key, model, typed, was)
    found.removed = [keys for keys in found.removed if keys[0] != key]  # A table without its name is gone.
    rows = found.table.pop(key, [])
    tables: dict[str, dict[str, Any]] = {}
    for number, row in enumerate(rows):
        name = row.pop(NAME, "")
        if not name:
            found.unread.append(replace(NEEDED, keys=(key, number, NAME)))
        elif name in tables:
            found.unread.append(replace(TWICE, keys=(key, number, NAME)))
        elif row or found.rows[key][number][0] is not None:
            tables[name] = row
    if tables or before == {}:
        found.table[key] = tables
    elif before is not None and not was[key]:
        found.table[key] = before


def _which(text: str, was: list[Any], earlier: list[int | None]) -> int | None:
    """Return which row of the file is meant, None for a new one; each is there once."""
    if text == "":
        return None
    if not text.isascii() or not text.isdecimal() or len(text) > len("200"):
        raise NotOurForm(text)
    number = int(text)
    if number >= len(was) or number in earlier:
        raise NotOurForm(text)
    return number


def _keep_what_was_due(row: dict[str, Any], old: Mapping[str, Any], status: object) -> None:
    """Put the value that ``due`` had into ``previously``, as ``extend`` does; what was expected nobody announced."""
    was, now, history = old.get("due"), row.get("due"), row.get("previously", [])
    if not isinstance(was, date | str) or now is None or status == "expected" or not isinstance(history, list):
        return
    if is_more_exact(now, was):
        return
    if (type(was), was) != (type(now), now) and (not history or history[-1] != was):
        row["previously"] = [*history, was]


def numbers_of(typed: Mapping[str, str], key: str) -> list[int]:
    """Return the numbers of the rows of several tables, in their order."""
    return sorted(int(row[2]) for row in map(_ROW.fullmatch, typed) if row and row[1] == key)


def with_another(typed: Mapping[str, str], key: str) -> dict[str, str]:
    """Return what was typed with one more, empty, of several tables."""
    return {**typed, f"{key}.{max(numbers_of(typed, key), default=-1) + 1}.was": ""}


def with_exchanged(typed: Mapping[str, str], key: str, one: int, other: int) -> dict[str, str]:
    """Return what was typed with two rows of several tables in each other's place."""
    places = {f"{key}.{one}": f"{key}.{other}", f"{key}.{other}": f"{key}.{one}"}
    parts = ((name, name.rsplit(".", 1)) for name in typed)
    return {(f"{places[part[0]]}.{part[1]}" if part[0] in places else name): typed[name] for name, part in parts}


def without_one(typed: Mapping[str, str], key: str, number: str) -> dict[str, str]:
    """Return what was typed without one of several tables."""
    return {name: text for name, text in typed.items() if not name.startswith(f"{key}.{number}.")}


def sections(typed: Mapping[str, str], rows: Mapping[str, list[int]], problems: list[Problem]) -> list[Section]:
    """Return the fields with what was typed into them, and what is wrong beside each.

    ``rows`` has, of several tables, the numbers of those that the places of the problems count.
    """
    made = [
        (part_of(its), _item(key, its, typed, rows.get(key, []), problems)) for key, its in Record.model_fields.items()
    ]
    return [Section(heading, tuple(item for part, item in made if part in parts)) for heading, parts in SECTIONS]


def first_fields() -> dict[str, str]:
    """Return the first key of each of the tables of which there may be several, by the key of those."""
    found = ((key, table_of(its)) for key, its in Record.model_fields.items() if repeats(its))
    return {key: next(iter(model.model_fields)) for key, model in found if model}


def rows_in(table: Mapping[str, Any]) -> dict[str, list[int]]:
    """Return the numbers of the rows that the form of a file has, for each of several tables."""
    several = (key for key, its in Record.model_fields.items() if table_of(its) and repeats(its))
    return {key: list(range(len(rows_of(table.get(key))))) for key in several}


def part_of(its: FieldInfo) -> Any:
    """Return what a key is for."""
    key = key_of(its)
    return key.part if key else None


def _item(
    key: str, its: FieldInfo, typed: Mapping[str, str], counted: list[int], problems: list[Problem]
) -> Field | Group:
    model = table_of(its)
    mine = [problem for problem in problems if problem.keys[:1] == (key,)]
    if model is None:
        return Field((key,), its, typed.get(key, ""), tuple(mine))
    if not repeats(its):
        fields = tuple(_fields(model, (key,), typed, mine))
        return Group(key, its, fields, problems=_beside(mine, 1, model))
    made = []
    for number in numbers_of(typed, key):
        at: object = counted.index(number) if number in counted else None
        name = typed.get(name_of((key, number, NAME)), "").strip() if is_named(its) else at
        theirs = [replace(one, keys=(key, number, *one.keys[2:])) for one in mine if one.keys[1:2] in ((at,), (name,))]
        was = typed[f"{key}.{number}.was"]
        made.append(
            Row(
                key,
                its,
                tuple(_fields(model, (key, number), typed, theirs)),
                number,
                int(was) if was else None,
                typed.get(f"{key}.{number}.keep") == TICKED,
                _beside(theirs, 2, model),
            )
        )
    return Group(key, its, rows=tuple(made), problems=tuple(one for one in mine if len(one.keys) == 1))


def _fields(model: type[BaseModel], place: Keys, typed: Mapping[str, str], problems: list[Problem]) -> list[Field]:
    return [
        Field(
            (*place, key),
            its,
            typed.get(name_of((*place, key)), ""),
            tuple(one for one in problems if one.keys[len(place) : len(place) + 1] == (key,)),
        )
        for key, its in model.model_fields.items()
    ]


def _beside(problems: list[Problem], length: int, model: type[BaseModel]) -> tuple[Problem, ...]:
    """Return the problems of a table that are of none of its fields."""
    return tuple(one for one in problems if len(one.keys) == length or one.keys[length] not in model.model_fields)
