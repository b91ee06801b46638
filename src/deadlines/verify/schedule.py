"""Which server may be asked now: each one thing at a time, with a pause after it. Knows neither clock nor network."""

import heapq
from collections import deque
from typing import Generic, TypeVar

Job = TypeVar("Job")


class Schedule(Generic[Job]):
    """Jobs for servers, in the order in which they were added. Times are seconds of any clock that only rises."""

    def __init__(self) -> None:
        self._waiting: dict[str, deque[Job]] = {}
        self._ready: list[tuple[float, int, str]] = []
        self._count = 0

    def add(self, server: str, job: Job) -> None:
        """Add a job behind those that the server has."""
        if server not in self._waiting:
            self._waiting[server] = deque()
            self._push(server, 0.0)
        self._waiting[server].append(job)

    def take(self, now: float) -> tuple[str, Job] | None:
        """Return a job that may be done now, and its server, which gets no other before ``done``; else None."""
        if not self._ready or self._ready[0][0] > now:
            return None
        _, _, server = heapq.heappop(self._ready)
        return server, self._waiting[server].popleft()

    def done(self, server: str, after: float) -> None:
        """Say that the job of a server is done; its next may begin ``after`` that time."""
        if self._waiting[server]:
            self._push(server, after)
        else:
            del self._waiting[server]

    def drop(self, server: str) -> list[Job]:
        """Take all jobs from a server that is being asked, and return them."""
        dropped = list(self._waiting[server])
        self._waiting[server].clear()
        return dropped

    def again(self, server: str, job: Job) -> None:
        """Put the job of a server that is being asked back, before its others."""
        self._waiting[server].appendleft(job)

    @property
    def next_at(self) -> float | None:
        """When the next job may begin; None where none waits, but for the end of another."""
        return self._ready[0][0] if self._ready else None

    def _push(self, server: str, at: float) -> None:
        self._count += 1
        heapq.heappush(self._ready, (at, self._count, server))
