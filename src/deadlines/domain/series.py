"""What the editions of a series say of each other: which looks like a copy, and which should have been announced."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from deadlines.domain.characters import YEAR
from deadlines.domain.moment import Written
from deadlines.domain.opportunity import Opportunity
from deadlines.domain.problem import Problem
from deadlines.domain.text import Sentence

ANNOUNCED_BEFORE = timedelta(days=90)
"""How long before its deadline an edition is announced, where no earlier one says when it was."""
Finding = tuple[Opportunity, Problem]


@dataclass(frozen=True)
class ToAnnounce:
    """An edition that is only expected, and whose announcement is due."""

    opportunity: Opportunity
    since: date


def doubts(opportunities: Iterable[Opportunity], now: datetime) -> Iterator[Finding]:
    """Yield a warning, without its place, for what is probably wrong in an edition of a series."""
    opportunities = tuple(opportunities)
    for editions in _by_series(opportunities).values():
        yield from _with_the_dates_of_another(editions)
        yield from _with_another_year_in_the_title(editions)
        for edition in editions:
            yield from _with_another_year_in_stated(edition)
    yield from map(_unannounced, to_announce(opportunities, now))


def to_announce(opportunities: Iterable[Opportunity], now: datetime) -> Iterator[ToAnnounce]:
    """Yield what is only expected and should have been announced by now: as long before its deadline as last time."""
    opportunities = tuple(opportunities)
    series = _by_series(opportunities)
    for found in sorted(opportunities, key=lambda one: one.id):
        if found.record.status == "expected" and found.deadlines:
            since = _ends(found) - _time_before(found, series.get(found.record.series or "", []))
            if since <= now.date():
                yield ToAnnounce(found, since)


def _by_series(opportunities: Iterable[Opportunity]) -> dict[str, list[Opportunity]]:
    """Return the editions that have deadlines by the ids of their series, each list in the order of the deadlines."""
    series: dict[str, list[Opportunity]] = defaultdict(list)
    for one in opportunities:
        if one.record.series is not None and one.deadlines:
            series[one.record.series].append(one)
    return {name: sorted(editions, key=lambda one: (_ends(one), one.id)) for name, editions in series.items()}


def _time_before(found: Opportunity, editions: Iterable[Opportunity]) -> timedelta:
    earlier = [
        (_ends(other), _ends(other) - other.record.published)
        for other in editions
        if other.record.published and _ends(other) < _ends(found)
    ]
    return max(earlier)[1] if earlier else ANNOUNCED_BEFORE


def _ends(opportunity: Opportunity) -> date:
    return min(deadline.moment.last_day for deadline in opportunity.deadlines)


def _unannounced(late: ToAnnounce) -> Finding:
    message = Sentence("it is only expected, and should have been announced since {day}", day=late.since)
    hint = Sentence(
        "look at {url}; once it is announced, correct due and take status out", url=late.opportunity.record.url
    )
    return late.opportunity, Problem(message, hint, ("status",), warning=True)


def _with_the_dates_of_another(editions: Iterable[Opportunity]) -> Iterator[Finding]:
    """Yield a warning for each edition whose dates are those of one before it."""
    first: dict[frozenset[Written], str] = {}
    for edition in editions:
        dates = frozenset(deadline.moment.written for deadline in edition.deadlines)
        if other := first.get(dates):
            message = Sentence('it has the dates of "{other}", another edition of its series', other=other)
            hint = Sentence("correct due; where both are right, write one record, with a label for each deadline")
            yield edition, Problem(message, hint, ("deadlines", edition.deadlines[0].number, "due"), warning=True)
        first.setdefault(dates, edition.id)


def _with_another_year_in_the_title(editions: Iterable[Opportunity]) -> Iterator[Finding]:
    """Yield a warning for each title that names a year, and not that of a deadline.

    Nor the next one, which many a prize is named after; not where all editions before were named after their own.
    """
    habits: set[int] = set()
    for edition in editions:
        if not (named := _years_in(edition.record.title)):
            continue
        due = {deadline.moment.last_day.year for deadline in edition.deadlines}
        ahead = {years for years in (0, 1) if named & {year + years for year in due}}
        if not ahead or (ahead == {1} and habits == {0}):
            message = Sentence("the title names {year}, and due is in {due}", year=max(named), due=max(due))
            hint = Sentence("correct the one that is of another edition")
            yield edition, Problem(message, hint, ("title",), warning=True)
        else:
            habits |= ahead


def _with_another_year_in_stated(edition: Opportunity) -> Iterator[Finding]:
    """Yield a warning where the organiser's words name a year, and neither due's nor the next one."""
    for deadline in edition.deadlines:
        stated, year = deadline.stated, deadline.moment.last_day.year
        if stated is None or not (named := _years_in(stated)) or named & {year, year + 1}:
            continue
        if named := _years_in(_without_dates_and_hours(stated)):
            message = Sentence("stated names {year}, and due is in {due}", year=max(named), due=year)
            hint = Sentence("correct the one that is of another edition")
            yield edition, Problem(message, hint, ("deadlines", deadline.number, "stated"), warning=True)


def _years_in(text: str) -> set[int]:
    return {int(year) for year in YEAR.findall(text)}


def _without_dates_and_hours(stated: str) -> str:
    """Return the words without what is compared with ``due`` already, so that "2000 UTC" is no year."""
    # The tables of languages are read only where there are words to look through.
    from deadlines.words.read import read

    words = read(stated)
    spans = sorted((found.start, found.end) for group in (words.dates, words.hours) for found in group)
    for start, end in reversed(spans):
        stated = stated[:start] + stated[end:]
    return stated
