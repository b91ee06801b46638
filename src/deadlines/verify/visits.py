"""Many pages visited: servers beside each other, each one politely, and whatever answers is a value."""

import ipaddress
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass, field
from threading import Event
from time import monotonic
from typing import Literal
from urllib.parse import urlsplit

from deadlines.domain.text import Sentence
from deadlines.verify.robots import Rules, address_of, rules_in
from deadlines.verify.schedule import Schedule
from deadlines.web.cache import Representation
from deadlines.web.dial import Address, is_any, is_public
from deadlines.web.fetch import Unreachable, Visit, visit

PAUSE = 10.0
"""Seconds between two requests to a server."""
MOST_PATIENCE = 60.0
"""Seconds of Retry-After that are waited for (RFC 9110 §10.2.3); what asks for more is left for another day."""
AT_ONCE = 32
ACCEPT = "text/html,application/xhtml+xml,text/plain;q=0.8,*/*;q=0.1"
_REFUSALS = (401, 403, 407, 444, 451)
_BUSY = (429, 503)
_PASSED_ON = (404, 410)

Way = Literal["network", "refused", "robots", "challenge", "busy", "fault", "private"]
"""In which a page cannot be reached: no connection or answer; refused to programs; by robots.txt; a test for people;
asked to come later; another error of the server; an address that is not public."""


@dataclass(frozen=True)
class Wanted:
    """A page that is to be visited, with what is held of it."""

    key: str
    address: str
    held: Representation | None = None

    @property
    def server(self) -> str:
        """Host and port, which are asked one thing at a time."""
        parts = urlsplit(self.address)
        return f"{parts.scheme}://{parts.netloc.rpartition('@')[2].lower()}"


@dataclass(frozen=True)
class Missed:
    """A page that could not be read, in which way, and why."""

    way: Way
    reason: str
    """Words of the system or a server, or a ``Sentence``."""


Outcome = Visit | Missed


@dataclass
class _Robots:
    """The request for the rules of a server, which comes before all others."""

    page: Wanted
    retried: bool = False


@dataclass
class _Page:
    page: Wanted
    retried: bool = False


_Job = _Robots | _Page


@dataclass
class Visitor:
    """Who visits: how it calls itself, and whether private addresses may be visited."""

    agent: str
    private: bool = False
    at_once: int = AT_ONCE
    _rules: dict[str, Rules] = field(default_factory=dict)

    def visit_all(self, pages: Iterable[Wanted]) -> Iterator[tuple[Wanted, Outcome]]:
        """Yield each page with what came of it, in the order in which they are done.

        Pages are held only until they are taken.
        """
        schedule: Schedule[_Job] = Schedule()
        for page in pages:
            fault = _fault_of(page.address)
            if fault:
                yield page, Missed("network", fault)
                continue
            if page.server not in self._rules:
                self._rules[page.server] = Rules()
                schedule.add(page.server, _Robots(page))
            schedule.add(page.server, _Page(page))
        pool = ThreadPoolExecutor(self.at_once)
        try:
            yield from self._work(schedule, pool)
        finally:
            pool.shutdown(wait=False, cancel_futures=True)

    def _work(self, schedule: Schedule[_Job], pool: ThreadPoolExecutor) -> Iterator[tuple[Wanted, Outcome]]:
        asked: dict[Future[Outcome], tuple[str, _Job]] = {}
        while True:
            while len(asked) < self.at_once and (found := schedule.take(monotonic())):
                server, job = found
                asked[pool.submit(self._ask, job)] = server, job
            if not asked and schedule.next_at is None:
                return
            at = None if len(asked) == self.at_once else schedule.next_at
            timeout = None if at is None else max(at - monotonic(), 0.0)
            if not asked:
                Event().wait(timeout)
            finished, _ = wait(asked, timeout=timeout, return_when=FIRST_COMPLETED)
            for future in finished:
                yield from self._settle(schedule, *asked.pop(future), future.result())

    def _ask(self, job: _Job) -> Outcome:
        """Make one request; in a thread of the pool."""
        robots = isinstance(job, _Robots)
        page = job.page
        allows: Callable[[Address], bool] = is_any if self.private else is_public
        try:
            return visit(
                address_of(page.address) if robots else page.address,
                None if robots else page.held,
                accept="text/plain" if robots else ACCEPT,
                agent=self.agent,
                allows=allows,
            )
        except Unreachable as unreachable:
            return Missed("network", str(unreachable))

    def _settle(
        self, schedule: Schedule[_Job], server: str, job: _Job, outcome: Outcome
    ) -> Iterator[tuple[Wanted, Outcome]]:
        pause = max(self._pause(server), self._rules[server].pause)
        patience = _retry_after(outcome)
        if patience is not None and patience <= MOST_PATIENCE and not job.retried:
            job.retried = True
            schedule.again(server, job)
            pause = max(pause, patience)
        elif isinstance(job, _Robots):
            yield from self._settle_rules(schedule, server, outcome)
        else:
            yield job.page, _judged(outcome)
            if patience is not None:
                yield from _drop(schedule, server, _judged(outcome))
        schedule.done(server, monotonic() + pause)

    def _settle_rules(
        self, schedule: Schedule[_Job], server: str, outcome: Outcome
    ) -> Iterator[tuple[Wanted, Outcome]]:
        rules = None if isinstance(outcome, Missed) else rules_in(outcome)
        if rules is None:
            why = outcome if isinstance(outcome, Missed) else _judged(outcome)
            yield from _drop(schedule, server, why)
            return
        self._rules[server] = rules
        for job in schedule.drop(server):
            if rules.allows(job.page.address):
                schedule.add(server, job)
            else:
                yield job.page, Missed("robots", Sentence("its robots.txt asks programs not to read this page"))

    def _pause(self, server: str) -> float:
        """Return the seconds after a request; this machine need not be spared."""
        host = urlsplit(server).hostname or ""
        try:
            is_here = host == "localhost" or ipaddress.ip_address(host).is_loopback
        except ValueError:
            is_here = False
        return 0.0 if is_here and self.private else PAUSE


def _drop(schedule: Schedule[_Job], server: str, why: Outcome) -> Iterator[tuple[Wanted, Outcome]]:
    for job in schedule.drop(server):
        yield job.page, why


def _fault_of(address: str) -> Sentence | None:
    parts = urlsplit(address)
    return None if parts.scheme in ("http", "https") and parts.hostname else Sentence("this is not a web address")


def _retry_after(outcome: Outcome) -> float | None:
    """Return the seconds after which a busy server may be asked again; a date is more than is waited for."""
    if isinstance(outcome, Missed) or outcome.status not in _BUSY:
        return None
    asked = outcome.headers.get("Retry-After", "").strip()
    if not asked:
        return None
    return float(asked) if asked.isdecimal() and len(asked) < 9 else MOST_PATIENCE + 1


def _judged(outcome: Outcome) -> Outcome:
    """Return a visit that says something of the page: found, unchanged or gone; else in which way it was missed."""
    if isinstance(outcome, Missed):
        return outcome
    status = outcome.status
    answers = Sentence("it answers {answer}", answer=f"{status} {outcome.reason}".rstrip())
    if "cf-mitigated" in outcome.headers:
        return Missed("challenge", Sentence("it wants to see that a person reads"))
    if status in _REFUSALS:
        return Missed("refused", answers)
    if status in _BUSY:
        return Missed("busy", answers)
    if 200 <= status < 300 or status == 304 or status in _PASSED_ON:
        return outcome
    return Missed("fault", answers)
