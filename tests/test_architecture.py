"""Each import contract, and each ban, is broken once in a copy and has to say so; ARCHITECTURE.md names the rooms there are."""

import os
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from tests.conftest import REPOSITORY

CONTRACTS = tomllib.loads((REPOSITORY / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]
BREAKS = [
    ("Layers", "domain/text.py", "import deadlines.documents.explain"),
    ("Layers", "feeds/ical.py", "import deadlines.records.load"),
    ("Layers", "lint/examine.py", "import deadlines.feeds.ical"),
    ("Layers", "reminders/plan.py", "import deadlines.feeds.entries"),
    ("Layers", "feeds/plan.py", "import deadlines.site.atom"),
    ("Layers", "form/typed.py", "import deadlines.records.load"),
    ("Layers", "settings/tables.py", "import deadlines.records.schema"),
    ("Layers", "app/export.py", "import deadlines.clock"),
    ("Layers", "app/check.py", "import deadlines.cli.present"),
    ("Layers", "server/live.py", "import deadlines.clock"),
    ("Layers", "web/fetch.py", "import deadlines.items"),
    ("Layers", "records/tree.py", "import deadlines.index.trust"),
    ("The domain is pure", "domain/zone.py", "import os"),
    ("The domain is pure", "domain/rules.py", "import pathlib"),
    ("The domain is pure", "domain/moment.py", "import socket"),
    ("The domain is pure", "words/read.py", "import babel"),
    ("Layers", "words/read.py", "import deadlines.domain.moment"),
    ("HTTP and sockets are for web; the server may listen", "app/remote.py", "import http.client"),
    ("HTTP and sockets are for web; the server may listen", "reminders/channels/email.py", "import socket"),
    ("TOML is read by records and settings", "app/check.py", "import deadlines.documents.document"),
    ("TOML is read by records and settings", "cli/add.py", "import tomli"),
    ("Files are written by feeds and site, the cache, and the use cases that make a record or a project", "cli/export.py", "import deadlines.files"),
]  # fmt: skip
BANNED = [
    ("feeds/plan.py", "from datetime import datetime\nNOW = datetime.now()", "TID251"),
    ("domain/rules.py", "from datetime import date\nTODAY = date.today()", "TID251"),
    ("app/remote.py", "import urllib.request", "TID251"),
    ("domain/text.py", 'TEXT = open("file").read()', "PTH123"),
]


def broken(folder: Path, name: str, line: str) -> Path:
    shutil.copytree(REPOSITORY / "src", folder / "src")
    shutil.copy(REPOSITORY / "pyproject.toml", folder)
    with (folder / "src" / "deadlines" / name).open("a") as file:
        file.write(f"\n{line}\n")
    return folder


def test_each_contract_is_broken_somewhere() -> None:
    assert {contract["name"] for contract in CONTRACTS} == {name for name, _, _ in BREAKS}


@pytest.mark.slow
@pytest.mark.parametrize(("contract", "name", "line"), BREAKS)
def test_a_contract_that_is_broken_says_so(contract: str, name: str, line: str, tmp_path: Path) -> None:
    folder = broken(tmp_path, name, line)
    done = subprocess.run(
        [Path(sys.executable).parent / "lint-imports", "--no-cache"], cwd=folder, env=os.environ | {"PYTHONPATH": str(folder / "src")},
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 1, done.stdout
    assert f"{contract} BROKEN" in " ".join(done.stdout.split())


@pytest.mark.slow
@pytest.mark.parametrize(("name", "line", "rule"), BANNED)
def test_what_is_banned_is_refused(name: str, line: str, rule: str, tmp_path: Path) -> None:
    folder = broken(tmp_path, name, line)
    done = subprocess.run(
        [Path(sys.executable).parent / "ruff", "check", "--no-cache", "--output-format", "concise", folder / "src" / "deadlines" / name],
        cwd=folder, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 1 and rule in done.stdout


def test_the_architecture_names_every_room_and_no_other() -> None:
    table = (REPOSITORY / "ARCHITECTURE.md").read_text().partition("| room |")[2].partition("\n\n")[0]
    named = set(re.findall(r"^\| `(\w+)(?:/|\.py)`", table, re.MULTILINE))
    sources = REPOSITORY / "src" / "deadlines"
    there = {path.stem for path in sources.iterdir() if path.suffix == ".py" or (path / "__init__.py").exists()}
    assert named == there - {"__init__", "__main__"}


def test_the_tests_that_the_architecture_names_exist() -> None:
    named = re.findall(r"`((?:[a-z]+/)*test_\w+\.py)`", (REPOSITORY / "ARCHITECTURE.md").read_text())
    assert len(named) >= 8
    assert [path for path in named if not (REPOSITORY / "tests" / path).exists()] == []


def test_no_file_is_past_what_one_can_hold_in_mind() -> None:
    sources = REPOSITORY / "src" / "deadlines"
    long = {str(file.relative_to(sources)): len(file.read_text().splitlines()) for file in sources.rglob("*.py")}
    assert {name: lines for name, lines in long.items() if lines > 320} == {}
