from datetime import date, datetime
from typing import Any

from deadlines.domain.opportunity import Opportunity
from deadlines.domain.point import points_of, record_id_in
from deadlines.domain.record import Record


def opportunity(name: str = "one", **more: Any) -> Opportunity:
    table = {"title": "T", "kind": "call", "organisation": "O", "url": "https://example.org/"} | more
    return Opportunity.of(Record.model_validate(table), id=name, path=f"{name}.toml", project_zone="Europe/Brussels")


def uids(*labels: str | None) -> list[str]:
    dated = [{"due": date(2026, 3, 6), "label": label} for label in labels]
    return [point.uid("x.org") for point in points_of(opportunity(deadlines=dated))]


def test_every_dated_moment_is_a_point_with_a_uid_of_its_own() -> None:
    found = points_of(
        opportunity(
            deadlines=[{"due": date(2026, 3, 6)}],
            opens=date(2026, 2, 1),
            milestones=[{"label": "First round", "on": date(2026, 5, 1)}],
        )
    )
    assert [(point.role, point.label, point.moment.day, point.uid("x.org")) for point in found] == [
        ("deadline", None, date(2026, 3, 6), "one@x.org"),
        ("opens", None, date(2026, 2, 1), "one+opens@x.org"),
        ("milestone", "First round", date(2026, 5, 1), "one+milestone.first-round@x.org"),
    ]


def test_what_is_rolling_may_have_no_point() -> None:
    assert list(points_of(opportunity(rolling=True))) == []


def test_what_is_only_expected_has_no_hour() -> None:
    deadlines = [{"due": datetime(2026, 3, 6, 18), "timezone": "Europe/Zurich"}]
    (announced,) = points_of(opportunity(deadlines=deadlines))
    (expected,) = points_of(opportunity(deadlines=deadlines, status="expected"))
    assert announced.moment.written == datetime(2026, 3, 6, 18)
    assert expected.moment.written == date(2026, 3, 6) and expected.moment.zone_name == "Europe/Zurich"


def test_a_uid_does_not_depend_on_the_position() -> None:
    assert sorted(uids("first", "second")) == sorted(uids("second", "first"))


def test_labels_that_look_alike_have_uids_of_their_own() -> None:
    labels = ["first round", "First round!", "première", "premiere", "申請", "申", "a.b", "a-b"]
    assert len(set(uids(*labels))) == len(labels) - 1  # première folds to premiere
    assert uids("First  Round") == uids("first round") == ["one.first-round@x.org"]


def test_the_id_of_the_record_is_read_out_of_a_uid() -> None:
    for uid in ("a-call@x.org", "a-call.first-round@x.org", "a-call+opens@x.org", "a-call+milestone.day@x.org"):
        assert record_id_in(uid) == "a-call"
