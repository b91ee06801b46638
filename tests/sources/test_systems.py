"""The lists of other systems, in the shapes that they have, with what their dates mean."""

import json
from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

import pytest

from deadlines.pages.reader import Reader
from deadlines.sources import common_grants, eu_portal, euraxess, grants_gov, ics, reliefweb, un_careers
from deadlines.sources.found import Faulty, Found, Item, Unreadable

TODAY = date(2027, 3, 1)


@pytest.fixture(scope="module")
def reader() -> Iterator[Reader]:
    with Reader() as child:
        yield child


def as_json(value: Any) -> bytes:
    return json.dumps(value).encode()


def only(items: Iterator[Item]) -> Found:
    (found,) = items
    assert isinstance(found, Found), found
    return found


def due(found: Found) -> list[tuple[Any, Any]]:
    return [(row["due"], row.get("timezone")) for row in found.table.get("deadlines", [])]


def test_reliefweb_midnight_is_no_hour() -> None:
    entry = {
        "id": "4200001",
        "fields": {
            "title": "Officer", "url": "https://reliefweb.int/node/4200001", "url_alias": "https://reliefweb.int/job/4200001/officer",
            "date": {"closing": "2027-04-30T00:00:00+00:00", "created": "2027-02-01T09:10:11+00:00"},
            "source": [{"name": "Human Rights House"}], "country": [{"iso3": "sen", "name": "Senegal"}],
            "language": [{"code": "fr"}],
        },
    }  # fmt: skip
    found = only(reliefweb.read(as_json({"data": [entry]})))
    assert found.source == "ReliefWeb 4200001" and found.remarks == ()
    assert due(found) == [(date(2027, 4, 30), None)]
    assert (found.table["kind"], found.table["organisation"]) == ("job", "Human Rights House")
    assert (found.table["published"], found.table["languages"]) == (date(2027, 2, 1), ["fr"])
    assert found.table["regions"] == ["Senegal"]


@pytest.mark.parametrize(
    ("dates", "types", "kind", "expected"),
    [
        ({"registration": "2027-04-30T00:00:00+00:00", "start": "2027-06-01T00:00:00+00:00"}, [], "training", [date(2027, 4, 30)]),
        ({"registration": "2027-04-30T00:00:00+00:00"}, [{"id": 4608, "name": "Call for Papers"}], "call", [date(2027, 4, 30)]),
        ({"created": "2027-02-01T00:00:00+00:00"}, [], "job", []),
    ],
)  # fmt: skip
def test_reliefweb_training_is_known_by_its_dates(dates: Any, types: Any, kind: str, expected: list[date]) -> None:
    entry = {"id": 7, "fields": {"title": "T", "date": dates, "type": types, "url": "https://reliefweb.int/node/7"}}
    found = only(reliefweb.read(as_json([entry])))
    assert found.table["kind"] == kind and [day for day, _ in due(found)] == expected
    assert bool(found.table.get("rolling")) == (not expected)


def test_reliefweb_says_why_it_refuses() -> None:
    with pytest.raises(Unreadable, match="not approved"):
        list(reliefweb.read(as_json({"status": 403, "error": {"message": "the appname is not approved"}})))
    assert "appname=us+and+them" in reliefweb.address("jobs", "us and them")


def test_grants_gov_midnight_is_the_end_of_its_day() -> None:
    synopsis = {
        "agencyName": "Bureau of Human Rights", "responseDate": "Sep 01, 2027 12:00:00 AM EDT", "awardFloor": "5000",
        "awardCeiling": "60000", "responseDateDesc": "Applications are due by 11:59 p.m. Eastern Time on September 1, 2027.",
    }  # fmt: skip
    found = only(
        grants_gov.read(as_json({"data": {"id": 334326, "opportunityTitle": "A grant", "synopsis": synopsis}}))
    )
    assert due(found) == [(date(2027, 9, 1), None)]
    assert any("midnight is no hour there" in remark for remark in found.remarks)
    assert found.table["amount"] == "USD 5,000–60,000" and found.source == "Grants.gov 334326"
    timed = grants_gov.read(
        as_json({"id": 1, "opportunityTitle": "T", "synopsis": {"responseDate": "Sep 01, 2027 05:00:00 PM EDT"}})
    )
    assert due(only(timed)) == [(datetime(2027, 9, 1, 17), "America/New_York")]


