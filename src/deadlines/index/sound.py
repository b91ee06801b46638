"""Sound records: good ones in which a check found nothing. Such a file is not read again while it is the same.

What a check asks of all records at once is kept: under which names their points are published, and of which records
more has to be known.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING

from deadlines.domain.moment import as_written
from deadlines.domain.point import Point, points_of
from deadlines.index.look import Index
from deadlines.index.looked import AT_ONCE, FEW, Read
from deadlines.index.store import RECORD, SOUND, Written
from deadlines.records.tree import Folder, Traces, Tree

if TYPE_CHECKING:
    from deadlines.domain.opportunity import Opportunity

Named = tuple[str, str | None]
"""The UID of a point, without the domain at its end; and of a deadline that does not repeat, the moment as written."""
Sound = tuple[tuple[Named, ...], bool, bool]
"""The points of a record; whether it is public; whether it may be compared with others, as an edition of a series, or
with the day, since it is only expected."""
Row = tuple[list[str], list[Traces | None], list[Sound | None]]
"""What is kept of a folder: the names there, their traces, and of each that is sound, what is kept of it."""


def sound(opportunity: "Opportunity") -> Sound:
    """Return what is kept of a record."""
    record = opportunity.record
    named = tuple((point.own_name.uid(""), _moment(point)) for point in points_of(opportunity))
    return named, opportunity.is_public, record.series is not None or record.status == "expected"


def _moment(point: Point) -> str | None:
    return as_written(point.moment.written) if point.deadline and not point.deadline.day else None


class SoundRecords:
    """The sound records in a tree, in the project's zone, as far as they are known from the index."""

    def __init__(self, index: Index, there: Tree, zone: str, read: Read) -> None:
        self._index, self._tree, self._zone, self._read = index, there, zone, read
        self.known: dict[str, Sound] = {}
        """By path."""
        self._places: dict[str, tuple[Folder, int]] = {}
        """Of these, by path: in which folder, and which there."""
        self._said: dict[str, list[Sound | None]] = {}
        """What is kept of the folders, as they are now."""
        self._changed: set[str] = set()
        """The paths of those of which another row has to be kept."""
        self._is_less = not {folder.path for folder in there.folders}.issuperset(index.store.paths(SOUND))
        """True where a record or a folder may be gone."""
        for folder in there.folders:
            row: Row = index.store.row(SOUND, folder.path, zone) or ([], [], [])
            self._is_less = self._is_less or row[0] != folder.names
            if row[0] != folder.names or row[1] != folder.abouts:
                self._changed.add(folder.path)
                row = _matching(folder, row)
            self._said[folder.path] = row[2]
            for number, (name, its) in enumerate(zip(folder.names, row[2], strict=True)):
                if its is not None:
                    path = f"{folder.path}/{name}"
                    self.known[path], self._places[path] = its, (folder, number)

    def load(self, paths: Iterable[str]) -> "Iterator[tuple[str, Opportunity]]":
        """Yield the records at some paths, with these; without what is not good any more."""
        wanted = list(paths)
        rows = self._index.store.rows(RECORD) if len(wanted) > FEW else None
        lost: list[Written] = []
        for path in wanted:
            folder, number = self._places[path]
            one = folder.found(number)
            found = self._index.record(path, one.about, self._zone, rows)
            if found is None:
                content = self._read(one)
                if isinstance(content, list):
                    continue
                found = content
                if kept := self._index.row_of(one, content, self._zone):
                    lost.append(kept)
            yield path, found
        if lost:
            self._index.write(lost, [])

    def keep(self, found: "Mapping[str, Opportunity]", *, whole: bool) -> None:
        """Keep what was read and is sound, by path, where it will be seen that it has changed.

        Of what is not so any more, nothing is kept. The records themselves are kept where more will be asked of them:
        of all if they are needed ``whole``.
        """
        rows: list[Written] = []
        forget = list(self._index.lost(self._tree)) if self._is_less else []
        for folder, numbers in self._read_in(found):
            said = list(self._said[folder.path])
            for number in numbers:
                one = folder.found(number)
                if not self._index.is_settled(one):
                    continue
                opportunity = found[one.path]
                said[number] = _, is_public, is_compared = sound(opportunity)
                if (whole or is_compared or not is_public) and (
                    row := self._index.row_of(one, opportunity, self._zone)
                ):
                    rows.append(row)
            if folder.path in self._changed or said != self._said[folder.path]:
                rows.append((SOUND, folder.path, self._zone, (folder.names, folder.abouts, said)))
            if len(rows) > AT_ONCE:
                self._index.write(rows, forget)
                rows, forget = [], []
        if rows or forget:
            self._index.write(rows, forget)

    def _read_in(self, found: "Mapping[str, Opportunity]") -> Iterator[tuple[Folder, list[int]]]:
        """Yield the folders that have changed, or of which something was read, with the places of what that is."""
        read = {path.rpartition("/")[0] for path in found}
        for folder in self._tree.folders:
            if folder.path in self._changed or folder.path in read:
                names = enumerate(folder.names)
                yield folder, [number for number, name in names if f"{folder.path}/{name}" in found]


def _matching(folder: Folder, row: Row) -> Row:
    """Return the row of a folder as it is now, with what has left the same traces."""
    before = {name: (its, said) for name, its, said in zip(*row, strict=True)}
    known = (before.get(name, (None, None)) for name in folder.names)
    said = [its if was and was == now else None for (was, its), now in zip(known, folder.abouts, strict=True)]
    return folder.names, folder.abouts, said
