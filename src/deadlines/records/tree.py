"""The tree of records: which files and folders there are, in the order of their paths; no file is read.

Nothing is imported that costs time, since a look at records that have not changed needs no more than this.
"""

import os
from collections.abc import Callable, Container, Iterable
from operator import attrgetter, itemgetter
from stat import S_ISREG

Traces = tuple[int, int, int, int, int]
"""What the system says of a file: mode, inode, size, and in nanoseconds when content and inode were changed last.

They differ after every change, whatever the size and the dates are: nobody can set the last of them.
"""


class Found:
    """A file that stands for a record, or a folder that is called like one."""

    __slots__ = ("about", "file", "path")

    def __init__(self, file: str, path: str, about: Traces | None) -> None:
        """``path`` is what people see of it; ``about`` what the system says of it, a link not followed, if anything."""
        self.file, self.path, self.about = file, path, about


class Folder:
    """A folder that was read: what the system said of it before, and what is in it."""

    __slots__ = ("about", "abouts", "file", "has_links", "inner", "names", "path")

    def __init__(self, file: str, path: str, about: Traces | None) -> None:
        self.file, self.path, self.about = file, path, about
        self.inner: list[str] = []
        """The names of the folders in it that are read."""
        self.names: list[str] = []
        """The names of what stands for a record in it."""
        self.abouts: list[Traces | None] = []
        """What the system says of each of these, a link not followed, if anything."""
        self.has_links = False
        """True where there is a link to a folder in it."""

    def found(self, number: int) -> Found:
        """Return the file, or folder, that stands for a record, by its place among the names."""
        name = self.names[number]
        return Found(os.path.join(self.file, name), f"{self.path}/{name}", self.abouts[number])  # noqa: PTH118


class Tree:
    """What there is under a folder, and what is in the way of finding all."""

    def __init__(self) -> None:
        self.folders: list[Folder] = []
        self.unreadable: list[tuple[str, OSError]] = []
        """Paths of folders that cannot be read: what is in them is unknown."""
        self.links: list[str] = []
        """Paths of links to folders, which are not followed."""

    @property
    def files(self) -> list[Found]:
        """What stands for a record, in the order of the paths."""
        return self.files_but(())

    def files_but(self, paths: Container[str]) -> list[Found]:
        """Return the same without those at some paths."""
        return [
            folder.found(number)
            for folder in self.folders
            for number, name in enumerate(folder.names)
            if not paths or f"{folder.path}/{name}" not in paths
        ]

    @property
    def paths(self) -> list[str]:
        """What people see of their paths, in this order."""
        return [f"{folder.path}/{name}" for folder in self.folders for name in folder.names]

    @property
    def has_twins(self) -> bool:
        """True where two of these have one id."""
        ids = [name.removesuffix(".toml") for folder in self.folders for name in folder.names]
        return len(set(ids)) < len(ids)


def is_record(name: str) -> bool:
    """True for a name by which a file, or a folder, stands for a record."""
    return not name.startswith(".") and name.casefold().endswith(".toml")


def name_in(path: str) -> str:
    """Return the name of a record's file without its ending, which is its id."""
    return path.rpartition("/")[2].removesuffix(".toml")


traces: Callable[[os.stat_result], Traces] = attrgetter("st_mode", "st_ino", "st_size", "st_mtime_ns", "st_ctime_ns")
"""Return what differs after every change of a file, or of what is in a folder."""


def about(file: str, *, follow: bool = False) -> Traces | None:
    """Return what the system says of a file, or of a link, unless that is to ``follow``; None where it says nothing."""
    try:
        return traces(os.stat(file, follow_symlinks=follow))  # noqa: PTH116
    except OSError:
        return None


def tree(top: str, path: str, *, described: bool = False) -> Tree:
    """Return what there is under a folder, of which people see ``path``.

    ``described`` asks the system about every file, and about every folder before that is read.
    """
    found = Tree()
    ahead = [(top, path)]
    while ahead:
        here, shown = ahead.pop()
        folder = Folder(here, shown, about(here, follow=True) if described else None)
        try:
            folders, files = _in_folder(here, described)
        except OSError as error:
            found.unreadable.append((shown, error))
            continue
        links = [f"{shown}/{name}" for name, is_link in folders if is_link]
        folder.inner = [name for name, is_link in folders if not is_link]
        folder.has_links = bool(links)
        base = os.path.join(here, "")  # noqa: PTH118
        alike = [name for name in folder.inner if is_record(name)]
        files = [*((name, about(base + name) if described else None) for name in alike), *files]
        folder.names, folder.abouts = [name for name, _ in files], [its for _, its in files]
        found.links += links
        found.folders.append(folder)
        ahead += ((base + name, f"{shown}/{name}") for name in reversed(folder.inner))
    return found


def _in_folder(here: str, described: bool) -> tuple[list[tuple[str, bool]], list[tuple[str, Traces | None]]]:
    """Return what ``_parted`` does of a folder. Raises ``OSError`` that names it.

    The system finds the files sooner from a folder that is open than by their paths.
    """
    if os.scandir not in os.supports_fd:
        with os.scandir(here) as entries:
            return _parted(entries, described)
    opened = os.open(here, os.O_RDONLY | os.O_DIRECTORY)
    try:
        with os.scandir(opened) as entries:
            return _parted(entries, described)
    except OSError as error:
        raise OSError(error.errno, error.strerror, here) from error
    finally:
        os.close(opened)


def _parted(
    entries: "Iterable[os.DirEntry[str]]", described: bool
) -> tuple[list[tuple[str, bool]], list[tuple[str, Traces | None]]]:
    """Return the folders, each with whether it is a link, and the files of records, each with what is known of it."""
    folders: list[tuple[str, bool]] = []
    files: list[tuple[str, Traces | None]] = []
    for entry in entries:
        name = entry.name
        if name.startswith("."):
            continue
        its: Traces | None = None
        if described and name.endswith(".toml"):
            its = _described(entry)
            if its is not None and S_ISREG(its[0]):  # As nearly all: nothing more is asked.
                files.append((name, its))
                continue
        try:
            is_folder = entry.is_dir()
        except OSError:
            is_folder = False
        if is_folder:
            folders.append((name, entry.is_symlink()))
        elif is_record(name):
            files.append((name, its or (_described(entry) if described else None)))
    return sorted(folders), sorted(files, key=itemgetter(0))


def _described(entry: "os.DirEntry[str]") -> Traces | None:
    try:
        return traces(entry.stat(follow_symlinks=False))
    except OSError:
        return None
