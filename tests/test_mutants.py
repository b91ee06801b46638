"""The tests are themselves proved: each mistake of ``tests.mutants`` has to be caught."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import REPOSITORY
from tests.mutants import MUTANTS, Mutant

EVERY = pytest.mark.parametrize("mutant", MUTANTS, ids=[mutant.name for mutant in MUTANTS])


def mutate(mutant: Mutant, src: Path) -> None:
    for name, right, wrong in mutant.swaps:
        file = src / "deadlines" / name
        text = file.read_text(encoding="utf-8")
        assert text.count(right) == 1, f"{name} does not hold what is to be swapped"
        file.write_text(text.replace(right, wrong), encoding="utf-8")


def test_every_mistake_can_be_made(tmp_path: Path) -> None:
    for number, mutant in enumerate(MUTANTS):
        src = tmp_path / str(number)
        for name, *_ in mutant.swaps:
            (src / "deadlines" / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(REPOSITORY / "src" / "deadlines" / name, src / "deadlines" / name)
        mutate(mutant, src)


@pytest.mark.slow
@EVERY
def test_every_mistake_is_caught(mutant: Mutant, tmp_path: Path) -> None:
    if "postgres" in mutant.command:
        pytest.importorskip("pgserver")
    shutil.copytree(REPOSITORY / "src", tmp_path / "src")
    mutate(mutant, tmp_path / "src")
    done = subprocess.run(
        [sys.executable, *mutant.command],
        cwd=REPOSITORY, env=os.environ | {"PYTHONPATH": str(tmp_path / "src")} | mutant.environment,
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 1 and mutant.complaint in done.stdout, done.stdout[-3000:] + done.stderr[-2000:]
