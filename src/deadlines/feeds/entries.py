"""From an opportunity to its entries: one for each deadline."""

import hashlib
from collections.abc import Iterator

from deadlines.domain.feed import Certainty, Entry
from deadlines.domain.opportunity import Deadline, Opportunity
from deadlines.domain.record import ID_PATTERN
from deadlines.domain.text import fold
from deadlines.domain.wording import about, brief, how_to_apply, last_move, moment_in_words


def entries_of(opportunity: Opportunity, domain: str) -> tuple[Entry, ...]:
    """Return the entries of an opportunity; none when it is rolling, since it has no date to show."""
    record = opportunity.record
    certainty: Certainty = "CONFIRMED"
    if record.status in ("cancelled", "expected"):
        certainty = "CANCELLED" if record.status == "cancelled" else "TENTATIVE"
    return tuple(
        Entry(
            uid=uid(opportunity.id, deadline.label, domain),
            record_id=opportunity.id,
            summary=_summary(opportunity, deadline),
            description=_description(opportunity, deadline),
            url=record.url,
            moment=deadline.moment,
            certainty=certainty,
            categories=(record.kind, *record.topics),
            revision=len(deadline.previously),
            announced=record.published,
        )
        for deadline in opportunity.deadlines
    )


def uid(record_id: str, label: str | None, domain: str) -> str:
    """Return the name by which calendars know an entry for ever (RFC 5545 §3.8.4.7).

    It depends on the record's id and the deadline's label alone, not on the deadline's position among others.
    """
    return f"{record_id}@{domain}" if label is None else f"{record_id}.{_slug(label)}@{domain}"


def _slug(label: str) -> str:
    plain = "-".join(fold(label).split())
    if ID_PATTERN.fullmatch(plain):
        return plain
    kept = "-".join("".join(letter if letter in _PLAIN else " " for letter in plain).split())
    digest = hashlib.sha256(" ".join(label.casefold().split()).encode()).hexdigest()[:8]
    return f"{kept}-{digest}" if kept else digest


_PLAIN = frozenset("abcdefghijklmnopqrstuvwxyz0123456789")


def _summary(opportunity: Opportunity, deadline: Deadline) -> str:
    record = opportunity.record
    name = record.title if deadline.label is None else f"{record.title}: {deadline.label}"
    if fold(record.organisation) not in fold(name):
        name = f"{name} ({record.organisation})"
    if record.status == "cancelled":
        return f"CANCELLED: {name}"
    if record.status == "closed":
        return f"CLOSED: {name}"
    if record.status == "expected":
        return f"{name}, expected, not announced"
    return f"{name} ({move})" if (move := last_move(deadline)) else name


def _description(opportunity: Opportunity, deadline: Deadline) -> str:
    blocks = (_dates(opportunity, deadline), _application(opportunity), _offer(opportunity))
    return "\n\n".join("\n".join(lines) for block in blocks if (lines := list(block)))


def _dates(opportunity: Opportunity, deadline: Deadline) -> Iterator[str]:
    record = opportunity.record
    if record.status == "cancelled":
        yield "This has been withdrawn; one cannot apply any more."
    elif record.status == "closed":
        yield "This has closed early; one cannot apply any more."
    elif record.status == "expected":
        yield "This date is expected from earlier years and not announced. Ask the organisation before you rely on it."
    if record.status_note:
        yield record.status_note
    yield f"Deadline: {moment_in_words(deadline.moment)}"
    if deadline.previously:
        yield f"Earlier dates: {'; '.join(brief(earlier) for earlier in deadline.previously)}"
    if deadline.stated:
        yield f"As announced: {deadline.stated}"
    for other in opportunity.deadlines:
        if other is not deadline:
            yield f"Another deadline, {other.label}: {moment_in_words(other.moment)}"
    if opportunity.opens:
        yield f"Opens: {moment_in_words(opportunity.opens, whole_day=False)}"
    for milestone in opportunity.milestones:
        yield f"{milestone.label}: {moment_in_words(milestone.moment, whole_day=False)}"


def _application(opportunity: Opportunity) -> Iterator[str]:
    for heading, value in how_to_apply(opportunity.record):
        if isinstance(value, str):
            yield f"{heading}: {value}"
        else:
            yield f"{heading}:"
            yield from (f"- {item}" for item in value)


def _offer(opportunity: Opportunity) -> Iterator[str]:
    yield f"Organisation: {opportunity.record.organisation}"
    yield from (f"{heading}: {text}" for heading, text in about(opportunity.record))
    yield f"Page: {opportunity.record.url}"
