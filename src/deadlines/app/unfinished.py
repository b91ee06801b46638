"""The answers of an ``add`` that was interrupted: kept outside the project, where no check and no export meets them."""

from contextlib import suppress
from pathlib import Path
from typing import Any

import platformdirs

from deadlines.app.project import OpenProject
from deadlines.files import write
from deadlines.records.partial import answers_as_bytes, answers_in


def file_of(project: OpenProject) -> Path:
    """Return the file of the answers, in the user's state directory: one for each project."""
    settings = project.settings.project
    name = settings.domain if settings.id is None else f"{settings.domain}-{settings.id}"
    return platformdirs.user_state_path("deadlines", appauthor=False) / "unfinished" / f"{name}.toml"


def kept(project: OpenProject) -> dict[str, Any]:
    """Return the answers that are kept; nothing where none are."""
    return answers_in(file_of(project)) or {}


def keep(project: OpenProject, table: dict[str, Any]) -> None:
    """Keep answers, for the user's eyes only. Raises ``OSError``."""
    write(file_of(project), answers_as_bytes(table), mode=0o600)


def forget(project: OpenProject) -> None:
    """Keep no answers any more."""
    with suppress(OSError):
        file_of(project).unlink(missing_ok=True)
