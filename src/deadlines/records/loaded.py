"""The records of a project as they were read, whoever read them."""

from dataclasses import dataclass, replace
from datetime import date
from pathlib import PurePath

from deadlines.domain.opportunity import Opportunity
from deadlines.domain.problem import Problem


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
