"""A project that was found and opened: its folder, its settings, the way to its records and its calendars."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from deadlines.app.refusal import Exit, Refusal
from deadlines.domain.occurrences import horizon_at
from deadlines.records.loaded import Loaded
from deadlines.settings.load import load_settings
from deadlines.settings.root import CALENDARS, FILE, OPPORTUNITIES, find_root
from deadlines.settings.tables import Settings


@dataclass(frozen=True)
class OpenProject:
    """A project whose settings are good."""

    root: Path
    settings: Settings

    @property
    def opportunities(self) -> Path:
        """The folder of the records."""
        return self.root / OPPORTUNITIES

    @property
    def calendars(self) -> Path:
        """The published folder."""
        return self.root / CALENDARS

    def load(self, now: datetime | None = None, *, words: bool = True) -> Loaded:
        """Read all records; without ``words`` the organiser's words are not compared with the dates.

        As of ``now``, what repeats has all dates to the horizon; else the first.
        """
        from deadlines.records.load import load  # Who knows the records by the index needs no model of one.

        loaded = load(self.opportunities, self.settings.project.timezone, shown_from=self.root, words=words)
        return loaded if now is None else loaded.reaching(horizon_at(now))


def find_project(directory: Path) -> Path:
    """Return the root of the project around a folder. Raises ``Refusal`` where there is none."""
    if not directory.is_dir():
        raise Refusal("there is no folder {folder}", Exit.USAGE, folder=directory)
    root = find_root(directory)
    if root is None:
        raise Refusal(
            "no {file} here or above; run deadlines init to begin, or name the project with -C DIR", file=FILE
        )
    return root


def open_project(directory: Path) -> OpenProject:
    """Return the project around a folder. Raises ``Refusal``, with the problems where its settings are wrong."""
    root = find_project(directory)
    loaded = load_settings(root)
    if loaded.settings is None:
        raise Refusal("", problems=loaded.problems)
    return OpenProject(root, loaded.settings)
