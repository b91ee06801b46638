"""An export after an edit reads what was edited alone, and leaves, to the byte, what one leaves that reads everything."""

import random
import shutil
from collections.abc import Iterable
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from _pytest.mark.structures import ParameterSet
from hypothesis import strategies as st
from hypothesis.stateful import initialize, rule

from deadlines import clock
from deadlines.app.amend import AfterEdit, amend
from deadlines.app.project import open_project
from deadlines.app.unchanged import LastExport
from deadlines.web.cache import cache_folder
from tests.app.test_unchanged import LIVES, Coordinator, in_full
from tests.conftest import SETTINGS, Folder, a_call

NOW = datetime.fromisoformat(Folder.NOW)
LATER = NOW + timedelta(minutes=1)
LANGUAGES = SETTINGS + (
    'languages = ["fr"]\nneutral_feed = true\nfeeds_by = ["topic"]\n'
    '[topics.women]\nfr = "femmes"\n[feeds.big]\nmin_amount = 1000\ncurrency = ["EUR"]\n'
)
MORE = 'topics = ["women"]\nregions = ["Sahel"]\n'
FUNDED = '[funding]\nmax = 5000\ncurrency = "EUR"\n'
TWO = a_call("2026-05-06", label='"a"') + '\n[[deadlines]]\ndue = 2026-06-01\nlabel = "b"\n'


@pytest.fixture
def exported(project: Folder) -> Folder:
    """A project of which everything is published, and known."""
    project.file("deadlines.toml", LANGUAGES)
    project.record("one", a_call("2026-03-06"), more=MORE)
    project.record("two", TWO, more='verified = 2026-01-01\n[translations.fr]\ntitle = "Deux"\n')
    project.record("three", a_call("2026-03-06T18:00:00", timezone='"Asia/Kolkata"'), more=MORE + FUNDED)
    project.record("past", a_call("2025-12-20"))
    project.record("recent", a_call("2026-01-30"))
    project.record("yearly", a_call("2026-03-06", repeats='"FREQ=YEARLY"'))
    project.record("always", a_call("2026-03-06", label='"review"'), more="rolling = true")
    for _ in range(2):
        assert project.run("export").code == 0
    return project


def after_edit(project: Folder, now: datetime = LATER) -> AfterEdit | None:
    """An export of what was edited, if that is all that there is to do."""
    folder = project.root / "calendars"
    edited = LastExport(project.root, folder, "en", clock.now()).edited(now)
    return edited and amend(open_project(project.root), edited, now, folder)


def edit(project: Folder, name: str, old: str, new: str) -> None:
    file = project.root / f"opportunities/calls/{name}.toml"
    text = file.read_text()
    assert old in text
    file.write_text(text.replace(old, new, 1))


ALONE: dict[str, tuple[str, str, str]] = {
    "a title": ("one", 'title = "A call"', 'title = "Zebra"'),
    "a title in no list": ("past", 'title = "A call"', 'title = "Zebra"'),
    "a title that is translated": ("two", 'title = "Deux"', 'title = "Deux fois"'),
    "a day that stays in its month": ("one", "due = 2026-03-06", "due = 2026-03-16\npreviously = [2026-03-06]"),
    "a day of another month": ("two", "due = 2026-06-01", "due = 2026-07-01\npreviously = [2026-06-01]"),
    "an hour": ("three", "18:00:00", "19:00:00\npreviously = [2026-03-06T18:00:00]"),
    "a state": ("one", "[[deadlines]]", 'status = "cancelled"\n[[deadlines]]'),
    "a text in no list": ("one", "[[deadlines]]", 'eligibility = "All"\n[[deadlines]]'),
    "what no reader sees": ("one", "[[deadlines]]", "# a comment\n[[deadlines]]"),
}
FURTHER: dict[str, tuple[str, str, str]] = {
    "a topic": ("one", '"women"', '"water"'),
    "a region": ("one", '"Sahel"', '"Europe"'),
    "a kind": ("one", '"call"', '"prize"'),
    "an organisation": ("one", 'organisation = "', 'organisation = "The other '),
    "an amount": ("one", "[[deadlines]]", f"{FUNDED}[[deadlines]]"),
    "a deadline more": ("one", "[[deadlines]]", '[[deadlines]]\ndue = 2026-04-01\nlabel = "b"\n[[deadlines]]'),
    "a deadline less": ("two", '[[deadlines]]\ndue = 2026-06-01\nlabel = "b"\n', ""),
    "a label": ("two", 'label = "b"', 'label = "c"'),
    "a day that nobody moved": ("one", "due = 2026-03-06", "due = 2026-03-16"),
    "a rule": ("one", "[[deadlines]]", '[[deadlines]]\nrepeats = "FREQ=YEARLY"'),
    "a title of what repeats": ("yearly", 'title = "A call"', 'title = "Zebra"'),
    "a title of what has no end": ("always", 'title = "A call"', 'title = "Zebra"'),
    "no end": ("one", "[[deadlines]]", "rolling = true\n[[deadlines]]"),
    "an invitation": ("one", "[[deadlines]]", 'access = "invitation"\n[[deadlines]]'),
    "a draft": ("one", "[[deadlines]]", "draft = true\n[[deadlines]]"),
    "a mistake": ("one", "due = 2026-03-06", "due = 2026-03-36"),
    "a day of long ago": ("one", "due = 2026-03-06", "due = 2020-03-06\npreviously = [2026-03-06]"),
    "a state of what has passed": ("past", "[[deadlines]]", 'status = "cancelled"\n[[deadlines]]'),
    "a day that has just passed": ("one", "due = 2026-03-06", "due = 2026-01-31\npreviously = [2026-03-06]"),
}


