"""A project whose records are read through the index and without it; both have to say the same."""

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from deadlines import clock
from deadlines.app.indexed import IndexedProject
from deadlines.app.meant import record_meant
from deadlines.app.project import open_project
from deadlines.app.refusal import Refusal
from deadlines.cli.briefly import Briefly
from deadlines.cli.present import problem_in_full
from deadlines.cli.rows import Window, cells, in_order, rows_of
from deadlines.cli.showing import lines
from deadlines.domain.eligibility import ACCESSES
from deadlines.domain.matching import Wanted
from deadlines.domain.occurrences import horizon_at
from deadlines.domain.opportunity import Opportunity
from deadlines.domain.status import STATUSES
from deadlines.index.place import index_file
from deadlines.records.load import in_tree
from deadlines.records.loaded import Loaded
from deadlines.records.tree import tree
from deadlines.records.vocabulary import KEYS, words_of
from deadlines.wording.language import ENGLISH

NOW = datetime(2026, 2, 1, 12, tzinfo=UTC)
HERE = "Africa/Dakar"
AHEAD = timedelta(seconds=10)
"""By so much the clock of a test is ahead of that of its files: what it writes is settled at once."""


def in_full(opportunity: Opportunity, now: datetime = NOW) -> str:
    return "\n".join(lines(opportunity.reaching(horizon_at(now)), now, HERE, ENGLISH))


def briefly(window: Window, order: str = "deadline", statuses: Any = STATUSES, accesses: Any = ACCESSES) -> Briefly:
    return Briefly(Wanted(), accesses, frozenset(statuses), window, order)


def listed(
    opportunities: tuple[Opportunity, ...], window: Window, order: str, statuses: Any, accesses: Any
) -> list[str]:
    """The lines of a list, as they are made of whole records."""
    whole = (one.reaching(horizon_at(window.now)) for one in opportunities if one.record.access in accesses)
    rows = [row for one in whole for row in rows_of(one, window) if row.status in statuses]
    return [
        "\t".join(cell.replace("\t", " ") for cell in cells(row, window.now, window.here))
        for row in in_order(rows, order)
    ]


class World:
    """A project, and a clock that is set by hand."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.late = timedelta()

    @property
    def at(self) -> datetime:
        return clock.now() + AHEAD + self.late

    @property
    def index(self) -> Path:
        return Path(index_file(str(self.root.resolve())))

    def indexed(self) -> IndexedProject:
        return IndexedProject(str(self.root), self.at)

    def assert_same(self) -> None:
        """What is known by the index is what is in the files, twice: as it is found, and as it was just kept."""
        fresh = open_project(self.root).load(words=False)
        for _ in range(2):
            self._assert_loaded(self.indexed().load(), fresh)
            self._assert_listed(fresh)
            self._assert_shown(fresh)
            self._assert_words()

    def _assert_words(self) -> None:
        project = self.indexed()
        folder = self.root / "opportunities"
        read = (in_tree(one, os.path.realpath(folder), project.timezone)[0] for one in tree(str(folder), "x").files)
        good = [one.record for one in read if isinstance(one, Opportunity)]
        for key in KEYS:
            assert project.look().words(key) == words_of(good, key)

    def _assert_loaded(self, loaded: Loaded, fresh: Loaded) -> None:
        def said(found: Loaded) -> dict[str, str]:
            return {one.path: in_full(one) for one in found.good}

        assert said(loaded) == said(fresh)
        assert list(map(problem_in_full, loaded.problems)) == list(map(problem_in_full, fresh.problems))
        assert (loaded.files, loaded.complete) == (fresh.files, fresh.complete)

    def _assert_listed(self, fresh: Loaded) -> None:
        window = Window(None, None, None, NOW, HERE)
        found = briefly(window).lines_of(self.indexed().look())
        assert found == listed(fresh.good, window, "deadline", STATUSES, ACCESSES)

    def _assert_shown(self, fresh: Loaded) -> None:
        ids = {one.id for one in fresh.good} | fresh.broken_ids | {"nothing"}
        project = self.indexed()
        for typed in sorted(ids | {id_[:-1] for id_ in ids} | {"a"}):
            known = project.known_record(typed)
            if known is not None:
                assert (known.path, in_full(known)) == _meant(typed, fresh)


def _meant(typed: str, fresh: Loaded) -> tuple[str, str] | None:
    try:
        found = record_meant(typed, Loaded(fresh.good, fresh.problems, fresh.files))
    except Refusal:
        return None
    return found.path, in_full(found)
