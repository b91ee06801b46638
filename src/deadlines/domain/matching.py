"""Whether an opportunity is selected: a selection and a record are asked for their values, and no model is needed."""

from __future__ import annotations

from collections import namedtuple

from deadlines.domain.eligibility import is_in, may_be_in
from deadlines.domain.territory import names_around
from deadlines.domain.text import fold

TYPE_CHECKING = False
if TYPE_CHECKING:
    from deadlines.domain.opportunity import Opportunity
    from deadlines.domain.record import FundingTable, Record
    from deadlines.domain.selection import Selection


class Wanted(
    namedtuple(
        "Wanted",
        (
            "kind",
            "topic",
            "region",
            "country",
            "applicant",
            "language",
            "organisation",
            "series",
            "min_amount",
            "currency",
            "access",
            "words",
        ),
        defaults=((), (), (), (), (), (), (), (), None, (), (), ()),
    )
):
    """The values of a ``Selection``, which describes them, after they were checked; made without its model."""

    __slots__ = ()

    kind: tuple[str, ...]
    topic: tuple[str, ...]
    region: tuple[str, ...]
    country: tuple[str, ...]
    applicant: tuple[str, ...]
    language: tuple[str, ...]
    organisation: tuple[str, ...]
    series: tuple[str, ...]
    min_amount: int | None
    currency: tuple[str, ...]
    access: tuple[str, ...]
    words: tuple[str, ...]


def matches(wanted: Wanted | Selection, opportunity: Opportunity) -> bool:
    """True when an opportunity is selected; an empty selection selects all that is public."""
    record = opportunity.original.record
    return (
        (record.access in wanted.access if wanted.access else opportunity.is_public)
        and (not wanted.kind or record.kind in wanted.kind)
        and (not wanted.series or record.series in wanted.series)
        and (not wanted.topic or _share(wanted.topic, record.topics))
        and (not wanted.region or _in_any(wanted.region, (*record.regions, *record.countries)))
        and (not wanted.country or may_be_in(record.countries, record.regions, wanted.country))
        and (not wanted.applicant or not record.applicants or not set(wanted.applicant).isdisjoint(record.applicants))
        and (not wanted.language or any(_is_within(tag, wanted.language) for tag in record.languages))
        and (not wanted.organisation or _part_of(wanted.organisation, record.organisation))
        and (not wanted.currency or (record.funding is not None and record.funding.currency in wanted.currency))
        and (wanted.min_amount is None or _gives(record.funding, wanted.min_amount))
        and (not wanted.words or _all_in(wanted.words, opportunity.id, record))
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


def _all_in(words: tuple[str, ...], id_: str, record: Record) -> bool:
    """True where all words are in the texts of a record, in whatever language these are."""
    from deadlines.domain.part import searched_in  # Most lists are narrowed by no words.

    tables = (record, *record.translations.values())
    values = (getattr(table, name, None) for table in tables for name in searched_in(type(record)))
    texts = ("\n".join(value) if isinstance(value, tuple) else value or "" for value in values)
    text = fold("\n".join((id_, *texts))) + "\n" + names_around((*record.regions, *record.countries))
    return all(fold(word) in text for word in words)
