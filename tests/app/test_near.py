"""Checks that start from what an earlier one has found, beside checks that read all records: they send the same.

Two projects live the same life, each with a ledger of its own. In the one, each check reads everything.
"""

import os
import shutil
import tempfile
from collections.abc import Callable, Sequence
from contextlib import closing, suppress
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule

from deadlines import clock
from deadlines.app.export import export
from deadlines.app.idle import remind_idly
from deadlines.app.near import read_near, remind_of_near
from deadlines.app.outlook import LastCheck
from deadlines.app.project import open_project
from deadlines.app.refusal import Refusal
from deadlines.app.remind import Started, people_of, remind_of_all
from deadlines.app.reminded import Reminded
from deadlines.app.state import Unsure
from deadlines.cli.present import problem_in_full
from deadlines.domain.instant import exact_stamp
from deadlines.domain.reminder import Notice, reminded_points
from deadlines.reminders.decision import Owed
from deadlines.reminders.ledger.sqlite import SqliteLedger
from deadlines.reminders.plan import Message
from deadlines.reminders.report import Report
from tests.conftest import SETTINGS, Folder, a_call
from tests.reminders.world import Killed, Relay, opportunity, recipient

LIVES = int(os.environ.get("LIVES", "20"))
NOW = datetime(2026, 3, 20, 6, 30, tzinfo=UTC)
IDS = ("a", "b", "c", "d")
LEDGER = (
    '\n[ledger]\nurl = "sqlite:///ledger.sqlite3"\n\n[mail]\nhost = "127.0.0.1"\nport = 1\nsecurity = "none"\n'
    'sender = "us@test.example"\n'
)
RECIPIENTS = (
    '[[recipients]]\nid = "one"\nemail = "one@test.example"\nlead_times = ["14d", "3d"]\ntimezone = "Pacific/Kiritimati"\n',
    '[[recipients]]\nid = "two"\nemail = "two@test.example"\nkind = ["call"]\nlead_times = ["7d", "5h"]\n'
    'quiet_hours = "20:00-07:00"\ntimezone = "America/Los_Angeles"\n',
    '[[recipients]]\nid = "three"\nemail = "three@test.example"\nkind = ["job"]\ntopic = ["women"]\n'
    'lead_times = ["2 working days"]\nopens = ["1d"]\n',
)


class Twin:
    """A project, its ledger, and the relay that takes its messages."""

    def __init__(self, folder: Path, ledger: Path) -> None:
        self.folder, self.ledger, self.world = folder, ledger, SimpleNamespace(now=NOW)
        self.relay = Relay(self.world)
        self.started_near = 0

    def check(self, now: datetime, answers: Sequence[str], *, near: bool) -> Reminded | None:
        """Check once; None where the process died in it."""
        self.world.now, self.relay.answers = now, list(answers)
        project = open_project(self.folder)
        with closing(SqliteLedger(self.ledger)) as ledger, suppress(Killed):
            started = Started(
                project, people_of(project, now), ledger, {"email": self.relay}, self.relay.write,
                lambda: self.world.now, lambda: False,
            )  # fmt: skip
            if near and (found := remind_of_near(started, now)):
                self.started_near += 1
                return found
            return remind_of_all(started, now)
        return None

    def known(self) -> Any:
        """All that the ledger knows, but for what is each one's own."""
        with closing(SqliteLedger(self.ledger)) as ledger:
            tables = {
                "message": "id, recipient, address, created, expires, state, attempt, started, answered, next_try, reply, settled",
                "item": "message, key, state, address, record, label, kind, written, zone, before, covers, told, day",
                "missed": "key, recipient, record, written, covers, noted",
                "good_record": "id, path, content",
            }
            return {
                name: sorted(map(repr, ledger.run(f"SELECT {columns} FROM {name}"))) for name, columns in tables.items()
            }

    def taken(self) -> list[Any]:
        return [
            (one.letter.id, one.letter.date, one.letter.address, one.at, [_said(notice) for notice in one.notices])
            for one in self.relay.taken
        ]


def _said(notice: Any) -> tuple[object, ...]:
    point = notice.point
    return notice.key, notice.kind, notice.before, point.uid("x"), point.moment, point.opportunity


