"""Back to the organisers' pages: what they say now of the records, and the edits that follow from it."""

import difflib
import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from pathlib import Path

from deadlines import __version__
from deadlines.app.evidence import keep_evidence, known_evidence
from deadlines.app.meant import record_meant
from deadlines.app.project import OpenProject
from deadlines.app.refusal import Exit, Refusal
from deadlines.domain.evidence import not_compared
from deadlines.domain.moment import as_written, day_of, parse_written
from deadlines.domain.opportunity import Deadline, Opportunity
from deadlines.domain.problem import Problem
from deadlines.domain.text import Sentence
from deadlines.domain.zone import zone
from deadlines.extras import how_to_install
from deadlines.files import write
from deadlines.pages.page import Page
from deadlines.pages.reader import Reader, Unreadable
from deadlines.records import edit
from deadlines.records.loaded import Loaded
from deadlines.verify.about import Subject
from deadlines.verify.evidence import DAYS_APART, Evidence, Seen, followed
from deadlines.verify.place import elsewhere
from deadlines.verify.verdict import Claim, Found, judge
from deadlines.verify.visits import Missed, Outcome, Visitor, Wanted
from deadlines.web.fetch import Visit

NOT_MODIFIED, NOT_THERE = 304, (404, 410)
MOST_CLAIMS = 24
"""Deadlines of one record that are looked for."""


@dataclass(frozen=True)
class Result:
    """What a page says of one deadline; of a record without any, whether it is over."""

    opportunity: Opportunity
    deadline: Deadline | None
    seen: Seen

    @property
    def to(self) -> date | None:
        """Where the deadline has moved to."""
        return parse_written(self.seen.to) if self.seen.to else None

    @property
    def is_earlier(self) -> bool:
        """True where there is less time than the record says."""
        return self.to is not None and self.deadline is not None and day_of(self.to) < self.deadline.moment.day

    @property
    def is_sure(self) -> bool:
        """True for what may be acted on: what is moved or closed only when it was seen twice."""
        return self.seen.verdict not in ("moved", "closed") or self.seen.is_sure


@dataclass(frozen=True)
class Proposed:
    """An edit that follows from a result, and what it changes in the file."""

    result: Result
    change: edit.Change
    diff: str


def agent_of(project: OpenProject) -> str:
    """Return how the program calls itself to the servers of others: with an address at which its owner is reached."""
    settings = project.settings.project
    about = [f"+{settings.url}"] if settings.url else []
    about += [str(settings.contact)] if settings.contact else []
    return f"deadlines/{__version__} ({'; '.join(about)})" if about else f"deadlines/{__version__}"


def selected(
    project: OpenProject, loaded: Loaded, typed: Sequence[str], stale: int | None, now: datetime
) -> list[Opportunity]:
    """Return the records whose pages are to be looked at, the most urgent first: those named, else all open ones.

    ``stale`` leaves out what was compared in so many days. Raises ``Refusal``.
    """
    if typed:
        return list({found.id: found for one in typed if (found := record_meant(one, loaded))}.values())
    today = now.astimezone(zone(project.settings.project.timezone)).date()
    since = today - timedelta(stale) if stale is not None else date.max
    return [one for one in not_compared(loaded.opportunities, since, now) if one.status(now) != "expected"]


def verify(
    project: OpenProject, opportunities: Iterable[Opportunity], now: datetime, *, private: bool = False
) -> Iterator[Result]:
    """Yield what the page of each record says, in the order in which they are read, and keep the evidence at the end.

    A page that was read less than a day ago is not asked for again. Raises ``Refusal`` where a package is missing.
    """
    _need_packages()
    known = known_evidence(project)
    asked = {one.id: _Asked.of(one, now) for one in opportunities}
    visitor = Visitor(agent_of(project), private)
    try:
        wanted = []
        for id_, one in asked.items():
            before = known.get(id_)
            if before and not private and before.is_fresh(one.digest, now):
                yield from _results(one, before, now)
            else:
                wanted.append(Wanted(id_, one.address, before.held(one.digest) if before else None))
        with Reader() as reader:
            for page, outcome in visitor.visit_all(wanted):
                one = asked[page.key]
                known[page.key] = _after(one, known.get(page.key), outcome, reader, now)
                yield from _results(one, known[page.key], now)
    finally:
        keep_evidence(project, known)


