"""The types of single values in a TOML file: a line, an address, a date. What is refused comes with a hint."""

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Annotated, Any, TypeVar
from urllib.parse import urlsplit

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    GetCoreSchemaHandler,
    GetJsonSchemaHandler,
    PlainValidator,
    WithJsonSchema,
)
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema, PydanticCustomError
from pydantic_core.core_schema import no_info_before_validator_function

from deadlines.domain.characters import STEERING, UNSAFE, is_seen
from deadlines.domain.choices import Applicant as ApplicantName
from deadlines.domain.eligibility import MEANT
from deadlines.domain.key import purposes_in
from deadlines.domain.money import CURRENCIES, MOST, number_in
from deadlines.domain.money import MEANT as CURRENCIES_MEANT
from deadlines.domain.part import Key
from deadlines.domain.territory import code_of, is_country, suggested
from deadlines.domain.text import Sentence, fold, shown

MOST_DEADLINES, MOST_MILESTONES, MOST_VALUES = 200, 100, 50
"""How many a record may have; values are those of a list such as ``topics``."""
MOST_BYTES_OF_TEXT = 20_000
"""In UTF-8."""
LONGEST_LABEL = 200
LONGEST_ID = 200
"""A part of names of files, which have at most 255 octets: ``ID.html`` is written as ``.ID.html.0123abcd.new``, and the
feed ``NAME-alarms.ics`` likewise."""
ID_PATTERN = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
EMAIL = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+")
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*")


_once_of_many = lru_cache(maxsize=4096, typed=True)
"""For values that many records have: they are looked at once, and are one text in the memory."""


def refuse(message: str, hint: str = "") -> PydanticCustomError:
    """Return the error of a value that is refused, with the hint that repairs it."""
    return PydanticCustomError("refused", "{message}", {"message": _shown(message), "hint": _shown(hint)})


def _shown(text: str) -> str:
    if isinstance(text, Sentence):
        return Sentence(text.sentence, **{name: _shown(str(value)) for name, value in text.values.items()})
    return shown(text)


def _text(value: str) -> str:
    if value.isprintable() and "!" <= value[:1] <= "~" and len(value) <= MOST_BYTES_OF_TEXT // 4:
        return value  # What steers or is unsafe is a control, a format or a separator, and none of these is printable.
    if unsafe := UNSAFE.search(value):
        raise refuse(
            Sentence("the text holds the control character {character}", character=f"U+{ord(unsafe[0]):04X}"),
            Sentence("take it out"),
        )
    if steering := STEERING.search(value):
        raise refuse(
            Sentence(
                "the text holds {character}, which shows what follows in another order",
                character=f"U+{ord(steering[0]):04X}",
            ),
            Sentence("take it out; letters that are written from the right need none"),
        )
    if not value.strip():
        raise refuse(Sentence("the text is empty"), Sentence("write something, or take the line out"))
    if not is_seen(value):
        raise refuse(Sentence("nothing of the text can be seen"), Sentence("write something, or take the line out"))
    if len(value) > MOST_BYTES_OF_TEXT // 4 and (size := len(value.encode())) > MOST_BYTES_OF_TEXT:
        raise refuse(
            Sentence("the text has {n} bytes; at most {most} are taken", n=size, most=MOST_BYTES_OF_TEXT),
            Sentence("shorten it"),
        )
    return value


@_once_of_many
def _line(value: str) -> str:
    if "\n" in _text(value):
        raise refuse(Sentence("the text has a line break"), Sentence("write it on one line"))
    return value


def _label(value: str) -> str:
    if len(_line(value)) > LONGEST_LABEL:
        raise refuse(
            Sentence("the label has {n} characters; at most {most} are taken", n=len(value), most=LONGEST_LABEL),
            Sentence("shorten it"),
        )
    return value


_PLAIN_URL = re.compile(r"https?://[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+(/[\w/.~%&=?#;:@!$'()*+,-]*)?", re.ASCII)
"""The addresses that need no closer look, which are nearly all."""


