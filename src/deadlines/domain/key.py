"""What is known of the keys of tables: of those of a record what each is for, and of any what its values may be."""

from collections.abc import Iterator
from copy import copy
from datetime import date, datetime
from functools import cache
from typing import Annotated, Any, Literal, get_args, get_origin

from pydantic import BaseModel, Field
from pydantic.fields import FieldInfo

from deadlines.domain.month import Month
from deadlines.domain.part import Key
from deadlines.domain.problem import Keys


def key_of(field: FieldInfo) -> Key | None:
    """Return what a field of a table of a record is for; None for a field of any other table."""
    return next((found for found in field.metadata if isinstance(found, Key)), None)


def optional(field: FieldInfo) -> tuple[Any, FieldInfo]:
    """Return the type and the field of a key that is like another, and may be left out."""
    if not field.is_required():
        return field.annotation, copy(field)
    key, checks = key_of(field), (found for found in field.metadata if not isinstance(found, Key))
    value: Any = Annotated[(field.annotation, *checks)] | None
    made: Any = Field(default=None, description=field.description)
    return Annotated[value, key], made


def described(field: FieldInfo) -> str:
    """Return what a key is for, as it is said to somebody who gives it a value."""
    text = (field.description or "").replace("`", "")
    return text.removeprefix("True: ").capitalize() if text.startswith("True: ") else text


@cache
def purposes_in(model: type[BaseModel]) -> tuple[tuple[str, Key], ...]:
    """Return the names and purposes of the keys of a table of a record, in the order of the model."""
    found = ((name, key_of(field)) for name, field in model.model_fields.items())
    return tuple((name, key) for name, key in found if key)


@cache
def moments_in(model: type[BaseModel]) -> tuple[str, ...]:
    """Return the keys of a table whose values may have an hour, and therefore need a zone."""
    return tuple(name for name, field in model.model_fields.items() if may_have_hour(field))


def may_have_hour(field: FieldInfo) -> bool:
    """True for a moment, and a list of them."""
    return datetime in _leaves(field.annotation)


def may_be_month(field: FieldInfo) -> bool:
    """True for what may be a month in the place of a date, and a list of that."""
    return Month in _leaves(field.annotation)


def is_date(field: FieldInfo) -> bool:
    """True for a date or a moment, and a list of them."""
    return date in _leaves(field.annotation)


def is_number(field: FieldInfo) -> bool:
    """True for a whole number."""
    return int in _leaves(field.annotation)


def is_list(field: FieldInfo) -> bool:
    """True for a list of values."""
    return any(get_origin(inner) is tuple for inner in _inside(field.annotation))


def is_named(field: FieldInfo) -> bool:
    """True for several values to which people give names, such as ``[translations.fr]``."""
    return any(get_origin(inner) is dict for inner in _inside(field.annotation))


def choices(field: FieldInfo) -> tuple[str, ...]:
    """Return the words of which a value is one; nothing where it may be any."""
    return next((get_args(inner) for inner in _inside(field.annotation) if get_origin(inner) is Literal), ())


def table_in(field: FieldInfo) -> type[BaseModel] | None:
    """Return the table that is the value of a key, or of which there are several; None for a plain value."""
    types = (leaf for leaf in _leaves(field.annotation) if isinstance(leaf, type))
    return next((leaf for leaf in types if issubclass(leaf, BaseModel)), None)


def table_at(model: type[BaseModel], keys: Keys) -> type[BaseModel] | None:
    """Return the table at a place inside a document; None where there can be none."""
    found: type[BaseModel] | None = model
    names = (key for key in keys if isinstance(key, str))
    for name in names:
        field = found.model_fields.get(name) if found else None
        found = table_in(field) if field else None
        if field and is_named(field):
            next(names, None)  # The next key is a name that people gave to a table.
    return found


def field_at(model: type[BaseModel], keys: Keys) -> FieldInfo | None:
    """Return the field at a place inside a document; None where no key can be."""
    table = table_at(model, keys[:-1]) if keys else None
    return table.model_fields.get(str(keys[-1])) if table else None


def _leaves(annotation: Any) -> Iterator[Any]:
    """Yield the types of which an annotation is made."""
    return (inner for inner in _inside(annotation) if get_origin(inner) is None)


def _inside(annotation: Any) -> Iterator[Any]:
    """Yield an annotation and everything in it; the words of a ``Literal`` are not taken apart."""
    yield annotation
    origin = get_origin(annotation)
    if origin is not Literal:
        for inner in get_args(annotation)[: 1 if origin is Annotated else None]:
            yield from _inside(inner)
