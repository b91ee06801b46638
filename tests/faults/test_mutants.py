"""The faults are themselves proved: each of these mistakes, made in a copy of the code, has to be caught by one of them."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import REPOSITORY

Swap = tuple[str, str, str]
"""A file, what stands in it, and what is to stand there instead."""

_DELIVER = "            reply = self.channels[claim.channel].deliver("
_WRITE = "return self.write(notices, recipient, claim.id, claim.created, now)"
_BEGIN, _COMMIT = 'self._connection.execute("BEGIN IMMEDIATE")', 'self._connection.execute("COMMIT")'

MISTAKES: dict[str, tuple[str, int, str, tuple[Swap, ...]]] = {
    "commit after the send only": ("sqlite", 5, "with two dates", (
        ("reminders/ledger/sqlite.py", _BEGIN, f"self._connection.in_transaction or {_BEGIN}"),
        ("reminders/ledger/sqlite.py", _COMMIT, f"{{'_settle', 'end', 'prepare'}} & {{one.function for one in __import__('inspect').stack(0)}} and {_COMMIT}"),
    )),
    "mark first, then send": ("sqlite", 3, "LOST", (
        ("reminders/check.py", _DELIVER, f"            self.ledger.accepted(claim, keys, '', now)\n{_DELIVER}"),
    )),
    "a lost answer is a refusal": ("postgres", 12, "LOST", (
        ("reminders/check.py", 'unsure = outcome == "unsure"', "unsure = False"),
    )),
    "no lock on the file": ("sqlite", 8, "copies, and 0 may be", (
        ("reminders/ledger/sqlite.py", 'lock.execute("BEGIN EXCLUSIVE")', "pass"),
    )),
    "random ids": ("sqlite", 5, "under two ids", (
        ("reminders/check.py", _WRITE, "return self.write(notices, recipient, f'{claim.id}{claim.attempt}', claim.created, now)"),
    )),
    "no room is kept on the disk": ("sqlite", 16, "FAILED  disk full between send and commit", (
        ("reminders/ledger/sqlite.py", "secrets.token_bytes(_RESERVE)", "b''"),
    )),
}  # fmt: skip


@pytest.mark.slow
@pytest.mark.parametrize("mistake", MISTAKES)
def test_the_faults_catch(mistake: str, tmp_path: Path) -> None:
    kind, number, complaint, swaps = MISTAKES[mistake]
    if kind == "postgres":
        pytest.importorskip("pgserver")
    shutil.copytree(REPOSITORY / "src", tmp_path / "src")
    for name, right, wrong in swaps:
        file = tmp_path / "src/deadlines" / name
        text = file.read_text(encoding="utf-8")
        assert text.count(right) == 1, f"{name} does not hold what this test breaks"
        file.write_text(text.replace(right, wrong), encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "tests.faults", "--ledger", kind, str(number)],
        cwd=REPOSITORY, env=os.environ | {"PYTHONPATH": str(tmp_path / "src")}, capture_output=True, text=True, check=False, timeout=240,
    )  # fmt: skip
    assert done.returncode == 1 and complaint in done.stdout, done.stdout[-3000:] + done.stderr[-2000:]
