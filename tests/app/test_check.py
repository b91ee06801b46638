"""What a check knows to be sound it does not read again, and says what one says that reads everything."""

import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import redirect_stderr, redirect_stdout
from datetime import UTC, datetime, timedelta
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import initialize, invariant, rule

from deadlines import clock
from deadlines.app.check import check
from deadlines.app.examined import Examined, examine
from deadlines.app.indexed import IndexedProject
from deadlines.app.project import open_project
from deadlines.app.refusal import Refusal
from deadlines.app.stale import stale
from deadlines.app.state import Unsure
from deadlines.cli.checking import FORMATS, print_checked, print_stale
from deadlines.domain.instant import nanoseconds
from deadlines.domain.opportunity import Opportunity
from deadlines.domain.problem import Problem
from deadlines.index.look import Index
from deadlines.index.place import index_file
from deadlines.index.sound import SoundRecords
from deadlines.records.load import read_text
from deadlines.records.loaded import Loaded
from deadlines.records.tree import Found, tree
from tests.conftest import SETTINGS, Folder, a_call
from tests.index.edits import Edits
from tests.index.test_index import (
    EDITS,
    flipped,
    in_another_zone,
    in_place,
    linked,
    renamed_over,
    same_size_same_date,
    swapped,
)
from tests.index.world import AHEAD

NOW = datetime(2026, 2, 1, 12, tzinfo=UTC)
ZONE = "Europe/Brussels"
MORE = """
[feeds.prizes-and-jobs]
kind = ["prize", "job"]

[[recipients]]
id = "somebody"
webhook = "https://hooks.test.example/1"
kind = ["call"]
lead_times = ["7d", "300d"]
"""
SERIES = a_call("2026-03-06").replace("kind", 'series = "a-series"\npublished = 2026-01-01\nkind')
EXPECTED = a_call("2026-08-01").replace("kind", 'status = "expected"\nkind')
ZONED = a_call("2026-05-01", label='"One"', timezone='"UTC"') + '[[deadlines]]\ndue = 2026-03-06\nlabel = "Other"\n'
ZONED = ZONED.replace("kind", "opens = 2026-03-06T18:00:00\nkind")
"""In the zone of the test it opens before it is due, and not so east of it."""
TEXTS = (
    a_call("2026-03-06"), a_call("2026-03-09"), a_call("2026-03-06T18:00:00", timezone='"Europe/Zurich"'), a_call("2026-03-06", label='"Full text"'),
    a_call("2026-03-06", previously="[2026-03-01]"), a_call("2026-03-09", previously="[2026-03-06]"), a_call("2026-03-01", repeats='"FREQ=YEARLY"'),
    a_call("2026-03-06", stated='"6 March 2025"'), a_call("2026-03-06", stated='"6 March 2026"'), EXPECTED, EXPECTED.replace("08-01", "03-06"),
    *(SERIES.replace("kind", f"{more}kind") for more in ("", 'access = "invitation"\n', "draft = true\n", 'status = "expected"\n')), SERIES.replace("06", "09"),
    SERIES.replace("A call", "A call 2019"), a_call("2026-03-06").replace("https://example.org", "https://reliefweb.int"), a_call("2026-13-06"), "title = ", "",
    a_call("2026-03-06").replace('"call"', '"prize"') + '\n[[milestones]]\nlabel = "Talk"\non = 2026-04-01\n', a_call("2026-03-06", opens="2026-02-20"), ZONED,
)  # fmt: skip
"""Records of which something is wrong, or may be wrong beside others, after an export, or on some day."""


def printed(root: Path, now: datetime, at: datetime | None, paths: tuple[Path, ...] = ()) -> list[object]:
    """What a check prints, in each form, and its exit codes; the same of what is to be looked at."""
    try:
        checked = check(root, now, paths, at=at)
        looked = stale(open_project(root), 30, now, paths, at=at) if checked.settings_are_good else None
    except Refusal as refused:
        return [str(refused)]
    found: list[object] = [checked.records]
    for form in FORMATS:
        with redirect_stdout(StringIO()) as out, redirect_stderr(StringIO()) as err:
            codes = print_checked(checked, form), looked and print_stale(looked, form)
        found.append((codes, out.getvalue(), err.getvalue()))
    return found


