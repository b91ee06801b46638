"""Whether a file is known to be the same as before, without reading it."""

import stat

from deadlines import files
from deadlines.records.tree import Traces

_SECOND = 1_000_000_000


def is_settled(its: Traces, at: int) -> bool:
    """True where every change after ``at``, in nanoseconds since 1970, will be seen in the traces of a file or folder.

    Never for a link, whose target is another file, nor where inodes have no number, or no date finer than a second:
    there a clock that is set back may give a date again.
    """
    mode, inode, size, changed, touched = its
    if not inode or not touched % _SECOND:
        return False
    return (stat.S_ISREG(mode) or stat.S_ISDIR(mode)) and files.is_settled((inode, size, changed, touched), at)


def is_text(*names: str) -> bool:
    """True for names that are UTF-8; others are never kept."""
    try:
        return all(name.encode() is not None for name in names)
    except UnicodeEncodeError:
        return False
