"""A record: the keys of the TOML file of one opportunity, each with what it is for.

A key is described here and nowhere else. The JSON Schema, the JSON, the options of ``add``, and what calendars, pages,
mails and ``show`` say of it follow from its type, its ``Key`` and its docstring.
"""

from collections.abc import Iterator
from typing import Annotated, Any

from pydantic import BeforeValidator, ConfigDict, Field, create_model

from deadlines.domain.answers import RecordAnswers
from deadlines.domain.choices import Access, Kind, RecordStatus
from deadlines.domain.dates import DateOrTime, Day, Due
from deadlines.domain.fields import (
    MOST_DEADLINES,
    MOST_MILESTONES,
    MOST_VALUES,
    Amount,
    Applicant,
    AtMost,
    Country,
    Currency,
    Email,
    Id,
    Label,
    LanguageTag,
    Line,
    Lines,
    ListOf,
    Table,
    Text,
    Url,
    refuse,
)
from deadlines.domain.key import key_of, moments_in, optional
from deadlines.domain.moment import Written
from deadlines.domain.part import Key, Part
from deadlines.domain.problem import Keys
from deadlines.domain.repeated import RepeatedTable
from deadlines.domain.text import Sentence

IDENTITY, DATES, STATE, DETAIL = Part.IDENTITY, Part.DATES, Part.STATE, Part.DETAIL
OFFER, SEARCH, APPLY, PROVENANCE = Part.OFFER, Part.SEARCH, Part.APPLY, Part.PROVENANCE


class DueTable(Table):
    """When something is due."""

    model_config = ConfigDict(json_schema_extra={"anyOf": [{"required": ["due"]}, {"required": ["stated"]}]})

    due: Annotated[Due | None, Key(DATES, "Deadline", example="2026-04-30")] = None
    """The date (2026-04-30), local date-time (2026-03-06T18:00) or month ("2027-04"); out where none is stated."""
    timezone: Annotated[Line | None, Key(DATES, "Time zone")] = None
    """IANA name ("Europe/Zurich"), "UTC", "UTC+05:45", "AoE", or "local": the applicant's own. Needed with a time."""
    label: Annotated[Label | None, Key(DATES, "Label")] = None
    """What this deadline is for; required and unique where there are several."""
    opens: Annotated[DateOrTime | None, Key(DATES, "Opens", option="deadline-opens")] = None
    """Applications for this deadline open on; where each has a period of its own."""
    stated: Annotated[Line | None, Key(DETAIL, "As announced")] = None
    """The announcement's own words, which are checked against the deadline; alone where they name no date."""
    previously: Annotated[ListOf[Due], AtMost(MOST_VALUES), Key(DATES, "Earlier deadlines")] = ()
    """Earlier deadlines, oldest first."""


class DeadlineTable(RepeatedTable, DueTable):
    """One deadline: the moment after which applying is impossible."""


class MilestoneTable(Table):
    """A dated point that is no deadline: interviews, results, start."""

    label: Annotated[Label, Key(DATES, "Label")]
    """What happens then."""
    on: Annotated[DateOrTime, Key(DATES, "Date", example="2026-06-15")]
    """The date or local date-time."""
    timezone: Annotated[Line | None, Key(DATES, "Time zone")] = None
    """Its time zone; needed with a time."""


class ApplyTable(Table):
    """How to apply."""

    url: Annotated[Url | None, Key(APPLY, "Apply at", option="apply-url")] = None
    """The form or page to apply with."""
    email: Annotated[Email | None, Key(APPLY, "Write to", option="apply-email")] = None
    """The address to send an application to."""
    reference: Annotated[Line | None, Key(APPLY, "Subject line")] = None
    """The subject line to quote."""
    documents: Annotated[Lines, Key(APPLY, "Documents", option="document", translated=True)] = ()
    """What to send."""
    requirements: Annotated[Lines, Key(APPLY, "Requirements", option="requirement", translated=True)] = ()
    """What else is asked for: sponsors, signatures, an account."""