PASSES = st.sampled_from((
    timedelta(minutes=1), timedelta(minutes=1), timedelta(minutes=5), timedelta(hours=7), timedelta(days=1),
    timedelta(hours=-1),
))  # fmt: skip
LONGER = st.sampled_from((*(timedelta(days=days) for days in (1, 2, 3, 5, 40)), timedelta(hours=11)))
ANSWERS = st.sampled_from(((), (), (), ("451",), ("lost",), ("550",), ("die",), ("take-and-die",), ("ok", "gone")))


@st.composite
def records(draw: st.DrawFn) -> dict[str, Any]:
    return {
        "after": draw(st.sampled_from((2, 2, 5, 5, 10, 1, 0, -1, 20))),
        "form": draw(
            st.sampled_from(
                ("day", "day", "hour", "month", "local", "weekly", "moved", "rolling", "two", "opens", "undated")
            )
        ),
        "status": draw(st.sampled_from(("announced", "announced", "announced", "expected", "cancelled", "closed"))),
        "kind": draw(st.sampled_from(("call", "job"))),
        "draft": draw(st.sampled_from((*[False] * 7, True))),
    }


class Lives(RuleBasedStateMachine):
    """Edits, time, exports, crashes and damage in any order."""

    def __init__(self) -> None:
        super().__init__()
        self.place = Path(tempfile.mkdtemp(dir="/dev/shm" if Path("/dev/shm").is_dir() else None)).resolve()
        self.root, self.edition = Folder(self.place / "project"), 0
        self.near = Twin(self.root.root, self.place / "near.sqlite3")
        self.full = Twin(self.place / "copy", self.place / "full.sqlite3")

    @initialize(by_dates=st.booleans(), record=records())
    def begin(self, by_dates: bool, record: dict[str, Any]) -> None:
        """Where the simulated time is long after the files', they are told by their dates alone, else by content."""
        self.now = clock.now().replace(microsecond=0) + timedelta(days=400) if by_dates else NOW
        self._recipients(0)
        self.root.file("opportunities/calls/.keep", "")
        self._write("a", record)
        self._check(timedelta(), ())

    def _recipients(self, without: int) -> None:
        self.edition += 1
        some = "".join(one for number, one in enumerate(RECIPIENTS, 1) if number != without)
        self.root.file("deadlines.toml", f"{SETTINGS}{LEDGER}\n{some}{'#' * self.edition}\n")

    def _write(self, id_: str, record: dict[str, Any], kind: str = "calls") -> None:
        self.edition += 1
        self.root.record(id_, f"{_text(id_, self.now, **record)}{'#' * self.edition}\n", kind=kind)

    def _file(self, id_: str) -> Path | None:
        return next(iter(self.root.root.glob(f"opportunities/*/{id_}.toml")), None)

    @rule(id_=st.sampled_from(IDS), record=records(), pause=PASSES, answers=ANSWERS)
    def writes(self, id_: str, record: dict[str, Any], pause: timedelta, answers: Sequence[str]) -> None:
        self._write(id_, record)
        self._check(pause, answers)

    @rule(id_=st.sampled_from(IDS), record=records(), pause=PASSES)
    def writes_in_another_folder(self, id_: str, record: dict[str, Any], pause: timedelta) -> None:
        self._write(id_, record, "jobs")
        self._check(pause, ())

    @rule(id_=st.sampled_from(IDS), pause=PASSES, answers=ANSWERS)
    def breaks(self, id_: str, pause: timedelta, answers: Sequence[str]) -> None:
        self.edition += 1
        self.root.file(f"opportunities/calls/{id_}.toml", f"title = {'#' * self.edition}\n")
        self._check(pause, answers)

    @rule(id_=st.sampled_from(IDS), pause=PASSES)
    def deletes(self, id_: str, pause: timedelta) -> None:
        if file := self._file(id_):
            file.unlink()
        self._check(pause, ())

    @rule(id_=st.sampled_from(IDS), other=st.sampled_from(IDS), pause=PASSES, answers=ANSWERS)
    def renames(self, id_: str, other: str, pause: timedelta, answers: Sequence[str]) -> None:
        if file := self._file(id_):
            file.rename(file.with_name(f"{other}.toml"))
        self._check(pause, answers)

    @rule(pause=PASSES)
    def exports(self, pause: timedelta) -> None:
        with suppress(Refusal):  # Where there is no record any more.
            export(open_project(self.root.root), self.now)
        self._check(pause, ())

    @rule(without=st.integers(0, 3), pause=PASSES)
    def changes_recipients(self, without: int, pause: timedelta) -> None:
        self._recipients(without)
        self._check(pause, ())

    @rule(answers=ANSWERS, pause=PASSES)
    def puts_a_backup_of_the_ledger_back(self, answers: Sequence[str], pause: timedelta) -> None:
        kept = [(twin.ledger, twin.ledger.with_suffix(".kept")) for twin in (self.near, self.full)]
        for ledger, copy in kept:
            shutil.copy(ledger, copy)
        self._check(pause, answers)
        for ledger, copy in kept:
            for beside in ledger.parent.glob(f"{ledger.name}*"):
                beside.unlink()
            copy.rename(ledger)
        self._check(timedelta(minutes=1), ())

    @rule(cut=st.integers(0, 400), pause=PASSES)
    def damages_what_is_remembered(self, cut: int, pause: timedelta) -> None:
        file = LastCheck(self.root.root, self.now)._file
        if file.exists():
            file.write_bytes(file.read_bytes()[:-cut])
        self._check(pause, ())

    @rule(pause=LONGER, answers=ANSWERS)
    def time_passes(self, pause: timedelta, answers: Sequence[str]) -> None:
        self._check(pause, answers)

    def _check(self, pause: timedelta, answers: Sequence[str]) -> None:
        """Check now, and once more in the next minutes, when a retry has come."""
        self.now += pause
        for later in (timedelta(), timedelta(minutes=1), timedelta(minutes=3)):
            self.now += later
            shutil.rmtree(self.full.folder, ignore_errors=True)
            shutil.copytree(self.root.root, self.full.folder)
            ours, theirs = (twin.check(self.now, answers, near=twin is self.near) for twin in (self.near, self.full))
            answers = ()
            assert shown(ours) == shown(theirs)
            assert self.near.taken() == self.full.taken()
            assert self.near.known() == self.full.known()

    def teardown(self) -> None:
        shutil.rmtree(self.place, ignore_errors=True)


