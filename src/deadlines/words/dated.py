"""What each date of an announcement is of: a deadline, an opening, an earlier deadline, the end, anything else."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from deadlines.words.alone import days_alone, months_alone
from deadlines.words.announcements import ROLE, Cue
from deadlines.words.clauses import Clause
from deadlines.words.found import FoundDate, Outcome

Purpose = Literal["deadline", "opens", "former", "closed", "other"]
MOST_DATED = 2_000
"""Dates that are looked at; no announcement has more."""

_DEADLINE, _UNTIL, _APPLY, _CLOSES = ROLE["deadline"], ROLE["until"], ROLE["apply"], ROLE["closes"]
_EXTENDED, _FORMER, _OPENS, _EVENT, _SPAN = (
    ROLE["extended"], ROLE["former"], ROLE["opens"], ROLE["event"], ROLE["span"],
)  # fmt: skip
_AFTERWARDS = ROLE["afterwards"]
_CLOSED, _UNLESS, _INVITES, _WILL_OPEN = ROLE["closed"], ROLE["unless"], ROLE["invites"], ROLE["will open"]
_TELLING = _DEADLINE | _UNTIL | _CLOSES | _EXTENDED | _FORMER | _OPENS | _CLOSED
"""Only beside these a date is read."""
_LONGEST_LABEL, _MOST_LABELLED, _LONGEST_VALUE = 90, 3, 120
_FARTHEST_MONTH = 20_000
"""Letters in which months without day or year are looked for."""
_ADJACENT, _NEAR = 32, 28
_LABEL_END = re.compile(r"[:：\-–—|*_\s]*$")


@dataclass(frozen=True)
class Dated:
    """A date with what it is of. ``clause`` is the sentence it stands in, joined with the label above it."""

    clause: Clause
    found: FoundDate
    purpose: Purpose
    label: str = ""
    """The words above it that say what it is of, where they stand on a line of their own."""
    number: int = 0
    """Of its clause."""

    @property
    def sentence(self) -> str:
        """The words in which it stands, on one line."""
        return " ".join(f"{self.label} {self.clause.text}".split())


def dated(clauses: Sequence[Clause]) -> Iterator[Dated]:
    """Yield the dates of which an announcement says what they are of, in the order in which they stand."""
    count = 0
    since = 0
    """The first clause after the last one with a date: a label stands no farther back."""
    header: list[Purpose] = []
    """What the columns of a table are of, in whose rows we are."""
    for number, clause in enumerate(clauses):
        if not clause.has_digits and clause.start > _FARTHEST_MONTH:
            continue
        label = _label_above(clauses, number, since) if clause.has_digits and _is_short_value(clause) else None
        if label and len(heads := _columns(label)) > 1:
            header, label = heads, None
        elif not clause.has_digits:
            header = []
        if header and (row := _row(clause, header, number)):
            yield from row
            count += len(row)
            since = number + 1
        elif _may_tell(clause, label is not None):
            for one in _purposes(_with_zone(clause, clauses[number + 1 : number + 2]), number, label):
                yield one
                count += 1
            since = number + 1
            if count > MOST_DATED:
                return


def _columns(label: Clause) -> list[Purpose]:
    """Return what the words of a line are of, one after another: "Opens | Deadline | Results"."""
    found: list[Purpose] = []
    end = 0
    for cue in label.cues:
        purpose = _of_a_column(cue.roles)
        if purpose and cue.start >= end:
            found.append(purpose)
            end = cue.end
    return found


def _of_a_column(roles: int) -> Purpose | None:
    if roles & _DEADLINE:
        return "deadline"
    if roles & _OPENS:
        return "opens"
    return "other" if roles & (_EVENT | _AFTERWARDS) else None


def _row(clause: Clause, header: list[Purpose], number: int) -> list[Dated]:
    """Return the dates of a row of a table by its columns; none where there are not as many."""
    dates = [one for one in clause.words.dates if one.readings]
    if len(dates) != len(header):
        return []
    return [
        Dated(clause, one._replace(outcome=Outcome.SAID), purpose, "", number)
        for one, purpose in zip(dates, header, strict=True)
    ]


def _may_tell(clause: Clause, labelled: bool) -> bool:
    """Say whether a clause has a date beside words that may say what it is of."""
    if clause.has_digits and (labelled or clause.roles & _TELLING) and clause.words.dates:
        return True
    return bool(_alone(clause))


def _alone(clause: Clause) -> list[FoundDate]:
    """Return the months and days without more that a clause says something is open until."""
    if not clause.roles & (_UNTIL | _EXTENDED) or not clause.roles & (_APPLY | _DEADLINE):
        return []
    return (days_alone(clause.words) if clause.has_digits else []) or months_alone(clause.text)


def _with_zone(clause: Clause, following: Sequence[Clause]) -> Clause:
    """Return a clause with the zone of its hour, where that stands alone on the next line."""
    for below in following:
        zones = below.words.zones if len(below.text) <= _LONGEST_LABEL and clause.words.hours else ()
        if zones and not clause.words.zones and below.words.said(zones[0]) == below.text.strip(" ().*_"):
            return Clause(f"{clause.text} {below.text}", clause.start, clause.spoken)
    return clause


def _label_above(clauses: Sequence[Clause], number: int, since: int) -> Clause | None:
    """Return the line above that names a deadline and gives none; a few short lines of nothing else may follow it."""
    letters = 0
    for place in range(number - 1, max(since, number - 1 - _MOST_LABELLED) - 1, -1):
        above = clauses[place]
        if _is_label(above):
            return above
        letters += len(above.text)
        if letters > _LONGEST_VALUE or above.roles & (_EVENT | _OPENS):
            return None
    return None


def _is_label(clause: Clause) -> bool:
    text = clause.text
    if len(text) > _LONGEST_LABEL or not clause.has("deadline") or text.endswith((".", "?", "!")):
        return False
    return text.endswith((":", "：")) or len(text.split()) <= 7


def _is_short_value(clause: Clause) -> bool:
    return len(clause.text) <= _LONGEST_VALUE


def _purposes(clause: Clause, number: int, label: Clause | None) -> Iterator[Dated]:
    known = clause.words.dates or _alone(clause)
    dates = [one for one in known if _is_a_date(clause, one)]
    before_end, last = 0, "other"
    above = label.text if label else ""
    for place, found in enumerate(dates):
        following = dates[place + 1].start if place + 1 < len(dates) else len(clause.text)
        if found.outcome is Outcome.START:
            found = _in_the_year_of(found, dates[place + 1] if place + 1 < len(dates) else None)
            if clause.roles & _EXTENDED:
                yield Dated(clause, found, "former", above, number)
            elif _in_range_of_applying(clause, found, following):
                yield Dated(clause, found, "opens", above, number)
            continue
        left = [cue for cue in clause.cues if before_end <= cue.start and cue.end <= found.start]
        purpose = _purpose(clause, found, left, following)
        if (
            purpose is None
            and last == "deadline"
            and not _tells(left)
            and _continues(clause.text[before_end : found.start])
        ):
            purpose = "deadline"
        if purpose is None and label and place == 0:
            purpose = "deadline"
        purpose = purpose or "other"
        yield Dated(clause, found, purpose, above, number)
        before_end, last = found.end, purpose


def _in_the_year_of(start: FoundDate, end: FoundDate | None) -> FoundDate:
    """Return the beginning of a range with the year that stands with its end: "1 February to 15 April 2027"."""
    last = end.readings[0] if end and end.readings else None
    if last is None or last.year is None:
        return start
    years = {one: last.year - (one.month > last.month) for one in start.readings if one.year is None}
    return start._replace(readings=tuple(one._replace(year=years.get(one, one.year)) for one in start.readings))


def _is_a_date(clause: Clause, found: FoundDate) -> bool:
    """Say whether what was found is a date: beside words about dates, "13 mars" is one."""
    if found.outcome is Outcome.UNSURE:
        return any(map(str.isalpha, clause.words.said(found)))
    return found.outcome in (Outcome.SAID, Outcome.START)


def _tells(left: list[Cue]) -> bool:
    """Say whether any words are about what a date is of."""
    return any(cue.roles & (_TELLING | _EVENT | _AFTERWARDS | _SPAN) for cue in left)


def _continues(between: str) -> bool:
    """Say whether two dates stand in one list: "1 March, 1 June and 1 September"."""
    return len(between.strip()) <= 8 and not re.search(r"[.;:()|]", between)


def _in_range_of_applying(clause: Clause, found: FoundDate, following: int) -> bool:
    return bool(clause.roles & (_APPLY | _DEADLINE | _INVITES)) and not _span_before(clause, found.start)


def _purpose(clause: Clause, found: FoundDate, left: list[Cue], following: int) -> Purpose | None:
    """Return what a date is of by the words before it, the nearest first, then by those after it."""
    until = _until_before(clause, found, left)
    if until is not None and _span_before(clause, until):
        return "other"
    for place in range(len(left) - 1, -1, -1):
        roles = left[place].roles
        if roles & _CLOSED and not _is_conditional(clause, left[place]):
            return "closed"
        if roles & _FORMER:
            return "former"
        if roles & _DEADLINE:
            return "deadline"
        if until is None and roles & _EXTENDED and clause.roles & (_DEADLINE | _APPLY):
            return "deadline"
        if until is not None and roles & _AFTERWARDS:
            return "other"
        if until is not None and roles & (_APPLY | _INVITES):
            return "deadline"
        if roles & _CLOSES and roles & _UNTIL == 0 and clause.roles & (_APPLY | _INVITES | _DEADLINE):
            return "deadline"
        if until is None and roles & _OPENS:
            return "opens" if clause.roles & (_APPLY | _INVITES | _DEADLINE | _CLOSES) else "other"
        if until is None and roles & (_EVENT | _AFTERWARDS | _WILL_OPEN):
            return "other"
    if until is not None and clause.roles & (_APPLY | _EXTENDED | _DEADLINE):
        return "deadline"
    right = [cue for cue in clause.cues if found.end <= cue.start < following and not _is_label_of_next(clause, cue)]
    if not left and any(cue.roles & _DEADLINE for cue in right) and not any(cue.roles & _EVENT for cue in right[:1]):
        return "deadline"
    return None


def _is_label_of_next(clause: Clause, cue: Cue) -> bool:
    """Say whether a colon stands after a word: it is of the date that follows."""
    return clause.text[cue.end : cue.end + 2].lstrip()[:1] in (":", "：")


def _until_before(clause: Clause, found: FoundDate, left: list[Cue]) -> int | None:
    """Return where "by" or "until" stands before a date, with only its weekday and hour between."""
    floor = found.start - _ADJACENT - (45 if clause.words.hours else 0)
    for cue in reversed(left):
        if cue.start < floor:
            return None
        if cue.roles & _UNTIL and _is_time(clause, cue.end, found.start):
            return cue.start
    return None


def _is_time(clause: Clause, start: int, end: int) -> bool:
    """Say whether between two places there is nothing but weekdays, hours, zones and small words."""
    text = clause.text
    rest = list(text[start:end])
    for first, last in clause.words.spans:
        for place in range(max(first, start), min(last, end)):
            rest[place - start] = " "
    return all(len(word) <= 9 for word in "".join(rest).split()) and len("".join(rest).split()) <= 5


def _span_before(clause: Clause, place: int) -> bool:
    """Say whether what ends then is a contract or the like: "a contract until", "valid until"."""
    return any(
        cue.roles & _SPAN and not cue.roles & (_APPLY | _DEADLINE) and 0 <= place - cue.end <= _NEAR
        for cue in clause.cues
    )


def _is_conditional(clause: Clause, closed: Cue) -> bool:
    return any(cue.roles & _UNLESS and 0 <= closed.start - cue.end <= 40 for cue in clause.cues)
