"""Where a project is, and what its folder holds; without reading any of it."""

import os
from pathlib import Path

FILE = "deadlines.toml"
OPPORTUNITIES = "opportunities"
CALENDARS = "calendars"
FROM = "DEADLINES_FROM"
"""The variable of the environment that names published records, for where there is no project."""


def find_root(start: Path) -> Path | None:
    """Return the nearest folder upward that holds a ``deadlines.toml``."""
    start = Path(os.path.realpath(start))
    return next((folder for folder in (start, *start.parents) if (folder / FILE).is_file()), None)
