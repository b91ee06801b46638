"""Publishing again by itself: when records or settings have changed, and when the passing of time changes something.

``watch`` and ``serve`` both look with this; what they do with the outcome is theirs.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from deadlines.app.changes import Changes
from deadlines.app.project import find_project, open_project
from deadlines.app.refusal import Refusal
from deadlines.domain.instant import nanoseconds
from deadlines.domain.problem import Problem
from deadlines.domain.text import Sentence
from deadlines.files import Signature, fingerprint
from deadlines.settings.root import CALENDARS, FILE, OPPORTUNITIES

if TYPE_CHECKING:
    from deadlines.app.export import Exported
    from deadlines.app.project import OpenProject

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

    ``export`` makes an export as of an instant and may raise anything; ``state`` returns, as of now, what differs when
    records or settings have changed, ``published`` what differs when the published folder has; ``next_change`` returns,
    of an export as of an instant, the next instant at which time alone changes something, or None.
    """

    def __init__(
        self,
        export: "Callable[[datetime], Exported]",
        state: Callable[[datetime], object],
        published: Callable[[], Mapping[str, Signature]],
        next_change: "Callable[[Exported, datetime], datetime | None]",
    ) -> None:
        self._export, self._state, self._published, self._next_change = export, state, published, next_change
        self._seen: object = None
        self._until: datetime | None = None
        self._tried_at = datetime.min.replace(tzinfo=UTC)
        self.last: Exported | None = None
        """What was published last."""
        self.exported_at: datetime | None = None
        self.written: Mapping[str, Signature] = {}
        """The files of the published folder as the last export left them, by path."""
        self.restored_at: datetime | None = None
        """When published files were damaged or gone last, and were written again."""
        self.failure = ""
        """Why the last export failed; empty when it did not."""

    @classmethod
    def of(cls, directory: Path, opened: "Callable[[], OpenProject] | None" = None) -> "Republisher":
        """Return the one of the project around a folder; ``opened`` returns it open, where somebody has it so."""
        from deadlines.app.export import export
        from deadlines.app.publication import next_change

        changes = Changes()

        def state(now: datetime) -> object:
            root = find_project(directory)
            return changes.look(fingerprint(root / OPPORTUNITIES, root / FILE), nanoseconds(now))

        def published() -> Mapping[str, Signature]:
            return fingerprint(find_project(directory) / CALENDARS)

        opened = opened or (lambda: open_project(directory))
        return cls(lambda now: export(opened(), now), state, published, next_change)

    def look(self, now: datetime) -> "Exported | Failed | None":
        """Export where it is time to; return the export, why it failed, or None where nothing has changed.

        Raises nothing: whatever goes wrong, what is published stays, and a later look tries again.
        """
        try:
            seen, changed = (self._state(now), now.date()), self.last is not None and self._published() != self.written
            if not changed and not self._is_due(seen, now):
                return None
            only_the_folder = seen == self._seen
            self._seen, self._tried_at = seen, now
            made = self._export(now)
            until, written = self._next_change(made, now), self._published()
        except Exception as error:
            problems = error.problems if isinstance(error, Refusal) else ()
            why = error.message if isinstance(error, Refusal) else str(error)
            self.failure = why or (Sentence("{file} is wrong", file=FILE) if problems else type(error).__name__)
            return Failed(self.failure, problems)
        if changed and only_the_folder and made.publication.stale:
            self.restored_at = now
        self.last, self.exported_at, self.failure, self._until, self.written = made, now, "", until, written
        return made

    def _is_due(self, seen: object, now: datetime) -> bool:
        """True when something has changed, or an export that failed is to be tried again.

        A clock that was set back counts as a reason to try: nothing waits for an instant of the wall clock.
        """
        if seen != self._seen:
            return True
        if self.failure:
            return not self._tried_at <= now < self._tried_at + AGAIN
        return self._until is not None and now >= self._until
