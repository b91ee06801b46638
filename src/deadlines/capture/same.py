"""Whether a draft is of an opportunity that has a record already, and whether its date has moved."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from deadlines.capture.draft import Draft
from deadlines.domain.moment import as_written
from deadlines.domain.opportunity import Opportunity
from deadlines.domain.text import fold

_YEAR = re.compile(r"(?:19|20)\d\d")
_FEWEST = 3
"""Words that two titles have to share, the year among them."""
_SHARED = 2
"""Of titles on one page, which may have several announcements."""
_SMALL = frozenset(
    (
        "a",
        "an",
        "and",
        "at",
        "by",
        "for",
        "from",
        "in",
        "of",
        "on",
        "the",
        "to",
        "de",
        "del",
        "des",
        "du",
        "et",
        "la",
        "le",
        "les",
        "der",
        "die",
        "das",
        "und",
        "y",
        "el",
        "los",
        "las",
        "o",
        "e",
    )
)


@dataclass(frozen=True)
class Same:
    """The record of the same opportunity, and where only its date differs, what to type."""

    id: str
    path: str
    moved_to: str | None = None
    """The new deadline, where the record has another one."""
    is_expected: bool = False
    """True where the record waits for its dates."""


def same_as(draft: Draft, url: str | None, records: Sequence[Opportunity]) -> Same | None:
    """Return the record that a draft would repeat: with its address, or with its name of the same year."""
    for record in records:
        if _is_same(draft, url, record):
            expected = record.record.status == "expected"
            return Same(record.id, record.path, None if expected else _moved(draft, record), expected)
    return None


def _is_same(draft: Draft, url: str | None, known: Opportunity) -> bool:
    if _YEAR.search(known.record.title) and _YEAR.search(draft.title) and _other_year(draft.title, known.record.title):
        return False
    ours, theirs = _words(draft.title), _words(known.record.title)
    if url and _plain(known.record.url) == _plain(url) and (draft.url or len(ours & theirs) >= _SHARED):
        return known.record.kind == draft.kind
    fewer, more = sorted((ours, theirs), key=len)
    fewest = _FEWEST - bool({*_YEAR.findall(draft.title)} & {*_YEAR.findall(known.record.title)})
    named_alike = len(fewer) >= fewest and fewer <= more
    return named_alike and known.record.kind == draft.kind and _near_in_time(draft, known)


def _other_year(one: str, other: str) -> bool:
    return not {*_YEAR.findall(one)} & {*_YEAR.findall(other)}


def _near_in_time(draft: Draft, known: Opportunity) -> bool:
    """Say whether the deadlines are of one edition: half a year apart at most, or open on one side."""
    ours = [one.due.date for one in draft.deadlines if one.due.date]
    theirs = [deadline.moment.day for deadline in known.deadlines]
    return not ours or not theirs or any(abs((one - other).days) <= 183 for one in ours for other in theirs)


def _moved(draft: Draft, known: Opportunity) -> str | None:
    if len(draft.deadlines) != 1 or len(known.deadlines) != 1:
        return None
    due, moment = draft.deadlines[0].due, known.deadlines[0].moment
    if due.date is None or due.certainty != "stated":
        return None
    new = due.local or due.date
    if due.date == moment.day and (due.clock is None or moment.clock is None or due.local == moment.written):
        return None
    return as_written(new) if as_written(new) != as_written(moment.written) else None


def _words(title: str) -> frozenset[str]:
    return frozenset(re.findall(r"[^\W_]{2,}", _YEAR.sub(" ", fold(title)))) - _SMALL


def _plain(url: str) -> str:
    return re.sub(r"^https?://(?:www\.)?", "", url).rstrip("/")