def test_grants_gov_hits_are_american_and_a_forecast_is_expected() -> None:
    hits = [
        {"id": "1", "title": "One", "agency": "A", "openDate": "01/15/2027", "closeDate": "05/04/2027", "oppStatus": "posted", "docType": "synopsis"},
        {"id": "2", "title": "Two", "agency": "A", "closeDate": "", "oppStatus": "forecasted", "docType": "forecast"},
        {"id": "3", "title": "Three", "agency": "A", "closeDate": "05/04/2027", "oppStatus": "forecasted", "docType": "forecast"},
        {"title": "none"},
    ]  # fmt: skip
    one, two, three, none = grants_gov.read(as_json({"data": {"oppHits": hits}}))
    assert isinstance(one, Found) and due(one) == [(date(2027, 5, 4), None)]
    assert one.table["published"] == date(2027, 1, 15)
    assert isinstance(two, Found) and due(two) == [] and "status" not in two.table
    assert isinstance(three, Found) and three.table["status"] == "expected"
    assert none == Faulty("#3", "it has no id")


def milliseconds(*moment: int) -> int:
    from datetime import UTC

    return int(datetime(*moment, tzinfo=UTC).timestamp() * 1000)  # type: ignore[arg-type,misc]


def test_the_eu_portal_loses_the_hour_of_grants_and_keeps_that_of_tenders() -> None:
    items = [
        {"identifier": "CERV-2027-X", "title": "Citizens", "callTitle": "CERV", "deadlineDatesLong": [milliseconds(2027, 4, 30)]},
        {"identifier": "T-1", "title": "Tender", "deadlineDatesLong": [milliseconds(2027, 4, 30, 21, 59)]},
        {"identifier": "T-2", "title": "Winter", "deadlineDatesLong": [milliseconds(2027, 12, 1, 16, 0)]},
    ]  # fmt: skip
    grant, tender, winter = eu_portal.read(as_json({"fundingData": {"GrantTenderObj": items}}), TODAY)
    assert isinstance(grant, Found) and due(grant) == [(date(2027, 4, 30), None)]
    assert any("its hour is lost" in remark for remark in grant.remarks)
    assert grant.table["url"].endswith("/cerv-2027-x")
    assert isinstance(tender, Found) and due(tender) == [(datetime(2027, 4, 30, 23, 59), "Europe/Brussels")]
    assert isinstance(winter, Found) and due(winter) == [(datetime(2027, 12, 1, 17), "Europe/Brussels")]


def test_of_cut_offs_only_those_to_come_are_taken_whatever_the_status_says() -> None:
    stamps = [milliseconds(2021, 5, 1), milliseconds(2027, 5, 1), milliseconds(2028, 5, 1)]
    several, past = (
        {"identifier": "A", "title": "Cut-offs", "deadlineDatesLong": stamps, "status": {"abbreviation": "Open"}},
        {"identifier": "B", "title": "Past", "deadlineDatesLong": stamps[:1], "status": {"abbreviation": "Open"}},
    )
    one, two = eu_portal.read(as_json({"fundingData": {"GrantTenderObj": [several, past]}}), TODAY)
    assert isinstance(one, Found) and [row["label"] for row in one.table["deadlines"]] == [
        "Cut-off 2027-05-01",
        "Cut-off 2028-05-01",
    ]
    assert isinstance(two, Found) and any("all its deadlines have passed" in remark for remark in two.remarks)


def test_the_search_of_the_eu_portal_has_days_alone() -> None:
    metadata = {"identifier": ["X"], "title": ["A call"], "deadlineDate": ["2027-04-18T19:00:00.000+0200"]}
    found = only(eu_portal.read(as_json({"results": [{"metadata": metadata}]}), TODAY))
    assert due(found) == [(date(2027, 4, 18), None)]


@pytest.mark.parametrize(
    ("closes", "expected", "remark"),
    [
        ({"eventType": "singleDate", "date": "2027-04-30"}, [(date(2027, 4, 30), None)], ""),
        ({"eventType": "singleDate", "date": "2027-04-30", "time": "17:00:00"}, [(date(2027, 4, 30), None)], "its zone is not known"),
        ({"eventType": "dateRange", "startDate": "2027-01-01", "endDate": "2027-04-30"}, [(date(2027, 4, 30), None)], ""),
        ({"eventType": "singleDate", "date": "2035-12-31"}, [], "always open"),
        ({"eventType": "other", "details": "Ongoing"}, [], "Ongoing"),
        ({"eventType": "singleDate", "date": "soon"}, [], "is not read as a date"),
        (None, [], ""),
    ],
)  # fmt: skip
def test_common_grants_has_no_zone(closes: Any, expected: Any, remark: str) -> None:
    item = {"id": "u-1", "title": "A grant", "keyDates": {"closeDate": closes}, "source": "https://grants.example/1"}
    found = only(common_grants.read(as_json({"items": [item]})))
    assert due(found) == expected
    assert any(remark in one for one in found.remarks) if remark else found.remarks == ()


