"""The records of a project as a check needs them: what is known to be sound is read only where more is asked of it."""

import os
from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from deadlines.app.state import Unsure
from deadlines.domain.instant import nanoseconds
from deadlines.domain.opportunity import Opportunity
from deadlines.domain.point import Point, points_of
from deadlines.domain.problem import Problem
from deadlines.feeds.revisions import PublishedRevision
from deadlines.records.loaded import Loaded, loaded_of
from deadlines.records.placing import taken_twice
from deadlines.records.tree import Found, Tree, name_in, tree
from deadlines.settings.root import OPPORTUNITIES

if TYPE_CHECKING:
    from deadlines.index.sound import Sound

_FEW = 100
"""Records of which one is looked for, before all are made ready."""
Load = Callable[[Iterable[str]], Iterable[tuple[str, Opportunity]]]
"""Yields the good records at some paths, with these."""


def examine(root: Path, zone_name: str, at: datetime | None, *, whole: bool = False) -> "Examined":
    """Examine the records of the project in ``root``.

    ``at`` is now, by the clock: then those are not read that are known to be sound. Without it all are. All are asked
    for where they are needed ``whole``.
    """
    folder = str(root / OPPORTUNITIES)
    real = os.path.realpath(folder)

    def read(one: Found) -> tuple[Opportunity | list[Problem], list[Problem]]:
        from deadlines.records.load import in_tree  # Where nothing has changed, no model of a record is needed.

        return in_tree(one, real, zone_name)

    there = tree(folder, OPPORTUNITIES, described=at is not None)
    if at is None:
        return Examined(there, loaded_of(there, read), {}, lambda _: ())
    from deadlines.index.look import Index
    from deadlines.index.sound import SoundRecords

    kept = SoundRecords(Index(str(root), nanoseconds(at)), there, zone_name, lambda one: read(one)[0])
    loaded = loaded_of(there, read, kept.known)
    warned = {problem.path for problem in loaded.warnings}
    kept.keep({one.path: one for one in loaded.opportunities if one.path not in warned}, whole=whole)
    return Examined(there, loaded, kept.known, kept.load)


class Examined:
    """The records of a project, of which some were read and the others are known to be sound.

    All but ``loaded`` is about those that are published, in the order of their paths; drafts are never sound. Raises
    ``Unsure`` where one is another by now.
    """

    def __init__(self, there: Tree, loaded: Loaded, known: "Mapping[str, Sound]", load: Load) -> None:
        """``known`` are the sound records by their paths, which ``load`` makes."""
        self.loaded = loaded
        """What was read."""
        self._load = load
        self._made = {one.path: one for one in loaded.opportunities}
        paths = there.paths
        twice = taken_twice(paths) if there.has_twins else {}
        self._sound = {path: its for path, its in known.items() if name_in(path) not in twice} if twice else known
        self._paths = [path for path in paths if path in self._made or path in self._sound]

    def __iter__(self) -> Iterator[Opportunity]:
        yield from self._of(self._paths[:_FEW])
        yield from self._of(self._paths[_FEW:])

    @property
    def ids(self) -> set[str]:
        """The ids of all."""
        return set(map(name_in, self._paths))

    @property
    def invited(self) -> list[Opportunity]:
        """Those that are not public."""
        return [one for one in self._of(self._but(lambda its: its[1])) if not one.is_public]

    @property
    def compared(self) -> list[Opportunity]:
        """Those of which may be known by the others, or by the day, that something is wrong in them."""
        return self._of(self._but(lambda its: not its[2]))

    def points(self, domain: str) -> "Points":
        """Return the points by the UIDs that their records give; ``domain`` is that of the UIDs."""
        return Points(self, self._named(domain), domain)

    def perhaps_moved(
        self, rows: Mapping[str, PublishedRevision], matches: Container[str], domain: str
    ) -> list[Opportunity]:
        """Return all but those whose deadlines have the moments that were published; ``matches`` have other UIDs."""

        def is_same(its: "Sound") -> bool:
            uids = ((f"{name}{domain}", moment) for name, moment in its[0])
            return all(
                uid not in matches and (moment is None or uid not in rows or rows[uid].moment == moment)
                for uid, moment in uids
            )

        return self._of(self._but(is_same))

    def one(self, path: str) -> Opportunity:
        """Return the record at a path."""
        return self._of([path])[0]

    def _named(self, domain: str) -> Iterator[tuple[str, Point | str]]:
        """Yield the UIDs with the points, or with the paths of their records where these are not made yet."""
        for path in self._paths:
            if made := self._made.get(path):
                yield from ((point.own_name.uid(domain), point) for point in points_of(made))
            else:
                yield from ((f"{name}{domain}", path) for name, _ in self._sound[path][0])

    def _but(self, known_to_be_none: "Callable[[Sound], bool]") -> list[str]:
        """Return the paths of all records but of some that are sound."""
        return [path for path in self._paths if path not in self._sound or not known_to_be_none(self._sound[path])]

    def _of(self, paths: Sequence[str]) -> list[Opportunity]:
        if missing := [path for path in paths if path not in self._made]:
            self._made.update(self._load(missing))
            if lost := [path for path in missing if path not in self._made]:
                raise Unsure(lost[0])
        return [self._made[path] for path in paths]


class Points(Mapping[str, Point]):
    """The points of records by UID; of a sound record they are made when one of them is asked for."""

    def __init__(self, records: Examined, named: Iterable[tuple[str, Point | str]], domain: str) -> None:
        self._records, self._domain = records, domain
        self._named = dict(named)

    def __getitem__(self, uid: str) -> Point:
        found = self._named[uid]
        if isinstance(found, str):
            made = points_of(self._records.one(found))
            its = {point.own_name.uid(self._domain): point for point in made}
            if uid not in its:
                raise Unsure(uid)
            self._named |= its
            found = its[uid]
        return found

    def __iter__(self) -> Iterator[str]:
        return iter(self._named)

    def __len__(self) -> int:
        return len(self._named)

    def __contains__(self, uid: object) -> bool:
        return uid in self._named
