"""The letters of a check: what several have in common is made once, and not all of it is kept."""

from dataclasses import replace
from datetime import UTC, datetime

from deadlines.app.letters import Letters
from deadlines.app.project import open_project
from deadlines.domain.reminder import Notice, reminded_points
from deadlines.reminders.letter import Letter
from tests.conftest import Folder
from tests.reminders.world import opportunity, recipient

NOW = datetime(2026, 2, 1, 12, tzinfo=UTC)


def test_calendars_that_were_attached_long_since_are_not_kept_and_are_the_same_when_made_again(project: Folder) -> None:
    letters, to = Letters(open_project(project.root), NOW), recipient()
    points = [point for number in range(40) for point in reminded_points(opportunity(f"call-{number}"))]

    def written(number: int) -> Letter:
        return letters.write([Notice(f"{number}/due", "due", points[number])], to, "ab", NOW, NOW)

    first = written(0).calendar
    assert first and b"call-0" in first and written(0).calendar is first, "made once"
    for other in (*range(1, 20), 0, *range(20, 40)):
        written(other)
    assert written(0).calendar is first, "asked for not long ago"
    for other in range(1, 40):
        written(other)
    again = written(0).calendar
    assert again == first and again is not first


def test_each_reads_a_record_in_their_own_language_whoever_was_written_to_before(project: Folder) -> None:
    project.record("one", more='[translations.fr]\ntitle = "Un appel"')
    opened = open_project(project.root)
    (point,) = reminded_points(opened.load().opportunities[0])
    letters, notice = Letters(opened, NOW), Notice("due", "due", point)
    readers = [replace(recipient(), language=tag) for tag in ("en", "fr", "en")]
    titles = ["Un appel" in letters.write([notice], to, "ab", NOW, NOW).subject for to in readers]
    assert titles == [False, True, False]
