"""``deadlines.toml``: where a project is, and what its coordinator has decided."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Annotated, Literal
from urllib.parse import urlsplit

from pydantic import AfterValidator, BeforeValidator, Field, ValidationError

from deadlines.documents.document import Document, read
from deadlines.documents.explain import explain
from deadlines.domain.feed import ALARMS, Facet, Feed, feeds_by, standard_feeds
from deadlines.domain.lead_time import LeadTime
from deadlines.domain.opportunity import Opportunity
from deadlines.domain.point import Role
from deadlines.domain.problem import Problem
from deadlines.domain.record import (
    EMAIL,
    ID_PATTERN,
    KINDS,
    Email,
    Id,
    Kind,
    LanguageTag,
    Line,
    Table,
    Url,
    as_tuple,
    check_url,
    refuse,
)
from deadlines.domain.reminder import CHANNEL_NAMES, QuietHours
from deadlines.domain.selection import Selection
from deadlines.domain.zone import find_zone, suggest_zone
from deadlines.wording.catalogue import LANGUAGES
from deadlines.wording.language import ENGLISH, Language
from deadlines.wording.phrases import kinds_in_words

FILE = "deadlines.toml"
OPPORTUNITIES = "opportunities"
CALENDARS = "calendars"


def _domain(value: str) -> str:
    if not re.fullmatch(r"[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)+", value):
        raise refuse(f'"{value}" is not a domain', 'write it in small letters, such as "example.org"')
    return value


def _zone(value: str) -> str:
    if find_zone(value) is None:
        raise refuse(f'"{value}" is not a time zone', suggest_zone(value))
    return value


def _folder(value: str) -> str:
    return value if value.endswith("/") else f"{value}/"


def _spoken(value: str) -> str:
    if value not in LANGUAGES:
        raise refuse(f'there is no wording in "{value}"', f"write some of {', '.join(LANGUAGES)}")
    return value


def _contact(value: str) -> str:
    return value if EMAIL.fullmatch(value) else check_url(value)


def _lead_time(value: str) -> str:
    try:
        LeadTime.parse(value)
    except ValueError as error:
        message, _, hint = str(error).partition("; ")
        raise refuse(message, hint) from None
    return value


def _quiet_hours(value: str) -> str:
    try:
        QuietHours.parse(value)
    except ValueError as error:
        message, _, hint = str(error).partition("; ")
        raise refuse(message, hint) from None
    return value


def _country(value: str) -> str:
    if not re.fullmatch(r"[A-Z]{2}", value):
        raise refuse(f'"{value}" is not a country', 'write its two letters (ISO 3166-1), such as "SN"')
    return value


def _variable(value: str) -> str:
    if not re.fullmatch(r"[A-Z][A-Z0-9_]*", value):
        hint = 'write chat = "TEAM_CHAT" and put the address, which is a secret, into TEAM_CHAT'
        raise refuse("this is not the name of an environment variable", hint)
    return value


def _ledger_url(value: str) -> str:
    if value.startswith(("postgresql://", "postgres://")):
        try:
            secret = urlsplit(value).password
        except ValueError:
            raise refuse(f'"{value}" is not an address', 'write "postgresql://host/database"') from None
        if secret is not None:
            raise refuse("a password stands in the file", "take it out and put it into PGPASSWORD")
    elif not re.fullmatch(r"sqlite:///.+", value):
        raise refuse(f'"{value}" is no ledger', 'write "sqlite:///ledger.sqlite3" or "postgresql://host/database"')
    return value


_ROLES: dict[str, Role] = {"opens": "opens", "milestones": "milestone"}

Zone = Annotated[Line, AfterValidator(_zone)]
LeadTimes = Annotated[tuple[Annotated[Line, AfterValidator(_lead_time)], ...], BeforeValidator(as_tuple)]


class Project(Table):
    """What the project is called and where it is published."""

    name: Line
    """The calendars' name."""
    domain: Annotated[Line, AfterValidator(_domain)]
    """The right half of every UID; it never changes, wherever the calendars are published."""
    timezone: Zone
    """For dates whose announcement names no zone."""
    url: Annotated[Url, AfterValidator(_folder)] | None = None
    """The address of the published folder."""
    language: LanguageTag = "en"
    """The language of the records."""
    languages: Annotated[tuple[Annotated[Line, AfterValidator(_spoken)], ...], BeforeValidator(as_tuple)] = ()
    """In which everything is published as well, each in a folder of its own: `fr/`."""
    contact: Annotated[Line, AfterValidator(_contact)] | None = None
    """Where mistakes are reported: an e-mail address, or a web address."""
    neutral_feed: bool = False
    """True: a calendar that names no opportunity, for devices that others see."""
    feeds_by: Annotated[tuple[Facet, ...], BeforeValidator(as_tuple)] = ()
    """A feed for each topic, region, organisation or language that a record names."""


