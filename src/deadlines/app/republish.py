"""Publishing again by itself: when records or settings have changed, and when the passing of time changes something.

``watch`` and ``serve`` both look with this; what they do with the outcome is theirs.
"""

from collections.abc import Callable, Hashable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from deadlines.app.project import find_project, open_project
from deadlines.app.refusal import Refusal
from deadlines.domain.problem import Problem
from deadlines.records.changes import fingerprint
from deadlines.settings import FILE, OPPORTUNITIES

if TYPE_CHECKING:
    from deadlines.app.export import Exported

AGAIN = timedelta(minutes=1)
"""After an export that failed, although nothing has changed since."""


@dataclass(frozen=True)
class Failed:
    """An export that could not be made; the published folder is as it was."""

    message: str
    problems: tuple[Problem, ...] = ()
    """What is wrong in the settings, where that is the reason."""


class Republisher:
    """Exports a project whenever what is published would differ from what an export would publish now.

    ``export`` makes an export as of an instant and may raise anything; ``state`` returns what differs when records or
    settings have changed; ``next_change`` returns, of an export as of an instant, the next instant at which time alone
    changes something, or None.
    """

    def __init__(
        self,
        export: "Callable[[datetime], Exported]",
        state: Callable[[], Hashable],
        next_change: "Callable[[Exported, datetime], datetime | None]",
    ) -> None:
        self._export, self._state, self._next_change = export, state, next_change
        self._seen: Hashable = None
        self._until: datetime | None = None
        self._tried_at = datetime.min.replace(tzinfo=UTC)
        self.last: Exported | None = None
        """What was published last."""
        self.exported_at: datetime | None = None
        self.failure = ""
        """Why the last export failed; empty when it did not."""

    @classmethod
    def of(cls, directory: Path) -> "Republisher":
        """Return the one of the project around a folder."""
        from deadlines.app.export import export
        from deadlines.app.publication import next_change

        def state() -> Hashable:
            root = find_project(directory)
            return fingerprint(root / OPPORTUNITIES, root / FILE)

        return cls(lambda now: export(open_project(directory), now), state, next_change)

    def look(self, now: datetime) -> "Exported | Failed | None":
        """Export where it is time to; return the export, why it failed, or None where nothing has changed.

        Raises nothing: whatever goes wrong, what is published stays, and a later look tries again.
        """
        try:
            seen = (self._state(), now.date())
            if not self._is_due(seen, now):
                return None
            self._seen, self._tried_at = seen, now
            made = self._export(now)
            until = self._next_change(made, now)
        except Exception as error:
            problems = error.problems if isinstance(error, Refusal) else ()
            self.failure = str(error) or (f"{FILE} is wrong" if problems else type(error).__name__)
            return Failed(self.failure, problems)
        self.last, self.exported_at, self.failure, self._until = made, now, "", until
        return made

    def _is_due(self, seen: Hashable, now: datetime) -> bool:
        """True when something has changed, or an export that failed is to be tried again.

        A clock that was set back counts as a reason to try: nothing waits for an instant of the wall clock.
        """
        if seen != self._seen:
            return True
        if self.failure:
            return not self._tried_at <= now < self._tried_at + AGAIN
        return self._until is not None and now >= self._until
