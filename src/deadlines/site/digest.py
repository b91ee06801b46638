"""A week's digest for readers: what is new, moved, withdrawn and closing soon, as text and as HTML."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from deadlines.domain.characters import one_line
from deadlines.domain.folder import ENTRIES
from deadlines.domain.moment import days_left, start_of_day
from deadlines.domain.opportunity import Opportunity, Undated
from deadlines.domain.status import OVER
from deadlines.domain.zone import zone
from deadlines.site.atom import dates_in
from deadlines.site.render import Renderer
from deadlines.wording.language import Language
from deadlines.wording.phrases import (
    cautions,
    kind_in_words,
    labelled,
    last_move,
    state,
    undated_in_words,
    without_end,
)
from deadlines.wording.repeats import repetition

WEEK, SOON = timedelta(days=7), 14


@dataclass(frozen=True)
class Digest:
    """A digest in both of its forms."""

    text: str
    html: str


@dataclass(frozen=True)
class Item:
    """What a digest says of one opportunity. All foreign text in it is on one line."""

    title: str
    organisation: str
    kind: str
    lines: tuple[str, ...]
    note: str
    """Why it is as it is, in the words of the record."""
    url: str


@dataclass(frozen=True)
class _Week:
    """The seven days that end with a day in the project's zone, and what was news in them."""

    day: date
    zone_name: str
    first: Mapping[str, datetime]
    """When each opportunity was published first, or was changed last since, by its id."""
    news: Mapping[str, Sequence[datetime]]
    """When there was news of an opportunity: it moved, was withdrawn, or was opened again."""

    def has(self, day: date) -> bool:
        """Say whether a day is in it."""
        return self.day - WEEK < day <= self.day

    def is_new(self, found: Opportunity) -> bool:
        """Say whether an opportunity was announced in it; or was published in it first, where no day is known."""
        if found.record.published:
            return self.has(found.record.published)
        return found.id in self.first and found.id not in self.news and self._holds(self.first[found.id])

    def has_news(self, found: Opportunity) -> bool:
        """Say whether what is said of an opportunity changed in it."""
        return any(map(self._holds, self.news.get(found.id, ())))

    def _holds(self, at: datetime) -> bool:
        return self.has(at.astimezone(zone(self.zone_name)).date())


def digest(
    opportunities: Iterable[Opportunity],
    atom: bytes,
    *,
    day: date,
    name: str,
    zone_name: str,
    address: str | None,
    records_language: str,
    language: Language,
) -> Digest:
    """Return the digest of the seven days that end with ``day`` in the project's zone; the same on all of that day.

    ``atom`` is the published Atom feed, which knows when something moved; ``address`` is where the pages of the
    language are, without which the organisers' own are linked.
    """
    first, news = dates_in(atom)
    week, begins = _Week(day, zone_name, first, news), start_of_day(day, zone_name)
    sections = [
        (heading, [_item(one, begins, address, language) for one in found])
        for heading, found in _sections(opportunities, week, begins, language)
        if found
    ]
    title = language.say("{name}: the week to {day}", name=language.isolate(name), day=language.day(day))
    html = Renderer(language, records_language).render("digest.html", title=title, sections=sections)
    return Digest(_as_text(title, sections, language), html)


def _sections(
    opportunities: Iterable[Opportunity], week: _Week, begins: datetime, language: Language
) -> Iterator[tuple[str, list[Opportunity]]]:
    """Yield each section with the opportunities in it, soonest first; none is in two of them but for closing soon."""
    say = language.say
    public = (one for one in opportunities if one.is_public)
    known = sorted(public, key=lambda one: (_soonest(one, begins), one.record.title.casefold(), one.id))
    over = [one for one in known if one.record.status in OVER]
    living = [one for one in known if one.status(begins) not in ("closed", "cancelled", "draft")]
    yield say("New"), [one for one in living if week.is_new(one)]
    yield say("Moved"), [one for one in living if not week.is_new(one) and week.has_news(one) and _has_moved(one)]
    yield say("Withdrawn or closed early"), [one for one in over if week.has_news(one)]
    yield say("Closing within two weeks"), [one for one in living if _closes_soon(one, begins, week.zone_name)]


def _has_moved(found: Opportunity) -> bool:
    return any(one.previously for one in found.deadlines)


def _soonest(found: Opportunity, at: datetime) -> datetime:
    deadline = found.next_deadline(at)
    return deadline.moment.instant if deadline else datetime.max.replace(tzinfo=at.tzinfo)


def _closes_soon(found: Opportunity, at: datetime, zone_name: str) -> bool:
    deadline = found.next_deadline(at)
    return (
        found.status(at) == "open" and deadline is not None and 0 <= days_left(deadline.moment, at, zone_name) <= SOON
    )


def _item(found: Opportunity, at: datetime, address: str | None, language: Language) -> Item:
    record = found.record
    return Item(
        title=one_line(record.title),
        organisation=one_line(record.organisation),
        kind=kind_in_words(record.kind, language),
        lines=tuple(_lines(found, at, language)),
        note=one_line(record.status_note or ""),
        url=f"{address}{ENTRIES}/{found.id}.html" if address else record.url,
    )


def _lines(found: Opportunity, at: datetime, language: Language) -> Iterator[str]:
    say, record = language.say, found.record
    if said := state(record.status, language, brief=True):
        yield said
    if record.status in OVER:
        return
    yield from cautions(record, language)
    for deadline in found.in_turn(at):
        heading = labelled(say("Deadline"), deadline.label and language.isolate(one_line(deadline.label)))
        if isinstance(deadline, Undated):
            yield language.heading(heading, undated_in_words(one_line(deadline.stated), language))
        elif not deadline.moment.has_passed(at):
            move = last_move(deadline, language)
            when = language.moment(found.shown(deadline.moment))
            yield language.heading(heading, when + (f" ({move})" if move else ""))
            if rule := repetition(deadline, language):
                yield language.heading(say("Repeats"), rule)
    if all_year := without_end(found, at, language):
        yield all_year
    if found.status(at) == "upcoming" and (opening := found.next_opening(at)):
        yield language.heading(say("Opens"), language.moment(opening.moment, whole_day=False))


def _as_text(title: str, sections: Sequence[tuple[str, Sequence[Item]]], language: Language) -> str:
    blocks = [title]
    for heading, items in sections:
        blocks.append(f"{heading}\n{'-' * len(heading)}")
        for item in items:
            name = f"{language.isolate(item.title)} ({language.isolate(item.organisation)})"
            said = (language.listing((name, item.kind)), *item.lines, language.isolate(item.note), item.url)
            blocks.append("\n".join(filter(None, said)))
    if not sections:
        blocks.append(language.say("Nothing new this week."))
    return "\n\n".join(blocks) + "\n"
