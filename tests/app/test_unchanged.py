"""An export that has nothing to do: it is known for one, says what a full one says, and whatever changes is seen."""

import os
import shutil
import tempfile
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule

from deadlines import clock
from deadlines.app.unchanged import LastExport, Said
from deadlines.web.cache import cache_folder
from tests.conftest import CALL, SETTINGS, Folder, Ran, a_call
from tests.feeds.test_life import Life

NOW = datetime.fromisoformat(Folder.NOW)
LATER = NOW + timedelta(minutes=1)
BROKEN = a_call("about 2026-03-06")


@pytest.fixture
def exported(project: Folder) -> Folder:
    project.record("a-call", a_call("2026-03-06"))
    project.record("timed", a_call("2026-02-01T18:00:00", timezone='"UTC"'))
    project.record("broken", BROKEN)
    project.record("long-past", a_call("2020-01-01"))
    project.run("export")
    return project


def known(project: Folder, now: datetime = LATER) -> Ran | None:
    """What an export says that is known to have nothing to do."""
    said = LastExport(project.root, project.root / "calendars", "en", clock.now()).said(now)
    return said and Ran(said.code, said.out, said.err)


def in_full(project: Folder, now: datetime) -> tuple[Ran, dict[str, bytes]]:
    """What an export says and publishes that remembers nothing: that of a copy of the project."""
    with tempfile.TemporaryDirectory() as place:
        copy = Folder(Path(place).resolve() / "copy")
        shutil.copytree(project.root, copy.root, symlinks=True)
        return copy.export_at(now.isoformat()), copy.published()


def test_an_export_that_has_nothing_to_do_says_what_a_full_one_says(exported: Folder) -> None:
    said = known(exported)
    assert said and said.code == 1 and "unchanged" in said.out and "written" not in said.out
    assert "long-past" in said.err and "nothing was published before" not in said.err
    before = exported.published()
    assert exported.export_at(LATER.isoformat()) == said
    assert in_full(exported, LATER) == (said, before)


def _in_place(project: Folder) -> None:
    """Same size, same inode, and the dates that can be set are set back."""
    file = project.root / "opportunities/calls/a-call.toml"
    about = file.stat()
    file.write_bytes(file.read_bytes().replace(b"A call", b"B call"))
    os.utime(file, ns=(about.st_atime_ns, about.st_mtime_ns))


def _renamed_over(project: Folder) -> None:
    file = project.root / "opportunities/calls/a-call.toml"
    other, about = project.file("other", file.read_bytes().replace(b"A call", b"B call")), file.stat()
    other.rename(file)
    os.utime(file, ns=(about.st_atime_ns, about.st_mtime_ns))


def _linked(project: Folder) -> None:
    file = project.root / "opportunities/calls/a-call.toml"
    file.rename(project.root / "elsewhere.toml")
    file.symlink_to(project.root / "elsewhere.toml")


def _damaged_in_place(project: Folder) -> None:
    file = project.root / "calendars/all.ics"
    about = file.stat()
    file.write_bytes(file.read_bytes().replace(b"A call", b"B call"))
    os.utime(file, ns=(about.st_atime_ns, about.st_mtime_ns))


