"""What the records of one folder say, each by its place among the names there: kept in one row, compared at once."""

from __future__ import annotations

import marshal
from collections.abc import Iterator

from deadlines.index.brief import NEVER, Brief, end_of
from deadlines.records.tree import Folder, Traces

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from deadlines.domain.problem import Problem

Row = tuple[list[str], list[Traces | None], list[int], list[bytes | None], dict[int, list[object]]]
"""Of what was in a folder: its names, their traces, the end of each, what it says in brief, and what is wrong in
those that are broken. Of a record in brief there is what ``marshal`` writes, since most are over and nobody asks;
None of what has to be read again."""


class Shelf:
    """What is known of the records in a folder."""

    __slots__ = ("_ends", "_said", "_wrong", "folder", "gone", "is_changed", "unsettled")

    def __init__(self, folder: Folder, kept: Row | None) -> None:
        """``kept`` is the row of the folder, whatever has changed in it since."""
        self.folder = folder
        self.is_changed = kept is None or kept[0] != folder.names or kept[1] != folder.abouts
        """True where the row has to be another one."""
        self.gone: list[str] = []
        """The names of what is not any more, or not as it was."""
        self.unsettled: set[int] = set()
        """The places of what was read, and of which a change might not be seen."""
        self._ends: list[int]
        self._said: list[bytes | Brief | None]
        self._wrong: dict[int, list[Any]]
        if kept is not None and not self.is_changed:
            self._ends, self._said, self._wrong = kept[2], kept[3], kept[4]  # type: ignore[assignment]
        else:
            self._match(kept or ([], [], [], [], {}))

    def _match(self, kept: Row) -> None:
        """Take what has left the same traces."""
        names, abouts, ends, said, wrong = kept
        before = {name: number for number, name in enumerate(names)}
        number_of = len(self.folder.names)
        self._ends, self._said, self._wrong = [NEVER] * number_of, [None] * number_of, {}
        for number, (name, its) in enumerate(zip(self.folder.names, self.folder.abouts, strict=True)):
            was = before.get(name)
            if was is None or its is None or abouts[was] != its or said[was] is None:
                continue
            self._ends[number], self._said[number] = ends[was], said[was]
            if was in wrong:
                self._wrong[number] = wrong[was]
            del before[name]
        self.gone = list(before)

    @property
    def unknown(self) -> list[int]:
        """The places of what has to be read."""
        return [number for number, its in enumerate(self._said) if its is None] if None in self._said else []

    def put(self, number: int, brief: Brief) -> None:
        """Note what a good record says that was read."""
        self._ends[number], self._said[number] = end_of(brief), brief
        self._wrong.pop(number, None)

    def put_wrong(self, number: int, problems: list[Any] | list[Problem]) -> None:
        """Note what is wrong in a record that was read."""
        self._ends[number], self._said[number], self._wrong[number] = NEVER, b"", problems

    def row(self) -> Row:
        """Return what is to be kept, without what is unsettled."""
        said = [None if number in self.unsettled else _packed(its) for number, its in enumerate(self._said)]
        wrong = {number: its for number, its in self._wrong.items() if number not in self.unsettled}
        self._said = [its if kept is None else kept for kept, its in zip(said, self._said, strict=True)]
        return self.folder.names, self.folder.abouts, self._ends, said, wrong

    @property
    def traces(self) -> bytes:
        """What differs after every change of a record in the folder, where nothing is unsettled."""
        from hashlib import blake2b  # No list needs it.

        return blake2b(marshal.dumps((self.folder.names, self.folder.abouts), 2), digest_size=16).digest()

    def good(self, since: int | None) -> Iterator[tuple[int, Brief]]:
        """Yield the places and the briefs of good records, without those that were over before ``since``."""
        wrong = self._wrong
        for number, (end, its) in enumerate(zip(self._ends, self._said, strict=True)):
            if (since is None or end >= since) and number not in wrong:
                yield number, marshal.loads(its) if isinstance(its, bytes) else its  # type: ignore[misc]  # noqa: S302

    @property
    def wrong(self) -> Iterator[Any]:
        """What is wrong in the others: problems, or such as were made plain."""
        for its in self._wrong.values():
            yield from its


def _packed(its: bytes | Brief | None) -> bytes | None:
    return its if its is None or isinstance(its, bytes) else marshal.dumps(its)