class FundingTable(Table):
    """Money in numbers, to select by."""

    min: Annotated[Amount | None, Key(OFFER, "At least", option="min-amount")] = None
    """The least that one applicant gets; the same as the most, where it is one sum."""
    max: Annotated[Amount | None, Key(OFFER, "At most", option="max-amount")] = None
    """The most that one applicant gets."""
    currency: Annotated[Currency | None, Key(OFFER, "Currency")] = None
    """Its code (ISO 4217), such as EUR; needed with an amount."""
    total: Annotated[Amount | None, Key(OFFER, "In all", option="total-amount")] = None
    """What there is for all applicants together."""
    awards: Annotated[Amount | None, Key(OFFER, "Awards")] = None
    """How many get something."""


class LinkTable(Table):
    """A further page, such as guidelines or answers to questions."""

    label: Annotated[Label, Key(OFFER, "Label")]
    """What is there, such as Guidelines."""
    url: Annotated[Url, Key(OFFER, "Address")]
    """Its address."""


class Untranslated(RecordAnswers, Table):
    """What a record says itself, in the language of its project's records."""

    title: Annotated[Line, Key(IDENTITY, "Title", searched=True, translated=True)]
    """The name of the opportunity, as its organisation writes it."""
    kind: Annotated[Kind, Key(IDENTITY, "Kind", example='"call"')]
    """What it is."""
    organisation: Annotated[Line, Key(IDENTITY, "Organisation", searched=True, translated=True)]
    """Who offers it."""
    partners: Annotated[Lines, Key(OFFER, "Partners", option="partner", searched=True, translated=True)] = ()
    """Other organisations that offer it."""
    url: Annotated[Url, Key(IDENTITY, "Address of the announcement", example='"https://…"')]
    """The organiser's own page."""
    published: Annotated[Day | None, Key(PROVENANCE, "Announced")] = None
    """Announced on."""
    verified: Annotated[Day | None, Key(PROVENANCE, "Last checked against the organiser’s page")] = None
    """Last checked against the organiser's page on."""
    source: Annotated[Line | None, Key(PROVENANCE, "Source")] = None
    """Where we learned of it."""
    status: Annotated[RecordStatus, Key(STATE, "Status")] = "announced"
    """`expected`: dates known by pattern only; `closed`: ended early; `cancelled`: withdrawn."""
    status_note: Annotated[Line | None, Key(STATE, "Reason", translated=True)] = None
    """Why it has this status."""
    draft: Annotated[bool, Key(STATE, "Draft")] = False
    """True: not published yet; in no feed, page or mail."""
    may_close_early: Annotated[bool, Key(STATE, "May close early")] = False
    """True: the organiser may close it before the deadline, as soon as there are enough applications."""
    access: Annotated[Access, Key(STATE, "Access")] = "open"
    """`nomination`: somebody else has to put one forward; `invitation`: only who is invited may apply."""
    rolling: Annotated[bool, Key(STATE, "Without a deadline")] = False
    """True: open until filled, or all year; deadlines beside it are the days on which applications are reviewed."""
    series: Annotated[Id | None, Key(IDENTITY, "Series")] = None
    """Id of the recurring prize or call of which this is an edition."""
    opens: Annotated[DateOrTime | None, Key(DATES, "Opens")] = None
    """Applications open on. A date-time is read in the zone of the first deadline."""
    summary: Annotated[Text | None, Key(OFFER, "Summary", searched=True, translated=True)] = None
    """What it is about, in a few sentences."""
    eligibility: Annotated[Text | None, Key(OFFER, "Who may apply", searched=True, translated=True)] = None
    """Who may apply."""
    applicants: Annotated[ListOf[Applicant], AtMost(MOST_VALUES), Key(OFFER, "Open to", option="applicant")] = ()
    """Any of `organisation`, `group` (unregistered), `individual`, `university`, `company`, `authority`, `state`."""
    countries: Annotated[ListOf[Country], AtMost(MOST_VALUES), Key(OFFER, "Applicants from", option="country")] = ()
    """Where applicants must be, as codes of ISO 3166-1 such as SN; not given where any country will do."""
    amount: Annotated[Line | None, Key(OFFER, "Amount", translated=True)] = None
    """The prize or grant."""
    funding: Annotated[FundingTable | None, Key(OFFER, "Funding")] = None
    """The same in numbers, to select by."""
    location: Annotated[Line | None, Key(OFFER, "Location", searched=True, translated=True)] = None
    """Where it takes place."""
    contract: Annotated[Line | None, Key(OFFER, "Contract", translated=True)] = None
    """Permanent, fixed term, hours."""
    salary: Annotated[Line | None, Key(OFFER, "Salary", translated=True)] = None
    """The pay, as stated."""
    contact: Annotated[Line | None, Key(OFFER, "Questions to")] = None
    """Who answers questions: a name, an address, a telephone number."""
    languages: Annotated[ListOf[LanguageTag], AtMost(MOST_VALUES), Key(OFFER, "Languages", option="language")] = ()
    """Languages in which applications are accepted, as BCP 47 tags."""
    regions: Annotated[Lines, Key(SEARCH, "Regions", option="region", searched=True)] = ()
    """Where applicants or the work are: a region, a group of countries or a country, by its name or code."""
    topics: Annotated[Lines, Key(SEARCH, "Topics", option="topic", searched=True)] = ()
    """What it concerns, to narrow lists down."""
    deadlines: Annotated[ListOf[DeadlineTable], AtMost(MOST_DEADLINES), Key(DATES, "Deadlines")] = ()
    """One or more, unless applications are accepted at any time."""
    milestones: Annotated[ListOf[MilestoneTable], AtMost(MOST_MILESTONES), Key(DATES, "Other dates")] = ()
    """Other dated points."""
    links: Annotated[ListOf[LinkTable], AtMost(MOST_VALUES), Key(OFFER, "Links")] = ()
    """Further pages, such as guidelines."""
    apply: Annotated[ApplyTable, Key(APPLY, "How to apply")] = ApplyTable()
    """The way to apply: page, address, what to quote and to send."""

    def moments(self) -> Iterator[tuple[Keys, Written, str | None]]:
        """Yield the place and the value of everything that may have an hour, with the zone that is named for it."""
        yield from _moments((), self, self.opens_zone)
        for index, deadline in enumerate(self.deadlines):
            yield from _moments(("deadlines", index), deadline, deadline.timezone)
            for number, move in enumerate(deadline.moved):
                yield ("deadlines", index, "moved", number, "to"), move.to, deadline.timezone
        for index, milestone in enumerate(self.milestones):
            yield from _moments(("milestones", index), milestone, milestone.timezone)


