"""When a project is published again, with a clock and, where they matter, records of the test's own."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from deadlines.app.export import Exported, export
from deadlines.app.project import OpenProject, open_project
from deadlines.app.refusal import Refusal
from deadlines.app.republish import Failed, Republisher
from deadlines.cli.watch import Watcher
from deadlines.files import Signature
from tests.conftest import Folder, a_call

MIDNIGHT = datetime(2026, 3, 7, tzinfo=UTC)
SECOND = timedelta(seconds=1)


class Around:
    """What a republisher looks at, and what it has done."""

    def __init__(self) -> None:
        self.state, self.wrong = "as it is", ""
        self.changes_at: datetime | None = None
        self.exported: list[datetime] = []
        self.folder: dict[str, Signature] = {}
        self.republisher = Republisher(
            self.export, lambda _: self.state, lambda: self.folder, lambda _, now: self.changes_at
        )

    def export(self, now: datetime) -> Exported:
        if self.wrong:
            raise OSError(self.wrong)
        self.exported.append(now)
        made: Any = SimpleNamespace(publication=SimpleNamespace(stale=["all.ics"]))
        return made

    def look(self, now: datetime) -> int:
        self.outcome = self.republisher.look(now)
        return len(self.exported)


def test_it_is_exported_when_records_change_and_when_a_day_begins_and_not_otherwise() -> None:
    around = Around()
    assert around.look(MIDNIGHT - 2 * SECOND) == 1
    assert around.look(MIDNIGHT - SECOND) == 1 and around.outcome is None
    assert around.look(MIDNIGHT) == 2
    around.state = "changed"
    assert around.look(MIDNIGHT + SECOND) == 3
    assert around.look(MIDNIGHT + timedelta(hours=23)) == 3
    assert around.republisher.exported_at == MIDNIGHT + SECOND


def test_it_is_exported_at_the_second_in_which_time_alone_changes_something() -> None:
    around = Around()
    around.changes_at = MIDNIGHT + timedelta(hours=18)
    assert around.look(MIDNIGHT) == 1
    assert around.look(around.changes_at - SECOND) == 1
    assert around.look(around.changes_at) == 2


def test_an_export_that_fails_is_tried_again_every_minute_and_when_something_changes() -> None:
    around = Around()
    around.wrong = "the disk is full"
    for second in range(3):
        around.look(MIDNIGHT + second * SECOND)
    assert around.republisher.failure == "the disk is full"
    around.wrong = ""
    assert around.look(MIDNIGHT + timedelta(seconds=59)) == 0
    assert around.look(MIDNIGHT + timedelta(seconds=60)) == 1
    assert around.republisher.failure == ""
    around.wrong, around.state = "the disk is full", "changed"
    around.look(MIDNIGHT + timedelta(seconds=61))
    assert around.outcome == Failed("the disk is full")
    around.wrong, around.state = "", "changed back"
    assert around.look(MIDNIGHT + timedelta(seconds=62)) == 2


@pytest.mark.parametrize("back", [timedelta(minutes=10), timedelta(days=1), timedelta(days=3650)])
def test_a_clock_that_is_set_back_does_not_keep_a_failed_export_from_being_tried_again(back: timedelta) -> None:
    around = Around()
    around.wrong = "the disk is full"
    around.look(MIDNIGHT + timedelta(hours=12))
    around.wrong = ""
    assert around.look(MIDNIGHT + timedelta(hours=12) - back) == 1


@pytest.mark.parametrize("damage", ["", "BEGIN:VCALENDAR\r\n", None], ids=["emptied", "truncated", "removed"])
def test_a_published_file_that_is_damaged_is_written_again_and_that_is_known(
    project: Folder, damage: str | None
) -> None:
    project.record("a-call")
    republisher = Republisher.of(project.root)
    republisher.look(MIDNIGHT)
    published = project.published()
    assert republisher.look(MIDNIGHT + SECOND) is None and republisher.restored_at is None
    file = project.root / "calendars" / "all.ics"
    if damage is None:
        file.unlink()
    else:
        file.write_text(damage)
    assert isinstance(republisher.look(MIDNIGHT + 2 * SECOND), Exported)
    assert project.published() == published and republisher.restored_at == MIDNIGHT + 2 * SECOND
    assert republisher.look(MIDNIGHT + 3 * SECOND) is None


def test_an_export_that_another_process_makes_restores_nothing(project: Folder) -> None:
    file = project.record("a-call")
    republisher = Republisher.of(project.root)
    republisher.look(MIDNIGHT)
    project.record("a-call", file.read_text().replace("A call", "Another call"))
    project.run("export", "--as-of", f"{MIDNIGHT:%Y-%m-%dT%H:%M:%SZ}")
    assert isinstance(republisher.look(MIDNIGHT + SECOND), Exported)
    assert republisher.restored_at is None and republisher.look(MIDNIGHT + 2 * SECOND) is None


def test_a_settings_file_that_breaks_is_a_failure_with_its_problems_and_the_last_export_stays(project: Folder) -> None:
    project.record("a-call")
    republisher = Republisher.of(project.root)
    assert isinstance(republisher.look(MIDNIGHT), Exported)
    settings = (project.root / "deadlines.toml").read_text()
    project.file("deadlines.toml", settings.replace("Europe/Brussels", "Europe/Geneva"))
    failed = republisher.look(MIDNIGHT + SECOND)
    assert isinstance(failed, Failed) and "Europe/Geneva" in failed.problems[0].message
    assert republisher.last is not None
    project.file("deadlines.toml", settings)
    assert isinstance(republisher.look(MIDNIGHT + 2 * SECOND), Exported)


def test_a_project_that_is_open_already_is_exported_as_it_is(project: Folder) -> None:
    project.record("a-call")
    opened = open_project(project.root)
    project.file(
        "deadlines.toml", (project.root / "deadlines.toml").read_text().replace("Europe/Brussels", "Asia/Tokyo")
    )
    asked: list[OpenProject] = []
    republisher = Republisher.of(project.root, lambda: asked.append(opened) or opened)
    assert isinstance(republisher.look(MIDNIGHT), Exported) and asked == [opened]
    assert b"Asia/Tokyo" not in b"".join(project.published().values())


AROUND_CHANGES = [day + beside for day in (0, 67, 71, 80, 93, 153, 184, 245, 364) for beside in (0, 1, 2)]
"""Days on which something changes, and the two after: an opening, a deadline, the end of thirty days or of a year."""


@pytest.mark.slow
@pytest.mark.parametrize("days", [AROUND_CHANGES, range(366)], ids=["some", "all"])
def test_watch_left_running_for_a_year_publishes_each_day_what_an_export_on_that_day_would(
    days: Iterable[int], project: Folder, tmp_path_factory: pytest.TempPathFactory
) -> None:
    project.record("cancelled", a_call("2026-04-10"), more='status = "cancelled"')
    project.record("timed", a_call("2026-05-20T18:00:00", timezone='"Europe/Zurich"'))
    project.record("long-past", a_call("2025-06-01"))
    project.record("expected", a_call("2026-09-01"), more='status = "expected"')
    project.record("opening", a_call("2026-11-01"), more="opens = 2026-08-01")
    other = Folder(tmp_path_factory.mktemp("exported"))
    for name in ("deadlines.toml", *(f"opportunities/calls/{file.name}" for file in _records(project))):
        other.file(name, (project.root / name).read_bytes())
    start = datetime(2026, 3, 1, 12, tzinfo=UTC)
    now = start
    watcher = Watcher(project.root, lambda: False, lambda: now)
    states = set()
    for day in days:
        now = start + timedelta(days=day)
        watcher.tick()
        export(open_project(other.root), now)
        published = project.published()
        assert published == other.published(), now
        states.add(published["all.ics"])
    assert len(states) > 2  # the cancelled entry left, and the one that was a year old


def _records(project: Folder) -> list[Path]:
    return sorted((project.root / "opportunities" / "calls").glob("*.toml"))


def test_a_project_that_is_not_there_is_a_failure_and_no_exception(tmp_path: Path) -> None:
    found = Republisher.of(tmp_path / "nowhere").look(MIDNIGHT)
    assert isinstance(found, Failed) and "no folder" in found.message
    with pytest.raises(Refusal):
        open_project(tmp_path / "nowhere")
