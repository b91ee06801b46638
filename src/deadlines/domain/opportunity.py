"""An opportunity: a good record, with its moments in their zones, and what is true of it at an instant."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from deadlines.domain.moment import Moment, Written
from deadlines.domain.record import DeadlineTable, MilestoneTable, Record
from deadlines.domain.status import Status


@dataclass(frozen=True, slots=True)
class Deadline:
    """One deadline of an opportunity."""

    table: DeadlineTable
    """What the record says of it."""
    moment: Moment
    label: str | None = None
    previously: tuple[Moment, ...] = ()

    @property
    def stated(self) -> str | None:
        """The announcement's own words."""
        return self.table.stated


@dataclass(frozen=True, slots=True)
class Milestone:
    """A dated point that is no deadline."""

    label: str
    moment: Moment


@dataclass(frozen=True, slots=True)
class Opportunity:
    """What one can apply to: the record, its id and path, and its moments."""

    id: str
    path: str
    record: Record
    deadlines: tuple[Deadline, ...]
    milestones: tuple[Milestone, ...]
    opens: Moment | None
    project_zone: str = field(compare=False)
    """In which moments are read whose announcement names no zone."""
    known_as: Mapping[tuple[str, str | None], str] = field(default_factory=dict, compare=False)
    """By role and label, the UIDs of points that became known under another id or label."""

    @classmethod
    def of(cls, record: Record, *, id: str, path: str, project_zone: str) -> "Opportunity":  # noqa: A002
        """Return the opportunity of a checked record; a moment whose announcement names no zone takes the project's."""

        def moment(written: Written, name: str | None) -> Moment:
            return Moment(written, name or project_zone, zone_stated=name is not None)

        def deadline(table: DeadlineTable) -> Deadline:
            earlier = tuple(moment(written, table.timezone) for written in table.previously)
            return Deadline(table, moment(table.due, table.timezone), table.label, earlier)

        def milestone(table: MilestoneTable) -> Milestone:
            return Milestone(table.label, moment(table.on, table.timezone))

        return cls(
            id=id,
            path=path,
            record=record,
            deadlines=tuple(map(deadline, record.deadlines)),
            milestones=tuple(map(milestone, record.milestones)),
            opens=None if record.opens is None else moment(record.opens, record.opens_zone),
            project_zone=project_zone,
        )

    @property
    def is_public(self) -> bool:
        """True for what is shown to all; what is by invitation is shown only where somebody asks for it."""
        return self.record.access != "invitation"

    def status(self, now: datetime) -> Status:
        """Return what is true at ``now`` (an aware instant)."""
        if self.record.draft:
            return "draft"
        if self.record.status in ("cancelled", "closed"):
            return self.record.status
        if self.deadlines and all(deadline.moment.has_passed(now) for deadline in self.deadlines):
            return "closed"
        if self.record.status == "expected":
            return "expected"
        if self.opens is not None and now < self.opens.starts_at:
            return "upcoming"
        return "rolling" if self.record.rolling else "open"

    def shown(self, moment: Moment) -> Moment:
        """Return a deadline as it is shown: the day alone where it is only expected, whatever the record says."""
        if self.record.status != "expected" or moment.all_day:
            return moment
        return Moment(moment.last_day, moment.zone_name, moment.zone_stated)

    def next_deadline(self, now: datetime) -> Deadline | None:
        """Return the soonest deadline that has not passed, else the last one that did; None when rolling."""
        if not self.deadlines:
            return None
        in_order = sorted(self.deadlines, key=lambda deadline: deadline.moment.instant)
        return next((deadline for deadline in in_order if not deadline.moment.has_passed(now)), in_order[-1])
