"""A look at the records of a project: what has not changed is taken from the index, the rest is read and kept."""

from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING, Any

from deadlines.index.brief import Brief, brief_of
from deadlines.index.place import index_file
from deadlines.index.seed import seed
from deadlines.index.store import Row, Store, Written
from deadlines.index.trust import is_settled
from deadlines.records.tree import Found, Traces, Tree, about, name_in, tree

if TYPE_CHECKING:
    from deadlines.domain.opportunity import Opportunity
    from deadlines.domain.problem import Problem
    from deadlines.index.packed import Unpacking

Read = Callable[[Found], "Opportunity | list[Problem]"]
"""Reads the record in a file: an opportunity, or everything that is wrong in it."""

_BRIEF, _RECORD, _FOLDER, _SETTINGS, _SHAPES = "brief", "record", "folder", "settings", "shapes"
"""The parts of an index."""
_AT_ONCE = 5_000
"""Rows that are written in one go."""
_FEW = 200
"""Records that are taken from the index one by one."""
_HELD = 5_000
"""Records that were read and are at hand, of those that are kept in the index too."""


class Index:
    """The index of the project in ``root``, a real path, as of ``at``: now, in nanoseconds since 1970."""

    def __init__(self, root: str, at: int) -> None:
        self.at = at
        self.store = Store(index_file(root), seed() + root, at)
        self._unpacking: Unpacking | None = None

    def settings(self, file: str) -> Any:
        """Return what was kept of the file of settings; None where that has changed, or may have."""
        its = about(file)
        return self.store.row(_SETTINGS, "", its) if its else None

    def keep_settings(self, file: str, as_it_was: Traces | None, content: Any) -> None:
        """Keep what was made of the file of settings, which looked ``as_it_was`` before it was read."""
        if as_it_was and is_settled(as_it_was, self.at) and about(file) == as_it_was:
            self.store.write([(_SETTINGS, "", as_it_was, content)])

    def unpacking(self) -> "Unpacking | None":
        """Return what makes records again of what is kept of them; None where that is not known."""
        if self._unpacking is None and (shapes := self.store.row(_SHAPES, "", None)):
            from deadlines.index.packed import Unpacking

            self._unpacking = Unpacking(shapes)
        return self._unpacking

    def record(
        self, path: str, its: Traces | None, zone: str, rows: "dict[str, Row] | None" = None
    ) -> "Opportunity | None":
        """Return the good record in a file that left these traces, in the project's zone; None where it is not known.

        ``rows`` are those of all records, where they were read already.
        """
        if (unpacking := self.unpacking()) is None:
            return None
        if rows is None:
            record = self.store.row(_RECORD, path, (its, zone))
        else:
            row = rows.get(path)
            record = self.store.value(_RECORD, path, (its, zone), row) if row else None
        return unpacking.opportunity(record, id=name_in(path), path=path, project_zone=zone) if record else None

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
            known = self.store.row(_FOLDER, shown, about(here, follow=True))
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

    def look(self, folder: str, path: str, zone: str, read: Read) -> "Looked":
        """Return what the records under a folder say, of which people see ``path``, in the project's zone."""
        looked = Looked(self, tree(folder, path, described=True), zone, read)
        looked.renew()
        return looked


