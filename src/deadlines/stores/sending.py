"""Decide: what is to be sent, in which order, and what is to be taken away; values alone."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from itertools import groupby

from deadlines.domain.folder import INDEX, OPPORTUNITIES
from deadlines.stores.sent import UNKNOWN, SentFile, by_name
from deadlines.stores.store import Found

MEMORY = ("revisions.tsv", "identities.tsv")
"""The tables of what subscribers were told, in each folder of the published one."""


@dataclass(frozen=True)
class Sending:
    """What makes a store hold what a folder holds."""

    stages: tuple[tuple[str, ...], ...]
    """Names of what is to be sent: all of one stage before any of the next."""
    withdrawn: tuple[str, ...]
    """What was sent, is there as it was sent, and is in the folder no more."""
    unsure: tuple[str, ...]
    """The same, where only its content can tell whether it is what was sent."""
    unchanged: int

    @property
    def names(self) -> tuple[str, ...]:
        """All that is to be sent, in its order."""
        return tuple(name for stage in self.stages for name in stage)

    @property
    def is_empty(self) -> bool:
        """True when there is nothing to do."""
        return not (self.stages or self.withdrawn or self.unsure)


def plan(here: Mapping[str, str], there: Mapping[str, Found], sent: Collection[SentFile]) -> Sending:
    """Compare a folder, by name the digest of each file, with what a store holds and what was sent to it.

    A file stays unsent only where it is known to be there: the store says of it what it said after exactly this content
    was sent. Whatever another hand has changed or deleted is sent again.
    """
    known = by_name(sent)
    stale = sorted(name for name in here if not _is_there(name, here[name], there, known))
    stale.sort(key=lambda name: stage_of(name, there))
    gone = [name for name in sorted(known.keys() - here.keys()) if name in there]
    ours = [name for name in gone if any(row.state == there[name].state for row in known[name])]
    unsure = [name for name in gone if name not in ours and any(row.state == UNKNOWN for row in known[name])]
    stages = tuple(tuple(names) for _, names in groupby(stale, key=lambda name: stage_of(name, there)))
    return Sending(stages, tuple(ours), tuple(unsure), len(here) - len(stale))


def stage_of(name: str, there: Collection[str]) -> int:
    """Return when a file is sent: what others lead to or rely on goes before them.

    The tables first: no subscriber ever sees a revision that they do not know. Then calendars, and what pages are drawn
    with. Pages lead to one another in circles: those that are not ``there`` yet, to which nobody is led so far, go
    before those that are replaced, which lead there then. Last goes what the next export compares with.
    """
    last, ending = name.rpartition("/")[2], name.rpartition(".")[2]
    if last in MEMORY:
        return 0
    if name == OPPORTUNITIES:
        return 5
    return {"ics": 1, "css": 2, "js": 2, "svg": 2}.get(ending, 4 if name in there or last == INDEX else 3)


def foreign(there: Mapping[str, Found], sending: Sending, sent: Collection[SentFile]) -> str:
    """Return the name of a file of others that would be overwritten; empty where nothing is.

    Where a table of revisions lies there, all of it is an export that was brought there by other means.
    """
    if MEMORY[0] in there or sent:
        return ""
    return next((name for name in sending.names if name in there), "")


def _is_there(name: str, digest: str, there: Mapping[str, Found], known: Mapping[str, tuple[SentFile, ...]]) -> bool:
    found = there.get(name)
    return found is not None and SentFile(name, digest, found.state) in known.get(name, ())
