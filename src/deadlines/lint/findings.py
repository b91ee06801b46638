"""What an examination finds: of many alike the first with their number, and never more than a person can read."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple, Protocol

from deadlines.domain.problem import Place, Problem

_MOST = 200
"""Findings of different words that are kept; of the others the number is said."""
_LONGEST_QUOTE = 60


class Placed(Protocol):
    """A line, a property or a component: what has a place in the file."""

    @property
    def place(self) -> Place:
        """Where it is."""
        ...


@dataclass(frozen=True, slots=True)
class Spot:
    """A place by itself."""

    place: Place


class Found(NamedTuple):
    """What is wrong, what to do, and where. A warning is of what may be right as it is, or what no program fails at."""

    message: str
    hint: str
    where: Placed
    warning: bool = False
    times: int = 1


class Findings:
    """The findings of one file, by their words."""

    def __init__(self) -> None:
        self._alike: dict[str, tuple[Problem, int]] = {}
        self._others = 0

    def add(self, found: Found) -> None:
        """Keep a finding, or count it where the same was found before."""
        known = self._alike.get(found.message)
        if known is not None:
            self._alike[found.message] = known[0], known[1] + found.times
        elif len(self._alike) < _MOST:
            problem = Problem(found.message, found.hint, warning=found.warning).located("", found.where.place)
            self._alike[found.message] = problem, found.times
        else:
            self._others += found.times

    def problems(self, path: str) -> Iterator[Problem]:
        """Yield the findings of the file ``path``, in no order."""
        for problem, times in self._alike.values():
            more = f" (and {times - 1:,} more like this)" if times > 1 else ""
            message, hint, place = problem.message + more, problem.hint, problem.place
            yield Problem(message, hint, warning=problem.warning).located(path, place)
        if self._others:
            last = max((problem.place for problem, _ in self._alike.values()), key=lambda place: place.line)
            message = f"there are {self._others:,} more problems of other kinds"
            yield Problem(message, "correct these first").located(path, last)


def quoted(text: str) -> str:
    """Return a name or value of the file as a message can hold it: short, and on one line."""
    return text if len(text) <= _LONGEST_QUOTE else f"{text[: _LONGEST_QUOTE - 1]}…"
