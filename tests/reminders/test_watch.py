"""The scheduler, on a machine whose clock is set back while it runs."""

import os
import shutil
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from deadlines.reminders.watch import watch

PATIENCE = 20
RUNS = """
import sys, threading
from pathlib import Path
from datetime import datetime
from deadlines.reminders.watch import watch
clock, stopped, seen = Path(sys.argv[1]), threading.Event(), []
def run():
    seen.append(datetime.now())
    if len(seen) == 3:
        clock.write_text("2026-03-07 12:00:00\\n")
    if len(seen) == 8:
        stopped.set()
watch(run, stopped, every=0.05)
print(seen[0].date(), seen[-1].date())
"""


@pytest.mark.slow
def test_a_clock_that_is_set_back_by_a_day_keeps_no_check_from_being_made(tmp_path: Path) -> None:
    library = next(iter(sorted(Path("/usr/lib").glob("*/faketime/libfaketimeMT.so.1"))), None)
    if library is None or shutil.which("faketime") is None:
        pytest.skip("FAKETIME IS NOT INSTALLED: a clock that is set back was not tried (apt install faketime)")
    clock = tmp_path / "clock"
    clock.write_text("2026-03-08 12:00:00\n")
    fake = {
        "LD_PRELOAD": str(library),
        "FAKETIME_TIMESTAMP_FILE": str(clock),
        "FAKETIME_NO_CACHE": "1",
        "DONT_FAKE_MONOTONIC": "1",
    }
    done = subprocess.run(
        [sys.executable, "-c", RUNS, clock], env=os.environ | fake, capture_output=True, text=True, check=True, timeout=60
    )  # fmt: skip
    assert done.stdout.split() == ["2026-03-08", "2026-03-07"]


def test_a_run_that_hangs_is_not_waited_for_when_it_is_told_to_stop() -> None:
    began, stopped, end = threading.Event(), threading.Event(), threading.Event()

    def run() -> None:
        began.set()
        end.wait(PATIENCE)

    def stop() -> None:
        began.wait(PATIENCE)
        stopped.set()

    threading.Thread(target=stop, daemon=True).start()
    assert watch(run, stopped, patience=0.01) is False
    end.set()
    again = threading.Event()
    again.set()
    assert watch(run, again) is True
