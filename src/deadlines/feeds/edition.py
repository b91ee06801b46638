"""An edition: all feeds in one language, in a folder of its own. The editions of a project share the UIDs."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from deadlines.domain.feed import Feed
from deadlines.domain.folder import DATES
from deadlines.domain.opportunity import Opportunity
from deadlines.feeds.context import ExportContext, Publication
from deadlines.feeds.export import Export
from deadlines.feeds.folder import PublishedFolder, gather
from deadlines.feeds.neutral import neutral_feed, neutral_id
from deadlines.feeds.plan import plan
from deadlines.feeds.revisions import FILE
from deadlines.settings.feeds import all_feeds
from deadlines.settings.reading import as_read, topics_in
from deadlines.settings.tables import Settings
from deadlines.wording.catalogue import LANGUAGES
from deadlines.wording.language import Language, language

Gather = Callable[[Path, Iterable[Feed]], PublishedFolder]


@dataclass(frozen=True)
class Edition:
    """All that is published in one language."""

    language: Language
    place: str
    """Its folder within the published one, with a slash; empty for the project's own language."""
    feeds: tuple[Feed, ...]
    export: Export
    neutral: Export | None = None
    """The calendar that names no opportunity."""
    listed: bool = True
    """False for a language that the settings do not name any more: its feeds go on, since people follow them."""


def plan_editions(
    opportunities: Sequence[Opportunity],
    neutral: Sequence[Opportunity],
    settings: Settings,
    folder: Path,
    context: ExportContext,
    gather: Gather = gather,
) -> Iterator[Edition]:
    """Yield an edition for each language, that of the project first; nothing is written. Raises ``OSError``.

    What is not public is in no feed, whatever its selection: entries that it had are withdrawn. ``neutral`` are the
    opportunities as the calendar that names none has them. ``gather`` reads what is published of them.
    """
    project = settings.project
    opportunities, neutral = ([one for one in some if one.is_public] for some in (opportunities, neutral))
    for spoken, place, listed in _languages(settings, folder):
        read = as_read(opportunities, settings, spoken)
        feeds = all_feeds(settings, read, spoken)
        publication = Publication(
            domain=project.domain,
            timezone=project.timezone,
            lead_times=settings.lead_times(),
            url=project.url and f"{project.url}{place}",
            language=spoken,
            topics=topics_in(settings, spoken),
        )
        export = plan(read, feeds, gather(folder / place, feeds), publication, context)
        neutral_one = None
        if project.neutral_feed or (folder / place / DATES / FILE).exists():
            neutral_one = _plan_neutral(neutral, folder / place / DATES, publication, context, gather)
        yield Edition(spoken, place, feeds, export, neutral_one, listed)


def _plan_neutral(
    opportunities: Iterable[Opportunity],
    folder: Path,
    publication: Publication,
    context: ExportContext,
    gather: Gather,
) -> Export:
    """Return the export of the calendar that names no opportunity."""
    feeds = [neutral_feed(publication.language)]
    return plan(
        opportunities,
        feeds,
        gather(folder, feeds),
        replace(publication, url=publication.url and f"{publication.url}{DATES}/", neutral=True),
        replace(context, broken_ids=frozenset(map(neutral_id, context.broken_ids))),
    )


def _languages(settings: Settings, folder: Path) -> Iterator[tuple[Language, str, bool]]:
    """Yield each language with its folder: the project's, the others of the settings, those once published."""
    own = language(settings.project.language)
    yield own, "", True
    asked = [tag for tag in dict.fromkeys(settings.project.languages) if tag != own.tag]
    for tag in asked:
        yield language(tag), f"{tag}/", True
    for tag in LANGUAGES:
        if tag not in asked and (folder / tag / FILE).exists():
            yield language(tag), f"{tag}/", False
