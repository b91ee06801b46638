"""Reminders: who is told, what of, and what makes one the same as another."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Literal

from deadlines.domain.kind import Kind
from deadlines.domain.lead_time import LeadTime
from deadlines.domain.moment import Moment, as_written
from deadlines.domain.opportunity import Opportunity
from deadlines.domain.selection import Selection
from deadlines.domain.zone import zone

ChannelName = Literal["email", "webhook", "chat"]
NoticeKind = Literal["due", "moved", "cancelled", "closed", "reinstated"]
Role = Literal["deadline", "opens"]


@dataclass(frozen=True, slots=True)
class QuietHours:
    """From when to when a recipient is not disturbed, in local time; the end may lie on the next day."""

    starts: time
    ends: time

    @classmethod
    def parse(cls, said: str) -> "QuietHours":
        """Read ``22:00-07:00``. Raises ``ValueError`` with what to type."""
        first, _, last = said.partition("-")
        try:
            hours = cls(time.fromisoformat(first.strip()), time.fromisoformat(last.strip()))
        except ValueError:
            raise ValueError(f'"{said}" are no quiet hours; write "22:00-07:00"') from None
        if hours.starts == hours.ends or hours.starts.tzinfo or hours.ends.tzinfo:
            raise ValueError(f'"{said}" are no quiet hours; write "22:00-07:00"')
        return hours

    def end_after(self, now: datetime, zone_name: str) -> datetime | None:
        """Return the instant, in UTC, at which the quiet hours that ``now`` lies in end; None when it lies in none."""
        local = now.astimezone(zone(zone_name))
        clock = local.time()
        if self.starts < self.ends:
            inside, day = self.starts <= clock < self.ends, local.date()
        else:
            inside = clock >= self.starts or clock < self.ends
            day = local.date() + timedelta(days=1 if clock >= self.starts else 0)
        return datetime.combine(day, self.ends, tzinfo=local.tzinfo).astimezone(UTC) if inside else None


@dataclass(frozen=True, slots=True)
class Recipient:
    """Who is reminded, by one channel."""

    id: str
    channel: ChannelName
    address: str
    """An e-mail address, a web address, or the name of the environment variable that holds a chat service's."""
    selection: Selection
    lead_times: Mapping[Kind, tuple[LeadTime, ...]]
    """Before the deadlines of each kind."""
    opens: tuple[LeadTime, ...]
    """Before an opening."""
    timezone: str
    """In which moments are shown beside the official ones."""
    language: str
    quiet: QuietHours | None = None
    days_off: frozenset[date] = frozenset()
    """Public holidays, which are no working days."""

    def leads(self, point: "Point", kind: Kind) -> tuple[LeadTime, ...]:
        """Return how long before a point of a record of this kind the recipient is told."""
        return self.opens if point.role == "opens" else self.lead_times[kind]


@dataclass(frozen=True, slots=True)
class Point:
    """What one can be reminded of: a deadline, or an opening."""

    role: Role
    label: str | None
    moment: Moment


def points_of(opportunity: Opportunity) -> Iterator[Point]:
    """Yield the deadlines of an opportunity, and its opening."""
    for deadline in opportunity.deadlines:
        yield Point("deadline", deadline.label, deadline.moment)
    if opportunity.opens:
        yield Point("opens", None, opportunity.opens)


@dataclass(frozen=True, slots=True)
class Notice:
    """One item of a message: what it tells of one deadline or opening."""

    key: str
    """What makes it the same: record, label, moment as written with its zone, lead time, recipient, channel, kind."""
    kind: NoticeKind
    opportunity: Opportunity
    role: Role
    label: str | None
    moment: Moment
    """The moment as it is now."""
    before: Moment | None = None
    """The moment as the recipient was told last; for a move."""

    @property
    def earlier(self) -> bool:
        """True when a deadline moved to an earlier date: that is said louder."""
        return self.kind == "moved" and self.before is not None and self.moment.instant < self.before.instant


def key_of(record_id: str, point: Point, kind: NoticeKind, which: str, recipient: Recipient) -> str:
    """Return what makes a telling the same as another; ``which`` is the lead time, or the number of a notice.

    The title, the text, the address, the instant in UTC and the quiet hours are not in it: a corrected title, a new
    address or other zone rules repeat nothing.
    """
    moment = point.moment
    parts = (
        record_id, point.role, point.label or "", as_written(moment.written), moment.zone_name, kind, which,
        recipient.id, recipient.channel,
    )  # fmt: skip
    return json.dumps(parts, ensure_ascii=False, separators=(",", ":"))


def same_moment(one: Moment, other: Moment) -> bool:
    """True when a recipient who was told the one need not be told the other.

    A date is the same on whatever clock it is read; an hour is the same when it is the same instant, so that
    a zone which is renamed moves nothing, or when it is written the same, so that other zone rules move nothing.
    """
    if one.all_day or other.all_day:
        return one.written == other.written and one.all_day == other.all_day
    return (one.written, one.zone_name) == (other.written, other.zone_name) or one.instant == other.instant
