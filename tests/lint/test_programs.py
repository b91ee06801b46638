"""What lint says of a program is true of it: each fault is given to the programs that are named with it."""

import re
import subprocess
import tempfile
from pathlib import Path

import pytest

from tests.feeds.clients.programs import PROGRAMS, WORLD, Held, as_text, needed
from tests.feeds.test_clients import with_ics, with_vobject
from tests.lint.faults import FAULTS, REFUSES, SKIPS
from tests.lint.feeds import MOMENT, with_event

pytestmark = pytest.mark.slow

LIBRARIES = {"ics.py": with_ics, "vobject": with_vobject}
NAMED = [(name, program) for name, fault in FAULTS.items() for program in fault.programs]


def calcurse(file: Path) -> Held:
    """What calcurse holds; it says by its exit code that it skipped something."""
    needed("calcurse")
    with tempfile.TemporaryDirectory() as place:
        command = ("calcurse", "-D", place, "-q", "-i", str(file))
        subprocess.run(command, capture_output=True, check=False, env=WORLD, timeout=60)
        kept = Path(place) / "apts"
        names = (
            [re.split(r"[|!]|\] ", line)[-1] for line in kept.read_text(errors="replace").splitlines()]
            if kept.exists()
            else []
        )
    return {name: (MOMENT[0].partition(":")[2], "", "", name) for name in names}


def held_by(program: str, file: Path) -> Held:
    """What a program holds, or nothing where it fails or says that it refuses the calendar."""
    try:
        if program == "calcurse":
            return calcurse(file)
        if program not in LIBRARIES:
            return PROGRAMS[program](file)
        read = LIBRARIES[program](file.read_bytes().decode("utf-8", "replace"))
    except Exception:
        return {}
    return {uid: (as_text(begin), as_text(end), status, name) for uid, (begin, end, name, status) in read.items()}


def effect(held: Held) -> str:
    """What became of the entry "Call" beside the entry "Other", which is well."""
    entries = {name.partition(" ")[0].partition(",")[0]: start for start, _, _, name in held.values()}
    if "Call" in entries:
        return entries["Call"]
    return SKIPS if "Other" in entries else REFUSES


@pytest.mark.parametrize("program", sorted({program for _, program in NAMED}))
def test_a_program_reads_a_calendar_that_is_well(tmp_path: Path, program: str) -> None:
    file = tmp_path / "feed.ics"
    file.write_bytes(with_event(*MOMENT))
    assert effect(held_by(program, file)) not in (REFUSES, SKIPS)


@pytest.mark.parametrize(("fault", "program"), NAMED)
def test_what_is_said_of_a_program_is_true_of_it(tmp_path: Path, fault: str, program: str) -> None:
    file = tmp_path / "feed.ics"
    file.write_bytes(FAULTS[fault].content)
    assert effect(held_by(program, file)) == FAULTS[fault].programs[program]
