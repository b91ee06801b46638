"""What is read in a language: what the settings call a thing in it, and opportunities with the texts that they have."""

from collections.abc import Iterable, Mapping

from deadlines.domain.opportunity import Opportunity
from deadlines.domain.text import Translated, fold
from deadlines.domain.translation import in_language
from deadlines.settings.tables import Settings
from deadlines.settings.values import Words
from deadlines.wording.language import Language


def name_in(words: Words, language: Language, own: str) -> str:
    """Return what something is called in a language, else in the project's ``own``, else in the first that there is."""
    by_tag = {tag.casefold(): text for tag, text in words.items()}
    if text := by_tag.get(language.tag):
        return Translated(text)
    return by_tag.get(own.casefold()) or next(iter(by_tag.values()))


def topics_in(settings: Settings, language: Language) -> dict[str, str]:
    """Return the words for topics in a language, by the topics as ``fold`` makes them."""
    own = settings.project.language
    return {fold(topic): name_in(words, language, own) for topic, words in settings.topics.items()}


def as_read(opportunities: Iterable[Opportunity], settings: Settings, language: Language) -> tuple[Opportunity, ...]:
    """Return opportunities as those see them who read a language."""
    topics: Mapping[str, str] = topics_in(settings, language)
    return tuple(in_language(found, language.tag, topics) for found in opportunities)
