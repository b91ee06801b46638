"""The records of a project as they were read, whoever read them."""

from collections.abc import Callable, Container
from dataclasses import dataclass, replace
from datetime import date
from pathlib import PurePath

from deadlines.domain.opportunity import Opportunity
from deadlines.domain.problem import Problem
from deadlines.records.placing import misplaced, taken_twice
from deadlines.records.tree import Found, Tree

Read = Callable[[Found], tuple[Opportunity | list[Problem], list[Problem]]]
"""Reads the record in a file: an opportunity, or all that is wrong in it, and the warnings about it."""


@dataclass(frozen=True)
class Loaded:
    """The good records, and what is wrong with the others."""

    opportunities: tuple[Opportunity, ...]
    """All but drafts: what is published, and what people are reminded of."""
    problems: tuple[Problem, ...]
    files: int
    """How many records there are, drafts not counted."""
    warnings: tuple[Problem, ...] = ()
    """What may be right as it is in the good records; ``check`` tells it."""
    complete: bool = True
    """False where a folder could not be read: what is in it is unknown, and not gone."""
    drafts: tuple[Opportunity, ...] = ()
    """The good records that are not published yet."""

    @property
    def good(self) -> tuple[Opportunity, ...]:
        """The good records, drafts too."""
        return *self.opportunities, *self.drafts

    def reaching(self, horizon: date) -> "Loaded":
        """Return the records with all dates to a horizon of what repeats."""
        found, drafts = (tuple(one.reaching(horizon) for one in some) for some in (self.opportunities, self.drafts))
        return replace(self, opportunities=found, drafts=drafts)

    @property
    def findings(self) -> tuple[Problem, ...]:
        """Problems and warnings, in the order of their places."""
        return tuple(sorted((*self.problems, *self.warnings), key=lambda problem: problem.order))

    @property
    def broken_ids(self) -> frozenset[str]:
        """The ids of records that exist and cannot be read."""
        return frozenset(PurePath(problem.path).stem for problem in self.problems)


def loaded_of(there: Tree, read: Read, sound: Container[str] = ()) -> Loaded:
    """Return what ``read`` returns of each file of a tree, all together; without those whose paths are ``sound``.

    These are known to be good records without a warning; as files they count.
    """
    opportunities: list[Opportunity] = []
    warnings: list[Problem] = []
    problems = list(misplaced(there))
    complete = not problems
    for one in there.files_but(sound):
        found, its_warnings = read(one)
        warnings += its_warnings
        if isinstance(found, Opportunity):
            opportunities.append(found)
        else:
            problems += found
    paths = there.paths
    twice = taken_twice(paths) if there.has_twins else {}
    good = tuple(found for found in opportunities if found.id not in twice)
    problems += (problem for its in twice.values() for problem in its)
    problems.sort(key=lambda problem: problem.order)
    drafts = tuple(found for found in good if found.record.draft)
    published = tuple(found for found in good if not found.record.draft) if drafts else good
    return Loaded(published, tuple(problems), len(paths) - len(drafts), tuple(warnings), complete, drafts)
