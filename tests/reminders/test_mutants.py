"""The simulated life is itself proved: each of these mistakes, made in a copy of the code, has to be caught by it."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import REPOSITORY

MISTAKES = {
    "mark first, then send": (
        "check.py",
        "            reply = self.channels[claim.channel].deliver(self._letter(claim, tellings, recipient, now))\n",
        "            self.ledger.accepted(claim, '', now)\n"
        "            reply = self.channels[claim.channel].deliver(self._letter(claim, tellings, recipient, now))\n",
    ),
    "no collapse of what is due": (
        "plan.py",
        "    key = key_of(opportunity.id, point, \"due\", str(owed[-1][1]), recipient)\n    told = Telling",
        "    owed = owed[:1]\n    key = key_of(opportunity.id, point, \"due\", str(owed[-1][1]), recipient)\n    told = Telling",
    ),
    "no later item takes the place of an open one": (
        "plan.py",
        "drops += [fact for fact in still_open if fact.key not in keeps]",
        "pass",
    ),
    "random ids": (
        "plan.py",
        "    return hashlib.sha256(said.encode()).hexdigest()[:32]",
        "    import secrets\n    return secrets.token_hex(16)",
    ),
    "an attempt without an answer was none": (
        "ledger/ledger.py",
        "message.attempt > message.answered AS perhaps",
        "0 AS perhaps",
    ),
    "a refusal after a lost answer takes the message back": (
        "ledger/ledger.py",
        "state = ?, answered = answered + ?,",
        "state = ?, answered = CASE WHEN ? = 1 THEN attempt ELSE answered END,",
    ),
    "no notice of a move": (
        "plan.py",
        "    elif not same_moment(last.moment, point.moment):\n        kind = \"moved\"",
        "    elif False:\n        kind = \"moved\"",
    ),
    "told although it has passed": (
        "check.py",
        "if opportunity and point and now < point.moment.instant and same_moment(point.moment, fact.moment):",
        "if opportunity and point:",
    ),
    "a date that is not frozen": (
        "check.py",
        "return self.write(tellings, recipient, claim.id, claim.created, now)",
        "return self.write(tellings, recipient, claim.id, now, now)",
    ),
}  # fmt: skip


@pytest.mark.slow
@pytest.mark.parametrize("mistake", MISTAKES)
def test_the_simulated_life_catches(mistake: str, tmp_path: Path) -> None:
    name, right, wrong = MISTAKES[mistake]
    shutil.copytree(REPOSITORY / "src", tmp_path / "src")
    file = tmp_path / "src/deadlines/reminders" / name
    text = file.read_text(encoding="utf-8")
    assert text.count(right) == 1, f"{name} does not hold what this test breaks"
    file.write_text(text.replace(right, wrong), encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "--hypothesis-profile=unshrunk", "tests/reminders/test_life.py"],
        cwd=REPOSITORY, env=os.environ | {"PYTHONPATH": str(tmp_path / "src")}, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 1, done.stdout[-2000:]