class FeedTable(Selection):
    """A feed of one's own."""

    title: Line | None = None
    """The calendar's name."""
    include: Annotated[tuple[Literal["opens", "milestones"], ...], BeforeValidator(as_tuple)] = ()
    """Entries of their own beside the deadlines."""


class RemindersTable(Table):
    """When reminders go out."""

    lead_times: LeadTimes = ("30d", "7d", "1d")
    """How long before a deadline."""
    kinds: dict[Kind, LeadTimes] = Field(default_factory=dict)
    """Lead times of a kind, instead of those."""
    opens: LeadTimes = ()
    """How long before an opening."""
    every_minutes: int = Field(default=60, ge=1, le=10_080)
    """How often the check runs at least; after twice that without one `status` says so."""
    ping: Url | None = None
    """An address that is asked after each good check, so that a service can tell when none came."""
    private_webhooks: bool = False
    """True where webhooks may lead to addresses inside your own network."""


class RecipientTable(Selection):
    """Someone who is reminded."""

    id: Id
    """Never used again for anybody else; the address may change."""
    email: Email | None = None
    """Where mail goes."""
    webhook: Url | None = None
    """Where a message is posted."""
    chat: Annotated[Line, AfterValidator(_variable)] | None = None
    """The environment variable with the address of a chat service, as apprise writes it."""
    lead_times: LeadTimes | None = None
    """Instead of those of `[reminders]`."""
    opens: LeadTimes | None = None
    """Before openings, instead of those of `[reminders]`."""
    timezone: Zone | None = None
    """In which moments are shown beside the official ones."""
    language: LanguageTag | None = None  # type: ignore[assignment]
    """In which the messages are; a recipient does not select by language."""
    quiet_hours: Annotated[Line, AfterValidator(_quiet_hours)] | None = None
    """When nothing is sent, in the recipient's zone, unless it would be too late after: "22:00-07:00"."""
    country: Annotated[Line, AfterValidator(_country)] | None = None
    """Whose public holidays are no working days: two letters (ISO 3166-1)."""


class MailTable(Table):
    """The mail server; its password comes from DEADLINES_SMTP_PASSWORD."""

    host: Line
    """Its name."""
    port: int = Field(default=587, ge=1, le=65535)
    """Its port."""
    security: Literal["starttls", "tls", "none"] = "starttls"
    """How the connection is protected; `none` for this machine alone."""
    sender: Email
    """The address that reminders come from."""
    username: Line | None = None
    """The account, where one is needed."""


class LedgerTable(Table):
    """Where it is kept what was sent."""

    url: Annotated[Line, AfterValidator(_ledger_url)] | None = None
    """`sqlite:///ledger.sqlite3` (in the project's folder) or `postgresql://…`."""


class Settings(Table):
    """The whole of ``deadlines.toml``."""

    project: Project
    """Needed; all else is optional."""
    feeds: dict[str, FeedTable] = Field(default_factory=dict)
    """Feeds of one's own, by the names of their files."""
    reminders: RemindersTable = RemindersTable()
    """When reminders go out."""
    recipients: Annotated[tuple[RecipientTable, ...], BeforeValidator(as_tuple)] = ()
    """Who is reminded."""
    mail: MailTable | None = None
    """The mail server."""
    ledger: LedgerTable = LedgerTable()
    """What was sent."""

    def all_feeds(self, opportunities: Iterable[Opportunity] = (), language: Language = ENGLISH) -> tuple[Feed, ...]:
        """Return every feed that is published: the standard ones, the declared ones, then those of ``feeds_by``.

        A declared feed takes the place of one of ``feeds_by`` with the same name.
        """
        declared = [
            Feed(
                name,
                table.title or f"{self.project.name}: {name}",
                selection_of(table),
                include=tuple(_ROLES[kind] for kind in table.include),
                declared=True,
            )
            for name, table in self.feeds.items()
        ]
        divided = [
            feed
            for division in dict.fromkeys(self.project.feeds_by)
            for feed in feeds_by(division, opportunities, self.project.name)
            if feed.name not in self.feeds
        ]
        standard = (
            replace(feed, title=f"{self.project.name}: {kinds_in_words(feed.selection.kind[0], language)}")
            if feed.selection.kind
            else feed
            for feed in standard_feeds(self.project.name)
        )
        return *standard, *declared, *divided

    def lead_times(self) -> dict[Kind, tuple[LeadTime, ...]]:
        """Return how long before the deadlines of each kind one is told."""
        said = {kind: self.reminders.kinds.get(kind, self.reminders.lead_times) for kind in KINDS}
        return {kind: parse_all(texts) for kind, texts in said.items()}


