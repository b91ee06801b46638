"""Whether a post is an announcement of something one can apply to; and where it is none, why."""

from collections.abc import Sequence
from dataclasses import dataclass

from deadlines.domain.kind import KINDS
from deadlines.domain.text import Sentence
from deadlines.words.announcements import ROLE
from deadlines.words.clauses import Clause
from deadlines.words.dated import Dated

HEAD = 1_500
"""Letters of a post in which it says what it is."""
BODY = 12_000
"""Letters in which it invites, where it does."""
_STATUS_LINE = 9
"""Words of a line that says a status or a deadline and nothing else."""
_CONDITION = 40
_STATUS = 2
"""Words of the value of a status, such as "Closed (31094503)"."""
_OFFERED = sum(ROLE[f"kind {kind}"] for kind in KINDS)
_ENOUGH = 2
"""Invitations that are enough where there is no deadline."""
_JOB_TITLE = 10
"""Words of a title that may be that of a job."""
_JOB_WORDS = 4


@dataclass(frozen=True)
class Verdict:
    """What a post is; ``reason`` says why it is no opportunity."""

    reason: Sentence | None
    rolling: bool = False


def verdict(title: Clause, body: Sequence[Clause], dates: Sequence[Dated]) -> Verdict:
    """Say whether a post is an opportunity."""
    head = [clause for clause in body if clause.start - body[0].start < BODY] if body else []
    deadlines = [one for one in dates if one.purpose == "deadline"]
    invited = _invitations(title, head)
    rolling = any(clause.has("rolling") for clause in head)
    reported = title.has("winners") or title.has("news")
    if closed := _closed(title, head, dates, bool(deadlines)):
        return Verdict(Sentence('it says that it is over: "{words}"', words=_short(closed)))
    in_passing = not title.roles & _OFFERED and all(map(_is_in_passing, deadlines))
    reported = reported or (in_passing and any(clause.has("news") for clause in head))
    if deadlines and (invited or (not reported and _names_applying(title, deadlines))):
        return Verdict(None, rolling)
    if _is_not_open(title, head):
        return Verdict(Sentence("it is announced, and not open yet"))
    if title.has("winners") and not title.has("invites"):
        return Verdict(Sentence("it is about winners"))
    if title.has("news") and not title.has("invites"):
        return Verdict(Sentence("it is news, a statement or a verdict"))
    if (rolling and (invited or _takes_any_time(title, head))) or invited >= _ENOUGH or _describes_a_job(title, head):
        return Verdict(None, rolling)
    return Verdict(Sentence("nothing in it invites anybody to apply"))


def _invitations(title: Clause, head: Sequence[Clause]) -> int:
    """Return how much a post invites: what its title says counts most."""
    seen = {
        clause.text[cue.start : cue.end].casefold()
        for clause in head
        for cue in clause.cues
        if cue.roles & ROLE["invites"] and not _is_conditional(clause, cue.start, "will open")
    }
    return _ENOUGH * title.has("invites") + len(seen)


def _names_applying(title: Clause, deadlines: Sequence[Dated]) -> bool:
    """Say whether a deadline is named as one, or a post is called what one applies to and says until when."""
    offered = title.roles & (_OFFERED | ROLE["apply"])
    return any(one.clause.has("deadline") or one.label or (offered and one.clause.has("apply")) for one in deadlines)


def _is_in_passing(one: Dated) -> bool:
    """Say whether a deadline stands in a sentence of some length, and not after a label."""
    return not one.label and len(one.clause.text.split()) > _STATUS_LINE


def _takes_any_time(title: Clause, head: Sequence[Clause]) -> bool:
    """Say whether a post is called what one applies to, and says that one can at any time."""
    return bool(title.roles & _OFFERED) and any(clause.has("rolling") and clause.has("apply") for clause in head)


def _describes_a_job(title: Clause, head: Sequence[Clause]) -> bool:
    """Say whether a post is called like a job, and speaks of one."""
    if not title.has("kind job") or len(title.text.split()) > _JOB_TITLE:
        return False
    said = {
        clause.text[cue.start : cue.end].casefold()
        for clause in (title, *head)
        for cue in clause.cues
        if cue.roles & ROLE["kind job"]
    }
    return len(said) >= _JOB_WORDS


def _closed(title: Clause, head: Sequence[Clause], dates: Sequence[Dated], has_deadline: bool) -> Clause | None:
    """Return the clause that says without a condition that one cannot apply any more."""
    closed_dates = [one for one in dates if one.purpose == "closed"]
    for clause in (title, *head):
        if clause.has("status closed") and len(clause.text.strip(" -*•|").split()) <= _STATUS:
            return clause
        for cue in clause.cues:
            if not cue.roles & ROLE["closed"] or _is_conditional(clause, cue.start, "unless"):
                continue
            about = clause.roles & (ROLE["deadline"] | ROLE["apply"] | ROLE["invites"] | ROLE["kind job"])
            is_status = len(clause.text.split()) <= _STATUS_LINE
            if is_status or clause is title or (about and not has_deadline):
                return clause
    return closed_dates[0].clause if closed_dates and not has_deadline else None


def _is_conditional(clause: Clause, start: int, role: str) -> bool:
    return any(cue.roles & ROLE[role] and 0 <= start - cue.end <= _CONDITION for cue in clause.cues)


def _is_not_open(title: Clause, head: Sequence[Clause]) -> bool:
    """Say whether a call will open: a sentence says so of applying."""
    about = ROLE["invites"] | ROLE["apply"] | ROLE["deadline"]
    return any(clause.has("will open") and clause.roles & about for clause in (title, *head[:40]))


def _short(clause: Clause) -> str:
    words = " ".join(clause.text.split())
    return words if len(words) <= 120 else f"{words[:117]}…"
