"""Announcements captured: sources read, drafts made of them and compared with the records that are there."""

import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from deadlines.app.add import add
from deadlines.app.project import OpenProject
from deadlines.app.refusal import Exit, Refusal
from deadlines.capture.draft import Draft, NoDraft, captured
from deadlines.capture.same import Same, same_as
from deadlines.capture.table import Drafted, table_of
from deadlines.domain.fields import LONGEST_ID
from deadlines.domain.kind import KINDS
from deadlines.domain.opportunity import Opportunity
from deadlines.domain.problem import Problem
from deadlines.domain.text import Sentence
from deadlines.pages.reader import LARGEST, Reader, Unreadable
from deadlines.records.load import id_from
from deadlines.records.write import record_text

STANDARD_INPUT = "-"
_SUFFIXES = {".html": "html", ".htm": "html", ".xhtml": "html"}
"""By the end of a file's name, its format; whatever else is text."""


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


def capture(
    project: OpenProject | None, directory: Path, sources: Sequence[str], asked: Asked
) -> Iterator[Captured | Nothing | Problem]:
    """Yield the drafts of sources, why there is none of a post, and what is wrong with a source.

    A source is a file, from ``directory``, or ``-`` for standard input. Nothing is written.
    """
    records = list(project.load(words=False).good) if project else []
    with Reader() as reader:
        for source in sources:
            try:
                text = _text(reader, directory, source)
            except (Unreadable, OSError) as error:
                reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
                yield Problem(Sentence("it cannot be read: {reason}", reason=reason), path=source)
                continue
            for found in captured(text, asked.as_of):
                if isinstance(found, NoDraft):
                    yield Nothing(source, found.title, found.reason)
                else:
                    yield _captured(project, source, found, asked, records)


def write(project: OpenProject, one: Captured) -> Opportunity:
    """Write a draft as a record. Raises ``Refusal`` where something is needed still, or it is there already."""
    if one.same:
        raise Refusal("{path} is the same opportunity; nothing was written", Exit.FOUND, path=one.same.path)
    if one.drafted.needed:
        options = {"organisation": "--organisation", "url": "--url", "timezone": "--timezone", "deadlines": "--as-of"}
        needed = " ".join(options[key] for key in one.drafted.needed)
        raise Refusal(
            '"{title}" is not complete, and was not written; say {needed}',
            Exit.FOUND,
            title=one.draft.title,
            needed=needed,
        )
    return add(project, one.drafted.table, one.id)


def _text(reader: Reader, directory: Path, source: str) -> str:
    if source == STANDARD_INPUT:
        content = sys.stdin.buffer.read(LARGEST + 1)
    else:
        with (directory / source).open("rb") as file:
            content = file.read(LARGEST + 1)
    if len(content) > LARGEST:
        raise Unreadable(f"it is larger than {LARGEST // 1_000_000} MB")
    format_ = _SUFFIXES.get(Path(source).suffix.lower()) or _format_in(content)
    if format_ is None:
        return _decoded(content)
    page = reader.read(format_, content)
    return page.text()


def _format_in(content: bytes) -> str | None:
    """Return the format that the first bytes are of, whatever a file is called."""
    head = content[:1_000].lstrip().lower()
    return "html" if head.startswith((b"<!doctype html", b"<html")) else None


def _decoded(content: bytes) -> str:
    for mark, name in ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16")):
        if content.startswith(mark):
            return content.decode(name, "replace")
    try:
        return content.decode()
    except UnicodeDecodeError:
        return content.decode("cp1252", "replace")


def _captured(
    project: OpenProject | None, source: str, draft: Draft, asked: Asked, records: Sequence[Opportunity]
) -> Captured:
    drafted = table_of(draft, url=asked.url, timezone=asked.timezone, organisation=asked.organisation)
    record_id = id_from(draft.title)[:LONGEST_ID].strip("-") or "draft"
    path = f"opportunities/{KINDS[draft.kind].feed}/{record_id}.toml"
    root = project.root if project else Path()
    text = record_text(drafted.table, root / path, root / "opportunities")
    return Captured(source, draft, drafted, record_id, path, text, same_as(draft, drafted.table.get("url"), records))


def as_item(one: Captured, today: date) -> dict[str, Any]:
    """Return a draft in the shape of an item of ``list --format json``."""
    from deadlines.capture.table import item_of

    item = {"id": one.id} | item_of(one.draft, one.drafted, today) | {"path": one.path}
    if one.same:
        item["same_as"] = one.same.id
    return item
