"""A table of texts: what a sheet, a feed or a list on a page comes down to."""

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Rows:
    """Rows of cells; a date is written as TOML writes it."""

    rows: tuple[tuple[str, ...], ...]

    def packed(self) -> list[Any]:
        """Return it as JSON can hold it."""
        return [list(row) for row in self.rows]

    @classmethod
    def unpacked(cls, packed: Any) -> "Rows":
        """Return the rows of what ``packed`` returned. Raises ``TypeError`` where it is none."""
        return cls(tuple(tuple(map(str, row)) for row in packed))
