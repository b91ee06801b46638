"""An opportunity: a good record, with its moments in their zones, and what is true of it at an instant."""

from __future__ import annotations

from collections import namedtuple
from collections.abc import Iterator, Mapping
from datetime import date, datetime

from deadlines.domain.eligibility import PUBLIC
from deadlines.domain.moment import Moment, Written, day_of
from deadlines.domain.month import Month
from deadlines.domain.status import Status

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from deadlines.domain.record import DeadlineTable, MilestoneTable, Record


class Deadline(
    namedtuple(
        "Deadline",
        ("table", "moment", "label", "previously", "opens", "number", "day"),
        defaults=(None, (), None, 0, None),
    )
):
    """One deadline of an opportunity."""

    __slots__ = ()

    table: DeadlineTable
    """What the record says of it."""
    moment: Moment
    label: str | None
    previously: tuple[Moment, ...]
    opens: Moment | None
    """From when on one can apply for it."""
    number: int
    """Which of the tables of the record it is."""
    day: date | None
    """Of one that repeats: the date that the rule gives it, wherever it was moved; by this it is known."""

    @property
    def stated(self) -> str | None:
        """The announcement's own words."""
        return self.table.stated


class Undated(namedtuple("Undated", ("table", "label", "previously", "opens", "number"), defaults=(None, (), None, 0))):
    """A deadline of which the announcement names no date."""

    __slots__ = ()

    table: DeadlineTable
    label: str | None
    previously: tuple[Moment, ...]
    opens: Moment | None
    number: int
    """Which of the tables of the record it is."""

    @property
    def stated(self) -> str:
        """The announcement's own words, which there are."""
        return self.table.stated or ""


class Opening(namedtuple("Opening", ("moment", "label"), defaults=(None,))):
    """From when on one can apply: at all, or for the deadline of a label."""

    __slots__ = ()

    moment: Moment
    label: str | None


class Milestone(namedtuple("Milestone", ("label", "moment"))):
    """A dated point that is no deadline."""

    __slots__ = ()

    label: str
    moment: Moment