def shown(reminded: Reminded | None) -> object:
    """What is said of a check."""
    return reminded and (reminded.report, list(map(problem_in_full, reminded.problems)), reminded.restored)


def _text(id_: str, now: datetime, *, after: int, form: str, status: str, kind: str, draft: bool) -> str:
    """Return a record whose deadline is so many days after now."""
    day = (now + timedelta(days=after)).date()
    dues = {
        "day": f"due = {day}",
        "hour": f'due = {day}T17:00:00\ntimezone = "America/New_York"',
        "month": f'due = "{day:%Y-%m}"',
        "local": f'due = {day}T12:00:00\ntimezone = "local"',
        "weekly": f'due = {day}\nrepeats = "FREQ=MONTHLY"',
        "moved": f"due = {day}\npreviously = [{day - timedelta(days=9)}]",
        "two": f'label = "one"\ndue = {day}\n\n[[deadlines]]\nlabel = "two"\ndue = {day + timedelta(days=8)}',
        "opens": f"due = {day + timedelta(days=30)}\nopens = {day}",
        "rolling": f'due = {day}\nlabel = "review"',
        "undated": 'stated = "in the coming autumn"',
    }
    table = f"\n[[deadlines]]\n{dues[form]}\n"
    return (
        f'title = "The call {id_}"\nkind = "{kind}"\norganisation = "Somebody"\nurl = "https://example.org/{id_}"\n'
        f'status = "{status}"\ndraft = {str(draft).lower()}\ntopics = ["women"]\n'
        f"{'rolling = true' if form == 'rolling' else ''}\n{table}"
    )


TestLives = pytest.mark.slow(Lives.TestCase)
TestLives.settings = settings(
    max_examples=LIVES,
    stateful_step_count=15,
    deadline=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
    derandomize=True,
)


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    project = Folder(tmp_path_factory.mktemp("published"))
    project.file("deadlines.toml", f"{SETTINGS}{LEDGER}\n{''.join(RECIPIENTS)}")
    project.record("soon", a_call("2026-04-20"))
    project.record("far", a_call("2027-04-20"))
    project.record("renamed", a_call("2026-05-20").replace("A call", "Another"))
    project.export_at(NOW.isoformat())
    return project.root


