"""Reminders: who is reminded of what, and what makes one notice the same as another."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, time, timedelta
from typing import TYPE_CHECKING, Literal, get_args

from deadlines.domain.kind import Kind
from deadlines.domain.lead_time import LeadTime
from deadlines.domain.moment import Moment, as_written, shift
from deadlines.domain.opportunity import Opportunity
from deadlines.domain.point import Point, points_of
from deadlines.domain.text import Sentence
from deadlines.domain.weekend import SATURDAY_AND_SUNDAY, DaysOff
from deadlines.domain.zone import zone

if TYPE_CHECKING:
    from deadlines.domain.selection import Selection

ChannelName = Literal["email", "webhook", "chat"]
"""How a recipient is reached; also the recipient's key in the settings that holds the address."""
CHANNEL_NAMES: tuple[ChannelName, ...] = get_args(ChannelName)
NoticeKind = Literal["due", "moved", "cancelled", "closed", "reinstated"]
ENDED = ("cancelled", "closed")
"""Kinds of notices, and statuses of a record, after which one cannot apply."""
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class QuietHours:
    """From when to when a recipient is not disturbed, in local time; the end may lie on the next day."""

    starts: time
    ends: time

    @classmethod
    def parse(cls, written: str) -> "QuietHours":
        """Read ``22:00-07:00``. Raises ``ValueError`` with what is wrong, and with what to type."""
        first, _, last = written.partition("-")
        fault = Sentence('"{text}" are not quiet hours', text=written), Sentence('write "{text}"', text="22:00-07:00")
        try:
            hours = cls(time.fromisoformat(first.strip()), time.fromisoformat(last.strip()))
        except ValueError:
            raise ValueError(*fault) from None
        if hours.starts == hours.ends or hours.starts.tzinfo or hours.ends.tzinfo:
            raise ValueError(*fault)
        return hours

    def end_after(self, now: datetime, zone_name: str) -> datetime | None:
        """Return the instant, in UTC, at which the quiet hours that ``now`` lies in end; None when it lies in none.

        They begin and end once a day: a wall time that a clock change doubles is the first, one that it skips is read
        with the offset before it (RFC 5545 §3.3.5).
        """
        local = now.astimezone(zone(zone_name))
        for day in (local.date() - _DAY, local.date()):
            starts = datetime.combine(day, self.starts, tzinfo=local.tzinfo)
            ends = datetime.combine(day + _DAY if self.ends < self.starts else day, self.ends, tzinfo=local.tzinfo)
            if starts.astimezone(UTC) <= now < ends.astimezone(UTC):
                return ends.astimezone(UTC)
        return None


@dataclass(frozen=True, slots=True)
class Recipient:
    """Who is reminded, by one channel."""

    id: str
    channel: ChannelName
    address: str
    """An e-mail address, a web address, or the name of the environment variable that holds a chat service's."""
    selection: "Selection"
    lead_times: Mapping[Kind, tuple[LeadTime, ...]]
    """Before the deadlines of each kind."""
    opens: tuple[LeadTime, ...]
    """Before an opening."""
    timezone: str
    """In which moments are shown beside the official ones."""
    language: str
    quiet_hours: QuietHours | None = None
    days_off: DaysOff = SATURDAY_AND_SUNDAY
    """What are no working days."""
    way: str = ""
    """What of the settings stands in every letter to them or says how it goes, such as the sender and the server."""

    def lead_times_of(self, point: Point) -> tuple[LeadTime, ...]:
        """Return how long before a point the recipient is reminded."""
        return self.opens if point.role == "opens" else self.lead_times[point.opportunity.record.kind]

    def own(self, point: Point) -> Point:
        """Return a point as it is for the recipient, by whose clocks the applicant's own time is read."""
        return replace(point, moment=point.moment.read_by(self.timezone)) if point.moment.is_local else point


def reminded_points(opportunity: Opportunity) -> Iterator[Point]:
    """Yield the points that one can be reminded of: the deadlines, and the openings."""
    return (point for point in points_of(opportunity) if point.role != "milestone")


@dataclass(frozen=True, slots=True)
class Notice:
    """One item of a message: what it says of one deadline or opening."""

    key: str
    """What ``key_of`` returns: two notices with one key are the same."""
    kind: NoticeKind
    point: Point
    """As it is now."""
    before: Moment | None = None
    """Of a move: the moment that the recipient was notified of last."""

    @property
    def moved(self) -> int:
        """Of a move: -1 where there is less time than the recipient was notified of, 1 where there is more.

        0 for what is no move, such as the day in a month that was known before.
        """
        if self.kind != "moved":
            return 0
        return shift(self.before, self.point.moment) if self.before else 1


def key_of(point: Point, kind: NoticeKind, which: str, recipient: Recipient) -> str:
    """Return what makes a notice the same as another; ``which`` is the lead time, or the number of a change.

    The title, the text, the address, the instant in UTC and the quiet hours are not in it: a corrected title, a new
    address or other zone rules repeat nothing, nor does another id or label of what is known as the same.
    """
    moment, name = point.moment, point.name
    parts = (
        name.record, name.role, name.label or "", as_written(moment.written), moment.zone_name, kind, which,
        recipient.id, recipient.channel, *((name.day.isoformat(),) if name.day else ()),
    )  # fmt: skip
    return json.dumps(parts, ensure_ascii=False, separators=(",", ":"))


def same_moment(one: Moment, other: Moment) -> bool:
    """True when a recipient who was notified of the one need not be notified of the other.

    A date is the same on whatever clock it is read; an hour is the same when it is the same instant, so that
    a zone which is renamed moves nothing, or when it is written the same, so that other zone rules move nothing.
    """
    if one.all_day or other.all_day:
        return one.written == other.written and one.all_day == other.all_day
    return (one.written, one.zone_name) == (other.written, other.zone_name) or one.instant == other.instant
