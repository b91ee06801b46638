"""How a calendar is written: its head, its escapes, its folded lines."""

from datetime import date, datetime
from typing import Any

import vobject
from hypothesis import given, settings
from hypothesis import strategies as st
from icalendar import Event, vUri

from deadlines.domain.characters import STEERING, is_seen
from deadlines.domain.feed import Entry
from deadlines.domain.point import points_of
from deadlines.feeds.entries import UNDATED, entry_of, span
from deadlines.feeds.ical import assemble, head, render
from deadlines.lint.examine import examine
from deadlines.wording.language import ENGLISH
from tests.conftest import CALL, SETTINGS, Folder
from tests.feeds.reading import unfolded
from tests.feeds.values import NOW, opportunity


def test_the_calendar_has_what_subscribing_needs_and_nothing_that_breaks_clients(project: Folder) -> None:
    project.record("one")
    project.run("export")
    text = unfolded(project.calendar("calls"))
    head = text.partition("BEGIN:VEVENT")[0]
    for line in (
        "VERSION:2.0",
        "NAME:Test opportunities: calls",
        "X-WR-CALNAME:Test opportunities: calls",
        "REFRESH-INTERVAL;VALUE=DURATION:PT6H",
        "X-PUBLISHED-TTL:PT6H",
        "SOURCE;VALUE=URI:https://test.example/calendars/calls.ics",
    ):
        assert f"{line}\r\n" in head
    assert "UID" not in head and "METHOD" not in head
    for line in ("TRANSP:TRANSPARENT", "X-MICROSOFT-CDO-BUSYSTATUS:FREE", "DTSTAMP:20000101T000000Z"):
        assert f"{line}\r\n" in text
    assert "\\;" not in head


def test_a_title_cannot_become_a_line_of_its_own(project: Folder) -> None:
    project.file("deadlines.toml", SETTINGS.replace("Test opportunities", "One, two; three \\\\n"))
    project.record("one", CALL.replace("A call", "A\\\\nBEGIN:VALARM, and; more"))
    project.run("export")
    text = unfolded(project.calendar())
    assert "X-WR-CALNAME:One\\, two\\; three \\\\n\r\n" in text
    assert "SUMMARY:Deadline: A\\\\nBEGIN:VALARM\\, and\\; more (Somebody)\r\n" in text


def test_a_backslash_before_any_letter_stays_what_it_is(project: Folder) -> None:
    texts = "title = 'C:\\Names\\new\\N'\nsummary = 'D:\\N'\ntopics = ['E:\\N', 'a,b']\n"
    project.record("one", texts + CALL.partition("\n")[2])
    project.run("export")
    calendar: Any = vobject.readOne(project.calendar().decode())
    (event,) = calendar.vevent_list
    assert event.summary.value == "Deadline: C:\\Names\\new\\N (Somebody)"
    assert "Summary: D:\\N\n" in event.description.value
    assert event.categories.value == ["call", "E:\\N", "a,b"]
    assert examine(project.calendar(), "all.ics", now=NOW) == []


TEXTS = st.text(
    st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Zl", "Zp"], exclude_characters="\ufeff"), min_size=1
).filter(lambda text: not STEERING.search(text))


@settings(max_examples=60)
@given(title=TEXTS.filter(is_seen), summary=TEXTS.filter(is_seen))
def test_any_text_is_folded_at_75_octets_between_characters_and_read_back(title: str, summary: str) -> None:
    (point,) = points_of(opportunity("one", title=title, summary=summary))
    calendar = assemble(
        head("all", title, summary, "https://x.org/"), [render(entry_of(point, "x.org", ENGLISH), 0, UNDATED)]
    )
    assert b"\n" not in calendar.replace(b"\r\n", b"")
    lines = calendar.split(b"\r\n")
    assert lines.pop() == b""
    assert max(map(len, lines)) <= 75
    for line in lines:
        line.decode("utf-8")
    escaped = title.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    assert f"X-WR-CALNAME:{escaped}\r\n" in unfolded(calendar)


def by_the_library(entry: Entry, revision: int, modified: datetime) -> list[str]:
    """Return the lines of an entry as the icalendar library writes them."""
    event = Event()
    for key, value in (
        ("uid", entry.uid),
        ("summary", entry.summary),
        ("description", entry.description),
        ("status", entry.certainty),
        ("transp", "TRANSPARENT"),
        ("x-microsoft-cdo-busystatus", "FREE"),
        ("sequence", revision),
        ("url", vUri(entry.url)),
        ("categories", entry.categories),
        ("dtstamp", modified),
        ("last-modified", modified),
        *zip(("dtstart", "dtend"), span(entry), strict=True),
    ):
        event.add(key, value)
    return [str(line) for line in event.content_lines() if line]


@settings(max_examples=40)
@given(
    title=TEXTS.filter(is_seen),
    topic=TEXTS.filter(is_seen),
    due=st.dates(date(2020, 1, 1), date(2030, 1, 1)) | st.datetimes(datetime(2020, 1, 1), datetime(2030, 1, 1)),
)
def test_an_entry_has_the_lines_that_the_icalendar_library_writes(title: str, topic: str, due: date) -> None:
    title, topic = (text.replace(r"\N", "N") for text in (title, topic))  # which the library reads as a line break
    deadline = {"due": due, "timezone": "Europe/Zurich"}
    (point,) = points_of(opportunity("one", title=title, topics=[topic], deadlines=[deadline], summary=f"{title}\n;"))
    entry = entry_of(point, "x.org", ENGLISH)
    written = unfolded(render(entry, 3, UNDATED)).removesuffix("\r\n").split("\r\n")
    assert written == by_the_library(entry, 3, UNDATED)
