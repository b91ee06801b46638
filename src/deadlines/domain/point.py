"""A point: a dated moment of an opportunity, and the name by which calendars know it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from sys import intern
from typing import Literal, NamedTuple

from deadlines.domain.moment import Moment
from deadlines.domain.opportunity import Deadline, Opportunity
from deadlines.domain.slug import slug

Role = Literal["deadline", "opens", "milestone"]
"""What happens at a point: applying ends, applying begins, or anything else."""
_ENDINGS: dict[Role, str] = {"deadline": "", "opens": "+opens", "milestone": "+milestone"}
"""Of a record's id in a UID; a deadline that repeats has its date there: ``id+2027-03-01.label@domain``."""
_DAY = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)


InRecord = tuple[Role, str | None, date | None]
"""Role, label, and the date by a rule."""


class Name(NamedTuple):
    """What identifies a point, whatever its moment is."""

    record: str
    role: Role
    label: str | None
    day: date | None = None
    """Of a deadline that repeats: the date that the rule gives it."""

    @property
    def in_record(self) -> "InRecord":
        """What tells it from the other points of its record."""
        return self.role, self.label, self.day

    @property
    def plain(self) -> "Name":
        """The same with the label as UIDs have it."""
        return self if self.label is None else self._replace(label=slug(self.label))

    def uid(self, domain: str) -> str:
        """Return the UID that is made of it."""
        name = f"{self.record}{_ENDINGS[self.role] if self.day is None else f'+{self.day}'}"
        return intern(f"{name}@{domain}" if self.label is None else f"{name}.{slug(self.label)}@{domain}")


@dataclass(frozen=True, slots=True)
class Point:
    """One dated moment of an opportunity."""

    opportunity: Opportunity
    role: Role
    label: str | None
    """Of a deadline or milestone, and of the opening of a deadline that has one."""
    moment: Moment
    """A date alone where it is only expected, whatever the record says of the hour."""
    deadline: Deadline | None = None
    """The deadline itself, with its history and its stated words, where the role is that of one."""
    known_as: Name | None = None
    """Under which it became known, where the record has another id or label since."""

    @property
    def own_name(self) -> Name:
        """The record's id, the role and the label as they are now: not the point's position among others."""
        return Name(self.opportunity.id, self.role, self.label, self.deadline.day if self.deadline else None)

    @property
    def name(self) -> Name:
        """The name under which it is known, to calendars and to people who were reminded of it."""
        return self.known_as or self.own_name

    def uid(self, domain: str) -> str:
        """Return the UID of its calendar entry, which never changes (RFC 5545 §3.8.4.7)."""
        return self.name.uid(domain)


def points_of(opportunity: Opportunity) -> Iterator[Point]:
    """Yield the deadlines in the order of the record, then the openings, then the milestones."""
    for deadline in opportunity.deadlines:
        yield _point(opportunity, "deadline", deadline.label, opportunity.shown(deadline.moment), deadline)
    for opening in opportunity.openings:
        yield _point(opportunity, "opens", opening.label, opening.moment)
    for milestone in opportunity.milestones:
        yield _point(opportunity, "milestone", milestone.label, milestone.moment)


def _point(
    opportunity: Opportunity, role: Role, label: str | None, moment: Moment, deadline: Deadline | None = None
) -> Point:
    point = Point(opportunity, role, label, moment, deadline)
    known = opportunity.known_as.get(point.own_name.in_record) if opportunity.known_as else None
    return replace(point, known_as=name_in(known)) if known else point


def name_in(uid: str) -> Name | None:
    """Return the name from which the UID of a point was made, its label as UIDs have it; None where it is of none."""
    head, dot, label = uid.partition("@")[0].partition(".")
    record, _, ending = head.partition("+")
    day = _day_in(ending)
    known = (role for role, its in _ENDINGS.items() if its.removeprefix("+") == ending)
    role: Role | None = "deadline" if day else next(known, None)
    return Name(record, role, label if dot else None, day) if role and record else None


def _day_in(ending: str) -> date | None:
    try:
        return date.fromisoformat(ending) if _DAY.fullmatch(ending) else None
    except ValueError:
        return None


def is_of_deadline(uid: str) -> bool:
    """True for the UID of a deadline, and for one that was made of no name of ours."""
    name = name_in(uid)
    return "+" not in uid if name is None else name.role == "deadline"


def record_id_in(uid: str) -> str:
    """Return the id of the record from which the UID of a point was made."""
    return uid.partition("@")[0].partition(".")[0].partition("+")[0]
