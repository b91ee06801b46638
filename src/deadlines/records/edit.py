"""A record changed in its file: no line differs that does not have to, and nothing is changed that would be wrong.

The text is changed and read again; what it says then has to be the table that was meant.
"""

from copy import deepcopy
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from deadlines.documents.document import Document, parse, read
from deadlines.documents.explain import known_keys
from deadlines.documents.splice import with_item, with_key, with_value, without
from deadlines.domain.moment import Dated, Written, is_more_exact
from deadlines.domain.month import Month
from deadlines.domain.opportunity import Opportunity
from deadlines.domain.problem import Keys, Problem
from deadlines.domain.record import Record
from deadlines.domain.status import RecordStatus
from deadlines.domain.text import Sentence
from deadlines.records.load import read_record
from deadlines.records.write import as_toml

_BOM = b"\xef\xbb\xbf"


@dataclass(frozen=True)
class Change:
    """A record as it will be in its file."""

    content: bytes
    opportunity: Opportunity
    dropped: tuple[tuple[str, str], ...]
    """Keys that were taken out, since they are of what was before, and what they said."""


def extend(
    file: Path, path: str, project_zone: str, number: int, due: Written, stated: str | None
) -> Change | list[Problem]:
    """Return a record with another moment for the deadline of this number, and the present one in ``previously``.

    A date that was only expected leaves no trace there, since nobody announced it, nor does the month of a day that is
    stated now. ``stated`` are the organiser's new
    words; without them, old words that contradict the new moment are taken out.
    """
    draft = Draft.of(file, path)
    if isinstance(draft, list):
        return draft
    deadline = ("deadlines", number)
    old = draft.table["deadlines"][number]
    if "due" in old and draft.table.get("status") != "expected" and not is_more_exact(due, old["due"]):
        draft.append(deadline, "previously", draft.source((*deadline, "due")), old["due"])
    draft.put(deadline, "due", str(due) if isinstance(due, Month) else due)
    if stated is not None:
        draft.put(deadline, "stated", stated)
    elif "stated" in old and _contradicts(old["stated"], due, old.get("timezone")):
        draft.drop(deadline, "stated")
    return draft.changed(project_zone)


def move(
    file: Path, path: str, project_zone: str, number: int, day: date, due: Dated, stated: str | None
) -> Change | list[Problem]:
    """Return a record in which one date of a deadline that repeats is due at another moment.

    ``day`` is the date by the rule; ``stated`` are the organiser's new words.
    """
    draft = Draft.of(file, path)
    if isinstance(draft, list):
        return draft
    deadline = ("deadlines", number)
    moved = draft.table["deadlines"][number].get("moved", [])
    place = next((at for at, one in enumerate(moved) if one["from"] == day), None)
    if place is None:
        one = {"from": day, "to": due}
        draft.append(deadline, "moved", as_toml(one), one)
    else:
        draft.put((*deadline, "moved", place), "to", due)
    if stated is not None:
        draft.put(deadline, "stated", stated)
    return draft.changed(project_zone)


def end(file: Path, path: str, project_zone: str, status: RecordStatus, note: str | None) -> Change | list[Problem]:
    """Return a record with another status, and why it has it.

    A note about another status is taken out, and so are the translations of a note that is not there any more.
    """
    draft = Draft.of(file, path)
    if isinstance(draft, list):
        return draft
    was, noted = draft.table.get("status", "announced"), draft.table.get("status_note")
    draft.put((), "status", status)
    if note is not None:
        draft.put((), "status_note", note)
    elif "status_note" in draft.table and was != status:
        draft.drop((), "status_note")
    if draft.table.get("status_note") != noted:
        for tag, texts in draft.table.get("translations", {}).items():
            if "status_note" in texts:
                draft.drop(("translations", tag), "status_note")
    return draft.changed(project_zone)


def compared(file: Path, path: str, project_zone: str, day: date) -> Change | list[Problem]:
    """Return a record that says on which day it was last compared with the organiser's page."""
    draft = Draft.of(file, path)
    if isinstance(draft, list):
        return draft
    draft.put((), "verified", day)
    return draft.changed(project_zone)


def _contradicts(stated: str, due: Written, timezone: str | None) -> bool:
    from deadlines.domain.stated import contradictions

    return any(not found.warning for found in contradictions(stated, due, timezone))


class Draft:
    """A document and the table that is meant, changed side by side."""

    def __init__(self, document: Document, *, with_bom: bool) -> None:
        self._document, self._with_bom = document, with_bom
        self.text, self.table = document.text, deepcopy(document.table)
        self._dropped: list[tuple[str, str]] = []

    @classmethod
    def of(cls, file: Path, path: str) -> "Draft | list[Problem]":
        """Return the one of a file, or why it is none."""
        document = read(file, path)
        if isinstance(document, Problem):
            return [document]
        with file.open("rb") as opened:
            return cls(document, with_bom=opened.read(len(_BOM)) == _BOM)

    def source(self, keys: Keys) -> str:
        """Return a value as it stands in the file."""
        start, end = self._document.positions.values[keys]
        return self._document.text[start:end]

    def put(self, table: Keys, key: str, value: Any) -> None:
        """Set a key, in the place of its value or beside the keys before it."""
        self._put(table, key, as_toml(value))
        self._inside(table)[key] = value

    def append(self, table: Keys, key: str, source: str, value: Any) -> None:
        """Add to a list, which need not be there."""
        inside = self._inside(table)
        if key in inside:
            self.text = with_item(self.text, (*table, key), source)
        else:
            self._put(table, key, f"[{source}]")
        inside[key] = [*inside.get(key, ()), value]

    def drop(self, table: Keys, key: str) -> None:
        """Take a key out, and say afterwards what it said."""
        self.text = without(self.text, (*table, key))
        self._dropped.append((key, self._inside(table).pop(key)))

    def changed(self, project_zone: str) -> Change | list[Problem]:
        """Return the record as it would be, or what would be wrong in it."""
        document = parse(self.text.encode(), self._document.path)
        if isinstance(document, Problem) or document.table != self.table:
            return self.refused()
        found = read_record(document, project_zone)
        if isinstance(found, list):
            return found
        content = (_BOM if self._with_bom else b"") + self.text.encode()
        return Change(content, found, tuple(self._dropped))

    def refused(self) -> list[Problem]:
        """Return that the layout of the file is none that can be changed."""
        what = Sentence("the file is written in a way that this cannot change")
        return [Problem(what, Sentence("change it in an editor"), path=self._document.path)]

    def _put(self, table: Keys, key: str, source: str) -> None:
        if key in self._inside(table):
            self.text = with_value(self.text, (*table, key), source)
        else:
            names = known_keys(Record, table)
            self.text = with_key(self.text, table, key, source, names[: names.index(key)])

    def _inside(self, keys: Keys) -> dict[str, Any]:
        found: Any = self.table
        for key in keys:
            found = found[key]
        inside: dict[str, Any] = found
        return inside
