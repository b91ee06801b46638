"""An opportunity as those see it who read a language: with the texts that its record has in it."""

from __future__ import annotations

from collections.abc import Mapping

from deadlines.domain.opportunity import Opportunity
from deadlines.domain.part import translated_in
from deadlines.domain.text import Translated, fold

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from deadlines.domain.fields import Table
    from deadlines.domain.point import Point
    from deadlines.domain.record import Record


def in_language(opportunity: Opportunity, tag: str, topics: Mapping[str, str] | None = None) -> Opportunity:
    """Return an opportunity with its texts in a language (BCP 47), as far as there are any; else as it is.

    ``topics`` are the words for topics, which are folded. By what it is known, found and published stays, and what it
    was made of is its ``original``.
    """
    record = opportunity.record
    texts: dict[str, Any] = {}
    if found := translation_in(record, tag) if record.translations else None:
        texts = _texts(found, type(record))
        if steps := _texts(found, type(record.apply)):
            texts["apply"] = record.apply.model_copy(update=steps)
    if topics and any(fold(topic) in topics for topic in record.topics):
        texts["topics"] = tuple(topics.get(fold(topic), topic) for topic in record.topics)
    if not texts:
        return opportunity
    return opportunity._replace(record=record.model_copy(update=texts), translated_from=opportunity)


def point_in_language(point: Point, tag: str, topics: Mapping[str, str]) -> Point:
    """Return a point of an opportunity with the texts that this has in a language."""
    from dataclasses import replace  # No command that is wanted at once has points.

    return replace(point, opportunity=in_language(point.opportunity, tag, topics))


def translation_in(record: Record, tag: str) -> Table | None:
    """Return the translation into a language, else into a variety of it: ``fr-CA`` for ``fr``; None without one."""
    wanted = f"{tag}-".casefold()
    found = sorted((f"{its}-".casefold(), its) for its in record.translations)
    return next((record.translations[its] for name, its in found if name.startswith(wanted)), None)


def _texts(translation: Table, table: type[Table]) -> dict[str, Any]:
    """Return what a translation has for a table."""
    given = ((name, getattr(translation, name, None)) for name in translated_in(table))
    return {
        name: tuple(map(Translated, value)) if isinstance(value, tuple) else Translated(value)
        for name, value in given
        if value
    }
