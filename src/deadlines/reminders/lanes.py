"""Lanes: letters go side by side, one or a few at a time through each relay, so that none waits for another's relay.

All but the sending itself happens in the thread that runs the lanes: threads of their own share nothing but the result.
"""

import queue
import threading
from collections import Counter, defaultdict, deque
from collections.abc import Callable
from typing import Generic, TypeVar

from deadlines.reminders.letter import Undelivered
from deadlines.web.dial import Budget

SECONDS = 240.0
"""In which the letters of a check begin; one that has begun has a time of its own. Together less than a lease."""
GRACE = 2.0
"""Seconds in which a letter may still be answered when the check is stopped."""
_POLL = 0.1
_REFUSALS = 10
"""So many letters that are refused for what they say, one after another, are no fault of theirs."""

Job = TypeVar("Job")
Begin = Callable[[deque[Job]], tuple[Job, Callable[[], str]] | None]
"""Takes one job or more out of those that wait, and returns one with what is to be called in a thread for it; None
where there is nothing to send."""
End = Callable[[Job, "str | BaseException", deque[Job]], None]
"""Ends a job with its reply, or with the error that came of it. What may begin by its relay now waits in the last."""


class Lanes(Generic[Job]):
    """Jobs that wait for a relay each, in order."""

    def __init__(self, stopped: Callable[[], bool], seconds: float = SECONDS) -> None:
        self.closed: dict[str, str] = {}
        """Relays by which nothing else goes in this check, and why."""
        self._waiting: defaultdict[str, deque[Job]] = defaultdict(deque)
        self._at_once: dict[str, int] = {}
        self._busy = Counter[str]()
        self._threads = Counter[str]()
        self._handed: defaultdict[str, queue.SimpleQueue[tuple[Job, Callable[[], str]] | None]] = defaultdict(
            queue.SimpleQueue
        )
        self._done: queue.SimpleQueue[tuple[str, Job, str | BaseException]] = queue.SimpleQueue()
        self._stopped, self._budget, self._refusals = stopped, Budget(seconds), Counter[str]()

    def put(self, relay: str, job: Job, at_once: int = 1) -> None:
        """Let a job wait for a relay, which takes so many ``at_once``, after those that wait for it already."""
        self._waiting[relay].append(job)
        self._at_once[relay] = at_once

    def run(self, begin: Begin[Job], end: End[Job]) -> None:
        """Begin all jobs, and end each.

        After an end at which jobs wait, one of them is begun at once, whatever happens. What they raise is raised when
        the letters that are on their way have been answered. A run that is stopped leaves them behind.
        """
        try:
            self._run(begin, end)
        finally:
            self._dismiss()

    def _run(self, begin: Begin[Job], end: End[Job]) -> None:
        failure: Exception | None = None
        grace: Budget | None = None
        while True:
            if grace is None and self._stopped():
                grace = Budget(GRACE)
            try:
                if failure is None and grace is None and not self._budget.spent:
                    self._begin_all(begin)
            except Exception as error:
                failure = error
            if not self._busy.total() or (grace is not None and grace.spent):
                break
            try:
                relay, job, result = self._done.get(timeout=_POLL)
            except queue.Empty:
                continue
            self._busy[relay] -= 1
            if not isinstance(result, (str, Exception)):
                raise result
            self._note(relay, result)
            goes_on = failure is None and grace is None and self._may_begin(relay)
            waiting = self._waiting[relay] if goes_on else deque[Job]()
            try:
                end(job, result, waiting)
                if waiting:
                    self._begin(relay, begin)
            except Exception as error:
                failure = failure or error
        if failure is not None:
            raise failure

    def _begin_all(self, begin: Begin[Job]) -> None:
        for relay, jobs in list(self._waiting.items()):
            while jobs and self._busy[relay] < self._at_once[relay] and self._may_begin(relay):
                self._begin(relay, begin)

    def _may_begin(self, relay: str) -> bool:
        return relay not in self.closed and not self._budget.spent and not self._stopped()

    def _begin(self, relay: str, begin: Begin[Job]) -> None:
        if begun := begin(self._waiting[relay]):
            self._hand_on(relay, *begun)

    def _hand_on(self, relay: str, job: Job, send: Callable[[], str]) -> None:
        """Let a thread of the lane send; there are as many as have ever been busy at once."""
        self._busy[relay] += 1
        self._handed[relay].put((job, send))
        if self._busy[relay] > self._threads[relay]:
            self._threads[relay] += 1
            threading.Thread(target=self._work, args=(relay, self._handed[relay]), daemon=True).start()

    def _work(self, relay: str, handed: "queue.SimpleQueue[tuple[Job, Callable[[], str]] | None]") -> None:
        while (one := handed.get()) is not None:
            job, send = one
            try:
                result: str | BaseException = send()
            except BaseException as error:
                result = error
            self._done.put((relay, job, result))

    def _dismiss(self) -> None:
        for relay, number in self._threads.items():
            for _ in range(number):
                self._handed[relay].put(None)

    def _note(self, relay: str, result: str | Exception) -> None:
        """Close the lane of a relay that takes nothing now."""
        if not isinstance(result, Undelivered):
            self._refusals[relay] = 0
        elif result.cause == "way":
            self.closed[relay] = result.message
        elif result.cause == "content":
            self._refusals[relay] += 1
            if self._refusals[relay] == _REFUSALS:
                self.closed[relay] = result.message
