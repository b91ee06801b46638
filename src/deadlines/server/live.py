"""What is served while it lives: exported again when something changes, with feeds by query and its own health."""

import ctypes
import time
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from threading import Lock

from deadlines.app.export import Exported
from deadlines.app.republish import Failed, Republisher
from deadlines.domain.media_type import CALENDAR
from deadlines.domain.opportunity import Opportunity
from deadlines.feeds.select import select
from deadlines.server.folder import Kept, StaticFiles
from deadlines.server.query import Query
from deadlines.server.representation import Representation, represent

_MOST_BYTES = 16_000_000
"""Of the feeds by query that are kept."""
_EVERY = 0.25
_SHARE = 20
"""Looking takes at most one part in so many of the time, however large the tree is."""


class LiveExport:
    """The last export of a project that is being served, and what is asked of it.

    ``clock`` returns now; ``outcome`` is handed each export and each failure, after ``health`` knows it; ``fault`` is
    handed a line about an answer that could not be made.
    """

    def __init__(
        self,
        republisher: Republisher,
        folder: StaticFiles,
        clock: Callable[[], datetime],
        outcome: Callable[[Exported | Failed], None],
        fault: Callable[[str], None],
    ) -> None:
        self._republisher, self.folder, self.now, self._outcome, self.fault = (
            republisher,
            folder,
            clock,
            outcome,
            fault,
        )
        self._known: dict[str, Opportunity] = {}
        self._generation = 0
        self._feeds, self._lock, self._looking = Kept(_MOST_BYTES), Lock(), Lock()
        self.pause = _EVERY
        """Seconds until the next look."""

    def look(self) -> None:
        """Look once, and export if anything has changed since the last time; one thread at a time."""
        with self._looking:
            self._look()

    def _look(self) -> None:
        began = time.perf_counter()
        found = self._republisher.look(self.now())
        if found is None:
            self.pause = max(_EVERY, _SHARE * (time.perf_counter() - began))
            return
        if isinstance(found, Exported):
            with self._lock:
                self._known |= {known.id: known for known in found.loaded.opportunities}
                self._generation += 1
            self.folder.expect(self._republisher.written)
        self._outcome(found)
        _give_back()

    def health(self) -> dict[str, object]:
        """Return how the last export went; why one failed is said to whoever runs the server, and not to all."""
        last, at, restored = self._republisher.last, self._republisher.exported_at, self._republisher.restored_at
        return {
            "status": "failing" if self._republisher.failure else "serving",
            "exported": f"{at:%Y-%m-%dT%H:%M:%SZ}" if at else None,
            "restored": f"{restored:%Y-%m-%dT%H:%M:%SZ}" if restored else None,
            "problems": sum(not problem.warning for problem in last.problems) if last else None,
        }

    def feed_at_hand(self, query: Query) -> Representation | None:
        """Return the feed of a selection where it was made since the last export; None is no answer."""
        return self._feeds.get(query, self._generation)

    def feed(self, query: Query) -> Representation | None:
        """Return the feed of a selection, made of the entries of the folder; None where it has none.

        It is kept until the next export.
        """
        with self._lock:
            last = self._republisher.last
            if last is None:
                return None
            if found := self._feeds.get(query, self._generation):
                return found
            title = ": ".join(filter(None, (last.project.settings.project.name, query.in_words)))
            content = select(last.publication.own, query.selection, title, self._known, alarms=query.alarms)
            if content is None:
                return None
            return self._feeds.put(query, self._generation, represent(content, CALENDAR))


def _give_back() -> None:
    """Hand back to the system what an export has needed, where the C library of the system keeps it."""
    with suppress(AttributeError, OSError, TypeError):
        ctypes.CDLL(None).malloc_trim(0)
