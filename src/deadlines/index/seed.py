"""What rows depend on besides their file and the project's zone: the program, Python, the rules of zones, packages."""

import os
import sys

import tzdata

from deadlines import __version__

_ROOMS = ("domain", "documents", "index", "records", "settings", "wording", "words")
"""Of which a record is read."""


def seed() -> str:
    """Return a text that differs where a record may be read otherwise: by another program, or with other packages.

    Versions do not tell, since a checkout changes under one. Packages are told by the folders in which they are, which
    change with each that is put there or taken out.
    """
    package = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))  # noqa: PTH100, PTH120
    rooms = [files_in(os.path.join(package, room)) for room in _ROOMS]  # noqa: PTH118
    places = [place for place in sys.path if place.endswith(("site-packages", "dist-packages"))]
    others = [(place, _changed(place)) for place in places]
    return repr((__version__, sys.version, sys.prefix, tzdata.IANA_VERSION, package, rooms, others))


def files_in(folder: str) -> list[tuple[str, int, int]]:
    """Return name, size and date of each file in a folder, and of those in the folders in it.

    Of what cannot be looked at, such as a link to nothing by which an editor locks a file, there is the name alone.
    """
    found: list[tuple[str, int, int]] = []
    with os.scandir(folder) as entries:
        for entry in sorted(entries, key=lambda entry: entry.name):
            try:
                if not entry.is_dir():
                    about = entry.stat()
                    found.append((entry.name, about.st_size, about.st_mtime_ns))
                elif entry.name != "__pycache__":
                    found += files_in(entry.path)
            except OSError:
                found.append((entry.name, 0, 0))
    return found


def _changed(place: str) -> int:
    try:
        return os.stat(place).st_mtime_ns  # noqa: PTH116
    except OSError:
        return 0
