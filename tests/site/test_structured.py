"""What search engines read on the page of an opportunity: it says nothing that is not true."""

import json
from datetime import date, datetime
from typing import Any

import pytest

from tests.conftest import Folder, a_call
from tests.site.pages import Page, read
from tests.site.test_site import FULL, ROLLING

JOB = a_call("2026-03-28", timezone='"Europe/Paris"').replace('"call"', '"job"')
MIDNIGHT = a_call("2026-03-28T00:00:00", timezone='"Europe/Paris"')

VOCABULARY: dict[str, dict[str, tuple[type, ...] | str]] = {
    "JobPosting": {
        "title": (str,), "description": (str,), "url": (str,), "hiringOrganization": "Organization",
        "datePosted": (date, datetime), "validThrough": (date, datetime), "jobLocation": "Place",
    },
    "Event": {
        "name": (str,), "description": (str,), "url": (str,), "organizer": "Organization", "startDate": (date, datetime),
        "endDate": (date, datetime), "previousStartDate": (date, datetime), "eventStatus": (str,),
    },
    "Organization": {"name": (str,)},
    "Place": {"address": (str,)},
}  # fmt: skip
"""The part of schema.org that is used, as npm's schema-dts 2.1.0 has it: what a property may hold."""
EVENT_STATUSES = ("EventCancelled", "EventRescheduled", "EventScheduled")


def wrong(thing: dict[str, Any]) -> list[str]:
    """What schema.org does not know in a thing, or knows as something else."""
    known = VOCABULARY.get(thing["@type"], {})
    found = []
    for name, value in thing.items():
        for one in value if isinstance(value, list) else [value]:
            if name.startswith("@"):
                continue
            allowed = known.get(name)
            if isinstance(allowed, str):
                found += wrong(one) if one.get("@type") == allowed else [f"{name} is no {allowed}"]
            elif allowed is None or not isinstance(one, str):
                found.append(name)
            elif str not in allowed:
                datetime.fromisoformat(one)
            elif name == "eventStatus" and one.removeprefix("https://schema.org/") not in EVENT_STATUSES:
                found.append(one)
    return found


def exported(project: Folder, record: str, at: str = Folder.NOW) -> Page:
    project.record("one", record)
    project.export_at(at)
    return read(project.published()["entries/one.html"])


def said(page: Page) -> list[dict[str, Any]]:
    return [json.loads(script.text) for script in page.all("script") if "src" not in script.attributes]


@pytest.mark.parametrize(
    ("record", "expected"),
    [
        (
            FULL,
            {
                "@type": "Event",
                "startDate": "2026-03-06T18:00:00+01:00",
                "eventStatus": "https://schema.org/EventRescheduled",
                "previousStartDate": ["2026-02-20T18:00:00+01:00", "2026-03-01T18:00:00+01:00"],
            },
        ),
        (a_call("2026-03-06"), {"startDate": "2026-03-06", "eventStatus": "https://schema.org/EventScheduled"}),
        (
            f'status = "cancelled"\n{a_call("2026-03-06")}',
            {"startDate": "2026-03-06", "eventStatus": "https://schema.org/EventCancelled"},
        ),
        (MIDNIGHT, {"startDate": "2026-03-27T23:59:59+01:00", "endDate": "2026-03-27T23:59:59+01:00"}),
        (JOB, {"@type": "JobPosting", "validThrough": "2026-03-28T23:59:59+01:00", "title": "A call"}),
        (
            f"published = 2026-01-01\nlocation = 'Paris'\n{MIDNIGHT}".replace('"call"', '"job"'),
            {"validThrough": "2026-03-27T23:59:59+01:00", "datePosted": "2026-01-01"},
        ),
        (
            a_call("2026-03-28T18:00:00", timezone='"Europe/Paris"').replace('"call"', '"job"'),
            {"validThrough": "2026-03-28T18:00:00+01:00"},
        ),
        (ROLLING.replace('"call"', '"job"'), {"@type": "JobPosting", "title": "All year"}),
    ],
)
def test_search_engines_are_told_the_deadline(project: Folder, record: str, expected: dict[str, object]) -> None:
    (data,) = said(exported(project, record))
    assert {key: data[key] for key in expected} == expected
    assert wrong(data) == []


def test_what_schema_org_does_not_know_would_be_seen() -> None:
    assert wrong({"@type": "Event", "title": "x", "eventStatus": "Scheduled"}) == ["title", "Scheduled"]
    assert wrong({"@type": "JobPosting", "jobLocation": {"@type": "Organization"}}) == ["jobLocation is no Place"]


@pytest.mark.parametrize(
    ("record", "at"),
    [
        (f'status = "closed"\n{JOB}', Folder.NOW),
        (f'status = "cancelled"\n{JOB}', Folder.NOW),
        (f'status = "expected"\n{JOB}', Folder.NOW),
        (JOB, "2026-03-29T00:00:00"),
        (f'status = "closed"\n{FULL}', Folder.NOW),
        (f'status = "expected"\n{a_call("2026-09-01")}', Folder.NOW),
        (ROLLING, Folder.NOW),
    ],
)
def test_what_is_over_or_only_expected_is_no_job_and_no_event(project: Folder, record: str, at: str) -> None:
    assert said(exported(project, record, at)) == []


@pytest.mark.parametrize("status", ["cancelled", "closed"])
def test_the_page_of_what_is_over_does_not_say_how_to_apply(project: Folder, status: str) -> None:
    page = exported(project, f'status = "{status}"\n{FULL}')
    assert "How to apply" not in page.text and "apply.example.org" not in page.text
    assert "https://example.org/call" in page.links()
    row = read(project.published()["index.html"])
    assert "How to apply" not in row.text and "entries/one.ics" in row.links()