def test_un_careers_is_american_has_24_hours_and_is_in_new_york(reader: Reader) -> None:
    text = "Department/Office : OHCHR\nDuty Station : Geneva\nDeadline : 10/20/2027 23:59:59 PM (New York time)"
    item = f"<item><title>Officer, P3</title><link>https://careers.un.org/jobSearchDescription/245001?language=en</link><description>{text}</description></item>"
    feed = f'<rss version="2.0"><channel><title>UN</title>{item}</channel></rss>'.encode()
    found = only(un_careers.read(reader.rows("feed", feed).rows))
    assert due(found) == [(datetime(2027, 10, 20, 23, 59, 59), "America/New_York")]
    assert found.source == "UN Careers 245001"


def test_euraxess_states_the_zone_by_its_name(reader: Reader) -> None:
    page = """<article><h3><a href="/jobs/200100">Researcher</a></h3><div>Posted on: <time datetime="2027-03-01T00:00:00Z">1 Mar 2027</time></div>
      <div><div>Application Deadline</div><div><time datetime="2027-10-09T21:59:00+00:00">9 Oct 2027 - 23:59 (Europe/Madrid)</time></div></div></article>"""
    found = only(euraxess.read(reader.rows("timed", page.encode()).rows))
    assert due(found) == [(datetime(2027, 10, 9, 23, 59), "Europe/Madrid")]
    assert (found.source, found.table["url"]) == ("EURAXESS 200100", "https://euraxess.ec.europa.eu/jobs/200100")


def calendar(*lines: str) -> bytes:
    return "\r\n".join(("BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//x//y", *lines, "END:VCALENDAR", "")).encode()


@pytest.mark.parametrize(
    ("lines", "expected", "remark"),
    [
        (["DTSTART;VALUE=DATE:20270430"], (date(2027, 4, 30), None), ""),
        (["DTSTART;VALUE=DATE:20270430", "DTEND;VALUE=DATE:20270501"], (date(2027, 4, 30), None), ""),
        (["DTSTART;VALUE=DATE:20270401", "DTEND;VALUE=DATE:20270501"], (date(2027, 4, 30), None), "the last day was taken"),
        (["DTSTART:20270430T150000Z"], (datetime(2027, 4, 30, 15), "UTC"), ""),
        (["DTSTART;TZID=Europe/Brussels:20270430T170000"], (datetime(2027, 4, 30, 17), "Europe/Brussels"), ""),
        (["DTSTART;TZID=W. Europe Standard Time:20270430T170000"], (datetime(2027, 4, 30, 17), "Europe/Berlin"), ""),
        (["DTSTART:20270430T170000"], (date(2027, 4, 30), None), "its zone is not known"),
        (["DTSTART;VALUE=DATE:20270430", "RRULE:FREQ=YEARLY"], (date(2027, 4, 30), None), "only its first date"),
    ],
)  # fmt: skip
def test_a_calendar_says_when_by_what_its_lines_mean(lines: list[str], expected: Any, remark: str) -> None:
    found = only(
        ics.read("calls.ics", calendar("BEGIN:VEVENT", "UID:1@x", "SUMMARY:Call: deadline", *lines, "END:VEVENT"))
    )
    assert due(found) == [expected]
    assert any(remark in one for one in found.remarks) if remark else found.remarks == ()


def test_a_to_do_is_due() -> None:
    todo = calendar(
        "BEGIN:VTODO", "UID:2@x", "SUMMARY:Apply", "DTSTART;VALUE=DATE:20270401", "DUE;VALUE=DATE:20270430", "END:VTODO"
    )
    assert due(only(ics.read("x", todo))) == [(date(2027, 4, 30), None)]


@pytest.mark.parametrize("read", [reliefweb.read, grants_gov.read, common_grants.read, lambda content: eu_portal.read(content, TODAY), lambda content: ics.read("x", content)])  # fmt: skip
@pytest.mark.parametrize("content", [b"", b"\0", b"{", b"null", b"3", b'"x"', b"{}", b"[[]]", b"[" * 5000, b"BEGIN:VCALENDAR", b"\xff\xfe\x00"])  # fmt: skip
def test_what_is_no_list_is_refused_in_one_line(read: Any, content: bytes) -> None:
    try:
        assert all(isinstance(item, Faulty) for item in read(content))
    except Unreadable as unreadable:
        assert str(unreadable) and "\n" not in str(unreadable)