@dataclass(frozen=True)
class LoadedSettings:
    """The settings, or None, and what is wrong in them."""

    settings: Settings | None
    problems: tuple[Problem, ...]


def find_root(start: Path) -> Path | None:
    """Return the nearest folder upward that holds a ``deadlines.toml``."""
    start = start.resolve()
    return next((folder for folder in (start, *start.parents) if (folder / FILE).is_file()), None)


def load_settings(root: Path) -> LoadedSettings:
    """Read the settings of the project in ``root``; what is wrong is returned with its place."""
    return read_settings(read(root / FILE, FILE))


def read_settings(document: Document | Problem) -> LoadedSettings:
    """Return what a document says, or everything that is wrong in it."""
    if isinstance(document, Problem):
        return LoadedSettings(None, (document,))
    try:
        settings = Settings.model_validate(document.table)
    except ValidationError as error:
        return LoadedSettings(None, tuple(document.locate(explain(error, Settings))))
    problems = [problem for rule in (_feed_names, _recipients) for problem in rule(settings)]
    return LoadedSettings(None if problems else settings, tuple(document.locate(problems)))


def parse_all(said: Iterable[str]) -> tuple[LeadTime, ...]:
    """Return lead times as people write them as values."""
    return tuple(map(LeadTime.parse, said))


def selection_of(table: Selection) -> Selection:
    """Return the words of a selection alone, of a table that has more."""
    return Selection.model_construct(**{key: getattr(table, key) for key in Selection.model_fields})


def _feed_names(settings: Settings) -> Iterator[Problem]:
    taken = {feed.name for feed in standard_feeds("")}
    for name in settings.feeds:
        if not ID_PATTERN.fullmatch(name):
            hint = "use a-z and 0-9, in words joined by -"
            yield Problem(f'"{name}" cannot be the name of a feed', hint, ("feeds", name), at_key=True)
        elif name.endswith(ALARMS):
            hint = f"choose another name; each feed has a twin whose name ends in {ALARMS}"
            yield Problem(f'"{name}" cannot be the name of a feed', hint, ("feeds", name), at_key=True)
        elif name in taken:
            hint = f"choose another name; {name}.ics is published without an entry here"
            yield Problem(f'the feed "{name}" exists already', hint, ("feeds", name), at_key=True)


def _recipients(settings: Settings) -> Iterator[Problem]:
    seen: set[str] = set()
    if settings.mail and settings.mail.security == "none" and settings.mail.username:
        hint = 'write security = "starttls" or "tls", or take username out'
        yield Problem("a password is not sent over a line that anybody can read", hint, ("mail", "username"))
    for index, recipient in enumerate(settings.recipients):
        if recipient.id in seen:
            hint = "give each recipient an id of its own"
            yield Problem(f'the recipient "{recipient.id}" exists already', hint, ("recipients", index, "id"))
        seen.add(recipient.id)
        if not any(getattr(recipient, channel) for channel in CHANNEL_NAMES):
            hint = 'add email = "name@example.org" or webhook = "https://…"'
            yield Problem("the recipient has no address", hint, ("recipients", index))
        if recipient.email is not None and settings.mail is None:
            hint = 'add [mail] with host = "mail.example.org" and sender = "deadlines@example.org"'
            yield Problem("nothing says which server sends mail", hint, ("recipients", index, "email"))
