"""A record: what may stand in the TOML file of one opportunity. Described once; the JSON Schema comes from here."""

import re
from datetime import date, datetime
from typing import Annotated, Any, Literal
from urllib.parse import urlsplit

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    PlainValidator,
    WithJsonSchema,
)
from pydantic_core import PydanticCustomError

from deadlines.domain.moment import Written
from deadlines.domain.text import UNSAFE

Kind = Literal["call", "prize", "job", "grant", "fellowship", "training"]
RecordStatus = Literal["announced", "expected", "closed", "cancelled"]

KINDS: tuple[Kind, ...] = ("call", "prize", "job", "grant", "fellowship", "training")
FIRST_YEAR, LAST_YEAR = 1970, 2100
ID_PATTERN = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
EMAIL = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+")
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*")


def refuse(message: str, hint: str = "") -> PydanticCustomError:
    """Return the error of a value that is refused, with the hint that repairs it."""
    return PydanticCustomError("refused", "{message}", {"message": message, "hint": hint})


def _text(value: str) -> str:
    if unsafe := UNSAFE.search(value):
        raise refuse(f"the text holds the control character U+{ord(unsafe[0]):04X}", "take it out")
    if not value.strip():
        raise refuse("the text is empty", "write something, or take the line out")
    return value


def _line(value: str) -> str:
    if "\n" in _text(value):
        raise refuse("the text has a line break", "write it on one line")
    return value


_PLAIN_URL = re.compile(r"https?://[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+(/[\w/.~%&=?#;:@!$'()*+,-]*)?", re.ASCII)
"""The addresses that need no closer look, which are nearly all."""


def check_url(value: str) -> str:
    """Return a web address (http or https) as it is, or raise what is wrong in it, with a hint."""
    if _PLAIN_URL.fullmatch(value):
        return value
    try:
        parts = urlsplit(_line(value))
        host, _ = parts.hostname or "", parts.port
    except ValueError:
        host, parts = "", urlsplit("")
    named = re.fullmatch(r"[^\s.<>\"]+(\.[^\s.<>\"]+)+\.?|\[?[0-9a-f:]+\]?", host)
    if parts.scheme not in ("http", "https") or not named or re.search(r"[\s<>\"{}|\\^`]", value):
        bare = re.fullmatch(r"[\w-]+(\.[\w-]+)+(/\S*)?", value)
        raise refuse(f'"{value}" is not a web address', f'write "https://{value}"' if bare else 'write "https://…"')
    return value


def _email(value: str) -> str:
    if not EMAIL.fullmatch(value):
        raise refuse(f'"{value}" is not an e-mail address', 'write "name@example.org"')
    return value


def _language(value: str) -> str:
    if not _LANGUAGE.fullmatch(value):
        raise refuse(f'"{value}" is not a language tag', 'write a BCP 47 tag such as "en", "fr" or "pt-BR"')
    return value


def _id(value: str) -> str:
    if not ID_PATTERN.fullmatch(value):
        raise refuse(f'"{value}" is not an id', "use a-z and 0-9, in words joined by -")
    return value


def _written(value: object) -> Written:
    if isinstance(value, datetime):
        if value.tzinfo is not None:
            local = value.replace(tzinfo=None).isoformat()
            raise refuse("an offset loses the zone's name", f'write {local} and timezone = "Area/City"')
        _year(value)
        return value
    if isinstance(value, date):
        _year(value)
        return value
    example = "a date 2026-04-30 or a date-time 2026-03-06T18:00:00, without quotes"
    if isinstance(value, str) and re.fullmatch(r"\d{4}-\d\d-\d\d([T ]\d\d:\d\d(:\d\d)?)?", value):
        bare = value.replace(" ", "T")
        raise refuse(
            f'"{value}" is a text and not a date',
            f"write {bare}{':00' if len(bare) == 16 else ''} without quotes",
        )
    raise refuse("this is not a date", f"write {example}")


def _year(value: date) -> None:
    if not FIRST_YEAR <= value.year <= LAST_YEAR:
        raise refuse(f"the year {value.year} cannot be meant", f"write a year from {FIRST_YEAR} to {LAST_YEAR}")


def _date(value: object) -> date:
    if isinstance(_written(value), datetime):
        raise refuse("only the date belongs here", f"write {str(value)[:10]}")
    return value  # type: ignore[return-value]


def as_tuple(value: Any) -> Any:
    """Return a TOML list as the tuple that a frozen record holds; whatever else it is, unchanged."""
    return tuple(value) if isinstance(value, list) else value


_MOMENT_SCHEMA = {"anyOf": [{"type": "string", "format": "date"}, {"type": "string", "format": "date-time-local"}]}

