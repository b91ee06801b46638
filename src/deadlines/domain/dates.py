"""The types of the dates in a record: a day, a moment, what a deadline may be. What is refused comes with a hint."""

import re
from datetime import date, datetime
from typing import Annotated

from pydantic import PlainValidator, WithJsonSchema

from deadlines.domain.characters import end_of_day_in
from deadlines.domain.fields import refuse
from deadlines.domain.moment import FIRST_YEAR, LAST_YEAR, Dated, Written
from deadlines.domain.month import Month, month_in
from deadlines.domain.text import Sentence

_NO_DATE = Sentence("write a date 2026-04-30 or a date-time 2026-03-06T18:00:00, without quotes")
_NO_DATE_OR_MONTH = Sentence(
    'write a date 2026-04-30 or a date-time 2026-03-06T18:00:00, without quotes, or a month "2027-04"'
)


def _due(value: object) -> Written:
    """Return a date, a date-time or a month; a month in any other form is refused with the right one."""
    if not isinstance(value, str) or isinstance(value, Month):
        found = value if isinstance(value, Month) else _written(value, _NO_DATE_OR_MONTH)
    elif (month := month_in(value)) is None:
        return _written(value, _NO_DATE_OR_MONTH)
    elif month != value:
        raise refuse(
            Sentence('"{text}" is not how a month is written', text=value),
            Sentence("write {value}", value=f'"{month}"'),
        )
    else:
        found = month
    _year(found)
    return found


def _written(value: object, otherwise: Sentence = _NO_DATE) -> Dated:
    """Return a date or a date-time; ``otherwise`` is the hint for what is neither, and not meant to be."""
    if isinstance(value, datetime):
        if value.tzinfo is not None:
            local = value.replace(tzinfo=None).isoformat()
            raise refuse(
                Sentence("an offset loses the zone's name"),
                Sentence('write {time} and timezone = "Area/City"', time=local),
            )
        _year(value)
        return value
    if isinstance(value, date):
        _year(value)
        return value
    if isinstance(value, str) and (midnight := end_of_day_in(value.strip())):
        raise refuse(
            Sentence('"{text}" is text, not a date', text=value),
            Sentence("{hint}, without quotes", hint=midnight[2]),
        )
    if isinstance(value, str) and re.fullmatch(r"\d{4}-\d\d-\d\d([T ]\d\d:\d\d(:\d\d)?)?", value):
        bare = value.replace(" ", "T")
        raise refuse(
            Sentence('"{text}" is text, not a date', text=value),
            Sentence("write {time} without quotes", time=f"{bare}{':00' if len(bare) == 16 else ''}"),
        )
    raise refuse(Sentence("this is not a date"), otherwise)


def _year(value: Written) -> None:
    if not FIRST_YEAR <= value.year <= LAST_YEAR:
        hint = Sentence("write a year from {first} to {last}", first=FIRST_YEAR, last=LAST_YEAR)
        if value.year > LAST_YEAR:
            hint = Sentence(
                "write a year from {first} to {last}; where applications are accepted at any time, "
                "write rolling = true in the place of [[deadlines]]",
                first=FIRST_YEAR,
                last=LAST_YEAR,
            )
        raise refuse(Sentence("the year {year} cannot be meant", year=value.year), hint)


def _date(value: object) -> date:
    if isinstance(_written(value), datetime):
        raise refuse(Sentence("only the date belongs here"), Sentence("write {value}", value=str(value)[:10]))
    return value  # type: ignore[return-value]


_MOMENT_SCHEMA = {"anyOf": [{"type": "string", "format": "date"}, {"type": "string", "format": "date-time-local"}]}
_MONTH_SCHEMA = {"type": "string", "pattern": r"^\d{4}-(0[1-9]|1[0-2])$"}
_DUE_SCHEMA = {"anyOf": [*_MOMENT_SCHEMA["anyOf"], _MONTH_SCHEMA]}

DateOrTime = Annotated[Dated, PlainValidator(_written), WithJsonSchema(_MOMENT_SCHEMA)]
Due = Annotated[Written, PlainValidator(_due), WithJsonSchema(_DUE_SCHEMA)]
Day = Annotated[date, PlainValidator(_date), WithJsonSchema({"type": "string", "format": "date"})]
