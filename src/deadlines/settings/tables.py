"""The tables of ``deadlines.toml``. What a docstring says here is what the README says in its tables of settings."""

from collections.abc import Iterable
from typing import Literal

from pydantic import Field

from deadlines.domain.choices import Kind
from deadlines.domain.feed import Facet
from deadlines.domain.fields import Id, LanguageTag, Line, ListOf, Table, Url
from deadlines.domain.kind import KINDS
from deadlines.domain.lead_time import LeadTime
from deadlines.domain.selection import Selection
from deadlines.settings.values import (
    Contact,
    Country,
    Domain,
    Folder,
    LeadTimes,
    LedgerUrl,
    MailAddress,
    PublishedLanguage,
    QuietHoursText,
    Variable,
    Weekend,
    Words,
    Zone,
)


class Project(Table):
    """What the project is called, and where it is published."""

    name: Line
    """The name of the calendars."""
    domain: Domain
    """A domain of yours, such as `example.org`. It is a part of the identity of every entry: never change it, wherever
    the calendars are published."""
    id: Id | None = None
    """A name that no other project of yours has, in `a-z`, `0-9` and `-`, so that two projects with one domain share
    nothing that was sent; `init` writes one."""
    timezone: Zone
    """The time zone of dates whose announcement names none, such as `Europe/Brussels`."""
    url: Folder | None = None
    """The address at which `calendars/` is published."""
    language: LanguageTag = "en"
    """The language of the records, and of the words around them in feeds, pages and messages."""
    languages: ListOf[PublishedLanguage] = ()
    """Further languages in which everything is published, each in a folder of its own: `["fr", "es"]` in `fr/` and
    `es/`. There are `en`, `fr`, `es` and `ar`."""
    contact: Contact | None = None
    """An e-mail or web address at which readers report mistakes."""
    neutral_feed: bool = False
    """`true` for one more calendar, which names no opportunity, for devices that others see."""
    feeds_by: ListOf[Facet] = ()
    """A feed for each value that the records name, such as `topic-civic-space.ics`."""


class FeedTable(Selection):
    """A feed of your own, published as `NAME.ics`."""

    title: Words | None = None
    """The name of the calendar, or one for each language: `{ en = "Jobs", fr = "Emplois" }`; the name of the project
    and NAME unless given."""
    include: ListOf[Literal["opens", "milestones"]] = ()
    """What has entries of its own besides the deadlines."""


class RemindersTable(Table):
    """When reminders are sent."""

    lead_times: LeadTimes = ("30d", "7d", "1d")
    """How long before a deadline: `30d`, `2 weeks`, `3h`, `5 working days`."""
    kinds: dict[Kind, LeadTimes] = Field(default_factory=dict)
    """Other lead times for one kind of opportunity: `kinds.job = ["7d", "2d"]`."""
    opens: LeadTimes = ()
    """How long before an opening; no reminder of it unless given."""
    every_minutes: int = Field(default=60, ge=1, le=10_080)
    """How many minutes may pass between two checks; `deadlines status` reports when twice as many have passed."""
    ping: Url | None = None
    """An address that is requested after each successful check, so that a monitoring service notices when none
    comes."""
    private_webhooks: bool = False
    """`true` where webhooks may lead to addresses inside your own network."""


class RecipientTable(Selection):
    """Somebody who is reminded, by `email`, `webhook`, `chat` or several of them."""

    id: Id
    """A name that is never used again for anybody else; the addresses may change."""
    email: MailAddress | None = None
    """The address to which mail is sent."""
    webhook: Url | None = None
    """The address to which messages are posted as JSON."""
    chat: Variable | None = None
    """The environment variable that holds the address of a chat service, as Apprise writes it."""
    lead_times: LeadTimes | None = None
    """How long before a deadline, instead of what `[reminders]` says."""
    opens: LeadTimes | None = None
    """How long before an opening, instead of what `[reminders]` says."""
    timezone: Zone | None = None
    """The recipient's time zone; that of the project unless given."""
    language: LanguageTag | None = None  # type: ignore[assignment]
    """The language of the messages; that of the project unless given. A recipient does not select by language."""
    quiet_hours: QuietHoursText | None = None
    """When nothing is sent, in the recipient's time zone, unless it would come too late afterwards: `22:00-07:00`."""
    country: Country | None = None  # type: ignore[assignment]
    """The country whose weekend and public holidays are no working days, such as `SN` (ISO 3166-1), or a part of it
    with holidays of its own, such as `GB-ENG` or `CH-GE` (ISO 3166-2). A recipient does not select by country."""
    weekend: Weekend | None = None
    """The days of the week on which nobody works, such as `["Fri", "Sat"]`; those of `country` unless given, else
    Saturday and Sunday."""


class MailTable(Table):
    """The mail server. Its password comes from the environment variable `DEADLINES_SMTP_PASSWORD`."""

    host: Line
    """The name of the server."""
    port: int = Field(default=587, ge=1, le=65535)
    """The port of the server."""
    security: Literal["starttls", "tls", "none"] = "starttls"
    """How the connection is protected; `none` is for a server on the same machine."""
    sender: MailAddress
    """The address from which reminders are sent."""
    username: Line | None = None
    """The account on the server, where one is needed."""


class LedgerTable(Table):
    """Where it is recorded what was sent."""

    url: LedgerUrl | None = None
    """`sqlite:///ledger.sqlite3`, which is a file in the project's folder, or `postgresql://host/database`; a file in
    your state directory unless given."""


class ReliefWebTable(Table):
    """ReliefWeb's API, for `deadlines import reliefweb jobs`."""

    appname: Line
    """The name under which ReliefWeb has approved your requests."""


class SourcesTable(Table):
    """Other systems from which lists are imported."""

    reliefweb: ReliefWebTable | None = None
    """ReliefWeb's API: `appname`, the name under which it has approved your requests."""


class Settings(Table):
    """The settings of a project."""

    project: Project
    """Needed; all else is optional."""
    topics: dict[str, Words] = Field(default_factory=dict)
    """What a topic of the records is called in each language, such as `en = "Civic space"` and `fr = "Espace civique"`
    in `[topics.civic-space]`. It is selected by the topic as records name it."""
    feeds: dict[str, FeedTable] = Field(default_factory=dict)
    """Feeds of one's own, by the names of their files."""
    reminders: RemindersTable = RemindersTable()
    """When reminders are sent."""
    recipients: ListOf[RecipientTable] = ()
    """Who is reminded."""
    mail: MailTable | None = None
    """The mail server."""
    ledger: LedgerTable = LedgerTable()
    """Where it is recorded what was sent."""
    sources: SourcesTable = SourcesTable()
    """Other systems from which lists are imported."""

    def lead_times(self) -> dict[Kind, tuple[LeadTime, ...]]:
        """Return how long before the deadlines of each kind a reminder is due, unless a recipient says otherwise."""
        texts = {kind: self.reminders.kinds.get(kind, self.reminders.lead_times) for kind in KINDS}
        return {kind: parse_all(its) for kind, its in texts.items()}


def parse_all(texts: Iterable[str]) -> tuple[LeadTime, ...]:
    """Return the values of lead times as people write them."""
    return tuple(map(LeadTime.parse, texts))


def selection_of(table: Selection) -> Selection:
    """Return the selection alone, of a table that has more keys than that, and may mean something else by some."""
    mine = type(table).model_fields
    same = (key for key, its in Selection.model_fields.items() if mine[key].annotation == its.annotation)
    return Selection.model_construct(**{key: getattr(table, key) for key in same})
