"""A selection: which opportunities a list, a feed or a recipient is about. The same words everywhere."""

from typing import Annotated

from pydantic import BeforeValidator

from deadlines.domain.opportunity import Opportunity
from deadlines.domain.record import Id, Kind, LanguageTag, Line, Table, as_tuple
from deadlines.domain.text import fold


class Selection(Table):
    """Words that narrow down: any value of a key may match, and every key that is given must."""

    kind: Annotated[tuple[Kind, ...], BeforeValidator(as_tuple)] = ()
    """Kinds: call, prize, job, grant, fellowship, training."""
    topic: Annotated[tuple[Line, ...], BeforeValidator(as_tuple)] = ()
    """Topics, whole; capitals and accents do not matter."""
    region: Annotated[tuple[Line, ...], BeforeValidator(as_tuple)] = ()
    """Regions, whole; capitals and accents do not matter."""
    language: Annotated[tuple[LanguageTag, ...], BeforeValidator(as_tuple)] = ()
    """Languages in which one may apply; "pt" includes "pt-BR" (RFC 4647 §3.3.1)."""
    organisation: Annotated[tuple[Line, ...], BeforeValidator(as_tuple)] = ()
    """Organisations, or a part of their names."""
    series: Annotated[tuple[Id, ...], BeforeValidator(as_tuple)] = ()
    """Ids of recurring prizes or calls."""
    words: Annotated[tuple[Line, ...], BeforeValidator(as_tuple)] = ()
    """Words that all stand in the title, the organisation or the texts."""

    def matches(self, opportunity: Opportunity) -> bool:
        """True when the opportunity is selected; an empty selection selects all."""
        record = opportunity.record
        return (
            (not self.kind or record.kind in self.kind)
            and (not self.series or record.series in self.series)
            and (not self.topic or _share(self.topic, record.topics))
            and (not self.region or _share(self.region, record.regions))
            and (not self.language or any(_speaks(tag, self.language) for tag in record.languages))
            and (not self.organisation or _part_of(self.organisation, record.organisation))
            and (not self.words or _all_in(self.words, opportunity))
        )


def _share(wanted: tuple[str, ...], present: tuple[str, ...]) -> bool:
    return not {fold(word) for word in wanted}.isdisjoint(fold(word) for word in present)


def _speaks(tag: str, wanted: tuple[str, ...]) -> bool:
    return any(f"{tag}-".casefold().startswith(f"{language}-".casefold()) for language in wanted)


def _part_of(wanted: tuple[str, ...], organisation: str) -> bool:
    name = fold(organisation)
    return any(fold(part) in name for part in wanted)


def _all_in(words: tuple[str, ...], opportunity: Opportunity) -> bool:
    record = opportunity.record
    texts = (opportunity.id, record.title, record.organisation, record.summary, record.eligibility, record.location)
    text = fold("\n".join((*(text or "" for text in texts), *record.topics, *record.regions)))
    return all(fold(word) in text for word in words)
