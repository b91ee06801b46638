"""What an organiser's page says of a deadline that a record has: the first verdict that fits."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from typing import Literal

from deadlines.domain.moment import Written, day_of
from deadlines.domain.month import Month
from deadlines.domain.stated import contradictions
from deadlines.domain.text import Sentence
from deadlines.pages.page import Page
from deadlines.verify.about import Subject, no_page, not_its_page, years_of_another_edition
from deadlines.verify.closure import closure
from deadlines.verify.dated import Dated, Reading, reading_of
from deadlines.words.announcements import fold

Verdict = Literal["confirmed", "moved", "closed", "gone", "unreachable", "unclear"]
ALARMS: tuple[Verdict, ...] = ("moved", "closed", "gone")
"""Those that ask for somebody."""
VERDICTS: tuple[Verdict, ...] = ("confirmed", "moved", "closed", "gone", "unreachable", "unclear")

LONGEST_MOVE = 180
"""Days; what is further off is another edition."""
_MOST_NAMED = 5
_WORD = re.compile(r"\w{2,}")


@dataclass(frozen=True)
class Claim:
    """What a record says of a deadline, as far as a page can say it too."""

    due: Written
    """A date, a local date-time or a month."""
    timezone: str | None = None
    label: str | None = None
    others: tuple[date, ...] = ()
    """Days of the record's other dates, earlier ones too, which are no news."""

    @property
    def day(self) -> date:
        """The calendar date, as written; of a month its 1st."""
        return day_of(self.due)


@dataclass(frozen=True)
class Found:
    """A verdict, and what it rests on."""

    verdict: Verdict
    reason: str
    sentence: str = ""
    """The organiser's words."""
    to: date | None = None
    """Where it has moved to."""


def judge(page: Page, subject: Subject, claims: Sequence[Claim], today: date) -> list[Found]:
    """Return what a page says of each claim of one record, on a day; of a record without any, whether it is over."""
    several = max(len(claims), 1)
    if fault := no_page(page):
        return [Found("unclear", fault)] * several
    reading = reading_of(page, subject.languages)
    if (fault := not_its_page(page, subject)) and not any(_stands(reading, claim) for claim in claims):
        return [Found("unclear", fault)] * several
    if said := closure(reading, subject):
        return [Found("closed", Sentence("the page says that it is over"), said)] * several
    if not claims:
        return [Found("unclear", Sentence("there is no date to compare; the page does not say that it is over"))]
    found = [
        _of_month(reading, claim.due) if isinstance(claim.due, Month) else _compared(reading, claim, today)
        for claim in claims
    ]
    if years := years_of_another_edition(page, subject):
        other = Sentence("the page is of {years}", years=", ".join(years))
        found = [replace(one, verdict="unclear", reason=other, to=None) if one.to else one for one in found]
    return found


def _stands(reading: Reading, claim: Claim) -> bool:
    return any(one.is_deadline and one.is_day(claim.day) for one in reading.dates)


def _of_month(reading: Reading, month: Month) -> Found:
    """Return what a page says of a deadline of which the record knows only the month."""
    live = [one for one in reading.dates if one.is_deadline and not one.is_former]
    days: dict[date, Dated] = {}
    for one in live:
        day = one.near(month.last_day)
        if day and month.first_day <= day <= month.last_day:
            days.setdefault(day, one)
    if len(days) == 1:
        ((day, one),) = days.items()
        return Found("moved", Sentence("the page names the day"), one.sentence, day)
    named = next((one for one in live if one.is_month(month.first_day)), None)
    if named and not days:
        return Found("confirmed", Sentence("the page says so"), named.sentence)
    reason = (
        Sentence("the page names several days of the month") if days else Sentence("the page does not name the month")
    )
    return Found("unclear", reason)


