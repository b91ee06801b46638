"""The fields of the form of a record, made of the model: a new key is a field without being listed anywhere."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Annotated, Any, Literal, get_args

from pydantic import BaseModel, create_model
from pydantic import Field as Described
from pydantic.fields import FieldInfo

from deadlines.domain.eligibility import APPLICANTS
from deadlines.domain.fields import LanguageTag, Table, Text
from deadlines.domain.key import choices, described, is_date, is_list, is_named, key_of, table_in
from deadlines.domain.moment import as_written
from deadlines.domain.part import Key, Part
from deadlines.domain.problem import Keys, Problem
from deadlines.domain.record import Record

Control = Literal["line", "text", "choice", "several", "tick"]
TICKED = "yes"
"""What a form sends of a box that is ticked; it sends nothing of one that is not."""
ARROW = " → "
"""Between the values of a table within one of several, which stands on a line."""
_TEXT = get_args(Text)[1]
SECTIONS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("What it is", (Part.IDENTITY,)),
    ("When", (Part.DATES, Part.DETAIL)),
    ("What is offered, and to whom", (Part.OFFER,)),
    ("How to apply", (Part.APPLY,)),
    ("How it is found", (Part.SEARCH,)),
    ("State", (Part.STATE,)),
    ("Where it was learned", (Part.PROVENANCE,)),
    ("In other languages", (Part.TRANSLATION,)),
)
"""In which the keys of a record stand, with the heading in English; the catalogues have the other languages."""


NAME = "language"
"""What a form calls the name of a table that people name: there are translations, each of a language."""
_NAME: Any = (
    Annotated[LanguageTag, Key(Part.TRANSLATION, "Language of these texts")],
    Described(description="Its BCP 47 tag, such as fr, ar or pt-BR."),
)


@dataclass(frozen=True)
class Field:
    """A field for one key, with what stands in it."""

    keys: Keys
    field: FieldInfo
    text: str = ""
    problems: tuple[Problem, ...] = ()

    @property
    def name(self) -> str:
        """What the browser calls it."""
        return name_of(self.keys)

    @property
    def label(self) -> str:
        """Its label in English."""
        return _heading(str(self.keys[-1]), self.field)

    @property
    def help(self) -> str:
        """What it is for, in English."""
        return described(self.field)

    @property
    def control(self) -> Control:
        """How it is filled in."""
        return control_of(self.field)

    @property
    def options(self) -> Sequence[tuple[str, str]]:
        """The values of which it has one or several, each with its words in English; what is chosen is among them."""
        found, chosen = choices(self.field), self.chosen
        return [
            (value, APPLICANTS.get(value, value))
            for value in dict.fromkeys((*chosen, *found) if self.is_list else found)
        ]

    @property
    def chosen(self) -> list[str]:
        """The values that it has, where it may have several."""
        return [line for line in self.text.split("\n") if line]

    @property
    def is_list(self) -> bool:
        """True where each line is a value."""
        return is_list(self.field)

    @property
    def is_date(self) -> bool:
        """True where a date is typed, or several."""
        return is_date(self.field)

    @property
    def is_needed(self) -> bool:
        """True where there is no record without it."""
        return self.field.is_required()


@dataclass(frozen=True)
class Row:
    """The fields of one of several tables, such as a deadline."""

    key: str
    field: FieldInfo
    fields: tuple[Field, ...]
    number: int
    was: int | None
    """Which it is in the file; None for a new one."""
    keep: bool = True
    """True where a deadline that moves goes into ``previously``."""
    problems: tuple[Problem, ...] = ()

    @property
    def name(self) -> str:
        """What links lead to."""
        return name_of((self.key, self.number))

    @property
    def label(self) -> str:
        """Its heading in English, which all rows of a group share."""
        return _heading(self.key, self.field)


@dataclass(frozen=True)
class Group:
    """The fields of a table inside a record; ``rows`` where there may be several."""

    key: str
    field: FieldInfo
    fields: tuple[Field, ...] = ()
    rows: tuple[Row, ...] = ()
    problems: tuple[Problem, ...] = ()

    @property
    def name(self) -> str:
        """What links lead to."""
        return self.key

    @property
    def label(self) -> str:
        """Its heading in English."""
        return _heading(self.key, self.field)

    @property
    def help(self) -> str:
        """What it is for, in English."""
        return described(self.field)

    @property
    def repeats(self) -> bool:
        """True where there may be several."""
        return repeats(self.field)

    @property
    def is_ordered(self) -> bool:
        """True where they stand in an order, by number and not by name."""
        return is_list(self.field)


@dataclass(frozen=True)
class Section:
    """Fields under one heading, which is English."""

    heading: str
    items: tuple[Field | Group, ...]


def repeats(field: FieldInfo) -> bool:
    """True where there may be several tables, by number or by name."""
    return is_list(field) or is_named(field)


@cache
def _with_name(model: type[BaseModel]) -> type[BaseModel]:
    texts: dict[str, Any] = {name: (field.annotation, field) for name, field in model.model_fields.items()}
    return create_model(model.__name__, __base__=Table, **{NAME: _NAME}, **texts)


def table_of(field: FieldInfo) -> type[BaseModel] | None:
    """Return the table that a group of fields is for; of those that people name, with the name as its first key."""
    model = table_in(field)
    return _with_name(model) if model and is_named(field) else model


def _heading(name: str, field: FieldInfo) -> str:
    key = key_of(field)
    return (key and key.heading) or name


def name_of(keys: Keys) -> str:
    """Return what the browser calls the field of a place: ``deadlines.0.due``."""
    return ".".join(map(str, keys))


def control_of(field: FieldInfo) -> Control:
    """Return how a key is filled in: on a line, in a text of several, by choosing one or several, or by ticking."""
    if field.annotation is bool:
        return "tick"
    if choices(field):
        return "several" if is_list(field) else "choice"
    return "text" if is_list(field) or _TEXT in _validators(field) else "line"


def _validators(field: FieldInfo) -> tuple[Any, ...]:
    inside = getattr(field.annotation, "__args__", ())
    return (*field.metadata, *(one for inner in inside for one in getattr(inner, "__metadata__", ())))


def shown(value: Any, control: Control) -> str:
    """Return a value of a file as it stands in a field; what a browser would take out of a line is not in it."""
    if value is None:
        return ""
    if control == "tick":
        return TICKED if value else ""
    if isinstance(value, list | tuple):
        return "\n".join(shown(one, "line") for one in value)
    if isinstance(value, dict):
        return ARROW.join(shown(one, "line") for one in value.values())
    text = value if isinstance(value, str) else as_written(value) if isinstance(value, date) else str(value)
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return text.replace("\n", "") if control in ("line", "choice") else text


def default_of(field: FieldInfo) -> str:
    """Return what stands in the field of a key that is not in the file."""
    return "" if field.is_required() else shown(field.default, control_of(field))


def texts_of(table: Mapping[str, Any], model: type[BaseModel], place: Keys = ()) -> dict[str, str]:
    """Return what stands in the plain fields of a table, by the names of the fields."""
    return {
        name_of((*place, key)): shown(table[key], control_of(field)) if key in table else default_of(field)
        for key, field in model.model_fields.items()
        if place or table_in(field) is None
    }


def rows_of(value: Any) -> list[dict[str, Any]]:
    """Return several tables, those with a name with it; none where a file has anything else in their place."""
    if isinstance(value, dict):
        rows = rows_of(list(value.values()))
        return [{NAME: name, **row} for name, row in zip(value, rows, strict=True)] if rows else []
    are_rows = isinstance(value, list) and all(isinstance(one, dict) for one in value)
    return value if are_rows else []


def typed_of(table: Mapping[str, Any]) -> dict[str, str]:
    """Return what a browser would send of the form of a record in which nothing was changed."""
    typed = texts_of(table, Record)
    for key, field in Record.model_fields.items():
        if (model := table_of(field)) is None:
            continue
        inside = table.get(key)
        if not repeats(field):
            typed |= texts_of(inside if isinstance(inside, dict) else {}, model, (key,))
            continue
        for number, row in enumerate(rows_of(inside)):
            typed |= texts_of(row, model, (key, number))
            typed |= {f"{key}.{number}.was": str(number), f"{key}.{number}.keep": TICKED}
    return typed
