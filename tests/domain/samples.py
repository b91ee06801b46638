"""Values for every key of a record, made from the types of the model, so that a new key is tried without being listed.

A key of a new type is a line in ``TYPES``.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from types import NoneType
from typing import Annotated, Any, Literal, get_args, get_origin, get_type_hints

from hypothesis import assume
from hypothesis import strategies as st
from pydantic import BaseModel

from deadlines.domain.characters import is_seen
from deadlines.domain.dates import DateOrTime, Day, Due
from deadlines.domain.eligibility import APPLICANTS
from deadlines.domain.fields import (
    Amount,
    Applicant,
    Country,
    Currency,
    Email,
    Id,
    Label,
    LanguageTag,
    Line,
    Text,
    Url,
)
from deadlines.domain.key import is_list, table_in
from deadlines.domain.month import Month
from deadlines.domain.record import TRANSLATED, ApplyTable, Record
from deadlines.domain.rules import check

Values = st.SearchStrategy[Any]
ZONE = "Europe/Brussels"
"""Of the project, in which dates without a zone are read."""

_LETTERS = st.characters(
    exclude_categories=("Cc", "Cs"),
    exclude_characters="\u2028\u2029\ufeff\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069",
)
_DAYS = st.dates(date(2030, 1, 1), date(2040, 1, 1))
_NOONS = st.datetimes(datetime(2030, 1, 1), datetime(2040, 1, 1)).map(lambda one: one.replace(hour=12, microsecond=0))
_MONTHS = st.dates(date(2030, 1, 1), date(2040, 1, 1)).map(lambda one: Month(f"{one:%Y-%m}"))


def _written(alphabet: Values) -> Values:
    return st.text(alphabet, min_size=1, max_size=12).filter(is_seen)


TYPES: tuple[tuple[Any, tuple[Any, Any], Values], ...] = (
    (Line, ("Zebra", "Yak"), _written(_LETTERS)),
    (Label, ("Zebra", "Yak"), _written(_LETTERS)),
    (Text, ("Zebra", "Yak"), _written(_LETTERS | st.just("\n"))),
    (Url, ("https://zebra.example/", "https://yak.example/"), st.integers(0).map("https://example.org/{}".format)),
    (Email, ("zebra@example.org", "yak@example.org"), st.integers(0).map("a{}@example.org".format)),
    (Id, ("zebra", "yak"), st.integers(0).map("a-{}".format)),
    (Amount, (60_000, 5_000), st.integers(1, 10**12)),
    (Currency, ("EUR", "XOF"), st.sampled_from(("EUR", "XOF"))),
    (Country, ("SN", "ML"), st.sampled_from(("SN", "ML", "XK"))),
    (Applicant, ("group", "state"), st.sampled_from(tuple(APPLICANTS))),
    (LanguageTag, ("sw", "pt-BR"), st.sampled_from(("en", "pt-BR", "zh-Hant-TW"))),
    (Day, (date(2026, 1, 15), date(2026, 1, 16)), st.dates(date(2000, 1, 1), date(2026, 1, 1))),
    (DateOrTime, (date(2031, 3, 6), date(2031, 3, 7)), _DAYS | _NOONS),
    (Due, (Month("2031-04"), date(2031, 3, 7)), _DAYS | _NOONS | _MONTHS),
)
"""Each type of a value that is a line, a date or the like, with two samples of it and all that there are."""

BY_NAME: dict[str, tuple[tuple[Any, Any], Values]] = {
    "timezone": (("Europe/Zurich", "UTC"), st.sampled_from((None, "Europe/Zurich", "UTC", "UTC+05:45", "AoE"))),
    "stated": (("on that day", "in time"), st.sampled_from((None, "on that day", "“in time”"))),
    "opens": (
        (date(2030, 1, 15), date(2030, 1, 16)),
        st.none() | st.dates(date(2020, 1, 1), date(2029, 1, 1)) | st.just(datetime(2029, 1, 1, 12)),
    ),
    "previously": (
        ((date(2029, 1, 15),), ()),
        st.lists(st.dates(date(2020, 1, 1), date(2029, 1, 1)), max_size=3, unique=True).map(tuple),
    ),
    "repeats": (
        ("FREQ=YEARLY", "FREQ=MONTHLY"),
        st.sampled_from((None, None, "FREQ=YEARLY", "FREQ=WEEKLY;INTERVAL=2;COUNT=5", "FREQ=MONTHLY")),
    ),
    "except": (((date(2031, 3, 6),), ()), st.just(())),
    "moved": ((({"from": date(2031, 3, 6), "to": date(2031, 3, 9)},), ()), st.just(())),
}
"""Keys whose values have to agree with those of others."""


@dataclass(frozen=True)
class Variant:
    """Two records that differ in one key alone."""

    key: str
    """Where it is: ``title``, ``apply.url``."""
    one: dict[str, Any]
    other: dict[str, Any]


def records() -> Values:
    """All records in which nothing is wrong."""
    return _tables(Record).map(_consistent).map(Record.model_validate).filter(lambda record: not check(record, ZONE))


def variants() -> Iterator[Variant]:
    """Yield two records for each key; an optional one is absent in the first."""
    for name, field in Record.model_fields.items():
        if (table := table_in(field)) is None:
            yield _variant(name, Record, name, lambda values: _record(**values))
        else:
            for inner in table.model_fields:
                yield _variant(f"{name}.{inner}", table, inner, lambda values, name=name: _inside(name, values))


def sample(model: type[BaseModel], key: str, number: int) -> Any:
    """Return one of two values of a key."""
    if key in BY_NAME:
        return BY_NAME[key][0][number]
    return _sample(get_type_hints(model, include_extras=True)[key], number)


def _variant(place: str, model: type[BaseModel], key: str, record: Any) -> Variant:
    one, other = ({key: sample(model, key, number)} for number in (1, 0))
    needed = model.model_fields[key].is_required() or key == "timezone"
    return Variant(place, record(one if needed else {}), record(other))


def _record(**values: Any) -> dict[str, Any]:
    base = {"title": "A call", "kind": "call", "organisation": "Somebody", "url": "https://example.org/"}
    deadlines = {} if values.get("rolling") else {"deadlines": [{"due": date(2031, 3, 6)}]}
    return base | deadlines | values


def _inside(name: str, values: dict[str, Any]) -> dict[str, Any]:
    """Return a record with a table; an hour, where it is about the zone."""
    when = datetime(2031, 3, 6, 18) if "timezone" in values else date(2031, 3, 6)
    if name == "translations":
        own = {key: sample(model, key, 1) for key, model in TRANSLATED.items()}
        steps = {key: own.pop(key) for key, model in TRANSLATED.items() if model is ApplyTable}
        return _record(**own, apply=steps, translations={"en": values})
    base: dict[str, Any] = {
        "apply": {},
        "deadlines": {"due": when},
        "milestones": {"label": "Results", "on": when},
        "funding": {"min": 100, "currency": "USD"},
        "links": {"label": "Guidelines", "url": "https://example.org/guidelines"},
    }
    if {"except", "moved"} & values.keys():
        values = {"repeats": "FREQ=YEARLY"} | values
    table = base[name] | values
    return _record(**{name: [table] if is_list(Record.model_fields[name]) else table})


def _sample(annotation: Any, number: int) -> Any:
    origin, inside = get_origin(annotation), get_args(annotation)
    if origin is Annotated:
        known = (samples for alias, samples, _ in TYPES if alias.__metadata__[0] in annotation.__metadata__)
        return samples[number] if (samples := next(known, None)) else _sample(inside[0], number)
    if origin is Literal:
        return inside[1 - number]
    if origin is tuple:
        return (_sample(inside[0], number),)
    if annotation is bool:
        return not number
    if NoneType in inside:
        return _sample(inside[0], number)
    raise LookupError(f"TYPES in {__file__} has no value of {annotation}")


def _values(annotation: Any) -> Values:
    origin, inside = get_origin(annotation), get_args(annotation)
    if origin is Annotated:
        known = (values for alias, _, values in TYPES if alias.__metadata__[0] in annotation.__metadata__)
        made = next(known, None)
        return _values(inside[0]) if made is None else made
    if origin is Literal:
        return st.sampled_from(inside)
    if origin is tuple:
        return st.lists(_values(inside[0]), max_size=3).map(tuple)
    if origin is dict:
        return st.dictionaries(*map(_values, inside), max_size=2)
    if annotation is bool:
        return st.booleans()
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return _tables(annotation)
    if NoneType in inside:
        return st.none() | _values(inside[0])
    raise LookupError(f"TYPES in {__file__} has no value of {annotation}")


def _tables(model: type[BaseModel]) -> Values:
    values = {
        name: BY_NAME[name][1] if name in BY_NAME else _values(annotation)
        for name, annotation in get_type_hints(model, include_extras=True).items()
        if name in model.model_fields
    }
    needed = {name: made for name, made in values.items() if model.model_fields[name].is_required()}
    optional = {name: made for name, made in values.items() if name not in needed}
    found = st.fixed_dictionaries(needed, optional=optional)
    return found.map(lambda table: {name: value for name, value in table.items() if value is not None})


_AMOUNTS = ("min", "max", "total")
"""In the order in which they grow."""


def _repeat(table: dict[str, Any]) -> None:
    """Let a deadline that repeats say what only such a one says, and no other."""
    due = table.get("due")
    if not isinstance(due, date):
        table.pop("repeats", None)
    if "repeats" not in table:
        table.pop("except", None)
        table.pop("moved", None)
        return
    table.pop("previously", None)
    table.pop("opens", None)
    day = due.date() if isinstance(due, datetime) else due
    if table["repeats"] == "FREQ=YEARLY" and day.day < 28:
        table["moved"] = ({"from": day, "to": day + timedelta(days=3)},)
        table["except"] = (day.replace(year=day.year + 1),)


def _consistent(record: dict[str, Any]) -> dict[str, Any]:
    """Return a record with deadlines unless it is rolling, a zone for each hour, amounts that grow, no label twice, and
    no translation of nothing."""
    funding = record.get("funding", {})
    if amounts := sorted(funding[key] for key in _AMOUNTS if key in funding):
        funding |= dict(zip((key for key in _AMOUNTS if key in funding), amounts, strict=True))
        funding.setdefault("currency", "EUR")
    elif "awards" not in funding:
        record.pop("funding", None)
    deadlines, milestones = record.pop("deadlines", ()), record.pop("milestones", ())
    assume(deadlines or record.get("rolling"))
    if deadlines:
        record["deadlines"] = [table | {"label": f"{number}"} for number, table in enumerate(deadlines)]
    for table in deadlines:
        assume("due" in table or "stated" in table)
        if not {"due", "opens", "previously"} & table.keys():
            table.pop("timezone", None)
    if record.get("rolling") or "opens" in record:
        for table in record.get("deadlines", ()):
            table.pop("opens", None)
    record["milestones"] = [table | {"label": f"{number}"} for number, table in enumerate(milestones)]
    for table in record.get("deadlines", ()):
        _repeat(table)
    for table in (*record.get("deadlines", ()), *record["milestones"]):
        if any(isinstance(value, datetime) for value in table.values()):
            table.setdefault("timezone", "UTC")
    own = record | record.get("apply", {})
    translated = record.pop("translations", {})
    record["translations"] = {
        tag: {key: value for key, value in texts.items() if own.get(key)} for tag, texts in translated.items()
    }
    opens, zones = record.get("opens"), (table.get("timezone") for table in record.get("deadlines", ()))
    return record | {"opens": opens.date()} if isinstance(opens, datetime) and not any(zones) else record
