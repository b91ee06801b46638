"""The digests of published files: what is as it was when it was read is not read again.

What is remembered is kept in the user's folder for what can be made again. It is a shortcut and no source: what is not
known beyond doubt is read, deleting the memory is harmless, and so that no mistake outlives a day, none of it counts
beyond the end of the day, in UTC.
"""

import os
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

from deadlines.app.state import digest as named
from deadlines.app.state import recalled, remember
from deadlines.index.trust import is_settled
from deadlines.records.tree import Traces, traces
from deadlines.stores.send import plain_files
from deadlines.stores.store import digest


def digests_of(folder: Path, now: datetime) -> dict[str, str]:
    """Return the digest of each plain file below a folder, by name; ``now`` is by the clock. Raises ``OSError``."""
    at, day = int(now.timestamp()) * 1_000_000_000, f"{now.astimezone(UTC):%Y-%m-%d}"
    known = _known(folder, day)
    here: dict[str, str] = {}
    settled: dict[str, tuple[Traces, str]] = {}
    for name, file in plain_files(folder):
        its = traces(file.stat(follow_symlinks=False))
        before = known.get(name)
        here[name] = before[1] if before and before[0] == its else digest(Path(file.path).read_bytes())
        if is_settled(its, at):
            settled[name] = its, here[name]
    if settled != known:
        remember(_memory(folder), {"day": day, "files": settled})
    return here


def forget(folder: Path) -> None:
    """Let every file of a folder be read the next time."""
    with suppress(OSError):
        _memory(folder).unlink(missing_ok=True)


def _known(folder: Path, day: str) -> dict[str, tuple[Traces, str]]:
    found = recalled(_memory(folder))
    try:
        if found["day"] == day:
            return {name: (tuple(its), known) for name, (its, known) in found["files"].items()}
    except (AttributeError, LookupError, TypeError, ValueError):
        pass
    return {}


def _memory(folder: Path) -> Path:
    from deadlines.web.cache import cache_folder

    return cache_folder() / "exports" / f"{named(os.fsencode(os.path.realpath(folder)))}.digests"
