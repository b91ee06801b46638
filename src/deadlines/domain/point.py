"""A point: a dated moment of an opportunity, and the name by which calendars know it."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from deadlines.domain.moment import Moment
from deadlines.domain.opportunity import Deadline, Opportunity
from deadlines.domain.text import slug

Role = Literal["deadline", "opens", "milestone"]
"""What happens at a point: applying ends, applying begins, or anything else."""


@dataclass(frozen=True, slots=True)
class Point:
    """One dated moment of an opportunity."""

    opportunity: Opportunity
    role: Role
    label: str | None
    """Of a deadline or milestone; an opening has none."""
    moment: Moment
    """A date alone where it is only expected, whatever the record says of the hour."""
    deadline: Deadline | None = None
    """The deadline itself, with its history and its stated words, where the role is that of one."""

    def uid(self, domain: str) -> str:
        """Return the UID of its calendar entry, which never changes (RFC 5545 §3.8.4.7).

        It depends on the record's id and the label alone, not on the point's position among others.
        """
        name = self.opportunity.id
        if self.role == "opens":
            name += "+opens"
        elif self.role == "milestone":
            name += "+milestone"
        return f"{name}@{domain}" if self.label is None else f"{name}.{slug(self.label)}@{domain}"


def points_of(opportunity: Opportunity) -> Iterator[Point]:
    """Yield the deadlines in the order of the record, then the opening, then the milestones."""
    expected = opportunity.record.status == "expected"
    for deadline in opportunity.deadlines:
        moment = deadline.moment
        if expected and not moment.all_day:
            moment = Moment(moment.last_day, moment.zone_name, moment.zone_stated)
        yield Point(opportunity, "deadline", deadline.label, moment, deadline)
    if opportunity.opens:
        yield Point(opportunity, "opens", None, opportunity.opens)
    for milestone in opportunity.milestones:
        yield Point(opportunity, "milestone", milestone.label, milestone.moment)


def record_id_in(uid: str) -> str:
    """Return the id of the record from which the UID of a point was made."""
    return uid.partition("@")[0].partition(".")[0].partition("+")[0]
