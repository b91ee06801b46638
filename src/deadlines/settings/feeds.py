"""The feeds of a project: those that all projects have, those that the settings declare, and those by topic."""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from deadlines.domain.feed import Feed, feeds_by, standard_feeds
from deadlines.domain.opportunity import Opportunity
from deadlines.domain.point import Role
from deadlines.domain.text import fold
from deadlines.settings.reading import name_in, topics_in
from deadlines.settings.tables import Settings, selection_of
from deadlines.wording.language import ENGLISH, Language
from deadlines.wording.phrases import kinds_in_words

_ROLES: dict[str, Role] = {"opens": "opens", "milestones": "milestone"}


def all_feeds(
    settings: Settings, opportunities: Iterable[Opportunity] = (), language: Language = ENGLISH
) -> tuple[Feed, ...]:
    """Return every feed that is published: the standard ones, the declared ones, then those of ``feeds_by``.

    A declared feed takes the place of one of ``feeds_by`` with the same name.
    """
    project = settings.project
    standard = (
        replace(feed, title=language.heading(project.name, kinds_in_words(feed.selection.kind[0], language)))
        if feed.selection.kind
        else feed
        for feed in standard_feeds(project.name)
    )
    declared = (
        Feed(
            name,
            name_in(table.title, language, project.language) if table.title else language.heading(project.name, name),
            selection_of(table),
            include=tuple(_ROLES[kind] for kind in table.include),
            declared=True,
        )
        for name, table in settings.feeds.items()
    )
    topics = topics_in(settings, language)
    by_facet = (
        replace(feed, title=language.heading(project.name, _value(feed, language, topics)))
        for facet in dict.fromkeys(project.feeds_by)
        for feed in feeds_by(facet, opportunities, project.name)
        if feed.name not in settings.feeds
    )
    return *standard, *declared, *by_facet


def _value(feed: Feed, language: Language, topics: Mapping[str, str]) -> str:
    """Return in words what a feed of ``feeds_by`` carries, such as a topic; a language by its name."""
    its = feed.selection
    if its.topic:
        return topics.get(fold(its.topic[0]), its.topic[0])
    if its.language:
        return language.name_of(its.language[0])
    return language.territory(its.region[0]) if its.region else its.organisation[0]
