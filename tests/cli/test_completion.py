"""What a shell completes. The shells that are installed are asked themselves, on a terminal."""

import os
import pty
import re
import select
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import chdir
from pathlib import Path

import pytest

from deadlines.cli.offer import offer
from deadlines.settings.load import zone_in
from tests.conftest import CALL, SETTINGS, Folder

SHELLS = ("bash", "zsh", "fish")
KEY = "\x07"
"""Ctrl-G: the shell writes down the line that is being typed, and forgets it."""
STARTED = {
    "bash": (
        ["bash", "--norc", "--noprofile", "-i"],
        "eval \"$(deadlines completion bash)\"; bind -x '\"\\C-g\": printf %s \"$READLINE_LINE\" > line; READLINE_LINE='; "
        "bind 'set bell-style none'\n",
    ),
    "zsh": (
        ["zsh", "-f", "-i"],
        "autoload -U compinit && compinit -u -D; eval \"$(deadlines completion zsh)\"; unsetopt beep; "
        "say() { print -rn -- $BUFFER > line; BUFFER= }; zle -N say; bindkey '^G' say\n",
    ),
    "fish": (
        ["fish", "--no-config", "-i"],
        "deadlines completion fish | source; function say; commandline | string collect > line; commandline ''; end; "
        "bind \\cg say\n",
    ),
}  # fmt: skip
COMPLETED = [
    ("deadlines lis", "deadlines list"),
    ("deadlines list --ki", "deadlines list --kind"),
    ("deadlines list --kind pri", "deadlines list --kind prize"),
    ("deadlines list --kind=pri", "deadlines list --kind=prize"),
    ("deadlines list --kind job,pri", "deadlines list --kind job,prize"),
    ("deadlines list --status exp", "deadlines list --status expected"),
    ("deadlines list --format js", "deadlines list --format json"),
    ("deadlines list --topic civ", "deadlines list --topic civic-space"),
    ("deadlines list --language pt", "deadlines list --language pt-BR"),
    ("deadlines list --timezone Africa/Dak", "deadlines list --timezone Africa/Dakar"),
    ("deadlines list --organisation 'Reporters w", "deadlines list --organisation 'Reporters without Borders'"),
    ("deadlines show hav", "deadlines show havel-prize-2026"),
    ("deadlines -C elsewhere show oth", "deadlines -C elsewhere show other-one"),
    ("deadlines --from published/ show fro", "deadlines --from published/ show from-afar"),
    ("deadlines help rem", "deadlines help remind"),
    ("deadlines export --to els", "deadlines export --to elsewhere/"),
    ("deadlines completion fi", "deadlines completion fish"),
]


@pytest.fixture
def folder(project: Folder) -> Folder:
    project.record("havel-prize-2026", more='topics = ["civic-space", "arts"]\nlanguages = ["pt-BR"]')
    project.record("ohchr", CALL.replace("Somebody", "Reporters without Borders"))
    project.file("elsewhere/deadlines.toml", SETTINGS)
    project.file("elsewhere/opportunities/other-one.toml", CALL)
    project.file("published/opportunities.json", '[{"id": "from-afar", "topics": ["land"]}]')
    return project


@pytest.fixture
def asked(folder: Folder, capsys: pytest.CaptureFixture[str]) -> Callable[[str, str], list[str]]:
    def ask(what: str, line: str) -> list[str]:
        with chdir(folder.root):
            offer(what, line)
        return capsys.readouterr().out.splitlines()

    return ask


Asked = Callable[[str, str], list[str]]


def test_words_are_those_of_the_records_that_the_line_names(asked: Asked) -> None:
    assert asked("ID", "deadlines show ") == ["havel-prize-2026", "ohchr"]
    assert asked("ID", "deadlines -C elsewhere show ") == ["other-one"]
    assert asked("TOPIC", "deadlines --from=published list --topic ") == ["land"]
    assert "Africa/Dakar" in asked("ZONE", "deadlines list --timezone ")


