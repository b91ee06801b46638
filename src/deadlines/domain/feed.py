"""A feed: a named selection published as one calendar. An entry is one event of it."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from typing import Literal

from deadlines.domain.eligibility import is_in
from deadlines.domain.kind import KINDS
from deadlines.domain.moment import Moment
from deadlines.domain.opportunity import Opportunity
from deadlines.domain.point import Role
from deadlines.domain.selection import Selection
from deadlines.domain.slug import hashed_slug, slug
from deadlines.domain.territory import code_of, names_in

Certainty = Literal["CONFIRMED", "TENTATIVE", "CANCELLED"]
Facet = Literal["topic", "region", "organisation", "language"]

EVERYTHING = "all"
"""The name of the feed that carries all."""
ALARMS = "-alarms"
"""What the name of a feed with alarms ends in; the rest is the name of the same feed without."""

PAST_STAYS = timedelta(days=366)
"""A past entry stays a year: a calendar that becomes empty is invalid, and people look back."""
MOST_ENTRIES, MOST_BYTES = 1_000, 1_000_000
"""What calendar programs are known to read of one feed."""


@dataclass(frozen=True, slots=True)
class Entry:
    """What a subscriber sees of one dated point; its revision is not part of it."""

    uid: str
    role: Role | None
    """Of its point; None for a notice of ours."""
    summary: str
    description: str
    url: str
    """The organiser's page; empty where the entry may not name it."""
    moment: Moment
    certainty: Certainty
    categories: tuple[str, ...]
    rings: bool = False
    """True for a deadline that is announced: a feed with alarms has some before it."""
    days: int = 1
    """How many days an entry without an hour fills."""


@dataclass(frozen=True, slots=True)
class Feed:
    """A calendar that people subscribe to; ``name`` is its file's name without ``.ics``."""

    name: str
    title: str
    selection: Selection
    include: tuple[Role, ...] = ()
    """What is an entry of its own beside the deadlines."""
    declared: bool = False
    """True for one from the settings, which is expected to hold something."""
    members: tuple[Opportunity, ...] | None = None
    """What it selects, where that is known from how it was made."""

    def select(self, opportunities: Iterable[Opportunity]) -> Iterable[Opportunity]:
        """Return those of the opportunities that the feed carries."""
        return self.members if self.members is not None else filter(self.selection.matches, opportunities)


def standard_feeds(project_name: str) -> tuple[Feed, ...]:
    """Return the feeds that need no settings: all, and one for each kind."""
    everything = Feed(EVERYTHING, project_name, Selection())
    kinds = KINDS.items()
    return everything, *(
        Feed(its.feed, f"{project_name}: {its.plural}", Selection(kind=(kind,))) for kind, its in kinds
    )


def feeds_by(facet: Facet, opportunities: Iterable[Opportunity], project_name: str) -> Iterator[Feed]:
    """Yield a feed for each topic, region, organisation or language that a record names, in the order of their names.

    Spellings that give the same file name share a feed; that of a language carries its varieties (``pt``, ``pt-BR``),
    that of a region what is for any country of it.
    """
    opportunities = tuple(opportunities)
    spellings: dict[str, set[str]] = defaultdict(set)
    members: dict[str, dict[str, Opportunity]] = defaultdict(dict)
    for opportunity in opportunities:
        for value in _values(facet, opportunity):
            spellings[_name(facet, value)].add(value)

    @cache
    def carrying(value: str) -> tuple[str, ...]:
        if facet != "region":
            return (_name(facet, value),)
        return tuple(name for name, its in spellings.items() if any(is_in((value,), one) for one in its))

    for opportunity in opportunities:
        for value in (*_values(facet, opportunity), *(opportunity.record.countries if facet == "region" else ())):
            for name in carrying(value):
                members[name][opportunity.id] = opportunity
    for name in sorted(spellings):
        values = tuple(sorted(spellings[name]))
        selection = Selection.model_validate({facet: values})
        yield Feed(name, f"{project_name}: {values[0]}", selection, members=tuple(members[name].values()))


def _name(facet: Facet, value: str) -> str:
    """Return the name of a feed, which is never that of another with alarms."""
    if facet == "region" and (code := code_of(value)):
        value = names_in("en")[code]
    name = f"{facet}-{slug(value)}"
    return f"{facet}-{hashed_slug(value)}" if name.endswith(ALARMS) else name


def _values(facet: Facet, opportunity: Opportunity) -> Iterable[str]:
    record = opportunity.original.record
    if facet == "organisation":
        return (record.organisation,)
    if facet == "language":
        return {
            "-".join(tag.split("-")[: length + 1]) for tag in record.languages for length in range(tag.count("-") + 1)
        }
    return record.topics if facet == "topic" else record.regions
