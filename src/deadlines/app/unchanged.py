"""An export that has nothing to do, known for one without reading a record: by what the last one was made of, and left.

What is remembered is kept in the user's folder for what can be made again. It is a shortcut and no source: whatever is
not known beyond doubt is exported, whatever happens to the memory. The state of a file is its inode, its size and when
its content and its inode changed last; nobody can set the last of these. A record that was touched within two seconds
of being read, or a published file in the last moment of an export, may change again without another date: it is known
by its content. So that no mistake outlives a day, none of it counts beyond the end of the day, in UTC.
"""

import os
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from time import sleep
from typing import TYPE_CHECKING

from deadlines.app.state import (
    Described,
    File,
    State,
    Unsure,
    described,
    digest,
    files_in,
    inputs,
    inputs_in,
    made_by,
    now_in,
    program,
    recalled,
    recalled_bytes,
    remember,
    remember_bytes,
    state_of,
    unsettled,
)
from deadlines.settings.root import OPPORTUNITIES

if TYPE_CHECKING:
    from deadlines.app.left import Left

TICK = 50_000_000
"""Nanoseconds after which another change of what an export has written leaves other traces: more than a tick of any
system's clock. Until then it is known by its content."""

MOST_READ = 1_000_000
"""Bytes that are read sooner than that moment has passed."""


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


@dataclass(frozen=True)
class Inputs:
    """The state of all that an export is made of."""

    state: State
    files: list[Described]
    """The settings first."""


@dataclass(frozen=True)
class Edited:
    """An export that would differ from the last by what is said in a few records."""

    left: "Left"
    """What the last one left."""
    records: tuple[str, ...]
    """The files of the records."""
    inputs: Inputs
    published: State
    until: datetime


class LastExport:
    """The last export of a project into a folder, as far as it is remembered for readers of a language."""

    def __init__(self, root: Path, folder: Path, language: str, began: datetime) -> None:
        """``began`` is now by the clock, whatever is taken for now."""
        self._root, self._folder, self._began = root, folder, began
        named = "\0".join((str(root), str(folder), language))
        self._name = digest(os.fsencode(named))
        self._seen: Inputs | None = None

    def said(self, now: datetime) -> Said | None:
        """Return what an export as of ``now`` would say, if it is known that it has nothing to do."""
        memory = self._recalled(now)
        if memory is None:
            return None
        with suppress(OSError, Unsure):
            if self._inputs(memory.inputs[1]).state == memory.inputs:
                published = state_of(
                    described(files_in(self._folder), memory.outputs[1]), self._folder, memory.outputs[1]
                )
                return memory.said if published == memory.outputs else None
        return None

    def edited(self, now: datetime) -> Edited | None:
        """Return which records alone are another since, if it is known that nothing else is."""
        memory, lines = self._recalled(now), recalled_bytes(_cache() / f"{self._name}.left")
        if memory is None or lines is None:
            return None
        from deadlines.app.left import left_in

        with suppress(OSError, Unsure, ValueError, LookupError, TypeError):
            left = left_in(lines.split(b"\n"))
            if (left.published, left.program) != (memory.outputs[0], made_by()):
                return None
            now_there = self._seen or self._inputs(memory.inputs[1])
            before, after = set(left.inputs), now_there.files
            records = [str(one[0]) for one in after if one not in before]
            known = {one[0] for one in before.difference(after) if len(one) > 1}
            if len(after) == len(before) and known == set(records) and after[0] in before:
                return Edited(left, tuple(records), now_there, memory.outputs, datetime.fromisoformat(memory.until))
        return None

    def inputs(self) -> State | None:
        """Return the state of all that an export is made of, before it is read; None where that is not sure."""
        with suppress(OSError, Unsure):
            return inputs(self._root, unsettled(self._began.timestamp()))
        return None

    def outputs(self) -> State | None:
        """Return the state of the published folder, while no other export can write it; None where that is not sure."""
        with suppress(OSError, Unsure):
            return published_state(self._folder)
        return None

    def keep(
        self,
        said: Said,
        made_of: State,
        outputs: State,
        *,
        since: datetime,
        until: datetime | None,
        left: "Callable[[list[Described]], Left | None]" = lambda _: None,
    ) -> None:
        """Remember what an export says that has nothing to do, as of ``since`` and until time alone changes something.

        ``made_of`` is the state of the inputs before they were read; where it is another by now, nothing is remembered.
        ``left`` returns what the export left, of its inputs.
        """
        with suppress(OSError, Unsure):
            now_there = self._inputs(made_of[1])
            if now_there.state == made_of:
                self.keep_edited(said, made_of, outputs, left(now_there.files), since=since, until=until)

    def keep_edited(
        self,
        said: Said,
        made_of: State,
        outputs: State,
        left: "Left | None",
        *,
        since: datetime,
        until: datetime | None,
    ) -> None:
        """Remember the same where all that was read has been looked at again."""
        tomorrow = datetime.combine(since.astimezone(UTC).date() + timedelta(days=1), time(), tzinfo=UTC)
        memory = _Memory(made_of, outputs, _stamp(since), _stamp(min(until or tomorrow, tomorrow)), said)
        if left:
            remember_bytes(_cache() / f"{self._name}.left", b"\n".join(left.lines()))
        remember(_cache() / f"{self._name}.export", asdict(memory))

    def _recalled(self, now: datetime) -> _Memory | None:
        """Return what is remembered, where it counts ``now``."""
        try:
            found = recalled(_cache() / f"{self._name}.export")
            memory = _Memory(
                tuple(found["inputs"]), tuple(found["outputs"]), found["since"], found["until"], Said(**found["said"])
            )
        except (LookupError, TypeError):
            return None
        return memory if memory.since <= _stamp(now) < memory.until else None

    def _inputs(self, since: int) -> Inputs:
        files = list(described(inputs_in(self._root), since))
        self._seen = Inputs(state_of(files, self._root / OPPORTUNITIES, since, program()), files)
        return self._seen


def published_state(folder: Path, files: Iterable[File] | None = None) -> State:
    """Return the state of a folder that is left alone from now on, or of the ``files`` that are known to be in it.

    Where much was written a moment ago, that moment is waited for, so that it need not be read. Raises ``OSError`` and
    ``Unsure``.
    """
    since = now_in(folder) - TICK
    if _written_in(folder, since) > MOST_READ:
        sleep(TICK / 1e9)
        since = now_in(folder) - TICK
    return state_of(described(files_in(folder) if files is None else files, since), folder, since)


def _written_in(folder: Path, since: int) -> int:
    """Return how many bytes the files in a folder have that were written since; those in its own folders are small."""
    with os.scandir(folder) as entries:
        found = [entry.stat() for entry in entries if entry.is_file()]
    return sum(its.st_size for its in found if its.st_ctime_ns >= since)


def _cache() -> Path:
    from deadlines.web.cache import cache_folder

    return cache_folder() / "exports"


def _stamp(at: datetime) -> str:
    """Return an instant so that it sorts as it follows."""
    return f"{at.astimezone(UTC):%Y-%m-%dT%H:%M:%S.%f+00:00}"
