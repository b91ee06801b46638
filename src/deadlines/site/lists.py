"""The lists of the page: everything, and one for each kind, topic, region, language and organisation."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, get_args

from deadlines.domain.feed import EVERYTHING, Facet, Feed, feeds_by
from deadlines.domain.folder import BY_INVITATION, INDEX
from deadlines.domain.opportunity import Opportunity
from deadlines.domain.selection import Selection
from deadlines.domain.text import fold
from deadlines.wording.language import Language
from deadlines.wording.phrases import kinds_in_words

Group = Literal["all", "own", "kind", "topic", "region", "language", "organisation", "access"]
GROUPS: tuple[Group, ...] = get_args(Group)


@dataclass(frozen=True)
class Listing:
    """One list, which has a page of its own."""

    feed: Feed
    group: Group
    label: str
    """What it is a list of."""
    members: tuple[str, ...]
    """Ids of all that it selects."""
    subscribable: bool
    """True where there is a calendar of the same name."""

    @property
    def page(self) -> str:
        """The name of its file."""
        return INDEX if self.feed.name == EVERYTHING else f"{self.feed.name}.html"


def listings(
    feeds: Sequence[Feed],
    opportunities: Sequence[Opportunity],
    present: Sequence[Opportunity],
    name: str,
    language: Language,
    published: frozenset[str],
    topics: Mapping[str, str],
) -> Iterator[Listing]:
    """Yield a list for each feed, and for each value of what is ``present`` by which one may narrow down without one.

    ``published`` are the names of the feeds that have a file, ``topics`` the words for topics, which are folded.
    """
    taken = {feed.name for feed in feeds}
    public = [found for found in present if found.is_public]
    for feed in (*feeds, *_without_feeds(public, name, taken), *_by_invitation(opportunities, name)):
        group = _group(feed)
        members = tuple(found.id for found in feed.select(opportunities))
        yield Listing(feed, group, _label(feed, group, language, topics), members, feed.name in published)


def _without_feeds(opportunities: Sequence[Opportunity], name: str, taken: set[str]) -> Iterator[Feed]:
    for facet in get_args(Facet):
        yield from (feed for feed in feeds_by(facet, opportunities, name) if feed.name not in taken)


def _by_invitation(opportunities: Sequence[Opportunity], name: str) -> Iterator[Feed]:
    """Yield the list of what is shown nowhere else, where there is any."""
    if not all(found.is_public for found in opportunities):
        yield Feed(BY_INVITATION, name, Selection(access=("invitation",)))


def _group(feed: Feed) -> Group:
    if feed.declared:
        return "own"
    if feed.name == EVERYTHING:
        return "all"
    if feed.selection.kind:
        return "kind"
    return next(group for group in GROUPS if getattr(feed.selection, group, ()))


def _label(feed: Feed, group: Group, language: Language, topics: Mapping[str, str]) -> str:
    if group in ("all", "own"):
        return feed.title
    if group == "access":
        return language.say("By invitation")
    if group == "kind":
        words = kinds_in_words(feed.selection.kind[0], language)
        return words[:1].upper() + words[1:]
    value: str = getattr(feed.selection, group)[0]
    if group == "region":
        return language.territory(value)
    if group != "language":
        return topics.get(fold(value), value) if group == "topic" else value
    name = language.name_of(value)
    return name[:1].upper() + name[1:]