TRANSLATED: dict[str, type[Table]] = {
    name: model
    for model in (Untranslated, ApplyTable)
    for name, field in model.model_fields.items()
    if (key := key_of(field)) and key.translated
}
"""The keys of a translation, and the table of which each is; no two have the same name."""


class Translation(Table):
    """The texts of a record in one more language; what is not here is shown as the record says it."""


_TEXTS: dict[str, Any] = {name: optional(model.model_fields[name]) for name, model in TRANSLATED.items()}
TranslationTable = create_model("TranslationTable", __base__=Translation, __doc__=Translation.__doc__, **_TEXTS)


def _by_language(value: object) -> object:
    if isinstance(value, dict) and (found := next((key for key in value if key in TRANSLATED), None)):
        raise refuse(
            Sentence("{key} is text, but its language is not given", key=found),
            Sentence("write [translations.fr] above it, with the tag of its language"),
        )
    return value


_NONE: dict[str, Any] = {}
"""The translations of all records that have none, which are most."""


class Record(Untranslated):
    """One opportunity: something one can apply to, or one edition of a series."""

    translations: Annotated[
        dict[LanguageTag, TranslationTable],
        BeforeValidator(_by_language),
        Key(Part.TRANSLATION, "In other languages"),
    ] = Field(default_factory=lambda: _NONE, json_schema_extra={"additionalProperties": False})
    """Its texts in other languages, by BCP 47 tags: `[translations.fr]` with `title`, `summary` and others."""

    def text(self, name: str) -> str | tuple[str, ...] | None:
        """Return what the record itself says under a key that may be translated."""
        value: str | tuple[str, ...] | None = getattr(self.apply if TRANSLATED[name] is ApplyTable else self, name)
        return value


def _moments(keys: Keys, table: Table, zone_name: str | None) -> Iterator[tuple[Keys, Written, str | None]]:
    for name in moments_in(type(table)):
        value = getattr(table, name)
        if isinstance(value, tuple):
            yield from (((*keys, name, number), one, zone_name) for number, one in enumerate(value))
        elif value is not None:
            yield (*keys, name), value, zone_name
