"""A record's file made to say another table, by the same changes that a person would make in an editor."""

import hashlib
from collections.abc import Collection
from copy import deepcopy
from dataclasses import dataclass
from difflib import SequenceMatcher
from pathlib import Path
from typing import Any

from deadlines.documents.document import Document, parse
from deadlines.documents.explain import known_keys
from deadlines.documents.positions import Positions
from deadlines.documents.splice import has_header, with_item, with_key, with_table, with_value, without, without_table
from deadlines.domain.problem import Keys, Problem
from deadlines.domain.record import Record
from deadlines.records.edit import Change, Draft
from deadlines.records.load import examined
from deadlines.records.write import as_toml, in_order, is_by_name, table_text


@dataclass(frozen=True)
class Present:
    """A record as it is in its file, right or not."""

    table: dict[str, Any]
    digest: str
    """Of the bytes: another one says that somebody else has changed the file."""
    findings: tuple[Problem, ...]
    """What is wrong in it, and the warnings about it."""


def present(file: Path, path: str, project_zone: str) -> Present | list[Problem]:
    """Return what a file says, or why it is no TOML. Raises ``OSError``."""
    content = file.read_bytes()
    document = parse(content, path)
    found, warnings = examined(document, project_zone)
    if not isinstance(document, Document):
        return found if isinstance(found, list) else []
    problems = found if isinstance(found, list) else warnings
    return Present(document.table, digest_of(content), tuple(problems))


def digest_of(content: bytes) -> str:
    """Return what differs when the bytes of a file do."""
    return hashlib.sha256(content).hexdigest()


def rewrite(
    file: Path, path: str, project_zone: str, table: dict[str, Any], removed: Collection[Keys] = ()
) -> Change | list[Problem]:
    """Return a record that says ``table``; every line stays of which nothing has changed.

    ``removed`` are those of several tables that are taken out, such as ``("deadlines", 1)``; those that remain are
    compared in their order, and further ones are new. What cannot be changed so, or would be wrong, is a problem.
    """
    draft = Draft.of(file, path)
    if isinstance(draft, list):
        return draft
    before, draft.table = draft.table, deepcopy(table)
    try:
        draft.text = _Rewriting(draft.text, before).to(table, removed)
    except (LookupError, ValueError, TypeError):
        return draft.refused()
    return draft.changed(project_zone)


class _Rewriting:
    """A text and what it says now, which is compared with what it is to say."""

    def __init__(self, text: str, says: dict[str, Any]) -> None:
        self._text, self._says = text, says

    def to(self, table: dict[str, Any], removed: Collection[Keys]) -> str:
        for name, number in sorted(removed, reverse=True):
            self._remove_one(str(name), int(number))
        self._change((), self._says, table)
        return self._text

    def _remove_one(self, name: str, number: int) -> None:
        """Take out one of several tables; the last one takes the key with it."""
        rows = self._says[name]
        if has_header(self._text, (name, number)):
            self._text = without_table(self._text, (name, number))
        else:
            self._text = without(self._text, (name, number) if len(rows) > 1 else (name,))
        del rows[number]
        if not rows:
            del self._says[name]

    def _change(self, place: Keys, says: dict[str, Any], meant: dict[str, Any]) -> None:
        """Change the keys of the record, or of a table in it."""
        for key in [key for key in says if key not in meant]:
            self._remove((*place, key), says[key])
        for key, value in in_order(place, meant).items():
            if key not in says:
                self._add(place, key, value)
            elif type(says[key]) is not type(value) or says[key] != value:
                self._replace((*place, key), says[key], value)

    def _remove(self, keys: Keys, value: Any) -> None:
        positions = Positions.of(self._text)
        if has_header(self._text, keys):
            self._text = without_table(self._text, keys)
        elif keys in positions.values:
            self._text = without(self._text, keys)
        else:
            inner = range(len(value)) if isinstance(value, list) else value
            for key in reversed(list(inner)):
                self._remove((*keys, key), value[key])

    def _add(self, place: Keys, key: str, value: Any) -> None:
        if is_by_name(value):
            for name, table in value.items():
                self._add((key,), name, table)
        elif isinstance(value, dict):
            self._add_table(place, key, value)
        elif _are_tables(value) and not place:
            for number, row in enumerate(value):
                self._add_one(key, number, row)
        else:
            names = known_keys(Record, place)
            self._text = with_key(self._text, place, key, as_toml(value), names[: names.index(key)])

    def _add_table(self, place: Keys, key: str, table: dict[str, Any]) -> None:
        """Add a table, with a header where it may have one, behind those with headers that are beside it."""
        beside = [keys for keys in Positions.of(self._text).values if place and keys[:-1] == place]
        if place in Positions.of(self._text).values:
            names = [str(keys[-1]) for keys in beside]
            self._text = with_key(self._text, place, key, as_toml(in_order((*place, key), table)), names)
            return
        headed = [keys for keys in beside if has_header(self._text, keys)]
        self._text = with_table(self._text, table_text((*place, key), table), headed[-1] if headed else None)

    def _add_one(self, name: str, number: int, row: dict[str, Any]) -> None:
        """Add one of several tables behind those that there are, as they are written."""
        after = (name, number - 1) if number else None
        if (name,) in Positions.of(self._text).values:
            self._text = with_item(self._text, (name,), as_toml(in_order((name, number), row)))
        else:
            self._text = with_table(self._text, table_text((name, number), row), after)

    def _replace(self, keys: Keys, says: Any, meant: Any) -> None:
        if isinstance(says, dict) and isinstance(meant, dict):
            self._change(keys, says, meant)
        elif len(keys) > 1 and (_are_tables(meant) or _are_tables(says)):
            self._text = with_value(self._text, keys, as_toml(meant))
        elif _are_tables(meant) and isinstance(says, list) and (not says or _are_tables(says)):
            for number, (row, its) in enumerate(zip(says, meant, strict=False)):
                self._change((*keys, number), row, its)
            for number, row in enumerate(meant[len(says) :], len(says)):
                self._add_one(str(keys[-1]), number, row)
        elif isinstance(says, list) and isinstance(meant, list):
            self._change_items(keys, says, meant)
        else:
            self._text = with_value(self._text, keys, as_toml(meant))

    def _change_items(self, keys: Keys, says: list[Any], meant: list[Any]) -> None:
        """Change a list from its end on, so that the items before keep their numbers."""
        for _, start, end, first, last in reversed(SequenceMatcher(None, says, meant, autojunk=False).get_opcodes()):
            new = meant[first:last]
            if new == says[start:end]:
                continue
            for number in reversed(range(start + len(new), end)):
                self._text = without(self._text, (*keys, number))
            if more := new[end - start :]:
                self._insert(keys, end, more, at_end=end == len(says))
            for number, value in enumerate(new[: end - start], start):
                self._text = with_value(self._text, (*keys, number), as_toml(value))

    def _insert(self, keys: Keys, number: int, values: list[Any], *, at_end: bool) -> None:
        if at_end:
            for value in values:
                self._text = with_item(self._text, keys, as_toml(value))
            return
        start, end = Positions.of(self._text).values[(*keys, number)]
        source = ", ".join([*map(as_toml, values), self._text[start:end]])
        self._text = with_value(self._text, (*keys, number), source)


def _are_tables(value: Any) -> bool:
    return isinstance(value, list) and bool(value) and all(isinstance(one, dict) for one in value)
