"""The rules: small pure functions from a record to what is wrong in it. To add one, write it and list it in RULES."""

from collections.abc import Callable, Iterable, Iterator
from datetime import date, datetime
from itertools import pairwise

from deadlines.domain.announced import stated_agrees_with_due
from deadlines.domain.boards import board_of
from deadlines.domain.local_time import LocalTime, occurrence
from deadlines.domain.moment import Moment, Written, as_written
from deadlines.domain.month import Month
from deadlines.domain.problem import Keys, Problem
from deadlines.domain.record import TRANSLATED, Record
from deadlines.domain.repetition import repeated_deadlines_come
from deadlines.domain.slug import slug
from deadlines.domain.territory import code_of, suggested
from deadlines.domain.text import Sentence
from deadlines.domain.zone import LOCAL, find_zone, suggest_zone

Rule = Callable[[Record, str], Iterator[Problem]]
"""A rule is given the record and the project's zone, in which dates without a stated zone are read."""

_PLACEHOLDERS_FROM = 2090
_OWN_TIME = ("local", "local time", "your time", "your local time", "own time", "applicant's time", "applicant")
"""What people write in the place of a zone for the clocks of whoever applies."""


def needs_a_deadline(record: Record, _: str) -> Iterator[Problem]:
    """A record has deadlines, or is rolling; the deadlines of what is rolling are days of review, each with a label."""
    if not record.deadlines and not record.rolling:
        yield Problem(
            Sentence("there is no deadline"), Sentence("add [[deadlines]] with due = 2026-04-30, or rolling = true")
        )
    for index, table in enumerate(record.deadlines if record.rolling else ()):
        if table.label is None and len(record.deadlines) == 1:
            yield Problem(
                Sentence("rolling is open all year, and a deadline beside it has no label"),
                Sentence('add label = "…", which says what is considered then, or take rolling or [[deadlines]] out'),
                ("deadlines", index),
            )
        if table.opens is not None:
            yield Problem(
                Sentence("rolling is open all year, and a deadline beside it opens on {day}", day=_day(table.opens)),
                Sentence("take one of the two out"),
                ("deadlines", index, "opens"),
            )


def deadlines_say_when(record: Record, _: str) -> Iterator[Problem]:
    """A deadline has a date, or at least the words in which the announcement says that there is none."""
    for index, table in enumerate(record.deadlines):
        if table.due is None and table.stated is None:
            yield Problem(
                Sentence("a deadline says neither when it is due nor what is announced"),
                Sentence('add due = 2026-04-30, or due = "2026-04", or the announcement\'s words: stated = "…"'),
                ("deadlines", index),
            )
        if table.timezone and table.due is None and table.opens is None and not table.previously:
            yield Problem(
                Sentence("there is a time zone, and nothing is due in it"),
                Sentence("add due = 2026-04-30, or take timezone out"),
                ("deadlines", index, "timezone"),
            )


def opens_once(record: Record, _: str) -> Iterator[Problem]:
    """Either all of it opens, or each deadline does."""
    for index, table in enumerate(record.deadlines):
        if table.opens is not None and record.opens is not None:
            yield Problem(
                Sentence("opens is there for the record and for a deadline"),
                Sentence("keep that of each deadline, and take that of the record out"),
                ("deadlines", index, "opens"),
            )


def labels_tell_deadlines_apart(record: Record, _: str) -> Iterator[Problem]:
    """Several deadlines have labels, each its own: the label is part of what a calendar knows an entry by."""
    tables = record.deadlines if len(record.deadlines) > 1 else ()
    for index, table in enumerate(tables):
        if table.label is None:
            yield Problem(
                Sentence("one of several deadlines has no label"), Sentence('add label = "…"'), ("deadlines", index)
            )
    yield from _shared_labels("deadline", [table.label for table in tables])


def labels_tell_milestones_apart(record: Record, _: str) -> Iterator[Problem]:
    """A milestone can be an entry of its own, known by its label."""
    yield from _shared_labels("milestone", [table.label for table in record.milestones])


def _shared_labels(noun: str, labels: Iterable[str | None]) -> Iterator[Problem]:
    seen: dict[str, str] = {}
    for index, label in enumerate(labels):
        if label is None:
            continue
        name = slug(label)
        if name in seen:
            hint = Sentence("give each a label of its own")
            if seen[name] != label:
                hint = Sentence(
                    'give each a label of its own; capitals and accents do not tell it from "{other}"',
                    other=seen[name],
                )
            message = Sentence('the label "{label}" is used twice', label=label)
            yield Problem(message, hint, (f"{noun}s", index, "label"))
        seen.setdefault(name, label)


