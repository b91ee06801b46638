"""An opportunity as an item of ``list --format json``; its shape is documented and does not change silently."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from deadlines.domain.moment import Moment, as_written
from deadlines.domain.opportunity import Opportunity


def item(opportunity: Opportunity, now: datetime) -> dict[str, Any]:
    """Return the documented keys, and every other key that the record has."""
    record = opportunity.record
    first = {
        "id": opportunity.id,
        "title": record.title,
        "kind": record.kind,
        "organisation": record.organisation,
        "url": record.url,
        "status": opportunity.status(now),
        "deadlines": [
            {
                "label": deadline.label,
                **dated("due", deadline.moment),
                "previously": [as_written(earlier.written) for earlier in deadline.previously],
                "stated": deadline.stated,
            }
            for deadline in opportunity.deadlines
        ],
        "path": opportunity.path,
    }
    rest = record.model_dump(exclude_unset=True, warnings=False, exclude={*first, "milestones", "opens"})
    if opportunity.opens:
        rest["opens"] = as_written(opportunity.opens.written)
    if opportunity.milestones:
        rest["milestones"] = [
            {"label": milestone.label, **dated("on", milestone.moment)} for milestone in opportunity.milestones
        ]
    if record.status != "announced":
        rest["stage"] = record.status
    if not_stated := {moment.zone_name for moment in _moments(opportunity) if not moment.zone_stated}:
        rest["read_in"] = not_stated.pop()
    return first | rest


def _moments(opportunity: Opportunity) -> Iterator[Moment]:
    yield from (deadline.moment for deadline in opportunity.deadlines)
    yield from (milestone.moment for milestone in opportunity.milestones)
    if opportunity.opens:
        yield opportunity.opens


def dated(key: str, moment: Moment) -> dict[str, Any]:
    """Return a moment as it is written under ``key``, with its zone, its instant, and whether it is a date alone."""
    return {
        key: as_written(moment.written),
        "timezone": moment.zone_name if moment.zone_stated else None,
        "instant": f"{moment.instant:%Y-%m-%dT%H:%M:%SZ}",
        "all_day": moment.all_day,
    }
