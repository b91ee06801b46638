"""A selection: which opportunities a list, a feed or a recipient is about. The same words everywhere.

A key of it is described here and nowhere else: it is an option of ``list``, a parameter of the server, and a key of
the tables of settings that select.
"""

from deadlines.domain.eligibility import Access, is_in, may_be_in
from deadlines.domain.fields import Amount, Applicant, Country, Currency, Id, LanguageTag, Line, ListOf, Table
from deadlines.domain.key import key_of
from deadlines.domain.kind import Kind
from deadlines.domain.opportunity import Opportunity
from deadlines.domain.record import FundingTable, Record
from deadlines.domain.territory import names_around
from deadlines.domain.text import fold


class Selection(Table):
    """Which opportunities are meant. Every key that is given has to match, by one of the values in its list."""

    kind: ListOf[Kind] = ()
    """A kind of opportunity."""
    topic: ListOf[Line] = ()
    """A topic in full; capitals and accents do not matter."""
    region: ListOf[Line] = ()
    """A region, a group of countries or a country: what is for all or a part of it, such as `Sahel` in `Africa`."""
    country: ListOf[Country] = ()
    """A country in which one is, such as `SN`: what one may apply for from there, or says nothing of where."""
    applicant: ListOf[Applicant] = ()
    """What one is: what one may apply for as that, or says nothing of it."""
    language: ListOf[LanguageTag] = ()
    """A language in which applications are accepted, such as `fr`; `pt` includes `pt-BR`."""
    organisation: ListOf[Line] = ()
    """An organisation, or a part of its name."""
    series: ListOf[Id] = ()
    """The id of a recurring prize or call."""
    min_amount: Amount | None = None
    """The least that one has to be able to get, with its `currency`; what states no amount in that is left out."""
    currency: ListOf[Currency] = ()
    """The currency of the amounts, such as `EUR`; none is converted."""
    access: ListOf[Access] = ()
    """Whether one may simply apply. What is by `invitation` is selected only where it is named here."""
    words: ListOf[Line] = ()
    """Words that all have to be in the title, the organisation or the texts."""

    def matches(self, opportunity: Opportunity) -> bool:
        """True when the opportunity is selected; an empty selection selects all that is public."""
        record = opportunity.original.record
        return (
            (record.access in self.access if self.access else opportunity.is_public)
            and (not self.kind or record.kind in self.kind)
            and (not self.series or record.series in self.series)
            and (not self.topic or _share(self.topic, record.topics))
            and (not self.region or _in_any(self.region, (*record.regions, *record.countries)))
            and (not self.country or may_be_in(record.countries, record.regions, self.country))
            and (not self.applicant or not record.applicants or not set(self.applicant).isdisjoint(record.applicants))
            and (not self.language or any(_is_within(tag, self.language) for tag in record.languages))
            and (not self.organisation or _part_of(self.organisation, record.organisation))
            and (not self.currency or (record.funding is not None and record.funding.currency in self.currency))
            and (self.min_amount is None or _gives(record.funding, self.min_amount))
            and (not self.words or _all_in(self.words, opportunity.id, record))
        )


def _share(wanted: tuple[str, ...], present: tuple[str, ...]) -> bool:
    return not {fold(word) for word in wanted}.isdisjoint(fold(word) for word in present)


def _gives(funding: FundingTable | None, least: int) -> bool:
    """True where one may get as much as that: unless the most that one gets, or all together, is less."""
    if funding is None or not (funding.min or funding.max or funding.total):
        return False
    most = funding.max or funding.total
    return most is None or most >= least


def _in_any(wanted: tuple[str, ...], territories: tuple[str, ...]) -> bool:
    return any(is_in(territories, region) for region in wanted)


def _is_within(tag: str, wanted: tuple[str, ...]) -> bool:
    """True for a tag that is one of those wanted, or a variety of it (RFC 4647 §3.3.1)."""
    return any(f"{tag}-".casefold().startswith(f"{language}-".casefold()) for language in wanted)


def _part_of(wanted: tuple[str, ...], organisation: str) -> bool:
    name = fold(organisation)
    return any(fold(part) in name for part in wanted)


_SEARCHED = tuple(name for name, field in Record.model_fields.items() if (key := key_of(field)) and key.searched)


def _all_in(words: tuple[str, ...], id_: str, record: Record) -> bool:
    """True where all words are in the texts of a record, in whatever language these are."""
    tables = (record, *record.translations.values())
    values = (getattr(table, name, None) for table in tables for name in _SEARCHED)
    texts = ("\n".join(value) if isinstance(value, tuple) else value or "" for value in values)
    text = fold("\n".join((id_, *texts))) + "\n" + names_around((*record.regions, *record.countries))
    return all(fold(word) in text for word in words)
