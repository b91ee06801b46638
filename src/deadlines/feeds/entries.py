"""From an opportunity to its dated points, and from each point to the entry that subscribers see."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from deadlines.domain.feed import Certainty, Entry, Role
from deadlines.domain.moment import Moment
from deadlines.domain.opportunity import Deadline, Opportunity
from deadlines.domain.text import fold, slug
from deadlines.domain.wording import about, brief, how_to_apply, last_move, moment_in_words

UNDATED = datetime(2000, 1, 1, tzinfo=UTC)
"""When an entry was revised whose record does not say when it was published: the same on every day."""
BLOCK = timedelta(minutes=15)
"""A deadline is shown as the quarter of an hour that ends at it, so that midnight of the 30th stays on the 30th."""


@dataclass(frozen=True, slots=True)
class Point:
    """A dated point of an opportunity that can be an entry."""

    uid: str
    role: Role
    opportunity: Opportunity
    moment: Moment
    label: str | None = None
    deadline: Deadline | None = None

    @property
    def history(self) -> tuple[int, datetime]:
        """Revision and moment of the last change, as the record itself tells them: where nothing else is known."""
        published = self.opportunity.record.published
        moved = len(self.deadline.previously) if self.deadline else 0
        return moved, UNDATED if published is None else datetime.combine(published, time(), tzinfo=UTC)


def points_of(opportunity: Opportunity, domain: str) -> Iterator[Point]:
    """Yield the deadlines, then the opening and the milestones; nothing when it is rolling and has no date at all.

    A date that is only expected has no hour.
    """
    expected = opportunity.record.status == "expected"
    for deadline in opportunity.deadlines:
        moment = deadline.moment
        if expected and not moment.all_day:
            moment = Moment(moment.day, moment.zone_name, moment.zone_stated)
        yield Point(
            uid(opportunity.id, deadline.label, domain), "deadline", opportunity, moment, deadline.label, deadline
        )
    if opportunity.opens:
        yield Point(f"{opportunity.id}+opens@{domain}", "opens", opportunity, opportunity.opens, "Opens")
    for milestone in opportunity.milestones:
        name = f"{opportunity.id}+milestone.{slug(milestone.label)}@{domain}"
        yield Point(name, "milestone", opportunity, milestone.moment, milestone.label)


def uid(record_id: str, label: str | None, domain: str) -> str:
    """Return the name by which calendars know a deadline's entry for ever (RFC 5545 §3.8.4.7).

    It depends on the record's id and the deadline's label alone, not on the deadline's position among others.
    """
    return f"{record_id}@{domain}" if label is None else f"{record_id}.{slug(label)}@{domain}"


def record_id_in(uid: str) -> str:
    """Return the id of the record that an entry was made of."""
    return uid.partition("@")[0].partition(".")[0].partition("+")[0]


def entry_of(point: Point) -> Entry:
    """Return what a subscriber sees of a point."""
    record = point.opportunity.record
    certainty: Certainty = "CONFIRMED"
    if record.status in ("cancelled", "expected"):
        certainty = "CANCELLED" if record.status == "cancelled" else "TENTATIVE"
    return Entry(
        uid=point.uid,
        role=point.role,
        summary=_summary(point),
        description=_description(point),
        url=record.url,
        moment=point.moment,
        certainty=certainty,
        categories=(record.kind, *record.topics),
        rings=point.role == "deadline" and record.status == "announced",
    )


def span(entry: Entry) -> tuple[date, date] | tuple[datetime, datetime]:
    """Return DTSTART and DTEND: in UTC, or dates with the day after the last as exclusive end (RFC 5545 §3.6.1).

    The block of a deadline ends at its moment; that of an opening or a milestone begins there.
    """
    moment = entry.moment
    if moment.all_day:
        return moment.day, moment.day + timedelta(days=entry.days)
    instant = moment.instant
    return (instant - BLOCK, instant) if entry.role == "deadline" else (instant, instant + BLOCK)


def _summary(point: Point) -> str:
    record, deadline = point.opportunity.record, point.deadline
    if deadline is None:
        name = f"{point.label}: {record.title}"
    else:
        name = record.title if deadline.label is None else f"{record.title}: {deadline.label}"
    if fold(record.organisation) not in fold(name):
        name = f"{name} ({record.organisation})"
    if record.status == "cancelled":
        return f"CANCELLED: {name}"
    if record.status == "closed":
        return f"CLOSED: {name}"
    if record.status == "expected":
        return f"{name}, expected, not announced"
    return f"{name} ({move})" if deadline and (move := last_move(deadline)) else name


def _description(point: Point) -> str:
    blocks = (_dates(point), _application(point.opportunity), _offer(point.opportunity))
    return "\n\n".join("\n".join(lines) for block in blocks if (lines := list(block)))


def _dates(point: Point) -> Iterator[str]:
    opportunity, deadline = point.opportunity, point.deadline
    record = opportunity.record
    if record.status == "cancelled":
        yield "This has been withdrawn; one cannot apply any more."
    elif record.status == "closed":
        yield "This has closed early; one cannot apply any more."
    elif record.status == "expected":
        yield "This date is expected from earlier years and not announced. Ask the organisation before you rely on it."
    if record.status_note:
        yield record.status_note
    if deadline is None:
        yield f"{point.label}: {moment_in_words(point.moment, whole_day=False)}"
    else:
        yield f"Deadline: {moment_in_words(point.moment)}"
        if deadline.previously:
            yield f"Earlier dates: {'; '.join(brief(earlier) for earlier in deadline.previously)}"
        if deadline.stated:
            yield f"As announced: {deadline.stated}"
    for other in opportunity.deadlines:
        if other is not deadline:
            yield f"{'Another deadline' if deadline else 'Deadline'}{_labelled(other)}: {moment_in_words(other.moment)}"
    if opportunity.opens and point.role != "opens":
        yield f"Opens: {moment_in_words(opportunity.opens, whole_day=False)}"
    for milestone in opportunity.milestones:
        if (milestone.label, milestone.moment) != (point.label, point.moment):
            yield f"{milestone.label}: {moment_in_words(milestone.moment, whole_day=False)}"


def _labelled(deadline: Deadline) -> str:
    return "" if deadline.label is None else f", {deadline.label}"


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
