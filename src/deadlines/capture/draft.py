"""The draft of a record: what an announcement says, each deadline with its sentence, and what is open."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from deadlines.capture.about import facts_of, is_by_nomination, kind_of, languages_of, organisation_of, partners_of
from deadlines.capture.applying import Applying, applying, own_address
from deadlines.capture.moment import Around, Due, due_of
from deadlines.capture.posts import Post, posts
from deadlines.capture.verdict import HEAD, verdict
from deadlines.domain.characters import one_line
from deadlines.domain.fields import MOST_DEADLINES
from deadlines.domain.text import Sentence
from deadlines.words.announcements import languages_of as languages_written
from deadlines.words.announcements import spoken_languages
from deadlines.words.clauses import Clause, clauses, tidy
from deadlines.words.dated import Dated, dated

LONGEST_SENTENCE = 600
_LONGEST_LABEL = 60
_MOST_BESIDE = 20
_SAMPLE = 2_000
_LINK = re.compile(r"\s*<https?://[^<>\s]*>")
"""The address of a link, after its words."""


@dataclass(frozen=True)
class DraftDeadline:
    """One deadline with the sentence in which it stands."""

    due: Due
    sentence: str
    label: str | None = None
    previously: tuple[str, ...] = ()
    """Earlier days that the words name."""


@dataclass(frozen=True)
class Draft:
    """What is known of one opportunity."""

    title: str
    kind: str
    organisation: str | None
    url: str | None
    published: date | None
    deadlines: tuple[DraftDeadline, ...]
    rolling: bool
    may_close_early: bool
    languages: tuple[str, ...]
    partners: tuple[str, ...]
    apply: Applying
    opens: Due | None = None
    by_nomination: bool = False
    """True where somebody else has to put one forward."""
    facts: Mapping[str, str] = field(default_factory=dict)
    """What lines with a label say: `location`, `salary`, `contract`, `amount`."""


@dataclass(frozen=True)
class NoDraft:
    """A post of which nothing was drafted, and why."""

    title: str
    reason: Sentence


def captured(text: str, as_of: date | None = None) -> Iterator[Draft | NoDraft]:
    """Yield the draft of each post of a text, or why there is none.

    ``as_of`` is the day on which it was read or published; a post that says its own day knows better. Nothing raises,
    and time is in proportion to the length. What stands there twice is yielded once.
    """
    seen = set()
    for post in posts(tidy(text)):
        found = drafted(post, as_of)
        same = (found.title, getattr(found, "deadlines", None))
        if same not in seen:
            seen.add(same)
            yield found


def drafted(post: Post, as_of: date | None = None) -> Draft | NoDraft:
    """Return the draft of one post, or why there is none."""
    written = languages_written(_sample(post.text)) or sorted(spoken_languages())
    spoken = frozenset(written)
    title = Clause(post.title, 0, spoken)
    body = clauses(post.text, spoken)
    dates = list(dated(body))
    found = verdict(title, body, dates)
    name = one_line(_LINK.sub("", post.title), 200)
    if found.reason is not None:
        return NoDraft(name, found.reason)
    published = post.published or as_of
    days = [on for one in dates if (on := _whole(one))]
    context = _Context(written[0], published, _editions_of(title, body), body)
    deadlines = _deadlines(dates, context)
    kind = kind_of(title, body)
    head = [clause for clause in body if clause.start < 40_000]
    return Draft(
        title=name,
        kind=kind,
        organisation=organisation_of(title, body, post.text),
        url=post.url or own_address(post.text),
        published=post.published if post.published and (not days or post.published not in days) else None,
        deadlines=deadlines,
        rolling=found.rolling and not deadlines,
        may_close_early=any(clause.has("may close early") for clause in head),
        languages=tuple(languages_of(head)),
        partners=tuple(partners_of(post.text)),
        apply=applying(head),
        opens=_opens(dates, context),
        by_nomination=is_by_nomination(kind, title, head),
        facts=facts_of(head),
    )


def _sample(text: str) -> str:
    """Return enough of a text to know its languages by: of a long one from three places."""
    middle = len(text) // 2
    return (
        text
        if len(text) <= 3 * _SAMPLE
        else " ".join((text[:_SAMPLE], text[middle : middle + _SAMPLE], text[-_SAMPLE:]))
    )


def _whole(one: Dated) -> date | None:
    return next((on for reading in one.found.readings if one.purpose == "deadline" and (on := reading.date)), None)


def _deadlines(dates: Sequence[Dated], context: "_Context") -> tuple[DraftDeadline, ...]:
    found: dict[tuple[int | None, int | None, int | None], DraftDeadline] = {}
    former: list[str] = []
    for one in dates:
        if not one.found.readings:
            continue
        if one.purpose == "former":
            earlier = context.due(one)
            former += [earlier.written] if earlier.date and earlier.written else []
        if one.purpose != "deadline" or len(found) >= MOST_DEADLINES:
            continue
        due = context.due(one)
        deadline = DraftDeadline(due, one_line(_LINK.sub("", one.sentence), LONGEST_SENTENCE), _label(one))
        key = due.year, due.month, due.day
        known = next((its for its in found if its == key or _same_day(its, key)), None)
        if known is None:
            found[key] = deadline
        else:
            better = _fuller(found.pop(known), deadline)
            found[better.due.year, better.due.month, better.due.day] = better
    several = len(found) > 1
    kept = [one if several else replace(one, label=None) for one in found.values()]
    if len(kept) == 1 and former:
        earlier_days = tuple(dict.fromkeys(day for day in former if day != kept[0].due.written))
        kept = [replace(kept[0], previously=earlier_days)]
    return tuple(_labelled(kept))


def _same_day(one: tuple[int | None, ...], other: tuple[int | None, ...]) -> bool:
    """Say whether two dates may be one: day and month are, and a year stands only with one of them."""
    return one[1:] == other[1:] and one[1] is not None and (one[0] is None or other[0] is None)


def _fuller(one: DraftDeadline, other: DraftDeadline) -> DraftDeadline:
    def known(its: DraftDeadline) -> tuple[bool, bool, bool, bool]:
        due = its.due
        return due.certainty == "stated", due.clock is not None, due.zone_stated is not None, not due.asked

    return other if known(other) > known(one) else one


def _labelled(deadlines: list[DraftDeadline]) -> list[DraftDeadline]:
    """Return deadlines of which no two have the same label."""
    if len(deadlines) < 2:
        return deadlines
    labels: dict[str, int] = {}
    named = []
    for one in deadlines:
        label = one.label or "Deadline"
        labels[label.casefold()] = labels.get(label.casefold(), 0) + 1
        number = labels[label.casefold()]
        named.append(replace(one, label=label if number == 1 else f"{label} {number}"))
    return named


def _label(one: Dated) -> str | None:
    """Return what stands before a date in its sentence, where that is short enough to be a label."""
    before = (one.label or one.clause.text[: one.found.start]).strip(" :–—-*|•#").strip()
    before = before.split(" | ")[0]
    before = re.sub(r"\s+(?:is|are|by|until|on|est|es|ist|am|bis|le|au|el)$", "", before).strip(" :–—-*|•#")
    if 2 <= len(before) <= _LONGEST_LABEL:
        return before
    after = one.clause.text[one.found.end :].strip(" :–—-*|•#.,")
    return after if 2 <= len(after) <= _LONGEST_LABEL else None


@dataclass(frozen=True)
class _Context:
    """What is known of a post besides the words of one date."""

    language: str
    published: date | None
    editions: tuple[int, ...]
    body: Sequence[Clause]

    def due(self, one: Dated) -> Due:
        """Return what a date says, and what follows from the rest of the post."""
        return due_of(one, Around(self.language, self.published, self.editions, lambda: self._beside(one)))

    def _beside(self, one: Dated) -> tuple[date, ...]:
        near = self.body[max(0, one.number - 1) : one.number + 3]
        found = [date_ for clause in near if clause.has_digits for date_ in clause.words.dates[:_MOST_BESIDE]]
        return tuple(on for one in found for reading in one.readings[:1] if (on := reading.date))


def _editions_of(title: Clause, body: Sequence[Clause]) -> tuple[int, ...]:
    """Return the years that a title names, or else the beginning of a post."""
    return _years(title.text) or tuple(year for clause in body if clause.start < HEAD for year in _editions(clause))


def _editions(clause: Clause) -> tuple[int, ...]:
    """Return the years of a clause that are of no date in it."""
    if not clause.has_digits:
        return ()
    text = list(clause.text)
    for found in clause.words.dates:
        text[found.start : found.end] = " " * (found.end - found.start)
    return _years("".join(text))


def _years(text: str) -> tuple[int, ...]:
    return tuple(int(year) for year in re.findall(r"(?<!\d)(?:19|20)\d\d(?!\d)", text))


def _opens(dates: Sequence[Dated], context: _Context) -> Due | None:
    """Return the day on which applying begins, where exactly one is stated in full."""
    found = {
        due.date: due
        for one in dates
        if one.purpose == "opens" and one.found.readings
        for due in [context.due(one)]
        if due.date and due.certainty == "stated"
    }
    return next(iter(found.values())) if len(found) == 1 else None
