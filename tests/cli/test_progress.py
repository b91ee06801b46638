"""Who waits at a terminal is told; who reads what was printed is not."""

import threading
from pathlib import Path

import pytest

from tests.cli.terminal import Terminal
from tests.conftest import Folder

WAITS = "import threading\nfrom deadlines.cli.progress import working\nfrom deadlines.cli.present import log\n"


@pytest.mark.slow
def test_from_the_first_second_on_it_is_said_and_then_it_is_gone(project: Folder) -> None:
    slow = f"{WAITS}\nwith working('exporting'):\n    threading.Event().wait(2.5)\nlog('done')\n"
    terminal = Terminal.of("-c", slow, folder=project.root)
    assert terminal.end() == 0
    told, _, last = terminal.shown.partition("deadlines: done")
    assert told.split("\r")[:3] == ["", "deadlines: exporting … 1 s", "deadlines: exporting … 2 s"]
    assert told.split("\r")[-1] == "" and set(told.split("\r")[-2]) == {" "} and last == "\r\n"


@pytest.mark.slow
def test_what_is_quick_says_nothing_and_what_has_to_be_said_takes_the_line_away(project: Folder) -> None:
    quick = f"{WAITS}\nwith working('exporting'):\n    pass\n"
    terminal = Terminal.of("-c", quick, folder=project.root)
    assert terminal.end() == 0 and terminal.shown == ""
    said = f"{WAITS}\nwith working('exporting') as end:\n    threading.Event().wait(1.5)\n    end()\n    log('half')\n"
    terminal = Terminal.of("-c", said, folder=project.root)
    assert terminal.end() == 0 and terminal.shown.endswith(" \rdeadlines: half\r\n")


def test_where_no_terminal_is_no_thread_is_started(project: Folder) -> None:
    project.record("one")
    before = threading.active_count()
    assert "…" not in project.run("export").err and threading.active_count() == before
    assert Path(project.root / "calendars" / "all.ics").exists()
