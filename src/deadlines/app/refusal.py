"""A refusal: the product cannot do what it was asked, says why and what to type, and ends with an exit code."""

from enum import IntEnum

from deadlines.domain.problem import Problem


class Exit(IntEnum):
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
    """Why a use case cannot go on, in words for the person who asked for it, with the problems that are the reason."""

    def __init__(self, message: str, code: int = Exit.ENVIRONMENT, problems: tuple[Problem, ...] = ()) -> None:
        super().__init__(message)
        self.message, self.code, self.problems = message, Exit(code), problems