class Checked:
    """A project that is checked as all is read, and as it is known; both have to say the same."""

    def __init__(self, folder: Folder) -> None:
        self.folder, self.root = folder, folder.root.resolve()
        self.late = timedelta()

    @property
    def at(self) -> datetime:
        return clock.now() + AHEAD + self.late

    def read(self) -> set[str]:
        """The names of the good records that are read."""
        return {one.id for one in examine(self.root, ZONE, self.at).loaded.good}

    def assert_same(self, now: datetime = NOW, *paths: str) -> list[object]:
        named = tuple(self.root / path for path in paths)
        fresh = printed(self.root, now, None, named)
        for _ in range(2):
            assert printed(self.root, now, self.at, named) == fresh
        return fresh


@pytest.fixture(scope="module")
def exported(tmp_path_factory: pytest.TempPathFactory) -> Folder:
    folder = Folder(tmp_path_factory.mktemp("exported"))
    folder.file("deadlines.toml", SETTINGS + MORE)
    folder.record("a-call", TEXTS[0])
    folder.record("another", a_call("2026-04-30T18:00:00", timezone='"Europe/Zurich"'))
    folder.record("board", TEXTS[0].replace("https://example.org", "https://reliefweb.int"))
    folder.record("edition", SERIES.replace("03-06", "05-06"))
    folder.record("expected", EXPECTED)
    folder.record("labelled", a_call("2026-03-06", label='"Full text"'))
    folder.record("prize", TEXTS[0].replace('"call"', '"prize"'), kind="prizes")
    folder.record("zoned", ZONED)
    folder.record("repeats", a_call("2026-03-01", repeats='"FREQ=YEARLY"'), kind="jobs")
    folder.run("export")
    folder.file("opportunities/jobs/broken.toml", 'title = "Broken"\nkind = "cal"')
    return folder


