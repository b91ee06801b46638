"""An opportunity as schema.org describes it: a job as a JobPosting, a deadline of what else there is as an Event.

Search engines show it as it stands, and act against sites whose data says more than is true: a job is offered while one
can apply, and no deadline is scheduled that nobody has announced. A deadline happens nowhere, so it has no place.
"""

import json
from datetime import datetime, timedelta
from typing import Any

from markupsafe import Markup

from deadlines.domain.eligibility import APPLICANTS
from deadlines.domain.kind import KINDS
from deadlines.domain.moment import Moment, as_written
from deadlines.domain.opportunity import Deadline, Opportunity
from deadlines.domain.record import FundingTable, Record
from deadlines.domain.status import Status

_JSON = json.JSONEncoder(ensure_ascii=False)


def structured(opportunity: Opportunity, status: Status, as_of: datetime) -> Markup:
    """Return the JSON-LD of an opportunity, safe within a ``script`` element; empty where nothing is said to all.

    ``status`` is the one that the page says ``as_of`` an instant; of what repeats it is the next date.
    """
    found: list[dict[str, Any]] = []
    if not opportunity.is_public:
        return Markup("")
    if KINDS[opportunity.record.kind].schema_type == "JobPosting":
        if status in ("open", "upcoming", "rolling"):
            found = [_job(opportunity)]
    elif opportunity.record.status in ("announced", "cancelled"):
        dated = (one for one in opportunity.in_turn(as_of) if isinstance(one, Deadline))
        found = [_event(opportunity, deadline) for deadline in dated if deadline.moment.precision != "month"]
    if not found:
        return Markup("")
    text = _JSON.encode(found if len(found) > 1 else found[0])
    for character in "<>&\u2028\u2029":
        text = text.replace(character, f"\\u{ord(character):04x}")
    return Markup(text)  # noqa: S704


def _job(opportunity: Opportunity) -> dict[str, Any]:
    record = opportunity.record
    described = "\n\n".join(text for text in (record.summary, record.eligibility) if text) or record.title
    found: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "JobPosting",
        "title": record.title,
        "description": described,
        "hiringOrganization": {"@type": "Organization", "name": record.organisation},
        "url": record.url,
    }
    if record.published:
        found["datePosted"] = record.published.isoformat()
    if opportunity.deadlines and not (opportunity.goes_on or opportunity.repeats):
        last = max((one.moment for one in opportunity.deadlines), key=lambda one: one.instant)
        found["validThrough"] = _last_second(last)
    if record.countries:
        found["applicantLocationRequirements"] = _countries(record)
    if record.location:
        found["jobLocation"] = {"@type": "Place", "address": record.location}
    return found


def _event(opportunity: Opportunity, deadline: Deadline) -> dict[str, Any]:
    record, moment = opportunity.record, deadline.moment
    status = "EventScheduled"
    earlier = [_day_or_exact(one) for one in deadline.previously if one.precision != "month"]
    if record.status == "cancelled":
        status = "EventCancelled"
    elif earlier:
        status = "EventRescheduled"
    found: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "Event",
        "name": record.title if deadline.label is None else f"{record.title}: {deadline.label}",
        "startDate": _day_or_exact(moment),
        "endDate": _day_or_exact(moment),
        "eventStatus": f"https://schema.org/{status}",
        "organizer": {"@type": "Organization", "name": record.organisation},
        "url": record.url,
    }
    if record.applicants or record.countries:
        found["audience"] = {"@type": "Audience"}
        if record.applicants:
            found["audience"]["audienceType"] = ", ".join(APPLICANTS[one] for one in record.applicants)
        if record.countries:
            found["audience"]["geographicArea"] = _countries(record)
    if record.funding and record.funding.currency:
        found["about"] = _grant(record, record.funding)
    if record.summary:
        found["description"] = record.summary
    if earlier and record.status != "cancelled":
        found["previousStartDate"] = earlier
    return found


def _countries(record: Record) -> list[dict[str, Any]]:
    return [{"@type": "Country", "name": code} for code in record.countries]


def _grant(record: Record, funding: FundingTable) -> dict[str, Any]:
    amount: dict[str, Any] = {"@type": "MonetaryAmount", "currency": funding.currency}
    amount |= {"minValue": funding.min} if funding.min else {}
    amount |= {"maxValue": funding.max or funding.total} if funding.max or funding.total else {}
    funder = {"@type": "Organization", "name": record.organisation}
    return {"@type": "MonetaryGrant", "name": record.title, "amount": amount, "funder": funder}


def _day_or_exact(moment: Moment) -> str:
    """Return a date, or the last second; of the applicant's own time without an offset, since it has none."""
    if moment.is_local:
        return as_written(moment.written)
    return moment.day.isoformat() if moment.all_day else _last_second(moment)


def _last_second(moment: Moment) -> str:
    """Return the last second with the offset of its zone; where the end of a day is meant, never the next day."""
    ends_day = moment.all_day or moment.at_midnight
    last = moment.instant - timedelta(seconds=1) if ends_day else moment.instant
    return last.astimezone(moment.rules).isoformat()