CHANGES: dict[str, Callable[[Folder], object]] = {
    "a record is changed in place": _in_place,
    "a record is renamed over another": _renamed_over,
    "a record is added in a folder of any name": lambda project: project.file("opportunities/__pycache__/b.toml", CALL),
    "a record becomes a link": _linked,
    "a record is added": lambda project: project.record("another"),
    "a record is deleted": lambda project: (project.root / "opportunities/calls/a-call.toml").unlink(),
    "a record cannot be read": lambda project: (project.root / "opportunities/calls/a-call.toml").chmod(0),
    "a folder has the name of a record": lambda project: (project.root / "opportunities/b-call.toml").mkdir(),
    "a setting is changed": lambda project: project.file("deadlines.toml", SETTINGS + 'language = "fr"\n'),
    "a feed is damaged in place": _damaged_in_place,
    "a page is deleted": lambda project: (project.root / "calendars/entries/a-call.html").unlink(),
    "a file is added": lambda project: project.file("calendars/of-old.html", "x"),
    "an export was killed": lambda project: project.file("calendars/.all.ics.0123.new", "x"),
    "calendars is moved away": lambda project: (project.root / "calendars").rename(project.root / "away"),
    "the memory is deleted": lambda _: shutil.rmtree(cache_folder() / "exports"),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_whatever_changes_an_export_has_something_to_look_at(
    project: Folder, change: Callable[[Folder], object]
) -> None:
    project.record("a-call")
    project.file("calendars/all.ics", "A call")
    project.file("calendars/entries/a-call.html", "A call")
    last = LastExport(project.root, project.root / "calendars", "en", clock.now())
    inputs, outputs = last.inputs(), last.outputs()
    assert inputs and outputs
    last.keep(Said("", "", 0), inputs, outputs, since=NOW, until=None)
    assert known(project)
    change(project)
    assert known(project) is None


def test_what_time_changes_is_something_to_do_and_so_is_another_day_or_an_earlier_now(exported: Folder) -> None:
    assert known(exported, NOW) and known(exported, datetime(2026, 2, 1, 18, 0, 0, tzinfo=UTC))
    assert known(exported, datetime(2026, 2, 1, 18, 0, 1, tzinfo=UTC)) is None, "a deadline has passed"
    assert known(exported, NOW - timedelta(seconds=1)) is None
    exported.export_at("2026-02-01T19:00:00Z")
    assert known(exported, datetime(2026, 2, 1, 23, 59, 59, tzinfo=UTC))
    assert known(exported, datetime(2026, 2, 2, tzinfo=UTC)) is None


@pytest.mark.parametrize("keys", ["", 'languages = ["fr"]\n', "neutral_feed = true\n"])
def test_an_entry_leaves_a_feed_at_the_second_at_which_a_full_export_takes_it_out(project: Folder, keys: str) -> None:
    project.file("deadlines.toml", SETTINGS + keys)
    project.record("stays", a_call("2026-12-01"))
    project.record("gone", a_call("2026-03-06T10:00:00", timezone='"UTC"'), more='status = "cancelled"')
    project.export_at("2026-04-05T09:00:00Z")
    assert known(project, datetime(2026, 4, 5, 9, 59, 59, tzinfo=UTC))
    assert known(project, datetime(2026, 4, 5, 10, 0, 0, tzinfo=UTC)) is None
    assert b"gone@" not in in_full(project, datetime(2026, 4, 5, 10, tzinfo=UTC))[1]["all.ics"]


def test_what_is_said_once_alone_is_not_said_again(exported: Folder) -> None:
    exported.record("a-call", a_call("2026-03-09"))
    assert "previously does not name it" in exported.export_at(LATER.isoformat()).err
    assert known(exported) is None
    assert "previously" not in exported.export_at(LATER.isoformat()).err
    assert known(exported) == exported.export_at(LATER.isoformat()) == in_full(exported, LATER)[0]


def test_a_memory_that_is_damaged_is_none(exported: Folder) -> None:
    said, files = known(exported), {file: file.read_bytes() for file in (cache_folder() / "exports").iterdir()}
    for place in range(0, 400, 30):
        for file, content in files.items():  # Other tests may have left shorter ones.
            at = place % len(content)
            file.write_bytes(content[:at] + bytes([content[at] ^ 1]) + content[at + 1 :])
        assert known(exported) is None
    assert exported.export_at(LATER.isoformat()) == said == known(exported)


def test_where_nothing_can_be_remembered_it_is_exported(exported: Folder, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(exported.file("no-folder", "")))
    assert exported.export_at(LATER.isoformat()) == in_full(exported, LATER)[0]
    assert known(exported) is None


def test_without_the_index_nothing_is_believed_that_was_remembered(exported: Folder) -> None:
    last = LastExport(exported.root, exported.root / "calendars", "en", clock.now())
    inputs, outputs = last.inputs(), last.outputs()
    assert inputs and outputs
    last.keep(Said("", "nonsense\n", 0), inputs, outputs, since=NOW, until=None)
    assert exported.run("export") == Ran(0, "nonsense\n", "")
    assert exported.run("export", "--no-index") == in_full(exported, NOW)[0]


def test_a_withdrawal_is_said_once(exported: Folder) -> None:
    (exported.root / "opportunities/calls/a-call.toml").unlink()
    assert "its record is gone" in exported.export_at(LATER.isoformat()).err
    assert known(exported) is None
    assert "its record is gone" not in exported.export_at(LATER.isoformat()).err


def test_a_check_and_a_question_of_another_day_look_at_everything(exported: Folder) -> None:
    assert exported.run("export", "--check").out == ""
    (exported.root / "calendars/all.ics").write_bytes(b"")
    assert "all.ics is stale" in exported.run("export", "--check").out


class Coordinator(RuleBasedStateMachine):
    """Whatever happens between two exports, each says and publishes what one would that remembers nothing."""

    def __init__(self) -> None:
        super().__init__()
        self.root = Path(tempfile.mkdtemp()).resolve()
        self.folder, self.now = Folder(self.root), NOW

    def teardown(self) -> None:
        shutil.rmtree(self.root)

    @initialize()
    def begins(self) -> None:
        self.folder.file("deadlines.toml", SETTINGS)
        for number, name in enumerate(NAMES):
            self.folder.record(name, a_call(f"2026-0{number + 2}-06"))
        self._export()

    @rule(name=st.sampled_from(("one", "two", "three", "four")), day=st.integers(1, 28), word=st.sampled_from("AB"))
    def edits_or_adds(self, name: str, day: int, word: str) -> None:
        self.folder.record(name, a_call(f"2026-03-{day:02}").replace("A call", f"{word} call"))
        self._export()

    @rule(
        name=st.sampled_from(("one", "two", "three", "four")), how=st.sampled_from(("break", "delete", "draft", "move"))
    )
    def does_something_to(self, name: str, how: str) -> None:
        file = self.root / f"opportunities/calls/{name}.toml"
        if how == "delete":
            file.unlink(missing_ok=True)
        elif how == "move" and file.exists():
            self.folder.file(f"opportunities/moved/{name}.toml", file.read_bytes())
            file.unlink()
        else:
            self.folder.record(name, BROKEN if how == "break" else a_call("2026-03-06"), more="draft = true")
        self._export()

    @rule(
        more=st.sampled_from(
            ("", 'languages = ["fr"]\n', "neutral_feed = true\n", '[feeds.jobs-only]\nkind = ["job"]\n')
        )
    )
    def changes_the_settings(self, more: str) -> None:
        self.folder.file("deadlines.toml", SETTINGS + more)
        self._export()

    @rule(pick=st.integers(0, 60), how=st.sampled_from(("damage", "empty", "delete", "merge")))
    def does_something_to_what_is_published(self, pick: int, how: str) -> None:
        files = sorted(file for file in (self.root / "calendars").rglob("*") if file.is_file())
        file = self.root / "calendars/revisions.tsv" if how == "merge" else files[pick % len(files)]
        if how == "delete":
            file.unlink()
        else:
            content = file.read_bytes() if file.exists() else b""
            line = b"".join(content.splitlines(keepends=True)[-1:])
            file.write_bytes({"damage": content.replace(b"2026", b"2O26"), "empty": b"", "merge": content + line}[how])
        self._export()

    @rule(number=st.integers(1, 40), day=st.integers(1, 28))
    def is_cut_off_in_an_export(self, number: int, day: int) -> None:
        self.folder.record("one", a_call(f"2026-03-{day:02}"))
        Life._export_and_kill_at(self, number)  # type: ignore[arg-type]
        self._export()

    @rule(hours=st.sampled_from((0, 1, 6, 24, 24 * 31)))
    def lets_time_pass(self, hours: int) -> None:
        self.now += timedelta(hours=hours)
        self._export()

    @rule()
    def forgets(self) -> None:
        shutil.rmtree(cache_folder() / "exports", ignore_errors=True)
        self._export()

    def _export(self) -> None:
        """Export, and export again, which mostly has nothing to do."""
        for _ in range(2):
            self.now += timedelta(seconds=1)
            said, published = in_full(self.folder, self.now)
            assert self.folder.export_at(self.now.isoformat()) == said
            assert self.folder.published() == published
        assert known(self.folder, self.now) == said


NAMES = ("one", "two", "three")
TestCoordinator = Coordinator.TestCase
LIVES = settings(
    max_examples=int(os.environ.get("LIVES", "1")),
    stateful_step_count=int(os.environ.get("STEPS", "3")),
    deadline=None,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
    suppress_health_check=list(HealthCheck),
)
TestCoordinator.settings = LIVES