def zones_exist(record: Record, _: str) -> Iterator[Problem]:
    """A zone is a name that IANA knows, UTC, a fixed offset from it, or AoE; of a deadline also the applicant's own."""
    for keys, name in _zones(record):
        if name == LOCAL and keys[0] == "deadlines":
            continue
        if name.strip().casefold() in _OWN_TIME and keys[0] == "deadlines":
            message = Sentence('"{name}" is not a time zone', name=name)
            yield Problem(message, Sentence('did you mean "{name}"?', name=LOCAL), keys)
        elif find_zone(name) is None:
            yield Problem(Sentence('"{name}" is not a time zone', name=name), suggest_zone(name), keys)


def hours_have_zones(record: Record, _: str) -> Iterator[Problem]:
    """An hour means nothing without a zone."""
    for keys, written, name in record.moments():
        if isinstance(written, datetime) and name is None and "previously" not in keys:
            hint = Sentence('add timezone = "Area/City"')
            if keys == ("opens",):
                hint = Sentence("write opens = {day}, or add timezone to the deadline", day=written.date())
            yield Problem(Sentence("a time needs a time zone"), hint, keys)


def local_times_happen_once(record: Record, _: str) -> Iterator[Problem]:
    """A clock change skips an hour or doubles it; which one is meant is never guessed."""
    for keys, written, name in record.moments():
        where = find_zone(name) if name else None
        if where is None or (what := occurrence(written, where)) is LocalTime.ONCE:
            continue
        time, place = as_written(written), str(name)
        hint = Sentence('ask the organiser, and write the time in UTC with timezone = "UTC"')
        message = Sentence("{time} happens twice in {place}", time=time, place=place)
        if what is LocalTime.SKIPPED:
            hint = Sentence("the clocks go forward then; ask the organiser which time is meant")
            message = Sentence("{time} is skipped in {place}", time=time, place=place)
        yield Problem(message, hint, keys)


def url_is_the_organisers(record: Record, _: str) -> Iterator[Problem]:
    """What a board says was copied from somewhere, and nobody corrects it when the organiser moves a deadline."""
    if board := board_of(record.url):
        message = Sentence("{board} is a board, and not the organiser", board=board)
        hint = Sentence("write the organiser’s own page; the board belongs into source")
        yield Problem(message, hint, ("url",), warning=True)


def drafts_are_not_published(record: Record, _: str) -> Iterator[Problem]:
    """A draft waits for somebody; without a word it would be forgotten."""
    if record.draft:
        message = Sentence("a draft is in no feed, page or mail")
        yield Problem(message, Sentence("take draft out to publish it"), ("draft",), warning=True)


def dates_are_no_placeholders(record: Record, _: str) -> Iterator[Problem]:
    """What is due at the end of the century is a way to say that one may apply at any time."""
    for index, table in enumerate(record.deadlines):
        if table.due and table.due.year >= _PLACEHOLDERS_FROM:
            hint = Sentence(
                "where applications are accepted at any time, write rolling = true in the place of [[deadlines]]"
            )
            message = Sentence("the year {year} seems to mean that there is no deadline", year=table.due.year)
            yield Problem(message, hint, ("deadlines", index, "due"), warning=True)


def regions_are_known(record: Record, _: str) -> Iterator[Problem]:
    """A region that nobody knows stays as it is written: it is not translated, and in no other region."""
    for index, region in enumerate(record.regions):
        if code_of(region) is None:
            near = suggested(region)
            hint = Sentence('write a region as it is known, such as "Western Africa" or "MENA", or leave it so')
            if near:
                hint = Sentence('did you mean "{name}"?', name=near)
            message = Sentence('"{name}" is no region that is known', name=region)
            yield Problem(message, hint, ("regions", index), warning=True)


def funding_adds_up(record: Record, _: str) -> Iterator[Problem]:
    """An amount means nothing without a currency; nobody gets less than the least, or more than there is."""
    funding = record.funding
    if funding is None:
        return
    amounts = [("min", funding.min), ("max", funding.max), ("total", funding.total)]
    if any(amount for _, amount in amounts) and funding.currency is None:
        yield Problem(Sentence("an amount has no currency"), Sentence('add currency = "EUR"'), ("funding",))
    given = [(key, amount) for key, amount in amounts if amount]
    for (key, amount), (larger, limit) in pairwise(given):
        if amount > limit:
            message = Sentence(
                "{key} is {amount}, more than {other}, which is {limit}",
                key=key,
                amount=amount,
                other=larger,
                limit=limit,
            )
            yield Problem(message, Sentence("correct one of the two"), ("funding", key))
    if not given and funding.awards is None:
        example = 'funding = { min = 5000, max = 60000, currency = "EUR" }'
        hint = Sentence("write {example}, or take it out", example=example)
        yield Problem(Sentence("funding has no amount"), hint, ("funding",))