def check_url(value: str) -> str:
    """Return a web address (http or https) as it is, or raise what is wrong in it, with a hint."""
    if len(value) > MOST_BYTES_OF_TEXT // 4:
        _line(value)
    if _PLAIN_URL.fullmatch(value):
        return value
    try:
        parts = urlsplit(_line(value))
        host, _ = parts.hostname or "", parts.port
        user = parts.username
    except ValueError:
        host, parts, user = "", urlsplit(""), None
    if user is not None:
        without = parts._replace(netloc=parts.netloc.rpartition("@")[2]).geturl()
        raise refuse(
            Sentence("a web address with a user's name or a password is not published"),
            Sentence('write "{text}"', text=without),
        )
    named = re.fullmatch(r"[^\s.<>\"]+(\.[^\s.<>\"]+)+\.?|\[?[0-9a-f:]+\]?", host)
    if parts.scheme not in ("http", "https") or not named or re.search(r"[\s<>\"{}|\\^`]", value):
        bare = re.fullmatch(r"[\w-]+(\.[\w-]+)+(/\S*)?", value)
        better = f"https://{value}" if bare else "https://…"
        raise refuse(Sentence('"{text}" is not a web address', text=value), Sentence('write "{text}"', text=better))
    return value


def _email(value: str) -> str:
    if not EMAIL.fullmatch(value):
        raise refuse(
            Sentence('"{text}" is not an e-mail address', text=value),
            Sentence('write "{text}"', text="name@example.org"),
        )
    return value


_NAMED = {"arabic": "ar", "chinese": "zh", "english": "en", "french": "fr", "german": "de", "portuguese": "pt",
          "russian": "ru", "spanish": "es"}  # fmt: skip


@_once_of_many
def _language(value: str) -> str:
    if not _LANGUAGE.fullmatch(value):
        meant = _NAMED.get(value.casefold(), value.replace("_", "-"))
        hint = Sentence('write a BCP 47 tag such as "en", "fr" or "pt-BR"')
        if _LANGUAGE.fullmatch(meant):
            hint = Sentence('write "{text}"', text=meant)
        raise refuse(Sentence('"{text}" is not a language tag', text=value), hint)
    return value


@_once_of_many
def _country(value: str) -> str:
    if is_country(value):
        return value
    code = code_of(value)
    if code is None and (near := suggested(value, country=True)):
        hint = Sentence('did you mean "{code}", {name}?', code=code_of(near), name=near)
    elif code is None:
        hint = Sentence('write its two letters (ISO 3166-1), such as "SN"')
    elif is_country(code):
        hint = Sentence('write "{text}"', text=code)
    else:
        raise refuse(
            Sentence('"{text}" is a region and not a country', text=value),
            Sentence('write regions = ["{text}"]', text=value),
        )
    raise refuse(Sentence('"{text}" is not the code of a country', text=value), hint)


def _applicant(value: object) -> object:
    if isinstance(value, str) and (meant := MEANT.get(fold(value)) or MEANT.get(fold(value).removesuffix("s"))):
        raise refuse(
            Sentence('"{word}" is not a value of {key}', word=value, key="applicants"),
            Sentence('write "{text}"', text=meant),
        )
    return value


def _currency(value: str) -> str:
    code = value.strip().upper()
    meant = CURRENCIES_MEANT.get(code.removesuffix("."), (code,) if code in CURRENCIES else ())
    if value in CURRENCIES:
        return value
    hint = Sentence('write three letters (ISO 4217), such as "EUR"')
    if meant:
        hint = Sentence("write {words}", words=", ".join(f'"{one}"' for one in meant))
    raise refuse(Sentence('"{text}" is not the code of a currency', text=value), hint)


