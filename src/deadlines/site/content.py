"""What the pages of all languages are made of, and who publishes them."""

from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property
from typing import Any

from deadlines.domain.opportunity import Opportunity
from deadlines.domain.point import points_of
from deadlines.domain.translation import in_language
from deadlines.feeds.context import ExportContext
from deadlines.feeds.edition import Edition
from deadlines.site.drawn import Drawn
from deadlines.site.machine_readable import items_in
from deadlines.site.published import PublishedSite
from deadlines.site.sections import section_of


@dataclass(frozen=True)
class Publisher:
    """Who publishes, and where."""

    name: str
    domain: str
    url: str | None
    """The address of the published folder."""
    records_language: str
    contact: str | None
    """Where mistakes are reported."""
    zone_name: str
    """In which the day of the last update is said."""


@dataclass(frozen=True)
class Content:
    """What all pages are made of."""

    opportunities: tuple[Opportunity, ...]
    editions: tuple[Edition, ...]
    published: PublishedSite
    publisher: Publisher
    as_of: datetime
    """When what is said of the opportunities is true."""
    context: ExportContext
    drawn: Drawn
    """What was drawn of the opportunities before."""

    def read_in(self, edition: Edition) -> "Content":
        """Return the same with the opportunities as those see them who read the language of an edition."""
        tag, topics = edition.language.tag, edition.export.publication.topics
        read = tuple(in_language(found, tag, topics) for found in self.opportunities)
        if all(one is other for one, other in zip(read, self.opportunities, strict=True)):
            return self
        return replace(self, opportunities=read)

    @cached_property
    def before(self) -> dict[str, dict[str, Any]]:
        """The opportunities as they were published, each as an item of the list, by id."""
        return {str(one.get("id")): one for one in items_in(self.published.opportunities)}

    @cached_property
    def were_by_invitation(self) -> frozenset[str]:
        """The ids of what was published as by invitation; a record that broke since is not shown to all either."""
        return frozenset(id_ for id_, was in self.before.items() if was.get("access") == "invitation")

    @cached_property
    def shown(self) -> list[Opportunity]:
        """The opportunities that have not closed long ago."""
        return [found for found in self.opportunities if section_of(found, self.as_of)]

    @cached_property
    def public(self) -> list[Opportunity]:
        """Those of them that are shown to all; the others are on a page of their own."""
        return [found for found in self.shown if found.is_public]

    @cached_property
    def by_id(self) -> dict[str, Opportunity]:
        """The opportunities by their ids."""
        return {found.id: found for found in self.opportunities}

    @cached_property
    def uids(self) -> dict[str, list[str]]:
        """The UIDs of each opportunity, by its id."""
        domain = self.publisher.domain
        return {found.id: [point.uid(domain) for point in points_of(found)] for found in self.opportunities}