def some(cases: Iterable[str]) -> list[ParameterSet]:
    """The first of some cases in every run, all of them in the long one."""
    return [pytest.param(one, marks=[pytest.mark.slow] if at else []) for at, one in enumerate(cases)]


@pytest.mark.parametrize("which", some(ALONE))
def test_what_is_edited_alone_is_read_alone_and_all_is_as_if_everything_was(exported: Folder, which: str) -> None:
    before = exported.published()
    edit(exported, *ALONE[which])
    published = in_full(exported, LATER)[1]
    assert (published == before) is (which == "what no reader sees")
    assert after_edit(exported), "it is not taken for an edit alone"
    assert exported.published() == published


@pytest.mark.parametrize("which", some(FURTHER))
def test_what_reaches_further_is_left_to_an_export_of_everything(exported: Folder, which: str) -> None:
    before = exported.published()
    edit(exported, *FURTHER[which])
    assert after_edit(exported) is None
    assert exported.published() == before, "nothing was written"
    said, published = in_full(exported, LATER)
    assert exported.export_at(LATER.isoformat()) == said
    assert exported.published() == published


@pytest.mark.slow
def test_an_export_after_an_edit_says_what_a_full_one_says(exported: Folder) -> None:
    for which in ALONE.values():
        edit(exported, *which)
        said = in_full(exported, LATER)[0]
        assert exported.export_at(LATER.isoformat()) == said


@pytest.mark.parametrize("what", ["calendars/all.ics", "calendars/entries/two.html", "deadlines.toml"])
def test_whatever_else_has_changed_everything_is_read(exported: Folder, what: str) -> None:
    edit(exported, *ALONE["a title"])
    with (exported.root / what).open("ab") as file:
        file.write(b"\n")
    assert after_edit(exported) is None


def twice(project: Folder, now: datetime = NOW) -> None:
    for _ in range(2):
        project.export_at(now.isoformat())


def same(project: Folder, now: datetime = LATER) -> None:
    """After an edit the folder is as a full export leaves it, whoever makes it."""
    said, published = in_full(project, now)
    assert project.export_at(now.isoformat()) == said
    assert project.published() == published


@pytest.mark.slow
def test_a_feed_that_keeps_the_last_that_it_had_follows_that(project: Folder) -> None:
    project.record("one", a_call("2026-03-06").replace('"call"', '"job"'))
    project.record("two")
    project.export_at(NOW.isoformat())
    edit(project, "one", '"job"', '"call"')
    twice(project)
    edit(project, "one", 'title = "A call"', 'title = "Zebra"')
    same(project)


@pytest.mark.slow
def test_a_feed_of_a_region_that_another_record_names_follows(project: Folder) -> None:
    project.file("deadlines.toml", SETTINGS + 'feeds_by = ["region"]\n')
    project.record("one", a_call("2026-03-06"), more='regions = ["Africa"]')
    project.record("two", a_call("2026-03-06"), more='regions = ["Senegal"]')
    twice(project)
    edit(project, "two", 'title = "A call"', 'title = "Zebra"')
    same(project)


@pytest.mark.slow
def test_a_list_that_has_ended_says_the_same_on_every_day(project: Folder) -> None:
    project.record("one", a_call("2026-06-06"), more=MORE)
    project.record("two", a_call("2026-06-06"))
    project.export_at(NOW.isoformat())
    edit(project, "one", '"women"', '"water"')
    twice(project)
    later = NOW + timedelta(days=2)
    twice(project, later)
    edit(project, "two", 'title = "A call"', 'title = "Zebra"')
    same(project, later + timedelta(minutes=1))


