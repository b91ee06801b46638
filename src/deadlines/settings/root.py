"""Where a project is, and what its folder holds; without reading any of it, and without an import that takes time."""

import os

TYPE_CHECKING = False
if TYPE_CHECKING:
    from pathlib import Path

FILE = "deadlines.toml"
OPPORTUNITIES = "opportunities"
CALENDARS = "calendars"
FROM = "DEADLINES_FROM"
"""The variable of the environment that names published records, for where there is no project."""


def find_root(start: "Path") -> "Path | None":
    """Return the nearest folder upward that holds a ``deadlines.toml``."""
    found = root_above(str(start))
    return None if found is None else type(start)(found)


def root_above(start: str) -> str | None:
    """Return the same for a path that is text."""
    folder = os.path.realpath(start)
    while not os.path.isfile(os.path.join(folder, FILE)):  # noqa: PTH113, PTH118
        folder, below = os.path.dirname(folder), folder  # noqa: PTH120
        if folder == below:
            return None
    return folder
