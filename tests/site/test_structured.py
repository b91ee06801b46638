"""What search engines read on the page of an opportunity."""

import json

import pytest

from tests.conftest import Folder, a_call
from tests.site.pages import read
from tests.site.test_site import FULL


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
        (
            f'status = "cancelled"\n{a_call("2026-03-06")}',
            {"startDate": "2026-03-06", "eventStatus": "https://schema.org/EventCancelled"},
        ),
        (
            a_call("2026-03-28", timezone='"Europe/Paris"').replace('"call"', '"job"'),
            {"@type": "JobPosting", "validThrough": "2026-03-29T00:00:00+01:00", "title": "A call"},
        ),
    ],
)
def test_search_engines_are_told_the_deadline(project: Folder, record: str, expected: dict[str, object]) -> None:
    project.record("one", record)
    project.run("export")
    page = read(project.published()["entries/one.html"])
    (data,) = [json.loads(script.text) for script in page.all("script") if "src" not in script.attributes]
    assert {key: data[key] for key in expected} == expected
