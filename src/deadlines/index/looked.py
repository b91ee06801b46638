"""What the records of a project say now: what has not changed is as it was kept, the rest is read and kept."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from deadlines.index.brief import Brief, brief_of
from deadlines.index.shelf import Shelf
from deadlines.index.store import BRIEF, FOLDER, RECORD, WORDS, Written
from deadlines.index.trust import is_settled, is_text
from deadlines.records.tree import Folder, Found, Tree, name_in

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from deadlines.domain.opportunity import Opportunity
    from deadlines.domain.problem import Problem
    from deadlines.index.look import Index

Read = Callable[[Found], "Opportunity | list[Problem]"]
"""Reads the record in a file: an opportunity, or everything that is wrong in it."""
Where = tuple[Shelf, int]
"""The place of a record: in which folder, and which of those there."""

AT_ONCE = 5_000
"""Rows that are written in one go."""
FEW = 200
"""Records that are taken from the index one by one."""
_HELD = 5_000
"""Records that were read and are at hand, of those that are kept in the index too."""


class Looked:
    """What the records of a project say, each as its file is now."""

    def __init__(self, index: Index, there: Tree, zone: str, read: Read) -> None:
        self._index, self._zone, self._read = index, zone, read
        self.tree = there
        self._shelves: list[Shelf] = []
        self._fresh: dict[str, Opportunity] = {}
        self._twice: dict[str, list[Problem]] = {}

    def renew(self) -> None:
        """Take what has not changed from the index; read the rest, and keep it where it will be known again."""
        row, zone = self._index.store.row, self._zone
        self._shelves = [Shelf(folder, row(BRIEF, folder.path, zone)) for folder in self.tree.folders]
        self._keep()
        if self.tree.has_twins:
            from deadlines.records.placing import taken_twice

            self._twice = taken_twice(self.tree.paths)

    def _keep(self) -> None:
        """Read what is not known, and keep it; what is not any more, or not as it was, is forgotten."""
        rows: list[Written] = list(_folders(self._index, self.tree))
        forget = list(self._index.lost(self.tree)) if rows else []
        forget += ((RECORD, f"{shelf.folder.path}/{name}") for shelf in self._shelves for name in shelf.gone)
        for shelf in self._shelves:
            unknown = shelf.unknown
            for number in unknown:
                kept = self._renewed(shelf, number)
                if kept is None:
                    shelf.unsettled.add(number)
                else:
                    rows += kept
                if len(rows) > AT_ONCE:
                    self._index.write(rows, forget)
                    rows, forget = [], []
            if shelf.is_changed or len(shelf.unsettled) < len(unknown):
                rows.append((BRIEF, shelf.folder.path, self._zone, shelf.row()))
        if rows or forget:
            self._index.write(rows, forget)

    def _renewed(self, shelf: Shelf, number: int) -> list[Written] | None:
        """Read a record; return what is kept of it beside the shelf, None where a change of it might not be seen."""
        one = shelf.folder.found(number)
        content = self._read(one)
        if isinstance(content, list):
            problems = self._plain_problems(one, content)
            shelf.put_wrong(number, content if problems is None else problems)
            return None if problems is None else []
        shelf.put(number, brief_of(content))
        kept = self._index.row_of(one, content, self._zone)
        if kept is None or len(self._fresh) < _HELD:
            self._fresh[one.path] = content
        return kept and [kept]

    def _plain_problems(self, one: Found, problems: list[Problem]) -> list[Any] | None:
        from deadlines.index.packed import NotPlain, plain_problem

        try:
            return [plain_problem(problem) for problem in problems] if self._index.is_settled(one) else None
        except NotPlain:
            return None

    def briefs(self, since: int | None = None) -> Iterator[tuple[Where, Brief]]:
        """Yield the good records in brief, drafts too, each with its place; without those that were over ``since``."""
        for shelf in self._shelves:
            for number, brief in shelf.good(since):
                if not (self._twice and name_in(shelf.folder.names[number]) in self._twice):
                    yield (shelf, number), brief

    @property
    def number(self) -> int:
        """How many records there are, broken ones too."""
        return sum(len(folder.names) for folder in self.tree.folders)

    @property
    def complete(self) -> bool:
        """False where a folder could not be read: what is in it is unknown."""
        return not self.tree.unreadable and not self.tree.links

    @property
    def problems(self) -> tuple[Problem, ...]:
        """Everything that is wrong in the records and in where they are, in the order of the places."""
        found: list[Problem] = [problem for shelf in self._shelves for problem in _problems(shelf.wrong)]
        if not self.complete:
            from deadlines.records.placing import misplaced

            found += misplaced(self.tree)
        found += (problem for its in self._twice.values() for problem in its)
        return tuple(sorted(found, key=lambda problem: problem.order))

    def opportunities(self, wanted: Iterable[Where]) -> Iterator[tuple[Where, Opportunity]]:
        """Yield, with their places, good records as they are in their files; one that has become bad is a problem."""
        wanted = list(wanted)
        rows = self._index.store.rows(RECORD) if len(wanted) > FEW else None
        lost: list[Written] = []
        for where in wanted:
            shelf, number = where
            one = shelf.folder.found(number)
            found = self._fresh.get(one.path) or self._index.record(one.path, one.about, self._zone, rows)
            if found is None:
                content = self._read(one)
                if isinstance(content, list):
                    shelf.put_wrong(number, content)
                    continue
                found = self._fresh[one.path] = content
                if kept := self._index.row_of(one, content, self._zone):
                    lost.append(kept)
            yield where, found
        if lost:
            self._index.write(lost, [])

    def words(self, key: str) -> list[str]:
        """Return every text that good records, one twice there too, have of one of ``vocabulary.KEYS``."""
        found: set[str] = set()
        fresh: list[Written] = []
        for shelf in self._shelves:
            seen = shelf.traces, self._zone
            its = self._index.store.row(WORDS, shelf.folder.path, seen)
            if its is None:
                its = self._words_in(shelf)
                if not shelf.unsettled:
                    fresh.append((WORDS, shelf.folder.path, seen, its))
            found.update(its[key])
        if fresh:
            self._index.write(fresh, [])
        return sorted(found)

    def _words_in(self, shelf: Shelf) -> dict[str, list[str]]:
        from deadlines.records.vocabulary import KEYS, words_of

        records = [one.record for _, one in self.opportunities((shelf, number) for number, _ in shelf.good(None))]
        return {key: words_of(records, key) for key in KEYS}


def _folders(index: Index, there: Tree) -> Iterator[Written]:
    """Yield what is not known of folders, and will be known again."""
    for folder in there.folders:
        if folder.about is None or not is_settled(folder.about, index.at):
            continue
        if index.store.row(FOLDER, folder.path, folder.about) is None:
            names = "\n".join(("", *folder.names, ""))
            yield FOLDER, folder.path, folder.about, (_is_plain(folder), names, folder.inner)


def _is_plain(folder: Folder) -> bool:
    """True where the names in a folder are ids and a dot and ``toml``, and no link leads to another folder."""
    names = folder.names
    return (
        not folder.has_links and all(name.endswith(".toml") and "\n" not in name for name in names) and is_text(*names)
    )


def _problems(its: Iterable[Any]) -> Iterator[Problem]:
    for one in its:
        from deadlines.domain.problem import Problem  # Most records are good.
        from deadlines.index.packed import problem_from

        yield one if isinstance(one, Problem) else problem_from(one)
