"""What changes of files are noticed by, look after look: how they look, and what they hold while that may not tell."""

from collections.abc import Mapping
from pathlib import Path

from deadlines.app.state import digest
from deadlines.files import Signature, is_settled

Seen = dict[str, tuple[Signature, str]]
"""By path, how a file looks, and a digest of what it held where it was looked at just after a change of it."""


class Changes:
    """Files that are looked at again and again; nothing is read but what was touched just before a look."""

    def __init__(self) -> None:
        self._seen: Seen = {}
        self._unsettled: frozenset[str] = frozenset()

    def look(self, found: Mapping[str, Signature], at: int) -> Seen:
        """Return what differs from the last time where a file is another; ``at`` is now, in nanoseconds since 1970.

        A second change within the tick of a clock leaves the signature as it is: what looks the same, but was touched
        so shortly before the last look, is read once more.
        """
        seen: Seen = {}
        for path, its in found.items():
            before = self._seen.get(path)
            if before and before[0] == its and path not in self._unsettled:
                seen[path] = before
            elif (before and before[0] == its) or not is_settled(its, at):
                seen[path] = its, _digest(path)
            else:
                seen[path] = its, ""
        self._unsettled = frozenset(path for path, its in found.items() if not is_settled(its, at))
        self._seen = seen
        return seen


def _digest(path: str) -> str:
    try:
        return digest(Path(path).read_bytes())
    except OSError as error:
        return type(error).__name__
