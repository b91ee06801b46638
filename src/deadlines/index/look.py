"""A look at the records of a project, or at one of them, by its index."""

from __future__ import annotations

from collections.abc import Iterator

from deadlines.index.looked import Looked, Read
from deadlines.index.place import index_file
from deadlines.index.seed import seed
from deadlines.index.store import FOLDER, OF_FOLDERS, RECORD, SETTINGS, SHAPES, Row, Store, Written
from deadlines.index.trust import is_settled, is_text
from deadlines.records.tree import Found, Traces, Tree, about, name_in, tree

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from deadlines.domain.opportunity import Opportunity
    from deadlines.index.packed import Unpacking


class Index:
    """The index of the project in ``root``, a real path, as of ``at``: now, in nanoseconds since 1970."""

    def __init__(self, root: str, at: int) -> None:
        self.at = at
        self.store = Store(index_file(root), seed() + root, at)
        self._unpacking: Unpacking | None = None

    def settings(self, file: str) -> Any:
        """Return what was kept of the file of settings; None where that has changed, or may have."""
        its = about(file)
        return self.store.row(SETTINGS, "", its) if its else None

    def keep_settings(self, file: str, as_it_was: Traces | None, content: Any) -> None:
        """Keep what was made of the file of settings, which looked ``as_it_was`` before it was read."""
        if as_it_was and is_settled(as_it_was, self.at) and about(file) == as_it_was:
            self.store.write([(SETTINGS, "", as_it_was, content)])

    def unpacking(self) -> Unpacking | None:
        """Return what makes records again of what is kept of them; None where that is not known."""
        if self._unpacking is None and (shapes := self.store.row(SHAPES, "", None)):
            from deadlines.index.packed import Unpacking

            self._unpacking = Unpacking(shapes)
        return self._unpacking

    def record(
        self, path: str, its: Traces | None, zone: str, rows: dict[str, Row] | None = None
    ) -> Opportunity | None:
        """Return the good record in a file that left these traces, in the project's zone; None where it is not known.

        ``rows`` are those of all records, where they were read already.
        """
        if (unpacking := self.unpacking()) is None:
            return None
        if rows is None:
            record = self.store.row(RECORD, path, (its, zone))
        else:
            row = rows.get(path)
            record = self.store.value(RECORD, path, (its, zone), row) if row else None
        return unpacking.opportunity(record, id=name_in(path), path=path, project_zone=zone) if record else None

    def row_of(self, one: Found, opportunity: Opportunity, zone: str) -> Written | None:
        """Return what is kept of a good record that was read; None where a change of its file might not be seen."""
        from deadlines.index.packed import NotPlain, plain

        try:
            record = plain(opportunity.record)
        except NotPlain:
            return None
        return (RECORD, one.path, (one.about, zone), record) if self.is_settled(one) else None

    def is_settled(self, one: Found) -> bool:
        """True where a file was the same before and after it was read, and every change of it will be seen."""
        its = one.about
        return its is not None and is_settled(its, self.at) and about(one.file) == its and is_text(one.path)

    def write(self, rows: list[Written], forget: list[tuple[str, str]]) -> None:
        """Keep rows, and forget what is kept in parts of the index of some paths."""
        if any(part == RECORD for part, *_ in rows) and not self.unpacking():
            rows = [*_shapes(), *rows]
        self.store.write(
            (row for row in rows if is_text(row[1])), ((part, path) for part, path in forget if is_text(path))
        )

    def lost(self, there: Tree) -> Iterator[tuple[str, str]]:
        """Yield the parts and paths of what is kept of records and folders that are not there any more."""
        folders, records = {folder.path for folder in there.folders}, set(there.paths)
        for part in (*OF_FOLDERS, RECORD):
            paths = records if part == RECORD else folders
            yield from ((part, path) for path in self.store.paths(part) if path not in paths)

    def path_meant(self, typed: str, folder: str, path: str) -> str | None:
        """Return the path of the record under a folder that is called so, or alone begins so.

        None where there is none or another too, or what is in the folders is not known as it is now.
        """
        if not typed or "\n" in typed:
            return None
        found: list[str] = []
        ahead = [(folder, path)]
        is_whole = False
        while ahead:
            here, shown = ahead.pop()
            known = self.store.row(FOLDER, shown, about(here, follow=True))
            if known is None:
                return None
            is_plain, names, inner = known
            if not is_plain:
                return None
            its = [(f"{shown}/{name}", name_in(name)) for name in _beginning(names, typed)]
            if not is_whole and any(id_ == typed for _, id_ in its):
                is_whole, found = True, []
            found += (record for record, id_ in its if (id_ == typed if is_whole else id_.startswith(typed)))
            ahead += ((f"{here}/{name}", f"{shown}/{name}") for name in inner)
        return found[0] if len(found) == 1 else None

    def look(self, folder: str, path: str, zone: str, read: Read) -> Looked:
        """Return what the records under a folder say, of which people see ``path``, in the project's zone."""
        looked = Looked(self, tree(folder, path, described=True), zone, read)
        looked.renew()
        return looked


def _shapes() -> list[Written]:
    from deadlines.domain.record import Record
    from deadlines.index.packed import shapes_of

    return [(SHAPES, "", None, shapes_of(Record))]


def _beginning(names: str, typed: str) -> Iterator[str]:
    """Yield those of some names, each after a line break, that begin with what was typed."""
    at = names.find(f"\n{typed}")
    while at >= 0:
        end = names.index("\n", at + 1)
        yield names[at + 1 : end]
        at = names.find(f"\n{typed}", end)
