"""The life of a feed: a folder of records and a simulated year, exported after each step, with crashes in between.

After every step, what a subscriber holds is compared with what is true, by two parsers that did not write it.
"""

import os
import resource
import shutil
import signal
import sys
import tempfile
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import vobject
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from deadlines.domain.month import Month
from deadlines.lint.examine import examine
from tests.conftest import SETTINGS, Folder
from tests.feeds.fact import Fact
from tests.feeds.test_clients import with_ics, with_vobject

DOMAIN = "test.example"
NAMES = ("one", "two", "three", "four")
BEGINS = datetime(2026, 1, 5, 9, tzinfo=UTC)
TOMBSTONE = timedelta(days=30)
KILLED = 77


DUES = st.one_of(
    st.dates(date(2026, 11, 2), date(2027, 2, 28)),
    st.datetimes(datetime(2026, 11, 2), datetime(2027, 2, 28)).map(lambda at: at.replace(second=0, microsecond=0)),
    st.sampled_from(tuple(map(Month, ("2026-11", "2026-12", "2027-01", "2027-02")))),
)
PICKS = st.integers(0, 3)
CRASHES = st.one_of(st.none(), st.none(), st.integers(1, 40))


@dataclass
class Subscriber:
    """A calendar program that was shown every state of a feed."""

    revisions: dict[str, tuple[int, str]] = field(default_factory=dict)
    seen: dict[str, str] = field(default_factory=dict)


