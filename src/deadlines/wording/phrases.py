"""What is said of an opportunity: its kind and state, how its deadline moved, what is offered, how to apply."""

from collections.abc import Iterator

from deadlines.domain.opportunity import Deadline, Status
from deadlines.domain.record import Kind, Record
from deadlines.wording.language import Language


def kind_in_words(kind: Kind, language: Language) -> str:
    """Return ``call``."""
    say = language.say
    return {
        "call": say("call"),
        "prize": say("prize"),
        "job": say("job"),
        "grant": say("grant"),
        "fellowship": say("fellowship"),
        "training": say("training"),
    }[kind]


def kinds_in_words(kind: Kind, language: Language) -> str:
    """Return ``calls``."""
    say = language.say
    return {
        "call": say("calls"),
        "prize": say("prizes"),
        "job": say("jobs"),
        "grant": say("grants"),
        "fellowship": say("fellowships"),
        "training": say("trainings"),
    }[kind]


def status_in_words(status: Status, language: Language) -> str:
    """Return ``open``, ``cancelled``."""
    say = language.say
    return {
        "open": say("open"),
        "upcoming": say("upcoming"),
        "rolling": say("rolling"),
        "expected": say("expected"),
        "closed": say("closed"),
        "cancelled": say("cancelled"),
    }[status]


def last_move(deadline: Deadline, language: Language) -> str:
    """Return ``extended from 1 March`` or ``moved EARLIER, from 20 March``; nothing where it has not moved."""
    if not deadline.previously:
        return ""
    now, before = deadline.moment, deadline.previously[-1]
    if now.instant == before.instant:
        return ""
    if before.day == now.day:
        left = language.say("the end of the day") if before.clock is None else language.time(before.clock)
    else:
        left = language.day(before.day, year=before.day.year != now.day.year)
    if now.instant > before.instant:
        return language.say("extended from {before}", before=left)
    return language.say("moved EARLIER, from {before}", before=left)


def about(record: Record, language: Language) -> Iterator[tuple[str, str]]:
    """Yield what is offered and to whom, each as a heading and a text."""
    say = language.say
    for heading, text in (
        (say("Summary"), record.summary),
        (say("Who may apply"), record.eligibility),
        (say("Amount"), record.amount),
        (say("Location"), record.location),
        (say("Contract"), record.contract),
        (say("Salary"), record.salary),
        (say("Languages"), language.listing(record.languages)),
        (say("Regions"), language.listing(record.regions)),
        (say("Topics"), language.listing(record.topics)),
    ):
        if text:
            yield heading, text


def how_to_apply(record: Record, language: Language) -> Iterator[tuple[str, str | tuple[str, ...]]]:
    """Yield what one needs in order to apply, each as a heading and a text or list."""
    say, apply = language.say, record.apply
    for heading, value in (
        (say("Apply at"), apply.url),
        (say("Write to"), apply.email),
        (say("Subject line"), apply.reference),
        (say("Documents"), apply.documents),
        (say("Requirements"), apply.requirements),
    ):
        if value:
            yield heading, value