@pytest.fixture
def world(exported: Folder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Checked:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    shutil.copytree(exported.root, tmp_path / "project")
    made = Checked(Folder(tmp_path / "project"))
    made.assert_same()
    return made


def test_what_was_not_changed_is_not_read_again(world: Checked) -> None:
    assert world.read() == {"board"}, "there is something to say of it"
    in_place(world.root / "opportunities/calls/a-call.toml", TEXTS[1].encode())
    assert world.read() == {"a-call", "board"}


def test_what_was_asked_for_whole_is_not_read_again(world: Checked) -> None:
    def read(one: Found) -> list[Problem]:
        pytest.fail(f"{one.path} is read")

    Path(index_file(str(world.root))).unlink()
    check(world.root, NOW, at=world.at)
    there = tree(str(world.root / "opportunities"), "opportunities", described=True)
    known = SoundRecords(Index(str(world.root), nanoseconds(world.at)), there, ZONE, read)
    assert [path for path, _ in known.load(known.known)] == list(known.known) != []


@pytest.mark.parametrize("look", ["check", "list"])
def test_what_is_gone_is_forgotten_whoever_kept_it(world: Checked, look: str) -> None:
    def kept() -> set[str]:
        store = Index(str(world.root), nanoseconds(world.at)).store
        return {path for part in ("brief", "record", "sound", "folder") for path in store.paths(part)}

    world.folder.record("a-prize", SERIES, kind="prizes")
    check(world.root, NOW, at=world.at)
    IndexedProject(str(world.root), world.at).look()
    world.folder.record("another-prize", SERIES, kind="prizes")
    world.folder.record("a-job", SERIES, kind="jobs")
    check(world.root, NOW, at=world.at)
    gone = "opportunities/prizes", "opportunities/jobs/a-job.toml"
    assert {*gone, "opportunities/prizes/another-prize.toml"} < kept()
    for path in gone:
        file = world.root / path
        file.unlink() if file.is_file() else shutil.rmtree(file)
        if look == "check":
            check(world.root, NOW, at=world.at)
        else:
            IndexedProject(str(world.root), world.at).look()
        assert not [kept_path for kept_path in kept() if kept_path.startswith(path)]


def test_what_is_another_while_it_is_checked_is_left_to_a_reading_of_all(world: Checked) -> None:
    there = tree(str(world.root / "opportunities"), "opportunities", described=True)
    known = SoundRecords(Index(str(world.root), nanoseconds(world.at)), there, ZONE, lambda _: []).known
    other = read_text(TEXTS[3], "opportunities/calls/a-call.toml", ZONE)
    assert isinstance(other, Opportunity)
    for made in ({}, dict.fromkeys(known, other)):
        records = Examined(there, Loaded((), (), 0), known, lambda _, made=made: made.items())
        with pytest.raises(Unsure):
            assert records.points("test.example")["a-call@test.example"]


def moved_untold(root: Path) -> None:
    in_place(root / "opportunities/calls/labelled.toml", a_call("2026-03-09", label='"Full text"').encode())


def relabelled(root: Path) -> None:
    in_place(root / "opportunities/calls/labelled.toml", a_call("2026-03-06", label='"Text"').encode())


def renamed(root: Path) -> None:
    (root / "opportunities/calls/another.toml").rename(root / "opportunities/calls/renamed.toml")


def copied(root: Path) -> None:
    (root / "opportunities/calls/edition-2.toml").write_text(SERIES.replace("03-06", "05-06"))


def taken_twice_and_copied(root: Path) -> None:
    copied(root)
    shutil.copy2(root / "opportunities/calls/edition.toml", root / "opportunities/jobs/edition.toml")


def known_otherwise_and_moved(root: Path) -> None:
    known = "labelled.text@test.example\tlabelled.full-text@test.example"
    (root / "calendars/identities.tsv").write_text(f"{known}\n")
    in_place(root / "opportunities/calls/labelled.toml", a_call("2026-03-09", label='"Text"').encode())


def invited(root: Path) -> None:
    text = TEXTS[0].replace("kind", 'access = "invitation"\nkind')
    in_place(root / "opportunities/calls/a-call.toml", text.encode())


def emptied(root: Path) -> None:
    (root / "opportunities/jobs/broken.toml").unlink()
    shutil.rmtree(root / "opportunities/prizes")
    (root / "opportunities/jobs/repeats.toml").unlink()


def settled_otherwise(root: Path) -> None:
    emptied(root)
    in_place(root / "deadlines.toml", (SETTINGS + MORE).replace('"call"', '"training"').encode())


def wrong_settings(root: Path) -> None:
    in_place(root / "deadlines.toml", (SETTINGS + MORE).replace("[feeds", "timezon = 1\n[feeds").encode())


def published_otherwise(root: Path) -> None:
    file = root / "calendars/revisions.tsv"
    in_place(file, file.read_bytes().replace(b"2026-04-30", b"2026-04-29"))


def unpublished(root: Path) -> None:
    shutil.rmtree(root / "calendars")


SEEN_BESIDE_OTHERS = {
    moved_untold: "2026-03-06 was published", relabelled: "", renamed: 'it was published as "another"', copied: 'it has the dates of "edition"', taken_twice_and_copied: 'the id "edition" is taken', known_otherwise_and_moved: "2026-03-06 was published",
    in_another_zone: "before it opens",
    invited: "what is by invitation is in no feed", emptied: 'the feed "prizes-and-jobs" selects nothing', settled_otherwise: "is reminded of nothing",
    wrong_settings: "timezon", published_otherwise: "2026-04-29T18:00:00 was published", unpublished: "",
}  # fmt: skip
"""Edits, and what is said then."""
NASTY = (same_size_same_date, renamed_over, swapped, linked)
EVERY_EDIT = [
    *SEEN_BESIDE_OTHERS,
    *NASTY,
    *(pytest.param(edit, marks=pytest.mark.slow) for edit in EDITS if edit not in (*NASTY, *SEEN_BESIDE_OTHERS)),
]


@pytest.mark.parametrize("edit", EVERY_EDIT, ids=lambda edit: edit.__name__)
def test_whatever_is_edited_the_same_is_said(world: Checked, edit: Callable[[Path], None]) -> None:
    edit(world.root)
    assert SEEN_BESIDE_OTHERS.get(edit, "") in str(world.assert_same())


def test_what_was_just_written_is_not_known(world: Checked) -> None:
    world.late = -AHEAD - timedelta(seconds=1)
    world.assert_same()
    assert "a-call" in world.read()


def test_none_of_many_is_passed_over(world: Checked) -> None:
    (world.root / "opportunities/jobs/broken.toml").unlink()
    for number in range(100):
        world.folder.record(f"a-{number}")
    for _ in range(2):
        found = check(world.root, NOW, at=world.at).problems
        assert not any("selects nothing" in problem.message for problem in found)


def test_what_the_day_tells_is_told(world: Checked) -> None:
    assert "should have been announced" not in str(world.assert_same())
    assert "should have been announced" in str(world.assert_same(datetime(2026, 7, 1, tzinfo=UTC)))


def test_only_what_is_named_is_told(world: Checked) -> None:
    moved_untold(world.root)
    for path in (
        "opportunities",
        "opportunities/calls",
        "opportunities/calls/labelled.toml",
        "deadlines.toml",
        "none",
        ".",
    ):
        world.assert_same(NOW, path)
    world.assert_same(NOW, "opportunities/jobs", "opportunities/calls/a-call.toml")


@pytest.mark.parametrize(
    "damaged",
    [pytest.param(lambda _: iter((b"no database",)), id="once"), pytest.param(flipped, marks=pytest.mark.slow)],
)
def test_an_index_that_is_damaged_is_none(world: Checked, damaged: Callable[[bytes], Iterator[bytes]]) -> None:
    index = Path(index_file(str(world.root)))
    whole = index.read_bytes()
    for content in damaged(whole):
        index.write_bytes(content)
        world.assert_same()


def test_where_ci_is_set_or_no_index_is_wanted_none_is_kept(
    project: Folder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    project.record("a-call")
    index = Path(index_file(str(project.root.resolve())))
    monkeypatch.setenv("CI", "true")
    for line in (("check",), ("check", "--stale", "30d")):
        project.run(*line)
    monkeypatch.delenv("CI")
    for line in (("check",), ("check", "--stale", "30d")):
        project.run(*line, "--no-index")
    assert not index.exists()
    project.run("check", "--stale", "30d")
    assert index.exists()


class Life(Edits):
    TEXTS = TEXTS

    @initialize()
    def begin(self) -> None:
        self._folder = Path(tempfile.mkdtemp())
        self._cache, os.environ["XDG_CACHE_HOME"] = os.environ["XDG_CACHE_HOME"], str(self._folder / "cache")
        self.asked: tuple[Any, ...] = (NOW,)
        self.world = Checked(Folder(self._folder / "project"))
        self.root = self.world.root
        self.world.folder.file("deadlines.toml", SETTINGS + MORE)
        for place, text in zip(("calls/one", "jobs/two", "calls/three"), TEXTS, strict=False):
            self.world.folder.file(f"opportunities/{place}.toml", text)

    @invariant()
    def the_same_is_said(self) -> None:
        self.world.assert_same(*self.asked)

    def teardown(self) -> None:
        os.environ["XDG_CACHE_HOME"] = self._cache
        shutil.rmtree(self._folder)

    @rule()
    def export(self) -> None:
        self.world.folder.run("export")

    @rule(name=st.sampled_from(("revisions.tsv", "identities.tsv", "all.ics")), keeps=st.integers(0, 2))
    def lose(self, name: str, keeps: int) -> None:
        """A published file, or the half of it."""
        file = self.world.root / "calendars" / name
        if file.exists():
            file.write_bytes(file.read_bytes()[: keeps * file.stat().st_size // 3])

    @rule(
        zone=st.sampled_from((ZONE, "Pacific/Auckland", "Nowhere/At-all")),
        more=st.sampled_from(("", MORE, MORE.replace("call", "grant"))),
    )
    def settle(self, zone: str, more: str) -> None:
        (self.world.root / "deadlines.toml").write_text(SETTINGS.replace(ZONE, zone) + more)

    @rule(seconds=st.integers(-15, 15))
    def set_clock(self, seconds: int) -> None:
        self.world.late = timedelta(seconds=seconds)

    @rule(at=st.integers(0, 30_000), bits=st.integers(1, 255))
    def damage(self, at: int, bits: int) -> None:
        index = Path(index_file(str(self.world.root)))
        if index.exists() and at < len(content := bytearray(index.read_bytes())):
            content[at] ^= bits
            index.write_bytes(content)

    @rule(
        days=st.integers(-200, 400), path=st.sampled_from(("", "opportunities", "opportunities/jobs", "deadlines.toml"))
    )
    def ask(self, days: int, path: str) -> None:
        self.asked = (NOW + timedelta(days), *([path] if path else ()))


TestLife = pytest.mark.slow(Life.TestCase)
TestLife.settings = settings(
    max_examples=40, stateful_step_count=20, deadline=None, suppress_health_check=list(HealthCheck)
)
