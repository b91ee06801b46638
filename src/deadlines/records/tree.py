"""The tree of records: which files and folders there are, in the order of their paths; no file is read.

Nothing is imported that costs time, since a look at records that have not changed needs no more than this.
"""

import os
from collections.abc import Iterable


class Found:
    """A file that stands for a record, or a folder that is called like one."""

    __slots__ = ("about", "file", "path")

    def __init__(self, file: str, path: str, about: os.stat_result | None) -> None:
        """``path`` is what people see of it; ``about`` what the system says of it, a link not followed, if anything."""
        self.file, self.path, self.about = file, path, about


class Folder:
    """A folder that was read: what the system said of it before, and what is in it."""

    __slots__ = ("about", "file", "inner", "names", "path")

    def __init__(self, file: str, path: str, about: os.stat_result | None, inner: list[str], names: list[str]) -> None:
        """``inner`` are the names of the folders that are read, ``names`` those of what stands for a record."""
        self.file, self.path, self.about, self.inner, self.names = file, path, about, inner, names


class Tree:
    """What there is under a folder, and what is in the way of finding all."""

    def __init__(self) -> None:
        self.files: list[Found] = []
        self.folders: list[Folder] = []
        self.unreadable: list[tuple[str, OSError]] = []
        """Paths of folders that cannot be read: what is in them is unknown."""
        self.links: list[str] = []
        """Paths of links to folders, which are not followed."""


def is_record(name: str) -> bool:
    """True for a name by which a file, or a folder, stands for a record."""
    return not name.startswith(".") and name.casefold().endswith(".toml")


def name_in(path: str) -> str:
    """Return the name of a record's file without its ending, which is its id."""
    return path.rpartition("/")[2].removesuffix(".toml")


def about(file: str) -> os.stat_result | None:
    """Return what the system says of a file, a link not followed; None where it says nothing."""
    try:
        return os.stat(file, follow_symlinks=False)  # noqa: PTH116
    except OSError:
        return None


def tree(folder: str, path: str, *, described: bool = False) -> Tree:
    """Return what there is under a folder, of which people see ``path``.

    ``described`` asks the system about every file, and about every folder before that is read.
    """
    found = Tree()
    ahead = [(folder, path)]
    while ahead:
        here, shown = ahead.pop()
        as_it_was = _about_folder(here) if described else None
        try:
            with os.scandir(here) as entries:
                folders, files = _parted(entries, described)
        except OSError as error:
            found.unreadable.append((shown, error))
            continue
        inner = [name for name, is_link in folders if not is_link]
        found.links += (f"{shown}/{name}" for name, is_link in folders if is_link)
        alike = [name for name in inner if is_record(name)]
        base = os.path.join(here, "")  # noqa: PTH118
        found.files += (
            Found(base + name, f"{shown}/{name}", about(base + name) if described else None) for name in alike
        )
        found.files += (Found(base + name, f"{shown}/{name}", its) for name, its in files)
        found.folders.append(Folder(here, shown, as_it_was, inner, [*alike, *(name for name, _ in files)]))
        ahead += ((base + name, f"{shown}/{name}") for name in reversed(inner))
    return found


def _about_folder(folder: str) -> os.stat_result | None:
    """Return what the system says of a folder, also where the topmost is a link to one."""
    try:
        return os.stat(folder)  # noqa: PTH116
    except OSError:
        return None


def _parted(
    entries: Iterable["os.DirEntry[str]"], described: bool
) -> tuple[list[tuple[str, bool]], list[tuple[str, os.stat_result | None]]]:
    """Return the folders, each with whether it is a link, and the files of records, each with what is known of it."""
    folders: list[tuple[str, bool]] = []
    files: list[tuple[str, os.stat_result | None]] = []
    for entry in entries:
        name = entry.name
        if name.startswith("."):
            continue
        if _is_folder(entry):
            folders.append((name, entry.is_symlink()))
        elif is_record(name):
            files.append((name, _about(entry) if described else None))
    return sorted(folders), sorted(files, key=lambda its: its[0])


def _is_folder(entry: "os.DirEntry[str]") -> bool:
    try:
        return entry.is_dir()
    except OSError:
        return False


def _about(entry: "os.DirEntry[str]") -> os.stat_result | None:
    try:
        return entry.stat(follow_symlinks=False)
    except OSError:
        return None
