"""A contradiction between the organiser's own words and a record."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Contradiction:
    """What the organiser's words say and the record does not."""

    message: str
    hint: str
    warning: bool = False
    """True where both may be right."""
