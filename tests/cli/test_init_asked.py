"""``deadlines init`` at a terminal asks for what is missing, and asks again where an answer cannot be meant."""

import os
import pty
import sys
import tomllib
from pathlib import Path

import pytest

ANSWERS = ("Our calls", "ours.example", "Europe/Geneva", "Europe/Zurich", "fr ar", "gitlb", "gitlab")


@pytest.mark.slow
def test_init_asks_and_asks_again(tmp_path: Path) -> None:
    process, terminal = pty.fork()
    if process == 0:
        environment = os.environ | {"TERM": "dumb", "LANGUAGE": "en", "NO_COLOR": "1"}
        os.execve(sys.executable, [sys.executable, "-m", "deadlines", "init", str(tmp_path / "ours")], environment)
    printed, remaining = "", list(ANSWERS)
    try:
        while piece := os.read(terminal, 4096):
            printed += piece.decode()
            if printed.endswith(": ") and remaining:
                os.write(terminal, f"{remaining.pop(0)}\n".encode())
    except OSError:
        pass
    assert os.waitstatus_to_exitcode(os.waitpid(process, 0)[1]) == 0, printed
    assert 'did you mean "Europe/Zurich"?' in printed and '"gitlb" is not known' in printed
    project = tomllib.loads((tmp_path / "ours/deadlines.toml").read_text())["project"]
    del project["id"]
    assert project == {
        "name": "Our calls", "domain": "ours.example", "timezone": "Europe/Zurich", "language": "fr", "languages": ["ar"],
    }  # fmt: skip
    assert "nothing was written for gitlab" in printed
