"""An export that has nothing to do, known for one without reading a record: by what the last one was made of, and left.

What is remembered is kept in the user's folder for what can be made again. It is a shortcut and no source: whatever is
not known beyond doubt is exported, whatever happens to the memory. The state of a file is its inode, its size and when
its content and its inode changed last; nobody can set the last of these. A record that was touched within two seconds
of being read, or a published file in the last moment of an export, may change again without another date: it is known
by its content. So that no mistake outlives a day, none of it counts beyond the end of the day, in UTC.
"""

import os
from contextlib import suppress
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, time, timedelta
from pathlib import Path

from deadlines.app.state import (
    State,
    Unsure,
    digest,
    files_in,
    inputs,
    recalled,
    remember,
    state_of,
    touched,
    unsettled,
)

TICK = 50_000_000
"""Nanoseconds after which another change of what an export has written leaves other traces: more than a tick of any
system's clock. Until then it is known by its content."""


@dataclass(frozen=True)
class Said:
    """What an export says that has nothing to do."""

    err: str
    out: str
    code: int


@dataclass(frozen=True)
class _Memory:
    inputs: State
    outputs: State
    since: str
    until: str
    """The instants from and before which nothing changes by the passing of time alone."""
    said: Said


class LastExport:
    """The last export of a project into a folder, as far as it is remembered for readers of a language."""

    def __init__(self, root: Path, folder: Path, language: str, began: datetime) -> None:
        """``began`` is now by the clock, whatever is taken for now."""
        self._root, self._folder, self._began = root, folder, began
        named = "\0".join((str(root), str(folder), language))
        self._name = f"{digest(os.fsencode(named))}.export"

    def said(self, now: datetime) -> Said | None:
        """Return what an export as of ``now`` would say, if it is known that it has nothing to do."""
        memory = self._recalled()
        if memory is None or not memory.since <= _stamp(now) < memory.until:
            return None
        try:
            if (
                inputs(self._root, memory.inputs[1]) != memory.inputs
                or self._outputs(memory.outputs[1]) != memory.outputs
            ):
                return None
        except (OSError, Unsure):
            return None
        return memory.said

    def inputs(self) -> State | None:
        """Return the state of all that an export is made of, before it is read; None where that is not sure."""
        with suppress(OSError, Unsure):
            return inputs(self._root, unsettled(self._began.timestamp()))
        return None

    def outputs(self) -> State | None:
        """Return the state of the published folder, while no other export can write it; None where that is not sure."""
        with suppress(OSError, Unsure):
            files = files_in(self._folder)
            return state_of(files, self._folder, max(map(touched, files), default=0) - TICK)
        return None

    def keep(self, said: Said, made_of: State, outputs: State, *, since: datetime, until: datetime | None) -> None:
        """Remember what an export says that has nothing to do, as of ``since`` and until time alone changes something.

        ``made_of`` is the state of the inputs before they were read; where it is another by now, nothing is remembered.
        """
        tomorrow = datetime.combine(since.astimezone(UTC).date() + timedelta(days=1), time(), tzinfo=UTC)
        memory = _Memory(made_of, outputs, _stamp(since), _stamp(min(until or tomorrow, tomorrow)), said)
        with suppress(OSError, Unsure):
            if inputs(self._root, made_of[1]) == made_of:
                remember(_cache() / self._name, asdict(memory))

    def _recalled(self) -> _Memory | None:
        try:
            found = recalled(_cache() / self._name)
            return _Memory(
                tuple(found["inputs"]), tuple(found["outputs"]), found["since"], found["until"], Said(**found["said"])
            )
        except (LookupError, TypeError):
            return None

    def _outputs(self, since: int) -> State:
        return state_of(files_in(self._folder), self._folder, since)


def _cache() -> Path:
    from deadlines.web.cache import cache_folder

    return cache_folder() / "exports"


def _stamp(at: datetime) -> str:
    """Return an instant so that it sorts as it follows."""
    return f"{at.astimezone(UTC):%Y-%m-%dT%H:%M:%S.%f}"