Text = Annotated[str, AfterValidator(_text)]
Line = Annotated[str, AfterValidator(_line)]
Url = Annotated[str, AfterValidator(check_url), Field(json_schema_extra={"format": "uri"})]
Email = Annotated[str, AfterValidator(_email), Field(json_schema_extra={"format": "email"})]
Id = Annotated[str, AfterValidator(_id), Field(json_schema_extra={"pattern": f"^{ID_PATTERN.pattern}$"})]
LanguageTag = Annotated[str, AfterValidator(_language), Field(json_schema_extra={"pattern": f"^{_LANGUAGE.pattern}$"})]
DateOrTime = Annotated[Written, PlainValidator(_written), WithJsonSchema(_MOMENT_SCHEMA)]
Day = Annotated[date, PlainValidator(_date), WithJsonSchema({"type": "string", "format": "date"})]
Lines = Annotated[tuple[Line, ...], BeforeValidator(as_tuple)]


class Table(BaseModel):
    """A table of a TOML file: unknown keys are refused, nothing is converted."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True, use_attribute_docstrings=True)


class DeadlineTable(Table):
    """One deadline: the moment after which applying is impossible."""

    due: DateOrTime
    """The date (2026-04-30) or local date-time (2026-03-06T18:00:00). A date lasts to the end of its day."""
    timezone: Line | None = None
    """IANA name ("Europe/Zurich"), "UTC", "UTC+05:45" or "AoE". Needed with an hour; out where none is stated."""
    label: Line | None = None
    """What this deadline is for; required and unique where there are several."""
    stated: Line | None = None
    """The announcement's own words; weekday, date and hour in them are checked against `due`."""
    previously: Annotated[tuple[DateOrTime, ...], BeforeValidator(as_tuple)] = ()
    """Earlier values of `due`, oldest first."""


class MilestoneTable(Table):
    """A dated point that is no deadline: interviews, results, start."""

    label: Line
    """What happens then."""
    on: DateOrTime
    """The date or local date-time."""
    timezone: Line | None = None
    """Zone of `on`; needed with an hour."""


class ApplyTable(Table):
    """How to apply."""

    url: Url | None = None
    """The form or page to apply with."""
    email: Email | None = None
    """The address to send an application to."""
    reference: Line | None = None
    """The subject line to quote."""
    documents: Lines = ()
    """What to send."""
    requirements: Lines = ()
    """What else is asked for: sponsors, signatures, an account."""


class Record(Table):
    """One opportunity: something one can apply to, or one edition of a series."""

    title: Line
    """The name of the opportunity, as its organisation writes it."""
    kind: Kind
    """What it is."""
    organisation: Line
    """Who offers it."""
    url: Url
    """The organiser's own page."""
    published: Day | None = None
    """Announced on."""
    verified: Day | None = None
    """Last compared with the organiser's page on."""
    source: Line | None = None
    """Where we learned of it."""
    status: RecordStatus = "announced"
    """`expected`: dates known by pattern only; `closed`: ended early; `cancelled`: withdrawn."""
    status_note: Line | None = None
    """Why it has this status."""
    rolling: bool = False
    """True: open until filled or all year; then there are no deadlines."""
    series: Id | None = None
    """Id of the recurring prize or call of which this is an edition."""
    opens: DateOrTime | None = None
    """Before this one cannot apply. A date-time is read in the zone of the first deadline."""
    summary: Text | None = None
    """What it is about, in a few sentences."""
    eligibility: Text | None = None
    """Who may apply."""
    amount: Line | None = None
    """The prize or grant."""
    location: Line | None = None
    """Where it takes place."""
    contract: Line | None = None
    """Permanent, fixed term, hours."""
    salary: Line | None = None
    """The pay, as stated."""
    languages: Annotated[tuple[LanguageTag, ...], BeforeValidator(as_tuple)] = ()
    """In which one may apply, as BCP 47 tags."""
    regions: Lines = ()
    """Where applicants or the work are."""
    topics: Lines = ()
    """What it concerns, to narrow lists down."""
    deadlines: Annotated[tuple[DeadlineTable, ...], BeforeValidator(as_tuple)] = ()
    """One or more, unless `rolling = true`."""
    milestones: Annotated[tuple[MilestoneTable, ...], BeforeValidator(as_tuple)] = ()
    """Other dated points."""
    apply: ApplyTable = ApplyTable()
    """The way to apply: page, address, what to quote and to send."""

    @property
    def opens_zone(self) -> str | None:
        """The zone `opens` is read in: that of the first deadline which names one."""
        return next((table.timezone for table in self.deadlines if table.timezone), None)
