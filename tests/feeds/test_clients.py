"""Feeds as two parsers read them that did not write them: ``vobject`` and ``ics``."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import ics
import pytest
import vobject

from deadlines.app.identity import known_in
from deadlines.app.project import OpenProject
from deadlines.domain.opportunity import Opportunity
from deadlines.domain.point import points_of
from deadlines.domain.translation import in_language
from deadlines.feeds.entries import entry_of
from deadlines.records.load import load
from deadlines.settings.feeds import all_feeds
from deadlines.settings.load import load_settings
from deadlines.wording.language import ENGLISH
from tests.conftest import REPOSITORY, Folder, a_call

FAR = date(2040, 1, 1)
"""Beyond the horizon to which the feeds have what repeats."""
Read = dict[str, tuple[date | datetime, date | datetime, str, str]]


def with_vobject(text: str) -> Read:
    calendar: Any = vobject.readOne(text)
    return {
        event.uid.value: (event.dtstart.value, event.dtend.value, event.summary.value, event.status.value)
        for event in calendar.vevent_list
    }


def with_ics(text: str) -> Read:
    def point(value: Any, all_day: bool) -> date | datetime:
        return value.date() if all_day else value.to("utc").datetime

    return {
        event.uid: (point(event.begin, event.all_day), point(event.end, event.all_day), event.name, event.status)
        for event in ics.Calendar(text).events
    }


def expected(opportunities: tuple[Opportunity, ...], domain: str) -> Read:
    read: Read = {}
    for opportunity in opportunities:
        for entry in (entry_of(point, domain, ENGLISH) for point in points_of(opportunity)):
            moment = entry.moment
            if moment.all_day or moment.is_local:
                span: tuple[date | datetime, date | datetime] = (moment.day, moment.day + timedelta(days=1))
            else:
                begins = moment.instant - timedelta(minutes=15 if entry.role == "deadline" else 0)
                span = (begins, begins + timedelta(minutes=15))
            read[entry.uid] = (*span, entry.summary, entry.certainty)
    return read


PARSERS = pytest.mark.parametrize("parse", [with_vobject, with_ics])


@pytest.mark.slow
@PARSERS
@pytest.mark.parametrize("file", sorted((REPOSITORY / "calendars").glob("*.ics")), ids=lambda file: file.stem)
def test_every_feed_of_this_repository_is_read_as_the_records_say(parse: Callable[[str], Read], file: Any) -> None:
    settings = load_settings(REPOSITORY).settings
    assert settings is not None
    loaded = load(REPOSITORY / "opportunities", settings.project.timezone, shown_from=REPOSITORY).reaching(FAR)
    (feed,) = (feed for feed in all_feeds(settings) if feed.name == file.stem.removesuffix("-alarms"))
    known = known_in(
        OpenProject(REPOSITORY, settings), loaded.opportunities, loaded.broken_ids, complete=loaded.complete
    )
    selected = tuple(in_language(found, "en") for found in known.opportunities if feed.selection.matches(found))
    read = parse(file.read_bytes().decode())
    truth = expected(selected, settings.project.domain)
    assert read == {uid: truth[uid] for uid in read}
    assert read


@PARSERS
def test_what_is_hard_to_write_is_read_right(project: Folder, parse: Callable[[str], Read]) -> None:
    awkward = "Ça, «и» 呼び; \\\\ " * 6
    project.record("wide", a_call("2026-10-25T01:59:00", timezone='"Europe/Paris"').replace("A call", awkward.strip()))
    project.record("withdrawn", a_call("2026-12-31"), more='status = "cancelled"')
    project.record("pattern", a_call("2028-02-29"), more='status = "expected"')
    project.run("export")
    read = parse(project.calendar().decode())
    assert read["wide@test.example"] == (
        datetime(2026, 10, 24, 23, 44, tzinfo=UTC),
        datetime(2026, 10, 24, 23, 59, tzinfo=UTC),
        f"Deadline: {awkward.strip()} (Somebody)".replace("\\\\", "\\"),
        "CONFIRMED",
    )
    assert read["withdrawn@test.example"][::3] == (date(2026, 12, 31), "CANCELLED")
    assert read["pattern@test.example"][::3] == (date(2028, 2, 29), "TENTATIVE")
