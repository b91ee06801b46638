"""A refusal: the product cannot do what it was asked, says why and what to type, and ends with an exit code."""

from __future__ import annotations

from deadlines.domain.text import Sentence

TYPE_CHECKING = False
if TYPE_CHECKING:
    from deadlines.domain.problem import Problem


class Exit:
    """The exit codes of every command."""

    FINE = 0
    FOUND = 1
    """Something was found: a problem in a record, a stale feed, a reminder that could not be sent."""
    USAGE = 2
    """What was typed cannot be meant."""
    ENVIRONMENT = 3
    """The settings, the machine or the network do not allow it."""
    INTERRUPTED = 130


class Refusal(Exception):  # noqa: N818
    """Why a use case cannot go on, in words for the person who asked for it, with the problems that are the reason.

    The sentence is English, and is translated with its ``{values}`` where it is shown; a tuple is one or the other. A
    ``Sentence`` has its values already.
    """

    def __init__(
        self, sentence: str, code: int = Exit.ENVIRONMENT, problems: tuple[Problem, ...] = (), **values: object
    ) -> None:
        self.message = sentence if isinstance(sentence, Sentence) else Sentence(sentence, **values)
        self.code, self.problems = code, problems
        super().__init__(self.message)
