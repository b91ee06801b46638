"""Whether a file is known to be the same as before, without reading it."""

import stat

from deadlines.records.tree import Traces

SETTLED = 2_000_000_000
"""Nanoseconds after its last change from which on a further one leaves other traces: the coarsest dates there are."""
_SECOND = 1_000_000_000


def is_settled(its: Traces, at: int) -> bool:
    """True where every change after ``at``, in nanoseconds since 1970, will be seen in the traces.

    Never for a link, whose target is another file, nor where inodes have no number or no date finer than a second.
    """
    mode, inode, _, changed, touched = its
    if not inode or not touched % _SECOND or max(changed, touched) > at - SETTLED:
        return False
    return stat.S_ISREG(mode) or stat.S_ISDIR(mode)