class Looked:
    """What the records of a project say, each as its file is now."""

    def __init__(self, index: Index, there: Tree, zone: str, read: Read) -> None:
        self._index, self._zone, self._read = index, zone, read
        self.tree = there
        self._said: dict[str, tuple[bool, Any]] = {}
        """By path: whether the record is good, and its brief or what is wrong."""
        self._fresh: dict[str, Opportunity] = {}
        self._twice: dict[str, list[Problem]] = {}

    def renew(self) -> None:
        """Take what has not changed from the index; read the rest, and keep it where it will be known again."""
        value, zone = self._index.store.value, self._zone
        rows = self._index.store.rows(_BRIEF)
        unknown: list[Found] = []
        for one in self.tree.files:
            path = one.path
            row = rows.get(path)
            if row is not None and (said := value(_BRIEF, path, (one.about, zone), row)):
                self._said[path] = said
                del rows[path]
            else:
                unknown.append(one)
        self._keep(unknown, gone=rows)
        names = [name_in(one.path) for one in self.tree.files]
        if len(set(names)) < len(names):
            from deadlines.records.placing import taken_twice

            self._twice = taken_twice(one.path for one in self.tree.files)

    def _keep(self, unknown: list[Found], gone: Iterable[str]) -> None:
        """Read what is not known; rows of what is gone, or not any more as it was, are forgotten."""
        store, forget = self._index.store, [(part, path) for path in gone for part in (_BRIEF, _RECORD)]
        rows: list[Written] = list(_folders(self._index, self.tree))
        if unknown and not self._index.unpacking():
            rows += _shapes()
        for one in unknown:
            content = self._read(one)
            if isinstance(content, list):
                self._said[one.path] = False, content
            else:
                self._said[one.path] = True, brief_of(content)
            kept = list(self._rows_of(one, content))
            if not isinstance(content, list) and (not kept or len(self._fresh) < _HELD):
                self._fresh[one.path] = content
            rows += kept
            if len(rows) > _AT_ONCE:
                store.write(rows, forget)
                rows, forget = [], []
        if rows or forget:
            store.write(rows, forget)

    def _rows_of(self, one: Found, content: "Opportunity | list[Problem]") -> Iterator[Written]:
        """Yield what is kept of a file that was read; nothing where a change of it might not be seen."""
        from deadlines.index.packed import NotPlain, plain, plain_problem

        its = one.about
        if its is None or not is_settled(its, self._index.at) or about(one.file) != its or not _is_text(one.path):
            return
        seen = its, self._zone
        try:
            if isinstance(content, list):
                yield _BRIEF, one.path, seen, (False, [plain_problem(problem) for problem in content])
                return
            record = plain(content.record)
            yield _BRIEF, one.path, seen, (True, brief_of(content))
            yield _RECORD, one.path, seen, record
        except NotPlain:
            return

    @property
    def briefs(self) -> Iterator[tuple[str, Brief]]:
        """The good records in brief, drafts too, each with its path."""
        for path, (is_good, brief) in self._said.items():
            if is_good and not (self._twice and name_in(path) in self._twice):
                yield path, brief

    @property
    def complete(self) -> bool:
        """False where a folder could not be read: what is in it is unknown."""
        return not self.tree.unreadable and not self.tree.links

    @property
    def problems(self) -> "tuple[Problem, ...]":
        """Everything that is wrong in the records and in where they are, in the order of the places."""
        found: list[Problem] = []
        for is_good, its in self._said.values():
            if not is_good:
                found += _problems(its)
        if not self.complete:
            from deadlines.records.placing import misplaced

            found += misplaced(self.tree)
        found += (problem for its in self._twice.values() for problem in its)
        return tuple(sorted(found, key=lambda problem: problem.order))

    def opportunities(self, paths: Iterable[str]) -> "Iterator[tuple[str, Opportunity]]":
        """Yield, with their paths, good records as they are in their files; one that has become bad is a problem."""
        wanted = list(paths)
        rows = self._index.store.rows(_RECORD) if len(wanted) > _FEW else None
        by_path = {one.path: one for one in self.tree.files}
        lost: list[Found] = []
        for path in wanted:
            one = by_path[path]
            found = self._fresh.get(path) or self._index.record(path, one.about, self._zone, rows)
            if found is None:
                content = self._read(one)
                if isinstance(content, list):
                    self._said[path] = False, content
                    continue
                found = self._fresh[path] = content
                lost.append(one)
            yield path, found
        if lost and (kept := [row for one in lost for row in self._rows_of(one, self._fresh[one.path])]):
            self._index.store.write([*_shapes(), *kept])


def _folders(index: Index, there: Tree) -> Iterator[Written]:
    """Yield what is not known of folders, and will be known again."""
    for folder in there.folders:
        names = "\n".join(("", *folder.names, ""))
        if folder.about is None or not is_settled(folder.about, index.at) or not _is_text(folder.path, names):
            continue
        plain = not folder.has_links and all(name.endswith(".toml") and "\n" not in name for name in folder.names)
        content = plain, names, folder.inner
        if index.store.row(_FOLDER, folder.path, folder.about) != content:
            yield _FOLDER, folder.path, folder.about, content


def _shapes() -> list[Written]:
    from deadlines.domain.record import Record
    from deadlines.index.packed import shapes_of

    return [(_SHAPES, "", None, shapes_of(Record))]


def _problems(its: list[Any]) -> "Iterator[Problem]":
    from deadlines.domain.problem import Problem
    from deadlines.index.packed import problem_from

    return (one if isinstance(one, Problem) else problem_from(one) for one in its)


def _beginning(names: str, typed: str) -> Iterator[str]:
    """Yield those of some names, each after a line break, that begin with what was typed."""
    at = names.find(f"\n{typed}")
    while at >= 0:
        end = names.index("\n", at + 1)
        yield names[at + 1 : end]
        at = names.find(f"\n{typed}", end)


def _is_text(*names: str) -> bool:
    """True for names that are UTF-8; others are never kept."""
    try:
        return all(name.encode() is not None for name in names)
    except UnicodeEncodeError:
        return False
