"""A new record: written as a file, where it is right and says of nothing that is there already."""

from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from deadlines.app.project import OpenProject
from deadlines.app.refusal import Exit, Refusal
from deadlines.documents.explain import nearest
from deadlines.domain.fields import LONGEST_ID
from deadlines.domain.kind import KINDS
from deadlines.domain.opportunity import Opportunity
from deadlines.domain.problem import Keys, Problem
from deadlines.domain.text import fold
from deadlines.files import create
from deadlines.records import partial
from deadlines.records.load import fault_of_name, id_from, read_text
from deadlines.records.loaded import Loaded
from deadlines.records.write import record_text

MOST_OFFERED = 12
"""Words of a key that are proposed."""


def add(project: OpenProject, table: dict[str, Any], record_id: str | None = None) -> Opportunity:
    """Write a record of these keys and values, and return it.

    Its id is made of the title unless it is given. Raises ``Refusal``, with the problems where the record is wrong, and
    where it is there already, under this id or another.
    """
    name, kind = record_id or id_from(table["title"]), table["kind"]
    if fault := fault_of_name(name, f"{name[:LONGEST_ID]}.toml"):
        raise Refusal("nothing was written; choose another name with --id", Exit.FOUND, (fault,))
    folder = KINDS[kind if kind in KINDS else nearest(kind, KINDS) or next(iter(KINDS))].feed
    return write_new(project, table, project.opportunities / folder / f"{name}.toml", project.load())


def problems_so_far(project: OpenProject, table: dict[str, Any]) -> list[Problem]:
    """Return what is wrong in the keys that an incomplete record has."""
    return partial.problems_so_far(table, project.settings.project.timezone)


def missing(table: dict[str, Any]) -> list[Keys]:
    """Return the places of what a record needs still; ``("deadlines",)`` where it has none and is not rolling."""
    return partial.missing(table)


def offered(project: OpenProject) -> dict[str, list[str]]:
    """Return what the records of a project have of keys whose words are shared, most used first."""
    records = [found.record for found in project.load(words=False).good]
    zones = [table.timezone for record in records for table in record.deadlines if table.timezone]
    values = {
        "timezone": [*zones, project.settings.project.timezone],
        "languages": [tag for record in records for tag in record.languages],
        "topics": [topic for record in records for topic in record.topics],
        "series": [record.series for record in records if record.series],
    }
    return {key: [word for word, _ in Counter(its).most_common(MOST_OFFERED)] for key, its in values.items()}


def write_new(
    project: OpenProject, table: dict[str, Any], file: Path, loaded: Loaded, comments: Sequence[str] = ()
) -> Opportunity:
    """Write a record as a file, with comments at its head, where it is right and no other says the same.

    Raises ``Refusal``.
    """
    path = file.relative_to(project.root).as_posix()
    text = record_text(table, file, project.opportunities)
    schema, _, rest = text.partition("\n")
    text = "\n".join((schema, *(f"# {comment}" for comment in comments), rest))
    found = read_text(text, path, project.settings.project.timezone)
    if isinstance(found, list):
        raise Refusal("nothing was written", Exit.FOUND, tuple(found))
    _refuse_duplicate(found, loaded)
    create(file, text.encode())
    return found


def _refuse_duplicate(new: Opportunity, loaded: Loaded) -> None:
    if new.id in loaded.broken_ids or any(old.id == new.id for old in loaded.good):
        raise Refusal('there is a record "{id}" already; nothing was written', Exit.FOUND, id=new.id)
    for old in loaded.good:
        if _what(old) == _what(new) or _where(old) == _where(new):
            raise Refusal("{path} is the same opportunity; nothing was written", Exit.FOUND, path=old.path)


def _what(opportunity: Opportunity) -> tuple[object, ...]:
    record = opportunity.record
    return fold(record.title), fold(record.organisation), *_days(opportunity)


def _where(opportunity: Opportunity) -> tuple[object, ...]:
    url = opportunity.record.url.rstrip("/")
    return url, opportunity.record.kind, *_days(opportunity)


def _days(opportunity: Opportunity) -> Iterator[object]:
    for moment in (deadline.moment for deadline in opportunity.deadlines):
        yield moment.written if moment.precision == "month" else moment.day
    yield from (deadline.stated for deadline in opportunity.undated)