def dates_are_in_order(record: Record, project_zone: str) -> Iterator[Problem]:
    """Nothing is due before it opens or is published."""
    for index, table in enumerate(record.deadlines):
        due, keys = _moment(table.due, table.timezone, project_zone), ("deadlines", index, "due")
        if due is None or table.repeats:
            continue
        opens = _moment(record.opens, record.opens_zone, project_zone)
        if table.opens is not None:
            opens = _moment(table.opens, table.timezone, project_zone)
        if opens is not None and due.instant <= opens.starts_at:
            yield Problem(
                Sentence("due {due}, before it opens on {day}", due=_day(due.written), day=_day(opens.written)),
                Sentence("correct one of the two"),
                keys,
            )
        if (
            record.published is not None
            and table.repeats is None
            and due.last_day < record.published
            and record.status != "expected"
        ):
            hint = Sentence("correct one of the two; is it the right year?")
            day = record.published
            message = Sentence("due {due}, before it was published on {day}", due=_day(due.written), day=day)
            yield Problem(message, hint, keys)


def previously_is_a_history(record: Record, _: str) -> Iterator[Problem]:
    """Each earlier value differs from the one that followed it; the last of them from ``due``."""
    for index, table in enumerate(record.deadlines):
        following = (*table.previously[1:], *((table.due,) if table.due else ()))
        for number, (earlier, later) in enumerate(zip(table.previously, following, strict=False)):
            if earlier == later and type(earlier) is type(later):
                message = Sentence("{value} is the same as the value after it", value=as_written(earlier))
                if table.due and number == len(table.previously) - 1:
                    message = Sentence("{value} is the same as due", value=as_written(earlier))
                hint = Sentence("list the values that due had before, oldest first, without the present one")
                keys = ("deadlines", index, "previously", number)
                yield Problem(message, hint, keys)


def translations_are_of_what_there_is(record: Record, _: str) -> Iterator[Problem]:
    """A translation says in another language what the record says, no more and no less."""
    tags: dict[str, str] = {}
    for tag, texts in record.translations.items():
        if (first := tags.setdefault(tag.casefold(), tag)) != tag:
            message = Sentence('"{tag}" and "{other}" are the same language', tag=tag, other=first)
            yield Problem(message, Sentence("put both into one table"), ("translations", tag), at_key=True)
        for name in TRANSLATED:
            said, own, keys = getattr(texts, name), record.text(name), ("translations", tag, name)
            if said and not own:
                hint = Sentence("add {key} to the record too, or take this out", key=name)
                yield Problem(Sentence("{key} is translated, but the record does not have it", key=name), hint, keys)
            elif isinstance(own, tuple) and said and len(said) != len(own):
                message = Sentence(
                    "{key} is a list of {own} in the record, and of {n} here", key=name, own=len(own), n=len(said)
                )
                yield Problem(message, Sentence("translate each of them"), keys, warning=True)


RULES: tuple[Rule, ...] = (
    needs_a_deadline,
    deadlines_say_when,
    opens_once,
    labels_tell_deadlines_apart,
    labels_tell_milestones_apart,
    zones_exist,
    hours_have_zones,
    local_times_happen_once,
    url_is_the_organisers,
    drafts_are_not_published,
    dates_are_no_placeholders,
    regions_are_known,
    funding_adds_up,
    dates_are_in_order,
    previously_is_a_history,
    translations_are_of_what_there_is,
    repeated_deadlines_come,
    stated_agrees_with_due,
)
_OF_WORDS = (stated_agrees_with_due, regions_are_known)


def check(record: Record, project_zone: str, *, words: bool = True) -> list[Problem]:
    """Return what all rules find in a record, without places.

    Without ``words`` those are left out that need the tables of languages, which take longer to read than a record.
    """
    rules = (rule for rule in RULES if words or rule not in _OF_WORDS)
    return [problem for rule in rules for problem in rule(record, project_zone)]


def _zones(record: Record) -> Iterator[tuple[Keys, str]]:
    named = [(("deadlines", index), table.timezone) for index, table in enumerate(record.deadlines)]
    named += [(("milestones", index), table.timezone) for index, table in enumerate(record.milestones)]
    yield from (((*keys, "timezone"), name) for keys, name in named if name is not None)


def _moment(written: Written | None, name: str | None, project_zone: str) -> Moment | None:
    name = name or project_zone
    return None if written is None or (name != LOCAL and find_zone(name) is None) else Moment(written, name)


def _day(written: Written) -> date | Month:
    return written.date() if isinstance(written, datetime) else written
