"""``deadlines add``: a record from options, or from answers on a terminal."""

import sys
from collections.abc import Iterator
from datetime import datetime
from typing import Annotated, Any

import typer
from pydantic.fields import FieldInfo

from deadlines.app.refusal import Exit, Refusal
from deadlines.cli.options import KeyOption, with_options
from deadlines.cli.project import open_project, typed_moment
from deadlines.domain.key import Part, is_date, is_list, key_of, table_in
from deadlines.domain.record import Record

_WITHOUT_OPTIONS = ("milestones",)
"""There may be several, each with keys of its own; they are written into the file."""


def _options() -> Iterator[KeyOption]:
    for name, field in Record.model_fields.items():
        table = table_in(field)
        if table is None:
            yield _option("", name, field)
        elif name not in _WITHOUT_OPTIONS:
            yield from (_option(name, inner, its) for inner, its in table.model_fields.items())


def _option(table: str, name: str, field: FieldInfo) -> KeyOption:
    key = key_of(field)
    return KeyOption(key.option if key and key.option else name.replace("_", "-"), name, field, table)


def _in_order(option: KeyOption) -> tuple[int, bool]:
    key = key_of(option.field)
    return list(Part).index(key.part) if key else len(Part), not option.field.is_required()


OPTIONS = tuple(sorted(_options(), key=_in_order))
"""One for each key of a record, of one deadline and of how to apply: by what they are for, what is needed first."""


@with_options(OPTIONS)
def add(
    context: typer.Context,
    id_: Annotated[str | None, typer.Option("--id", help="The file's name; made of the title unless given.")] = None,
    **typed: Any,
) -> int:
    """Write a new record; on a terminal, what is missing is asked for."""
    from deadlines.app.add import add as write

    print(write(open_project(context), _table(typed), id_))
    return Exit.FINE


def _table(typed: dict[str, Any]) -> dict[str, Any]:
    """Return the record that was typed, in the order of its keys, after asking for what is missing."""
    for option in OPTIONS:
        if option.field.is_required() and not option.table:
            typed[option.argument] = _needed(option.name, typed[option.argument])
    if typed["due"] is None and not typed["rolling"]:
        typed["due"] = _needed("due", None)
    values = {(option.table, option.key): _value(option, typed[option.argument]) for option in OPTIONS}
    if isinstance(values["deadlines", "due"], datetime) and values["deadlines", "timezone"] is None:
        values["deadlines", "timezone"] = _needed("timezone", None)
    given = {place: value for place, value in values.items() if value not in (None, False, [])}
    record: dict[str, Any] = {}
    for name, field in Record.model_fields.items():
        if table := table_in(field):
            inside = {key: given[name, key] for key in table.model_fields if (name, key) in given}
            record |= {name: [inside] if is_list(field) else inside} if inside else {}
        elif ("", name) in given:
            record[name] = given["", name]
    return record


def _needed(key: str, value: str | None) -> str:
    if value is not None and value.strip():
        return value
    if not (sys.stdin.isatty() and sys.stderr.isatty()):
        hint = " or --rolling" if key == "due" else ""
        raise Refusal(f"--{key}{hint} is needed", Exit.USAGE)
    answer: str = typer.prompt(key, err=True)
    return answer


def _value(option: KeyOption, typed: Any) -> Any:
    """Return what was typed as a value of TOML."""
    if not is_date(option.field) or not typed:
        return typed
    if isinstance(typed, list):
        return [typed_moment(text, f"--{option.name}") for text in typed]
    return typed_moment(typed, f"--{option.name}")
