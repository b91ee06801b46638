"""The core install, of a commit and of now: ``python -m benchmarks.install 1eaee7e``.

The wheels are fetched first and installed from a folder by uv, else by pip, so that no registry is measured; of the time,
what the processor was at work counts, since on a machine that has other things to do any other would say nothing.
"""

import resource
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterable
from pathlib import Path

REPOSITORY = Path(__file__).parent.parent
TIMES = 3


def run(*command: object) -> str:
    return subprocess.run(list(map(str, command)), check=True, capture_output=True, text=True).stdout


def wheels_of(commit: str, folder: Path) -> Path:
    """Return a folder with the wheel of a commit, or of the files as they are now where it is empty, and all it needs."""
    source, wheels = REPOSITORY, folder / "wheels"
    if commit:
        source = folder / "source"
        run("git", "clone", "--quiet", REPOSITORY, source)
        run("git", "-C", source, "checkout", "--quiet", commit)
    run(sys.executable, "-m", "pip", "wheel", "--quiet", "--wheel-dir", wheels, source)
    return wheels


def install(wheels: Path, environment: Path) -> float:
    """Return how many seconds of the processor it takes to install into an empty environment."""
    run(sys.executable, "-m", "venv", environment)
    python, tool = environment / "bin/python", shutil.which("uv")
    installs = (tool, "pip", "install", "--link-mode", "copy", "--python", python)
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    run(*(installs if tool else (python, "-m", "pip", "install")), "--no-index", "--find-links", wheels, "deadlines")
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def measure(commit: str) -> tuple[int, float, float, float]:
    """Return packages, megabytes to download, megabytes installed and seconds; what an environment begins with is not counted."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        wheels = wheels_of(commit, folder)
        seconds = min(install(wheels, folder / str(number)) for number in range(TIMES))
        run(folder / "0/bin/python", "-m", "pip", "uninstall", "--quiet", "--yes", "setuptools", "pip")
        found = list(wheels.glob("*.whl"))
        return len(found), size(found), size((folder / "0/lib").rglob("*")), seconds


def size(files: Iterable[Path]) -> float:
    return sum(file.stat().st_size for file in files if file.is_file()) / 1e6


def main(commit: str) -> None:
    print(f"installed by {'uv' if shutil.which('uv') else 'pip'}")
    found = {commit: measure(commit), "now": measure("")}
    for name, (packages, fetched, installed, seconds) in found.items():
        print(
            f"{name}: {packages} packages, {fetched:.1f} MB to download, {installed:.1f} MB installed, {seconds:.1f} s"
        )
    less = [1 - new / old for old, new in zip(*found.values(), strict=True)][1:]
    print("less: {:.0%} to download, {:.0%} installed, {:.0%} of the time (bar 33%)".format(*less))


if __name__ == "__main__":
    main(sys.argv[1])
