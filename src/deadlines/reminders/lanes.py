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

    def run(
        self, begin: Callable[[Job], Callable[[], str] | None], end: Callable[[Job, str | BaseException], None]
    ) -> None:
        """Begin all jobs, and end each with the reply or the error that came of it.

        ``begin`` returns what is to be called in a thread, None where nothing is to be sent. What they raise is
        raised when the letters that are on their way have been answered. A run that is stopped leaves them behind.
        """
        try:
            self._run(begin, end)
        finally:
            self._dismiss()

    def _run(
        self, begin: Callable[[Job], Callable[[], str] | None], end: Callable[[Job, str | BaseException], None]
    ) -> None:
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
            try:
                end(job, result)
            except Exception as error:
                failure = failure or error
        if failure is not None:
            raise failure

    def _begin_all(self, begin: Callable[[Job], Callable[[], str] | None]) -> None:
        for relay, jobs in list(self._waiting.items()):
            while (
                jobs and self._busy[relay] < self._at_once[relay] and relay not in self.closed and not self._stopped()
            ):
                job = jobs.popleft()
                if send := begin(job):
                    self._hand_on(relay, job, send)

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
