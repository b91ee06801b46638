"""Whether a page says that all of it is over: without a condition, and not of a part, another year, or a door."""

import re

from deadlines.verify.about import Subject
from deadlines.verify.dated import Reading
from deadlines.words.announcements import ROLE, fold

_TOP = 40
"""Lines from the title within which it is said."""
_LONGEST, _FEWEST_WORDS = 200, 4
"""Characters of what says so; the words of what says so and nothing else."""
_WORD = re.compile(r"\w{2,}")
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_UNLESS = ROLE["unless"]
_ABOUT = ROLE["apply"] | ROLE["deadline"] | ROLE["invites"] | ROLE["opportunity"]


def closure(reading: Reading, subject: Subject) -> str | None:
    """Return the clause near the title that says that all of it is closed or withdrawn; None where none does."""
    title = _title_line(reading, subject)
    for line, clause in reading.clauses:
        if not title <= line <= title + _TOP:
            continue
        if not clause.has("closed") or len(clause.text) > _LONGEST or clause.roles & _UNLESS:
            continue
        if _is_part(clause.text) or clause.text.rstrip().endswith("?"):
            continue
        alone = len(_WORD.findall(clause.text)) <= _FEWEST_WORDS
        if clause.roles & _ABOUT or alone:
            return clause.text
    return None


_PARTIAL = re.compile(
    r"\b(?:round|lot|track|category|categories|window|session|part|phase|stage|registration for|early|first|previous|"
    r"last year|past|office|library|road|border|volet|tour|categoria|runde|teil|for the|for students|in person|"
    r"in-person|webinar|workshop|comments?|survey)\b"
)


def _is_part(text: str) -> bool:
    folded = fold(text)
    return bool(_PARTIAL.search(folded) or _YEAR.search(folded))


def _title_line(reading: Reading, subject: Subject) -> int:
    """Return the line in which the title stands first, or 0."""
    names = {word for word in _WORD.findall(fold(subject.title)) if len(word) > 3}
    best, at = 0, 0
    for number, line in enumerate(reading.page.lines):
        score = len(names & set(_WORD.findall(fold(line.text)))) + line.heading
        if score > best:
            best, at = score, number
    return at if best * 2 >= len(names) else 0
