"""Whose a ledger is: never two projects', and one project's wherever it stands."""

import sqlite3
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from deadlines.reminders.ledger.database import LedgerError
from deadlines.reminders.ledger.owner import Owner
from deadlines.reminders.ledger.place import ledger_file, open_ledger
from deadlines.reminders.ledger.sqlite import SqliteLedger
from deadlines.settings.tables import Settings
from tests.reminders.ledger.conftest import Open
from tests.reminders.ledger.test_contract import message, record

OURS = Owner("", "x.org", "Ours", "", "/srv/ours")
WITH_ID = replace(OURS, id="5f0a")


def claim(open_ledger: Open, *owners: Owner) -> None:
    for owner in owners:
        open_ledger().belongs_to(owner, "the ledger", "name another")


@pytest.mark.parametrize(
    ("first", "then"),
    [
        (OURS, replace(OURS, root="/srv/moved")),
        (OURS, replace(OURS, name="Ours, renamed")),
        (replace(OURS, url="https://x.org/"), Owner("", "x.org", "Renamed", "https://x.org/", "/srv/moved")),
        (WITH_ID, Owner("5f0a", "moved.org", "Renamed", "https://x.org/", "/srv/moved")),
        (OURS, WITH_ID),
        (WITH_ID, OURS),
    ],
)
def test_one_project_is_known_again_and_its_news_are_kept(open_ledger: Open, first: Owner, then: Owner) -> None:
    claim(open_ledger, first, then, then)
    found = open_ledger().run("SELECT * FROM owner")
    assert found == [{"one": 1} | {key: getattr(then, key) for key in Owner.__slots__} | {"id": first.id or then.id}]


@pytest.mark.parametrize(
    ("first", "then", "said"),
    [
        (OURS, Owner("", "x.org", "Others", "", "/srv/others"), 'write name = "Ours"'),
        (WITH_ID, Owner("", "x.org", "Others", "", "/srv/others"), 'write id = "5f0a"'),
        (WITH_ID, replace(OURS, id="another"), 'write id = "5f0a"'),
        (OURS, replace(OURS, domain="y.org"), 'of another project, "Ours" in /srv/ours; name another'),
    ],
)
def test_another_project_is_refused_and_changes_nothing(
    open_ledger: Open, first: Owner, then: Owner, said: str
) -> None:
    claim(open_ledger, first)
    with pytest.raises(LedgerError) as refused:
        claim(open_ledger, then)
    assert said in str(refused.value)
    claim(open_ledger, first)


def test_a_ledger_from_before_is_the_first_ones_who_opens_it(open_ledger: Open) -> None:
    ledger = open_ledger()
    record(ledger, message("a"))
    ledger.run("DROP TABLE owner")
    claim(open_ledger, OURS)
    assert [fact.key for fact in open_ledger().facts()] == ["a"]
    with pytest.raises(LedgerError):
        claim(open_ledger, Owner("", "x.org", "Others", "", "/srv/others"))


@pytest.fixture
def state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The user's state directory."""
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    return tmp_path / "state/deadlines"


def settings(name: str, **more: Any) -> Settings:
    project = {"name": name, "domain": "x.org", "timezone": "UTC"} | more
    return Settings.model_validate({"project": project})


def keys(settings: Settings, root: Path) -> list[str]:
    with closing(open_ledger(settings, root)) as ledger:
        return [fact.key for fact in ledger.facts()]


def put(settings: Settings, root: Path, key: str) -> None:
    with closing(open_ledger(settings, root)) as ledger:
        record(ledger, message(key))


def test_two_projects_with_one_domain_share_nothing(state: Path, tmp_path: Path) -> None:
    put(settings("One"), tmp_path / "one", "a")
    with pytest.raises(LedgerError, match=r'write an id of its own in \[project\], such as id = "the-other"'):
        open_ledger(settings("Other"), tmp_path / "The other")
    assert keys(settings("Other", id="the-other"), tmp_path / "The other") == []
    assert keys(settings("One"), tmp_path / "one") == ["a"]
    assert keys(settings("One", id="one"), tmp_path / "one") == ["a"], "it is given an id later"
    assert {file.name for file in state.glob("*.sqlite3")} == {"x.org.sqlite3", "x.org-the-other.sqlite3"}


def test_copies_of_one_project_share_what_was_sent(state: Path, tmp_path: Path) -> None:
    put(settings("One", id="one"), tmp_path / "here", "a")
    assert keys(settings("Renamed", id="one"), tmp_path / "moved") == ["a"]
    assert [file.name for file in state.glob("*.sqlite3")] == ["x.org-one.sqlite3"]


def test_a_ledger_from_before_is_found_by_a_project_with_an_id(state: Path, tmp_path: Path) -> None:
    file = state / "x.org.sqlite3"
    with closing(SqliteLedger(file)) as ledger:
        record(ledger, message("a"))
    with closing(sqlite3.connect(file)) as before:
        before.execute("DROP TABLE owner")
    one = settings("One", id="one")
    assert ledger_file(one, tmp_path) == file
    assert keys(one, tmp_path / "here") == keys(one, tmp_path / "clone") == ["a"]


def test_a_ledger_that_the_settings_name_is_one_projects(tmp_path: Path) -> None:
    shared = {"ledger": {"url": f"sqlite:///{tmp_path / 'shared'}"}}
    for project, refused in (("one", False), ("other", True), ("one", False)):
        project_settings = Settings.model_validate(settings(project, id=project).model_dump(exclude_none=True) | shared)
        if refused:
            with pytest.raises(LedgerError, match=r"name another one in \[ledger\] url"):
                open_ledger(project_settings, tmp_path)
        else:
            assert keys(project_settings, tmp_path) == []