def proposed(project: OpenProject, result: Result) -> Proposed | None:
    """Return the edit that a result asks for, where it may be acted on and the record would be right after it."""
    one, seen = result.opportunity, result.seen
    if seen.verdict not in ("moved", "closed") or not seen.is_sure:
        return None
    file, zone_name = project.root / one.path, project.settings.project.timezone
    if seen.verdict == "closed":
        change = edit.end(file, one.path, zone_name, "closed", None)
    elif result.to is not None and result.deadline is not None:
        change = _moved(file, one.path, zone_name, result.deadline, result.to, seen.sentence)
        if isinstance(change, list):
            change = _moved(file, one.path, zone_name, result.deadline, result.to, None)
    else:
        return None
    return None if isinstance(change, list) else Proposed(result, change, _diff(file, one.path, change))


def _moved(
    file: Path, path: str, zone_name: str, deadline: Deadline, to: date, stated: str | None
) -> edit.Change | list[Problem]:
    """Return a record with another moment for a deadline; of one that repeats, for that date alone."""
    if deadline.day is not None:
        return edit.move(file, path, zone_name, deadline.number, deadline.day, to, stated)
    return edit.extend(file, path, zone_name, deadline.number, to, stated)


def apply(project: OpenProject, proposal: Proposed) -> None:
    """Write a proposed edit."""
    _write(project, proposal.result.opportunity.path, proposal.change)


def note_compared(project: OpenProject, opportunity: Opportunity, today: date) -> bool:
    """Write into a record that it was compared today; False where it says so already."""
    if opportunity.record.verified == today:
        return False
    change = edit.compared(project.root / opportunity.path, opportunity.path, project.settings.project.timezone, today)
    if isinstance(change, list):
        raise Refusal("nothing was written", Exit.FOUND, tuple(change))
    _write(project, opportunity.path, change)
    return True


def _write(project: OpenProject, path: str, change: edit.Change) -> None:
    file = (project.root / path).resolve()
    write(file, change.content, mode=file.stat().st_mode & 0o777)


def _diff(file: Path, path: str, change: edit.Change) -> str:
    before, after = (content.decode("utf-8-sig").splitlines() for content in (file.read_bytes(), change.content))
    return "\n".join(difflib.unified_diff(before, after, path, path, lineterm="", n=1))


def _need_packages() -> None:
    from importlib.util import find_spec

    if not (find_spec("lxml") and find_spec("protego")):
        raise Refusal("verify needs more packages; type {line}", Exit.ENVIRONMENT, line=how_to_install("capture"))


@dataclass(frozen=True)
class _Asked:
    """A record, and what is asked of its page."""

    opportunity: Opportunity
    claims: tuple[Claim, ...]

    @classmethod
    def of(cls, opportunity: Opportunity, now: datetime) -> "_Asked":
        """Return a record with its deadlines to come."""
        moments = [deadline.moment for deadline in opportunity.deadlines]
        moments += [earlier for deadline in opportunity.deadlines for earlier in deadline.previously]
        moments += [milestone.moment for milestone in opportunity.milestones]
        moments += [opening.moment for opening in opportunity.openings]
        days = {moment.day for moment in moments} | {moment.last_day for moment in moments}
        coming = opportunity.coming(now)
        claims = [
            Claim(one.moment.written, one.table.timezone, one.label, tuple(sorted(days - {one.moment.day})))
            for one in coming
        ]
        return cls(opportunity, tuple(claims[:MOST_CLAIMS]))

    @property
    def subject(self) -> Subject:
        record = self.opportunity.record
        return Subject(record.title, record.organisation, record.languages)

    @property
    def labels(self) -> tuple[str | None, ...]:
        return tuple(claim.label for claim in self.claims) or (None,)

    @property
    def address(self) -> str:
        return self.opportunity.record.url

    @property
    def digest(self) -> str:
        """A digest of what is asked, which changes when another answer could come out."""
        said = (self.address, repr(self.subject), *map(repr, self.claims))
        return hashlib.sha256("\n".join(said).encode()).hexdigest()[:16]