def _amount(value: object) -> int:
    if isinstance(value, int) and not isinstance(value, bool) and 0 < value <= MOST:
        return value
    meant = number_in(re.sub(r"[^\d ,.'’_\u00a0\u202f]", "", value)) if isinstance(value, str) else None
    if isinstance(value, float) and 1 <= value <= MOST:
        meant = round(value)
    message = Sentence("{value} is not a whole number from 1 to {most}", value=_shown(str(value)), most=MOST)
    raise refuse(message, Sentence("write {number}", number=meant) if meant else Sentence("write it in digits: 60000"))


def fault_of_id(value: str) -> tuple[str, str] | None:
    """Return what is wrong with an id, and what to write; None where it is one."""
    if not ID_PATTERN.fullmatch(value):
        return Sentence('"{text}" is not an id', text=value), Sentence("use a-z and 0-9, in words joined by -")
    if len(value) > LONGEST_ID:
        sentence = Sentence("the id has {n} characters; at most {most} are taken", n=len(value), most=LONGEST_ID)
        return sentence, Sentence("shorten it")
    return None


def _id(value: str) -> str:
    if fault := fault_of_id(value):
        raise refuse(*fault)
    return value


@dataclass(frozen=True)
class AtMost:
    """How many values a list may have; there is no look at the values of a longer one."""

    number: int

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        name = handler.field_name or "the list"

        def limited(value: Any) -> Any:
            if isinstance(value, list | tuple) and len(value) > self.number:
                raise refuse(
                    Sentence(
                        "{key} has {n} values; at most {most} are taken", key=name, n=len(value), most=self.number
                    ),
                    Sentence("take some out, or write a second record"),
                )
            return value

        return no_info_before_validator_function(limited, handler(source))

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        return handler(schema) | {"maxItems": self.number}


def as_tuple(value: Any) -> Any:
    """Return a TOML list as the tuple that a frozen record holds; whatever else it is, unchanged."""
    return tuple(value) if isinstance(value, list) else value


Value = TypeVar("Value")

Text = Annotated[str, AfterValidator(_text)]
Line = Annotated[str, AfterValidator(_line)]
Label = Annotated[str, AfterValidator(_label)]
Url = Annotated[str, AfterValidator(check_url), Field(json_schema_extra={"format": "uri"})]
Email = Annotated[str, AfterValidator(_email), Field(json_schema_extra={"format": "email"})]
Id = Annotated[str, AfterValidator(_id), Field(json_schema_extra={"pattern": f"^{ID_PATTERN.pattern}$"})]
LanguageTag = Annotated[str, AfterValidator(_language), Field(json_schema_extra={"pattern": f"^{_LANGUAGE.pattern}$"})]
Country = Annotated[str, AfterValidator(_country), Field(json_schema_extra={"pattern": "^[A-Z]{2}$"})]
"""By its code (ISO 3166-1)."""
Applicant = Annotated[ApplicantName, BeforeValidator(_applicant)]
Currency = Annotated[str, AfterValidator(_currency), Field(json_schema_extra={"pattern": "^[A-Z]{3}$"})]
"""By its code (ISO 4217)."""
Amount = Annotated[int, PlainValidator(_amount), WithJsonSchema({"type": "integer", "minimum": 1, "maximum": MOST})]
"""A whole number of a currency, or of anything else."""
ListOf = Annotated[tuple[Value, ...], BeforeValidator(as_tuple)]
Lines = Annotated[ListOf[Line], AtMost(MOST_VALUES)]


_WRITTEN: dict[frozenset[str], set[str]] = {}
"""Which keys were written, of all tables in which others were."""


class Table(BaseModel):
    """A table of a TOML file: unknown keys are refused, nothing is converted."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True, use_attribute_docstrings=True)

    def model_post_init(self, _: Any) -> None:
        """Share what tells which keys were written: of many records it would be a fifth of the memory."""
        written = self.__pydantic_fields_set__
        object.__setattr__(self, "__pydantic_fields_set__", _WRITTEN.setdefault(frozenset(written), written))

    @classmethod
    def purposes(cls) -> tuple[tuple[str, Key], ...]:
        """Return the names of the keys that a record has of it, each with what it is for, in their order."""
        return purposes_in(cls)