@pytest.fixture
def checked(published: Path, tmp_path: Path) -> Twin:
    """A project of which a check has read everything; a record has another id since it was published."""
    root = tmp_path / "project"
    shutil.copytree(published, root)
    (root / "opportunities/calls/renamed.toml").rename(root / "opportunities/calls/renamed-2026.toml")
    twin = Twin(root, root / "ledger.sqlite3")
    twin.check(NOW, (), near=False)
    return twin


def test_a_check_reads_no_record_of_which_nothing_may_be_due(checked: Twin) -> None:
    outlook = LastCheck(checked.folder, NOW).outlook()
    assert outlook and [path for path, _ in outlook.near] == []
    assert checked.check(NOW + timedelta(hours=2), (), near=True) == Reminded(Report())
    assert checked.started_near == 1


def test_what_is_near_goes_on_under_the_name_by_which_it_is_known(checked: Twin) -> None:
    for day in (44, 54):
        checked.check(NOW + timedelta(days=day), (), near=True)
        checked.check(NOW + timedelta(days=day, minutes=1), (), near=True)
    assert checked.started_near == 2
    known = [point.uid("test.example") for one in checked.relay.taken for point in (one.notices[0].point,)]
    assert known and set(known) == {"renamed@test.example"}


@pytest.mark.slow
@pytest.mark.parametrize(
    "change",
    [
        lambda root: (root / "opportunities/calls/far.toml").unlink(),
        lambda root: (root / "opportunities/calls/far.toml").rename(root / "opportunities/calls/farther.toml"),
        lambda root: (root / "opportunities/calls/new.toml").write_text("title = 1"),
        lambda root: (root / "opportunities/calls/far.toml").chmod(0o600),
        lambda root: (root / "opportunities/more").mkdir(),
        lambda root: (root / "opportunities/elsewhere").symlink_to(root / "opportunities/calls"),
        lambda root: (root / "deadlines.toml").touch(),
        lambda root: (root / "calendars/identities.tsv").write_text("damaged"),
        lambda root: (root / "calendars/revisions.tsv").unlink(),
        lambda root: (root / "calendars/all.ics").write_bytes(b""),
        lambda root: (root / "ledger.sqlite3").unlink(),
        lambda root: LastCheck(root, NOW)._file.unlink(),
    ],
)
def test_whatever_changes_makes_a_check_read_everything(checked: Twin, change: Callable[[Path], object]) -> None:
    change(checked.folder)
    checked.check(NOW + timedelta(hours=1), (), near=True)
    assert checked.started_near == 0
    assert remind_idly(checked.folder, lambda: NOW) is None


def test_another_day_makes_a_check_read_everything(checked: Twin) -> None:
    for later in (timedelta(days=1), timedelta(days=-1)):
        checked.check(NOW + later, (), near=True)
    assert checked.started_near == 0


def test_an_outlook_is_for_a_day_alone(checked: Twin) -> None:
    """The day may turn while a check waits for another one to end."""
    outlook = LastCheck(checked.folder, NOW).outlook()
    assert outlook and outlook.covers(NOW + timedelta(hours=17), NOW)
    assert not outlook.covers(NOW + timedelta(hours=18), NOW)


def test_a_check_that_was_good_before_makes_one_read_everything_again(checked: Twin) -> None:
    """As after a backup of the ledger was put back: since then, something may have been missed."""
    with closing(SqliteLedger(checked.ledger)) as ledger:
        ledger.run("UPDATE run SET finished = ?", ("2025-01-01T00:00:00.000000Z",))
    checked.check(NOW + timedelta(hours=1), (), near=True)
    assert checked.started_near == 0


def test_good_records_that_another_keeps_make_a_check_read_everything(checked: Twin) -> None:
    with closing(SqliteLedger(checked.ledger)) as ledger:
        ledger.remember([("far", "elsewhere/far.toml", "1", "other")], ["soon"])
    assert remind_idly(checked.folder, lambda: NOW + timedelta(minutes=1)) is None
    checked.check(NOW + timedelta(minutes=1), (), near=True)
    assert checked.started_near == 0
    with closing(SqliteLedger(checked.ledger)) as ledger:
        assert {"soon", "far"} < ledger.good_records().keys() and ledger.good_record("far") != (
            "elsewhere/far.toml",
            "other",
        )