def _after(asked: _Asked, before: Evidence | None, outcome: Outcome, reader: Reader, now: datetime) -> Evidence:
    """Return the evidence after a visit."""
    if before is None or before.address != asked.address:
        before = Evidence(asked.address, "", now)
    if isinstance(outcome, Missed):
        return replace(before, asked=now, trouble=outcome.reason)
    after = replace(before, asked=now, status=outcome.status, final=outcome.address, trouble="")
    if outcome.status == NOT_MODIFIED:
        return replace(after, missing=None, seen=tuple(replace(one, last=now) for one in before.seen))
    if outcome.status in NOT_THERE:
        return _missing(after, asked, outcome, now)
    after = replace(after, claims=asked.digest, etag=None, modified=None, clauses="", missing=None)
    if place := elsewhere(asked.address, outcome.address):
        return _seen(after, asked, [Found("unclear", place)] * len(asked.labels), now)
    try:
        page = _page(outcome, reader)
    except Unreadable as unreadable:
        found = Found("unclear", Sentence("the page cannot be read: {why}", why=str(unreadable)))
        return _seen(after, asked, [found] * len(asked.labels), now)
    shown = "\n".join(line.text for line in page.lines)
    held = outcome.representation
    after = replace(after, etag=held.etag, modified=held.last_modified, clauses=_digest_of(shown))
    today = now.astimezone(zone(asked.opportunity.project_zone)).date()
    return _seen(after, asked, judge(page, asked.subject, asked.claims, today), now)


def _missing(after: Evidence, asked: _Asked, outcome: Visit, now: datetime) -> Evidence:
    """Return the evidence where there is no page: gone when that is so for days."""
    answer = f"{outcome.status} {outcome.reason}".rstrip()
    if after.missing is None or now - after.missing < DAYS_APART:
        trouble = Sentence("it answers {answer}; if it still does in some days, the page is gone", answer=answer)
        return replace(after, missing=after.missing or now, trouble=trouble)
    day = f"{after.missing:%Y-%m-%d}"
    found = Found("gone", Sentence("it answers {answer}, as it did on {day}", answer=answer, day=day))
    return _seen(replace(after, claims=asked.digest), asked, [found] * len(asked.labels), now)


def _page(outcome: Visit, reader: Reader) -> Page:
    kind = outcome.headers.get_content_type() if "Content-Type" in outcome.headers else ""
    charset = outcome.headers.get_content_charset()
    if kind not in ("", "text/plain", "text/html", "application/xhtml+xml"):
        raise Unreadable(Sentence("it is {kind}", kind=kind))
    return reader.read("text" if kind == "text/plain" else "html", outcome.content, charset=charset)


def _seen(after: Evidence, asked: _Asked, found: Sequence[Found], now: datetime) -> Evidence:
    seen = (
        Seen(label, one.verdict, one.reason, one.sentence, as_written(one.to) if one.to else None, now, now)
        for label, one in zip(asked.labels, found, strict=True)
    )
    return replace(after, seen=tuple(followed(after, one) for one in seen))


def _results(asked: _Asked, evidence: Evidence, now: datetime) -> Iterator[Result]:
    by_label = {one.label: one for one in asked.opportunity.deadlines}
    if evidence.trouble:
        for label in asked.labels:
            seen = Seen(label, "unreachable", evidence.trouble, "", None, now, now)
            yield Result(asked.opportunity, by_label.get(label), seen)
        return
    for seen in evidence.seen:
        yield Result(asked.opportunity, by_label.get(seen.label), seen)


def _digest_of(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()[:32]
