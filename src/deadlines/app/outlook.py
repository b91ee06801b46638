"""What a check for reminders has found that further ones of the day need not look for again.

A check reads all records. Until a file, the settings, this program, or what was published is another, or the day has
turned in UTC, the next ones start from what it has found: of which few records something may be due. It is a shortcut
and no source: whatever is not known beyond doubt is looked for again, whatever happens to the memory.
"""

import marshal
import os
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from deadlines.app.state import (
    State,
    Unsure,
    described,
    digest,
    file_at,
    inputs,
    recalled,
    remember,
    state_of,
    unsettled,
)
from deadlines.settings.root import CALENDARS

if TYPE_CHECKING:
    from deadlines.domain.problem import Problem
    from deadlines.reminders.fact import Fact

Names = Sequence[tuple[str, str | None, str | None, str]]
"""By role, label and date by a rule, the UIDs by which points of a record are known."""


@dataclass(frozen=True)
class Outlook:
    """What a check found, from which others of its day can start. Instants and days are as ISO 8601 has them."""

    day: str
    """In UTC."""
    since: str
    """When a check had gone through, by which nothing was missed."""
    near: Sequence[tuple[str, Names]]
    """The paths of the records of which something may be due on the day, and under which names these are known."""
    ids: Sequence[str]
    """Their ids, and those of which the ledger knew something."""
    copies: str
    """The edition of the good records in the ledger: they are right while it is the same."""
    ledger: str | None
    """What the settings name."""
    owner: Sequence[str]
    """Whose the ledger is, as ``Owner`` has it."""
    ping: str | None
    broken: Sequence[tuple[str, str | None, Names]]
    """The ids of records that cannot be read; of each the digest of its last good state, if the ledger has one, and
    under which names that is known."""
    problems: str
    """What is wrong in them, as ``marshal`` writes it, in hexadecimal; empty for nothing."""

    @property
    def is_empty(self) -> bool:
        """True where nothing may be due on the day."""
        return not self.near and all(copy is None for _, copy, _ in self.broken)

    def all_problems(self) -> "tuple[Problem, ...]":
        """Return what is wrong in the records."""
        if not self.problems:
            return ()
        from deadlines.index.packed import problem_from

        return tuple(map(problem_from, marshal.loads(bytes.fromhex(self.problems))))  # noqa: S302

    def covers(self, now: datetime, since: datetime | None) -> bool:
        """True where nothing may be due at ``now``, or have been missed since the last good check, of other records."""
        return self.day == _day(now) and since is not None and self.since <= since.isoformat()

    def suffices(self, now: datetime, facts: "Sequence[Fact]", since: datetime | None) -> bool:
        """True where a check that starts from these facts needs no other records."""
        return self.covers(now, since) and {fact.record for fact in facts}.issubset(self.ids)


class LastCheck:
    """The last check of a project that read all records, as far as it is remembered."""

    def __init__(self, root: Path, began: datetime) -> None:
        self._root, self._began = root, began

    def outlook(self) -> Outlook | None:
        """Return what the check has found, if nothing has changed since."""
        try:
            found = recalled(self._file)
            outlook, then, published = Outlook(**found["outlook"]), tuple(found["inputs"]), tuple(found["published"])
            if outlook.day != _day(self._began) or inputs(self._root, then[1]) != then:
                return None
            return outlook if _published(self._root, found["names"], published[1]) == published else None
        except (LookupError, TypeError, OSError, Unsure):
            return None

    def before(self, names: Sequence[str], since: int | None = None) -> "Before | None":
        """Return the state of what a check starts from, and of published files of these names; None if unsure.

        ``since`` is from when on, in nanoseconds, what was touched is known by its content.
        """
        since = unsettled(self._began.timestamp()) if since is None else since
        with suppress(OSError, Unsure):
            return Before(inputs(self._root, since), _published(self._root, names, since), names)
        return None

    def keep(self, before: "Before", outlook: Outlook) -> None:
        """Remember what a check has found, unless what it started from is another by now."""
        if self.before(before.names, before.inputs[1]) == before:
            remember(self._file, {"outlook": asdict(outlook), **asdict(before)})

    @property
    def _file(self) -> Path:
        from deadlines.web.cache import cache_folder

        return cache_folder() / "checks" / digest(os.fsencode(self._root.resolve()))


@dataclass(frozen=True)
class Before:
    """The state of all that a check starts from."""

    inputs: State
    published: State
    names: Sequence[str]
    """Of the published files by which records are known under other names."""


def _published(root: Path, names: Sequence[str], since: int) -> State:
    folder = root / CALENDARS
    files = [(str(folder / name), None) for name in names if not os.path.lexists(folder / name)]
    there = [str(folder / name) for name in names if os.path.lexists(folder / name)]
    found = [*files, *(file_at(name, os.lstat(name)) for name in there)]
    return state_of(described(found, since), folder, since)


def _day(now: datetime) -> str:
    return now.astimezone(UTC).date().isoformat()
