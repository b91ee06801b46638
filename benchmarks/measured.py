"""What whole processes cost, side by side: seconds of the processor, which another program's work does not change much, and memory."""

import os
import subprocess
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Cost:
    """Of a process and of what it started and waited for."""

    seconds: float
    """Of the processor, in user and system mode."""
    mebibytes: float
    """Of memory at most, of one process."""


@dataclass(frozen=True)
class Rival:
    """A command, and what makes things ready before each run of it, which is not measured."""

    command: Sequence[object]
    before: Callable[[], object] = lambda: None
    environment: Mapping[str, str] = field(default_factory=dict)
    codes: Sequence[int] = (0,)


def cost(rival: Rival) -> Cost:
    """Run a command and return what it cost; raise ``SystemExit`` with its words where it fails."""
    rival.before()
    command, environment = [str(word) for word in rival.command], {**os.environ, **rival.environment, "PYTHONPATH": ""}
    with (
        open(os.devnull, "wb") as out,  # noqa: PTH123
        subprocess.Popen(command, stdout=out, stderr=subprocess.PIPE, env=environment) as process,
    ):
        said = process.stderr.read()
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode not in rival.codes:
        raise SystemExit(f"{' '.join(command)}: exit {process.returncode}: {said.decode(errors='replace')[-2000:]}")
    return Cost(usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024)


def side_by_side(times: int, *rivals: Rival) -> list[Cost]:
    """Return the least of several runs of each, taken in turns so that all share the machine's moods."""
    rounds = [[cost(rival) for rival in rivals] for _ in range(times)]
    return [
        Cost(min(one.seconds for one in column), min(one.mebibytes for one in column))
        for column in zip(*rounds, strict=True)
    ]
