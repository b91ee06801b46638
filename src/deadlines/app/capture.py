"""Announcements captured: sources read, drafts made of them and compared with the records that are there."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from deadlines.app.add import add
from deadlines.app.edit import change, opened
from deadlines.app.project import OpenProject
from deadlines.app.refusal import Exit, Refusal
from deadlines.app.sources import read_source
from deadlines.capture.draft import Draft, NoDraft, captured
from deadlines.capture.same import Same, same_as
from deadlines.capture.table import Drafted, table_of
from deadlines.domain.fields import LONGEST_ID
from deadlines.domain.kind import KINDS
from deadlines.domain.opportunity import Opportunity
from deadlines.domain.problem import Problem
from deadlines.domain.text import Sentence
from deadlines.pages.reader import Reader, Unreadable
from deadlines.records.load import id_from
from deadlines.records.write import record_text
from deadlines.web.dial import Address, is_public


@dataclass(frozen=True)
class Captured:
    """A draft, with the record that it would be."""

    source: str
    draft: Draft
    drafted: Drafted
    id: str
    path: str
    """Where it would be written, from the project's root."""
    text: str
    """As TOML."""
    same: Same | None = None
    """The record that is this opportunity already."""
    hints: tuple[str, ...] = ()
    """What else the page says, and its words do not."""


@dataclass(frozen=True)
class Nothing:
    """A post of a source of which nothing was drafted, and why."""

    source: str
    title: str
    reason: Sentence


@dataclass(frozen=True)
class Asked:
    """What the person says of sources besides their words."""

    as_of: date | None = None
    url: str | None = None
    timezone: str | None = None
    organisation: str | None = None
    allows: Callable[[Address], bool] = is_public
    """Which addresses may be dialled."""


def capture(
    project: OpenProject | None, directory: Path, sources: Sequence[str], asked: Asked
) -> Iterator[Captured | Nothing | Problem]:
    """Yield the drafts of sources, why there is none of a post, and what is wrong with a source.

    A source is a file, from ``directory``, ``-`` for standard input, or an address. Nothing is written.
    """
    records = list(project.load(words=False).good) if project else []
    with Reader() as reader:
        for source in sources:
            try:
                read = read_source(reader, directory, source, asked.allows)
            except (Unreadable, OSError) as error:
                reason = error.strerror if isinstance(error, OSError) and error.strerror else error
                yield Problem(Sentence("it cannot be read: {reason}", reason=reason), path=source)
                continue
            found_in = replace(asked, url=asked.url or read.url)
            for found in captured(read.text, asked.as_of):
                if isinstance(found, NoDraft):
                    yield Nothing(source, found.title, found.reason)
                else:
                    yield _captured(project, source, found, found_in, records, read.for_programs)


def write(project: OpenProject, one: Captured) -> Opportunity:
    """Write a draft as a record, or into the one that is expected; return it.

    Raises ``Refusal`` where something is needed still, or it is there already.
    """
    if one.same and one.same.is_expected:
        return _filled(project, one, one.same.id)
    if one.same:
        raise Refusal("{path} is the same opportunity; nothing was written", Exit.FOUND, path=one.same.path)
    if one.drafted.needed:
        options = {"organisation": "--organisation", "url": "--url", "timezone": "--timezone"}
        needed = ", ".join(options.get(key, key) for key in one.drafted.needed)
        raise Refusal(
            '"{title}" is not complete, and was not written: {needed} is needed',
            Exit.FOUND,
            title=one.draft.title,
            needed=needed,
        )
    return add(project, one.drafted.table, one.id)


def _captured(
    project: OpenProject | None,
    source: str,
    draft: Draft,
    asked: Asked,
    records: Sequence[Opportunity],
    for_programs: Sequence[tuple[str, str]],
) -> Captured:
    days = {str(one.due.date) for one in draft.deadlines}
    hints = tuple(
        Sentence("for programs the page says {key} {value}, which its words do not say", key=key, value=value[:40])
        for key, value in for_programs
        if value[:10] not in days
    )
    drafted = table_of(
        draft,
        url=asked.url,
        source=_source(draft, asked.url),
        timezone=asked.timezone,
        organisation=asked.organisation,
    )
    record_id = _id_of(draft)
    path = f"opportunities/{KINDS[draft.kind].feed}/{record_id}.toml"
    root = project.root if project else Path()
    text = record_text(drafted.table, root / path, root / "opportunities")
    same = same_as(draft, drafted.table.get("url"), records)
    return Captured(source, draft, drafted, record_id, path, text, same, hints)


def _id_of(draft: Draft) -> str:
    """Return the id that the title makes, with the year of the first deadline where it names none."""
    made = id_from(draft.title)
    years = [str(one.due.year) for one in draft.deadlines if one.due.year]
    ending = f"-{years[0]}" if years and not any(year in made for year in years) else ""
    return made[: LONGEST_ID - len(ending)].strip("-") + ending if made else f"draft{ending}"


def _filled(project: OpenProject, one: Captured, record_id: str) -> Opportunity:
    """Write the dates of a draft into the record that waits for them; what else that says stays as it is."""
    _, present = opened(project, record_id)
    expected = {key: value for key, value in present.table.items() if key not in ("status", "status_note")}
    rows, known = one.drafted.table.get("deadlines", []), expected.get("deadlines", [])
    if len(rows) != 1 or len(known) > 1 or "timezone" in one.drafted.needed:
        raise Refusal(
            "{path} is expected; write its deadlines with deadlines edit",
            Exit.FOUND,
            path=one.same.path if one.same else "",
        )
    kept = {key: value for key, value in (known[0] if known else {}).items() if key == "label"}
    table = one.drafted.table | expected | {"deadlines": [kept | rows[0]]}
    return change(project, record_id, present.digest, table).opportunity


def _source(draft: Draft, url: str | None) -> str | None:
    """Return the place where it was found, of an announcement that has an address elsewhere."""
    place = urlsplit(url or "").hostname
    return place if place and draft.url and urlsplit(draft.url).hostname != place else None


def as_item(one: Captured, today: date, zone_name: str | None) -> dict[str, Any]:
    """Return a draft in the shape of an item of ``list --format json``; ``zone_name`` is that of the project."""
    from deadlines.capture.table import item_of

    item = {"id": one.id} | item_of(one.draft, one.drafted, today, zone_name) | {"path": one.path}
    if one.same:
        item["same_as"] = one.same.id
    if one.hints:
        item["hints"] = list(one.hints)
    return item