def _compared(reading: Reading, claim: Claim, today: date) -> Found:
    live = [one for one in reading.dates if one.is_deadline and not one.is_former]
    here = [one for one in live if one.is_day(claim.day)]
    others = _candidates(live, claim, today)
    named = [one for one in others if one.is_named]
    extended = [one for one in named if one.is_extended and (one.near(claim.day) or claim.day) > claim.day]
    is_superseded = extended and not any(one.is_extended for one in here if not _shares_clause(one, extended))
    if is_superseded and (moved := _one_day(extended, claim)):
        return moved
    if here:
        rivals = [one for one in named if claim.label is None and not _is_of_something_else(one)]
        if rivals and any(one.is_named for one in here):
            days = sorted({f"{day}" for one in (*here, *rivals) if (day := one.near(claim.day))})
            return Found(
                "unclear",
                Sentence("the page names several dates: {days}", days=", ".join(days[:5])),
                rivals[0].sentence,
            )
        return _confirmed(here, claim)
    standing = [one for one in reading.dates if one.is_day(claim.day) and not one.is_former]
    if others and not standing:
        if moved := _one_day(named or others, claim) or _one_day(_same_label(named, claim), claim):
            return moved
        plain = [one for one in named if not _is_of_something_else(one)]
        if moved := _one_day(plain, claim):
            return moved
    if standing:
        reason = Sentence("the date stands on the page, but not as a deadline")
        return Found("unclear", reason, standing[0].sentence)
    if seen := _days(claim, *live):
        return Found("unclear", Sentence("the page names other dates: {days}", days=seen), live[0].sentence)
    if reading.dates:
        return Found("unclear", Sentence("the page names no deadline"))
    return Found("unclear", Sentence("the page names no date"))


def _days(claim: Claim, *found: Dated) -> str:
    """Return the days, in their order."""
    days = sorted({f"{day}" for one in found if (day := one.near(claim.day))})
    return ", ".join(days[:_MOST_NAMED])


def _shares_clause(one: Dated, others: list[Dated]) -> bool:
    return any(one.clause is other.clause for other in others)


def _is_of_something_else(one: Dated) -> bool:
    """True where the clause says that it is the deadline of questions, of papers, of a part."""
    return one.clause.has("questions") or bool(_OF_SOMETHING.search(fold(one.clause.text)))


_OF_SOMETHING = re.compile(
    r"full paper|camera|notification|early.?bird|hotel|visa|travel|reference|recommendation|referee|registration|"
    r"payment|second stage|full proposal|report|feedback|reply|stage 2|phase 2|inscription au|acompte"
)


def _candidates(live: list[Dated], claim: Claim, today: date) -> list[Dated]:
    """Return the deadlines of a page that are not the claim's and not known besides, and lie ahead."""
    found = []
    for one in live:
        day = one.near(claim.day)
        known = any(one.is_day(other) for other in (claim.day, *claim.others))
        if day is None or day < today or known:
            continue
        if abs((day - claim.day).days) <= LONGEST_MOVE:
            found.append(one)
    return found


def _one_day(found: list[Dated], claim: Claim) -> Found | None:
    """Return that it moved, where all that was found is one day."""
    days = {one.near(claim.day) for one in found}
    if len(days) != 1 or not (day := days.pop()):
        return None
    best = next((one for one in found if one.clock), found[0])
    return Found("moved", _which_way(day, claim), best.sentence, _written(day, best, claim))


def _which_way(day: date, claim: Claim) -> Sentence:
    return Sentence("the page names an EARLIER date") if day < claim.day else Sentence("the page names a later date")


def _written(day: date, one: Dated, claim: Claim) -> date:
    """Return the day with the hour that is said, or with the one that is known where the page says none."""
    if not isinstance(claim.due, datetime):
        return day
    return datetime.combine(day, one.clock or claim.due.time())


def _same_label(found: list[Dated], claim: Claim) -> list[Dated]:
    """Return what stands in a clause that has the words of the label."""
    if claim.label is None:
        return []
    words = {word for word in _WORD.findall(fold(claim.label)) if len(word) > 3}
    return [one for one in found if words and words <= set(_WORD.findall(fold(one.clause.text)))]


def _confirmed(here: list[Dated], claim: Claim) -> Found:
    """Return that the date stands there; its hour, zone and weekday as well, where they are said."""
    faults = []
    for one in here:
        wrong = [found for found in contradictions(one.sentence, claim.due, claim.timezone) if not found.warning]
        if not wrong:
            reason = (
                Sentence("the page says so")
                if one.clock or not isinstance(claim.due, datetime)
                else Sentence("the page says the day")
            )
            return Found("confirmed", reason, one.sentence)
        faults.append((one, wrong[0]))
    one, wrong_one = faults[0]
    clocks: set[time | None] = {found.clock for found, _ in faults}
    if isinstance(claim.due, datetime) and len(clocks) == 1 and (clock := one.clock) and clock != claim.due.time():
        zone = one.hour.zone if one.hour else None
        if zone is None or claim.timezone in zone.places:
            to = datetime.combine(claim.day, clock)
            way = (
                Sentence("the page names an EARLIER hour")
                if to < claim.due
                else Sentence("the page names a later hour")
            )
            return Found("moved", way, one.sentence, to)
    return Found("unclear", wrong_one.message, one.sentence)
