"""Where it is kept what was seen on the organisers' pages: in the user's state directory, one file for each project."""

from collections.abc import Mapping
from pathlib import Path

import platformdirs

from deadlines.app.project import OpenProject
from deadlines.files import write
from deadlines.verify.evidence import Evidence, as_bytes, read_evidence


def known_evidence(project: OpenProject) -> dict[str, Evidence]:
    """Return what was seen so far, by id."""
    file = _file(project)
    return read_evidence(file.read_bytes()) if file.exists() else {}


def _file(project: OpenProject) -> Path:
    """Return the file of what was seen, in the user's state directory: one for each project."""
    settings = project.settings.project
    name = settings.domain if settings.id is None else f"{settings.domain}-{settings.id}"
    return platformdirs.user_state_path("deadlines", appauthor=False) / "verify" / f"{name}.json"


def keep_evidence(project: OpenProject, known: Mapping[str, Evidence]) -> None:
    """Keep what was seen, for the user's eyes only. Raises ``OSError``."""
    file = _file(project)
    file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    write(file, as_bytes(known), mode=0o600)