@pytest.mark.slow
def test_news_that_had_no_room_gets_some_only_when_others_leave(project: Folder) -> None:
    for number in range(102):
        project.record(f"c{number:03}", a_call("2026-06-06"))
    twice(project)
    now = NOW
    for name, old, new in (
        ("c001", "[[deadlines]]", "published = 2026-02-20\n[[deadlines]]"),
        ("c000", 'title = "A call"', 'title = "Zebra"'),
        ("c050", 'title = "A call"', 'title = "Zebra"'),
    ):
        now += timedelta(minutes=1)
        edit(project, name, old, new)
        same(project, now)
        same(project, now)


@pytest.mark.slow
def test_a_calendar_without_names_that_goes_on_in_one_language_alone_stays_withdrawn(exported: Folder) -> None:
    text = (exported.root / "deadlines.toml").read_text()
    exported.file("deadlines.toml", text.replace("neutral_feed = true\n", ""))
    shutil.rmtree(exported.root / "calendars/dates")
    twice(exported)
    edit(exported, *ALONE["a title"])
    same(exported)


def test_where_a_published_file_is_a_link_everything_is_read(exported: Folder) -> None:
    page = exported.root / "calendars/entries/two.html"
    page.rename(exported.root / "elsewhere.html")
    page.symlink_to(exported.root / "elsewhere.html")
    edit(exported, *ALONE["a title"])
    assert after_edit(exported) is None
    assert exported.export_at(LATER.isoformat()).code == 0


def test_what_was_left_is_worth_nothing_once_it_is_damaged(exported: Folder) -> None:
    (left,) = (file for file in (cache_folder() / "exports").glob("*.left") if _is_of(file, exported))
    content = left.read_bytes()
    edit(exported, *ALONE["a title"])
    for at in range(0, len(content), len(content) // 30):
        left.write_bytes(content[:at] + bytes([content[at] ^ 1]) + content[at + 1 :])
        assert after_edit(exported) is None
        left.write_bytes(content[:at])
        assert after_edit(exported) is None
    left.write_bytes(content)
    assert after_edit(exported)


def _is_of(left: Path, project: Folder) -> bool:
    return str(project.root).encode() in left.read_bytes()


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(2))
def test_the_pages_of_long_lists_too_are_as_if_everything_was_read(project: Folder, seed: int) -> None:
    chance = random.Random(seed)
    project.file("deadlines.toml", SETTINGS)
    days = [f"2026-0{month}-{day:02}" for month in (3, 4, 5) for day in range(1, 21)]
    for number in range(230):
        text = a_call(chance.choice(days)).replace("A call", f"Call {chance.randrange(30)}")
        project.record(f"call-{number}", text, more=MORE if number % 3 else "")
    now = NOW
    for _ in range(2):
        project.export_at(now.isoformat())
    for _ in range(6):
        now += timedelta(seconds=1)
        for number in chance.sample(range(230), chance.choice((1, 1, 2, 5))):
            file = project.root / f"opportunities/calls/call-{number}.toml"
            before, text = file.read_text().partition("due = ")[::2]
            words = before.replace("Call", chance.choice(("Call", "Alms", "Zero")), 1)
            if chance.random() < 0.5:
                words, text = before, f"{chance.choice(days)}\npreviously = [{text[:10]}]\n"
            file.write_text(f"{words}due = {text}")
        same(project, now)
    for day in ("2026-09-01", "2026-03-01"):  # A month comes, and goes.
        now += timedelta(seconds=1)
        file = project.root / "opportunities/calls/call-0.toml"
        before, text = file.read_text().partition("due = ")[::2]
        file.write_text(f"{before}due = {day}\npreviously = [{text[:10]}]\n")
        same(project, now)


class Editor(Coordinator):
    """The same where records say much, in two languages, and most of what happens are edits."""

    @initialize()
    def begins(self) -> None:
        self.folder.file("deadlines.toml", LANGUAGES)
        self.folder.record("one", a_call("2026-03-06"), more=MORE)
        self.folder.record("two", TWO, more='[translations.fr]\ntitle = "Deux"\n')
        self.folder.record("three", a_call("2026-03-06T18:00:00", timezone='"Asia/Kolkata"'), more=MORE + FUNDED)
        self._export()

    @rule(which=st.sampled_from([*ALONE.values()] * 3 + [*FURTHER.values()]), back=st.booleans())
    def edits(self, which: tuple[str, str, str], back: bool) -> None:
        name, old, new = which
        file = self.root / f"opportunities/calls/{name}.toml"
        if file.exists():
            text = file.read_text()
            file.write_text(text.replace(new, old, 1) if back and new in text else text.replace(old, new, 1))
        self._export()


TestEditor = Editor.TestCase
TestEditor.settings = LIVES