def test_what_cannot_be_read_offers_nothing_and_says_nothing(folder: Folder, asked: Asked) -> None:
    folder.record("broken", "title = ")
    folder.record("odd", 'topics = ["\\u001b[31mred", 3]\nregions = "Europe"\n')
    folder.record("even", more='regions = ["Sahel"]')
    assert asked("TOPIC", "deadlines list --topic 'ar") == ["arts", "civic-space"]
    assert asked("REGION", "deadlines list --region ") == ["Sahel"]
    assert asked("TOPIC", "deadlines --from https://nowhere.example/ list") == [""]
    assert asked("NOTHING", "deadlines") == [] and asked("ID", "deadlines -C / show ") == [""]


@pytest.mark.parametrize("wrong", [f"language = 5\n{SETTINGS}", "[project", SETTINGS.replace("Europe/Brussels", "CET")])
def test_words_are_offered_also_while_the_settings_are_wrong(folder: Folder, asked: Asked, wrong: str) -> None:
    folder.file("deadlines.toml", wrong)
    assert folder.run("list").code == 3
    assert asked("TOPIC", "deadlines list --topic ") == ["arts", "civic-space"]


def test_of_wrong_settings_the_zone_is_read(folder: Folder) -> None:
    folder.file("deadlines.toml", f"language = 5\n{SETTINGS}")
    assert zone_in(folder.root) == "Europe/Brussels"


@pytest.mark.parametrize("shell", SHELLS)
def test_a_script_has_every_command_every_option_and_the_closed_sets(project: Folder, shell: str) -> None:
    script = project.run("completion", shell).out
    for said in ("list", "completion", "kind", "prize", "upcoming", "github", "TOPIC", "ID", "as-of"):
        assert re.search(rf"\b{said}\b", script), said
    if shutil.which(shell):
        subprocess.run([shell, "-n", "/dev/stdin"], input=script, text=True, check=True)


def test_a_shell_that_is_unknown_is_wrong_usage(project: Folder) -> None:
    ran = project.run("completion", "fsh")
    assert ran.code == 2 and 'did you mean "fish"?' in ran.err


@pytest.mark.slow
@pytest.mark.parametrize("shell", SHELLS)
def test_the_shell_completes(shell: str, folder: Folder) -> None:
    if shutil.which(shell) is None:
        pytest.skip(f"{shell} is not installed here")
    typed = [typed for typed, _ in COMPLETED]
    lines = [line.rstrip(" ,=") for line in completed(shell, folder.root, typed)]
    assert dict(zip(typed, lines, strict=True)) == dict(COMPLETED)


def completed(shell: str, folder: Path, typed: list[str]) -> Iterator[str]:
    """What becomes of each line in a shell, on a terminal, when the Tab key is pressed."""
    command, begin = STARTED[shell]
    tools = folder / "bin"
    tools.mkdir()
    (tools / "deadlines").write_text(f'#!/bin/sh\nexec {sys.executable} -m deadlines "$@"\n')
    (tools / "deadlines").chmod(0o755)
    process, terminal = pty.fork()
    if process == 0:
        os.chdir(folder)
        os.execvpe(command[0], command, os.environ | {
            "PATH": f"{tools}:{os.environ['PATH']}", "TERM": "dumb" if shell == "bash" else "xterm", "HOME": str(folder),
            "LC_ALL": "C.UTF-8",
        })  # fmt: skip
    try:
        os.write(terminal, begin.encode())
        for line in ["", *typed]:
            yield from [pressed(terminal, folder / "line", line)][: bool(line)]
    finally:
        os.close(terminal)
        os.kill(process, 9)
        os.waitpid(process, 0)


def pressed(terminal: int, file: Path, line: str) -> str:
    """Type a line and Tab, and have the shell write down what it has then. It answers keys in their order."""
    file.unlink(missing_ok=True)
    os.write(terminal, (line + "\t" * bool(line) + KEY).encode())
    ends = time.monotonic() + 20
    while not (file.exists() and (file.stat().st_size or not line)):
        if select.select([terminal], [], [], 0.05)[0]:
            os.read(terminal, 65536)
        assert time.monotonic() < ends, f"no answer to {line}"
    return file.read_text()
