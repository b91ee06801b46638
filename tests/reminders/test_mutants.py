"""The simulated life is itself proved: each of these mistakes, made in a copy of the code, has to be caught by it."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import REPOSITORY

Swap = tuple[str, str, str]
"""A file, what stands in it, and what is to stand there instead."""

MISTAKES: dict[str, tuple[Swap, ...]] = {
    "mark first, then send": ((
        "check.py",
        "            reply = self.channels[claim.channel].deliver(",
        "            self.ledger.accepted(claim, keys, '', now)\n            reply = self.channels[claim.channel].deliver(",
    ),),
    "no collapse of what is due": (
        ("plan.py", "str(lead) in fact.covers or fact.attempted_at >= at", "str(lead) in fact.covers"),
        ("plan.py", "return Owed(told, tuple(lead for _, lead in owed))", "return Owed(told, (owed[-1][1],))"),
    ),
    "no later item takes the place of an open one": ((
        "plan.py", "        if fact.perhaps and not told_since", "        continue\n        if fact.perhaps and not told_since",
    ),),
    "random ids": ((
        "check.py",
        "return self.write(notices, recipient, claim.id, claim.created, now)",
        "return self.write(notices, recipient, f'{claim.id}{claim.attempt}', claim.created, now)",
    ),),
    "an attempt without an answer was none": (("ledger/ledger.py", "message.attempt > message.answered AS perhaps", "0 AS perhaps"),),
    "a refusal after a lost answer takes the message back": ((
        "ledger/ledger.py",
        "UPDATE message SET answered = answered + ?,",
        "UPDATE message SET answered = CASE WHEN ? = 1 THEN attempt ELSE answered END,",
    ),),
    "no notice of a move": ((
        "plan.py", "    elif not same_moment(last.moment, point.moment):\n        kind = \"moved\"", "    elif False:\n        kind = \"moved\"",
    ),),
    "told although it has passed": (
        ("plan.py", "if now >= moment.instant or status", "if status"),
        ("check.py", "if opportunity and point and now < point.moment.instant and same_moment(", "if opportunity and point and same_moment("),
    ),
    "a date that is not frozen": ((
        "check.py",
        "return self.write(notices, recipient, claim.id, claim.created, now)",
        "return self.write(notices, recipient, claim.id, now, now)",
    ),),
}  # fmt: skip


@pytest.mark.slow
@pytest.mark.parametrize("mistake", MISTAKES)
def test_the_simulated_life_catches(mistake: str, tmp_path: Path) -> None:
    shutil.copytree(REPOSITORY / "src", tmp_path / "src")
    for name, right, wrong in MISTAKES[mistake]:
        file = tmp_path / "src/deadlines/reminders" / name
        text = file.read_text(encoding="utf-8")
        assert text.count(right) == 1, f"{name} does not hold what this test breaks"
        file.write_text(text.replace(right, wrong), encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "tests/reminders/test_life.py"],
        cwd=REPOSITORY, env=os.environ | {"PYTHONPATH": str(tmp_path / "src"), "LIVES": "400"}, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 1, done.stdout[-2000:]
