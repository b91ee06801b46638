"""A digest of a week, made of the records and of what is published."""

import os
from datetime import datetime
from pathlib import Path

from deadlines.app.project import OpenProject
from deadlines.app.refusal import Exit, Refusal
from deadlines.domain.folder import ATOM
from deadlines.domain.zone import zone
from deadlines.feeds.published import read_published
from deadlines.files import write
from deadlines.records.loaded import Loaded
from deadlines.settings.reading import as_read
from deadlines.site.digest import Digest
from deadlines.site.digest import digest as compose
from deadlines.wording.catalogue import LANGUAGES
from deadlines.wording.language import language

NAMES = ("digest.html", "digest.txt")


def digest(project: OpenProject, now: datetime, tag: str | None = None) -> tuple[Digest, Loaded]:
    """Return the digest of the week that ends with the day of ``now`` in the project's zone, and the records.

    ``tag`` is its language, the project's unless given. Raises ``Refusal`` where there is no wording in it.
    """
    its = project.settings.project
    spoken = language(tag or its.language)
    if tag and spoken.is_instead:
        raise Refusal(
            'there is no wording in "{tag}"; there is one in {languages}',
            Exit.USAGE,
            tag=tag,
            languages=", ".join(LANGUAGES),
        )
    place = f"{spoken.tag}/" if spoken.tag in its.languages and spoken.tag != its.language else ""
    loaded = project.load(now, words=False)
    made = compose(
        as_read(loaded.opportunities, project.settings, spoken),
        read_published(project.calendars, ATOM) or b"",
        day=now.astimezone(zone(its.timezone)).date(),
        name=its.name,
        zone_name=its.timezone,
        address=its.url and f"{its.url}{place}",
        records_language=its.language,
        language=spoken,
    )
    return made, loaded


def write_digest(made: Digest, project: OpenProject, folder: Path) -> list[Path]:
    """Write both forms into a folder, which is not the published one, and return the files. Raises ``Refusal``."""
    if Path(os.path.realpath(folder)).is_relative_to(os.path.realpath(project.calendars)):
        raise Refusal(
            "a digest is of one week, and {folder} is published; name another folder", Exit.USAGE, folder=folder.name
        )
    folder.mkdir(parents=True, exist_ok=True)
    files = [folder / name for name in NAMES]
    for file, content in zip(files, (made.html, made.text), strict=True):
        write(file, content.encode("utf-8", "replace"))
    return files
