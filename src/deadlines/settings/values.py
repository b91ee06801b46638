"""The types of single values in the settings. What is refused comes with a hint."""

import re
from collections.abc import Callable
from contextlib import suppress
from typing import Annotated
from urllib.parse import urlsplit

from pydantic import AfterValidator, BeforeValidator

from deadlines.domain.fields import EMAIL, LanguageTag, Line, ListOf, Url, check_url, refuse
from deadlines.domain.lead_time import LeadTime
from deadlines.domain.reminder import QuietHours
from deadlines.domain.text import Sentence
from deadlines.domain.weekend import WEEKDAYS, Weekday
from deadlines.domain.zone import find_zone, suggest_zone
from deadlines.wording.catalogue import LANGUAGES


def _domain(value: str) -> str:
    if not re.fullmatch(r"[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)+", value):
        raise refuse(
            Sentence('"{text}" is not a domain', text=value),
            Sentence('write it in small letters, such as "example.org"'),
        )
    return value


def _zone(value: str) -> str:
    if find_zone(value) is None:
        raise refuse(Sentence('"{name}" is not a time zone', name=value), suggest_zone(value))
    return value


def _folder(value: str) -> str:
    return value if value.endswith("/") else f"{value}/"


def _published_language(value: str) -> str:
    if value not in LANGUAGES:
        raise refuse(
            Sentence('there is no wording in "{tag}"', tag=value),
            Sentence("write some of {words}", words=", ".join(LANGUAGES)),
        )
    return value


def _by_language(value: object) -> object:
    if isinstance(value, str):
        return {UNDETERMINED: value}
    if not isinstance(value, dict) or not value:
        raise refuse(
            Sentence("this must be text, or text for each language"),
            Sentence('write "…", or {example}', example='{ en = "…", fr = "…" }'),
        )
    return value


def _contact(value: str) -> str:
    return value if EMAIL.fullmatch(value) else check_url(value)


def _parsed_by(parse: Callable[[str], object]) -> Callable[[str], str]:
    def check(value: str) -> str:
        try:
            parse(value)
        except ValueError as error:
            raise refuse(*error.args) from None
        return value

    return check


def _country(value: str) -> str:
    if not re.fullmatch(r"[A-Z]{2}(-[A-Z0-9]{1,3})?", value):
        raise refuse(
            Sentence('"{text}" is not a country', text=value),
            Sentence(
                'write its two letters (ISO 3166-1), such as "SN", or a part of it (ISO 3166-2), such as "GB-ENG"'
            ),
        )
    return value


def _weekend(value: tuple[Weekday, ...]) -> tuple[Weekday, ...]:
    if set(value) == set(WEEKDAYS):
        raise refuse(Sentence("a week has a working day"), Sentence('write the others, such as ["Fri", "Sat"]'))
    return value


def _variable(value: str) -> str:
    if not re.fullmatch(r"[A-Z][A-Z0-9_]*", value):
        raise refuse(
            Sentence("this is not the name of an environment variable"),
            Sentence('write chat = "TEAM_CHAT" and put the address, which is a secret, into TEAM_CHAT'),
        )
    return value


def _mail_address(value: str) -> str:
    local, at, domain = value.rpartition("@")
    if EMAIL.fullmatch(value) and _DOT_ATOM.fullmatch(local) and len(local) <= 64 and len(value) <= 254:
        return value
    hint = Sentence('write "{text}"', text="name@example.org")
    if at and _DOT_ATOM.fullmatch(local) and not domain.isascii():
        with suppress(UnicodeError):
            hint = Sentence('write "{text}", which is the same', text=f"{local}@{domain.encode('idna').decode()}")
    raise refuse(Sentence('"{text}" is not an e-mail address', text=value), hint)


def _ledger_url(value: str) -> str:
    if value.startswith(("postgresql://", "postgres://")):
        try:
            secret = urlsplit(value).password
        except ValueError:
            raise refuse(
                Sentence('"{text}" is not an address', text=value),
                Sentence('write "{text}"', text="postgresql://host/database"),
            ) from None
        if secret is not None:
            raise refuse(
                Sentence("there is a password in the file"), Sentence("take it out and put it into PGPASSWORD")
            )
    elif not re.fullmatch(r"sqlite:///.+", value):
        raise refuse(
            Sentence('"{text}" is not a ledger', text=value),
            Sentence('write "sqlite:///ledger.sqlite3" or "postgresql://host/database"'),
        )
    return value


_DOT_ATOM = re.compile(r"(?!.*=\?)[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*")
"""What stands before the @ (RFC 5322 §3.2.3), without what programs read as the beginning of an encoded word."""
Domain = Annotated[Line, AfterValidator(_domain)]
Zone = Annotated[Line, AfterValidator(_zone)]
Folder = Annotated[Url, AfterValidator(_folder)]
"""The address of a folder, with its slash."""
PublishedLanguage = Annotated[Line, AfterValidator(_published_language)]
MailAddress = Annotated[Line, AfterValidator(_mail_address)]
"""An address to which, or from which, mail is sent."""
UNDETERMINED = "und"
"""The tag of a language that nobody named (BCP 47)."""
Words = Annotated[dict[LanguageTag, Line], BeforeValidator(_by_language)]
"""What something is called: by language, or the same in all."""
Contact = Annotated[Line, AfterValidator(_contact)]
LeadTimes = ListOf[Annotated[Line, AfterValidator(_parsed_by(LeadTime.parse))]]
QuietHoursText = Annotated[Line, AfterValidator(_parsed_by(QuietHours.parse))]
Country = Annotated[Line, AfterValidator(_country)]
Weekend = Annotated[ListOf[Weekday], AfterValidator(_weekend)]
Variable = Annotated[Line, AfterValidator(_variable)]
LedgerUrl = Annotated[Line, AfterValidator(_ledger_url)]