def test_facts_of_a_record_that_is_not_near_make_a_check_read_everything(checked: Twin) -> None:
    recorded(checked, date(2027, 4, 20))
    checked.check(NOW + timedelta(hours=1), (), near=True)
    assert checked.started_near == 0


def test_a_record_that_breaks_between_looking_and_reading_is_not_passed_over(checked: Twin) -> None:
    checked.check(NOW + timedelta(days=30), (), near=True)
    with closing(SqliteLedger(checked.ledger)) as ledger:
        project = open_project(checked.folder)
        outlook = LastCheck(checked.folder, NOW + timedelta(days=30)).outlook()
        assert outlook and [path for path, _ in outlook.near] == ["opportunities/calls/soon.toml"]
        (checked.folder / "opportunities/calls/soon.toml").write_text("title = 1")
        with pytest.raises(Unsure):
            list(read_near(project, outlook, NOW))
        assert ledger.edition() == outlook.copies


def test_an_idle_check_says_and_notes_what_another_does(checked: Twin) -> None:
    found = remind_idly(checked.folder, lambda: NOW + timedelta(minutes=1))
    assert found == checked.check(NOW + timedelta(minutes=2), (), near=False) == Reminded(Report())
    with closing(SqliteLedger(checked.ledger)) as ledger:
        runs = ledger.run("SELECT finished, good FROM run ORDER BY seq")
    assert [row["good"] for row in runs] == [1, 1, 1] and runs[1]["finished"] == exact_stamp(NOW + timedelta(minutes=1))


def test_a_broken_record_is_named_and_reminded_of_as_it_was_when_it_was_good(checked: Twin) -> None:
    (checked.folder / "opportunities/calls/soon.toml").write_text("title = 1")
    (checked.folder / "opportunities/calls/never-good.toml").write_text("title = 1")
    first = checked.check(NOW + timedelta(minutes=1), (), near=True)
    again = checked.check(NOW + timedelta(minutes=2), (), near=True)
    assert checked.started_near == 1 and shown(first) == shown(again)
    assert again and again.restored == ("soon",) and len(again.problems) == len(first.problems if first else ())
    (checked.folder / "opportunities/calls/soon.toml").unlink()
    assert remind_idly(checked.folder, lambda: NOW + timedelta(minutes=3)) is None
    first = checked.check(NOW + timedelta(minutes=3), (), near=True)
    assert shown(remind_idly(checked.folder, lambda: NOW + timedelta(minutes=4))) == shown(first)


def test_a_last_good_state_that_is_another_makes_a_check_read_everything(checked: Twin) -> None:
    (checked.folder / "opportunities/calls/soon.toml").write_text("title = 1")
    checked.check(NOW + timedelta(minutes=1), (), near=True)
    with closing(SqliteLedger(checked.ledger)) as ledger:
        ledger.run("UPDATE good_record SET content = content || '# more'")
    checked.check(NOW + timedelta(minutes=2), (), near=True)
    assert checked.started_near == 0


def recorded(checked: Twin, due: date) -> None:
    """Record a message about a record that is not there."""
    with closing(SqliteLedger(checked.ledger)) as ledger:
        item = Owed(Notice("a", "due", next(reminded_points(opportunity("gone", due)))), ())
        ledger.record([Message("m", recipient("one"), (item,))], (), (), NOW)


def test_a_check_is_not_idle_where_a_message_is_open(checked: Twin) -> None:
    recorded(checked, date(2020, 1, 1))
    with closing(SqliteLedger(checked.ledger)) as ledger:
        ledger.run("UPDATE item SET zone = 'Nowhere/At_All'")
    assert remind_idly(checked.folder, lambda: NOW + timedelta(minutes=1)) is None


def test_a_check_is_not_idle_after_something_was_sent(checked: Twin) -> None:
    recorded(checked, date(2026, 4, 1))
    with closing(SqliteLedger(checked.ledger)) as ledger:
        ledger.run("UPDATE message SET state = 'sent'")
        ledger.run("UPDATE item SET state = 'sent'")
    assert remind_idly(checked.folder, lambda: NOW + timedelta(minutes=1)) is None
