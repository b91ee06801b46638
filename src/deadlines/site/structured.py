"""An opportunity as schema.org describes it: a job as a JobPosting, what else has a date as an Event."""

import json
from typing import Any

from markupsafe import Markup

from deadlines.domain.kind import KINDS
from deadlines.domain.moment import Moment
from deadlines.domain.opportunity import Deadline, Opportunity
from deadlines.domain.zone import zone


def structured(opportunity: Opportunity) -> Markup:
    """Return the JSON-LD of an opportunity, safe within a ``script`` element; empty where there is nothing to say."""
    if KINDS[opportunity.record.kind].schema_type == "JobPosting":
        found: list[dict[str, Any]] = [_job(opportunity)]
    else:
        found = [_event(opportunity, deadline) for deadline in opportunity.deadlines]
    if not found:
        return Markup("")
    text = json.dumps(found if len(found) > 1 else found[0], ensure_ascii=False)
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
    if opportunity.deadlines:
        found["validThrough"] = _exact(max((one.moment for one in opportunity.deadlines), key=lambda one: one.instant))
    if record.location:
        found["jobLocation"] = {"@type": "Place", "address": record.location}
    return found


def _event(opportunity: Opportunity, deadline: Deadline) -> dict[str, Any]:
    record, moment = opportunity.record, deadline.moment
    status = "EventScheduled"
    if record.status == "cancelled":
        status = "EventCancelled"
    elif deadline.previously:
        status = "EventRescheduled"
    found: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "Event",
        "name": record.title if deadline.label is None else f"{record.title}: {deadline.label}",
        "startDate": _day_or_exact(moment),
        "endDate": _day_or_exact(moment),
        "eventStatus": f"https://schema.org/{status}",
        "eventAttendanceMode": "https://schema.org/OnlineEventAttendanceMode",
        "location": {"@type": "VirtualLocation", "url": record.apply.url or record.url},
        "organizer": {"@type": "Organization", "name": record.organisation, "url": record.url},
    }
    if record.summary:
        found["description"] = record.summary
    if deadline.previously and record.status != "cancelled":
        found["previousStartDate"] = [_day_or_exact(earlier) for earlier in deadline.previously]
    return found


def _day_or_exact(moment: Moment) -> str:
    return moment.day.isoformat() if moment.all_day else _exact(moment)


def _exact(moment: Moment) -> str:
    """Return the last instant with the offset of its zone; of a date, the end of that day."""
    return moment.instant.astimezone(zone(moment.zone_name)).isoformat()