class Life(RuleBasedStateMachine):
    """A coordinator's year."""

    def __init__(self) -> None:
        super().__init__()
        self.root = Path(tempfile.mkdtemp())
        self.folder = Folder(self.root)
        self.now = BEGINS
        self.facts: dict[str, Fact] = {}
        self.true: dict[str, Fact] = {}
        self.shown: dict[str, Fact] = {}
        """What is true of each entry, by UID."""
        self.broken: set[str] = set()
        self.gone: dict[str, datetime] = {}
        self.graves: dict[str, Fact] = {}
        self.subscribers = {name: Subscriber() for name in ("all", "calls", "all-alarms")}
        self.before: dict[str, bytes] = {}
        """The feeds and their memory before the last export."""
        self.folder.file("deadlines.toml", SETTINGS)

    def teardown(self) -> None:
        shutil.rmtree(self.root)

    # What a coordinator does.

    @initialize(first=DUES, second=DUES, third=DUES)
    def begins(self, first: date | datetime, second: date | datetime, third: date | datetime) -> None:
        self._write("stays", Fact("That stays", first, kind="training"))
        self._write("one", Fact("Call one", second))
        self._write("two", Fact("Call two", third))
        self.export(None)

    def _pick(self, number: int) -> str | None:
        names = sorted(self.facts.keys() - {"stays"})
        return names[number % len(names)] if names else None

    @rule(name=st.sampled_from(NAMES), due=DUES, crash=CRASHES)
    def adds_or_restores(self, name: str, due: date | datetime | Month, crash: int | None) -> None:
        if name not in self.facts:
            self._write(name, Fact(f"Call {name}", due))
        self.export(crash)

    @rule(pick=PICKS, due=DUES, tells=st.booleans(), crash=CRASHES)
    def moves(self, pick: int, due: date | datetime | Month, tells: bool, crash: int | None) -> None:
        name = self._pick(pick)
        if name and due != (fact := self.facts[name]).due:
            if type(due) is not type(fact.due):
                self._write(name, replace(fact, due=due, previously=()))
            else:
                self._write(name, replace(fact, due=due, previously=(*fact.previously, fact.due) if tells else ()))
        self.export(crash)

    @rule(
        names=st.sets(st.sampled_from(NAMES), min_size=2), word=st.sampled_from(["new", "old", "other"]), crash=CRASHES
    )
    def edits_some_at_once(self, names: set[str], word: str, crash: int | None) -> None:
        for name in sorted(names & self.facts.keys()):
            self._write(name, replace(self.facts[name], title=f"Call {name}, {word}"))
        self.export(crash)

    @rule(pick=PICKS, status=st.sampled_from(["announced", "closed", "cancelled", "expected"]), crash=CRASHES)
    def says_how_it_stands(self, pick: int, status: str, crash: int | None) -> None:
        if name := self._pick(pick):
            self._write(name, replace(self.facts[name], status=status))
        self.export(crash)

    @rule(pick=PICKS, crash=CRASHES)
    def breaks(self, pick: int, crash: int | None) -> None:
        if name := self._pick(pick):
            self._file(name).write_text(self.facts[name].toml().replace("due = ", "due = about "))
            self.broken.add(name)
        self.export(crash)

    @rule(crash=CRASHES)
    def mends(self, crash: int | None) -> None:
        for name in sorted(self.broken):
            self._write(name, self.facts[name])
        self.export(crash)

    @rule(names=st.sets(st.sampled_from(NAMES), min_size=1, max_size=2), crash=CRASHES)
    def deletes(self, names: set[str], crash: int | None) -> None:
        for name in names & self.facts.keys():
            self._file(name).unlink()
            del self.facts[name]
            self.broken.discard(name)
        self.export(crash)

    @rule(pick=PICKS, new=st.sampled_from(NAMES), crash=CRASHES)
    def renames(self, pick: int, new: str, crash: int | None) -> None:
        old = self._pick(pick)
        if old and new not in self.facts:
            self._file(old).rename(self._file(new))
            self.facts[new] = self.facts.pop(old)
            if old in self.broken:
                self.broken.remove(old)
                self.broken.add(new)
        self.export(crash, renamed=new)

    @rule(pick=PICKS, label=st.sampled_from(["", "first", "second"]), crash=CRASHES)
    def labels(self, pick: int, label: str, crash: int | None) -> None:
        name = self._pick(pick)
        if name and name not in self.broken:
            self._write(name, replace(self.facts[name], label=label))
        self.export(crash, renamed=name)

    @rule(days=st.integers(1, 45), crash=CRASHES)
    def lets_time_pass(self, days: int, crash: int | None) -> None:
        self.now += timedelta(days=days)
        self.export(crash)

    @rule(crash=CRASHES)
    def loses_the_revisions(self, crash: int | None) -> None:
        """What no feed holds either is lost then: such an entry, when it returns, begins anew."""
        (self.root / "calendars/revisions.tsv").unlink(missing_ok=True)
        self._forget(self.subscribers["all"].revisions.keys() - self._published().keys())
        self.export(crash)

    @rule(pick=PICKS, deletes=st.booleans(), crash=CRASHES)
    def loses_a_line(self, pick: int, deletes: bool, crash: int | None) -> None:
        """A line of the table is gone, without a trace; with it perhaps the record of which it is."""
        table = self.root / "calendars/revisions.tsv"
        lines = table.read_text().splitlines(keepends=True) if table.exists() else []
        entries = [line for line in lines if "@" in line]
        if entries:
            lines.remove(line := entries[pick % len(entries)])
            table.write_text("".join(lines))
            uid = line.partition("\t")[0]
            self._forget({uid} - self._published().keys())
            name = next((name for name in self.true if self._uid(name) == uid), None)
            if deletes and name in self.facts and name != "stays":
                self._file(name).unlink()
                del self.facts[name]
                self.broken.discard(name)
        self.export(crash)

    @rule(part=st.sampled_from(["revisions.tsv", "*.ics", "calls.ics", "*-alarms.ics", "all*", "[ar]*"]))
    def undoes_a_part_of_the_last_export(self, part: str) -> None:
        """What no feed holds either is lost with the table."""
        folder = self.root / "calendars"
        for file in {*folder.glob(part), *(folder / name for name in self.before if Path(name).match(part))}:
            if file.name in self.before:
                file.write_bytes(self.before[file.name])
            elif file.is_file():
                file.unlink()
        if Path("revisions.tsv").match(part):
            self._forget(self.subscribers["all"].revisions.keys() - self._published().keys())
        self.export(None)

    def _forget(self, uids: Iterable[str]) -> None:
        for subscriber in self.subscribers.values():
            for uid in uids:
                subscriber.revisions.pop(uid, None)

    # What happens then.

    def export(self, crash: int | None, renamed: str | None = None) -> None:
        """Export; for a record that was renamed no entry appears, unless its name is one that was published once."""
        self.now += timedelta(hours=1)
        known = (self.root / "calendars/revisions.tsv").read_text() if renamed else ""
        own = _own_uid(renamed, self.facts[renamed]) if renamed in self.facts and renamed not in self.broken else ""
        lives = own and any(fact == self.facts[renamed or ""] for fact in self._living())
        self.before = self.folder.calendars()
        if crash is not None:
            self._export_and_kill_at(crash)
            self._look()
        before = self._published()
        ran = self.folder.export_at(self.now.isoformat())
        assert ran.code == (1 if self.broken else 0), ran.err
        self._remember(before)
        self._look()
        assert not lives or f"\n{own}\t" in known or own not in self._published(), (own, "was another entry")
        assert "stale" not in self.folder.run("export", "--check", "--as-of", "2040-01-01").out

    def _export_and_kill_at(self, number: int) -> None:
        """Run an export in a process of its own, which dies at the given change to the file system (SIGKILL's way).

        Every second time it dies within the write, after the first octets.
        """
        child = os.fork()
        if child == 0:
            left, torn = (number + 1) // 2, number % 2 == 1

            def hook(event: str, arguments: tuple[Any, ...]) -> None:
                nonlocal left
                writes = event == "open" and isinstance(arguments[2], int) and arguments[2] & (os.O_WRONLY | os.O_RDWR)
                if (writes or event in ("os.rename", "os.remove")) and str(self.root) in str(arguments[0]):
                    left -= 1
                    if left == 0 and torn and writes:
                        signal.signal(signal.SIGXFSZ, signal.SIG_DFL)
                        resource.setrlimit(resource.RLIMIT_FSIZE, (100, 100))
                    elif left == 0:
                        os._exit(KILLED)

            sys.addaudithook(hook)
            try:
                self.folder.export_at(self.now.isoformat())
            finally:
                os._exit(0)
        os.waitpid(child, 0)

    def _remember(self, before: dict[str, str]) -> None:
        """Keep the model's own account of what is true, apart from the program's."""
        for name, fact in self.facts.items():
            if name not in self.broken:
                self.true[name] = fact
        for name in [name for name in self.true if name not in self.facts]:
            del self.true[name]
        shown = {self._uid(name): fact for name, fact in self.true.items()}
        for uid in self.shown.keys() - shown.keys() & before.keys():
            self.gone[uid], self.graves[uid] = self.now, self.shown[uid]
        for uid in shown:
            self.gone.pop(uid, None)
        self.shown = shown

    def _uid(self, name: str) -> str:
        """Return the UID under which an entry is known, as the program remembers it."""
        memory, own = self.root / "calendars/identities.tsv", _own_uid(name, self.true[name])
        lines = memory.read_text().splitlines()[2:] if memory.exists() else []
        return dict(line.split("\t") for line in lines).get(own, own)

    def _living(self) -> list[Fact]:
        """Return what is true of the entries that are in the feed and not removed, whatever their names."""
        held = self._published()
        return [
            replace(fact, label=self.facts[name].label if name in self.facts else fact.label)
            for name, fact in self.true.items()
            if (uid := self._uid(name)) in held and not held[uid].startswith("REMOVED") and name not in self.broken
        ]

    def _published(self) -> dict[str, str]:
        file = self.root / "calendars/all.ics"
        if not file.exists():
            return {}
        calendar: Any = vobject.readOne(file.read_bytes().decode())
        return {event.uid.value: event.summary.value for event in calendar.vevent_list}

    def _look(self) -> None:
        """Show every feed to its subscriber, who must never be shown the past."""
        for name, subscriber in self.subscribers.items():
            file = self.root / f"calendars/{name}.ics"
            if not file.exists():
                continue
            content = file.read_bytes()
            assert examine(content, name, now=self.now) == []
            calendar: Any = vobject.readOne(content.decode())
            for event in calendar.vevent_list:
                uid, body = event.uid.value, event.serialize()
                revision = (int(event.sequence.value), event.last_modified.value.isoformat())
                if uid in subscriber.revisions:
                    assert revision >= subscriber.revisions[uid], (uid, revision, subscriber.revisions[uid])
                    if subscriber.seen[uid] != body:
                        assert revision[0] > subscriber.revisions[uid][0], (uid, revision)
                subscriber.revisions[uid], subscriber.seen[uid] = revision, body

    @invariant()
    def what_subscribers_hold_is_true(self) -> None:
        if not (self.root / "calendars/all.ics").exists():
            return
        truth: dict[str, tuple[date | datetime, str]] = {}
        for uid, fact in self.shown.items():
            leaves = fact.ends + (timedelta(days=30) if fact.status == "cancelled" else timedelta(days=366))
            if leaves.replace(tzinfo=UTC) > self.now - timedelta(days=1) or uid in self._of_broken():
                truth[uid] = fact.shown()
        for uid, since in self.gone.items():
            if self.now < since + TOMBSTONE:
                prefix = "CANCELLED: " if self.graves[uid].status == "cancelled" else "REMOVED: "
                truth[uid] = replace(self.graves[uid], previously=()).shown(prefix)
        for parse in (with_vobject, with_ics):
            held = {uid: (end, summary) for uid, (_, end, summary, _) in self._read(parse).items()}
            assert self._alike(held, truth), (parse.__name__, held, truth)

    def _of_broken(self) -> set[str]:
        return {self._uid(name) for name in self.broken & self.true.keys()}

    def _read(self, parse: Callable[[str], Any]) -> Any:
        return parse(self.folder.calendar().decode())

    @staticmethod
    def _alike(held: dict[str, tuple[date | datetime, str]], truth: dict[str, tuple[date | datetime, str]]) -> bool:
        def day(end: date | datetime) -> date | datetime:
            return end if isinstance(end, datetime) else end - timedelta(days=1)

        return held.keys() == truth.keys() and all(
            day(end) == truth[uid][0] and _says(summary, truth[uid][1]) for uid, (end, summary) in held.items()
        )

    def _file(self, name: str) -> Path:
        return self.root / f"opportunities/{name}.toml"

    def _write(self, name: str, fact: Fact) -> None:
        self.facts[name] = fact
        self.broken.discard(name)
        self.folder.file(f"opportunities/{name}.toml", fact.toml())


def _own_uid(name: str, fact: Fact) -> str:
    return f"{name}.{fact.label}@{DOMAIN}" if fact.label else f"{name}@{DOMAIN}"


def _says(summary: str, expected: str) -> bool:
    """A title that tells a move ends in its date; that of a removed entry keeps what else was in it."""
    return summary.startswith(expected)


TestLife = Life.TestCase
TestLife.settings = settings(
    max_examples=int(os.environ.get("LIVES", "1")),
    stateful_step_count=int(os.environ.get("STEPS", "10")),
    deadline=None,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],  # shrinking a life takes minutes
    suppress_health_check=list(HealthCheck),
)
