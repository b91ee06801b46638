"""What is built is complete and the same each time, and works in an empty environment that has the core alone."""

import os
import subprocess
import sys
import tarfile
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import REPOSITORY

pytestmark = pytest.mark.slow


def run(*command: object, cwd: Path | None = None, code: int = 0, **more: str) -> str:
    plain = {name: value for name, value in os.environ.items() if name not in ("PYTHONPATH", "SOURCE_DATE_EPOCH")}
    done = subprocess.run(
        list(map(str, command)), cwd=cwd, capture_output=True, text=True, check=False, env=plain | more
    )
    assert done.returncode == code, done.stdout + done.stderr
    return done.stdout + done.stderr


def build(source: Path, target: Path, **more: str) -> tuple[Path, Path]:
    run(sys.executable, "-m", "hatchling", "build", "-d", target, cwd=source, **more)
    return next(target.glob("*.whl")), next(target.glob("*.tar.gz"))


@pytest.fixture(scope="module")
def clone(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("clone") / "deadlines"
    run("git", "clone", "--quiet", REPOSITORY, folder)
    return folder


@pytest.fixture(scope="module")
def built(clone: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    return build(clone, tmp_path_factory.mktemp("built"))


@pytest.fixture(scope="module")
def commands(built: tuple[Path, Path], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The commands of an environment into which the wheel was installed with what it needs, and nothing else."""
    folder = tmp_path_factory.mktemp("environment")
    run(sys.executable, "-m", "venv", folder)
    run(folder / "bin/python", "-m", "pip", "install", "--quiet", "--disable-pip-version-check", built[0])
    return folder / "bin"


def test_what_is_built_again_elsewhere_is_the_same(built: tuple[Path, Path], clone: Path, tmp_path: Path) -> None:
    other = tmp_path / "a longer name for the same source"
    run("git", "clone", "--quiet", clone, other)
    for file in other.rglob("*.py"):
        os.utime(file, (1, 1))
    again = build(other, tmp_path / "again", TZ="Asia/Kathmandu", LC_ALL="C")
    assert [file.read_bytes() for file in again] == [file.read_bytes() for file in built]


def test_the_wheel_of_the_source_distribution_is_the_same(built: tuple[Path, Path], tmp_path: Path) -> None:
    with tarfile.open(built[1]) as archive:
        archive.extractall(tmp_path, filter="data")
    (source,) = tmp_path.iterdir()
    assert build(source, tmp_path / "dist")[0].read_bytes() == built[0].read_bytes()


def test_both_hold_every_file_of_the_program(built: tuple[Path, Path]) -> None:
    tracked = set(run("git", "-C", REPOSITORY, "ls-files", "src/deadlines").split())
    with zipfile.ZipFile(built[0]) as wheel:
        held = {f"src/{name}" for name in wheel.namelist() if ".dist-info/" not in name}
    assert held == tracked and len([name for name in tracked if not name.endswith(".py")]) > 25
    with tarfile.open(built[1]) as archive:
        assert tracked <= {name.partition("/")[2] for name in archive.getnames()}


def test_the_core_alone_begins_checks_exports_and_reads_a_project(commands: Path, tmp_path: Path) -> None:
    deadlines = commands / "deadlines"
    assert run(deadlines, "--version", cwd=tmp_path).startswith("deadlines ")
    run(deadlines, "init", "ours", "--domain", "ours.example", "--timezone", "Europe/Brussels", cwd=tmp_path)
    settings = tmp_path / "ours/deadlines.toml"
    settings.write_text(settings.read_text().replace("[project]", '[project]\nlanguages = ["fr", "es", "ar"]'))
    answers = ("--kind", "call", "--organisation", "Us", "--url", "https://ours.example/", "--due", "2099-03-01")
    for command in (("add", "--title", "A call", *answers), ("check",), ("export",), ("lint", "calendars/all.ics")):
        run(deadlines, *command, cwd=settings.parent)
    assert "a-call" in run(deadlines, "--from", "ours/calendars", "list", cwd=tmp_path)
    assert "1er mars 2099" in (settings.parent / "calendars/fr/entries/a-call.html").read_text()


@pytest.fixture
def ours(commands: Path, tmp_path: Path) -> Iterator[Path]:
    run(commands / "deadlines", "init", tmp_path, "--domain", "ours.example", "--timezone", "Europe/Brussels")
    yield tmp_path / "deadlines.toml"


def test_where_an_extra_is_missing_the_line_to_type_is_said(commands: Path, ours: Path) -> None:
    install = f"{commands / 'python'} -m pip install"
    deadlines = (commands / "deadlines", "-C", ours.parent)
    assert f"{install} 'uvicorn>=" in run(*deadlines, "serve", code=3)
    recipient = '\n[[recipients]]\nid = "me"\nemail = "me@ours.example"\nlead_times = ["2 working days"]\n'
    mail = '\n[mail]\nhost = "localhost"\nsender = "us@ours.example"\n'
    ours.write_text(ours.read_text() + mail + '[ledger]\nurl = "postgresql://localhost/none"\n' + recipient)
    assert f"{install} 'psycopg[binary]>=" in run(*deadlines, "remind", code=3)
    ours.write_text(ours.read_text() + 'country = "SN"\n')
    assert f"{install} 'holidays>=" in run(*deadlines, "remind", code=3)