class Opportunity(
    namedtuple(
        "Opportunity",
        (
            "id",
            "path",
            "record",
            "deadlines",
            "milestones",
            "opens",
            "undated",
            "project_zone",
            "known_as",
            "translated_from",
        ),
        defaults=({}, None),
    )
):
    """What one can apply to: the record, its id and path, and its moments.

    The zone of the project, former names, and what it was translated from make no difference between two.
    """

    __slots__ = ()

    id: str
    path: str
    record: Record
    deadlines: tuple[Deadline, ...]
    """Those that have a date or a month."""
    milestones: tuple[Milestone, ...]
    opens: Moment | None
    """From when on one can apply, for whichever deadline."""
    undated: tuple[Undated, ...]
    """The deadlines of which no date is known."""
    project_zone: str
    """In which moments are read whose announcement names no zone."""
    known_as: Mapping[tuple[Any, str | None, date | None], str]
    """By role, label and date by a rule, the UIDs of points that became known under another name."""
    translated_from: Opportunity | None
    """Where its record has texts in the language of those who read it: the same as it was written."""

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Opportunity) and self[:7] == other[:7]

    def __ne__(self, other: object) -> bool:
        return not self == other

    def __hash__(self) -> int:
        """Return the same for equal ones; a record, which holds translations by language, has none."""
        return hash((self.id, self.path))

    @property
    def original(self) -> Opportunity:
        """The same as it was written: by this it is selected, and this is what programs read."""
        return self.translated_from or self

    @classmethod
    def of(
        cls,
        record: Record,
        *,
        id: str,  # noqa: A002
        path: str,
        project_zone: str,
        horizon: date | None = None,
    ) -> Opportunity:
        """Return the opportunity of a checked record; a moment whose announcement names no zone takes the project's.

        Of a deadline that repeats it has the dates to the ``horizon``; without one, only the first.
        """

        def moment(written: Written, name: str | None) -> Moment:
            return Moment(written, name or project_zone, zone_stated=name is not None)

        def milestone(table: MilestoneTable) -> Milestone:
            return Milestone(table.label, moment(table.on, table.timezone))

        found = [
            deadline
            for number, table in enumerate(record.deadlines)
            for deadline in _deadlines(number, table, project_zone, horizon)
        ]
        return cls(
            id=id,
            path=path,
            record=record,
            deadlines=tuple(one for one in found if isinstance(one, Deadline)),
            undated=tuple(one for one in found if isinstance(one, Undated)),
            milestones=tuple(map(milestone, record.milestones)),
            opens=None if record.opens is None else moment(record.opens, record.opens_zone),
            project_zone=project_zone,
        )

    def reaching(self, horizon: date) -> Opportunity:
        """Return the opportunity with all dates to a horizon of what repeats."""
        if not self.repeats:
            return self
        made = Opportunity.of(self.record, id=self.id, path=self.path, project_zone=self.project_zone, horizon=horizon)
        original = self.translated_from.reaching(horizon) if self.translated_from else None
        return self._replace(deadlines=made.deadlines, translated_from=original)

    @property
    def repeats(self) -> bool:
        """True where a deadline of it comes again and again by a rule."""
        return any(table.repeats for table in self.record.deadlines)

    @property
    def is_public(self) -> bool:
        """True for what is shown to all; what is by invitation is shown only where somebody asks for it."""
        return self.record.access in PUBLIC

    @property
    def goes_on(self) -> bool:
        """True where the passing of its dates does not close it: it is rolling, or the date of its end is not known."""
        return self.record.rolling or bool(self.undated)

    @property
    def every_deadline(self) -> tuple[Deadline | Undated, ...]:
        """The deadlines, with a date or without, in the order of the record."""
        if not self.undated:
            return self.deadlines
        every: list[Deadline | Undated] = [*self.deadlines, *self.undated]
        return tuple(sorted(every, key=lambda one: one.number))

    @property
    def openings(self) -> Iterator[Opening]:
        """The opening of all of it, then those of its deadlines, in the order of the record."""
        if self.opens:
            yield Opening(self.opens)
        yield from (Opening(one.opens, one.label) for one in self.every_deadline if one.opens)

    def status(self, now: datetime) -> Status:
        """Return what is true at ``now`` (an aware instant)."""
        if self.record.draft:
            return "draft"
        if self.record.status in ("cancelled", "closed"):
            return self.record.status
        coming = [deadline for deadline in self.deadlines if not deadline.moment.has_passed(now)]
        if self.deadlines and not coming and not self.goes_on:
            return "closed"
        if self.record.status == "expected":
            return "expected"
        if self.opens is not None and now < self.opens.starts_at:
            return "upcoming"
        if self.record.rolling:
            return "rolling"
        opens = [*(one.opens for one in coming), *(one.opens for one in self.undated)]
        return "upcoming" if opens and all(one and now < one.starts_at for one in opens) else "open"

    def shown(self, moment: Moment) -> Moment:
        """Return a deadline as it is shown: the day alone where it is only expected, whatever the record says."""
        if self.record.status != "expected" or moment.all_day:
            return moment
        return Moment(moment.last_day, moment.zone_name, moment.zone_stated)

    def in_turn(self, now: datetime) -> tuple[Deadline | Undated, ...]:
        """Return the deadlines to be named one by one, in the order of the record.

        Of each that repeats it is the next, or the last where it is over.
        """
        if not self.repeats:
            return self.every_deadline
        found: dict[int, Deadline | Undated] = {one.number: one for one in self.undated}
        for one in sorted(self.deadlines, key=lambda one: one.moment.instant):
            last = found.get(one.number)
            if not isinstance(last, Deadline) or last.moment.has_passed(now):
                found[one.number] = one
        return tuple(found[number] for number in sorted(found))

    def coming(self, now: datetime) -> list[Deadline]:
        """Return those of them that have a date which has not passed."""
        dated = (one for one in self.in_turn(now) if isinstance(one, Deadline))
        return [one for one in dated if not one.moment.has_passed(now)]

    def others_of(self, deadline: Deadline, now: datetime) -> tuple[Deadline, ...]:
        """Return the further dates, soonest first, of a deadline that repeats: those that are still to come."""
        if deadline.day is None:
            return ()
        its = (one for one in self.deadlines if one.number == deadline.number and one.day != deadline.day)
        coming = (one for one in its if not one.moment.has_passed(now))
        return tuple(sorted(coming, key=lambda one: one.moment.instant))

    def next_deadline(self, now: datetime) -> Deadline | None:
        """Return the soonest deadline that has not passed, else the last one that did.

        None where there is no date, and where all have passed of what goes on.
        """
        in_order = sorted(self.deadlines, key=lambda deadline: deadline.moment.instant)
        coming = next((deadline for deadline in in_order if not deadline.moment.has_passed(now)), None)
        return coming or (in_order[-1] if in_order and not self.goes_on else None)

    def next_opening(self, now: datetime) -> Opening | None:
        """Return the soonest opening that is still ahead; None where there is none."""
        ahead = [one for one in self.openings if now < one.moment.starts_at]
        return min(ahead, key=lambda one: one.moment.starts_at, default=None)


def _deadlines(
    number: int, table: DeadlineTable, project_zone: str, horizon: date | None
) -> Iterator[Deadline | Undated]:
    """Yield what a table stands for: a deadline, one of which no date is known, or the dates of one that repeats."""
    zone_name, stated = table.timezone or project_zone, table.timezone is not None

    def moment(written: Written) -> Moment:
        return Moment(written, zone_name, zone_stated=stated)

    earlier = tuple(map(moment, table.previously))
    opens = None if table.opens is None else moment(table.opens)
    if table.due is None:
        yield Undated(table, table.label, earlier, opens, number)
    elif table.repeats is None or isinstance(table.due, Month):
        yield Deadline(table, moment(table.due), table.label, earlier, opens, number)
    else:
        from deadlines.domain.occurrences import occurrences  # Only few records repeat.

        moved = {move.day: move.to for move in table.moved}
        for one in occurrences(
            table.repeats,
            table.due,
            zone_name,
            excepted=frozenset(table.excepted),
            moved=moved,
            horizon=horizon or day_of(table.due),
        ):
            before = (moment(one.by_rule),) if one.was_moved else ()
            yield Deadline(table, moment(one.written), table.label, before, opens, number, one.day)
