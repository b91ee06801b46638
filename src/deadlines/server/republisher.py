"""The one who looks after the folder while it is served: records that change are exported again."""

import time
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from datetime import datetime, timedelta
from threading import Lock

from deadlines.domain.opportunity import Opportunity
from deadlines.feeds.export import Export
from deadlines.feeds.select import select
from deadlines.server.folder import Kept
from deadlines.server.query import Query
from deadlines.server.representation import CALENDAR, Representation

_MOST_BYTES = 64_000_000
_AGAIN = timedelta(minutes=1)
"""After an export that failed, although nothing has changed."""
_EVERY = 0.25
_SHARE = 20
"""Looking takes at most one part in so many of the time, however large the tree is."""


@dataclass(frozen=True)
class Republished:
    """What an export has made of the records."""

    plan: Export
    opportunities: tuple[Opportunity, ...]
    problems: int
    title: str
    """The project's name."""


class Republisher:
    """Exports when the records have changed, or the day has; whatever goes wrong, what stands in the folder stays.

    ``export`` does the work as of an instant and may raise anything; ``state`` returns what differs when the records
    have changed; ``now`` is the clock; ``tell`` says a line to whoever runs the server.
    """

    def __init__(
        self,
        export: Callable[[datetime], Republished],
        state: Callable[[], Hashable],
        now: Callable[[], datetime],
        tell: Callable[[str], None],
    ) -> None:
        self._export, self._state, self.now, self.tell = export, state, now, tell
        self._seen: Hashable = None
        self._known: dict[str, Opportunity] = {}
        self._last: Republished | None = None
        self._exported_at: datetime | None = None
        self._failure, self._again_at = "", now()
        self._generation = 0
        self._feeds, self._alone = Kept(_MOST_BYTES), Lock()
        self.pause = _EVERY
        """Seconds until the next look."""

    def look(self) -> None:
        """Look once, and export if anything has changed since the last time. Raises nothing."""
        try:
            now = self.now()
            began = time.perf_counter()
            seen = (self._state(), now.date())
            self.pause = max(_EVERY, _SHARE * (time.perf_counter() - began))
            if seen == self._seen and not (self._failure and now >= self._again_at):
                return
            self._again_at = now + _AGAIN
            self._seen = seen
            made = self._export(now)
            with self._alone:
                self._last = made
                self._known |= {found.id: found for found in made.opportunities}
                self._generation += 1
            self._exported_at, self._failure = now, ""
            written = sum(file.stale for file in made.plan.files)
            self.tell(f"current: {written} files written, {made.problems} problems")
        except Exception as error:
            failure = str(error) or type(error).__name__
            if failure != self._failure:
                self.tell(f"not exported: {failure}. What stands in the folder is served as it is")
            self._failure = failure

    def health(self) -> dict[str, object]:
        """Return how the last export went; why one failed is told to whoever runs the server, and not to all."""
        return {
            "status": "failing" if self._failure else "serving",
            "exported": f"{self._exported_at:%Y-%m-%dT%H:%M:%SZ}" if self._exported_at else None,
            "problems": self._last.problems if self._last else None,
        }

    def feed(self, query: Query) -> Representation | None:
        """Return the feed of a selection, made of the entries of the folder; None where it has none.

        It is kept until the next export.
        """
        with self._alone:
            if self._last is None:
                return None
            if found := self._feeds.get(query, self._generation):
                return found
            title = ": ".join(filter(None, (self._last.title, query.in_words)))
            content = select(self._last.plan, query.selection, title, self._known, alarms=query.alarms)
            if content is None:
                return None
            return self._feeds.put(query, self._generation, Representation(content, CALENDAR))
